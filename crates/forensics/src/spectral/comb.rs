//! Repetition with any period along rows and columns, such as a grid of 8 pixels that was scaled.

use image::RgbImage;
use ndarray::Array2;

use super::Listing;
use super::tiles::luma_and_colours;
use super::welch::cross_difference;
use crate::signal::{Window, column_means, local_medians_1d, magnitudes_1d, row_means};

/// Longest side of the window in the middle of the picture, in pixels.
const MOST_SIDE: usize = 1024;
/// Length to which a line of means is filled up with zeros: periods up to 32 pixels lie well between bins.
const LENGTH: usize = 4096;
/// Periods from 3 to 32 pixels in equal steps of their logarithm.
const PERIODS: usize = 400;
const SHORTEST: f64 = 3.0;
const LONGEST: f64 = 32.0;
/// A found period is another than the file's own grid if it differs from 8 and 16 by more than this share.
const APART: f64 = 0.012;

/// Strength at 8 and 16 pixels, the strongest other period with its strength, for luma and one colour
/// difference.
pub(super) fn list(listing: &mut Listing, picture: &RgbImage) {
    for (name, plane) in [("Y", 0), ("Cr", 2)] {
        let residual = cross_difference(&middle(picture, plane)).mapv(f32::abs);
        let lines = [column_means(&residual), row_means(&residual)];
        let spectra: Vec<Vec<f32>> = lines.iter().map(|line| ratios(&line.to_vec())).collect();
        let strength = |period: f64| spectra.iter().map(|ratios| strength(ratios, period)).sum::<f64>() / 2.0;
        listing.push(|| format!("comb {name} 8"), strength(8.0));
        listing.push(|| format!("comb {name} 16"), strength(16.0));
        let others = (0..PERIODS)
            .map(|step| SHORTEST * (LONGEST / SHORTEST).powf(step as f64 / PERIODS as f64))
            .filter(|period| [4.0, 8.0, 16.0].iter().all(|own| (period / own - 1.0).abs() > APART));
        let (mut best, mut found) = (f64::NEG_INFINITY, 0.0);
        for period in others {
            let value = strength(period);
            if value > best {
                (best, found) = (value, period);
            }
        }
        listing.push(|| format!("comb {name} other"), best);
        listing.push(|| format!("comb {name} period"), found);
    }
}

fn middle(picture: &RgbImage, plane: usize) -> Array2<f32> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let (across, down) = (width.min(MOST_SIDE), height.min(MOST_SIDE));
    let (left, top) = ((width - across) / 2, (height - down) / 2);
    Array2::from_shape_fn((down, across), |(y, x)| {
        luma_and_colours(picture.get_pixel((left + x) as u32, (top + y) as u32).0)[plane]
    })
}

/// Magnitudes of the line's spectrum over the medians around them.
fn ratios(line: &[f32]) -> Vec<f32> {
    let mean = line.iter().sum::<f32>() / line.len().max(1) as f32;
    let factors = Window::Hann.factors(line.len());
    let mut padded: Vec<f32> = line.iter().zip(&factors).map(|(value, factor)| (value - mean) * factor).collect();
    padded.resize(LENGTH, 0.0);
    let magnitudes = magnitudes_1d(&padded, Window::Rectangular);
    // The window's lobe is wider the shorter the line is.
    let lobe = 2 * LENGTH / line.len().max(1);
    let medians = local_medians_1d(&magnitudes, 12 * lobe, lobe);
    magnitudes.iter().zip(medians).map(|(value, median)| value / median.max(1e-9)).collect()
}

/// Mean logarithm of the ratios at up to four harmonics below half a cycle a pixel.
fn strength(ratios: &[f32], period: f64) -> f64 {
    let (mut sum, mut count) = (0.0, 0);
    for harmonic in 1..=4 {
        let frequency = f64::from(harmonic) / period;
        if frequency > 0.5 {
            break;
        }
        let bin = (frequency * LENGTH as f64).round() as usize;
        sum += super::log10(ratios.get(bin).copied().unwrap_or(1.0).into());
        count += 1;
    }
    if count == 0 { 0.0 } else { sum / f64::from(count) }
}
