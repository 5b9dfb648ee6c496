//! The checkerboard of a colour filter in the green channel.
//!
//! A Bayer sensor measures green at every other pixel, like the white fields of a chessboard; the fields
//! between are computed from their neighbours and are therefore smoother. Where the picture still has its
//! first pixels, the second difference of green is smaller on one colour of the board than on the other
//! (Gallagher and Chen 2008). Enlarging a picture twice makes whole rows and columns smoother instead,
//! which is measured beside it.

use ndarray::{Array2, Axis};
use rayon::prelude::*;

use crate::signal::median;

/// Side of a tile in pixels; even, so that both fields are as frequent.
pub const TILE: usize = 64;

/// Mean second difference in levels below which a tile is too smooth to be read: there, the rounding to
/// whole levels is all that differs between pixels.
const LEAST_ROUGHNESS: f32 = 1.0;

/// Samples this near to black or white are clipped, and so is what surrounds them.
const CLIPPED: (f32, f32) = (2.0, 253.0);

/// What was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Demosaicing {
    /// Natural logarithm of the roughness of one field of the board over that of the other, for each tile;
    /// NaN where the tile was too smooth or clipped.
    pub board: Array2<f32>,
    /// Tiles that could be read.
    pub tiles: usize,
    /// Median of the board over the tiles.
    pub contrast: f32,
    /// The same between even and odd rows.
    pub rows: f32,
    /// The same between even and odd columns.
    pub columns: f32,
    /// Share of the tiles whose board has the sign of the median, 0 to 1.
    pub agreement: f32,
}

/// Measures the green channel, levels 0 to 255, as coded; `None` where no tile can be read.
pub fn measure(green: &Array2<f32>) -> Option<Demosaicing> {
    let (height, width) = green.dim();
    let (rows, columns) = (height.saturating_sub(2) / TILE, width.saturating_sub(2) / TILE);
    let bands: Vec<Vec<Option<[f32; 3]>>> = (0..rows)
        .into_par_iter()
        .map(|row| (0..columns).map(|column| tile(green, (1 + row * TILE, 1 + column * TILE))).collect())
        .collect();
    let mut board = Array2::from_elem((rows, columns), f32::NAN);
    for (mut line, band) in board.axis_iter_mut(Axis(0)).zip(&bands) {
        for (value, tile) in line.iter_mut().zip(band) {
            *value = tile.map_or(f32::NAN, |[board, ..]| board);
        }
    }
    let read: Vec<[f32; 3]> = bands.into_iter().flatten().flatten().collect();
    let middle = |index: usize| median(&mut read.iter().map(|tile| tile[index]).collect::<Vec<_>>());
    let contrast = middle(0)?;
    let agreeing = read.iter().filter(|[board, ..]| (*board > 0.0) == (contrast > 0.0)).count();
    Some(Demosaicing {
        board,
        tiles: read.len(),
        contrast,
        rows: middle(1)?,
        columns: middle(2)?,
        agreement: agreeing as f32 / read.len() as f32,
    })
}

/// Board, rows and columns of one tile.
fn tile(green: &Array2<f32>, (top, left): (usize, usize)) -> Option<[f32; 3]> {
    let mut sums = [[0.0f32; 2]; 2];
    let mut counts = [[0u32; 2]; 2];
    for y in top..top + TILE {
        let lines = (green.row(y - 1), green.row(y), green.row(y + 1));
        let (above, here, below) = (lines.0.as_slice()?, lines.1.as_slice()?, lines.2.as_slice()?);
        for x in left..left + TILE {
            let level = here[x];
            if level <= CLIPPED.0 || level >= CLIPPED.1 {
                continue;
            }
            let difference = (4.0 * level - above[x] - below[x] - here[x - 1] - here[x + 1]).abs();
            sums[y % 2][x % 2] += difference;
            counts[y % 2][x % 2] += 1;
        }
    }
    let enough = (TILE * TILE / 8) as u32;
    if counts.iter().flatten().any(|count| *count < enough) {
        return None;
    }
    let mean = |y: usize, x: usize| sums[y][x] / counts[y][x] as f32;
    let [a, b, c, d] = [mean(0, 0), mean(0, 1), mean(1, 0), mean(1, 1)];
    if (a + b + c + d) / 4.0 < LEAST_ROUGHNESS || a.min(b).min(c).min(d) <= 0.0 {
        return None;
    }
    Some([((a + d) / (b + c)).ln(), ((a + b) / (c + d)).ln(), ((a + c) / (b + d)).ln()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::testing::noise;

    /// A scene as a Bayer sensor with bilinear interpolation gives it: green measured where `x + y` is even.
    fn demosaiced(height: usize, width: usize) -> Array2<f32> {
        let scene = scene(height, width);
        Array2::from_shape_fn((height, width), |(y, x)| {
            let at = |y: usize, x: usize| scene[[y.min(height - 1), x.min(width - 1)]];
            if (x + y) % 2 == 0 {
                at(y, x)
            } else {
                (at(y.saturating_sub(1), x) + at(y + 1, x) + at(y, x.saturating_sub(1)) + at(y, x + 1)) / 4.0
            }
        })
    }

    fn scene(height: usize, width: usize) -> Array2<f32> {
        noise(height, width, 4.0, 3).mapv(|noise| 120.0 + noise)
    }

    #[test]
    fn the_board_of_a_bayer_filter_is_found() {
        let found = measure(&demosaiced(400, 330)).unwrap();
        assert_eq!(found.tiles, 6 * 5);
        assert!(found.contrast > 0.3, "{found:?}");
        assert!(found.agreement == 1.0 && found.rows.abs() < 0.1 && found.columns.abs() < 0.1);
    }

    #[test]
    fn noise_without_a_filter_has_no_board() {
        let found = measure(&scene(400, 400)).unwrap();
        assert!(found.contrast.abs() < 0.02 && found.agreement < 0.8, "{found:?}");
    }

    #[test]
    fn a_picture_enlarged_twice_shows_in_rows_and_columns() {
        let coarse = scene(200, 200);
        let enlarged = Array2::from_shape_fn((399, 399), |(y, x)| {
            let (down, right) = (y.div_ceil(2), x.div_ceil(2));
            (coarse[[y / 2, x / 2]] + coarse[[y / 2, right]] + coarse[[down, x / 2]] + coarse[[down, right]]) / 4.0
        });
        let found = measure(&enlarged).unwrap();
        assert!(found.rows.abs() > 0.3 && found.columns.abs() > 0.3, "{found:?}");
    }

    #[test]
    fn flat_small_and_clipped_pictures_cannot_be_read() {
        assert_eq!(measure(&Array2::from_elem((300, 300), 90.0)), None);
        assert_eq!(measure(&Array2::from_elem((300, 300), 255.0)), None);
        assert_eq!(measure(&scene(40, 40)), None);
        assert_eq!(measure(&Array2::zeros((0, 0))), None);
    }
}
