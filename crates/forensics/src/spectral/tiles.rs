//! Square tiles at the picture's own resolution, spread evenly, as luma and two colour differences.

use image::RgbImage;
use ndarray::Array2;

/// Side of a residual tile in pixels: 16 periods of 16 pixels.
pub const TILE: usize = 256;

/// Shortest side of a picture that can be measured, in pixels.
pub const LEAST_SIDE: u32 = 300;

/// At most so many tiles are measured, however large the picture is.
const MOST_TILES: usize = 12;

/// Tiles begin at multiples of this, so that the grids of JPEG lie alike in all of them.
const STEP: usize = 16;

/// One tile: its planes are one pixel larger than [`TILE`], for differences to the next pixel.
#[derive(Debug)]
pub(super) struct Tile {
    /// Y, Cb and Cr by the full-range formula of JFIF; Cb and Cr around 0. `[TILE + 1, TILE + 1]`.
    pub planes: [Array2<f32>; 3],
}

/// The tiles of a picture; none if it is too small.
pub(super) fn take(picture: &RgbImage) -> Vec<Tile> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    if picture.width().min(picture.height()) < LEAST_SIDE {
        return Vec::new();
    }
    let (rows, columns) = counts(height, width);
    let starts = |count: usize, length: usize| -> Vec<usize> {
        let room = length - TILE - 1;
        (0..count)
            .map(|at| if count == 1 { room / 2 } else { room * at / (count - 1) })
            .map(|at| at / STEP * STEP)
            .collect()
    };
    let (tops, lefts) = (starts(rows, height), starts(columns, width));
    tops.iter().flat_map(|top| lefts.iter().map(|left| tile(picture, *top, *left))).collect()
}

/// Rows and columns of tiles.
fn counts(height: usize, width: usize) -> (usize, usize) {
    let fitting = |length: usize| ((length as f64 / TILE as f64).round() as usize).max(1);
    let (mut rows, mut columns) = (fitting(height), fitting(width));
    while rows * columns > MOST_TILES {
        if rows * width >= columns * height && rows > 1 || columns == 1 {
            rows -= 1;
        } else {
            columns -= 1;
        }
    }
    (rows, columns)
}

fn tile(picture: &RgbImage, top: usize, left: usize) -> Tile {
    let side = TILE + 1;
    let mut planes = [Array2::zeros((side, side)), Array2::zeros((side, side)), Array2::zeros((side, side))];
    for down in 0..side {
        for across in 0..side {
            let sample = picture.get_pixel((left + across) as u32, (top + down) as u32).0;
            for (plane, value) in planes.iter_mut().zip(luma_and_colours(sample)) {
                plane[[down, across]] = value;
            }
        }
    }
    Tile { planes }
}

/// Y, Cb, Cr of a pixel (ITU-T T.871), Cb and Cr without their offset of 128.
pub(super) fn luma_and_colours(sample: [u8; 3]) -> [f32; 3] {
    let [red, green, blue] = sample.map(f32::from);
    let luma = 0.299 * red + 0.587 * green + 0.114 * blue;
    [luma, (blue - luma) / 1.772, (red - luma) / 1.402]
}
