//! A finding with its weight.

use crate::calibration::{Calibration, CalibrationError};
use crate::check::{About, Family};
use crate::history::{Compression, Stratum};
use crate::text::Text;

/// What a calibrated score is worth.
#[derive(Debug, Clone, PartialEq)]
pub struct Weight {
    /// log10 of the likelihood ratio (H-AI over H-cam), after the cap: the end of [`Weight::interval`] that is
    /// nearer to 0, and 0 where that lies inside.
    pub log10_lr: f64,
    /// 5th and 95th percentile of log10 LR over draws of whole sources, after the cap.
    pub interval: (f64, f64),
    /// Largest absolute value that the calibration set can support towards this side.
    pub cap: f64,
    /// Quality stratum of the photos that it was fitted on.
    pub compression: Compression,
    /// Relevant population of the calibration.
    pub population: Text,
}

/// A weight and the check that it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Id of the check.
    pub check: &'static str,
    /// Revision of the check.
    pub revision: u32,
    /// Checks of one family read the same trace and are never counted twice.
    pub family: Family,
    /// The weight.
    pub weight: Weight,
}

/// Weighs the score of a finding in a file of this quality stratum. No calibration, no weight: a description or
/// an uncalibrated score gives `None`.
///
/// # Errors
/// A calibration that cannot be read, was made for another revision of the check, or gives no weight to files
/// of this stratum.
pub fn weigh(about: &About, score: Option<f64>, stratum: Option<Stratum>) -> Result<Option<Weight>, CalibrationError> {
    let (Some(source), Some(score)) = (about.calibration, score) else {
        return Ok(None);
    };
    let calibration = Calibration::read(source, about.id, about.revision)?;
    calibration.weigh(score, stratum).map(Some)
}
