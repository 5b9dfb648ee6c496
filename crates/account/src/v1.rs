//! `dossier::v1`, the wire format of what many photos of one persona say together: the exported file and the
//! only thing that the page renders of it.
//!
//! A field is only ever added, never renamed or given another meaning; another meaning is `v2`. Photos are named
//! by their place in [`Dossier::photos`], from 0. Results of checks are those of `report::v1`, so that whatever
//! draws a report draws them too; their pictures lie beside the dossier by key, `<check>/<artifact>`.

use catchlight_forensics::report::v1::{Application, CheckResult, ConclusionKind, Declaration, Kind};
use catchlight_forensics::text::Text;
use serde::{Deserialize, Serialize};

/// Value of [`Dossier::format`].
pub const FORMAT: &str = "catchlight.dossier/1";

/// Adds the derives of every wire type in one place.
macro_rules! wire {
    ($($(#[$attribute:meta])* pub $kind:ident $name:ident $body:tt)*) => {$(
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS, schemars::JsonSchema))]
        pub $kind $name $body
    )*};
}

/// Adds the derives of a wire enumeration without data.
macro_rules! words {
    ($($(#[$attribute:meta])* pub enum $name:ident $body:tt)*) => {$(
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS, schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name $body
    )*};
}

wire! {
    /// What many photos say together. The same photos in the same order, with the same reports, give the same
    /// dossier, byte for byte.
    pub struct Dossier {
        /// Always [`FORMAT`].
        pub format: String,
        /// What wrote the dossier.
        pub application: Application,
        /// How many photos there were and how they were chosen.
        pub set: SetFacts,
        /// One entry a photo, in the order in which they were given.
        pub photos: Vec<PhotoEntry>,
        /// Photos that show the same or nearly the same; every photo is in exactly one group, most are alone.
        pub groups: Vec<PhotoGroup>,
        /// One entry for every check across photos, in the order of their registry.
        pub results: Vec<AcrossResult>,
        /// What the photos' weights amount to together.
        pub aggregation: Aggregation,
        /// What follows for the set of photos.
        pub conclusion: SetConclusion,
    }

    /// How many photos there were, and how they were chosen.
    pub struct SetFacts {
        /// Files that were given.
        pub given: u32,
        /// Photos of which the examination came to its end.
        pub examined: u32,
        /// Files that could not be read as a picture.
        pub unreadable: u32,
        /// Photos whose examination was cancelled or has not ended; they have no part in anything below.
        pub unfinished: u32,
        /// Groups of more than one photo.
        pub near_duplicate_groups: u32,
        /// How the photos were chosen, as whoever gave them said.
        pub chosen: Chosen,
        /// What that way of choosing means for the numbers.
        pub chosen_means: Text,
    }

    /// One photo of the set.
    pub struct PhotoEntry {
        /// File name as received, without its folder.
        pub name: String,
        /// SHA-256 of the file in lower-case hex.
        pub sha256: String,
        /// Which conclusion its own report drew.
        pub conclusion: ConclusionKind,
        /// That conclusion in plain words.
        pub title: Text,
        /// log10 of its likelihood ratio (H-AI over H-cam); absent when nothing was weighed.
        pub log10_lr: Option<f64>,
        /// Whether that number is part of the sum: it is there, and the photo speaks for its group.
        pub weighed: bool,
        /// Share of real photos of the calibration whose ratio is at least as high, with the photo itself
        /// counted (conformal p-value); absent when nothing was weighed.
        pub p_value: Option<f64>,
        /// Whether the photo alone was flagged: its p-value is at most [`Aggregation::flag_level`].
        pub flagged: bool,
        /// Whether it still stood out when all photos were taken into account (Benjamini and Hochberg, 5 %).
        pub stood_out: bool,
        /// What the file itself declares about its origin.
        pub declares: Option<Declaration>,
        /// Its place in [`Dossier::groups`], from 0.
        pub group: u32,
        /// Type by content.
        pub kind: Kind,
        /// Pixels in a row, upright; absent when the header states none.
        pub width: Option<u32>,
        /// Rows, upright.
        pub height: Option<u32>,
        /// When it was taken, as the file states it: `2024-05-01T10:20:30`, local time of an unknown zone unless
        /// an offset stands at its end.
        pub moment: Option<String>,
        /// Maker and model of the camera, as the file states them.
        pub camera: Option<String>,
        /// Scores of the two learned checks, `semantic_detector` and `spectral_traces`.
        pub scores: Vec<ExpertScore>,
        /// Marks for the contact sheet.
        pub badges: Vec<Badge>,
    }

    /// What one learned check measured of a photo.
    pub struct ExpertScore {
        /// Id of the check.
        pub check: String,
        /// Title of the check.
        pub title: Text,
        /// Its score; absent when it could not look or could not tell.
        pub score: Option<f64>,
        /// Why there is none.
        pub why: Option<Text>,
    }

    /// A mark of a photo on the contact sheet.
    pub struct Badge {
        /// Which mark it is.
        pub kind: BadgeKind,
        /// What it says, in a few words.
        pub title: Text,
    }

    /// Photos that show the same or nearly the same.
    pub struct PhotoGroup {
        /// The photo that speaks for the group.
        pub speaks: u32,
        /// All photos of the group, with the one that speaks.
        pub photos: Vec<u32>,
        /// Why they belong together; absent for a photo alone.
        pub why: Option<Text>,
    }

    /// What one check across photos did.
    pub struct AcrossResult {
        /// The result, as a report holds it.
        pub result: CheckResult,
        /// The photos that it speaks of, in the order of the set.
        pub photos: Vec<u32>,
    }

    /// What the photos' weights amount to together. Photos of one account are alike, so their weights are shrunk
    /// before they count (random effects): sum / (1 + (N - 1) rho).
    pub struct Aggregation {
        /// N: groups whose photo was weighed.
        pub counted: u32,
        /// Groups whose photo carried no weight: they count for nothing, for neither side.
        pub without_weight: u32,
        /// Photos left out because another one speaks for their group.
        pub left_out: u32,
        /// rho: how alike the weights of photos of one source are, from 0 to 1.
        pub rho: f64,
        /// Where rho comes from.
        pub rho_from: Text,
        /// N / (1 + (N - 1) rho): as many unrelated photos would say as much.
        pub effective: f64,
        /// Sum of the weights, without any allowance for likeness; it is shown and never used.
        pub sum: f64,
        /// log10 of the likelihood ratio of the set: shrunk, then capped; absent when nothing was weighed.
        pub log10_lr: Option<f64>,
        /// The shrunk sum before the cap; absent when nothing was weighed.
        pub shrunk: Option<f64>,
        /// Range of the same from the photos' spread and from smaller and larger rho; absent when nothing was weighed.
        pub interval: Option<(f64, f64)>,
        /// Largest log10 LR that the calibration supports toward AI.
        pub cap_ai: f64,
        /// Largest log10 LR that the calibration supports toward a camera.
        pub cap_camera: f64,
        /// A photo is flagged when its p-value is at most this.
        pub flag_level: f64,
        /// k: photos of the N that were flagged.
        pub flagged: u32,
        /// How many of N real photos would be flagged by chance.
        pub expected_by_chance: f64,
        /// Probability of k or more among N real photos, N taken as its effective number; absent when N is 0.
        pub tail: Option<f64>,
        /// Photos that stood out when all were taken into account (Benjamini and Hochberg, 5 %).
        pub stood_out: Vec<u32>,
        /// Warning about how the photos were chosen; absent when they were all there were, or drawn at random.
        pub selection_warning: Option<Text>,
        /// "k of N photos were flagged; about m were to be expected by chance."
        pub statement: Text,
    }

    /// The conclusion about the set of photos, never about a person.
    pub struct SetConclusion {
        /// Which conclusion it is.
        pub kind: SetConclusionKind,
        /// The plain-language conclusion.
        pub title: Text,
        /// One to three sentences on what it rests on.
        pub statement: Text,
        /// How many photos declare their own origin, apart from what was measured; absent when none does.
        pub declared: Option<Text>,
        /// What a reader must not take it for.
        pub limitations: Vec<Text>,
        /// What would change it.
        pub would_change: Vec<Text>,
        /// What it rests on, the strongest first.
        pub reasons: Vec<SetReason>,
    }

    /// Something that moved the conclusion about the set.
    pub struct SetReason {
        /// What it is, in one sentence.
        pub title: Text,
        /// The photos that it speaks of.
        pub photos: Vec<u32>,
        /// Its log10 likelihood ratio; absent for a declaration.
        pub log10_lr: Option<f64>,
    }
}

words! {
    /// How the photos were chosen, as whoever gave them said.
    pub enum Chosen {
        /// All photos that there were.
        All,
        /// A random part of them.
        Random,
        /// Only those that looked suspicious.
        Suspicious,
        /// Nobody said.
        NotSaid,
    }

    /// Marks of a photo on the contact sheet.
    pub enum BadgeKind {
        /// The file declares that it came from a generative model, wholly or in part.
        DeclaresAi,
        /// Flagged alone.
        Flagged,
        /// Stood out among all.
        StoodOut,
        /// Carried no weight.
        NotWeighed,
        /// Another photo speaks for it.
        NearDuplicate,
        /// Could not be read as a picture.
        Unreadable,
        /// A check across photos speaks of it.
        Across,
    }

    /// Which conclusion was drawn about the set of photos.
    pub enum SetConclusionKind {
        /// At least half of the photos declare that they came wholly from a generative model.
        DeclaredAi,
        /// Some photos declare that they came from a generative model, wholly or in part.
        SomeDeclaredAi,
        /// Strong signs of AI generation in the set.
        StrongSignsOfAi,
        /// Some signs of AI generation in the set.
        SomeSignsOfAi,
        /// Too little either way.
        Inconclusive,
        /// Some signs of camera originals in the set.
        SomeSignsOfCamera,
        /// Strong signs of camera originals in the set.
        StrongSignsOfCamera,
        /// Photos of the set oppose each other: some stand out, while the whole points to cameras.
        Mixed,
        /// Too few photos were weighed for a conclusion about the set.
        TooFew,
        /// The examination was cancelled before the photos were looked at together.
        NoConclusion,
    }
}
