//! Plots: lines, bars, bands and marks over fixed axes.

use crate::text::Text;

/// A plot with fixed axes.
#[derive(Debug, Clone)]
pub struct Plot {
    /// Horizontal axis.
    pub x: Axis,
    /// Vertical axis.
    pub y: Axis,
    /// Lines and bars, each of (x, y) points in axis units.
    pub series: Vec<Series>,
    /// Areas behind the lines, such as where nearly all real photos lie.
    pub bands: Vec<Band>,
    /// Places on the horizontal axis with a name.
    pub marks: Vec<Mark>,
}

impl Plot {
    /// A plot without bands and marks.
    pub fn new(x: Axis, y: Axis, series: Vec<Series>) -> Self {
        Self { x, y, series, bands: Vec::new(), marks: Vec::new() }
    }
}

/// An axis with its fixed range.
#[derive(Debug, Clone)]
pub struct Axis {
    /// What it measures, with the unit.
    pub label: Text,
    /// Value at the start.
    pub min: f64,
    /// Value at the end.
    pub max: f64,
    /// How values are spaced along it.
    pub spacing: Spacing,
}

impl Axis {
    /// An axis on which equal steps are equally long.
    pub fn even(label: Text, min: f64, max: f64) -> Self {
        Self { label, min, max, spacing: Spacing::Even }
    }

    /// An axis on which equal factors are equally long; both ends lie above zero.
    pub fn logarithmic(label: Text, min: f64, max: f64) -> Self {
        Self { label, min, max, spacing: Spacing::Logarithmic }
    }
}

/// How values are spaced along an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spacing {
    /// Equal steps are equally long.
    Even,
    /// Equal factors are equally long. A value of zero or less has no place.
    Logarithmic,
}

/// One line of a plot, or one row of bars.
#[derive(Debug, Clone)]
pub struct Series {
    /// Name in the legend.
    pub label: Text,
    /// Points in axis units.
    pub points: Vec<(f64, f64)>,
    /// Width of a bar in units of the horizontal axis, when each point is a bar that stands on the
    /// axis around its x (a histogram) instead of a point of a line.
    pub bar_width: Option<f64>,
}

impl Series {
    /// A line from point to point.
    pub fn line(label: Text, points: Vec<(f64, f64)>) -> Self {
        Self { label, points, bar_width: None }
    }

    /// A bar of this width around the x of each point.
    pub fn bars(label: Text, points: Vec<(f64, f64)>, width: f64) -> Self {
        Self { label, points, bar_width: Some(width) }
    }
}

/// The area between a lower and an upper line.
#[derive(Debug, Clone)]
pub struct Band {
    /// Name in the legend, which says what lies in it: "5 to 95 % of real photos of this kind".
    pub label: Text,
    /// (x, lower y, upper y) in axis units.
    pub edges: Vec<(f64, f64, f64)>,
}

/// A named place on the horizontal axis.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Name beside the line: a few characters.
    pub label: Text,
    /// Where it stands, in units of the horizontal axis.
    pub at: f64,
}
