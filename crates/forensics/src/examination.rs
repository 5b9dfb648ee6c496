//! The runner: it owns what all checks share — needs, cancellation, panics, order, progress and
//! weighing — so that a check is a pure function with a label.

mod answer;
mod needs;

pub use answer::{Answer, answers};

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use image::RgbaImage;

use crate::check::{About, Check, Context, Stopped};
use crate::checks;
use crate::conclusion::{self, Conclusion};
use crate::evidence::{Evidence, weigh};
use crate::finding::{Finding, Outcome};
use crate::report::assemble::{self, Ending};
use crate::report::{v1, words};
use crate::specimen::Specimen;

/// A report and the pictures that lie beside it.
#[derive(Debug)]
pub struct Examination {
    /// The report.
    pub report: v1::Report,
    /// Upright pictures by key, `<check>/<artifact>`.
    pub images: BTreeMap<String, RgbaImage>,
}

/// Facts that only the host knows; the core has no clock.
#[derive(Debug, Clone, Default)]
pub struct Host {
    /// When and how the file was received and examined.
    pub received: Option<v1::Received>,
}

/// A check ended.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Checks that have ended.
    pub step: u32,
    /// Checks in all.
    pub of: u32,
    /// The check that ended last.
    pub check: &'static About,
}

/// Set by the user to stop an examination.
#[derive(Debug, Default)]
pub struct Cancel(AtomicBool);

impl Cancel {
    /// Asks the examination to stop.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Runs every registered check on a specimen, then those that its models bring along. Every check
/// answers, in this order, whatever the file holds.
pub fn examine(
    specimen: &Specimen<'_>,
    host: &Host,
    cancel: &Cancel,
    progress: &(dyn Fn(Progress) + Sync),
) -> Examination {
    examine_with(&checks::with(specimen.models()), specimen, host, cancel, progress)
}

/// Runs these checks on a specimen.
pub(crate) fn examine_with(
    checks: &[&'static dyn Check],
    specimen: &Specimen<'_>,
    host: &Host,
    cancel: &Cancel,
    progress: &(dyn Fn(Progress) + Sync),
) -> Examination {
    let endings = run_all(checks, specimen, cancel, progress);
    let mut images = BTreeMap::new();
    let mut evidence = Vec::new();
    let mut declared = Vec::new();
    let mut results = Vec::with_capacity(checks.len());
    for (check, ending) in checks.iter().zip(endings) {
        let about = check.about();
        declared.extend(ending.finding().and_then(|finding| finding.declares));
        let weight = ending.finding().map_or(Ok(None), |finding| weigh(about, finding.score));
        if let Ok(Some(weight)) = &weight {
            evidence.push(Evidence { family: about.family, weight: weight.clone() });
        }
        results.push(assemble::result(about, ending, weight, specimen, &mut images));
    }
    let cancelled = cancel.is_set();
    let concluded = if cancelled {
        Conclusion::Cancelled
    } else {
        match conclusion::conclude(&declared, &evidence) {
            Conclusion::NothingWeighed if specimen.pixels().is_err() => Conclusion::NotExamined,
            concluded => concluded,
        }
    };
    let looked = results.iter().filter(|result| counts_as_looked(result.group)).count();
    let conclusion = words::conclusion(concluded, evidence.len(), looked);
    Examination { report: assemble::report(specimen, host, cancelled, conclusion, results), images }
}

/// Whether a result of this group was an answer: a view for experts answers nothing.
fn counts_as_looked(group: v1::EvidenceGroup) -> bool {
    !matches!(group, v1::EvidenceGroup::CouldNotLook | v1::EvidenceGroup::ExpertView)
}

/// Runs the checks on plain threads and keeps the order of the registry. Not on rayon's pool: a
/// worker that waits for a view inside a `OnceLock` would steal another check that waits for the same
/// view, and never return.
fn run_all(
    checks: &[&'static dyn Check],
    specimen: &Specimen<'_>,
    cancel: &Cancel,
    progress: &(dyn Fn(Progress) + Sync),
) -> Vec<Ending> {
    let next = AtomicUsize::new(0);
    let ended = AtomicU32::new(0);
    let endings: Vec<Mutex<Option<Ending>>> = checks.iter().map(|_| Mutex::new(None)).collect();
    let work = || {
        while let Some((check, slot)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            checks.get(index).zip(endings.get(index))
        } {
            let ending = run(*check, specimen, cancel);
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(ending);
            let step = ended.fetch_add(1, Ordering::Relaxed) + 1;
            progress(Progress { step, of: checks.len() as u32, check: check.about() });
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(checks.len().max(1));
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    endings
        .into_iter()
        .map(|slot| {
            slot.into_inner().unwrap_or_else(PoisonError::into_inner).unwrap_or(Ending::Failed(words::PANICKED.into()))
        })
        .collect()
}

fn run(check: &'static dyn Check, specimen: &Specimen<'_>, cancel: &Cancel) -> Ending {
    let about = check.about();
    let _span = tracing::debug_span!("check", id = about.id).entered();
    if cancel.is_set() {
        return Ending::Failed(words::CANCELLED.into());
    }
    let context = Context::new(cancel);
    let looked = catch_unwind(AssertUnwindSafe(|| {
        let ended = needs::unmet(about.needs, specimen, &context).and_then(|unmet| match unmet {
            Some(why) => Ok(Ending::NotApplicable(why)),
            None => check.examine(specimen, &context).map(Ending::Looked),
        });
        ended.unwrap_or_else(|stopped| match stopped {
            Stopped::Cancelled => Ending::Failed(words::CANCELLED.into()),
            Stopped::Failed(why) => Ending::Failed(why),
        })
    }));
    looked.unwrap_or_else(|_| {
        tracing::error!(check = about.id, "a check panicked");
        Ending::Failed(words::PANICKED.into())
    })
}

impl Ending {
    fn finding(&self) -> Option<&Finding> {
        match self {
            // An inconclusive finding is shown and never weighed.
            Self::Looked(Outcome::Found(finding) | Outcome::NotFound(finding)) => Some(finding),
            Self::Looked(Outcome::Inconclusive { .. }) | Self::NotApplicable(_) | Self::Failed(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
