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

/// An edge within 4 pixels between two plateaus of which the outer parts, 6 to 9 pixels away, are even.
fn collect(line: &[f32], overshoots: &mut Vec<f32>) {
    /// Largest unevenness of a plateau's outer part, as a share of the edge's height.
    const EVEN: f32 = 0.06;
    for window in line.windows(20).step_by(2) {
        let &[l0, l1, l2, l3, l4, l5, l6, l7, l8, _, _, r8, r7, r6, r5, r4, r3, r2, r1, r0] = window else { return };
        let (left, right) = ((l0 + l1 + l2 + l3) / 4.0, (r0 + r1 + r2 + r3) / 4.0);
        let height = right - left;
        // The edge itself lies between the two innermost pixels of the window.
        if height.abs() < LEAST_HEIGHT || (r8 - l8).abs() < 0.6 * height.abs() {
            continue;
        }
        let is_even = |mean: f32, parts: [f32; 4]| parts.iter().all(|level| (level - mean).abs() < EVEN * height.abs());
        if !is_even(left, [l0, l1, l2, l3]) || !is_even(right, [r0, r1, r2, r3]) {
            continue;
        }
        let sign = height.signum();
        let beyond = |mean: f32, parts: [f32; 5], sign: f32| {
            parts.iter().map(|level| (level - mean) * sign).fold(0.0, f32::max) / height.abs()
        };
        let bright = beyond(right, [r4, r5, r6, r7, r8], sign);
        let dark = beyond(left, [l4, l5, l6, l7, l8], -sign);
        overshoots.push((bright + dark) / 2.0);
    }
}
