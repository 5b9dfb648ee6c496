//! What chosen checks answer about a specimen, as numbers: for programs that score many photos and write no
//! report.

use crate::check::{About, Check, Context, Pictures};
use crate::examination::{Cancel, run};
use crate::finding::Outcome;
use crate::report::assemble::Ending;
use crate::specimen::Specimen;
use crate::text::Text;

/// What one check answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It looked and gave a score that a calibration could weigh.
    Scored(f64),
    /// It looked and described, without a score.
    Described,
    /// It looked and could not tell, for this reason. A score that it gave all the same is never weighed, so
    /// it is not told.
    Inconclusive(Text),
    /// A need was not met.
    NotApplicable(Text),
    /// A measurement could not be made, the check broke down, or `cancel` was set.
    Failed(Text),
}

/// Runs these checks one after another on the calling thread, each exactly as an examination runs it: the same
/// needs, the same isolation. Their answers are in the order of `checks`.
///
/// After a cancellation the remaining answers are [`Answer::Failed`]; a caller that keeps answers looks at
/// `cancel` first.
pub fn answers(
    checks: &[&'static dyn Check],
    specimen: &Specimen<'_>,
    cancel: &Cancel,
) -> Vec<(&'static About, Answer)> {
    let context = Context::new(cancel).with(Pictures::LeftOut);
    checks.iter().map(|check| (check.about(), answer(run(*check, specimen, &context)))).collect()
}

fn answer(ending: Ending) -> Answer {
    match ending {
        Ending::Looked(Outcome::Found(finding) | Outcome::NotFound(finding)) => {
            finding.score.map_or(Answer::Described, Answer::Scored)
        }
        Ending::Looked(Outcome::Inconclusive { why, .. }) => Answer::Inconclusive(why),
        Ending::NotApplicable(why) => Answer::NotApplicable(why),
        Ending::Failed(why) => Answer::Failed(why),
    }
}
