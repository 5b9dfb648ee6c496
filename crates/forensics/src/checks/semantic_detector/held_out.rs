//! How real photos scored when the model knew neither their source nor any photo of it, as printed by
//! `models/training/semantic_train.py train`; see docs/validation/semantic_detector.md.

use crate::text;
use crate::text::{Text, Words};

/// What was measured on photos and generated pictures of sources that were kept out of the training.
#[derive(Debug)]
pub(super) struct HeldOut {
    /// Scores from which the trace counts as found.
    pub found_from: f64,
    /// Share of the real photos that scored as high.
    pub found_at_most: &'static str,
    /// Score that this percentage of the real photos reached, the rarest first.
    pub reached_by: &'static [(f64, f64)],
    /// 5th and 95th percentile of the scores of real photos.
    pub middle: (f64, f64),
    /// Distance from the training's photos within which 99 in 100 pictures of unseen sources lay.
    pub farthest: f64,
    /// Difference between the scores of a photo and of a copy that 99 in 100 stayed within.
    pub most_moved: f64,
}

/// Of the shipped model: 4,120 held-out draws of camera photos; 800 held-out draws with their copies; the
/// distances of the calibration sources.
pub(super) const MEASURED: HeldOut = HeldOut {
    found_from: 2.64,
    found_at_most: "0.5 %",
    reached_by: &[
        (0.1, 3.94),
        (0.5, 2.64),
        (1.0, 2.20),
        (2.0, 1.89),
        (5.0, 1.13),
        (10.0, 0.54),
        (20.0, -0.14),
        (50.0, -1.77),
    ],
    middle: (-4.55, 1.13),
    farthest: 1.31,
    most_moved: 1.22,
};

impl HeldOut {
    /// How many real photos of unseen sources scored at least as high.
    pub(super) fn real_photos_as_high(&self, logit: f64) -> Text {
        let Some((percent, _)) = self.reached_by.iter().find(|(_, score)| logit >= *score) else {
            return Words::new("more than half", "超过一半").into();
        };
        text!("at most {percent} %", "至多 {percent} %")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarer_scores_are_higher_and_the_threshold_is_one_of_them() {
        let measured = MEASURED;
        assert!(measured.reached_by.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 > two[1].1));
        let as_high = measured.real_photos_as_high(measured.found_from).en;
        assert_eq!(as_high, format!("at most {}", measured.found_at_most));
        assert_eq!(measured.real_photos_as_high(-100.0).en, "more than half");
        assert!(measured.middle.0 < measured.middle.1 && measured.farthest > 0.0 && measured.most_moved > 0.0);
    }
}
