//! The registry of checks across photos: order here is order in the dossier.

pub mod alike_faces;
pub mod camera_and_time;
pub mod declared_together;
pub mod eye_alignment;
pub mod file_habits;
pub mod near_duplicates;
pub mod repeated_places;
pub mod same_sensor;
pub mod shared_residual;

use crate::across::Across;

/// Every check across photos.
pub static ALL: &[&dyn Across] = &[
    &declared_together::DeclaredTogether,
    &near_duplicates::NearDuplicates,
    &camera_and_time::CameraAndTime,
    &file_habits::FileHabits,
    &alike_faces::AlikeFaces,
    &eye_alignment::EyeAlignment,
    &repeated_places::RepeatedPlaces,
    &shared_residual::SharedResidual,
    &same_sensor::SameSensor,
];

/// Most rows of one list of details.
const MOST_ROWS: usize = 40;

/// How often each value occurs, the most frequent first, then by value.
pub(crate) fn counted<T: Ord>(values: impl IntoIterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0_usize) += 1;
    }
    let mut counts: Vec<(T, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_check_explains_itself() {
        let mut ids = HashSet::new();
        for about in ALL.iter().map(|check| check.about()) {
            let id = about.id;
            assert!(ids.insert(id), "{id} is registered twice");
            assert!(about.revision > 0 && !about.limits.is_empty() && !about.references.is_empty(), "{id}");
            let words = [about.title, about.question, about.explanation, about.look_for, about.ignore];
            for words in words.iter().chain(about.limits) {
                assert!(!words.en.is_empty() && !words.zh.is_empty() && !words.zh.is_ascii(), "{id}");
            }
            assert!(
                std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/checks/{id}.rs")).exists(),
                "{id}"
            );
        }
    }

    #[test]
    fn counts_are_ordered() {
        assert_eq!(counted(["b", "a", "b"]), [("b", 2), ("a", 1)]);
    }
}
