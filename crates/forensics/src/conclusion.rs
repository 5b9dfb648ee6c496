//! Evidence combined into one conclusion.

use crate::applicability::Obstacle;
use crate::check::Family;
use crate::evidence::Evidence;
use crate::finding::Declaration;
use crate::fusion::Fusion;

/// What the evidence says together.
#[derive(Debug, Clone, PartialEq)]
pub enum Conclusion {
    /// The examination was cancelled: evidence may be missing.
    Cancelled,
    /// The picture could not be decoded and nothing was weighed.
    NotExamined,
    /// No finding carried a calibrated weight.
    NothingWeighed,
    /// The weighing was not made for files like this one.
    NotAssessable(Obstacle),
    /// Families oppose each other strongly; they are listed and not averaged.
    Conflicting,
    /// The file itself declares a generative origin, for the whole picture or for parts of it. A
    /// declaration is a conclusion of its own kind and is not multiplied into measured evidence.
    Declared(Declaration),
    /// The combined likelihood ratio (H-AI over H-cam).
    Weighed(Weighed),
}

/// All evidence together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighed {
    /// log10 of the likelihood ratio.
    pub log10_lr: f64,
    /// The same, once from the low and once from the high ends of the weights' intervals.
    pub interval: (f64, f64),
}

/// The five plain levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Strong signs of a camera original.
    StrongCamera,
    /// Some signs of a camera original.
    SomeCamera,
    /// Too little either way.
    Inconclusive,
    /// Some signs of AI generation.
    SomeAi,
    /// Strong signs of AI generation.
    StrongAi,
}

/// |log10 LR| from which a level speaks of "some signs": a likelihood ratio of 10, the lower end of "moderate
/// support" (ENFSI Guideline for Evaluative Reporting, 2015).
pub const SOME_LOG10_LR: f64 = 1.0;

/// |log10 LR| from which a level speaks of "strong signs": a likelihood ratio of 100, the lower end of
/// "moderately strong support" (same source).
pub const STRONG_LOG10_LR: f64 = 2.0;

/// Share of a family's log10 LR that counts beside a stronger claim of another family for the same side, as
/// long as too few cases with joint results exist from which dependence could be measured (methods E2).
const FURTHER_FAMILIES: f64 = 0.5;

/// Two families oppose each other strongly when each claims more than this, in opposite directions.
const CONFLICT_LOG10_LR: f64 = 1.0;

/// Most that measurements of pixels may claim together, whatever they were calibrated on: the upper end of
/// "moderately strong support" (methods E4).
const MOST_LOG10_LR: f64 = 3.0;

impl Level {
    /// The level of a log10 likelihood ratio.
    pub fn of(log10_lr: f64) -> Self {
        match log10_lr {
            lr if lr >= STRONG_LOG10_LR => Self::StrongAi,
            lr if lr >= SOME_LOG10_LR => Self::SomeAi,
            lr if lr <= -STRONG_LOG10_LR => Self::StrongCamera,
            lr if lr <= -SOME_LOG10_LR => Self::SomeCamera,
            _ => Self::Inconclusive,
        }
    }
}

/// Combines what was declared and what was weighed. A declaration of generative origin speaks first,
/// because whoever wrote it knew; declared capture does not, because anybody can claim it. Then an obstacle:
/// numbers that were measured on other kinds of files are not applied to this one.
///
/// Inside a family, claims are added with coefficients that were measured on joint results; without such, the
/// weakest claim speaks, and opposite claims cancel, because the family's checks read the same trace. Among
/// families, the strongest claim for a side counts wholly, further ones for the same side by
/// [`FURTHER_FAMILIES`], and the two sides are subtracted. The order of the evidence changes nothing.
pub fn conclude(
    declared: &[Declaration],
    obstacle: Option<Obstacle>,
    evidence: &[Evidence],
    fusion: &Fusion,
) -> Conclusion {
    for origin in [Declaration::Generated, Declaration::PartlyGenerated] {
        if declared.contains(&origin) {
            return Conclusion::Declared(origin);
        }
    }
    if let Some(obstacle) = obstacle {
        return Conclusion::NotAssessable(obstacle);
    }
    let families = by_family(evidence, fusion);
    if families.is_empty() {
        return Conclusion::NothingWeighed;
    }
    let strongest = |sign: f64| families.iter().map(|claim| claim.log10_lr * sign).fold(0.0, f64::max);
    if strongest(1.0) > CONFLICT_LOG10_LR && strongest(-1.0) > CONFLICT_LOG10_LR {
        return Conclusion::Conflicting;
    }
    let of = |end: fn(&Weighed) -> f64| {
        let together = together(families.iter().map(end));
        together.clamp(-fusion.cap.camera.min(MOST_LOG10_LR), fusion.cap.ai.min(MOST_LOG10_LR))
    };
    Conclusion::Weighed(Weighed {
        log10_lr: of(|claim| claim.log10_lr),
        interval: (of(|claim| claim.interval.0), of(|claim| claim.interval.1)),
    })
}

/// The families' claims as one number. It never falls when a claim rises, and a claim of 0 changes nothing.
fn together(claims: impl Iterator<Item = f64> + Clone) -> f64 {
    let side = |sign: f64| {
        let of_side = claims.clone().map(|claim| (claim * sign).max(0.0));
        let strongest = of_side.clone().fold(0.0, f64::max);
        // In ascending order, so that the same claims in another order give the same bits.
        let mut all: Vec<f64> = of_side.collect();
        all.sort_by(f64::total_cmp);
        strongest + FURTHER_FAMILIES * (all.iter().sum::<f64>() - strongest)
    };
    side(1.0) - side(-1.0)
}

/// The claim of each family, in the order of [`Family`].
fn by_family(evidence: &[Evidence], fusion: &Fusion) -> Vec<Weighed> {
    let mut families: Vec<Family> = evidence.iter().map(|item| item.family).collect();
    families.sort_unstable();
    families.dedup();
    families
        .into_iter()
        .map(|family| {
            let mut items: Vec<&Evidence> = evidence.iter().filter(|item| item.family == family).collect();
            items.sort_by_key(|item| item.check);
            of_family(family, &items, fusion)
        })
        .collect()
}

/// The claim of a family that holds at least one item.
fn of_family(family: Family, items: &[&Evidence], fusion: &Fusion) -> Weighed {
    let coefficients = if let [_only] = items { None } else { fusion.coefficients(family, items) };
    let of = |end: fn(&Evidence) -> f64| {
        let claims = items.iter().map(|item| end(item));
        match &coefficients {
            Some(coefficients) => claims.zip(coefficients).map(|(claim, coefficient)| claim * coefficient).sum(),
            None => weakest(claims),
        }
    };
    Weighed {
        log10_lr: of(|item| item.weight.log10_lr),
        interval: (of(|item| item.weight.interval.0), of(|item| item.weight.interval.1)),
    }
}

/// The claim nearest to 0 when all are for one side, else 0.
fn weakest(claims: impl Iterator<Item = f64> + Clone) -> f64 {
    let lowest = claims.clone().fold(f64::INFINITY, f64::min);
    let highest = claims.fold(f64::NEG_INFINITY, f64::max);
    lowest.max(0.0) + highest.min(0.0)
}

#[cfg(test)]
mod tests;
