//! How camera photos scored when the model knew neither their source nor any photo of it, as written by
//! `models/training/spectral_train.py train`; see docs/validation/spectral_traces.md.

/// Scores from which the trace counts as found.
pub(super) const FOUND_FROM: f64 = 2.01;

/// Share of the camera photos that scored as high.
pub(super) const FOUND_AT_MOST: &str = "0.5 %";

/// Score that this percentage of the camera photos reached, the rarest first.
pub(super) const REACHED_BY: &[(f64, f64)] =
    &[(0.5, 2.01), (1.0, 1.80), (2.0, 1.60), (5.0, 1.18), (10.0, 0.83), (20.0, 0.43), (50.0, -0.34)];

#[allow(clippy::approx_constant, reason = "measured numbers, whatever they come near")]
/// 5th and 95th percentile of camera photos in each of [`crate::spectral::luma_rings`].
pub(super) const CAMERA_RINGS: &[(f64, f64)] = &[
    (-1.695, -0.038),
    (-1.316, 0.227),
    (-1.058, 0.314),
    (-0.832, 0.337),
    (-0.657, 0.361),
    (-0.498, 0.362),
    (-0.372, 0.374),
    (-0.288, 0.361),
    (-0.211, 0.355),
    (-0.169, 0.318),
    (-0.159, 0.300),
    (-0.192, 0.259),
    (-0.242, 0.238),
    (-0.295, 0.202),
    (-0.353, 0.166),
    (-0.397, 0.115),
    (-0.442, 0.067),
    (-0.379, 0.147),
    (-0.384, 0.185),
    (-0.445, 0.177),
    (-0.516, 0.145),
    (-0.590, 0.131),
    (-0.655, 0.120),
    (-0.698, 0.112),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::reached;

    #[test]
    fn rarer_scores_are_higher_and_the_threshold_is_one_of_them() {
        reached::assert_consistent(REACHED_BY, FOUND_FROM, FOUND_AT_MOST);
    }
}
