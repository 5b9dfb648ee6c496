//! Score to likelihood ratio, from the calibration file that lies beside a check.
//!
//! `catchlight calibrate` writes these files; docs/interpretation.md tells how a score becomes a weight.

mod file;

pub use file::{CalibrationFile, Caps, Counted, FORMAT, Made, StratumFit};

use thiserror::Error;

use crate::evidence::Weight;
use crate::history::{Compression, Stratum};

/// Fewest photos of each label from which a stratum may give weight.
pub const LEAST_PHOTOS: u32 = 50;

/// Cost from which a stratum gives no weight: 1 is what knowing nothing costs (methods E1.4).
pub const MOST_CLLR: f64 = 0.9;

/// A calibration file that was read and belongs to a check.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration(CalibrationFile);

/// Why a calibration gives no weight.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum CalibrationError {
    /// The file does not parse or holds impossible numbers.
    #[error("the calibration of {check} cannot be read: {why}")]
    Unreadable {
        /// Id of the check.
        check: &'static str,
        /// What is wrong.
        why: String,
    },
    /// The file was fitted for another check or another revision.
    #[error(
        "the calibration of {check} was made for {made_for} revision {made_for_revision}, not for revision {revision}"
    )]
    OtherRevision {
        /// Id of the check.
        check: &'static str,
        /// Revision of the check.
        revision: u32,
        /// Id that the file names.
        made_for: String,
        /// Revision that the file names.
        made_for_revision: u32,
    },
    /// The score is not a number.
    #[error("the score of {0} is not a finite number")]
    ScoreNotFinite(String),
    /// What compression has left in the file could not be read, so no stratum is known.
    #[error("the quality stratum of the file is not known")]
    StratumUnknown,
    /// The calibration set held no files like this one.
    #[error("{check} was not calibrated on files with {}", compression.words().en)]
    NotCalibrated {
        /// Id of the check.
        check: String,
        /// Stratum of the file.
        compression: Compression,
    },
    /// The calibration set held too few photos like this one.
    #[error("the calibration of {check} on files with {} had only {ai} AI pictures and {camera} camera photos", compression.words().en)]
    TooFew {
        /// Id of the check.
        check: String,
        /// Stratum of the file.
        compression: Compression,
        /// AI pictures of the stratum.
        ai: u32,
        /// Camera photos of the stratum.
        camera: u32,
    },
    /// On photos like this one the score told next to nothing.
    #[error("on files with {} the score of {check} told next to nothing (cost {cllr:.2} of 1)", compression.words().en)]
    Uninformative {
        /// Id of the check.
        check: String,
        /// Stratum of the file.
        compression: Compression,
        /// Cllr on sources that the fit had not seen.
        cllr: f64,
    },
}

impl Calibration {
    /// Reads a calibration file for a check.
    ///
    /// # Errors
    /// An unreadable file, or one fitted for another check or revision.
    pub fn read(source: &str, check: &'static str, revision: u32) -> Result<Self, CalibrationError> {
        let unreadable = |why: String| CalibrationError::Unreadable { check, why };
        let file = toml::from_str(source).map_err(|error| unreadable(error.to_string()))?;
        Self::new(file, check, revision)
    }

    /// Takes the contents of a calibration file for a check.
    ///
    /// # Errors
    /// As [`Calibration::read`].
    pub fn new(file: CalibrationFile, check: &'static str, revision: u32) -> Result<Self, CalibrationError> {
        if file.check != check || file.revision != revision {
            return Err(CalibrationError::OtherRevision {
                check,
                revision,
                made_for: file.check,
                made_for_revision: file.revision,
            });
        }
        file.sense().map_err(|why| CalibrationError::Unreadable { check, why: why.to_owned() })?;
        Ok(Self(file))
    }

    /// What the file says of itself.
    pub fn file(&self) -> &CalibrationFile {
        &self.0
    }

    /// The weight of a score in a file of this quality stratum; `None` where the stratum was not read.
    ///
    /// # Errors
    /// A score that is not finite, and a stratum that gives no weight.
    pub fn weigh(&self, score: f64, stratum: Option<Stratum>) -> Result<Weight, CalibrationError> {
        let check = || self.0.check.clone();
        if !score.is_finite() {
            return Err(CalibrationError::ScoreNotFinite(check()));
        }
        let compression = stratum.ok_or(CalibrationError::StratumUnknown)?.compression;
        let fit = self.0.strata.iter().find(|fit| fit.compression == compression.id());
        let fit = fit.ok_or_else(|| CalibrationError::NotCalibrated { check: check(), compression })?;
        if !fit.has_enough_photos() {
            let (ai, camera) = (fit.ai.photos, fit.camera.photos);
            return Err(CalibrationError::TooFew { check: check(), compression, ai, camera });
        }
        let Some(claim) = fit.claim(score).filter(|_| fit.gives_weight()) else {
            // One whose cost could not be measured told nothing that is known.
            let cllr = fit.cllr.unwrap_or(1.0);
            return Err(CalibrationError::Uninformative { check: check(), compression, cllr });
        };
        let cap = if claim.log10_lr < 0.0 { fit.cap.camera } else { fit.cap.ai };
        Ok(Weight {
            log10_lr: claim.log10_lr,
            interval: claim.interval,
            cap,
            compression,
            population: self.0.population.clone(),
        })
    }
}

#[cfg(test)]
mod tests;
