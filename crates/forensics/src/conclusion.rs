//! Evidence combined into one conclusion.

use crate::check::Family;
use crate::evidence::Evidence;
use crate::finding::Declaration;

/// What the evidence says together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Conclusion {
    /// The examination was cancelled: evidence may be missing.
    Cancelled,
    /// The picture could not be decoded and nothing was weighed.
    NotExamined,
    /// No finding carried a calibrated weight.
    NothingWeighed,
    /// Families oppose each other strongly; they are listed and not averaged.
    Conflicting,
    /// The file itself declares a generative origin, for the whole picture or for parts of it. A
    /// declaration is a conclusion of its own kind and is not multiplied into measured evidence.
    Declared(Declaration),
    /// The combined log10 likelihood ratio (H-AI over H-cam).
    Weighed {
        /// log10 of the likelihood ratio.
        log10_lr: f64,
    },
}

/// Share of a family's log10 LR that counts beside other families, as long as fewer than 300 cases
/// with joint results exist from which dependence could be measured (methods E2).
const BETWEEN_FAMILIES: f64 = 0.5;

/// Two families oppose each other strongly when each claims more than this, in opposite directions.
const CONFLICT_LOG10_LR: f64 = 1.0;

/// Combines what was declared and what was weighed. A declaration of generative origin speaks first,
/// because whoever wrote it knew; declared capture does not, because anybody can claim it.
///
/// Inside a family the weakest claim speaks, and opposite claims of one family
/// cancel, because its checks read the same trace; families are added with a share below 1.
pub fn conclude(declared: &[Declaration], evidence: &[Evidence]) -> Conclusion {
    for origin in [Declaration::Generated, Declaration::PartlyGenerated] {
        if declared.contains(&origin) {
            return Conclusion::Declared(origin);
        }
    }
    let families = by_family(evidence);
    if families.is_empty() {
        return Conclusion::NothingWeighed;
    }
    let strongest = |sign: f64| families.iter().map(|(_, claim)| claim * sign).fold(0.0, f64::max);
    if strongest(1.0) > CONFLICT_LOG10_LR && strongest(-1.0) > CONFLICT_LOG10_LR {
        return Conclusion::Conflicting;
    }
    let share = if families.len() == 1 { 1.0 } else { BETWEEN_FAMILIES };
    Conclusion::Weighed { log10_lr: families.iter().map(|(_, claim)| claim * share).sum() }
}

/// The claim of each family, in the order of [`Family`].
fn by_family(evidence: &[Evidence]) -> Vec<(Family, f64)> {
    let mut families: Vec<Family> = evidence.iter().map(|item| item.family).collect();
    families.sort_unstable();
    families.dedup();
    let claims = |family| evidence.iter().filter(move |item| item.family == family).map(|item| item.weight.log10_lr);
    families
        .into_iter()
        .map(|family| {
            let agrees = claims(family).all(|claim| claim >= 0.0) || claims(family).all(|claim| claim <= 0.0);
            let weakest = claims(family).reduce(|one, other| if other.abs() < one.abs() { other } else { one });
            (family, if agrees { weakest.unwrap_or(0.0) } else { 0.0 })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Weight;
    use crate::text::Text;

    fn evidence(family: Family, log10_lr: f64) -> Evidence {
        Evidence { family, weight: Weight { log10_lr, cap: 3.0, population: Text::same("test") } }
    }

    #[test]
    fn nothing_weighed_is_its_own_conclusion() {
        assert_eq!(conclude(&[], &[]), Conclusion::NothingWeighed);
    }

    #[test]
    fn a_declared_origin_speaks_before_measurements_and_generation_before_parts() {
        use Declaration::{Captured, Generated, PartlyGenerated};
        let claims = [evidence(Family::Tone, -2.0)];
        assert_eq!(conclude(&[PartlyGenerated, Generated], &claims), Conclusion::Declared(Generated));
        assert_eq!(conclude(&[Captured, PartlyGenerated], &[]), Conclusion::Declared(PartlyGenerated));
        assert_eq!(conclude(&[Captured], &[]), Conclusion::NothingWeighed);
    }

    #[test]
    fn inside_a_family_the_weakest_claim_speaks() {
        let claims = [evidence(Family::Tone, 2.0), evidence(Family::Tone, 0.5)];
        assert_eq!(conclude(&[], &claims), Conclusion::Weighed { log10_lr: 0.5 });
    }

    #[test]
    fn opposite_claims_of_one_family_cancel() {
        let claims = [evidence(Family::Tone, 2.0), evidence(Family::Tone, -0.5)];
        assert_eq!(conclude(&[], &claims), Conclusion::Weighed { log10_lr: 0.0 });
    }

    #[test]
    fn families_add_with_a_share_below_one() {
        let claims = [evidence(Family::Tone, 2.0), evidence(Family::Face, 1.0)];
        assert_eq!(conclude(&[], &claims), Conclusion::Weighed { log10_lr: 1.5 });
    }

    #[test]
    fn strong_opposition_is_a_conflict_not_an_average() {
        let claims = [evidence(Family::Tone, 2.0), evidence(Family::Face, -1.5)];
        assert_eq!(conclude(&[], &claims), Conclusion::Conflicting);
    }
}
