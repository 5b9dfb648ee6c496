//! Text in a picture: PP-OCR's detector and recogniser behind the port for learned models.
//!
//! The detector marks where lines of text are ([`boxes`]); the recogniser reads one line ([`read`]). A
//! [`Reading`] keeps what the recogniser thought of every character at every column, so that a caller
//! can ask not only for the likeliest text but how well certain words fit ([`Reading::fit`]). Source:
//! Cui et al., PaddleOCR 3.0 Technical Report, 2025, arXiv:2507.05595; Liao et al., Real-time Scene Text
//! Detection with Differentiable Binarization, AAAI 2020, arXiv:1911.08947.

mod alphabet;
mod detect;
mod reading;
mod recognise;
#[cfg(test)]
mod tests;

use image::RgbImage;

use crate::model::{ModelError, Models};
pub use reading::{Fit, Reading};

/// The detector's id in `models/manifest.toml`.
pub const DETECTOR: &str = "text-detector";

/// The recogniser's id in `models/manifest.toml`.
pub const RECOGNISER: &str = "text-recogniser";

/// A box in pixels of the picture that was searched; it lies inside it and is not empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Left edge.
    pub x: u32,
    /// Top edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// Where the detector sees a line of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextBox {
    /// The box around the line, with a margin.
    pub bounds: Bounds,
    /// Mean probability of text in it, 0 to 1.
    pub score: f32,
}

/// Finds lines of text in an upright picture of any size; the time grows with its pixels. Boxes come
/// from the top to the bottom. The detector sees characters that are about 8 to 300 pixels high.
///
/// # Errors
/// The detector did not run or answered in another form than expected.
pub fn boxes(picture: &RgbImage, models: &dyn Models) -> Result<Vec<TextBox>, ModelError> {
    let outputs = models.run(DETECTOR, detect::input(picture))?;
    detect::boxes(&outputs, picture.width(), picture.height())
}

/// Reads one horizontal line of text.
///
/// # Errors
/// The recogniser did not run or answered in another form than expected.
pub fn read(picture: &RgbImage, bounds: Bounds, models: &dyn Models) -> Result<Reading, ModelError> {
    let outputs = models.run(RECOGNISER, recognise::input(picture, bounds))?;
    recognise::reading(&outputs)
}
