use super::*;
use proptest::prelude::*;

fn shipped() -> &'static Correlation {
    Correlation::shipped().unwrap()
}

const CAPS: Caps = Caps { ai: 1.56, camera: 0.99 };

#[test]
fn five_alike_photos_are_worth_fewer() {
    // 5 / (1 + 4 · 0.5) = 5 / 3.
    assert!((effective(5, 0.5) - 5.0 / 3.0).abs() < 1e-12);
    assert_eq!(effective(1, 0.7), 1.0);
    assert!((shrunk(&[1.0; 5], 0.5) - 5.0 / 3.0).abs() < 1e-12);
    assert_eq!(effective(7, 0.0), 7.0);
}

#[test]
fn benjamini_and_hochbergs_own_example_comes_out() {
    // Benjamini and Hochberg (1995), section 3.2: 15 p-values, the first 4 are discoveries at 5 %.
    let p = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ];
    assert_eq!(stood_out(&p), [0, 1, 2, 3]);
    assert_eq!(stood_out(&[]), [] as [usize; 0]);
    let mut turned = p;
    turned.reverse();
    assert_eq!(stood_out(&turned), [11, 12, 13, 14]);
}

#[test]
fn the_tail_is_the_binomial_one_where_photos_are_unrelated() {
    // P(X >= 2), X of 10 at 1 %: 1 - 0.99^10 - 10 · 0.01 · 0.99^9.
    let exact = 1.0 - 0.99_f64.powi(10) - 0.1 * 0.99_f64.powi(9);
    assert!((tail(2, 10, 0.0) - exact).abs() < 1e-12);
    assert_eq!(tail(0, 10, 0.0), 1.0);
    assert!(tail(10, 10, 0.2) > tail(10, 10, 0.0), "photos that are alike prove less");
}

#[test]
fn nothing_or_nonsense_gives_no_sum() {
    assert_eq!(together(&[], shipped(), CAPS), None);
    assert_eq!(together(&[f64::NAN], shipped(), CAPS), None);
}

proptest! {
    #[test]
    fn the_order_of_photos_changes_no_bit(mut claims in prop::collection::vec(-1.0..1.6_f64, 1..40)) {
        let one = together(&claims, shipped(), CAPS).unwrap();
        claims.reverse();
        let other = together(&claims, shipped(), CAPS).unwrap();
        prop_assert_eq!(one.log10_lr.to_bits(), other.log10_lr.to_bits());
        prop_assert_eq!(one.interval, other.interval);
        prop_assert_eq!(one.tail.to_bits(), other.tail.to_bits());
    }

    #[test]
    fn caps_hold_and_the_interval_holds_the_number(claims in prop::collection::vec(-9.0..9.0_f64, 1..40)) {
        let sum = together(&claims, shipped(), CAPS).unwrap();
        prop_assert!((-CAPS.camera..=CAPS.ai).contains(&sum.log10_lr));
        prop_assert!(sum.interval.0 <= sum.log10_lr && sum.log10_lr <= sum.interval.1);
        prop_assert!((0.0..=1.0).contains(&sum.tail));
    }

    #[test]
    fn a_stronger_photo_never_weakens_the_sum(claims in prop::collection::vec(-1.0..1.6_f64, 2..20), more in 0.0..1.0_f64) {
        let before = together(&claims, shipped(), CAPS).unwrap().log10_lr;
        let mut stronger = claims;
        stronger[0] += more;
        prop_assert!(together(&stronger, shipped(), CAPS).unwrap().log10_lr >= before - 1e-12);
    }
}
