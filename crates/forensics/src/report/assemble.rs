//! Findings put into the wire format: the only place where core types become `report::v1`.

mod pictures;

pub use pictures::apart;

use std::collections::BTreeMap;

use image::RgbaImage;

use crate::calibration::CalibrationError;
use crate::check::{About, Question};
use crate::container::Kind;
use crate::evidence::Weight;
use crate::examination::Host;
use crate::finding::{Declaration, Direction, Finding, Group, Outcome};
use crate::geometry;
use crate::history::{Compression, Scale, Stratum};
use crate::report::{v1, words};
use crate::specimen::Specimen;
use crate::text::{Text, Words, quote};

/// How the runner saw a check end.
#[derive(Debug)]
pub(crate) enum Ending {
    /// It looked.
    Looked(Outcome),
    /// A need was not met.
    NotApplicable(Text),
    /// It broke off.
    Failed(Text),
}

/// Longest file name that is shown, in characters.
const NAME_CHARACTERS: usize = 255;

/// The whole report.
pub(crate) fn report(
    specimen: &Specimen<'_>,
    host: &Host,
    cancelled: bool,
    conclusion: v1::Conclusion,
    results: Vec<v1::CheckResult>,
) -> v1::Report {
    v1::Report {
        format: v1::FORMAT.to_owned(),
        application: v1::Application { name: "Catchlight".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        exhibit: exhibit(specimen),
        received: host.received.clone(),
        self_test: host.self_test.clone(),
        quality: specimen.known_history().map(|history| quality(history.stratum())),
        outcome: if cancelled { v1::ExaminationOutcome::Cancelled } else { v1::ExaminationOutcome::Completed },
        conclusion,
        results,
    }
}

fn exhibit(specimen: &Specimen<'_>) -> v1::Exhibit {
    let (exhibit, structure) = (specimen.exhibit(), specimen.structure());
    let orientation = specimen.orientation();
    let picture = structure.header.as_ref().map(|header| {
        let (width, height) = geometry::upright_size(header.width, header.height, orientation);
        v1::Picture { coded_width: header.width, coded_height: header.height, orientation, width, height }
    });
    v1::Exhibit {
        name: quote(exhibit.name(), NAME_CHARACTERS),
        sha256: exhibit.sha256().to_owned(),
        bytes: exhibit.length(),
        kind: kind(structure.kind),
        extension_matches: extension_matches(structure.kind, exhibit.name()),
        picture,
        undecodable: specimen.pixels().err().map(|undecodable| undecodable.reason.clone()),
    }
}

fn quality(stratum: Stratum) -> v1::Quality {
    let (compression, scale) = (stratum.compression.words(), stratum.scale.words());
    v1::Quality {
        compression: self::compression(stratum.compression),
        scale: match stratum.scale {
            Scale::Native => v1::Scale::Native,
            Scale::Resized => v1::Scale::Resized,
            Scale::Unknown => v1::Scale::Unknown,
        },
        title: Text {
            en: format!("{}, {}", compression.en, scale.en),
            zh: format!("{}，{}", compression.zh, scale.zh),
        },
        still_tells: stratum.still_tells().into(),
    }
}

fn compression(compression: Compression) -> v1::Compression {
    match compression {
        Compression::Lossless => v1::Compression::Lossless,
        Compression::Light => v1::Compression::Light,
        Compression::Medium => v1::Compression::Medium,
        Compression::Heavy => v1::Compression::Heavy,
        Compression::Unknown => v1::Compression::Unknown,
    }
}

/// Whether the name's ending belongs to the type; `None` when there is no ending or no known type.
fn extension_matches(kind: Kind, name: &str) -> Option<bool> {
    let (stem, extension) = name.rsplit_once('.')?;
    if kind == Kind::Unknown || stem.is_empty() {
        return None;
    }
    Some(kind.extensions().contains(&extension.to_lowercase().as_str()))
}

fn kind(kind: Kind) -> v1::Kind {
    match kind {
        Kind::Jpeg => v1::Kind::Jpeg,
        Kind::Png => v1::Kind::Png,
        Kind::Webp => v1::Kind::Webp,
        Kind::Avif => v1::Kind::Avif,
        Kind::Heic => v1::Kind::Heic,
        Kind::Gif => v1::Kind::Gif,
        Kind::Tiff => v1::Kind::Tiff,
        Kind::Bmp => v1::Kind::Bmp,
        Kind::Unknown => v1::Kind::Unknown,
    }
}

/// The result of one check; its pictures go into `images`.
pub(crate) fn result(
    about: &'static About,
    ending: Ending,
    weight: Result<Option<Weight>, CalibrationError>,
    specimen: &Specimen<'_>,
    images: &mut BTreeMap<String, RgbaImage>,
) -> v1::CheckResult {
    let (state, finding, mut why) = match ending {
        Ending::Looked(Outcome::Found(finding)) => (v1::State::Found, Some(finding), None),
        Ending::Looked(Outcome::NotFound(finding)) => (v1::State::NotFound, Some(finding), None),
        Ending::Looked(Outcome::Inconclusive { why, finding }) => (v1::State::Inconclusive, Some(finding), Some(why)),
        Ending::NotApplicable(why) => (v1::State::NotApplicable, None, Some(why)),
        Ending::Failed(why) => (v1::State::Failed, None, Some(why)),
    };
    let weight = weight.unwrap_or_else(|error| {
        why = Some(words::not_weighed(&error));
        None
    });
    let group = group(about.question, state, finding.as_ref());
    let mut result = v1::CheckResult {
        check: facts(about),
        state,
        group,
        declares: None,
        summary: None,
        why,
        details: Vec::new(),
        artifacts: Vec::new(),
        score: None,
        weight: weight.map(|weight| v1::Weight {
            log10_lr: weight.log10_lr,
            cap: weight.cap,
            population: weight.population,
            interval: Some(weight.interval),
            compression: Some(compression(weight.compression)),
        }),
    };
    if let Some(finding) = finding {
        result.declares = finding.declares.map(declaration);
        let score = finding.score.filter(|score| score.is_finite());
        let is_unweighed = score.is_some() && result.weight.is_none() && about.calibration.is_none();
        result.summary = Some(if is_unweighed { words::unweighed(&finding.summary) } else { finding.summary });
        result.details = finding.details.into_iter().map(detail_group).collect();
        result.artifacts = finding
            .artifacts
            .into_iter()
            .map(|artifact| pictures::artifact(about.id, artifact, specimen, images))
            .collect();
        result.score = score;
    }
    result
}

fn group(question: Question, state: v1::State, finding: Option<&Finding>) -> v1::EvidenceGroup {
    if question == Question::ExpertView {
        return v1::EvidenceGroup::ExpertView;
    }
    match (state, finding.map(|finding| finding.points_to)) {
        (v1::State::Inconclusive | v1::State::NotApplicable | v1::State::Failed, _) | (_, None) => {
            v1::EvidenceGroup::CouldNotLook
        }
        (_, Some(Direction::Ai)) => v1::EvidenceGroup::Ai,
        (_, Some(Direction::Camera)) => v1::EvidenceGroup::Camera,
        (_, Some(Direction::Neither)) => v1::EvidenceGroup::Context,
    }
}

fn declaration(declaration: Declaration) -> v1::Declaration {
    match declaration {
        Declaration::Generated => v1::Declaration::Generated,
        Declaration::PartlyGenerated => v1::Declaration::PartlyGenerated,
        Declaration::Captured => v1::Declaration::Captured,
    }
}

fn facts(about: &About) -> v1::CheckFacts {
    v1::CheckFacts {
        id: about.id.to_owned(),
        revision: about.revision,
        family: about.family.id().to_owned(),
        family_title: about.family.title().into(),
        title: about.title.into(),
        question: about.question.words().into(),
        explanation: about.explanation.into(),
        look_for: about.look_for.into(),
        ignore: about.ignore.into(),
        limits: about.limits.iter().copied().map(Words::into).collect(),
        references: about
            .references
            .iter()
            .map(|reference| v1::Reference {
                citation: reference.citation.to_owned(),
                locator: reference.locator.to_owned(),
            })
            .collect(),
    }
}

/// Facts that belong together, in the wire format.
pub fn detail_group(group: Group) -> v1::DetailGroup {
    let rows = group.rows.into_iter().map(|row| v1::DetailRow { label: row.label, value: row.value, place: row.place });
    v1::DetailGroup { title: group.title, rows: rows.collect() }
}
