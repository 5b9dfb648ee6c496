//! The registry: every check, in the order of the report.

mod aigc_label;
mod camera_signature;
mod compression_history;
mod content_credentials;
mod corneal_highlights;
mod declaration;
mod demosaicing_trace;
mod digital_source_type;
mod editor_history;
mod error_level;
mod examined_faces;
mod face_alignment;
mod faces;
mod file_identity;
mod generator_metadata;
mod iris_colour;
mod jpeg_ghost;
mod local_noise;
mod noise_map;
mod open_watermark;
mod photograph;
mod platform_pipeline;
mod pupil_shape;
mod radial_spectrum;
mod reached;
mod resampling_trace;
mod semantic_detector;
mod spectral_traces;
mod stated_metadata;
mod tone_histogram;
mod upsampling_trace;
mod visible_label;

use crate::check::Check;
use crate::model::Models;

/// Every check. Order here is order in the report.
pub static ALL: &[&dyn Check] = &[
    &file_identity::FileIdentity,
    &content_credentials::ContentCredentials,
    &stated_metadata::StatedMetadata,
    &digital_source_type::DigitalSourceType,
    &aigc_label::AigcLabel,
    &generator_metadata::GeneratorMetadata,
    &camera_signature::CameraSignature,
    &editor_history::EditorHistory,
    &platform_pipeline::PlatformPipeline,
    &compression_history::CompressionHistory,
    &resampling_trace::ResamplingTrace,
    &open_watermark::OpenWatermark,
    &visible_label::VisibleLabel,
    &photograph::Photograph,
    &faces::Faces,
    &corneal_highlights::CornealHighlights,
    &pupil_shape::PupilOutline,
    &iris_colour::IrisColours,
    &face_alignment::FaceAlignment,
    &upsampling_trace::UpsamplingTrace,
    &radial_spectrum::RadialSpectrum,
    &demosaicing_trace::DemosaicingTrace,
    &local_noise::LocalNoise,
    &spectral_traces::SpectralTraces,
    &semantic_detector::SemanticDetector,
    &tone_histogram::ToneHistogram,
    &jpeg_ghost::JpegGhost,
    &noise_map::NoiseMap,
    &error_level::ErrorLevel,
];

/// Every check of an examination with these models: the registered ones, then those that the models bring
/// along.
pub fn with(models: &dyn Models) -> Vec<&'static dyn Check> {
    [ALL, models.checks()].concat()
}

/// The check with this id.
pub fn find(id: &str) -> Option<&'static dyn Check> {
    ALL.iter().copied().find(|check| check.about().id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Question;
    use std::collections::HashSet;

    #[test]
    fn every_check_explains_itself() {
        let mut ids = HashSet::new();
        for about in ALL.iter().map(|check| check.about()) {
            let id = about.id;
            assert!(ids.insert(id), "{id} is registered twice");
            assert!(id.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{id} is not a file stem");
            assert!(about.revision > 0, "{id}");
            assert!(!about.limits.is_empty(), "{id} names no limit");
            assert!(!about.references.is_empty(), "{id} names no source");
            let scored = about.calibration.is_some();
            assert!(about.question != Question::ExpertView || !scored, "{id} is a view, and views are never weighed");
            let words = [about.title, about.explanation, about.look_for, about.ignore];
            for words in words.iter().chain(about.limits) {
                assert!(!words.en.is_empty() && !words.zh.is_empty(), "{id}");
                assert!(!words.zh.is_ascii() || words.en == words.zh, "{id}: no Chinese in {:?}", words.zh);
            }
        }
    }

    /// A check whose shipped source sets a score says so, and no other one does.
    #[test]
    fn checks_with_a_score_say_so() {
        for check in ALL {
            let id = check.about().id;
            let path = format!("{}/src/checks/{id}.rs", env!("CARGO_MANIFEST_DIR"));
            let Ok(source) = std::fs::read_to_string(&path) else { continue };
            let shipped = source.split("#[cfg(test)]").next().unwrap_or_default();
            assert_eq!(check.gives_score(), shipped.contains("score: Some("), "{id}");
        }
    }
}
