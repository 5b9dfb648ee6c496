//! How far the frequencies of grids of 16 pixels and its parts stand out of their surroundings
//! (Synthbuster, Bammey 2023), with the two directions taken together.

use ndarray::Array2;

use super::tiles::TILE;
use super::welch::Averaged;
use super::{Listing, PLANES, log10};

/// Bins between two harmonics of a grid of 16 pixels.
const HARMONIC: i64 = (TILE / 16) as i64;

/// Half side of the square from which the surroundings are taken, in bins.
const RADIUS: i64 = 7;

/// Bins beside the peak that belong to it under a Hann window.
const GUARD: i64 = 1;

/// Log ratios of the 44 pairs of harmonics for each plane.
pub(super) fn list(listing: &mut Listing, averaged: &Averaged) {
    for (plane, spectrum) in PLANES.iter().zip(&averaged.linear) {
        for one in 0..=8i64 {
            for other in one.max(1)..=8i64 {
                let peak = folded(spectrum, one * HARMONIC, other * HARMONIC);
                listing.push(|| format!("peaks {plane} {one} {other}"), peak);
            }
        }
    }
}

/// Mean log ratio over the four bins that mirroring and exchanging the axes bring together.
fn folded(spectrum: &Array2<f64>, one: i64, other: i64) -> f64 {
    let places = [(one, other), (-one, other), (other, one), (-other, one)];
    places.iter().map(|(down, across)| log_ratio(spectrum, *down, *across)).sum::<f64>() / 4.0
}

/// Logarithm of the power at a bin over the median power around it.
pub(super) fn log_ratio(spectrum: &Array2<f64>, down: i64, across: i64) -> f64 {
    let mut around = Vec::with_capacity(225);
    for row in -RADIUS..=RADIUS {
        for column in -RADIUS..=RADIUS {
            if row.abs().max(column.abs()) > GUARD && (down + row, across + column) != (0, 0) {
                around.push(power(spectrum, down + row, across + column));
            }
        }
    }
    let middle = around.len() / 2;
    let median = *around.select_nth_unstable_by(middle, f64::total_cmp).1;
    log10(power(spectrum, down, across)) - log10(median)
}

/// Power at a bin of the whole spectrum.
pub(super) fn power(spectrum: &Array2<f64>, down: i64, across: i64) -> f64 {
    let side = TILE as i64;
    let (row, column) = (down.rem_euclid(side), across.rem_euclid(side));
    let (row, column) = if column <= side / 2 { (row, column) } else { ((side - row) % side, side - column) };
    spectrum.get([row as usize, column as usize]).copied().unwrap_or(0.0)
}
