//! The table `detector` of an entry: how a picture becomes the model's input, and its output a score.

use image::RgbImage;
use ndarray::{ArrayD, IxDyn};
use serde::Deserialize;

use super::Stated;
use crate::text::Text;

/// How a model is used, as the entry's author wrote it; docs/detectors.md explains every key.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// The check's title.
    pub title: Text,
    /// Who made the model.
    pub made_by: String,
    /// Raised whenever a score could change; a calibration of another revision is refused.
    #[serde(default = "first")]
    pub revision: u32,
    /// When it is wrong or silent, in its makers' words.
    #[serde(default)]
    pub limits: Vec<Text>,
    pub(super) views: Views,
    #[serde(default = "twelve")]
    pub(super) most_views: usize,
    side: Option<u32>,
    layout: Layout,
    channels: Channels,
    scale: f32,
    mean: [f32; 3],
    deviation: [f32; 3],
    output: String,
    #[serde(default)]
    class: usize,
    meaning: Meaning,
    ai_is: Side,
    pub(super) combine: Combine,
    /// The calibration file, below the folder of the manifest.
    pub calibration: Option<String>,
}

const fn first() -> u32 {
    1
}

const fn twelve() -> usize {
    12
}

/// What of the photo the model is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Views {
    /// The photo scaled until its short side fills the input; its middle.
    Whole,
    /// The photo scaled to the input, whatever its aspect ratio.
    Squeezed,
    /// Squares at the photo's own size, spread evenly.
    Native,
}

/// Order of the input's axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Layout {
    /// One view, channels, rows, columns.
    Nchw,
    /// One view, rows, columns, channels.
    Nhwc,
}

/// Order of the colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Channels {
    Rgb,
    Bgr,
}

/// What the output holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Meaning {
    /// The logarithm of the odds of the class.
    Logit,
    /// The probability of the class.
    Probability,
    /// One number a class, which softmax turns into probabilities.
    Softmax,
}

/// Whether the class stands for generated pictures or for photos.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Side {
    High,
    Low,
}

/// How the scores of several views become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Combine {
    Mean,
    Median,
}

/// A probability is never taken as more certain than one in a million.
const LEAST_PROBABILITY: f64 = 1e-6;

/// How far outside of 0 to 1 rounding may carry a probability.
const ROUNDING: f64 = 1e-3;

/// Sides of an input that can be made, and the most views.
const SIDES: std::ops::RangeInclusive<u32> = 16..=1024;
const MOST_VIEWS: usize = 64;

impl Spec {
    /// Reads the table.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(table: &toml::Table) -> Result<Self, String> {
        table.clone().try_into().map_err(|error: toml::de::Error| error.to_string())
    }
}

/// A specification that fits its model.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) spec: Spec,
    /// Side of a view in pixels.
    pub(super) side: u32,
    /// Place of the output.
    output: usize,
}

impl Ready {
    /// Compares a specification with what the entry states of the model.
    ///
    /// # Errors
    /// What does not fit.
    pub(super) fn new(spec: Spec, stated: &Stated) -> Result<Self, String> {
        let (channels, rows, columns) = match (spec.layout, stated.input.as_slice()) {
            (Layout::Nchw, [_, channels, rows, columns]) | (Layout::Nhwc, [_, rows, columns, channels]) => {
                (*channels, *rows, *columns)
            }
            _ => return Err(format!("the input has {} axes and must have 4", stated.input.len())),
        };
        let batch = stated.input.first().copied().unwrap_or_default();
        if channels != 3 || rows != columns || batch != 1 {
            return Err(format!("the input {:?} is not one square picture of three colours", stated.input));
        }
        let own = u32::try_from(rows).unwrap_or(u32::MAX);
        let side = match (own, spec.side) {
            (0, Some(side)) => side,
            (0, None) => return Err("the input has no side of its own, and none is stated".to_owned()),
            (own, Some(side)) if own != side => return Err(format!("the input's side is {own}, not {side}")),
            (own, _) => own,
        };
        if !SIDES.contains(&side) || !(1..=MOST_VIEWS).contains(&spec.most_views) || spec.revision == 0 {
            return Err(format!("a side of {side}, {} views or revision {} cannot be", spec.most_views, spec.revision));
        }
        let divides = |number: &f32| number.is_finite() && *number > 0.0;
        if !divides(&spec.scale)
            || !spec.deviation.iter().all(divides)
            || !spec.mean.iter().all(|mean| mean.is_finite())
        {
            return Err("scale, mean and deviation must be numbers, scale and deviation above zero".to_owned());
        }
        let Some(output) = stated.outputs.iter().position(|name| *name == spec.output) else {
            return Err(format!("the model has no output {}", spec.output));
        };
        Ok(Self { spec, side, output })
    }

    /// Fewest pixels of a photo's short side.
    pub(super) fn least_side(&self) -> u32 {
        match self.spec.views {
            Views::Native => self.side,
            // A photo that had to be enlarged several times shows the enlargement.
            Views::Whole | Views::Squeezed => self.side.div_ceil(4),
        }
    }

    /// A view as the model takes it: samples from 0 to 255 times the scale, less the mean, divided by the
    /// deviation, mean and deviation in the order of red, green, blue.
    pub(super) fn input(&self, view: &RgbImage) -> ArrayD<f32> {
        let side = self.side as usize;
        let sample = |y: usize, x: usize, place: usize| {
            let colour = if self.spec.channels == Channels::Rgb { place } else { 2 - place };
            let sample = view.get_pixel_checked(x as u32, y as u32).and_then(|pixel| pixel.0.get(colour)).copied();
            (f32::from(sample.unwrap_or(0)) * self.spec.scale - self.spec.mean[colour]) / self.spec.deviation[colour]
        };
        match self.spec.layout {
            Layout::Nchw => ArrayD::from_shape_fn(IxDyn(&[1, 3, side, side]), |at| sample(at[2], at[3], at[1])),
            Layout::Nhwc => ArrayD::from_shape_fn(IxDyn(&[1, side, side, 3]), |at| sample(at[1], at[2], at[3])),
        }
    }

    /// The logarithm of the odds for a generated picture; `None` when the output is not what the entry
    /// says it is.
    pub(super) fn score(&self, outputs: &[ArrayD<f32>]) -> Option<f64> {
        let values: Vec<f64> = outputs.get(self.output)?.iter().map(|value| f64::from(*value)).collect();
        let value = *values.get(self.spec.class)?;
        if !values.iter().all(|value| value.is_finite()) {
            return None;
        }
        let score = match self.spec.meaning {
            Meaning::Logit => value,
            Meaning::Probability => {
                if !(-ROUNDING..=1.0 + ROUNDING).contains(&value) {
                    return None;
                }
                let probability = value.clamp(LEAST_PROBABILITY, 1.0 - LEAST_PROBABILITY);
                (probability / (1.0 - probability)).ln()
            }
            Meaning::Softmax => {
                let others = values.iter().enumerate().filter(|(place, _)| *place != self.spec.class);
                let others: Vec<f64> = others.map(|(_, value)| *value).collect();
                let most = others.iter().copied().reduce(f64::max)?;
                value - most - others.iter().map(|other| (other - most).exp()).sum::<f64>().ln()
            }
        };
        Some(if self.spec.ai_is == Side::High { score } else { -score })
    }
}
