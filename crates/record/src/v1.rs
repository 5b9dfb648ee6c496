//! `record::v1`, the wire format of what stands beside a report: what persons entered, and the chain of
//! custody. A report is made by the program alone; a record never changes it.
//!
//! A field is only ever added, never renamed or given another meaning; another meaning is `v2`.

use catchlight_forensics::report::v1::Via;
use serde::{Deserialize, Serialize};

/// Value of [`Record::format`].
pub const FORMAT: &str = "catchlight.record/1";

/// Adds the derives of every wire type in one place.
macro_rules! wire {
    ($($(#[$attribute:meta])* pub struct $name:ident $body:tt)*) => {$(
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS, schemars::JsonSchema))]
        pub struct $name $body
    )*};
}

/// Adds the derives of a wire enumeration without data.
macro_rules! words {
    ($($(#[$attribute:meta])* pub enum $name:ident $body:tt)*) => {$(
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS, schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name $body
    )*};
}

wire! {
    /// What stands beside the report on one exhibit.
    pub struct Record {
        /// Always [`FORMAT`].
        pub format: String,
        /// SHA-256 of the exhibit in lower-case hex: the same as in its report.
        pub exhibit: String,
        /// What persons entered.
        pub remarks: Remarks,
        /// What happened to the exhibit and its report, the oldest first.
        pub chain: Vec<CustodyEntry>,
    }

    /// What persons entered. Nothing of it was measured, and none of it is weighed.
    pub struct Remarks {
        /// Who entered it, in their own words; may be empty.
        #[serde(default)]
        pub by: String,
        /// How the file was obtained; absent when nobody said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        pub obtained: Option<Obtained>,
        /// Notes on the photo or on regions of it.
        #[serde(default)]
        pub notes: Vec<Note>,
        /// What a person thinks of findings, at most one a check.
        #[serde(default)]
        pub judgements: Vec<Judgement>,
        /// The checklist, at most one answer a category.
        #[serde(default)]
        pub checklist: Vec<Observation>,
        /// What verifiers of others answered.
        #[serde(default)]
        pub verifiers: Vec<Verified>,
    }

    /// How a file was obtained.
    pub struct Obtained {
        /// The way.
        pub how: How,
        /// From where: an address, an account, a person.
        #[serde(default)]
        pub from: String,
        /// When, in the person's words.
        #[serde(default)]
        pub at: String,
        /// Anything else.
        #[serde(default)]
        pub remark: String,
    }

    /// A note.
    pub struct Note {
        /// What was written.
        pub text: String,
        /// The region that it is about; absent for the whole photo.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        pub region: Option<MarkedBox>,
    }

    /// A marked box of the upright photo, in its pixels.
    pub struct MarkedBox {
        /// Left edge.
        pub x: f64,
        /// Top edge.
        pub y: f64,
        /// Width.
        pub width: f64,
        /// Height.
        pub height: f64,
    }

    /// What a person thinks of a finding.
    pub struct Judgement {
        /// Id of the check.
        pub check: String,
        /// In one word.
        pub status: Status,
        /// Why.
        #[serde(default)]
        pub remark: String,
    }

    /// A person's answer to one category of the checklist.
    pub struct Observation {
        /// The category.
        pub category: Category,
        /// Whether something of it was seen.
        pub seen: Seen,
        /// What and where.
        #[serde(default)]
        pub remark: String,
    }

    /// What a verifier of others answered to a person who asked it.
    pub struct Verified {
        /// Which.
        pub verifier: Verifier,
        /// What it answered.
        pub answer: Answer,
        /// When it was asked, in the person's words.
        #[serde(default)]
        pub at: String,
        /// Its words, an address of its answer.
        #[serde(default)]
        pub remark: String,
    }

    /// One entry of the chain of custody.
    pub struct CustodyEntry {
        /// Its number, from 1.
        pub number: u32,
        /// When, RFC 3339 with zone, by the clock of the machine.
        pub at: String,
        /// What happened.
        pub event: CustodyEvent,
        /// Digest of the entry before; 64 zeros for the first.
        pub previous: String,
        /// SHA-256 in lower-case hex of this entry without this field, as canonical JSON (RFC 8785).
        pub digest: String,
    }

    /// A check that took part in an examination.
    pub struct UsedCheck {
        /// Its id.
        pub id: String,
        /// Revision of its method.
        pub revision: u32,
    }

    /// A file that took part in an examination: a model, its library.
    pub struct UsedFile {
        /// Its name.
        pub name: String,
        /// SHA-256 of its bytes in lower-case hex.
        pub sha256: String,
    }

    /// Limits under which a photo was examined.
    pub struct ExaminationSettings {
        /// Most bytes of a file.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        pub most_bytes: u64,
        /// Most pixels of a picture.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        pub most_pixels: u64,
    }

    /// What was made unreadable in an export.
    pub struct Redaction {
        /// Which faces were blurred.
        pub faces: BlurredFaces,
        /// Whether the regions that a person marked were blurred.
        pub regions: bool,
        /// Whether file names, accounts, names and the way in which the file was obtained were left out.
        pub names: bool,
        /// Whether prompts were left out.
        pub prompts: bool,
        /// Whether places (GPS, named places) were left out.
        pub places: bool,
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CustodyEvent {
    /// The program took the file in.
    Received {
        /// How it came in.
        via: Via,
        /// Digest of its bytes.
        sha256: String,
        /// Their number.
        #[cfg_attr(feature = "types", ts(type = "number"))]
        bytes: u64,
    },
    /// The program examined it.
    Examined {
        /// Name and version of the program.
        application: String,
        /// Digest of the report, as canonical JSON.
        report: String,
        /// Every check of the report.
        checks: Vec<UsedCheck>,
        /// Models and their library.
        models: Vec<UsedFile>,
        /// Limits.
        settings: ExaminationSettings,
    },
    /// A person entered or changed remarks.
    Remarked {
        /// Digest of the remarks as they stood then, as canonical JSON.
        remarks: String,
    },
    /// The report was written in forms for others.
    Exported {
        /// Digest of the report as it was exported, as canonical JSON: another than that of the examination
        /// when something was made unreadable.
        report: String,
        /// Digest of the remarks as they were exported.
        remarks: String,
        /// The forms: `html`, `pdf`, `card`, `story`, `json`, `csv`, `bundle`.
        forms: Vec<String>,
        /// What was made unreadable.
        redaction: Redaction,
    },
}

words! {
    /// The way in which a file was obtained.
    pub enum How {
        /// From its author, or from the device that made it.
        Original,
        /// Saved from a page or an app.
        Download,
        /// A screenshot.
        Screenshot,
        /// Sent through a messenger.
        Messenger,
        /// Otherwise.
        Other,
    }

    /// A person's opinion of a finding.
    pub enum Status {
        /// They see what the check says.
        Agrees,
        /// They do not.
        Disagrees,
        /// Not decided.
        ToCheck,
    }

    /// Kellogg's five categories of what gives generated pictures away (Kamali et al., 2024,
    /// arXiv:2406.08651).
    pub enum Category {
        /// Bodies.
        Anatomical,
        /// Looks.
        Stylistic,
        /// Things and text.
        Functional,
        /// Light, shadow, reflection, perspective.
        Physics,
        /// Situations.
        Sociocultural,
    }

    /// Whether something was seen.
    pub enum Seen {
        /// It was.
        Seen,
        /// It was looked for and not seen.
        NotSeen,
        /// The photo does not show it well enough.
        CannotTell,
    }

    /// Verifiers that can only be asked on the web.
    pub enum Verifier {
        /// SynthID, asked in Google's Gemini app.
        SynthId,
        /// OpenAI's verification page.
        OpenAi,
        /// Microsoft's.
        Microsoft,
        /// Meta's.
        Meta,
        /// The public page of the Content Authenticity Initiative.
        ContentCredentials,
        /// A search by picture.
        ReverseImageSearch,
        /// Another.
        Other,
    }

    /// A verifier's answer.
    pub enum Answer {
        /// It found a mark or an earlier copy.
        Found,
        /// It found none.
        NotFound,
        /// Its answer was not clear.
        Unclear,
    }

    /// Which faces are blurred.
    pub enum BlurredFaces {
        /// None.
        None,
        /// All but the largest.
        Bystanders,
        /// All.
        All,
    }
}

impl Remarks {
    /// Nothing.
    pub fn none() -> Self {
        Self {
            by: String::new(),
            obtained: None,
            notes: Vec::new(),
            judgements: Vec::new(),
            checklist: Vec::new(),
            verifiers: Vec::new(),
        }
    }
}

impl Redaction {
    /// Nothing is made unreadable.
    pub const NONE: Self =
        Self { faces: BlurredFaces::None, regions: false, names: false, prompts: false, places: false };

    /// Whether anything is made unreadable.
    pub fn is_any(&self) -> bool {
        *self != Self::NONE
    }
}
