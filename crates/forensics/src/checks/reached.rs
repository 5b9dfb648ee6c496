//! How rare a learned model's score was among camera photos of sources that it had never seen.

use crate::text;
use crate::text::{Text, Words};

/// The share of camera photos that scored at least as high. `reached_by` holds percentages and the score that
/// so many percent reached, the rarest first.
pub(super) fn camera_photos_as_high(reached_by: &[(f64, f64)], score: f64) -> Text {
    let Some((percent, _)) = reached_by.iter().find(|(_, reached)| score >= *reached) else {
        return Words::new("more than half", "超过一半").into();
    };
    text!("at most {percent} %", "至多 {percent} %")
}

/// Asserts that rarer scores are higher and that the threshold is one of them, with its share.
#[cfg(test)]
pub(super) fn assert_consistent(reached_by: &[(f64, f64)], found_from: f64, found_at_most: &str) {
    assert!(reached_by.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 > two[1].1));
    assert_eq!(camera_photos_as_high(reached_by, found_from).en, format!("at most {found_at_most}"));
    assert_eq!(camera_photos_as_high(reached_by, -100.0).en, "more than half");
}
