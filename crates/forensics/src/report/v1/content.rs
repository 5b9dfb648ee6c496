//! The kinds of picture in a report.

use serde::{Deserialize, Serialize};

use super::{Axis, Outline, Region, Series};
use crate::text::Text;

/// What an artifact shows. Pixels are not in the report: `image` names a PNG that lies beside it
/// (`<check>/<artifact>`), which the app serves and the command line writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Content {
    /// A map over the upright photo, drawn with the report's one palette.
    Map {
        /// Key of the PNG.
        image: String,
        /// Pixels in a row of the PNG, upright.
        width: u32,
        /// Rows of the PNG, upright.
        height: u32,
        /// Value at the palette's start.
        min: f32,
        /// Value at the palette's end.
        max: f32,
        /// Unit of a value.
        unit: Text,
    },
    /// Boxes over the upright photo.
    Regions {
        /// The boxes.
        regions: Vec<Region>,
    },
    /// Lines and circles over the upright photo.
    Outlines {
        /// The lines and circles.
        outlines: Vec<Outline>,
    },
    /// A picture of its own space.
    Picture {
        /// Key of the PNG.
        image: String,
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
    },
    /// A plot of its own space.
    Plot {
        /// Horizontal axis.
        x: Axis,
        /// Vertical axis.
        y: Axis,
        /// Lines.
        series: Vec<Series>,
    },
}

/// The shape of an outline in pixels of the upright photo, to a hundredth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Shape {
    /// A line from point to point.
    Polyline {
        /// (x, y) of each point.
        points: Vec<(f32, f32)>,
    },
    /// A closed line from point to point.
    Polygon {
        /// (x, y) of each point.
        points: Vec<(f32, f32)>,
    },
    /// A circle.
    Circle {
        /// Middle, from the left edge.
        x: f32,
        /// Middle, from the top edge.
        y: f32,
        /// Radius.
        radius: f32,
    },
    /// Single points.
    Dots {
        /// (x, y) of each point.
        points: Vec<(f32, f32)>,
    },
}
