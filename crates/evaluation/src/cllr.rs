//! What likelihood ratios cost somebody who relies on them.

use crate::logistic::softplus;
use crate::sample::Label;

/// The log-likelihood-ratio cost of (natural logarithm of the likelihood ratio, label, how often it
/// counts): half the mean of log2(1 + 1/LR) over AI photos plus half the mean of log2(1 + LR) over camera
/// photos. 0 is perfect, 1 is what LR = 1 for every photo costs, more than 1 misleads. `None` without photos
/// of both labels.
///
/// Brümmer and du Preez, "Application-independent evaluation of speaker detection", Computer Speech and
/// Language 20 (2006).
pub fn cllr(ratios: impl IntoIterator<Item = (f64, Label, f64)>) -> Option<f64> {
    let (mut ai, mut camera) = ((0.0, 0.0), (0.0, 0.0));
    for (ln_lr, label, times) in ratios {
        let (sum, cost) = match label {
            Label::Ai => (&mut ai, softplus(-ln_lr)),
            Label::Camera => (&mut camera, softplus(ln_lr)),
        };
        sum.0 += times * cost;
        sum.1 += times;
    }
    (ai.1 > 0.0 && camera.1 > 0.0).then(|| (ai.0 / ai.1 + camera.0 / camera.1) / 2.0 / std::f64::consts::LN_2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Label::{Ai, Camera};

    #[test]
    fn known_costs() {
        let of = |ai: f64, camera: f64| cllr([(ai.ln(), Ai, 1.0), (camera.ln(), Camera, 1.0)]).unwrap();
        assert!((of(1.0, 1.0) - 1.0).abs() < 1e-12);
        // log2(1 + 1/4) and log2(1 + 1/4).
        assert!((of(4.0, 0.25) - 1.25_f64.log2()).abs() < 1e-12);
        // Wrong by a factor of a thousand each way: about ten bits.
        assert!((of(1e-3, 1e3) - 1001.0_f64.log2()).abs() < 1e-9);
        assert_eq!(cllr([(0.0, Ai, 1.0)]), None);
        assert_eq!(cllr([(f64::INFINITY, Ai, 1.0), (f64::NEG_INFINITY, Camera, 1.0)]), Some(0.0));
    }

    #[test]
    fn a_label_weighs_the_same_however_many_photos_it_has() {
        let few = cllr([(0.5, Ai, 1.0), (-0.5, Camera, 1.0)]);
        let many = cllr([(0.5, Ai, 1.0), (-0.5, Camera, 70.0), (-0.5, Camera, 30.0)]);
        assert!((few.unwrap() - many.unwrap()).abs() < 1e-12);
    }
}
