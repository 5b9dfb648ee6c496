//! The list of an exported case: what is in the file, and under which names.

use std::collections::BTreeSet;

use catchlight_forensics::report::v1::Via;
use catchlight_forensics::text::Text;
use serde::{Deserialize, Serialize};

use crate::StageName;

/// Value of [`List::format`].
pub(super) const FORMAT: &str = "catchlight.case/1";
/// Name of the list's entry.
pub(super) const LIST: &str = "case.json";

/// What an exported case holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    /// Always [`FORMAT`].
    pub(super) format: String,
    /// When it was exported, RFC 3339 with zone.
    pub(super) exported_at: String,
    /// Name of the case.
    pub(super) name: String,
    /// When the case was begun, RFC 3339 with zone.
    pub(super) created_at: String,
    /// The photos, in the order of arrival.
    pub(super) photos: Vec<Photo>,
    /// Every entry but the list itself.
    pub(super) files: Vec<Listed>,
}

/// A photo of an exported case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Photo {
    pub(super) name: String,
    pub(super) further_names: Vec<String>,
    pub(super) via: Via,
    /// RFC 3339 with zone.
    pub(super) received_at: String,
    pub(super) stage: StageName,
    /// Why it could not be read.
    pub(super) why: Option<Text>,
    /// In lower-case hex.
    pub(super) sha256: Option<String>,
    pub(super) has_traits: bool,
    pub(super) has_thumbnail: bool,
    pub(super) has_original: bool,
    /// Keys of its pictures, in the order of their entries.
    pub(super) pictures: Vec<String>,
}

/// An entry and what its bytes must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Listed {
    pub(super) name: String,
    pub(super) bytes: u64,
    /// In lower-case hex.
    pub(super) sha256: String,
}

/// A file of a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Report,
    Record,
    Traits,
    Thumbnail,
    Original,
    Picture(usize),
}

impl Part {
    /// Name of its entry, for the photo at this place.
    pub(super) fn name(self, photo: usize) -> String {
        let number = photo + 1;
        match self {
            Self::Report => format!("photos/{number:05}/report.json"),
            Self::Record => format!("photos/{number:05}/record.json"),
            Self::Traits => format!("photos/{number:05}/traits.json"),
            Self::Thumbnail => format!("photos/{number:05}/thumbnail.png"),
            Self::Original => format!("photos/{number:05}/original"),
            Self::Picture(place) => format!("photos/{number:05}/pictures/{:03}.png", place + 1),
        }
    }
}

impl Photo {
    /// Every file that it has.
    pub(super) fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        if self.stage == StageName::Examined {
            parts.extend([Part::Report, Part::Record]);
        }
        let optional = [
            (self.has_traits, Part::Traits),
            (self.has_thumbnail, Part::Thumbnail),
            (self.has_original, Part::Original),
        ];
        parts.extend(optional.into_iter().filter(|(has, _)| *has).map(|(_, part)| part));
        parts.extend((0..self.pictures.len()).map(Part::Picture));
        parts
    }
}

impl List {
    /// The names of all entries, as they follow from the photos.
    pub(super) fn names(&self) -> BTreeSet<String> {
        let photos = self.photos.iter().enumerate();
        photos.flat_map(|(at, photo)| photo.parts().into_iter().map(move |part| part.name(at))).collect()
    }
}
