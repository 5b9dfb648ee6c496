//! Pictures of a finding: maps, crops, curves and regions, each in a named coordinate space and with
//! a fixed value range, so that a colour means the same in every photo.

pub mod plot;
pub mod readings;
pub mod render;

pub use plot::{Axis, Band, Mark, Plot, Series, Spacing};

use image::RgbImage;
use ndarray::Array2;

use crate::text::Text;

/// One picture of a finding.
#[derive(Debug, Clone)]
pub struct Artifact {
    /// Stable id, unique within the check: lower-case words joined by `-`.
    pub id: &'static str,
    /// Title.
    pub title: Text,
    /// How to read it, with what its colours or lines mean.
    pub caption: Text,
    /// What is shown.
    pub content: Content,
}

/// What an artifact shows, and in which coordinates.
#[derive(Debug, Clone)]
pub enum Content {
    /// A plane of values over the photo, in coded-pixel space: row-major `[height, width]`, any size
    /// of the photo's aspect ratio. Values are clamped to `range` and never stretched.
    Map {
        /// Values; NaN where nothing was measured.
        plane: Array2<f32>,
        /// The values of the palette's two ends.
        range: (f32, f32),
        /// Unit of a value.
        unit: Text,
    },
    /// Boxes over the photo, in coded-pixel space.
    Regions(Vec<Region>),
    /// Lines and circles over the photo, in coded-pixel space.
    Outlines(Vec<Outline>),
    /// A picture of its own space.
    Picture(RgbImage),
    /// A plot of its own space.
    Plot(Plot),
    /// A spectrum of its own space.
    Spectrum(Spectrum),
}

/// A two-dimensional spectrum over every frequency of the coded picture from -1/2 to 1/2 cycles per
/// pixel, with marks over it.
#[derive(Debug, Clone)]
pub struct Spectrum {
    /// Values, `[vertical, horizontal]`: frequency zero lies at `[height / 2, width / 2]`, horizontal
    /// frequencies grow to the right and vertical ones downwards. NaN where nothing was measured.
    /// Clamped to `range` and never stretched.
    pub plane: Array2<f32>,
    /// The values of the palette's two ends.
    pub range: (f32, f32),
    /// Unit of a value.
    pub unit: Text,
    /// Circled peaks, the file's own grid and the like, in cycles per pixel: (horizontal, vertical).
    pub marks: Vec<Outline>,
}

/// A box over the photo in coded pixels; the origin is the first coded pixel's corner.
#[derive(Debug, Clone)]
pub struct Region {
    /// Name beside the box.
    pub label: Text,
    /// Left edge in pixels.
    pub x: f32,
    /// Top edge in pixels.
    pub y: f32,
    /// Width in pixels.
    pub width: f32,
    /// Height in pixels.
    pub height: f32,
}

/// A named line, circle or set of points over the photo, in coded pixels; the origin is the first
/// coded pixel's corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// Name in the legend; outlines of the same name share one entry.
    pub label: Text,
    /// How it is drawn. Two things that a reader must tell apart have two strokes.
    pub stroke: Stroke,
    /// What is drawn.
    pub shape: Shape,
}

/// How a line is drawn: the dashes tell lines apart without colour, and each stroke has a colour of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// An unbroken line.
    Solid,
    /// Long dashes.
    Dashed,
    /// Dots.
    Dotted,
    /// Dashes and dots in turn.
    DashDotted,
}

/// The shape of an outline, in pixels.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A line from point to point.
    Polyline(Vec<(f32, f32)>),
    /// A closed line from point to point.
    Polygon(Vec<(f32, f32)>),
    /// A circle.
    Circle {
        /// Middle.
        centre: (f32, f32),
        /// Radius.
        radius: f32,
    },
    /// Single points.
    Dots(Vec<(f32, f32)>),
}
