//! How real photos scored when the model knew neither their source nor any photo of it, as printed by
//! `models/training/semantic_train.py train`; see docs/validation/semantic_detector.md.

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
    /// By how much the score of the middle square moved in a copy; 99 in 100 stayed within.
    pub most_moved: f64,
}

impl HeldOut {
    /// Whether a copy that moves no farther than 99 in 100 could reach the threshold from this score, or whether it has
    /// been reached. For lower scores the copies decide nothing.
    pub(super) fn might_be_found(&self, score: f64) -> bool {
        score + self.most_moved >= self.found_from
    }

    /// Whether an answer holds in copies with these scores.
    pub(super) fn holds(&self, score: f64, copies: [f64; 2]) -> bool {
        let is_high = |score: f64| score >= self.found_from;
        let holds = |copy: f64| (copy - score).abs() <= self.most_moved && is_high(copy) == is_high(score);
        !self.might_be_found(score) || copies.into_iter().all(holds)
    }
}

/// Of the shipped model: 4,120 held-out draws of camera photos; the distances of the calibration sources; 378 copies of
/// 189 of their photos, as printed by `models/training/semantic_stability.py`.
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
    most_moved: 1.41,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::reached;

    #[test]
    fn rarer_scores_are_higher_and_the_threshold_is_one_of_them() {
        reached::assert_consistent(MEASURED.reached_by, MEASURED.found_from, MEASURED.found_at_most);
        assert!(MEASURED.middle.0 < MEASURED.middle.1 && MEASURED.farthest > 0.0 && MEASURED.most_moved > 0.0);
    }
}
