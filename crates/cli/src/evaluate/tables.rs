//! What was measured, as data: `evaluation.json`. The Markdown report words the same numbers.

use std::collections::{BTreeMap, BTreeSet};

use catchlight_evaluation::interval::wilson;
use catchlight_evaluation::summary::{AtRate, FALSE_POSITIVE_RATES};
use catchlight_evaluation::{Interval, Label, Measure, Roc, Sample, Summary, bootstrap, interval};
use catchlight_forensics::About;
use serde::Serialize;

use crate::labelled::{Answered, Condition, Entry, Row, State};

/// Value of [`Evaluation::format`].
const FORMAT: &str = "catchlight.evaluation/1";
/// Most reasons that are quoted for photos without a score.
const MOST_REASONS: usize = 5;

/// Everything that was measured.
#[derive(Debug, Serialize)]
pub(crate) struct Evaluation {
    pub(crate) format: &'static str,
    pub(crate) version: &'static str,
    /// SHA-256 of the manifest in lower-case hex.
    pub(crate) manifest_sha256: String,
    pub(crate) split: Option<String>,
    pub(crate) most_of_a_source: Option<usize>,
    /// Draws of the bootstrap.
    pub(crate) resamples: usize,
    pub(crate) photos: ByLabel<Photos>,
    /// Photos that were left out because an earlier line has the same bytes.
    pub(crate) left_out_twice: usize,
    pub(crate) checks: Vec<OfCheck>,
}

/// A value for each label.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(crate) struct ByLabel<T> {
    pub(crate) ai: T,
    pub(crate) camera: T,
}

/// How many photos and sources.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(crate) struct Photos {
    pub(crate) photos: usize,
    pub(crate) sources: usize,
}

/// One check.
#[derive(Debug, Serialize)]
pub(crate) struct OfCheck {
    pub(crate) check: &'static str,
    pub(crate) revision: u32,
    pub(crate) title: &'static str,
    pub(crate) conditions: Vec<OfCondition>,
    /// The area under the curve when only one label went through a condition.
    pub(crate) one_label_alone: Vec<OneLabel>,
}

/// One check in one condition.
#[derive(Debug, Serialize)]
pub(crate) struct OfCondition {
    pub(crate) condition: Condition,
    pub(crate) coverage: ByLabel<Coverage>,
    /// Why photos have no score, the most frequent reasons first.
    pub(crate) reasons: Vec<Reason>,
    pub(crate) all: Summary,
    pub(crate) by_generator: Vec<Slice>,
    pub(crate) by_stratum: Vec<Slice>,
    /// With at least one face, and without; only where the manifest counts faces.
    pub(crate) by_faces: Vec<Slice>,
    /// Above the threshold of 1 % false alarms: each source of either label.
    pub(crate) by_source: Vec<Share>,
    /// Above the same threshold: camera photos of each category.
    pub(crate) by_category: Vec<Share>,
    /// Camera photos above that threshold in all.
    pub(crate) false_alarms: Option<Share>,
    /// Curve for the plot: too many points for a reader.
    #[serde(skip)]
    pub(crate) curve: Option<Curve>,
}

/// How the photos of one label ended.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(crate) struct Coverage {
    pub(crate) photos: usize,
    pub(crate) scored: usize,
    pub(crate) no_score: usize,
    pub(crate) inconclusive: usize,
    pub(crate) not_applicable: usize,
    pub(crate) failed: usize,
    pub(crate) unreadable: usize,
}

/// Why photos have no score.
#[derive(Debug, Serialize)]
pub(crate) struct Reason {
    pub(crate) state: State,
    pub(crate) why: String,
    pub(crate) photos: ByLabel<usize>,
}

/// Part of the photos.
#[derive(Debug, Serialize)]
pub(crate) struct Slice {
    pub(crate) name: String,
    pub(crate) summary: Summary,
}

/// The share of some photos above the threshold of 1 % false alarms.
#[derive(Debug, Serialize)]
pub(crate) struct Share {
    pub(crate) name: String,
    pub(crate) label: Label,
    pub(crate) photos: usize,
    pub(crate) above: usize,
    pub(crate) share: f64,
    /// Of independent photos (Wilson).
    pub(crate) interval: Option<Interval>,
    /// Share over the share of all camera photos; absent for AI photos and where nothing was above.
    pub(crate) times_overall: Option<f64>,
}

/// One label went through a condition and the other did not.
#[derive(Debug, Serialize)]
pub(crate) struct OneLabel {
    pub(crate) condition: Condition,
    pub(crate) changed: Label,
    pub(crate) auc: Measure,
    /// The area minus that of the same photos' original files.
    pub(crate) moved: Option<f64>,
}

/// A curve with the band in which the bootstrap's curves lie.
#[derive(Debug)]
pub(crate) struct Curve {
    pub(crate) roc: Roc,
    /// (FPR, interval of the TPR).
    pub(crate) band: Vec<(f64, Interval)>,
}

/// Measures everything. `answered` holds each photo once.
pub(crate) fn evaluate(
    answered: &[Answered],
    checks: &[&'static About],
    conditions: &[Condition],
) -> (ByLabel<Photos>, Vec<OfCheck>) {
    let photos = |label| {
        let of: Vec<&str> =
            answered.iter().filter(|(entry, _)| entry.label == label).map(|(entry, _)| entry.source.as_str()).collect();
        Photos { photos: of.len(), sources: of.iter().collect::<BTreeSet<_>>().len() }
    };
    let tables = checks.iter().map(|about| of_check(answered, about, conditions)).collect();
    (ByLabel { ai: photos(Label::Ai), camera: photos(Label::Camera) }, tables)
}

fn of_check(answered: &[Answered], about: &'static About, conditions: &[Condition]) -> OfCheck {
    let cases = |condition: Condition| -> Vec<(&Entry, &Row)> {
        answered
            .iter()
            .filter_map(|(entry, rows)| {
                Some((entry, rows.iter().find(|row| row.condition == condition && row.check == about.id)?))
            })
            .collect()
    };
    let tables: Vec<OfCondition> =
        conditions.iter().map(|condition| of_condition(*condition, &cases(*condition))).collect();
    OfCheck {
        check: about.id,
        revision: about.revision,
        title: about.title.en,
        one_label_alone: one_label_alone(&tables, &cases),
        conditions: tables,
    }
}

fn of_condition(condition: Condition, cases: &[(&Entry, &Row)]) -> OfCondition {
    let sample = sample(cases.iter().copied(), |_, _| true);
    let all = Summary::of(&sample);
    let slices = |name: &dyn Fn(&Entry, &Row) -> Option<String>, cameras_in_all: bool| -> Vec<Slice> {
        let names: BTreeSet<String> = cases.iter().filter_map(|(entry, row)| name(entry, row)).collect();
        let of = |wanted: &String| {
            let part = |entry: &Entry, row: &Row| {
                (cameras_in_all && entry.label == Label::Camera) || name(entry, row).as_ref() == Some(wanted)
            };
            Slice { name: wanted.clone(), summary: Summary::of(&self::sample(cases.iter().copied(), part)) }
        };
        names.iter().map(of).collect()
    };
    let threshold = all.tpr.first().and_then(|rate| rate.threshold);
    let false_alarms = threshold.map(|threshold| {
        share("all camera photos", Label::Camera, cases, threshold, |entry| entry.label == Label::Camera)
    });
    let shares = |label: Label, name: &dyn Fn(&Entry) -> &str| -> Vec<Share> {
        let Some((threshold, overall)) = threshold.zip(false_alarms.as_ref()) else { return Vec::new() };
        let names: BTreeSet<&str> = cases
            .iter()
            .filter(|(entry, row)| entry.label == label && row.state == State::Scored && !name(entry).is_empty())
            .map(|(entry, _)| name(entry))
            .collect();
        let of = |wanted: &str| {
            let own = share(wanted, label, cases, threshold, |entry| entry.label == label && name(entry) == wanted);
            let times = (label == Label::Camera && overall.above > 0).then(|| own.share / overall.share);
            Share { times_overall: times, ..own }
        };
        names.into_iter().map(of).collect()
    };
    OfCondition {
        condition,
        coverage: ByLabel { ai: coverage(cases, Label::Ai), camera: coverage(cases, Label::Camera) },
        reasons: reasons(cases),
        by_generator: slices(&generator, true),
        by_stratum: slices(&|_, row| row.stratum.clone(), false),
        by_faces: slices(&faces, false),
        by_source: [Label::Ai, Label::Camera].into_iter().flat_map(|label| shares(label, &|e| &e.source)).collect(),
        by_category: shares(Label::Camera, &|entry| &entry.category),
        false_alarms,
        curve: curve(&sample).filter(|_| all.auc.value().is_some()),
        all,
    }
}

/// What made an AI photo, for a table's row.
fn generator(entry: &Entry, _: &Row) -> Option<String> {
    (entry.label == Label::Ai).then(|| match entry.generator.as_str() {
        "" => "(not stated)".to_owned(),
        named => named.to_owned(),
    })
}

fn faces(entry: &Entry, _: &Row) -> Option<String> {
    entry.faces.map(|count| if count > 0 { "with faces" } else { "without faces" }.to_owned())
}

/// The scored photos that `part` lets through.
fn sample<'a>(cases: impl Iterator<Item = (&'a Entry, &'a Row)>, part: impl Fn(&Entry, &Row) -> bool) -> Sample {
    let scored = cases.filter(|(entry, row)| part(entry, row));
    Sample::new(scored.filter_map(|(entry, row)| Some((row.score?, entry.label, entry.source.as_str()))))
}

fn share(name: &str, label: Label, cases: &[(&Entry, &Row)], threshold: f64, part: impl Fn(&Entry) -> bool) -> Share {
    let scores: Vec<f64> = cases.iter().filter(|(entry, _)| part(entry)).filter_map(|(_, row)| row.score).collect();
    let above = scores.iter().filter(|score| **score >= threshold).count();
    Share {
        name: name.to_owned(),
        label,
        photos: scores.len(),
        above,
        share: above as f64 / scores.len().max(1) as f64,
        interval: wilson(above, scores.len()),
        times_overall: None,
    }
}

fn coverage(cases: &[(&Entry, &Row)], label: Label) -> Coverage {
    let mut counted = Coverage::default();
    for (_, row) in cases.iter().filter(|(entry, _)| entry.label == label) {
        counted.photos += 1;
        *match row.state {
            State::Scored => &mut counted.scored,
            State::NoScore => &mut counted.no_score,
            State::Inconclusive => &mut counted.inconclusive,
            State::NotApplicable => &mut counted.not_applicable,
            State::Failed => &mut counted.failed,
            State::Unreadable => &mut counted.unreadable,
        } += 1;
    }
    counted
}

/// Reasons alike but for their numbers count as one, quoted as the first photo has it.
fn reasons(cases: &[(&Entry, &Row)]) -> Vec<Reason> {
    let mut counted: BTreeMap<(State, String), Reason> = BTreeMap::new();
    for (entry, row) in cases {
        let Some(why) = &row.why else { continue };
        let without_numbers: String = why.chars().filter(|character| !character.is_ascii_digit()).collect();
        let new = || Reason { state: row.state, why: why.clone(), photos: ByLabel::default() };
        let reason = counted.entry((row.state, without_numbers)).or_insert_with(new);
        match entry.label {
            Label::Ai => reason.photos.ai += 1,
            Label::Camera => reason.photos.camera += 1,
        }
    }
    let mut reasons: Vec<Reason> = counted.into_values().collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.photos.ai + reason.photos.camera));
    reasons.truncate(MOST_REASONS);
    reasons
}

/// A check that reads the way in which files were saved, and not what they show, moves when only one label is
/// saved anew.
fn one_label_alone<'a>(
    tables: &[OfCondition],
    cases: &dyn Fn(Condition) -> Vec<(&'a Entry, &'a Row)>,
) -> Vec<OneLabel> {
    let has = |wanted: Condition| tables.iter().any(|table| table.condition == wanted);
    if !has(Condition::Original) {
        return Vec::new();
    }
    let untouched = cases(Condition::Original);
    let changed = [Condition::Jpeg85, Condition::Resize75];
    changed
        .into_iter()
        .filter(|condition| has(*condition))
        .flat_map(|condition| [(condition, Label::Ai), (condition, Label::Camera)])
        .map(|(condition, label)| {
            // Only photos with both scores, so that nothing but the saving differs. Both lists are in the
            // order of the manifest.
            let sent = cases(condition);
            let pairs = || {
                let both = untouched.iter().zip(&sent);
                both.filter(|((_, before), (_, after))| before.score.is_some() && after.score.is_some())
            };
            let before = Summary::of(&sample(pairs().map(|(before, _)| *before), |_, _| true)).auc;
            let mixed = pairs().map(|(before, after)| if before.0.label == label { *after } else { *before });
            let auc = Summary::of(&sample(mixed, |_, _| true)).auc;
            let moved = auc.value().zip(before.value()).map(|(now, before)| now - before);
            OneLabel { condition, changed: label, auc, moved }
        })
        .collect()
}

/// The curve and its band at rates that lie close on both an even and a logarithmic axis.
fn curve(sample: &Sample) -> Option<Curve> {
    let roc = Roc::of(sample)?;
    let mut rates: Vec<f64> = (0..=60).map(|step| 10_f64.powf(-3.0 + f64::from(step) / 20.0)).collect();
    rates.extend((0..=100).map(|step| f64::from(step) / 100.0));
    rates.sort_by(f64::total_cmp);
    rates.dedup();
    let mut drawn: Vec<Vec<f64>> = vec![Vec::new(); rates.len()];
    for curve in bootstrap::curves(sample) {
        for (rate, values) in rates.iter().zip(&mut drawn) {
            values.push(curve.at_fpr(*rate).tpr);
        }
    }
    let band =
        rates.into_iter().zip(drawn).filter_map(|(rate, values)| Some((rate, interval::percentile(values)?))).collect();
    Some(Curve { roc, band })
}

impl Evaluation {
    /// Puts the tables under a heading.
    pub(crate) fn new(
        manifest_sha256: String,
        (split, most_of_a_source): (Option<String>, Option<usize>),
        left_out_twice: usize,
        (photos, checks): (ByLabel<Photos>, Vec<OfCheck>),
    ) -> Self {
        Self {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION"),
            manifest_sha256,
            split,
            most_of_a_source,
            resamples: bootstrap::RESAMPLES,
            photos,
            left_out_twice,
            checks,
        }
    }
}

/// The rate of a summary at one of [`FALSE_POSITIVE_RATES`].
pub(crate) fn rate(summary: &Summary, place: usize) -> Option<&AtRate> {
    debug_assert!(place < FALSE_POSITIVE_RATES.len());
    summary.tpr.get(place)
}
