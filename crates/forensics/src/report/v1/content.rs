//! The kinds of picture in a report.

use serde::{Deserialize, Serialize};

use super::{Axis, Band, Mark, Outline, Readings, Region, Series};
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
        /// The values, for reading off; absent in reports of before there were readings.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "types", ts(optional))]
        readings: Option<Readings>,
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
        /// Lines and bars.
        series: Vec<Series>,
        /// Areas behind the lines.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "types", ts(as = "Option<Vec<Band>>", optional))]
        bands: Vec<Band>,
        /// Named places on the horizontal axis.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "types", ts(as = "Option<Vec<Mark>>", optional))]
        marks: Vec<Mark>,
    },
    /// A two-dimensional spectrum of the upright photo, drawn with the report's one palette: from -1/2
    /// to 1/2 cycles per pixel in each direction, frequency zero in the pixel at (width / 2, height / 2),
    /// rounded down; vertical frequencies grow downwards.
    Spectrum {
        /// Key of the PNG.
        image: String,
        /// Pixels in a row of the PNG.
        width: u32,
        /// Rows of the PNG.
        height: u32,
        /// Value at the palette's start.
        min: f32,
        /// Value at the palette's end.
        max: f32,
        /// Unit of a value.
        unit: Text,
        /// Circled peaks and grids, in cycles per pixel instead of pixels, to a hundred-thousandth.
        marks: Vec<Outline>,
        /// The values, for reading off.
        readings: Readings,
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
