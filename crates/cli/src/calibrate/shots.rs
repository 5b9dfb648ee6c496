//! What the checks answered, turned so that a photo in a condition stands with the scores of all checks.

use std::collections::BTreeMap;

use catchlight_evaluation::Label;
use catchlight_forensics::About;
use catchlight_forensics::calibration::Counted;
use catchlight_forensics::history::{Compression, Scale, Stratum};

use crate::labelled::{Answered, Condition, State};

/// A photo in a condition.
#[derive(Debug, Clone)]
pub(crate) struct Shot {
    /// SHA-256 of the original file: the same for every condition.
    pub(crate) sha256: String,
    pub(crate) condition: Condition,
    pub(crate) label: Label,
    pub(crate) source: String,
    pub(crate) faces: Option<u32>,
    /// What compression has left in the file that the checks saw, where that was read.
    pub(crate) compression: Option<Compression>,
    /// The score of each check, where it gave one.
    pub(crate) scores: Vec<Option<f64>>,
}

impl Shot {
    /// As the core takes it. Scaling has no part in calibrations.
    pub(crate) fn stratum(&self) -> Option<Stratum> {
        self.compression.map(|compression| Stratum { compression, scale: Scale::Unknown })
    }
}

/// The photos in the conditions in which every check answered; one that could not be read has none.
pub(crate) fn shots(answered: &[Answered], abouts: &[&'static About], conditions: &[Condition]) -> Vec<Shot> {
    let mut shots = Vec::new();
    for (entry, rows) in answered {
        for condition in conditions.iter().copied() {
            let rows: Vec<_> = rows.iter().filter(|row| row.condition == condition).collect();
            let Some(first) = rows.first().filter(|row| row.state != State::Unreadable) else { continue };
            let compression = rows.iter().find_map(|row| row.compression.as_deref());
            let score = |about: &&'static About| {
                rows.iter().find(|row| row.check == about.id && row.state == State::Scored).and_then(|row| row.score)
            };
            shots.push(Shot {
                sha256: first.sha256.clone(),
                condition,
                label: entry.label,
                source: entry.source.clone(),
                faces: entry.faces,
                compression: compression.and_then(Compression::of_id),
                scores: abouts.iter().map(score).collect(),
            });
        }
    }
    shots
}

/// Different photos of a label, and their sources.
pub(crate) fn counted<'a>(shots: impl IntoIterator<Item = &'a Shot>, label: Label) -> Counted {
    let (mut photos, mut sources) = (BTreeMap::new(), BTreeMap::new());
    for shot in shots.into_iter().filter(|shot| shot.label == label) {
        photos.insert(shot.sha256.as_str(), ());
        sources.insert(shot.source.as_str(), ());
    }
    Counted { photos: photos.len() as u32, sources: sources.len() as u32 }
}

/// The part of its photo that each shot stands for: a half where the photo occurs twice among them.
pub(crate) fn parts(shots: &[&Shot]) -> Vec<f64> {
    let mut times: BTreeMap<&str, f64> = BTreeMap::new();
    for shot in shots {
        *times.entry(shot.sha256.as_str()).or_default() += 1.0;
    }
    shots.iter().map(|shot| 1.0 / times.get(shot.sha256.as_str()).copied().unwrap_or(1.0)).collect()
}

/// Sources of either label, in order.
pub(crate) fn sources(shots: &[Shot]) -> Vec<(Label, String)> {
    let all: BTreeMap<(Label, &str), ()> = shots.iter().map(|shot| ((shot.label, shot.source.as_str()), ())).collect();
    all.into_keys().map(|(label, source)| (label, source.to_owned())).collect()
}
