//! How much a sample of this size can support: a likelihood ratio larger than what its misses allow is not
//! evidence, it is extrapolation.

use crate::interval::at_most;
use crate::sample::Label;

/// Most that log10 LR may claim for a label.
///
/// At every threshold, the share of the label's photos beyond it over the upper 95 % bound of the other label's
/// share there; the best threshold counts. With nothing of the other label beyond it the bound is the rule of
/// three. `photos` are (score, label, part of a photo that the row stands for): a photo that was scored in four
/// conditions stands in four rows of a quarter, so that it counts once. Shares of a photo are rounded up. 0 when
/// nothing is supported, `None` without photos of both labels.
///
/// After Vergeer et al., "Numerical likelihood ratios outputted by LR systems are often based on extrapolation:
/// when to stop extrapolating?", Science & Justice 56 (2016), in the simplified form of methods E1.3.
pub fn cap(photos: &[(f64, Label, f64)], towards: Label) -> Option<f64> {
    let sign = if towards == Label::Ai { 1.0 } else { -1.0 };
    let total = |of_label: bool| -> f64 {
        photos.iter().filter(|(_, label, _)| (*label == towards) == of_label).map(|(.., part)| part).sum()
    };
    let (own, other) = (total(true), total(false));
    let count = other.round() as usize;
    if own <= 0.0 || count == 0 {
        return None;
    }
    let mut ordered: Vec<&(f64, Label, f64)> = photos.iter().collect();
    ordered.sort_by(|one, another| (another.0 * sign).total_cmp(&(one.0 * sign)));
    let (mut hits, mut misses) = (0.0, 0.0_f64);
    let mut best = 0.0_f64;
    let mut rows = ordered.into_iter().peekable();
    while let Some((score, label, part)) = rows.next() {
        if *label == towards {
            hits += part
        } else {
            misses += part
        }
        // A threshold lies between two scores, never between equal ones.
        if rows.peek().is_some_and(|(next, ..)| next == score) {
            continue;
        }
        // Beyond half of the other label nothing is supported any more.
        if misses > other / 2.0 {
            break;
        }
        let beyond = ((misses - 1e-9).ceil().max(0.0) as usize).min(count);
        best = best.max((hits / own / at_most(beyond, count)?).log10());
    }
    Some(best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::Label::{Ai, Camera};

    #[test]
    fn nothing_missed_is_the_rule_of_three() {
        // 80 of 100 AI pictures lie above every one of 300 camera photos.
        let camera = (0..300).map(|at| (f64::from(at) / 300.0, Camera, 1.0));
        let ai = (0..100).map(|at| (if at < 80 { 2.0 } else { 0.5 }, Ai, 1.0));
        let photos: Vec<_> = camera.chain(ai).collect();
        let upper = 1.0 - 0.05_f64.powf(1.0 / 300.0);
        assert!((cap(&photos, Ai).unwrap() - (0.8 / upper).log10()).abs() < 1e-9);
        // 150 camera photos lie below every AI picture, of which there are 100.
        let upper = 1.0 - 0.05_f64.powf(1.0 / 100.0);
        assert!((cap(&photos, Camera).unwrap() - (0.5 / upper).log10()).abs() < 1e-9);
    }

    #[test]
    fn a_photo_in_several_conditions_counts_once() {
        let once: Vec<_> =
            (0..100).flat_map(|at| [(f64::from(at), Camera, 1.0), (f64::from(at) + 50.5, Ai, 1.0)]).collect();
        let four: Vec<_> = once.iter().flat_map(|(score, label, _)| [(*score, *label, 0.25); 4]).collect();
        assert!((cap(&once, Ai).unwrap() - cap(&four, Ai).unwrap()).abs() < 1e-9);
        let twice: Vec<_> = once.iter().flat_map(|row| [*row; 2]).collect();
        assert!(cap(&twice, Ai) > cap(&once, Ai), "twice as many photos support more");
    }

    #[test]
    fn a_score_that_tells_nothing_supports_nothing() {
        let photos: Vec<_> = (0..100).flat_map(|_| [(1.0, Camera, 1.0), (1.0, Ai, 1.0)]).collect();
        assert_eq!(cap(&photos, Ai), Some(0.0));
        assert_eq!(cap(&[(1.0, Ai, 1.0)], Ai), None);
    }
}
