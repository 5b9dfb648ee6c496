//! Weights of many photos as one number, with respect for how alike photos of one source are.
//!
//! Random effects: the sum is shrunk by 1 + (N - 1) rho, so that it grows toward 1 / rho photos and no further
//! (methods F4). Flagged photos are counted against what chance flags (F5), with the same effective number.

use catchlight_forensics::calibration::Caps;
use statrs::function::beta::checked_beta_reg;

use crate::correlation::Correlation;

/// p-value up to which one photo is flagged (methods E3).
pub const FLAG_LEVEL: f64 = 0.01;

/// Share of false discoveries that the list of photos that stood out is made for (Benjamini and Hochberg 1995).
pub const DISCOVERY_RATE: f64 = 0.05;

/// The other end of rho's range for the interval: as alike as F4's worse table takes photos for.
const HIGH_RHO: f64 = 0.5;

/// Quantile of the normal distribution for a range of 90 %.
const NORMAL_95: f64 = 1.645;

/// Many weights together.
#[derive(Debug, Clone, PartialEq)]
pub struct Together {
    /// N / (1 + (N - 1) rho).
    pub effective: f64,
    /// Sum of the weights, never used as a weight.
    pub sum: f64,
    /// The shrunk sum.
    pub shrunk: f64,
    /// The shrunk sum within the caps.
    pub log10_lr: f64,
    /// Range of that number, within the caps.
    pub interval: (f64, f64),
    /// p-value of each photo.
    pub p_values: Vec<f64>,
    /// Photos with a p-value of at most [`FLAG_LEVEL`].
    pub flagged: usize,
    /// How many chance flags among N real photos.
    pub expected_by_chance: f64,
    /// Probability of at least that many flags among N real photos, N taken as its effective number.
    pub tail: f64,
    /// Places of the photos that stood out among all.
    pub stood_out: Vec<usize>,
}

/// Adds up the log10 LRs of photos, one of each group of near-duplicates. `None` without any.
pub fn together(claims: &[f64], correlation: &Correlation, caps: Caps) -> Option<Together> {
    if claims.is_empty() || claims.iter().any(|claim| !claim.is_finite()) {
        return None;
    }
    let rho = correlation.estimate().rho();
    let capped = |log10_lr: f64| log10_lr.clamp(-caps.camera, caps.ai);
    let shrunk = shrunk(claims, rho);
    let p_values: Vec<f64> = claims.iter().map(|claim| correlation.p_value(*claim)).collect();
    let flagged = p_values.iter().filter(|p| **p <= FLAG_LEVEL).count();
    let count = claims.len() as f64;
    let (low, high) = interval(claims, rho);
    Some(Together {
        effective: effective(claims.len(), rho),
        sum: in_order(claims),
        shrunk,
        log10_lr: capped(shrunk),
        interval: (capped(low), capped(high)),
        stood_out: stood_out(&p_values),
        p_values,
        flagged,
        expected_by_chance: count * FLAG_LEVEL,
        tail: tail(flagged, claims.len(), rho),
    })
}

/// As many unrelated photos as `count` photos of one source are worth.
pub fn effective(count: usize, rho: f64) -> f64 {
    let count = count as f64;
    count / (1.0 + (count - 1.0).max(0.0) * rho)
}

/// The sum of claims, shrunk by 1 + (N - 1) rho.
pub fn shrunk(claims: &[f64], rho: f64) -> f64 {
    let count = claims.len().max(1) as f64;
    in_order(claims) / (1.0 + (count - 1.0) * rho)
}

/// The sum in ascending order, so that the same photos in another order give the same bits.
fn in_order(claims: &[f64]) -> f64 {
    let mut all = claims.to_vec();
    all.sort_by(f64::total_cmp);
    all.iter().sum()
}

/// Range of the shrunk sum: the mean's error from the photos' own spread, for rho as used and as high as it may be.
fn interval(claims: &[f64], rho: f64) -> (f64, f64) {
    let count = claims.len() as f64;
    let mean = in_order(claims) / count;
    let squares: Vec<f64> = claims.iter().map(|claim| (claim - mean).powi(2)).collect();
    let spread = if claims.len() < 2 { 0.0 } else { (in_order(&squares) / (count - 1.0)).sqrt() };
    let ends = [rho, rho.max(HIGH_RHO)].map(|rho| {
        let worth = effective(claims.len(), rho);
        let error = NORMAL_95 * spread * worth.sqrt();
        (worth * mean - error, worth * mean + error)
    });
    ends.into_iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| (low.min(end.0), high.max(end.1)))
}

/// Probability of at least `flagged` of `count` by chance, both divided by the design effect; the binomial tail is the
/// incomplete beta function, which knows numbers between whole ones.
fn tail(flagged: usize, count: usize, rho: f64) -> f64 {
    if flagged == 0 {
        return 1.0;
    }
    let worth = effective(count, rho);
    let hits = flagged as f64 * worth / count.max(1) as f64;
    if hits <= 1.0 {
        // Less than one effective hit: at least the chance of any.
        return 1.0 - (1.0 - FLAG_LEVEL).powf(worth);
    }
    // A finite first and a positive second parameter: `hits` never exceeds `worth`.
    checked_beta_reg(hits, worth - hits + 1.0, FLAG_LEVEL).unwrap_or(1.0)
}

/// Benjamini and Hochberg's list, places in ascending order.
fn stood_out(p_values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    let p = |place: &usize| p_values.get(*place).copied().unwrap_or(1.0);
    order.sort_by(|one, other| p(one).total_cmp(&p(other)));
    let count = p_values.len() as f64;
    let last =
        order.iter().enumerate().rposition(|(rank, place)| p(place) <= DISCOVERY_RATE * (rank + 1) as f64 / count);
    let mut listed: Vec<usize> = order.into_iter().take(last.map_or(0, |last| last + 1)).collect();
    listed.sort_unstable();
    listed
}

#[cfg(test)]
mod tests;
