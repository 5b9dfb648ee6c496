//! Pictures of findings: which pixels each needs, and how it is shown.

use std::collections::BTreeMap;

use catchlight_forensics::report::v1::{Artifact, Axis, Band, Content, Mark, Outline, Region, Series};
use catchlight_forensics::text;
use catchlight_forensics::text::Text;
use serde::Serialize;

use super::results::Results;
use super::{MOST_ENTRIES, most};
use crate::number::measure;
use crate::pictures::{Pictures, Source};
use crate::said::{Languages, Said};
use crate::svg::overlay::{self, Frame};
use crate::svg::plot;
use crate::words;

/// A picture of a finding.
#[derive(Serialize)]
pub(super) struct ArtifactView {
    title: Said,
    caption: Said,
    /// Number of the picture; absent for a plot, and when the pixels were not at hand.
    picture: Option<usize>,
    /// Whether pixels belong to it that were not at hand.
    missing: bool,
    /// A drawing of its own, or one that lies over the picture.
    drawing: Option<String>,
    /// Whether the drawing is a plot.
    is_plot: bool,
    /// Width over height of what is shown.
    shape: f64,
    /// Whether pixels are shown with sharp edges: small crops and maps.
    sharp: bool,
    scale: Option<ScaleView>,
    legend: Vec<LegendRow>,
    notes: Vec<Said>,
}

/// The two ends of the palette.
#[derive(Serialize)]
struct ScaleView {
    from: Said,
    to: Said,
}

/// An entry of a legend.
#[derive(Serialize)]
struct LegendRow {
    /// A sample as SVG, or none.
    sample: Option<String>,
    /// A number or letter in the drawing, or none.
    key: Option<String>,
    label: Said,
    /// Where it lies.
    at: Option<Said>,
}

/// What a picture of a finding needs of the photo and of the pictures beside the report.
pub(crate) fn sources<'a>(results: Results<'a>, pictures: &Pictures) -> Vec<Source<'a>> {
    let artifacts = most(results.results).flat_map(|result| most(&result.artifacts));
    artifacts.filter_map(|artifact| source(artifact, results.photo, pictures)).collect()
}

fn source<'a>(artifact: &'a Artifact, size: Option<(u32, u32)>, pictures: &Pictures) -> Option<Source<'a>> {
    match &artifact.content {
        Content::Map { image, .. } | Content::Spectrum { image, .. } => Some(Source::Values(image)),
        Content::Picture { image, .. } => Some(Source::Artifact(image)),
        Content::Plot { .. } => None,
        Content::Regions { .. } | Content::Outlines { .. } => {
            let frame = frame(&artifact.content, size)?;
            let photo = pictures.photo.as_ref()?;
            // Only the very photo of the report has pixels where the report's numbers are.
            (size == Some(photo.dimensions())).then_some(Source::Crop(
                frame.left as u32,
                frame.top as u32,
                frame.width as u32,
                frame.height as u32,
            ))
        }
    }
}

/// The part of the photo that shows what lies over it.
fn frame(content: &Content, size: Option<(u32, u32)>) -> Option<Frame> {
    let (width, height) = size?;
    let whole = Frame::photo(width, height);
    Some(match content {
        Content::Regions { regions } => whole.around(regions.iter().flat_map(overlay::corners)),
        Content::Outlines { outlines } => whole.around(outlines.iter().flat_map(overlay::points)),
        _ => whole,
    })
}

/// An artifact for showing. `id` must be a name that is used once in a document; `size` is that of the photo that
/// regions and outlines lie over.
pub(super) fn view(
    id: &str,
    artifact: &Artifact,
    size: Option<(u32, u32)>,
    pictures: &Pictures,
    numbers: &BTreeMap<Source<'_>, usize>,
    languages: Languages,
) -> ArtifactView {
    let wanted = source(artifact, size, pictures);
    let picture = wanted.and_then(|source| numbers.get(&source).copied());
    let mut view = ArtifactView {
        title: Said::of(&artifact.title, languages),
        caption: Said::of(&artifact.caption, languages),
        picture,
        missing: picture.is_none() && !matches!(artifact.content, Content::Plot { .. }),
        drawing: None,
        is_plot: false,
        shape: 1.0,
        sharp: false,
        scale: None,
        legend: Vec::new(),
        notes: Vec::new(),
    };
    match &artifact.content {
        Content::Map { image, width, height, min, max, unit, .. } => {
            view.shape = shape(*width, *height);
            view.scale = Some(scale(*min, *max, unit, languages));
            view.sharp = true;
            // Transparent where nothing was measured.
            if pictures.artifacts.get(image).is_some_and(|map| map.pixels().any(|pixel| pixel.0[3] == 0)) {
                let label = Said::fixed(words::NOT_MEASURED, languages);
                view.legend.push(LegendRow { sample: Some(overlay::ground_sample()), key: None, label, at: None });
            }
        }
        Content::Picture { width, height, .. } => {
            view.shape = shape(*width, *height);
            view.sharp = *width < 128 && *height < 128;
        }
        Content::Spectrum { width, height, min, max, unit, marks, .. } => {
            view.shape = shape(*width, *height);
            view.scale = Some(scale(*min, *max, unit, languages));
            if !marks.is_empty() {
                view.drawing = Some(overlay::outlines(marks, Frame::SPECTRUM));
                view.legend = strokes(marks, languages);
            }
        }
        Content::Regions { regions } => {
            let frame = frame(&artifact.content, size).unwrap_or(Frame::photo(1, 1));
            view.shape = frame.width / frame.height;
            view.drawing = picture.map(|_| overlay::regions(regions, frame));
            view.legend = boxes(regions, languages);
            if regions.is_empty() {
                view.notes.push(Said::fixed(words::NO_REGIONS, languages));
            }
        }
        Content::Outlines { outlines } => {
            let frame = frame(&artifact.content, size).unwrap_or(Frame::photo(1, 1));
            view.shape = frame.width / frame.height;
            view.drawing = picture.map(|_| overlay::outlines(outlines, frame));
            view.legend = strokes(outlines, languages);
        }
        Content::Plot { x, y, series, bands, marks } => {
            view.is_plot = true;
            view.drawing = Some(plot::svg(id, x, y, series, bands, marks));
            view.legend = plot_legend(x, y, series, bands, marks, languages);
        }
    }
    view
}

/// Width over height, within what a page can hold.
fn shape(width: u32, height: u32) -> f64 {
    (f64::from(width.max(1)) / f64::from(height.max(1))).clamp(0.1, 20.0)
}

fn scale(min: f32, max: f32, unit: &Text, languages: Languages) -> ScaleView {
    let end = |value: f32| {
        let value = measure(f64::from(value), 4);
        let Text { en, zh } = unit;
        Said::of(&text!("{value} {en}", "{value} {zh}"), languages)
    };
    ScaleView { from: end(min), to: end(max) }
}

/// One entry for each name and stroke.
fn strokes(outlines: &[Outline], languages: Languages) -> Vec<LegendRow> {
    let mut rows: Vec<(&Outline, LegendRow)> = Vec::new();
    for outline in outlines {
        if rows.len() >= MOST_ENTRIES {
            break;
        }
        if !rows.iter().any(|(seen, _)| seen.stroke == outline.stroke && seen.label == outline.label) {
            let sample = Some(overlay::sample(outline.stroke));
            rows.push((outline, LegendRow { sample, key: None, label: Said::of(&outline.label, languages), at: None }));
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Numbered boxes with their places.
fn boxes(regions: &[Region], languages: Languages) -> Vec<LegendRow> {
    let row = |(index, region): (usize, &Region)| {
        let at = place([region.x, region.y, region.width, region.height].map(f64::from));
        LegendRow {
            sample: None,
            key: Some((index + 1).to_string()),
            label: Said::of(&region.label, languages),
            at: Some(Said::of(&at, languages)),
        }
    };
    most(regions).enumerate().map(row).collect()
}

/// Where a box lies: left and top edge, width and height in pixels of the photo.
pub(super) fn place(sides: [f64; 4]) -> Text {
    let [x, y, width, height] = sides.map(|value| measure(value.round(), 9));
    text!("{width} × {height} at {x}, {y}", "{width} × {height}，位于 {x}, {y}")
}

/// Axes, lines, bands and lettered marks of a plot.
fn plot_legend(
    x: &Axis,
    y: &Axis,
    series: &[Series],
    bands: &[Band],
    marks: &[Mark],
    languages: Languages,
) -> Vec<LegendRow> {
    let row = |key: Option<String>, sample: Option<String>, label: &Text| LegendRow {
        sample,
        key,
        label: Said::of(label, languages),
        at: None,
    };
    let mut rows = vec![row(Some("→".to_owned()), None, &x.label), row(Some("↑".to_owned()), None, &y.label)];
    rows.extend(
        series
            .iter()
            .take(plot::MOST_SERIES)
            .enumerate()
            .map(|(index, one)| row(None, Some(plot::sample(index, one.bar_width.is_some())), &one.label)),
    );
    rows.extend(bands.iter().take(plot::MOST_SERIES).map(|band| row(None, Some(plot::band_sample()), &band.label)));
    rows.extend(
        marks
            .iter()
            .take(plot::MOST_SERIES)
            .enumerate()
            .map(|(index, mark)| row(Some(plot::letter(index).to_string()), None, &mark.label)),
    );
    rows
}
