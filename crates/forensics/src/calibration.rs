//! Score to likelihood ratio, from the calibration file that lies beside a check.

use serde::Deserialize;
use thiserror::Error;

use crate::evidence::Weight;
use crate::text::Text;

/// A fitted map from a check's score to log10 of the likelihood ratio:
/// `log10_lr = intercept + slope * score`, clamped to the cap.
///
/// Regularised logistic regression of this form: Morrison, "Tutorial on logistic-regression
/// calibration and fusion", Australian Journal of Forensic Sciences 45 (2013).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    /// Id of the check that it was fitted for.
    check: String,
    /// Revision of the check that it was fitted for.
    revision: u32,
    /// log10 LR at score 0.
    intercept: f64,
    /// log10 LR for one unit of score.
    slope: f64,
    /// Smallest and largest score that occurred in the calibration set; a score outside is taken as
    /// the nearer end, because nothing was measured there.
    score_range: (f64, f64),
    /// Largest absolute log10 LR that the size of the calibration set supports (rule of three).
    cap: f64,
    /// Relevant population, in one sentence.
    population: Text,
}

/// Why a calibration gives no weight.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
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
}

impl Calibration {
    /// Reads a calibration file for a check.
    ///
    /// # Errors
    /// An unreadable file, or one fitted for another check or revision.
    pub fn read(source: &str, check: &'static str, revision: u32) -> Result<Self, CalibrationError> {
        let unreadable = |why: String| CalibrationError::Unreadable { check, why };
        let calibration: Self = toml::from_str(source).map_err(|error| unreadable(error.to_string()))?;
        if calibration.check != check || calibration.revision != revision {
            return Err(CalibrationError::OtherRevision {
                check,
                revision,
                made_for: calibration.check,
                made_for_revision: calibration.revision,
            });
        }
        let numbers = [
            calibration.intercept,
            calibration.slope,
            calibration.score_range.0,
            calibration.score_range.1,
            calibration.cap,
        ];
        if numbers.iter().any(|number| !number.is_finite())
            || calibration.cap < 0.0
            || calibration.score_range.0 > calibration.score_range.1
        {
            return Err(unreadable("a number is missing its sense".to_owned()));
        }
        Ok(calibration)
    }

    /// The weight of a score.
    ///
    /// # Errors
    /// A score that is not finite.
    pub fn weigh(&self, score: f64) -> Result<Weight, CalibrationError> {
        if !score.is_finite() {
            return Err(CalibrationError::ScoreNotFinite(self.check.clone()));
        }
        let (least, most) = self.score_range;
        let log10_lr = self.intercept + self.slope * score.clamp(least, most);
        Ok(Weight { log10_lr: log10_lr.clamp(-self.cap, self.cap), cap: self.cap, population: self.population.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"
        check = "example"
        revision = 2
        intercept = -1.0
        slope = 4.0
        score_range = [0.0, 1.0]
        cap = 1.5
        population = { en = "Rendered pictures.", zh-Hans = "渲染图片。" }
    "#;

    #[test]
    fn a_score_inside_the_range_follows_the_line() {
        let calibration = Calibration::read(SOURCE, "example", 2).unwrap();
        assert_eq!(calibration.weigh(0.5).unwrap().log10_lr, 1.0);
    }

    #[test]
    fn the_cap_and_the_range_bound_every_claim() {
        let calibration = Calibration::read(SOURCE, "example", 2).unwrap();
        assert_eq!(calibration.weigh(1.0).unwrap().log10_lr, 1.5);
        assert_eq!(calibration.weigh(-50.0).unwrap().log10_lr, -1.0);
    }

    #[test]
    fn another_revision_is_refused() {
        assert!(matches!(Calibration::read(SOURCE, "example", 3), Err(CalibrationError::OtherRevision { .. })));
        assert!(matches!(Calibration::read(SOURCE, "other", 2), Err(CalibrationError::OtherRevision { .. })));
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(matches!(Calibration::read("cap = 1", "example", 2), Err(CalibrationError::Unreadable { .. })));
        let negative = SOURCE.replace("cap = 1.5", "cap = -1.5");
        assert!(matches!(Calibration::read(&negative, "example", 2), Err(CalibrationError::Unreadable { .. })));
        let calibration = Calibration::read(SOURCE, "example", 2).unwrap();
        assert!(calibration.weigh(f64::NAN).is_err());
    }
}
