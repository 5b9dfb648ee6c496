//! What a check saw.

use crate::artifact::Artifact;
use crate::text::Text;

/// How a check ended that was able to look. The runner adds the other two states: *not applicable*
/// and *failed*.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The trace was found.
    Found(Finding),
    /// The check looked and the trace was not there; the finding says what was looked at.
    NotFound(Finding),
    /// The check looked and could not tell.
    Inconclusive {
        /// The measured reason.
        why: Text,
        /// What was seen all the same.
        finding: Finding,
    },
}

impl Outcome {
    /// What was seen, whatever the outcome.
    pub fn finding_mut(&mut self) -> &mut Finding {
        match self {
            Self::Found(finding) | Self::NotFound(finding) | Self::Inconclusive { finding, .. } => finding,
        }
    }
}

/// What was seen: one sentence, its details and its pictures.
#[derive(Debug, Clone)]
pub struct Finding {
    /// One sentence in the past tense with the measured value.
    pub summary: Text,
    /// Which side the trace speaks for, without any weight.
    pub points_to: Direction,
    /// What the file itself declares about its origin, when this check read a declaration.
    pub declares: Option<Declaration>,
    /// The measured score that a calibration can weigh; `None` for a description.
    pub score: Option<f64>,
    /// Rows of facts in readable groups.
    pub details: Vec<Group>,
    /// Pictures, maps, plots and regions.
    pub artifacts: Vec<Artifact>,
}

impl Finding {
    /// A finding that only describes: no direction, no score.
    pub fn describing(summary: Text) -> Self {
        Self {
            summary,
            points_to: Direction::Neither,
            declares: None,
            score: None,
            details: Vec::new(),
            artifacts: Vec::new(),
        }
    }
}

/// Which side a trace speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The photo as a whole was produced by a generative model.
    Ai,
    /// The photo is a camera photograph, possibly edited.
    Camera,
    /// Context for the other checks.
    Neither,
}

/// What a file declares about its own origin: its own statement, signed or not, never a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declaration {
    /// The picture as a whole came from a generative model.
    Generated,
    /// Parts of it came from a generative model.
    PartlyGenerated,
    /// A camera took it.
    Captured,
}

/// Facts that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Heading.
    pub title: Text,
    /// Facts, in the order in which they are read.
    pub rows: Vec<Row>,
}

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub label: Text,
    /// Its value; quoted characters of the file pass through [`crate::text::quote`].
    pub value: Text,
    /// Where in the file it was read: container part, field and byte offset.
    pub place: Option<String>,
}

impl Row {
    /// A fact that was measured or computed, not read at one place.
    pub fn new(label: Text, value: Text) -> Self {
        Self { label, value, place: None }
    }

    /// A fact that was read at a place in the file.
    pub fn at(label: Text, value: Text, place: impl Into<String>) -> Self {
        Self { label, value, place: Some(place.into()) }
    }
}
