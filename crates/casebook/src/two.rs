//! Two photos side by side.

use catchlight_forensics::report::v1::{CheckResult, Report, State};
use catchlight_forensics::text::Text;
use catchlight_record::bundle::{Finding, Verification};
use catchlight_record::compare;
use serde::Serialize;

use crate::{Casebook, CasebookError, PhotoId};

/// What two reports say, check by check.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Two {
    /// Whether both are about the same bytes.
    pub same_file: bool,
    /// Whether both conclude the same.
    pub same_conclusion: bool,
    /// Every check of either report, in the order of the first; those that only the second has come last.
    pub checks: Vec<Pair>,
    /// For the same bytes: whether the second examination gave what the first had given, in sentences.
    /// Empty for two files.
    pub repeated: Vec<Finding>,
}

/// What one check says about two photos.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// Id of the check.
    pub check: String,
    /// Title of the check.
    pub title: Text,
    /// Whether both looked with the same revision of the method and came to the same: state, declaration,
    /// and score within rounding. False, too, when one report does not have the check.
    pub same: bool,
    /// Whether the revisions of the method differ, so that the answers cannot be compared.
    pub other_method: bool,
    /// Of the first photo; absent when its report does not have the check.
    pub first: Option<Said>,
    /// Of the second photo.
    pub second: Option<Said>,
}

/// What a check says about one photo.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Said {
    /// How it ended.
    pub state: State,
    /// What it saw, or why it could not look.
    pub text: Option<Text>,
    /// Its score.
    pub score: Option<f64>,
    /// Its weight, log10 of the likelihood ratio.
    pub log10_lr: Option<f64>,
}

impl Casebook {
    /// Compares two photos by their reports.
    ///
    /// # Errors
    /// When one has no report, or it was changed.
    pub fn two(&self, first: PhotoId, second: PhotoId) -> Result<Two, CasebookError> {
        Ok(Two::of(&self.report(first)?, &self.report(second)?))
    }
}

impl Two {
    /// Two reports side by side.
    pub fn of(first: &Report, second: &Report) -> Self {
        let same_file = first.exhibit.sha256 == second.exhibit.sha256;
        let find = |report: &'_ Report, id: &str| report.results.iter().position(|result| result.check.id == id);
        let mut checks: Vec<Pair> = Vec::new();
        for result in &first.results {
            let other = find(second, &result.check.id).and_then(|at| second.results.get(at));
            checks.push(pair(Some(result), other, result));
        }
        let only_second = second.results.iter().filter(|result| find(first, &result.check.id).is_none());
        checks.extend(only_second.map(|result| pair(None, Some(result), result)));
        let mut repeated = Verification::new();
        if same_file {
            compare::compare(&mut repeated, first, second);
        }
        Self {
            same_file,
            same_conclusion: first.conclusion.kind == second.conclusion.kind,
            checks,
            repeated: repeated.findings,
        }
    }
}

fn pair(first: Option<&CheckResult>, second: Option<&CheckResult>, either: &CheckResult) -> Pair {
    let other_method = first.zip(second).is_some_and(|(first, second)| first.check.revision != second.check.revision);
    let same = first.zip(second).is_some_and(|(first, second)| compare::same_finding(first, second));
    Pair {
        check: either.check.id.clone(),
        title: either.check.title.clone(),
        same: same && !other_method,
        other_method,
        first: first.map(said),
        second: second.map(said),
    }
}

fn said(result: &CheckResult) -> Said {
    Said {
        state: result.state,
        text: result.summary.clone().or_else(|| result.why.clone()),
        score: result.score,
        log10_lr: result.weight.as_ref().map(|weight| weight.log10_lr),
    }
}
