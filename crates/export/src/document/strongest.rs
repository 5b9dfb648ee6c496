//! The findings that say most, for forms that show a few.

use std::cmp::Ordering;

use catchlight_forensics::report::v1::{CheckResult, EvidenceGroup, Report, State};

/// The findings that say most: those that were weighed by their weight, then what was found and points
/// somewhere, a declaration of the file before the rest; views for experts and context that was not weighed
/// say nothing.
pub(crate) fn strongest(report: &Report) -> Vec<&CheckResult> {
    let mut findings: Vec<&CheckResult> = report
        .results
        .iter()
        .filter(|result| {
            let points = matches!(result.group, EvidenceGroup::Ai | EvidenceGroup::Camera);
            weighs(result) || points && result.state == State::Found
        })
        .collect();
    let weight = |result: &CheckResult| result.weight.as_ref().map_or(-1.0, |weight| weight.log10_lr.abs());
    // Stable: equal findings keep the order of the report.
    findings.sort_by(|left, right| {
        let by_weight = weight(right).partial_cmp(&weight(left)).unwrap_or(Ordering::Equal);
        by_weight.then(right.declares.is_some().cmp(&left.declares.is_some()))
    });
    findings
}

/// Whether a finding moved the conclusion, be it ever so little.
fn weighs(result: &CheckResult) -> bool {
    result.weight.as_ref().is_some_and(|weight| weight.log10_lr != 0.0)
}
