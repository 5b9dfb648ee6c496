//! What a check across photos is: its explanation, and one pure function of the set.

use std::panic::{AssertUnwindSafe, catch_unwind};

use catchlight_forensics::check::{Context, Reference, Stopped};
use catchlight_forensics::finding::{Finding, Outcome};
use catchlight_forensics::text::{Text, Words};

use crate::set::Set;

/// One look across the photos of a set. It describes and never weighs: no calibration has accounts as its units.
pub trait Across: Sync {
    /// The check's identity and explanation.
    fn about(&self) -> &'static About;

    /// Looks at the set.
    ///
    /// # Errors
    /// [`Stopped::Cancelled`], or [`Stopped::Failed`] when a measurement could not be made.
    fn examine(&self, set: &Set<'_>, context: &Context<'_>) -> Result<Looked, Stopped>;
}

/// Everything that a reader can learn about a check across photos without running it.
#[derive(Debug)]
pub struct About {
    /// Stable id: the stem of the check's source.
    pub id: &'static str,
    /// Raised whenever a result could change.
    pub revision: u32,
    /// Title.
    pub title: Words,
    /// What it asks of the set.
    pub question: Words,
    /// What it looks at and how, for a reader without training.
    pub explanation: Words,
    /// What to look for.
    pub look_for: Words,
    /// What to ignore.
    pub ignore: Words,
    /// When it is wrong or silent.
    pub limits: &'static [Words],
    /// Where the method comes from.
    pub references: &'static [Reference],
}

/// How a check ended that was not stopped.
#[derive(Debug)]
pub enum Looked {
    /// It looked.
    Saw {
        /// What it saw.
        outcome: Outcome,
        /// Places of the photos that it speaks of.
        photos: Vec<usize>,
    },
    /// The set lacks what the check needs.
    NotApplicable(Text),
}

impl Looked {
    /// The trace was found in these photos.
    pub(crate) fn found(finding: Finding, photos: Vec<usize>) -> Self {
        Self::Saw { outcome: Outcome::Found(finding), photos }
    }

    /// Looked, and nothing was there.
    pub(crate) fn not_found(finding: Finding) -> Self {
        Self::Saw { outcome: Outcome::NotFound(finding), photos: Vec::new() }
    }
}

/// Words of the runner.
const PANICKED: Words = Words::new(
    "The check broke down with an internal error; nothing was measured.",
    "检查因内部错误中断，未得到任何测量结果。",
);
const CANCELLED: Words = Words::new("The examination was cancelled.", "检查已被取消。");

/// Runs one check; a panic is its own failure.
pub(crate) fn run(check: &dyn Across, set: &Set<'_>, context: &Context<'_>) -> Result<Looked, Text> {
    let looked = catch_unwind(AssertUnwindSafe(|| {
        context.go_on()?;
        check.examine(set, context)
    }));
    match looked {
        Ok(Ok(looked)) => Ok(looked),
        Ok(Err(Stopped::Failed(why))) => Err(why),
        Ok(Err(Stopped::Cancelled)) => Err(CANCELLED.into()),
        Err(_) => {
            tracing::error!(check = check.about().id, "a check across photos panicked");
            Err(PANICKED.into())
        }
    }
}
