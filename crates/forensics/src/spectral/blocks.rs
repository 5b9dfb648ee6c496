//! Cosine coefficients on the grid of 8 pixels of the file itself, and steps across its borders.

use ndarray::s;

use super::tiles::{TILE, Tile};
use super::{Listing, PLANES, log10};
use crate::signal::{BLOCK, block_cosines, mode_values};

/// Mean size, share of near-zeros and peakedness of each pair of modes; steps by column of the block.
pub(super) fn list(listing: &mut Listing, tiles: &[Tile]) {
    for (place, plane) in PLANES.iter().enumerate() {
        let coefficients: Vec<_> = tiles
            .iter()
            .map(|tile| block_cosines(tile.planes[place].slice(s![..TILE, ..TILE]), (0, 0)))
            .collect();
        // Chroma has little beyond the coarse modes.
        let most = if place == 0 { BLOCK } else { 4 };
        for one in 0..most {
            for other in one.max(1)..most {
                let (mut sum, mut squares, mut fourth, mut zeros, mut count) = (0.0, 0.0, 0.0, 0u32, 0u32);
                for mode in [(one, other), (other, one)] {
                    for value in coefficients.iter().flat_map(|of_tile| mode_values(of_tile, mode)) {
                        let size = f64::from(value.abs());
                        let square = size * size;
                        (sum, squares, fourth) = (sum + size, squares + square, fourth + square * square);
                        zeros += u32::from(size < 0.5);
                        count += 1;
                    }
                }
                let count = f64::from(count.max(1));
                let peaked = fourth / count / (squares / count).powi(2).max(1e-9);
                listing.push(|| format!("modes size {plane} {one} {other}"), log10(sum / count));
                listing.push(|| format!("modes zeros {plane} {one} {other}"), f64::from(zeros) / count);
                listing.push(|| format!("modes peaked {plane} {one} {other}"), log10(peaked));
            }
        }
        let period = if place == 0 { 8 } else { 16 };
        for (phase, step) in steps(tiles, place, period).into_iter().enumerate() {
            listing.push(|| format!("steps {plane} {phase}"), step);
        }
    }
}

/// Mean absolute step from each column or row of the grid to the next, over the mean of all; as
/// logarithms. Steps at equal distance from the border are taken together.
fn steps(tiles: &[Tile], place: usize, period: usize) -> Vec<f64> {
    let mut sums = vec![0.0f64; period];
    for tile in tiles {
        let plane = &tile.planes[place];
        for (phase, sum) in sums.iter_mut().enumerate() {
            for at in (phase..TILE).step_by(period) {
                let across = plane.column(at).iter().zip(plane.column(at + 1)).map(|(one, next)| (one - next).abs()).sum::<f32>();
                let down = plane.row(at).iter().zip(plane.row(at + 1)).map(|(one, next)| (one - next).abs()).sum::<f32>();
                *sum += f64::from(across) + f64::from(down);
            }
        }
    }
    let mean = (sums.iter().sum::<f64>() / period as f64).max(1e-9);
    // The step at the block's border is the last one: `period - 1` lies opposite to `period - 1`.
    (0..period / 2)
        .map(|distance| {
            let (before, after) = ((2 * period - 1 - distance) % period, (period - 1 + distance) % period);
            log10((sums[before] + sums[after]) / 2.0 / mean)
        })
        .collect()
}
