//! Findings put into the wire format: the only place where core types become `report::v1`.

use std::collections::BTreeMap;

use image::{DynamicImage, RgbaImage};

use crate::artifact::{Artifact, Axis, Content, Outline, Plot, Shape, Stroke, render};
use crate::calibration::CalibrationError;
use crate::check::About;
use crate::container::Kind;
use crate::evidence::Weight;
use crate::examination::Host;
use crate::finding::{Declaration, Direction, Finding, Group, Outcome};
use crate::geometry;
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
        why = Some(words::unusable_calibration(&error.to_string()));
        None
    });
    let group = group(state, finding.as_ref());
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
            .map(|artifact| self::artifact(about.id, artifact, specimen, images))
            .collect();
        result.score = score;
    }
    result
}

fn group(state: v1::State, finding: Option<&Finding>) -> v1::EvidenceGroup {
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

fn detail_group(group: Group) -> v1::DetailGroup {
    let rows = group.rows.into_iter().map(|row| v1::DetailRow { label: row.label, value: row.value, place: row.place });
    v1::DetailGroup { title: group.title, rows: rows.collect() }
}

fn artifact(
    check: &str,
    artifact: Artifact,
    specimen: &Specimen<'_>,
    images: &mut BTreeMap<String, RgbaImage>,
) -> v1::Artifact {
    let key = format!("{check}/{}", artifact.id);
    let orientation = specimen.orientation();
    let coded = specimen.pixels().map_or((0, 0), |pixels| (pixels.coded.width(), pixels.coded.height()));
    let content = match artifact.content {
        Content::Map { plane, range, unit } => {
            let picture = render::map(&plane, range, orientation);
            let (width, height) = picture.dimensions();
            images.insert(key.clone(), picture);
            v1::Content::Map { image: key, width, height, min: range.0, max: range.1, unit }
        }
        Content::Regions(regions) => {
            let upright = |region| geometry::region_upright(region, coded, orientation);
            v1::Content::Regions { regions: regions.into_iter().map(upright).map(region).collect() }
        }
        Content::Outlines(outlines) => {
            let upright = |outline| geometry::outline_upright(outline, coded, orientation);
            v1::Content::Outlines { outlines: outlines.into_iter().map(upright).map(outline).collect() }
        }
        Content::Picture(picture) => {
            let (width, height) = picture.dimensions();
            images.insert(key.clone(), DynamicImage::ImageRgb8(picture).into_rgba8());
            v1::Content::Picture { image: key, width, height }
        }
        Content::Plot(plot) => self::plot(plot),
    };
    v1::Artifact { id: artifact.id.to_owned(), title: artifact.title, caption: artifact.caption, content }
}

fn region(region: crate::artifact::Region) -> v1::Region {
    v1::Region { label: region.label, x: region.x, y: region.y, width: region.width, height: region.height }
}

fn outline(outline: Outline) -> v1::Outline {
    // A hundredth of a pixel is finer than any view, and a report may hold thousands of points.
    let rounded = |value: f32| (value * 100.0).round() / 100.0;
    let all = |points: Vec<(f32, f32)>| points.into_iter().map(|(x, y)| (rounded(x), rounded(y))).collect();
    let shape = match outline.shape {
        Shape::Polyline(points) => v1::Shape::Polyline { points: all(points) },
        Shape::Polygon(points) => v1::Shape::Polygon { points: all(points) },
        Shape::Dots(points) => v1::Shape::Dots { points: all(points) },
        Shape::Circle { centre: (x, y), radius } => {
            v1::Shape::Circle { x: rounded(x), y: rounded(y), radius: rounded(radius) }
        }
    };
    let stroke = match outline.stroke {
        Stroke::Solid => v1::Stroke::Solid,
        Stroke::Dashed => v1::Stroke::Dashed,
        Stroke::Dotted => v1::Stroke::Dotted,
        Stroke::DashDotted => v1::Stroke::DashDotted,
    };
    v1::Outline { label: outline.label, stroke, shape }
}

fn plot(plot: Plot) -> v1::Content {
    let axis = |axis: Axis| v1::Axis { label: axis.label, min: axis.min, max: axis.max };
    let series = plot.series.into_iter().map(|series| v1::Series { label: series.label, points: series.points });
    v1::Content::Plot { x: axis(plot.x), y: axis(plot.y), series: series.collect() }
}
