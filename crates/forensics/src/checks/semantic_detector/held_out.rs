//! How real photos scored when the model knew neither their source nor any photo of it.

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
    /// Distance from the training's photos within which 99 in 100 real photos lay.
    pub farthest: f64,
    /// Greatest difference among a photo's and its copies' scores at which the answer still holds.
    pub most_moved: f64,
}

/// The measurements of the shipped model; `None` until they are made, and nothing is judged.
pub(super) const MEASURED: Option<HeldOut> = None;

impl HeldOut {
    /// How many real photos of unseen sources scored at least as high.
    pub(super) fn real_photos_as_high(&self, logit: f64) -> Text {
        let Some((percent, _)) = self.reached_by.iter().find(|(_, score)| logit >= *score) else {
            let Some((most, _)) = self.reached_by.last() else {
                return Words::new("not measured", "未测量").into();
            };
            return text!("more than {most} %", "超过 {most} %");
        };
        text!("at most {percent} %", "至多 {percent} %")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarer_scores_are_higher_and_the_threshold_is_one_of_them() {
        let Some(measured) = MEASURED else { return };
        assert!(measured.reached_by.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 > two[1].1));
        let as_high = measured.real_photos_as_high(measured.found_from).en;
        assert_eq!(as_high, format!("at most {}", measured.found_at_most));
        assert!(measured.middle.0 < measured.middle.1 && measured.farthest > 0.0 && measured.most_moved > 0.0);
    }
}
