//! Scored photos with their labels and sources.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a photo is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// Produced by a generative model as a whole.
    Ai,
    /// A camera photograph, possibly edited.
    Camera,
}

/// One scored photo.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Case {
    /// The score; more is more like AI. Finite.
    pub score: f64,
    /// What the photo is known to be.
    pub label: Label,
    /// Number of its source; sources of the two labels are never the same one.
    pub source: usize,
    /// Number of what the bootstrap draws as a whole: its source, or the photo itself where its label has
    /// only one source.
    pub unit: usize,
}

/// What the bootstrap draws as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Whole sources: the interval covers other sources of the same kinds.
    Sources,
    /// Single photos, because there is one source only: the interval covers other photos of it, and
    /// nothing else.
    Photos,
}

/// Scored photos, the highest score first.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    cases: Vec<Case>,
    ai: Units,
    camera: Units,
}

/// Photos, sources and units of one label.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Units {
    /// Photos of the label.
    pub photos: usize,
    /// Sources of the label.
    pub sources: usize,
    /// Numbers of the units that the bootstrap draws.
    pub(crate) units: Vec<usize>,
}

impl Sample {
    /// A sample of (score, label, name of the source). A score that is not finite ranks nowhere and is left
    /// out; a caller that has such scores counts them as failed before.
    pub fn new<'a>(scored: impl IntoIterator<Item = (f64, Label, &'a str)>) -> Self {
        let mut sources: BTreeMap<(Label, &str), usize> = BTreeMap::new();
        let mut cases: Vec<Case> = scored
            .into_iter()
            .filter(|(score, ..)| score.is_finite())
            .map(|(score, label, source)| {
                let next = sources.len();
                let source = *sources.entry((label, source)).or_insert(next);
                Case { score, label, source, unit: source }
            })
            .collect();
        cases.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut next_unit = sources.len();
        let mut units_of = |label: Label| {
            let photos = cases.iter().filter(|case| case.label == label).count();
            let mut units: Vec<usize> =
                sources.iter().filter(|((of, _), _)| *of == label).map(|(_, source)| *source).collect();
            let count = units.len();
            if count == 1 {
                units.clear();
                for case in cases.iter_mut().filter(|case| case.label == label) {
                    case.unit = next_unit;
                    units.push(next_unit);
                    next_unit += 1;
                }
            }
            Units { photos, sources: count, units }
        };
        let (ai, camera) = (units_of(Label::Ai), units_of(Label::Camera));
        Self { cases, ai, camera }
    }

    /// The photos, the highest score first.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// Photos, sources and units of a label.
    pub fn of(&self, label: Label) -> &Units {
        match label {
            Label::Ai => &self.ai,
            Label::Camera => &self.camera,
        }
    }

    /// How many units there are in all; every unit's number is smaller.
    pub(crate) fn unit_count(&self) -> usize {
        self.ai.units.iter().chain(&self.camera.units).max().map_or(0, |last| last + 1)
    }
}

impl Units {
    /// What the bootstrap draws.
    pub fn drawn(&self) -> Unit {
        if self.sources == 1 { Unit::Photos } else { Unit::Sources }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_occurs_under_both_labels_is_two_sources() {
        let sample = Sample::new([
            (0.1, Label::Camera, "a"),
            (0.9, Label::Ai, "a"),
            (f64::NAN, Label::Ai, "a"),
            (0.4, Label::Camera, "b"),
        ]);
        let scores: Vec<f64> = sample.cases().iter().map(|case| case.score).collect();
        assert_eq!(scores, [0.9, 0.4, 0.1]);
        assert_eq!((sample.of(Label::Ai).sources, sample.of(Label::Camera).sources), (1, 2));
        assert_eq!((sample.of(Label::Ai).drawn(), sample.of(Label::Camera).drawn()), (Unit::Photos, Unit::Sources));
    }
}
