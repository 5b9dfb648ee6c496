//! Averages over rings and directions of the spectrum, likeness of the planes, and autocorrelation.

use std::f64::consts::TAU;

use ndarray::Array2;

use super::tiles::TILE;
use super::welch::Averaged;
use super::{Listing, PLANES, log10};

/// Rings of equal width from 0 to the corner of the spectrum, 0.707 cycles a pixel.
const RINGS: usize = 24;
/// Wider rings for the likeness of two planes.
const WIDE_RINGS: usize = 8;
/// Directions over a quarter turn, as far as mirroring tells them apart.
const DIRECTIONS: usize = 6;
/// Largest lag of the autocorrelation, in pixels.
const LAGS: usize = 8;

/// Mean power of luma's residual in each ring, over its mean power, as decimal logarithms; with the
/// frequency at the ring's middle in cycles per pixel.
pub fn luma_rings(averaged: &Averaged) -> Vec<(f64, f64)> {
    let middle = |ring: usize| (ring as f64 + 0.5) / RINGS as f64 * std::f64::consts::FRAC_1_SQRT_2;
    let powers = means(&averaged.linear[0], RINGS, ring_of);
    powers.into_iter().enumerate().map(|(ring, power)| (middle(ring), log10(power))).collect()
}

/// Everything of this module.
pub(super) fn list(listing: &mut Listing, averaged: &Averaged) {
    for (plane, power) in PLANES.iter().zip(averaged.log10_power) {
        listing.push(|| format!("rings power {plane}"), power);
    }
    for (plane, spectrum) in PLANES.iter().zip(&averaged.linear) {
        for (ring, mean) in means(spectrum, RINGS, ring_of).into_iter().enumerate() {
            listing.push(|| format!("rings {plane} {ring}"), log10(mean));
        }
    }
    for (plane, spectrum) in PLANES.iter().zip(&averaged.linear) {
        for (direction, mean) in means(spectrum, DIRECTIONS, direction_of).into_iter().enumerate() {
            listing.push(|| format!("directions {plane} {direction}"), log10(mean));
        }
    }
    let pairs = [("Y Cb", 0, 1), ("Y Cr", 0, 2), ("Cb Cr", 1, 2)];
    for ((pair, one, other), cross) in pairs.into_iter().zip(&averaged.cross) {
        let both = means(&averaged.linear[one], WIDE_RINGS, ring_of);
        let with = means(&averaged.linear[other], WIDE_RINGS, ring_of);
        for (ring, mean) in means(cross, WIDE_RINGS, ring_of).into_iter().enumerate() {
            let likeness = mean / (both[ring] * with[ring]).sqrt().max(1e-9);
            listing.push(|| format!("likeness {pair} {ring}"), likeness.clamp(-1.0, 1.0));
        }
    }
    for (plane, spectrum) in PLANES.iter().zip(&averaged.linear) {
        autocorrelation(listing, &format!("lags {plane}"), spectrum);
    }
}

fn ring_of(down: f64, across: f64, rings: usize) -> usize {
    ((f64::hypot(down, across) / std::f64::consts::FRAC_1_SQRT_2 * rings as f64) as usize).min(rings - 1)
}

/// Directions of the fine half of the spectrum; coarser bins go nowhere.
fn direction_of(down: f64, across: f64, directions: usize) -> usize {
    if f64::hypot(down, across) < 0.25 {
        return usize::MAX;
    }
    let quarter = down.abs().atan2(across) / std::f64::consts::FRAC_PI_2;
    ((quarter * directions as f64) as usize).min(directions - 1)
}

/// Mean over the bins of each class; the bins of a grid of 8 pixels are left out, because the peaks have
/// them.
fn means(spectrum: &Array2<f64>, classes: usize, class_of: fn(f64, f64, usize) -> usize) -> Vec<f64> {
    let (mut sums, mut counts) = (vec![0.0; classes], vec![0usize; classes]);
    let grid = TILE / 8;
    for ((row, column), value) in spectrum.indexed_iter() {
        if row % grid == 0 && column % grid == 0 {
            continue;
        }
        let down = if row > TILE / 2 { row as f64 - TILE as f64 } else { row as f64 } / TILE as f64;
        let class = class_of(down, column as f64 / TILE as f64, classes);
        if let (Some(sum), Some(count)) = (sums.get_mut(class), counts.get_mut(class)) {
            *sum += value;
            *count += 1;
        }
    }
    sums.iter().zip(counts).map(|(sum, count)| sum / count.max(1) as f64).collect()
}

/// Autocorrelation of the residual at small lags, over the one at lag 0, from its power spectrum; lags
/// that mirroring and exchanging the axes bring together are averaged.
fn autocorrelation(listing: &mut Listing, name: &str, spectrum: &Array2<f64>) {
    let side = TILE as i64;
    // Along columns first: [lag down][bin across], for both signs of the lag by the real part.
    let turns: Vec<(f64, f64)> = (0..TILE)
        .map(|step| (TAU * step as f64 / TILE as f64).cos())
        .zip((0..TILE).map(|step| (TAU * step as f64 / TILE as f64).sin()))
        .collect();
    let turn = |steps: i64| turns.get(steps.rem_euclid(side) as usize).copied().unwrap_or((1.0, 0.0));
    let mut half = vec![vec![(0.0, 0.0); TILE / 2 + 1]; LAGS + 1];
    for (lag, row) in half.iter_mut().enumerate() {
        for (across, sum) in row.iter_mut().enumerate() {
            for (down, value) in spectrum.column(across).iter().enumerate() {
                let (cos, sin) = turns[down * lag % TILE];
                sum.0 += value * cos;
                sum.1 += value * sin;
            }
        }
    }
    let at = |down: usize, across: i64| {
        let Some(row) = half.get(down) else { return 0.0 };
        row.iter().enumerate().fold(0.0, |sum, (bin, (real, imaginary))| {
            let (cos, sin) = turn(bin as i64 * across);
            let twice = if bin == 0 || bin == TILE / 2 { 1.0 } else { 2.0 };
            sum + twice * (real * cos - imaginary * sin)
        })
    };
    let whole = at(0, 0).max(1e-9);
    for one in 0..=LAGS {
        for other in one.max(1)..=LAGS {
            let lags = [(one, other as i64), (one, -(other as i64)), (other, one as i64), (other, -(one as i64))];
            let mean = lags.iter().map(|(down, across)| at(*down, *across)).sum::<f64>() / 4.0;
            listing.push(|| format!("{name} {one} {other}"), mean / whole);
        }
    }
}
