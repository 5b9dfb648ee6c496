//! How camera photos scored when the model knew neither their source nor any photo of it, as written by
//! `models/training/spectral_train.py train`; see docs/validation/spectral_traces.md.

use crate::text;
use crate::text::{Text, Words};

/// Scores from which the trace counts as found.
pub(super) const FOUND_FROM: f64 = 9.0;

/// Share of the camera photos that scored as high.
pub(super) const FOUND_AT_MOST: &str = "0.5 %";

/// Score that this percentage of the camera photos reached, the rarest first.
const REACHED_BY: &[(f64, f64)] =
    &[(0.5, 9.0), (1.0, 8.0), (2.0, 7.0), (5.0, 6.0), (10.0, 5.0), (20.0, 4.0), (50.0, 0.0)];

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
