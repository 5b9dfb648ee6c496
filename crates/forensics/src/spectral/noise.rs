//! How strong the residual is: quantiles, peakedness, by brightness, and how it varies over the picture.

use super::tiles::Tile;
use super::welch::cross_difference;
use super::{Listing, PLANES, log10};

const QUANTILES: [f64; 6] = [0.1, 0.25, 0.5, 0.75, 0.9, 0.99];
/// Ranges of brightness, of equal width.
const RANGES: usize = 6;

/// Magnitudes are counted in steps of this many levels, up to [`STEPS`] of them.
const STEP: f32 = 0.05;
const STEPS: usize = 2048;

/// Everything of this module.
pub(super) fn list(listing: &mut Listing, tiles: &[Tile]) {
    for (place, plane) in PLANES.iter().enumerate() {
        let mut histogram = vec![0u64; STEPS];
        let (mut whole, mut squares, mut fourth, mut pixels) = (0.0f64, 0.0f64, 0.0f64, 0u64);
        let mut by_brightness = [(0.0f64, 0u32); RANGES];
        let mut of_tiles = Vec::with_capacity(tiles.len());
        for tile in tiles {
            let residual = cross_difference(&tile.planes[place]);
            let mut sum = 0.0f64;
            for (residual, luma) in residual.rows().into_iter().zip(tile.planes[0].rows()) {
                for (value, luma) in residual.iter().zip(luma) {
                    let size = value.abs();
                    histogram[((size / STEP) as usize).min(STEPS - 1)] += 1;
                    let square = f64::from(size * size);
                    (sum, squares, fourth) = (sum + f64::from(size), squares + square, fourth + square * square);
                    let range = ((luma / 256.0 * RANGES as f32) as usize).min(RANGES - 1);
                    by_brightness[range].0 += f64::from(size.min(16.0));
                    by_brightness[range].1 += 1;
                }
            }
            whole += sum;
            pixels += residual.len() as u64;
            of_tiles.push(log10(sum / residual.len().max(1) as f64));
        }
        let count = pixels.max(1) as f64;
        let (mean, square, fourth) = (whole / count, squares / count, fourth / count);
        listing.push(|| format!("noise mean {plane}"), log10(mean));
        listing.push(|| format!("noise peaked {plane}"), log10(fourth / square.powi(2).max(1e-9)));
        for share in QUANTILES {
            let value = quantile(&histogram, (share * count) as u64);
            listing.push(|| format!("noise quantile {plane} {share}"), log10((value + 0.05) / (mean + 0.05)));
        }
        for (range, (sum, count)) in by_brightness.into_iter().enumerate() {
            // Too few pixels of this brightness: as strong as the picture as a whole.
            let level = if count < 500 { mean } else { sum / f64::from(count) };
            listing.push(|| format!("noise brightness {plane} {range}"), log10(level / mean.max(1e-9)));
        }
        of_tiles.sort_by(f64::total_cmp);
        let spread = of_tiles.last().zip(of_tiles.first()).map_or(0.0, |(most, least)| most - least);
        let middle = of_tiles.get(of_tiles.len() / 2).copied().unwrap_or(0.0);
        listing.push(|| format!("noise spread {plane}"), spread);
        listing.push(|| format!("noise smoothest {plane}"), middle - of_tiles.first().copied().unwrap_or(0.0));
    }
}

/// The magnitude below which so many lie, in levels.
fn quantile(histogram: &[u64], below: u64) -> f64 {
    let mut counted = 0;
    let step = histogram.iter().position(|count| {
        counted += count;
        counted > below
    });
    (step.unwrap_or(histogram.len()) as f64 + 0.5) * f64::from(STEP)
}
