//! Logistic fusion of claims about the same photos, with coefficients from 0 to 1.

use crate::sample::Label;

/// Rounds of improving one coefficient after the other; they converge in about twenty.
const ROUNDS: usize = 200;
/// Halvings of the interval in which one coefficient lies.
const HALVINGS: usize = 40;

/// The coefficients by which claims about the same photos, as log10 LR, add up at the least cost, both labels
/// weighing the same. 1 is independence; less is what the claims have in common with the others. None is above 1:
/// a claim was calibrated on its own and does not grow by company. `None` without photos of both labels, or with
/// rows of different lengths.
///
/// Morrison, "Tutorial on logistic-regression calibration and fusion", Australian Journal of Forensic Sciences 45
/// (2013), without an intercept and bounded.
pub fn coefficients(claims: &[(Vec<f64>, Label)]) -> Option<Vec<f64>> {
    let width = claims.first()?.0.len();
    if claims.iter().any(|(row, _)| row.len() != width) {
        return None;
    }
    let count = |label| claims.iter().filter(|(_, of)| *of == label).count() as f64;
    let (ai, camera) = (count(Label::Ai), count(Label::Camera));
    if ai == 0.0 || camera == 0.0 {
        return None;
    }
    let ln10 = std::f64::consts::LN_10;
    let mut coefficients = vec![1.0; width];
    // Slope of the cost in one coefficient; the cost is convex, so its sign tells the direction.
    let slope = |coefficients: &[f64], place: usize| -> f64 {
        claims
            .iter()
            .map(|(row, label)| {
                let odds: f64 = row.iter().zip(coefficients).map(|(claim, part)| claim * part * ln10).sum();
                let probability = 1.0 / (1.0 + (-odds).exp());
                let claim = row.get(place).copied().unwrap_or(0.0);
                match label {
                    Label::Ai => (probability - 1.0) * claim / ai,
                    Label::Camera => probability * claim / camera,
                }
            })
            .sum()
    };
    for _ in 0..ROUNDS {
        let before = coefficients.clone();
        for place in 0..width {
            let mut with = |value: f64| {
                if let Some(slot) = coefficients.get_mut(place) {
                    *slot = value;
                }
                slope(&coefficients, place)
            };
            if with(1.0) <= 0.0 {
                continue;
            }
            if with(0.0) >= 0.0 {
                continue;
            }
            let (mut low, mut high) = (0.0, 1.0);
            for _ in 0..HALVINGS {
                let middle = (low + high) / 2.0;
                if with(middle) > 0.0 { high = middle } else { low = middle }
            }
        }
        let moved = coefficients.iter().zip(&before).map(|(after, before)| (after - before).abs()).fold(0.0, f64::max);
        if moved < 1e-9 {
            break;
        }
    }
    Some(coefficients)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logistic::softplus;
    use proptest::prelude::*;

    /// Mean cost in bits of claims that were added with these coefficients, both labels weighing the same: Cllr.
    fn cost(claims: &[(Vec<f64>, Label)], coefficients: &[f64]) -> Option<f64> {
        let ln10 = std::f64::consts::LN_10;
        let side = |label: Label, sign: f64| {
            let costs: Vec<f64> = claims
                .iter()
                .filter(|(_, of)| *of == label)
                .map(|(row, _)| {
                    let odds: f64 = row.iter().zip(coefficients).map(|(claim, part)| claim * part * ln10).sum();
                    softplus(sign * odds) / std::f64::consts::LN_2
                })
                .collect();
            (!costs.is_empty()).then(|| costs.iter().sum::<f64>() / costs.len() as f64)
        };
        Some((side(Label::Ai, -1.0)? + side(Label::Camera, 1.0)?) / 2.0)
    }

    /// Normal quantiles by a rational approximation (Acklam) are not needed: any symmetric spread will do.
    fn spread(at: usize) -> f64 {
        let share = (at as f64 + 0.5) / 400.0;
        (share / (1.0 - share)).ln() / 2.0
    }

    /// Calibrated claims with independent errors: mean d^2 / 2 for AI pictures, deviation d (natural units).
    fn independent() -> Vec<(Vec<f64>, Label)> {
        let ln10 = std::f64::consts::LN_10;
        (0..400)
            .flat_map(|at| {
                let (one, two) = (spread(at), spread((at * 171) % 400));
                let claim = |sign: f64, noise: f64| (sign * 0.5 + noise) / ln10;
                [
                    (vec![claim(1.0, one), claim(1.0, two)], Label::Ai),
                    (vec![claim(-1.0, one), claim(-1.0, two)], Label::Camera),
                ]
            })
            .collect()
    }

    #[test]
    fn the_same_claim_twice_counts_once() {
        let twice: Vec<(Vec<f64>, Label)> =
            independent().into_iter().map(|(row, label)| (vec![2.0 * row[0]; 2], label)).collect();
        let both = coefficients(&twice).unwrap();
        let alone: Vec<(Vec<f64>, Label)> = twice.iter().map(|(row, label)| (vec![row[0]], *label)).collect();
        let one = coefficients(&alone).unwrap();
        assert!((both[0] + both[1] - one[0]).abs() < 1e-3, "{both:?} {one:?}");
    }

    #[test]
    fn independent_claims_both_count_and_noise_does_not() {
        let both = coefficients(&independent()).unwrap();
        assert!(both.iter().all(|part| *part > 0.8), "{both:?}");
        let noisy: Vec<(Vec<f64>, Label)> = independent()
            .into_iter()
            .enumerate()
            .map(|(at, (row, label))| (vec![row[0], if at % 4 < 2 { 0.7 } else { -0.7 }], label))
            .collect();
        let parts = coefficients(&noisy).unwrap();
        assert!(parts[1] < 0.1, "{parts:?}");
    }

    #[test]
    fn one_label_alone_has_no_coefficients() {
        assert_eq!(coefficients(&[(vec![1.0], Label::Ai)]), None);
        assert_eq!(coefficients(&[]), None);
        assert_eq!(coefficients(&[(vec![1.0], Label::Ai), (vec![1.0, 2.0], Label::Camera)]), None);
    }

    proptest! {
        #[test]
        fn they_lie_between_0_and_1_and_no_corner_costs_less(
            rows in prop::collection::vec((-2.0..2.0_f64, -2.0..2.0_f64, prop::bool::ANY), 4..40)
        ) {
            let claims: Vec<(Vec<f64>, Label)> = rows
                .iter()
                .map(|(one, two, is_ai)| (vec![*one, *two], if *is_ai { Label::Ai } else { Label::Camera }))
                .collect();
            if let Some(best) = coefficients(&claims) {
                prop_assert!(best.iter().all(|part| (0.0..=1.0).contains(part)));
                let least = cost(&claims, &best).unwrap();
                for other in [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.5, 0.5]] {
                    prop_assert!(least <= cost(&claims, &other).unwrap() + 1e-6, "{best:?} {other:?}");
                }
            }
        }
    }
}
