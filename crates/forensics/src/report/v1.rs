//! `report::v1`, the one wire format: the exported file and the only thing that the page renders.
//!
//! A field is only ever added, never renamed or given another meaning; another meaning is `v2`.

mod content;
mod enumerations;

pub use content::{Content, Shape};
pub use enumerations::*;

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// Value of [`Report::format`].
pub const FORMAT: &str = "catchlight.report/1";

/// Adds the derives of every wire type in one place.
macro_rules! wire {
    ($($(#[$attribute:meta])* pub $kind:ident $name:ident $body:tt)*) => {$(
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS, schemars::JsonSchema))]
        pub $kind $name $body
    )*};
}

wire! {
    /// The report on one exhibit. The same bytes, models and version give the same report, byte for
    /// byte, except for `received`, which the host passes in.
    pub struct Report {
        /// Always [`FORMAT`].
        pub format: String,
        /// What wrote the report.
        pub application: Application,
        /// The file as received.
        pub exhibit: Exhibit,
        /// When and how the host received and examined the file; absent when it did not say.
        pub received: Option<Received>,
        /// How the program's own test of itself had ended; absent when it had not ended.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        pub self_test: Option<SelfTest>,
        /// What compression and scaling have left in the file; absent when no check came to read it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        pub quality: Option<Quality>,
        /// Whether the examination ended by itself.
        pub outcome: ExaminationOutcome,
        /// What the evidence says together.
        pub conclusion: Conclusion,
        /// One entry for every registered check, in the order of the registry.
        pub results: Vec<CheckResult>,
    }

    /// What wrote the report.
    pub struct Application {
        /// `Catchlight`.
        pub name: String,
        /// Version of the core.
        pub version: String,
    }

    /// The file as received.
    pub struct Exhibit {
        /// File name as received, without its folder.
        pub name: String,
        /// SHA-256 of the file in lower-case hex.
        pub sha256: String,
        /// Length of the file in bytes.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        pub bytes: u64,
        /// Type by content.
        pub kind: Kind,
        /// Whether the ending of the name belongs to the type; absent when the name has no ending or
        /// the type is unknown.
        pub extension_matches: Option<bool>,
        /// The picture's size, when the header states one.
        pub picture: Option<Picture>,
        /// Why the picture could not be decoded; absent when it was.
        pub undecodable: Option<Text>,
    }

    /// Size and stance of the picture.
    pub struct Picture {
        /// Pixels in a row, as coded.
        pub coded_width: u32,
        /// Rows, as coded.
        pub coded_height: u32,
        /// Orientation applied for views, 1 to 8 as in EXIF.
        pub orientation: u8,
        /// Pixels in a row, upright.
        pub width: u32,
        /// Rows, upright.
        pub height: u32,
    }

    /// The quality stratum: what compression and scaling have left for checks of fine structure.
    pub struct Quality {
        /// The strongest lossy compression that was found, of this file or an earlier one.
        pub compression: Compression,
        /// Whether the pixels were scaled.
        pub scale: Scale,
        /// Both in a few words.
        pub title: Text,
        /// What this file can still tell, and what not any more.
        pub still_tells: Text,
    }

    /// Facts that only the host knows.
    pub struct Received {
        /// When the file was taken in, RFC 3339 with zone.
        pub received_at: String,
        /// When the examination began, RFC 3339 with zone.
        pub examined_at: String,
        /// How the file came in.
        pub via: Via,
    }

    /// The program's test of itself: pictures made by code, with scores that are known beforehand.
    pub struct SelfTest {
        /// Scores that were compared.
        pub compared: u32,
        /// What differed, in sentences; empty when everything was as expected.
        pub differed: Vec<Text>,
        /// Checks that could not be tested, because their model was missing or they broke off, with the reason.
        pub untested: Vec<Text>,
    }

    /// The conclusion.
    pub struct Conclusion {
        /// Which conclusion it is.
        pub kind: ConclusionKind,
        /// The plain-language conclusion.
        pub title: Text,
        /// One or two sentences on what it rests on.
        pub statement: Text,
        /// What would change it.
        pub would_change: Vec<Text>,
        /// What a reader must not take it for.
        pub limitations: Vec<Text>,
        /// log10 of the combined likelihood ratio (H-AI over H-cam); absent when nothing was weighed.
        pub log10_lr: Option<f64>,
        /// How many findings were weighed.
        pub weighed: u32,
        /// One sentence on what moved it most; absent when nothing did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        pub because: Option<Text>,
        /// The findings that moved it most, the strongest first; at most three.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "types", ts(optional, as = "Option<Vec<Reason>>"))]
        pub reasons: Vec<Reason>,
        /// log10 of the combined likelihood ratio once from the low and once from the high ends of the weights'
        /// intervals; absent when nothing was weighed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        pub interval: Option<(f64, f64)>,
        /// How strong the support is, in the words of the ENFSI guideline; absent when nothing was weighed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        pub support: Option<Text>,
        /// What follows for somebody who held AI generation for so likely before; empty when nothing was weighed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "types", ts(optional, as = "Option<Vec<WhatIf>>"))]
        pub what_if: Vec<WhatIf>,
    }

    /// A finding that moved the conclusion.
    pub struct Reason {
        /// Id of its check.
        pub check: String,
        /// Title of its check.
        pub title: Text,
        /// Its own log10 likelihood ratio.
        pub log10_lr: f64,
    }

    /// Prior and posterior probability of AI generation.
    pub struct WhatIf {
        /// Before, from 0 to 1.
        pub before: f64,
        /// After: posterior odds are prior odds times the likelihood ratio.
        pub after: f64,
        /// After, from the low and the high end of the interval.
        pub between: (f64, f64),
    }

    /// What one check did.
    pub struct CheckResult {
        /// The check's identity and explanation.
        pub check: CheckFacts,
        /// How it ended.
        pub state: State,
        /// Where the report shows it.
        pub group: EvidenceGroup,
        /// What the file itself declares about its origin, when this check read a declaration.
        pub declares: Option<Declaration>,
        /// What it saw, in one sentence; absent when it could not look.
        pub summary: Option<Text>,
        /// Why it could not look or could not tell; absent when it could.
        pub why: Option<Text>,
        /// Facts in readable groups.
        pub details: Vec<DetailGroup>,
        /// Pictures of the finding.
        pub artifacts: Vec<Artifact>,
        /// The measured score, when the check has one.
        pub score: Option<f64>,
        /// The weight that a calibration gave to the score; absent when there is none.
        pub weight: Option<Weight>,
    }

    /// A check's identity and explanation.
    pub struct CheckFacts {
        /// Stable id.
        pub id: String,
        /// Revision of the method.
        pub revision: u32,
        /// Family of checks that read the same trace.
        pub family: String,
        /// The family's name for a reader.
        pub family_title: Text,
        /// Title.
        pub title: Text,
        /// What the check asks.
        pub question: Text,
        /// What it looks at and how.
        pub explanation: Text,
        /// What to look for in the exhibit.
        pub look_for: Text,
        /// What to ignore in the exhibit.
        pub ignore: Text,
        /// When it is wrong or silent.
        pub limits: Vec<Text>,
        /// Where the method comes from.
        pub references: Vec<Reference>,
    }

    /// A paper, standard or specification.
    pub struct Reference {
        /// Authors or body, title, year.
        pub citation: String,
        /// DOI, arXiv number, standard number.
        pub locator: String,
    }

    /// Facts that belong together.
    pub struct DetailGroup {
        /// Heading.
        pub title: Text,
        /// Facts.
        pub rows: Vec<DetailRow>,
    }

    /// One fact.
    pub struct DetailRow {
        /// What it is.
        pub label: Text,
        /// Its value.
        pub value: Text,
        /// Where in the file it was read.
        pub place: Option<String>,
    }

    /// A calibrated weight.
    pub struct Weight {
        /// log10 of the likelihood ratio (H-AI over H-cam), after the cap.
        pub log10_lr: f64,
        /// Largest absolute value that the calibration set can support.
        pub cap: f64,
        /// Relevant population of the calibration, in one sentence.
        pub population: Text,
        /// 5th and 95th percentile of log10 LR when the calibration's sources were drawn again, after the cap.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        pub interval: Option<(f64, f64)>,
        /// Quality stratum of the photos that the calibration was fitted on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        pub compression: Option<Compression>,
    }

    /// A picture of a finding.
    pub struct Artifact {
        /// Stable id, unique within the check.
        pub id: String,
        /// Title.
        pub title: Text,
        /// How to read it.
        pub caption: Text,
        /// What is shown.
        pub content: Content,
    }

    /// A box over the upright photo in pixels.
    pub struct Region {
        /// Name beside the box.
        pub label: Text,
        /// Left edge.
        pub x: f32,
        /// Top edge.
        pub y: f32,
        /// Width.
        pub width: f32,
        /// Height.
        pub height: f32,
    }

    /// A named line, circle or set of points over the upright photo in pixels.
    pub struct Outline {
        /// Name in the legend; outlines of the same name share one entry.
        pub label: Text,
        /// How it is drawn.
        pub stroke: Stroke,
        /// What is drawn.
        pub shape: Shape,
    }

    /// An axis with its fixed range.
    pub struct Axis {
        /// What it measures, with the unit.
        pub label: Text,
        /// Value at the start.
        pub min: f64,
        /// Value at the end.
        pub max: f64,
        /// How values are spaced along it; even when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        pub spacing: Option<Spacing>,
    }

    /// One line of a plot, or one row of bars.
    pub struct Series {
        /// Name in the legend.
        pub label: Text,
        /// (x, y) in axis units.
        pub points: Vec<(f64, f64)>,
        /// Width of a bar in units of the horizontal axis, when each point is a bar that stands on the
        /// axis around its x; absent for a line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        pub bar_width: Option<f64>,
    }

    /// The area between a lower and an upper line of a plot.
    pub struct Band {
        /// Name in the legend, which says what lies in it.
        pub label: Text,
        /// (x, lower y, upper y) in axis units.
        pub edges: Vec<(f64, f64, f64)>,
    }

    /// A named place on the horizontal axis of a plot.
    pub struct Mark {
        /// Name beside the line.
        pub label: Text,
        /// Where it stands, in axis units.
        pub at: f64,
    }

    /// The values of a map or spectrum in cells, for reading off.
    pub struct Readings {
        /// Cells in a row.
        pub width: u32,
        /// Rows.
        pub height: u32,
        /// Pixels of the PNG that a cell spans in each direction; those at the end may span fewer. A cell
        /// of a map that spans several has their mean, one of a spectrum the highest.
        pub step: u32,
        /// One byte a cell, row by row, in Base64 (RFC 4648): 0 where nothing was measured, 1 below the
        /// range, 255 above it, and from 2 to 254 evenly from the range's start to its end.
        pub codes: String,
    }
}
