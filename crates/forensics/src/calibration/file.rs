//! The contents of a calibration file, `<check>.toml`.

use serde::{Deserialize, Serialize};

use super::{LEAST_PHOTOS, MOST_CLLR};
use crate::history::Compression;
use crate::text::Text;

/// Value of [`CalibrationFile::format`].
pub const FORMAT: &str = "catchlight.calibration/1";

/// How the scores of a check became likelihood ratios, for each quality stratum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalibrationFile {
    /// Always [`FORMAT`].
    pub format: String,
    /// Id of the check that it was fitted for.
    pub check: String,
    /// Revision of the check that it was fitted for.
    pub revision: u32,
    /// Name of the method.
    pub method: String,
    /// Newest generators among the AI pictures, as year and month of the newest release.
    pub generators_until: String,
    /// Relevant population, in one sentence.
    pub population: Text,
    /// When and from what it was made.
    pub made: Made,
    /// One fit for each stratum that the calibration set held.
    pub strata: Vec<StratumFit>,
}

/// When and from what a file was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Made {
    /// Day, as in 2026-11-22.
    pub on: String,
    /// Version of the program.
    pub version: String,
    /// The command, without folders.
    pub command: String,
    /// SHA-256 of the manifest in lower-case hex.
    pub manifest_sha256: String,
}

/// Different photos, and the sources that they came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// Different photos; one that went through several conditions counts once.
    pub photos: u32,
    /// Sources.
    pub sources: u32,
}

/// Largest log10 LR towards each side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caps {
    /// Towards AI.
    pub ai: f64,
    /// Towards a camera photo, as a positive number.
    pub camera: f64,
}

/// The fit of one stratum: a regularised logistic regression (Morrison, "Tutorial on logistic-regression
/// calibration and fusion", Australian Journal of Forensic Sciences 45, 2013), with the band in which it lies
/// when whole sources are drawn again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StratumFit {
    /// [`Compression::id`] of the files.
    pub compression: String,
    /// AI pictures.
    pub ai: Counted,
    /// Camera photos.
    pub camera: Counted,
    /// Cost of the weights on sources that a fit had not seen; absent when there were too few sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cllr: Option<f64>,
    /// The part of it that the order of the scores leaves unavoidable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cllr_min: Option<f64>,
    /// What the number of photos supports: LR at most TPR / upper 95 % bound of FPR, with the rule of three
    /// where no false alarm was seen.
    pub cap: Caps,
    /// Rising scores from the smallest to the largest of the set, each with log10 LR: its 5th percentile over
    /// the draws, the fit, its 95th percentile. Between two of them the line is straight; a score outside
    /// counts as the nearer end, because nothing was measured there.
    pub knots: Vec<[f64; 4]>,
}

/// What a score claims.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Claim {
    pub(super) log10_lr: f64,
    pub(super) interval: (f64, f64),
}

impl CalibrationFile {
    /// Whether the numbers can be what they say.
    pub(super) fn sense(&self) -> Result<(), &'static str> {
        if self.format != FORMAT {
            return Err("it is of another format");
        }
        for (place, fit) in self.strata.iter().enumerate() {
            if Compression::of_id(&fit.compression).is_none() {
                return Err("a stratum has an unknown name");
            }
            if self.strata.iter().take(place).any(|before| before.compression == fit.compression) {
                return Err("a stratum stands twice");
            }
            fit.sense()?;
        }
        Ok(())
    }
}

impl StratumFit {
    /// Whether it held enough photos of each label and its scores told enough on sources that it had not seen.
    pub fn gives_weight(&self) -> bool {
        self.has_enough_photos() && self.cllr.is_some_and(|cllr| cllr <= MOST_CLLR)
    }

    /// Whether it held enough photos of each label.
    pub(super) fn has_enough_photos(&self) -> bool {
        self.ai.photos >= LEAST_PHOTOS && self.camera.photos >= LEAST_PHOTOS
    }

    fn sense(&self) -> Result<(), &'static str> {
        let costs = [self.cllr, self.cllr_min].into_iter().flatten();
        let mut numbers = self.knots.iter().flatten().copied().chain([self.cap.ai, self.cap.camera]).chain(costs);
        if !numbers.all(f64::is_finite) || self.cap.ai < 0.0 || self.cap.camera < 0.0 {
            return Err("a number is missing its sense");
        }
        if self.knots.iter().any(|[_, low, fitted, high]| low > fitted || fitted > high) {
            return Err("a band does not hold its line");
        }
        let falls = |[before, after]: [&[f64; 4]; 2]| {
            before[0] >= after[0] || before.iter().zip(after).skip(1).any(|(before, after)| before > after)
        };
        if self.knots.iter().zip(self.knots.iter().skip(1)).any(|(before, after)| falls([before, after])) {
            return Err("a likelihood ratio falls while the score rises");
        }
        Ok(())
    }

    /// What a score claims: the end of the band that is nearer to 0, and nothing where 0 lies inside it, so
    /// that a claim holds for other draws of sources, too. `None` without knots.
    pub(super) fn claim(&self, score: f64) -> Option<Claim> {
        let (first, last) = (self.knots.first()?, self.knots.last()?);
        let score = score.clamp(first[0], last[0]);
        let after = self.knots.iter().position(|knot| knot[0] >= score)?;
        let (left, right) = (self.knots.get(after.saturating_sub(1))?, self.knots.get(after)?);
        let width = right[0] - left[0];
        let share = if width > 0.0 { (score - left[0]) / width } else { 0.0 };
        let at = |place: usize| {
            let (left, right) = (left.get(place)?, right.get(place)?);
            Some((left + share * (right - left)).clamp(-self.cap.camera, self.cap.ai))
        };
        let (low, high) = (at(1)?, at(3)?);
        Some(Claim { log10_lr: low.max(0.0) + high.min(0.0), interval: (low, high) })
    }
}
