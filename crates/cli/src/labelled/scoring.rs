//! Every photo in every condition under every check, on several threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::Context as _;
use catchlight_forensics::examination::{Answer, answers};
use catchlight_forensics::{Cancel, Check, Context, Exhibit, Limits};
use catchlight_intake::instruments::Instruments;
use catchlight_intake::receive::{self, NotReceived};
use image::RgbImage;

use super::Wanted;
use super::conditions::Condition;
use super::manifest::Entry;
use super::scores::{Row, Scores, State};

/// Stack of a thread that decodes pictures.
const STACK_BYTES: usize = 8 << 20;

/// What is asked of every photo.
pub(crate) struct Plan<'a> {
    /// The checks.
    pub(crate) checks: &'a [&'static dyn Check],
    /// The conditions.
    pub(crate) conditions: &'a [Condition],
    /// Models and reader.
    pub(crate) instruments: &'a Instruments,
    /// Answers of earlier runs, and where those of this run go.
    pub(crate) scores: &'a Scores,
    /// Whether what is missing is scored.
    pub(crate) wanted: Wanted,
    /// Threads.
    pub(crate) jobs: usize,
}

/// Scores the photos. The answers of each are in the manifest's order; `None` when `cancel` was set before the
/// last one, with everything that was finished in the file. `done` is told of each photo in each condition.
///
/// # Errors
/// The scores cannot be written.
pub(crate) fn score(
    entries: &[Entry],
    plan: &Plan<'_>,
    cancel: &Cancel,
    done: &(dyn Fn(u64) + Sync),
) -> anyhow::Result<Option<Vec<Vec<Row>>>> {
    let next = AtomicUsize::new(0);
    let failure: Mutex<Option<anyhow::Error>> = Mutex::default();
    let answered: Vec<Mutex<Vec<Row>>> = entries.iter().map(|_| Mutex::default()).collect();
    let work = || {
        while let Some((entry, slot)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            entries.get(index).zip(answered.get(index))
        } {
            if cancel.is_set() {
                return;
            }
            match photo(entry, plan, cancel, done) {
                Ok(rows) => *slot.lock().unwrap_or_else(PoisonError::into_inner) = rows,
                Err(error) => {
                    failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                    cancel.set();
                }
            }
        }
    };
    thread::scope(|scope| {
        for number in 0..plan.jobs.max(1) {
            thread::Builder::new()
                .name(format!("scoring {number}"))
                .stack_size(STACK_BYTES)
                .spawn_scoped(scope, work)
                .context("a thread could not be started")?;
        }
        anyhow::Ok(())
    })?;
    if let Some(error) = failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }
    let rows = answered.into_iter().map(|slot| slot.into_inner().unwrap_or_else(PoisonError::into_inner)).collect();
    Ok((!cancel.is_set()).then_some(rows))
}

/// One photo. After a cancellation only what was finished.
fn photo(entry: &Entry, plan: &Plan<'_>, cancel: &Cancel, done: &(dyn Fn(u64) + Sync)) -> anyhow::Result<Vec<Row>> {
    let exhibit = match receive::file(&entry.path, &Limits::default(), cancel) {
        Ok(exhibit) => exhibit,
        Err(NotReceived::Cancelled) => return Ok(Vec::new()),
        Err(NotReceived::Unreadable(why)) => {
            done(plan.conditions.len() as u64);
            // It has no digest, so nothing is kept for a later run.
            return Ok(plan
                .conditions
                .iter()
                .flat_map(|condition| unreadable(plan, "", *condition, &why.en))
                .collect());
        }
    };
    let mut rows = Vec::new();
    let mut picture: Option<Result<RgbImage, String>> = None;
    for condition in plan.conditions.iter().copied() {
        let (earlier, missing): (Vec<_>, Vec<_>) = plan
            .checks
            .iter()
            .map(|check| (*check, plan.scores.earlier(exhibit.sha256(), condition, check.about().id)))
            .partition(|(_, row)| row.is_some());
        rows.extend(earlier.into_iter().filter_map(|(_, row)| row.cloned()));
        let missing: Vec<&'static dyn Check> = missing.into_iter().map(|(check, _)| check).collect();
        if !missing.is_empty() && plan.wanted == Wanted::All {
            let decode = || upright(&exhibit, plan.instruments);
            let made = match condition {
                Condition::Original => Ok(None),
                _ => picture.get_or_insert_with(decode).as_ref().map_err(Clone::clone).and_then(|picture| {
                    let made = condition.make(picture).map_err(|error| format!("{error:#}"))?;
                    Ok(made.map(|(ending, bytes)| {
                        receive::bytes(&format!("{}.{ending}", condition.id()), &bytes, &Limits::default())
                    }))
                }),
            };
            let new = match made {
                Ok(sent) => answered(sent.as_ref().unwrap_or(&exhibit), &exhibit, condition, &missing, plan, cancel),
                Err(why) => unreadable(plan, exhibit.sha256(), condition, &why).collect(),
            };
            if cancel.is_set() {
                return Ok(rows);
            }
            plan.scores.append(&new)?;
            rows.extend(new);
        }
        done(1);
    }
    Ok(rows)
}

/// The picture as a person sees it, or why there is none.
fn upright(exhibit: &Exhibit, instruments: &Instruments) -> Result<RgbImage, String> {
    let specimen = instruments.specimen(exhibit, Limits::default());
    specimen.upright().cloned().map_err(|undecodable| undecodable.reason.en.clone())
}

/// What the checks answer about the file that reached the reader.
fn answered(
    sent: &Exhibit,
    original: &Exhibit,
    condition: Condition,
    checks: &[&'static dyn Check],
    plan: &Plan<'_>,
    cancel: &Cancel,
) -> Vec<Row> {
    let specimen = plan.instruments.specimen(sent, Limits::default()).until(cancel);
    let answers = answers(checks, &specimen, cancel);
    let stratum = specimen.stratum(&Context::new(cancel)).ok();
    let compression = stratum.map(|stratum| stratum.compression.id().to_owned());
    let stratum = stratum.map(|stratum| {
        let (compression, scale) = (stratum.compression.words(), stratum.scale.words());
        format!("{}, {}", compression.en, scale.en)
    });
    answers
        .into_iter()
        .map(|(about, answer)| {
            let row = |state, score, why| Row {
                score,
                why,
                stratum: stratum.clone(),
                compression: compression.clone(),
                ..Row::new(original.sha256(), condition, about, state)
            };
            match answer {
                Answer::Scored(score) if score.is_finite() => row(State::Scored, Some(score), None),
                Answer::Scored(score) => row(State::Failed, None, Some(format!("The score was {score}."))),
                Answer::Described => row(State::NoScore, None, None),
                Answer::Inconclusive(why) => row(State::Inconclusive, None, Some(why.en)),
                Answer::NotApplicable(why) => row(State::NotApplicable, None, Some(why.en)),
                Answer::Failed(why) => row(State::Failed, None, Some(why.en)),
            }
        })
        .collect()
}

/// A row for every check of a photo that no check saw.
fn unreadable<'a>(
    plan: &'a Plan<'_>,
    sha256: &'a str,
    condition: Condition,
    why: &'a str,
) -> impl Iterator<Item = Row> + 'a {
    plan.checks.iter().map(move |check| Row {
        why: Some(why.to_owned()),
        ..Row::new(sha256, condition, check.about(), State::Unreadable)
    })
}
