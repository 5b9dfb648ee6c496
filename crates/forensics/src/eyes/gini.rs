//! Gini coefficient of brightness, as astronomers use it for the light of galaxies.
//!
//! Proposed for the reflections of eyes by Owolabi and Pimbblet (Royal Astronomical Society, National
//! Astronomy Meeting 2024; not peer-reviewed). A feature beside the comparison of reflections, never a
//! trace of its own. Formula: Lotz, Primack and Madau, The Astronomical Journal 128, 2004,
//! doi:10.1086/421849.

use super::EyeView;

/// Gini coefficient of values of at least 0: 0 when all are equal, 1 when one holds everything. `None`
/// for fewer than two values, all zero, or any that is negative or not finite.
pub fn gini(values: &[f32]) -> Option<f64> {
    if values.len() < 2 || values.iter().any(|value| !value.is_finite() || *value < 0.0) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f32::total_cmp);
    let count = sorted.len() as f64;
    let total: f64 = sorted.iter().map(|&value| f64::from(value)).sum();
    let ranked: f64 = (1..)
        .zip(&sorted)
        .map(|(rank, &value): (u32, _)| (2.0 * f64::from(rank) - count - 1.0) * f64::from(value))
        .sum();
    (total > 0.0).then(|| ranked / (total * (count - 1.0)))
}

/// Gini coefficient of the brightness inside an iris.
pub fn of_iris(view: &EyeView) -> Option<f64> {
    gini(&view.iris.iter().map(|cell| view.luma(cell)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_have_0_and_one_holder_has_1() {
        assert_eq!(gini(&[3.0; 7]), Some(0.0));
        assert_eq!(gini(&[0.0, 0.0, 0.0, 9.0]), Some(1.0));
        // By hand: (-2 * 1 + 0 * 2 + 2 * 3) / (2 * 3 * 2).
        assert!((gini(&[3.0, 1.0, 2.0]).unwrap() - 1.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_measured_is_none() {
        for values in [&[][..], &[1.0], &[0.0, 0.0], &[f32::NAN, 1.0], &[-1.0, 2.0], &[f32::INFINITY, 1.0]] {
            assert_eq!(gini(values), None, "{values:?}");
        }
    }
}
