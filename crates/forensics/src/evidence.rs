//! A finding with its weight.

use crate::calibration::{Calibration, CalibrationError};
use crate::check::{About, Family};
use crate::text::Text;

/// What a calibrated score is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Weight {
    /// log10 of the likelihood ratio (H-AI over H-cam), after the cap.
    pub log10_lr: f64,
    /// Largest absolute value that the calibration set can support.
    pub cap: f64,
    /// Relevant population of the calibration.
    pub population: Text,
}

/// A weight and the family of the check that it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Checks of one family read the same trace and are never counted twice.
    pub family: Family,
    /// The weight.
    pub weight: Weight,
}

/// Weighs the score of a finding. No calibration, no weight: a description or an uncalibrated score
/// gives `None`.
///
/// # Errors
/// A calibration that cannot be read or was made for another revision of the check.
pub fn weigh(about: &About, score: Option<f64>) -> Result<Option<Weight>, CalibrationError> {
    let (Some(source), Some(score)) = (about.calibration, score) else {
        return Ok(None);
    };
    let calibration = Calibration::read(source, about.id, about.revision)?;
    calibration.weigh(score).map(Some)
}
