//! Regularised logistic calibration of a score to a likelihood ratio.

use serde::{Deserialize, Serialize};

use crate::sample::{Case, Label, Sample};

/// log10 LR = `intercept` + `slope` x score, with the score held inside `score_range`.
///
/// Both labels weigh the same, so the fitted log odds are a log likelihood ratio: Morrison, "Tutorial on
/// logistic-regression calibration and fusion", Australian Journal of Forensic Sciences 45 (2013). The
/// slope has a normal prior of [`PRIOR_DEVIATION`] natural units for one standard deviation of the score, so
/// that a score which happens to separate a small sample is not taken for certainty. A score that points
/// the wrong way gets the slope 0: it says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Logistic {
    /// log10 LR at score 0.
    pub intercept: f64,
    /// log10 LR for one unit of score; never negative.
    pub slope: f64,
    /// Smallest and largest score of the photos it was fitted on. Nothing was measured outside, so a score
    /// there counts as the nearer end.
    pub score_range: (f64, f64),
}

/// Standard deviation of the slope's prior; after Gelman, Jakulin, Pittau and Su, "A weakly informative
/// default prior distribution for logistic and other regression models", Annals of Applied Statistics 2
/// (2008), whose scale is 2.5.
const PRIOR_DEVIATION: f64 = 2.5;
/// Newton's method converges in about six steps; this is a bound against not ending.
const MOST_STEPS: usize = 60;
/// Change of an accepted step, in standardised units, below which nothing more is gained.
const CONVERGED: f64 = 1e-10;

impl Logistic {
    /// Fits the photos that `used` lets through; `None` without photos of both labels among them.
    pub fn fit(sample: &Sample, used: impl Fn(&Case) -> bool) -> Option<Self> {
        Self::fit_weighted(sample, |case| f64::from(u8::from(used(case))))
    }

    /// Fits the photos, each as often as `times` says; `None` unless both labels occur.
    pub fn fit_weighted(sample: &Sample, times: impl Fn(&Case) -> f64) -> Option<Self> {
        let cases: Vec<(&Case, f64)> =
            sample.cases().iter().map(|case| (case, times(case))).filter(|(_, times)| *times > 0.0).collect();
        let count = |label| cases.iter().filter(|(case, _)| case.label == label).map(|(_, times)| times).sum::<f64>();
        let (ai, camera) = (count(Label::Ai), count(Label::Camera));
        // Highest score first.
        let (most, least) = (cases.first()?.0.score, cases.last()?.0.score);
        if ai <= 0.0 || camera <= 0.0 {
            return None;
        }
        let all = ai + camera;
        let weight = |label, times: f64| match label {
            Label::Ai => times * all / 2.0 / ai,
            Label::Camera => times * all / 2.0 / camera,
        };
        let mean = |value: &dyn Fn(f64) -> f64| {
            cases.iter().map(|(case, times)| weight(case.label, *times) * value(case.score)).sum::<f64>() / all
        };
        let centre = mean(&|score| score);
        let deviation = mean(&|score| (score - centre).powi(2)).sqrt();
        let says_nothing = Self { intercept: 0.0, slope: 0.0, score_range: (least, most) };
        if deviation <= f64::EPSILON * centre.abs().max(f64::MIN_POSITIVE) {
            return Some(says_nothing);
        }
        let observed: Vec<Observed> = cases
            .iter()
            .map(|(case, times)| Observed {
                at: (case.score - centre) / deviation,
                is_ai: f64::from(u8::from(case.label == Label::Ai)),
                weight: weight(case.label, *times),
            })
            .collect();
        let (intercept, slope) = maximum(&observed);
        if slope <= 0.0 {
            // The optimum under the bound: with equal weights of both labels the intercept is 0 there.
            return Some(says_nothing);
        }
        let ln10 = std::f64::consts::LN_10;
        Some(Self {
            intercept: (intercept - slope * centre / deviation) / ln10,
            slope: slope / deviation / ln10,
            score_range: (least, most),
        })
    }

    /// log10 of the likelihood ratio of a score.
    pub fn log10_lr(&self, score: f64) -> f64 {
        let (least, most) = self.score_range;
        self.intercept + self.slope * score.clamp(least, most)
    }
}

/// log10 LR of each photo by a calibration that was fitted without its source, in the order of
/// [`Sample::cases`]; `None` where a label has fewer than two sources.
pub fn leave_one_source_out(sample: &Sample) -> Option<Vec<f64>> {
    if [Label::Ai, Label::Camera].into_iter().any(|label| sample.of(label).sources < 2) {
        return None;
    }
    let sources = sample.of(Label::Ai).sources + sample.of(Label::Camera).sources;
    let fitted: Vec<Logistic> =
        (0..sources).map(|left_out| Logistic::fit(sample, |case| case.source != left_out)).collect::<Option<_>>()?;
    sample.cases().iter().map(|case| fitted.get(case.source).map(|fit| fit.log10_lr(case.score))).collect()
}

struct Observed {
    at: f64,
    is_ai: f64,
    weight: f64,
}

/// (intercept, slope) of the largest posterior, by Newton's method with halved steps where one is too long.
fn maximum(observed: &[Observed]) -> (f64, f64) {
    let precision = 1.0 / (PRIOR_DEVIATION * PRIOR_DEVIATION);
    let loss = |intercept: f64, slope: f64| {
        let fit: f64 = observed
            .iter()
            .map(|case| {
                let odds = intercept + slope * case.at;
                case.weight * (softplus(odds) - case.is_ai * odds)
            })
            .sum();
        fit + precision * slope * slope / 2.0
    };
    let (mut intercept, mut slope) = (0.0, 0.0);
    let mut lowest = loss(intercept, slope);
    for _ in 0..MOST_STEPS {
        let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, precision * slope, 0.0, 0.0, precision);
        for case in observed {
            let probability = 1.0 / (1.0 + (-(intercept + slope * case.at)).exp());
            let (error, bend) =
                (case.weight * (probability - case.is_ai), case.weight * probability * (1.0 - probability));
            g0 += error;
            g1 += error * case.at;
            h00 += bend;
            h01 += bend * case.at;
            h11 += bend * case.at * case.at;
        }
        let determinant = h00 * h11 - h01 * h01;
        if determinant <= 0.0 {
            break;
        }
        let (step0, step1) = ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant);
        let Some((part, reached)) = [1.0, 0.5, 0.25, 0.125, 0.0625]
            .into_iter()
            .map(|part| (part, loss(intercept - part * step0, slope - part * step1)))
            .find(|(_, reached)| *reached <= lowest)
        else {
            break;
        };
        (intercept, slope, lowest) = (intercept - part * step0, slope - part * step1, reached);
        if (part * step0).abs().max((part * step1).abs()) < CONVERGED {
            break;
        }
    }
    (intercept, slope)
}

/// ln(1 + e^x) without overflow.
pub(crate) fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Label::{Ai, Camera};
    use proptest::prelude::*;

    fn everything(_: &Case) -> bool {
        true
    }

    #[test]
    fn two_normal_distributions_have_a_known_line() {
        // Scores N(0, 1) and N(2, 1): ln LR = 2 x - 2. Quantiles stand for a large sample.
        let normal = |share: f64| {
            // Acklam's central region is enough for 0.02..0.98; here by bisection of the error function.
            let (mut low, mut high) = (-8.0_f64, 8.0_f64);
            for _ in 0..80 {
                let middle = (low + high) / 2.0;
                if cumulative(middle) < share { low = middle } else { high = middle }
            }
            low
        };
        let quantiles: Vec<f64> = (0..2000).map(|at| normal((f64::from(at) + 0.5) / 2000.0)).collect();
        let sample = Sample::new(
            quantiles.iter().map(|x| (*x, Camera, "c")).chain(quantiles.iter().map(|x| (*x + 2.0, Ai, "a"))),
        );
        let fit = Logistic::fit(&sample, everything).unwrap();
        let ln10 = std::f64::consts::LN_10;
        assert!((fit.slope * ln10 - 2.0).abs() < 0.03, "{fit:?}");
        assert!((fit.intercept * ln10 + 2.0).abs() < 0.03, "{fit:?}");
    }

    /// Standard normal distribution by Simpson's rule.
    fn cumulative(x: f64) -> f64 {
        let steps = 400;
        let width = x / f64::from(steps);
        let density = |t: f64| (-t * t / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let sum: f64 = (0..=steps)
            .map(|at| {
                let factor = if at == 0 || at == steps {
                    1.0
                } else if at % 2 == 1 {
                    4.0
                } else {
                    2.0
                };
                factor * density(f64::from(at) * width)
            })
            .sum();
        0.5 + sum * width / 3.0
    }

    #[test]
    fn more_photos_of_one_label_move_nothing() {
        let scored = [(0.0, Camera), (1.0, Camera), (2.0, Ai), (0.5, Ai), (3.0, Ai), (1.5, Camera)];
        let once = Sample::new(scored.iter().map(|(s, l)| (*s, *l, "x")));
        let more = Sample::new(
            scored.iter().flat_map(|(s, l)| std::iter::repeat_n((*s, *l, "x"), if *l == Camera { 300 } else { 100 })),
        );
        let many = Sample::new(scored.iter().flat_map(|(s, l)| std::iter::repeat_n((*s, *l, "x"), 200)));
        let (more, many) = (Logistic::fit(&more, everything).unwrap(), Logistic::fit(&many, everything).unwrap());
        assert!((more.slope - many.slope).abs() < 0.01 && (more.intercept - many.intercept).abs() < 0.01);
        // The prior holds the small sample back.
        assert!(Logistic::fit(&once, everything).unwrap().slope < many.slope);
    }

    #[test]
    fn a_score_that_points_the_wrong_way_or_nowhere_says_nothing() {
        let wrong = Sample::new([(0.0, Ai, "a"), (0.2, Ai, "a"), (1.0, Camera, "b"), (0.9, Camera, "b")]);
        let fit = Logistic::fit(&wrong, everything).unwrap();
        assert_eq!((fit.log10_lr(0.0), fit.log10_lr(9.0)), (0.0, 0.0));
        let constant = Sample::new([(4.0, Ai, "a"), (4.0, Camera, "b")]);
        assert_eq!(Logistic::fit(&constant, everything).unwrap().slope, 0.0);
    }

    #[test]
    fn separation_is_not_certainty_and_outside_is_the_nearer_end() {
        let apart = Sample::new([(0.0, Camera, "a"), (0.1, Camera, "b"), (1.0, Ai, "c"), (1.1, Ai, "d")]);
        let fit = Logistic::fit(&apart, everything).unwrap();
        assert!(fit.slope > 0.0 && fit.log10_lr(1.1) < 2.0, "{fit:?}");
        assert_eq!(fit.log10_lr(50.0), fit.log10_lr(1.1));
    }

    #[test]
    fn a_photo_is_weighed_without_its_source() {
        let mut scored = vec![(0.0, Camera, "a"), (0.4, Camera, "b"), (1.0, Ai, "c"), (0.6, Ai, "d"), (0.3, Ai, "d")];
        let before = leave_one_source_out(&Sample::new(scored.clone())).unwrap();
        // Another photo of source d changes the weights of all other sources' photos, not of its own.
        scored.push((0.2, Ai, "d"));
        let sample = Sample::new(scored);
        let after = leave_one_source_out(&sample).unwrap();
        let at = |score: f64| sample.cases().iter().position(|case| case.score == score).unwrap();
        assert_eq!(before[1], after[at(0.6)]);
        assert_ne!(before[0], after[at(1.0)]);
        assert_eq!(leave_one_source_out(&Sample::new([(0.0, Camera, "a"), (1.0, Ai, "b")])), None);
    }

    proptest! {
        #[test]
        fn the_slope_is_never_negative_and_everything_is_finite(
            scored in prop::collection::vec((-1e3..1e3_f64, prop::bool::ANY), 2..50)
        ) {
            let label = |is_ai| if is_ai { Ai } else { Camera };
            let sample = Sample::new(scored.iter().map(|(score, is_ai)| (*score, label(*is_ai), "x")));
            if let Some(fit) = Logistic::fit(&sample, everything) {
                prop_assert!(fit.slope >= 0.0 && fit.slope.is_finite() && fit.intercept.is_finite());
            }
        }
    }
}
