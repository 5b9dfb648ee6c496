use proptest::prelude::*;

use super::*;
use crate::calibration::{Caps, Counted};
use crate::evidence::Weight;
use crate::fusion::tests::without_families;
use crate::fusion::{Coefficient, FamilyFusion};
use crate::history::Compression;
use crate::text::Text;

fn evidence(check: &'static str, family: Family, log10_lr: f64) -> Evidence {
    let weight = Weight {
        log10_lr,
        interval: (log10_lr - 0.5, log10_lr + 0.5),
        cap: 3.0,
        compression: Compression::Medium,
        population: Text::same("test"),
    };
    Evidence { check, revision: 1, family, weight }
}

fn weighed(evidence: &[Evidence]) -> f64 {
    match conclude(&[], None, evidence, &without_families(9.0)) {
        Conclusion::Weighed(Weighed { log10_lr, .. }) => log10_lr,
        other => panic!("{other:?}"),
    }
}

/// Two checks of one family that were measured together on this many photos.
fn fused(photos: u32) -> Fusion {
    let counted = Counted { photos: photos / 2, sources: 9 };
    let coefficient = |check: &str, coefficient| Coefficient { check: check.to_owned(), revision: 1, coefficient };
    let family = FamilyFusion {
        family: Family::Learned.id().to_owned(),
        ai: counted,
        camera: counted,
        checks: vec![coefficient("a", 0.75), coefficient("b", 0.5)],
    };
    Fusion { families: vec![family], ..without_families(9.0) }
}

#[test]
fn nothing_weighed_is_its_own_conclusion() {
    assert_eq!(conclude(&[], None, &[], &without_families(9.0)), Conclusion::NothingWeighed);
}

#[test]
fn a_declared_origin_speaks_before_measurements_and_generation_before_parts() {
    use Declaration::{Captured, Generated, PartlyGenerated};
    let fusion = without_families(9.0);
    let claims = [evidence("a", Family::Tone, -2.0)];
    assert_eq!(conclude(&[PartlyGenerated, Generated], None, &claims, &fusion), Conclusion::Declared(Generated));
    let screenshot = Some(Obstacle::Screenshot);
    assert_eq!(conclude(&[Captured, PartlyGenerated], screenshot, &[], &fusion), Conclusion::Declared(PartlyGenerated));
    assert_eq!(conclude(&[Captured], None, &[], &fusion), Conclusion::NothingWeighed);
}

#[test]
fn an_obstacle_speaks_before_weights() {
    let claims = [evidence("a", Family::Tone, 2.0)];
    let concluded = conclude(&[], Some(Obstacle::Screenshot), &claims, &without_families(9.0));
    assert_eq!(concluded, Conclusion::NotAssessable(Obstacle::Screenshot));
}

#[test]
fn inside_a_family_the_weakest_claim_speaks() {
    assert_eq!(weighed(&[evidence("a", Family::Tone, 2.0), evidence("b", Family::Tone, 0.5)]), 0.5);
}

#[test]
fn opposite_claims_of_one_family_cancel() {
    assert_eq!(weighed(&[evidence("a", Family::Tone, 2.0), evidence("b", Family::Tone, -0.5)]), 0.0);
}

#[test]
fn inside_a_family_joint_results_speak_where_there_are_enough() {
    let claims = [evidence("b", Family::Learned, 1.0), evidence("a", Family::Learned, 2.0)];
    let of = |photos| conclude(&[], None, &claims, &fused(photos));
    let Conclusion::Weighed(together) = of(400) else { panic!("weighed") };
    assert_eq!(together, Weighed { log10_lr: 2.0, interval: (1.375, 2.625) });
    let Conclusion::Weighed(too_few) = of(298) else { panic!("weighed") };
    assert_eq!(too_few.log10_lr, 1.0, "the weakest");
    let alone = conclude(&[], None, &claims[1..], &fused(400));
    let Conclusion::Weighed(alone) = alone else { panic!("weighed") };
    assert_eq!(alone.log10_lr, 2.0);
    let mut other = claims;
    other[0].revision = 2;
    let Conclusion::Weighed(other) = conclude(&[], None, &other, &fused(400)) else { panic!("weighed") };
    assert_eq!(other.log10_lr, 1.0, "another revision was not measured");
}

#[test]
fn a_further_family_counts_half() {
    assert_eq!(weighed(&[evidence("a", Family::Tone, 2.0), evidence("b", Family::Face, 1.0)]), 2.5);
    assert_eq!(weighed(&[evidence("a", Family::Tone, 2.0), evidence("b", Family::Face, -0.75)]), 1.25);
}

#[test]
fn strong_opposition_is_a_conflict_not_an_average() {
    let claims = [evidence("a", Family::Tone, 2.0), evidence("b", Family::Face, -1.5)];
    assert_eq!(conclude(&[], None, &claims, &without_families(9.0)), Conclusion::Conflicting);
}

#[test]
fn levels_begin_at_their_ratios() {
    let levels = [-2.0, -1.99, -1.0, -0.99, 0.0, 0.99, 1.0, 1.99, 2.0].map(Level::of);
    use Level::*;
    assert_eq!(
        levels,
        [StrongCamera, SomeCamera, SomeCamera, Inconclusive, Inconclusive, Inconclusive, SomeAi, SomeAi, StrongAi]
    );
}

const FAMILIES: [Family; 4] = [Family::Tone, Family::Face, Family::Learned, Family::Noise];
const IDS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

fn some_evidence() -> impl Strategy<Value = Vec<Evidence>> {
    prop::collection::vec((0..4_usize, -3.0..3.0_f64), 1..6).prop_map(|claims| {
        claims.into_iter().zip(IDS).map(|((family, claim), id)| evidence(id, FAMILIES[family], claim)).collect()
    })
}

proptest! {
    #[test]
    fn order_changes_no_bit(claims in some_evidence(), turn in 0..6_usize) {
        let mut turned = claims.clone();
        let turn = turn % turned.len();
        turned.rotate_left(turn);
        turned.reverse();
        prop_assert_eq!(conclude(&[], None, &claims, &fused(400)), conclude(&[], None, &turned, &fused(400)));
    }

    #[test]
    fn caps_hold(claims in some_evidence(), ai in 0.0..4.0_f64, camera in 0.0..4.0_f64) {
        let fusion = Fusion { cap: Caps { ai, camera }, ..fused(400) };
        if let Conclusion::Weighed(Weighed { log10_lr, interval }) = conclude(&[], None, &claims, &fusion) {
            for number in [log10_lr, interval.0, interval.1] {
                prop_assert!((-camera.min(3.0)..=ai.min(3.0)).contains(&number));
            }
            prop_assert!(interval.0 <= log10_lr && log10_lr <= interval.1);
        }
    }

    #[test]
    fn more_of_one_finding_is_never_less_altogether(
        claims in some_evidence(), which in 0..6_usize, more in 0.0..2.0_f64,
    ) {
        let mut risen = claims.clone();
        let which = which % risen.len();
        let weight = &mut risen[which].weight;
        weight.log10_lr += more;
        weight.interval = (weight.interval.0 + more, weight.interval.1 + more);
        if let (Conclusion::Weighed(before), Conclusion::Weighed(after)) =
            (conclude(&[], None, &claims, &fused(400)), conclude(&[], None, &risen, &fused(400)))
        {
            prop_assert!(after.log10_lr >= before.log10_lr - 1e-12);
        }
    }

    #[test]
    fn a_claim_of_nothing_in_another_family_changes_nothing(claims in some_evidence()) {
        let mut more = claims.clone();
        let mut nothing = evidence("z", Family::Watermark, 0.0);
        nothing.weight.interval = (0.0, 0.0);
        more.push(nothing);
        prop_assert_eq!(conclude(&[], None, &claims, &fused(400)), conclude(&[], None, &more, &fused(400)));
    }
}
