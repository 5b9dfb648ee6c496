//! What the page is told about the casebook.

use catchlight_forensics::report::v1::{ConclusionKind, State};
use catchlight_forensics::text::Text;
use serde::{Deserialize, Serialize};

/// The casebook: where it lies, and its cases.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Casebook {
    /// Folder in which everything lies; absent when nothing is kept.
    pub folder: Option<String>,
    /// Length of everything in it, in bytes.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub bytes: u64,
    /// Whether copies of the photos are kept beside their reports.
    pub keeps_originals: bool,
    /// The cases, the newest first.
    pub cases: Vec<Case>,
    /// Generators that files of any case declare, by name.
    pub generators: Vec<DeclaredGenerator>,
    /// Number of the case whose photos are on screen.
    pub open: u32,
}

/// A generator that files declare.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct DeclaredGenerator {
    /// As the files name it.
    pub name: String,
    /// How many photos declare it.
    pub photos: u32,
}

/// A case: the photos of one question, most often of one account.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Case {
    /// Its number.
    pub id: u32,
    /// Its name, as a person gave it.
    pub name: String,
    /// When it was begun, RFC 3339 with zone.
    pub begun_at: String,
    /// Photos in it.
    pub photos: u32,
    /// Photos that still wait.
    pub unfinished: u32,
    /// How many photos got which conclusion, the most frequent first.
    pub conclusions: Vec<Count>,
}

/// Photos with one conclusion.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Count {
    /// Which.
    pub conclusion: ConclusionKind,
    /// Its name.
    pub title: Text,
    /// How many.
    pub photos: u32,
}

/// What to look for among all cases; a part that is absent is not asked.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Search {
    /// Characters of a photo's name, its generator or software, notes, or its case's name.
    pub text: String,
    /// Its conclusion.
    pub conclusion: Option<ConclusionKind>,
    /// First day of receipt, as 2026-11-23.
    pub from: Option<String>,
    /// Last day of receipt.
    pub until: Option<String>,
    /// Generator that the file declares.
    pub generator: Option<String>,
}

/// Photos that a search found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Hits {
    /// The first of them, the newest first.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub all: u32,
}

/// A photo that a search found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Hit {
    /// Number of the photo.
    pub photo: u32,
    /// Number of its case.
    pub case: u32,
    /// Name of its case.
    pub case_name: String,
    /// File name as received.
    pub name: String,
    /// When the file was taken in, RFC 3339 with zone.
    pub received_at: String,
    /// Its report's conclusion.
    pub conclusion: ConclusionKind,
    /// The conclusion in words.
    pub title: Text,
    /// Generator that the file declares.
    pub generator: Option<String>,
}

/// What differs between the reports on two photos, check by check.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Comparison {
    /// Whether both are the same file.
    pub same_file: bool,
    /// One entry for every check of either report.
    pub checks: Vec<ComparedCheck>,
}

/// One check in two reports.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ComparedCheck {
    /// Stable id.
    pub id: String,
    /// Title.
    pub title: Text,
    /// State in the one and in the other report; absent where the check is.
    pub states: [Option<State>; 2],
    /// What it saw or why it could not, in each.
    pub said: [Option<Text>; 2],
    /// Score in each.
    pub scores: [Option<f64>; 2],
    /// Whether state, words or score differ.
    pub differs: bool,
}
