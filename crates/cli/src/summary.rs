//! The human summary of a report.

use catchlight_forensics::report::v1::{CheckResult, EvidenceGroup, Report, State};
use catchlight_forensics::text::{Text, Words};

use crate::arguments::Language;

const GROUPS: &[(EvidenceGroup, Words)] = &[
    (EvidenceGroup::Ai, Words::new("Points to AI", "指向 AI")),
    (EvidenceGroup::Camera, Words::new("Points to a camera", "指向相机")),
    (EvidenceGroup::CouldNotLook, Words::new("Could not look", "未能查看")),
    (EvidenceGroup::Context, Words::new("Context", "背景信息")),
    (
        EvidenceGroup::ExpertView,
        Words::new("Views for experts (no conclusion is drawn from them)", "专家视图（不据此得出结论）"),
    ),
];

const NOT_WEIGHED: Words = Words::new("not weighed: no calibration", "未加权：没有校准");

/// The report in a few lines of one language.
pub(crate) fn summary(report: &Report, language: Language) -> String {
    let say = |text: &Text| in_language(text, language);
    let mut lines = vec![
        report.exhibit.name.clone(),
        format!("  {}", say(&report.conclusion.title)),
        format!("  {}", say(&report.conclusion.statement)),
    ];
    for (group, title) in GROUPS {
        let results: Vec<&CheckResult> = report.results.iter().filter(|result| result.group == *group).collect();
        if results.is_empty() {
            continue;
        }
        lines.push(format!("  {} ({})", say(&(*title).into()), results.len()));
        lines.extend(results.into_iter().map(|result| format!("    - {}", line(result, language))));
    }
    lines.extend(report.conclusion.limitations.iter().map(|limitation| format!("  {}", say(limitation))));
    lines.push(format!("  SHA-256 {}", report.exhibit.sha256));
    lines.push(String::new());
    lines.join("\n")
}

/// One check: title, state, what it saw or why it could not.
fn line(result: &CheckResult, language: Language) -> String {
    let say = |text: &Text| in_language(text, language);
    let colon = match language {
        Language::En => ": ",
        Language::ZhHans => "：",
    };
    let mut line = format!("{} [{}]", say(&result.check.title), say(&state(result.state).into()));
    for text in [&result.summary, &result.why].into_iter().flatten() {
        line.push_str(if line.ends_with(']') { colon } else { " " });
        line.push_str(&say(text));
    }
    if let (Some(score), None) = (result.score, &result.weight) {
        line.push_str(&format!(" ({score:.3}; {})", say(&NOT_WEIGHED.into())));
    }
    line
}

/// A state in words.
pub(crate) fn state(state: State) -> Words {
    match state {
        State::Found => Words::new("found", "已发现"),
        State::NotFound => Words::new("looked, not found", "已查看，未发现"),
        State::Inconclusive => Words::new("inconclusive", "无法判断"),
        State::NotApplicable => Words::new("not applicable", "不适用"),
        State::Failed => Words::new("failed", "失败"),
    }
}

/// One language of a text.
pub(crate) fn in_language(text: &Text, language: Language) -> String {
    match language {
        Language::En => text.en.clone(),
        Language::ZhHans => text.zh.clone(),
    }
}
