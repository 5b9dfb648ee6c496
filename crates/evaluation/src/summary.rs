//! The usual numbers of one sample, with what could not be measured and why.

use serde::{Deserialize, Serialize};

use crate::bootstrap;
use crate::cllr::cllr;
use crate::interval::{Interval, percentile};
use crate::logistic;
use crate::pav;
use crate::reliability::{self, Bin};
use crate::roc::Roc;
use crate::sample::{Label, Sample, Unit};

/// Photos of each label without which nothing is measured: with fewer, one photo moves an area under the
/// curve by more than a tenth.
pub const LEAST_PHOTOS: usize = 10;
/// False positive rates at which true positive rates are reported.
pub const FALSE_POSITIVE_RATES: [f64; 2] = [0.01, 0.001];
/// log10 LR from which evidence counts as misleading when it points to the wrong side.
const MISLEADING: f64 = 1.0;

/// A number with its interval, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Measure {
    /// It was measured.
    Value {
        /// The number.
        value: f64,
        /// Its 95 % interval, where there is one.
        interval: Option<Interval>,
    },
    /// It could not be measured.
    NotMeasurable {
        /// Why, in a few words.
        not_measurable: String,
    },
}

impl Measure {
    /// A number that could not be measured.
    pub fn not(why: impl Into<String>) -> Self {
        Self::NotMeasurable { not_measurable: why.into() }
    }

    /// The number, if it was measured.
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Value { value, .. } => Some(*value),
            Self::NotMeasurable { .. } => None,
        }
    }
}

/// How many photos and sources of one label there were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Photos with a score.
    pub photos: usize,
    /// Their sources.
    pub sources: usize,
    /// What the bootstrap drew.
    pub drawn: Unit,
}

/// The share of AI photos above a threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AtRate {
    /// The share of camera photos that may lie above it.
    pub at_most_fpr: f64,
    /// Lowest score that counts; absent when it is above every score or not measurable.
    pub threshold: Option<f64>,
    /// The share of AI photos at or above it.
    pub tpr: Measure,
}

/// What a calibration fitted on other sources was worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibrated {
    /// Log-likelihood-ratio cost of a logistic calibration that was fitted without the photo's source.
    pub cllr: Measure,
    /// The least that any monotone calibration could cost on these photos.
    pub cllr_min: f64,
    /// What is lost by calibration: the difference.
    pub cllr_cal: f64,
    /// Mean distance between stated and observed shares.
    pub expected_error: f64,
    /// Share of camera photos with a likelihood ratio of 10 or more.
    pub misleading_camera: f64,
    /// Share of AI photos with a likelihood ratio of 1/10 or less.
    pub misleading_ai: f64,
    /// The reliability diagram.
    pub bins: Vec<Bin>,
}

/// The usual numbers of one sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// AI photos.
    pub ai: Count,
    /// Camera photos.
    pub camera: Count,
    /// Area under the curve.
    pub auc: Measure,
    /// True positive rates at [`FALSE_POSITIVE_RATES`].
    pub tpr: Vec<AtRate>,
    /// Calibration; absent where it could not be fitted without each photo's source.
    pub calibrated: Option<Calibrated>,
}

impl Summary {
    /// Measures a sample. Intervals come from the bootstrap of whole sources; each draw chooses its own
    /// threshold.
    pub fn of(sample: &Sample) -> Self {
        let count = |label| {
            let units = sample.of(label);
            Count { photos: units.photos, sources: units.sources, drawn: units.drawn() }
        };
        let (ai, camera) = (count(Label::Ai), count(Label::Camera));
        let too_few = too_few(ai.photos, camera.photos);
        let Some(roc) = Roc::of(sample).filter(|_| too_few.is_none()) else {
            let why = too_few.unwrap_or_default();
            let not = || Measure::not(why.clone());
            let tpr =
                FALSE_POSITIVE_RATES.map(|at_most_fpr| AtRate { at_most_fpr, threshold: None, tpr: not() }).to_vec();
            return Self { ai, camera, auc: not(), tpr, calibrated: None };
        };
        let mut areas = Vec::new();
        let mut rates = FALSE_POSITIVE_RATES.map(|_| Vec::new());
        for drawn in bootstrap::curves(sample) {
            areas.push(drawn.auc());
            for (fpr, rates) in FALSE_POSITIVE_RATES.into_iter().zip(&mut rates) {
                rates.push(drawn.at_fpr(fpr).tpr);
            }
        }
        let tpr = FALSE_POSITIVE_RATES.into_iter().zip(rates).map(|(fpr, drawn)| at_rate(&roc, fpr, drawn, camera));
        Self {
            ai,
            camera,
            auc: Measure::Value { value: roc.auc(), interval: percentile(areas) },
            tpr: tpr.collect(),
            calibrated: calibrated(sample),
        }
    }
}

/// Why a sample of so many photos is too small; `None` if it is not.
fn too_few(ai: usize, camera: usize) -> Option<String> {
    let names = [(ai, "AI"), (camera, "camera")];
    let few: Vec<String> = names
        .iter()
        .filter(|(photos, _)| *photos < LEAST_PHOTOS)
        .map(|(photos, name)| format!("{photos} {name} photos of at least {LEAST_PHOTOS}"))
        .collect();
    (!few.is_empty()).then(|| few.join(", "))
}

fn at_rate(roc: &Roc, fpr: f64, drawn: Vec<f64>, camera: Count) -> AtRate {
    let needed = (1.0 / fpr).round() as usize;
    if camera.photos < needed {
        let why = format!("{} camera photos of at least {needed}", camera.photos);
        return AtRate { at_most_fpr: fpr, threshold: None, tpr: Measure::not(why) };
    }
    let point = roc.at_fpr(fpr);
    AtRate {
        at_most_fpr: fpr,
        threshold: Some(point.threshold).filter(|threshold| threshold.is_finite()),
        tpr: Measure::Value { value: point.tpr, interval: percentile(drawn) },
    }
}

fn calibrated(sample: &Sample) -> Option<Calibrated> {
    let ratios = logistic::leave_one_source_out(sample)?;
    let weighed: Vec<(f64, Label)> =
        ratios.iter().zip(sample.cases()).map(|(log10_lr, case)| (*log10_lr, case.label)).collect();
    let cost = |times: &dyn Fn(usize) -> f64| {
        cllr(
            weighed
                .iter()
                .zip(sample.cases())
                .map(|((log10_lr, label), case)| (log10_lr * std::f64::consts::LN_10, *label, times(case.unit))),
        )
    };
    let value = cost(&|_| 1.0)?;
    let drawn = bootstrap::draws(sample).filter_map(|times| cost(&|unit| times.get(unit).copied().unwrap_or(0.0)));
    let cllr_min = pav::least_cllr(sample)?;
    let bins = reliability::bins(&weighed);
    let share = |label: Label, misleads: &dyn Fn(f64) -> bool| {
        let of: Vec<f64> = weighed.iter().filter(|case| case.1 == label).map(|case| case.0).collect();
        of.iter().filter(|log10_lr| misleads(**log10_lr)).count() as f64 / of.len() as f64
    };
    Some(Calibrated {
        cllr: Measure::Value { value, interval: percentile(drawn.collect()) },
        cllr_min,
        cllr_cal: value - cllr_min,
        expected_error: reliability::expected_error(&bins),
        misleading_camera: share(Label::Camera, &|log10_lr| log10_lr >= MISLEADING),
        misleading_ai: share(Label::Ai, &|log10_lr| log10_lr <= -MISLEADING),
        bins,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scores of five sources a label that overlap by half.
    fn scored(photos: usize) -> Sample {
        let names: Vec<String> = (0..5).map(|number| number.to_string()).collect();
        let cases = (0..photos).flat_map(|photo| {
            let score = photo as f64 / photos as f64;
            let source = names.get((photo * 7) % 5).unwrap().as_str();
            [(score, Label::Camera, source), (score + 0.5, Label::Ai, source)]
        });
        Sample::new(cases)
    }

    #[test]
    fn what_is_too_small_is_said_and_not_measured() {
        let few = Summary::of(&scored(9));
        assert_eq!(few.auc, Measure::not("9 AI photos of at least 10, 9 camera photos of at least 10"));
        let some = Summary::of(&scored(99));
        assert!(some.auc.value().is_some());
        assert_eq!(some.tpr[0].tpr, Measure::not("99 camera photos of at least 100"));
        let more = Summary::of(&scored(100));
        assert!(more.tpr[0].tpr.value().is_some());
        assert_eq!(more.tpr[1].tpr, Measure::not("100 camera photos of at least 1000"));
        assert!(Summary::of(&scored(1000)).tpr[1].tpr.value().is_some());
    }

    #[test]
    fn shifted_even_scores_have_known_numbers() {
        let summary = Summary::of(&scored(1000));
        // P(a + 0.5 > c) for two even scores is 1 - 0.5^2 / 2; 51 % of AI scores lie above 0.99.
        assert!((summary.auc.value().unwrap() - 0.875).abs() < 1e-3);
        assert!((summary.tpr[0].tpr.value().unwrap() - 0.51).abs() < 2e-3);
        let Measure::Value { value, interval: Some(interval) } = summary.auc else { panic!("measured") };
        assert!(interval.low <= value && value <= interval.high);
        let calibrated = summary.calibrated.unwrap();
        // Half of each label lies where both are equally common (1 bit), the rest where there is one only.
        assert!((calibrated.cllr_min - 0.5).abs() < 0.01, "{calibrated:?}");
        assert!(calibrated.cllr_cal > 0.0 && calibrated.cllr.value().unwrap() < 1.0);
    }

    #[test]
    fn a_single_source_has_no_calibration_and_photos_are_drawn() {
        let cases = (0..40).flat_map(|at| [(f64::from(at), Label::Camera, "a"), (f64::from(at) + 5.0, Label::Ai, "b")]);
        let summary = Summary::of(&Sample::new(cases));
        assert_eq!((summary.ai.drawn, summary.calibrated), (Unit::Photos, None));
        assert!(matches!(summary.auc, Measure::Value { interval: Some(_), .. }));
    }
}
