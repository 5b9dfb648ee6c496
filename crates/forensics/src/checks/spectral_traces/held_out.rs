//! How camera photos scored when the model knew neither their source nor any photo of it, as written by
//! `models/training/spectral_train.py train`; see docs/validation/spectral_traces.md.

use crate::text;
use crate::text::{Text, Words};

/// Scores from which the trace counts as found.
pub(super) const FOUND_FROM: f64 = 2.10;

/// Share of the camera photos that scored as high.
pub(super) const FOUND_AT_MOST: &str = "0.5 %";

/// Score that this percentage of the camera photos reached, the rarest first.
const REACHED_BY: &[(f64, f64)] =
    &[(0.5, 2.10), (1.0, 1.83), (2.0, 1.59), (5.0, 1.18), (10.0, 0.84), (20.0, 0.44), (50.0, -0.35)];

/// 5th and 95th percentile of camera photos in each of [`crate::spectral::luma_rings`].
pub(super) const CAMERA_RINGS: &[(f64, f64)] = &[
    (-1.694, -0.036),
    (-1.312, 0.234),
    (-1.050, 0.317),
    (-0.825, 0.339),
    (-0.651, 0.365),
    (-0.493, 0.363),
    (-0.372, 0.373),
    (-0.289, 0.360),
    (-0.211, 0.350),
    (-0.170, 0.317),
    (-0.159, 0.298),
    (-0.195, 0.259),
    (-0.246, 0.235),
    (-0.297, 0.201),
    (-0.356, 0.160),
    (-0.398, 0.112),
    (-0.443, 0.066),
    (-0.381, 0.144),
    (-0.387, 0.183),
    (-0.447, 0.176),
    (-0.519, 0.142),
    (-0.591, 0.131),
    (-0.658, 0.119),
    (-0.699, 0.110),
];

/// How many camera photos of unseen sources scored at least as high.
pub(super) fn camera_photos_as_high(logit: f64) -> Text {
    let Some((percent, _)) = REACHED_BY.iter().find(|(_, score)| logit >= *score) else {
        return Words::new("more than half", "超过一半").into();
    };
    text!("at most {percent} %", "至多 {percent} %")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarer_scores_are_higher_and_the_threshold_is_one_of_them() {
        assert!(REACHED_BY.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 > two[1].1));
        let as_high = camera_photos_as_high(FOUND_FROM).en;
        assert_eq!(as_high, format!("at most {FOUND_AT_MOST}"));
        assert_eq!(camera_photos_as_high(-100.0).en, "more than half");
    }
}
