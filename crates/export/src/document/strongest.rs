//! The findings that say most, for forms that show a few.

use std::cmp::Ordering;

use catchlight_forensics::report::v1::{CheckResult, EvidenceGroup, Report, State};

/// The findings that say most: those that were weighed by their weight, then what was found and points
/// somewhere, a declaration of the file before the rest; views for experts and context say nothing.
pub(crate) fn strongest(report: &Report) -> Vec<&CheckResult> {
    let mut findings: Vec<&CheckResult> = report
        .results
        .iter()
        .filter(|result| result.state == State::Found || result.weight.is_some())
        .filter(|result| matches!(result.group, EvidenceGroup::Ai | EvidenceGroup::Camera))
        .collect();
    let weight = |result: &CheckResult| result.weight.as_ref().map_or(-1.0, |weight| weight.log10_lr.abs());
    // Stable: equal findings keep the order of the report.
    findings.sort_by(|left, right| {
        let by_weight = weight(right).partial_cmp(&weight(left)).unwrap_or(Ordering::Equal);
        by_weight.then(right.declares.is_some().cmp(&left.declares.is_some()))
    });
    findings
}
