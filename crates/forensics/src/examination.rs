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

use crate::applicability;
use crate::calibration::CalibrationError;
use crate::check::{About, Check, Context, Pictures, Question, Stopped};
use crate::checks;
use crate::conclusion::{self, Conclusion};
use crate::evidence::{Evidence, Weight, weigh};
use crate::finding::{Declaration, Finding, Outcome};
use crate::fusion::Fusion;
use crate::history::Stratum;
use crate::report::assemble::{self, Ending};
use crate::report::words::{Moved, Said};
use crate::report::{v1, words};
use crate::specimen::Specimen;
use crate::text::{Text, Words};

/// A report and the pictures that lie beside it.
#[derive(Debug)]
pub struct Examination {
    /// The report.
    pub report: v1::Report,
    /// Upright pictures by key, `<check>/<artifact>`.
    pub images: BTreeMap<String, RgbaImage>,
}

/// What only the host knows or decides; the core has no clock.
#[derive(Debug, Clone, Default)]
pub struct Host {
    /// When and how the file was received and examined.
    pub received: Option<v1::Received>,
    /// How the program's test of itself had ended; `None` while it had not.
    pub self_test: Option<v1::SelfTest>,
    /// Whether findings come with their pictures.
    pub pictures: Pictures,
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
    let context = Context::new(cancel).with(host.pictures);
    let endings = run_all(checks, specimen, &context, progress);
    let stratum = unless_it_panics(|| specimen.stratum(&context).ok());
    let mut images = BTreeMap::new();
    let mut weighing = Weighing::default();
    let mut results = Vec::with_capacity(checks.len());
    for (check, ending) in checks.iter().zip(endings) {
        let about = check.about();
        let weight = weighing.add(about, &ending, stratum);
        results.push(assemble::result(about, ending, weight, specimen, &mut images));
    }
    let cancelled = cancel.is_set();
    let said = Said {
        conclusion: weighing.concluded(specimen, &context, cancelled),
        moved: weighing.moved,
        without_weight: weighing.without_weight,
        looked: results.iter().filter(|result| counts_as_looked(result.group)).count(),
        stratum,
    };
    let conclusion = words::conclusion(said);
    Examination { report: assemble::report(specimen, host, cancelled, conclusion, results), images }
}

/// What a look of the runner's own gives. One that panics gives nothing: the check that looks at the same has said
/// so, and the report is not lost.
fn unless_it_panics<T>(look: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(look)).unwrap_or_else(|_| {
        tracing::error!("a look of the runner panicked");
        None
    })
}

/// What has been declared and weighed so far.
#[derive(Default)]
struct Weighing {
    declared: Vec<Declaration>,
    evidence: Vec<Evidence>,
    moved: Vec<Moved>,
    without_weight: Vec<(Words, Text)>,
}

impl Weighing {
    /// Takes what a check saw and gives its weight.
    fn add(
        &mut self,
        about: &'static About,
        ending: &Ending,
        stratum: Option<Stratum>,
    ) -> Result<Option<Weight>, CalibrationError> {
        let finding = ending.finding();
        self.declared.extend(finding.and_then(|finding| finding.declares));
        let weight = finding.map_or(Ok(None), |finding| weigh(about, finding.score, stratum));
        match &weight {
            Ok(Some(weight)) => {
                let (check, revision, family) = (about.id, about.revision, about.family);
                self.evidence.push(Evidence { check, revision, family, weight: weight.clone() });
                self.moved.push(Moved { check, title: about.title, log10_lr: weight.log10_lr });
            }
            Ok(None) if about.calibration.is_some() => {
                self.without_weight.extend(ending.why().map(|why| (about.title, why.clone())));
            }
            Ok(None) => {}
            Err(error) => self.without_weight.push((about.title, words::not_weighed(error))),
        }
        weight
    }

    fn concluded(&self, specimen: &Specimen<'_>, context: &Context<'_>, cancelled: bool) -> Conclusion {
        if cancelled {
            return Conclusion::Cancelled;
        }
        let obstacle = unless_it_panics(|| applicability::obstacle(specimen, context));
        let concluded = match Fusion::shipped() {
            Ok(fusion) => conclusion::conclude(&self.declared, obstacle, &self.evidence, fusion),
            Err(error) => {
                // A test of the project reads the file, so this is a damaged build.
                tracing::error!(%error, "nothing was weighed");
                conclusion::conclude(&self.declared, obstacle, &[], &Fusion::nothing())
            }
        };
        match concluded {
            Conclusion::NothingWeighed if specimen.pixels().is_err() => Conclusion::NotExamined,
            concluded => concluded,
        }
    }
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
    context: &Context<'_>,
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
            let ending = run(*check, specimen, context);
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

fn run(check: &'static dyn Check, specimen: &Specimen<'_>, context: &Context<'_>) -> Ending {
    let about = check.about();
    let _span = tracing::debug_span!("check", id = about.id).entered();
    if context.go_on().is_err() {
        return Ending::Failed(words::CANCELLED.into());
    }
    if about.question == Question::ExpertView && !context.wants_pictures() {
        return Ending::NotApplicable(words::NO_PICTURES.into());
    }
    let looked = catch_unwind(AssertUnwindSafe(|| {
        let ended = needs::unmet(about.needs, specimen, context).and_then(|unmet| match unmet {
            Some(why) => Ok(Ending::NotApplicable(why)),
            None => check.examine(specimen, context).map(|outcome| Ending::looked(outcome, context)),
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
    fn looked(mut outcome: Outcome, context: &Context<'_>) -> Self {
        if !context.wants_pictures() {
            outcome.finding_mut().artifacts = Vec::new();
        }
        Self::Looked(outcome)
    }

    fn finding(&self) -> Option<&Finding> {
        match self {
            // An inconclusive finding is shown and never weighed.
            Self::Looked(Outcome::Found(finding) | Outcome::NotFound(finding)) => Some(finding),
            Self::Looked(Outcome::Inconclusive { .. }) | Self::NotApplicable(_) | Self::Failed(_) => None,
        }
    }

    fn why(&self) -> Option<&Text> {
        match self {
            Self::Looked(Outcome::Inconclusive { why, .. }) | Self::NotApplicable(why) | Self::Failed(why) => Some(why),
            Self::Looked(Outcome::Found(_) | Outcome::NotFound(_)) => None,
        }
    }
}

#[cfg(test)]
mod tests;
