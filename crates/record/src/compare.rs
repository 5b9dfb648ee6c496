//! A report against another examination of the same file.

use std::collections::BTreeMap;

use catchlight_forensics::report::v1::{CheckResult, Report};
use catchlight_forensics::text;

use crate::bundle::{Outcome, Verification};

/// Scores that differ by no more are the same: products of 8-bit numbers round otherwise on other processors.
const SAME_SCORE: f64 = 1e-3;

/// Notes, check by check, whether an examination now gives what the report says. Checks whose method has
/// changed since cannot be compared; that is said and is no fault of the report.
pub fn compare(verification: &mut Verification, report: &Report, now: &Report) {
    if report.exhibit.sha256 != now.exhibit.sha256 {
        return verification.note(
            "examination",
            Outcome::Broken,
            text!("The examined file is not the one that the report is about.", "所检查的文件不是报告所述的文件。"),
        );
    }
    let known: BTreeMap<&str, &CheckResult> =
        now.results.iter().map(|result| (result.check.id.as_str(), result)).collect();
    let mut same = 0_usize;
    for before in &report.results {
        let id = before.check.id.as_str();
        match known.get(id) {
            None => verification.note(
                id,
                Outcome::NotChecked,
                text!("This version has no such check.", "此版本没有这项检查。"),
            ),
            Some(after) if after.check.revision != before.check.revision => {
                let (was, is) = (before.check.revision, after.check.revision);
                verification.note(
                    id,
                    Outcome::NotChecked,
                    text!(
                        "The method was changed since: revision {was} in the report, {is} here.",
                        "此后方法有改动：报告中为修订 {was}，此处为修订 {is}。"
                    ),
                );
            }
            Some(after) if same_finding(before, after) => same += 1,
            Some(_) => verification.note(
                id,
                Outcome::Broken,
                text!("It gives something else now than the report says.", "现在的结果与报告所述不同。"),
            ),
        }
    }
    let of = report.results.len();
    verification.note(
        "examination",
        Outcome::Holds,
        text!(
            "The file was examined again: {same} of {of} checks gave the same as in the report.",
            "已重新检查该文件：{of} 项检查中有 {same} 项与报告一致。"
        ),
    );
    if report.conclusion.kind != now.conclusion.kind {
        let (was, is) = (&report.conclusion.title, &now.conclusion.title);
        let (was_en, was_zh, is_en, is_zh) = (&was.en, &was.zh, &is.en, &is.zh);
        let outcome =
            if report.application.version == now.application.version { Outcome::Broken } else { Outcome::NotChecked };
        verification.note(
            "conclusion",
            outcome,
            text!(
                "The report concludes “{was_en}”, this examination “{is_en}”.",
                "报告的结论为“{was_zh}”，本次检查为“{is_zh}”。"
            ),
        );
    }
}

/// Whether two results of one check say the same: state, declaration, and score within rounding.
pub fn same_finding(before: &CheckResult, after: &CheckResult) -> bool {
    let same_score = match (before.score, after.score) {
        (Some(before), Some(after)) => (before - after).abs() <= SAME_SCORE * before.abs().max(1.0),
        (None, None) => true,
        _ => false,
    };
    before.state == after.state && before.declares == after.declares && same_score
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchlight_forensics::report::v1::State;

    fn report() -> Report {
        serde_json::from_str(include_str!("../../../tests/reports/v1/0.1.0-visible-label.json")).expect("a report")
    }

    fn outcomes(change: impl FnOnce(&mut Report)) -> Vec<(String, Outcome)> {
        let mut now = report();
        change(&mut now);
        let mut verification = Verification::new();
        compare(&mut verification, &report(), &now);
        verification.findings.into_iter().map(|finding| (finding.subject, finding.outcome)).collect()
    }

    #[test]
    fn what_differs_is_named_and_what_cannot_be_compared_is_said() {
        let examined = ("examination".to_owned(), Outcome::Holds);
        let first = report().results[0].check.id.clone();
        assert_eq!(outcomes(|_| ()), vec![examined.clone()]);
        assert_eq!(
            outcomes(|now| now.results[0].state = State::Failed),
            [(first.clone(), Outcome::Broken), examined.clone()]
        );
        assert_eq!(
            outcomes(|now| now.results[0].check.revision += 1),
            [(first.clone(), Outcome::NotChecked), examined.clone()]
        );
        assert_eq!(outcomes(|now| drop(now.results.remove(0))), [(first, Outcome::NotChecked), examined]);
        assert_eq!(outcomes(|now| now.exhibit.sha256.clear()), [("examination".to_owned(), Outcome::Broken)]);
    }

    #[test]
    fn scores_may_differ_by_rounding_only() {
        let scored = |score: f64| {
            outcomes(|now| {
                for result in &mut now.results {
                    result.score = result.score.map(|before| before + score);
                }
            })
        };
        assert!(report().results.iter().any(|result| result.score.is_some()));
        assert_eq!(scored(1e-5).len(), 1);
        assert!(scored(1.0).len() > 1);
    }
}
