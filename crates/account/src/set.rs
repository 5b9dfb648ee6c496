//! The photos of one persona, and which of them show the same.

use catchlight_forensics::portrait::likeness::FaceLook;
use catchlight_forensics::report::v1::{ExaminationOutcome, Report};
use catchlight_forensics::text::Text;

use crate::traits::{FileFacts, Traits};

/// A photo of the set: its report, and what was kept of it.
#[derive(Debug, Clone, Copy)]
pub struct Photo<'a> {
    /// The report of its examination.
    pub report: &'a Report,
    /// What was kept of it; absent when its examination did not end, or nothing was kept.
    pub traits: Option<&'a Traits>,
    /// How its faces look, or why that could not be measured; absent unless somebody asked for faces to be compared.
    pub looks: Option<&'a Result<Vec<FaceLook>, Text>>,
}

impl<'a> Photo<'a> {
    /// Whether its examination came to its end.
    pub fn is_examined(&self) -> bool {
        self.report.outcome == ExaminationOutcome::Completed
    }

    /// Facts of its file.
    pub fn file(&self) -> Option<&'a FileFacts> {
        self.traits.map(|traits| &traits.file)
    }

    /// log10 of its likelihood ratio, when its report weighed something.
    pub fn log10_lr(&self) -> Option<f64> {
        self.report.conclusion.log10_lr.filter(|log10_lr| log10_lr.is_finite() && self.is_examined())
    }
}

/// A report without what no dossier reads: readings of maps, details, pictures of findings. Of a set of thousands of
/// photos every report is held at once.
pub fn bare(mut report: Report) -> Report {
    for result in &mut report.results {
        result.details = Vec::new();
        result.artifacts = Vec::new();
    }
    report
}

/// Photos that show the same or nearly the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The photo that speaks for the group.
    pub speaks: usize,
    /// All of its photos in ascending order.
    pub photos: Vec<usize>,
}

/// The photos with their groups.
#[derive(Debug)]
pub struct Set<'a> {
    /// The photos in the order in which they were given.
    pub photos: &'a [Photo<'a>],
    /// Every photo is in exactly one.
    pub groups: Vec<Group>,
}

impl<'a> Set<'a> {
    /// Lays photos side by side.
    pub fn new(photos: &'a [Photo<'a>]) -> Self {
        Self { photos, groups: crate::checks::near_duplicates::groups(photos) }
    }

    /// The photos that speak for their groups, with their places, in the order of the set.
    pub fn speaking(&self) -> impl Iterator<Item = (usize, &'a Photo<'a>)> {
        let mut places: Vec<usize> = self.groups.iter().map(|group| group.speaks).collect();
        places.sort_unstable();
        let photos = self.photos;
        places.into_iter().filter_map(move |place| Some((place, photos.get(place)?)))
    }

    /// Facts of every file that was kept, with the photo's place.
    pub fn files(&self) -> impl Iterator<Item = (usize, &'a FileFacts)> {
        self.photos.iter().enumerate().filter_map(|(place, photo)| Some((place, photo.file()?)))
    }

    /// The name of a photo for a reader.
    pub fn name(&self, place: usize) -> &str {
        self.photos.get(place).map_or("", |photo| photo.report.exhibit.name.as_str())
    }
}
