//! Sharpening halos: how far the levels on both sides of an edge overshoot.

use ndarray::Array2;

/// Rows and columns that are looked at, at most, each.
const LINES: usize = 400;
/// Least difference, in levels, across an edge that counts.
const LEAST_HEIGHT: f32 = 40.0;
/// Fewest edges that allow an answer.
const FEWEST: usize = 60;

/// Median overshoot beside edges as a share of the edge's height: 0 for none; `None` where the
/// picture has too few strong, lone edges. Mean of the bright and the dark side.
pub(super) fn overshoot(luma: &Array2<f32>) -> Option<f64> {
    let mut overshoots = Vec::new();
    for plane in [luma.view(), luma.t()] {
        let stride = plane.nrows().div_ceil(LINES).max(1);
        for row in plane.rows().into_iter().step_by(stride) {
            collect(&row.to_vec(), &mut overshoots);
        }
    }
    if overshoots.len() < FEWEST {
        return None;
    }
    crate::signal::median(&mut overshoots).map(f64::from)
}

/// Edges whose steepest step lies in the middle of 20 pixels, between two plateaus of which the outer
/// parts, 6 pixels away and more, are even.
fn collect(line: &[f32], overshoots: &mut Vec<f32>) {
    /// Largest unevenness of a plateau's outer part, as a share of the edge's height.
    const EVEN: f32 = 0.06;
    for window in line.windows(20) {
        let (left, right) = window.split_at(10);
        let step = |pair: &[f32]| if let [one, other] = pair { (one - other).abs() } else { 0.0 };
        let middle = window.get(9..11).map_or(0.0, step);
        // Most places end here.
        if middle < 0.2 * LEAST_HEIGHT || window.windows(2).any(|pair| step(pair) > middle) {
            continue;
        }
        let (Some((left_outer, left_inner)), Some((right_inner, right_outer))) =
            (left.split_at_checked(4), right.split_at_checked(6))
        else {
            return;
        };
        let mean = |part: &[f32]| part.iter().sum::<f32>() / part.len().max(1) as f32;
        let (left, right) = (mean(left_outer), mean(right_outer));
        let height = right - left;
        let is_even = |part: &[f32], mean: f32| part.iter().all(|level| (level - mean).abs() < EVEN * height.abs());
        if height.abs() < LEAST_HEIGHT || !is_even(left_outer, left) || !is_even(right_outer, right) {
            continue;
        }
        let beyond = |part: &[f32], mean: f32, sign: f32| {
            part.iter().map(|level| (level - mean) * sign).fold(0.0, f32::max) / height.abs()
        };
        let sign = height.signum();
        overshoots.push((beyond(right_inner, right, sign) + beyond(left_inner, left, -sign)) / 2.0);
    }
}
