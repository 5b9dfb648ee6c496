//! The receiver operating characteristic: true and false positive rate at every threshold.

use crate::sample::{Label, Sample};

/// One point of a curve: what a photo whose score is `threshold` or more is taken for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Lowest score that counts as positive; infinite at the curve's origin.
    pub threshold: f64,
    /// Share of the camera photos at or above it.
    pub fpr: f64,
    /// Share of the AI photos at or above it.
    pub tpr: f64,
}

/// A curve from (0, 0) to (1, 1): a point for each score that occurs, equal scores as one.
///
/// Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27 (2006).
#[derive(Debug, Clone, PartialEq)]
pub struct Roc {
    points: Vec<Point>,
}

impl Roc {
    /// The curve of a sample; `None` without photos of both labels.
    pub fn of(sample: &Sample) -> Option<Self> {
        Self::weighted(sample, |_| 1.0)
    }

    /// The curve when each unit counts as often as `times` says, as a bootstrap draws them.
    pub(crate) fn weighted(sample: &Sample, times: impl Fn(usize) -> f64) -> Option<Self> {
        let mut points = vec![Point { threshold: f64::INFINITY, fpr: 0.0, tpr: 0.0 }];
        let (mut ai, mut camera) = (0.0, 0.0);
        for ties in sample.cases().chunk_by(|a, b| a.score == b.score) {
            for case in ties {
                match case.label {
                    Label::Ai => ai += times(case.unit),
                    Label::Camera => camera += times(case.unit),
                }
            }
            if let Some(case) = ties.first() {
                points.push(Point { threshold: case.score, fpr: camera, tpr: ai });
            }
        }
        if ai <= 0.0 || camera <= 0.0 {
            return None;
        }
        for point in &mut points {
            point.fpr /= camera;
            point.tpr /= ai;
        }
        Some(Self { points })
    }

    /// The points, from (0, 0) to (1, 1).
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The area under the curve: how often an AI photo scores above a camera photo, ties counted half
    /// (the statistic of Mann and Whitney over the number of pairs).
    pub fn auc(&self) -> f64 {
        self.points.windows(2).map(area).sum()
    }

    /// The lowest threshold whose false positive rate is at most `fpr`. The rate at it may be lower, and
    /// nothing is interpolated: a threshold between two scores does not exist on these photos.
    pub fn at_fpr(&self, fpr: f64) -> Point {
        /// Sums of shares are not exact.
        const ROUNDING: f64 = 1e-9;
        let within = self.points.iter().take_while(|point| point.fpr <= fpr + ROUNDING).last();
        within.copied().unwrap_or(Point { threshold: f64::INFINITY, fpr: 0.0, tpr: 0.0 })
    }
}

fn area(ends: &[Point]) -> f64 {
    match ends {
        [from, to] => (to.fpr - from.fpr) * (from.tpr + to.tpr) / 2.0,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Label::{Ai, Camera};
    use proptest::prelude::*;

    fn sample(scored: &[(f64, Label)]) -> Sample {
        Sample::new(scored.iter().map(|(score, label)| (*score, *label, "one")))
    }

    #[test]
    fn the_example_with_a_known_area() {
        // Of the 4 x 3 pairs 8 are in order and one is a tie: 8.5 / 12.
        let roc = Roc::of(&sample(&[
            (0.9, Ai),
            (0.8, Ai),
            (0.7, Camera),
            (0.6, Ai),
            (0.6, Camera),
            (0.2, Ai),
            (0.1, Camera),
        ]));
        let roc = roc.unwrap();
        assert!((roc.auc() - 8.5 / 12.0).abs() < 1e-12, "{}", roc.auc());
        assert_eq!(roc.points().last().map(|point| (point.fpr, point.tpr)), Some((1.0, 1.0)));
    }

    #[test]
    fn a_threshold_keeps_what_it_promises() {
        // 100 camera photos with scores 0 to 99, and 100 AI photos 50 above them.
        let scored: Vec<(f64, Label)> =
            (0..100).flat_map(|score| [(f64::from(score), Camera), (f64::from(score) + 50.5, Ai)]).collect();
        let roc = Roc::of(&sample(&scored)).unwrap();
        let point = roc.at_fpr(0.01);
        assert_eq!((point.threshold, point.fpr), (98.5, 0.01));
        // 98.5, 99.5 ... 149.5: 52 AI photos.
        assert!((point.tpr - 0.52).abs() < 1e-12, "{}", point.tpr);
        // Below one in a hundred no camera photo may be above: the threshold is the lowest AI score over 99.
        let point = roc.at_fpr(0.001);
        assert_eq!((point.threshold, point.fpr), (99.5, 0.0));
    }

    #[test]
    fn ties_with_a_camera_photo_are_never_split() {
        let roc = Roc::of(&sample(&[(1.0, Ai), (1.0, Camera), (0.0, Camera)])).unwrap();
        assert_eq!(roc.at_fpr(0.1).tpr, 0.0);
        assert_eq!(roc.at_fpr(0.5).tpr, 1.0);
    }

    #[test]
    fn one_label_alone_has_no_curve() {
        assert_eq!(Roc::of(&sample(&[(1.0, Ai)])), None);
        assert_eq!(Roc::of(&sample(&[])), None);
    }

    /// Scores on a coarse grid, so that ties occur.
    fn some_scores() -> impl Strategy<Value = Vec<(f64, Label)>> {
        let case =
            (0..20_i32, prop::bool::ANY).prop_map(|(score, is_ai)| (f64::from(score), if is_ai { Ai } else { Camera }));
        prop::collection::vec(case, 2..60)
            .prop_filter("both labels", |cases| cases.iter().any(|c| c.1 == Ai) && cases.iter().any(|c| c.1 == Camera))
    }

    proptest! {
        #[test]
        fn the_area_is_the_count_of_ordered_pairs(scored in some_scores()) {
            let of = |label| scored.iter().filter(move |case| case.1 == label).map(|case| case.0);
            let mut ordered = 0.0;
            let mut pairs = 0.0;
            for ai in of(Ai) {
                for camera in of(Camera) {
                    pairs += 1.0;
                    ordered += if ai > camera { 1.0 } else if ai == camera { 0.5 } else { 0.0 };
                }
            }
            let auc = Roc::of(&sample(&scored)).unwrap().auc();
            prop_assert!((auc - ordered / pairs).abs() < 1e-9, "{} {}", auc, ordered / pairs);
        }

        #[test]
        fn monotone_maps_change_no_rate(scored in some_scores(), fpr in 0.0..1.0) {
            let mapped: Vec<(f64, Label)> = scored.iter().map(|(s, label)| ((s / 7.0).exp() - 3.0, *label)).collect();
            let (before, after) = (Roc::of(&sample(&scored)).unwrap(), Roc::of(&sample(&mapped)).unwrap());
            prop_assert!((before.auc() - after.auc()).abs() < 1e-12);
            prop_assert_eq!(before.at_fpr(fpr).tpr, after.at_fpr(fpr).tpr);
        }

        #[test]
        fn turning_the_scores_turns_the_area(scored in some_scores()) {
            let turned: Vec<(f64, Label)> = scored.iter().map(|(score, label)| (-score, *label)).collect();
            let sum = Roc::of(&sample(&scored)).unwrap().auc() + Roc::of(&sample(&turned)).unwrap().auc();
            prop_assert!((sum - 1.0).abs() < 1e-9);
        }
    }
}
