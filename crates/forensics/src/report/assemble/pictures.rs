//! Pictures of a finding put into the wire format: turned upright, drawn, and readable by value.

use std::collections::BTreeMap;

use image::{DynamicImage, RgbaImage};

use crate::artifact::readings::{self, Cell, Readings};
use crate::artifact::{Artifact, Axis, Content, Outline, Plot, Series, Shape, Spacing, Stroke, render};
use crate::geometry;
use crate::report::v1;
use crate::specimen::Specimen;

/// A picture in the wire format, upright; its pixels go into `images`.
pub(super) fn artifact(
    check: &str,
    artifact: Artifact,
    specimen: &Specimen<'_>,
    images: &mut BTreeMap<String, RgbaImage>,
) -> v1::Artifact {
    let coded = specimen.pixels().map_or((0, 0), |pixels| (pixels.coded.width(), pixels.coded.height()));
    turned(check, artifact, specimen.orientation(), coded, images)
}

/// A picture that belongs to no single photo, in the wire format; its pixels go into `images`.
pub fn apart(check: &str, artifact: Artifact, images: &mut BTreeMap<String, RgbaImage>) -> v1::Artifact {
    turned(check, artifact, UPRIGHT, (0, 0), images)
}

/// The EXIF orientation of a picture that stands upright as it is.
const UPRIGHT: u8 = 1;

fn turned(
    check: &str,
    artifact: Artifact,
    orientation: u8,
    coded: (u32, u32),
    images: &mut BTreeMap<String, RgbaImage>,
) -> v1::Artifact {
    let key = format!("{check}/{}", artifact.id);
    let content = match artifact.content {
        Content::Map { plane, range, unit } => {
            let plane = geometry::plane_upright(&plane, orientation);
            let picture = render::map(&plane, range);
            let (width, height) = picture.dimensions();
            images.insert(key.clone(), picture);
            let readings = Some(self::readings(readings::of(&plane, range, Cell::Mean)));
            v1::Content::Map { image: key, width, height, min: range.0, max: range.1, unit, readings }
        }
        Content::Regions(regions) => {
            let upright = |region| geometry::region_upright(region, coded, orientation);
            v1::Content::Regions { regions: regions.into_iter().map(upright).map(region).collect() }
        }
        Content::Outlines(outlines) => {
            let upright = |outline| geometry::outline_upright(outline, coded, orientation);
            let outline = |outline| self::outline(outline, PIXEL_PARTS);
            v1::Content::Outlines { outlines: outlines.into_iter().map(upright).map(outline).collect() }
        }
        Content::Picture(picture) => {
            let (width, height) = picture.dimensions();
            images.insert(key.clone(), DynamicImage::ImageRgb8(picture).into_rgba8());
            v1::Content::Picture { image: key, width, height }
        }
        Content::Plot(plot) => self::plot(plot),
        Content::Spectrum(spectrum) => {
            let plane = geometry::spectrum_upright(&spectrum.plane, orientation);
            let picture = render::map(&plane, spectrum.range);
            let (width, height) = picture.dimensions();
            images.insert(key.clone(), picture);
            // A frequency turns about zero, as a point of a picture without width and height does.
            let upright = |mark| geometry::outline_upright(mark, (0, 0), orientation);
            let mark = |mark| outline(mark, FREQUENCY_PARTS);
            v1::Content::Spectrum {
                image: key,
                width,
                height,
                min: spectrum.range.0,
                max: spectrum.range.1,
                unit: spectrum.unit,
                marks: spectrum.marks.into_iter().map(upright).map(mark).collect(),
                readings: readings(readings::of(&plane, spectrum.range, Cell::Highest)),
            }
        }
    };
    v1::Artifact { id: artifact.id.to_owned(), title: artifact.title, caption: artifact.caption, content }
}

fn region(region: crate::artifact::Region) -> v1::Region {
    v1::Region { label: region.label, x: region.x, y: region.y, width: region.width, height: region.height }
}

fn readings(readings: Readings) -> v1::Readings {
    let Readings { width, height, step, codes } = readings;
    v1::Readings { width, height, step, codes }
}

/// Parts of a unit to which the places of an outline are rounded: a hundredth of a pixel is finer than
/// any view, and a report may hold thousands of points.
const PIXEL_PARTS: f32 = 100.0;
/// The same for outlines in cycles per pixel.
const FREQUENCY_PARTS: f32 = 100_000.0;

fn outline(outline: Outline, parts: f32) -> v1::Outline {
    let rounded = |value: f32| (value * parts).round() / parts;
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
    v1::Content::Plot {
        x: axis(plot.x),
        y: axis(plot.y),
        series: plot.series.into_iter().map(series).collect(),
        bands: plot.bands.into_iter().map(|band| v1::Band { label: band.label, edges: band.edges }).collect(),
        marks: plot.marks.into_iter().map(|mark| v1::Mark { label: mark.label, at: mark.at }).collect(),
    }
}

fn axis(axis: Axis) -> v1::Axis {
    let spacing = match axis.spacing {
        Spacing::Even => None,
        Spacing::Logarithmic => Some(v1::Spacing::Logarithmic),
    };
    v1::Axis { label: axis.label, min: axis.min, max: axis.max, spacing }
}

fn series(series: Series) -> v1::Series {
    v1::Series { label: series.label, points: series.points, bar_width: series.bar_width }
}
