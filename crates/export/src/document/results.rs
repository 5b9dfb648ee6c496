//! The checks of a report: all at a glance, by group with what each saw or why it could not look, and
//! how each looks.

use std::collections::BTreeMap;

use catchlight_forensics::report::v1::{CheckResult, EvidenceGroup, Report, State};
use catchlight_forensics::text;
use catchlight_forensics::text::Text;
use catchlight_record::v1::Record;
use serde::Serialize;

use super::artifacts::{self, ArtifactView};
use super::entered::{self, Answer};
use super::{all, most, numbers};
use crate::number::measure;
use crate::pictures::{Pictures, Source};
use crate::said::{Languages, Said};
use crate::words::{self, GROUPS, GroupWords};

/// One check in the list of all.
#[derive(Serialize)]
pub(super) struct OverviewRow {
    /// Position in the report, from one; names the check in links.
    number: usize,
    title: Said,
    state: &'static str,
    state_title: Said,
    group_title: Option<Said>,
}

/// The checks that say the same thing.
#[derive(Serialize)]
pub(super) struct Group {
    id: &'static str,
    title: Said,
    /// What is said when no check is here.
    empty: Option<Said>,
    results: Vec<ResultView>,
}

/// What one check saw.
#[derive(Serialize)]
pub(crate) struct ResultView {
    number: usize,
    title: Said,
    family: Said,
    state: &'static str,
    state_title: Said,
    summary: Option<Said>,
    why: Option<Said>,
    /// Score and weight.
    measured: Vec<Said>,
    /// What a person thinks of it.
    judgement: Option<Answer>,
    details: Vec<DetailView>,
    artifacts: Vec<ArtifactView>,
}

#[derive(Serialize)]
struct DetailView {
    title: Said,
    /// Whether any row says where it was read.
    has_places: bool,
    rows: Vec<RowView>,
}

#[derive(Serialize)]
struct RowView {
    label: Said,
    value: Said,
    place: Option<Said>,
}

/// How a check looks, whatever it saw.
#[derive(Serialize)]
pub(crate) struct Method {
    number: usize,
    title: Said,
    identity: Said,
    question: Said,
    explanation: Said,
    look_for: Said,
    ignore: Said,
    limits: Vec<Said>,
    references: Vec<ReferenceView>,
}

#[derive(Serialize)]
struct ReferenceView {
    citation: Said,
    locator: Said,
}

/// Results of checks, and what is shown with them.
#[derive(Clone, Copy)]
pub(crate) struct Results<'a> {
    pub(crate) results: &'a [CheckResult],
    /// Width and height of the photo that regions and outlines lie over; absent when there is none.
    pub(crate) photo: Option<(u32, u32)>,
    pub(crate) record: Option<&'a Record>,
}

impl<'a> Results<'a> {
    /// Those of a report, with the record beside it.
    pub(super) fn of(report: &'a Report, record: Option<&'a Record>) -> Self {
        let photo = report.exhibit.picture.as_ref().map(|picture| (picture.width, picture.height));
        Self { results: &report.results, photo, record }
    }

    fn numbered(self) -> impl Iterator<Item = (usize, &'a CheckResult)> {
        most(self.results).enumerate().map(|(index, result)| (index + 1, result))
    }
}

/// Every check, in the order of the report.
pub(super) fn overview(results: Results<'_>, languages: Languages) -> Vec<OverviewRow> {
    results
        .numbered()
        .map(|(number, result)| OverviewRow {
            number,
            title: Said::of(&result.check.title, languages),
            state: state(result.state),
            state_title: Said::fixed(words::state(result.state, result.group), languages),
            group_title: group_words(result.group).map(|words| Said::fixed(words.title, languages)),
        })
        .collect()
}

/// The words of a group.
pub(crate) fn group_words(group: EvidenceGroup) -> Option<&'static GroupWords> {
    GROUPS.iter().find(|words| words.group == group)
}

/// The groups in the order of the report; views for experts only when there are any.
pub(super) fn groups(
    results: Results<'_>,
    pictures: &Pictures,
    numbers: &BTreeMap<Source<'_>, usize>,
    languages: Languages,
) -> Vec<Group> {
    GROUPS
        .iter()
        .filter_map(|words| {
            let views: Vec<ResultView> = results
                .numbered()
                .filter(|(_, result)| result.group == words.group)
                .map(|(number, result)| view(number, result, results, pictures, numbers, languages))
                .collect();
            if views.is_empty() && words.empty.is_none() {
                return None;
            }
            let empty = words.empty.filter(|_| views.is_empty()).map(|empty| Said::fixed(empty, languages));
            Some(Group { id: words.id, title: Said::fixed(words.title, languages), empty, results: views })
        })
        .collect()
}

/// Every result in its order, of whatever group.
pub(crate) fn views(
    results: Results<'_>,
    pictures: &Pictures,
    numbers: &BTreeMap<Source<'_>, usize>,
    languages: Languages,
) -> Vec<ResultView> {
    results.numbered().map(|(number, result)| view(number, result, results, pictures, numbers, languages)).collect()
}

fn view(
    number: usize,
    result: &CheckResult,
    of: Results<'_>,
    pictures: &Pictures,
    numbers: &BTreeMap<Source<'_>, usize>,
    languages: Languages,
) -> ResultView {
    let say = |text: &Text| Said::of(text, languages);
    ResultView {
        number,
        title: say(&result.check.title),
        family: say(&result.check.family_title),
        state: state(result.state),
        state_title: Said::fixed(words::state(result.state, result.group), languages),
        summary: result.summary.as_ref().map(say),
        why: result.why.as_ref().map(say),
        measured: measured(result, languages),
        judgement: entered::judgement(of.record, &result.check.id, &result.check.title, languages),
        details: most(&result.details)
            .map(|group| DetailView {
                title: say(&group.title),
                has_places: group.rows.iter().any(|row| row.place.is_some()),
                rows: most(&group.rows)
                    .map(|row| RowView {
                        label: say(&row.label),
                        value: say(&row.value),
                        place: row.place.as_deref().map(Said::same),
                    })
                    .collect(),
            })
            .collect(),
        artifacts: most(&result.artifacts)
            .enumerate()
            .map(|(index, artifact)| {
                let id = format!("plot-{number}-{index}");
                artifacts::view(&id, artifact, of.photo, pictures, numbers, languages)
            })
            .collect(),
    }
}

/// Score and weight in words; nothing for a check without a score.
pub(crate) fn measured(result: &CheckResult, languages: Languages) -> Vec<Said> {
    let Some(score) = result.score else { return Vec::new() };
    let value = measure(score, 4);
    let mut measured = vec![Said::of(&text!("Score {value}", "得分 {value}"), languages)];
    match &result.weight {
        None if result.group == EvidenceGroup::ExpertView => {
            measured.push(Said::fixed(words::NEVER_WEIGHED, languages));
        }
        None => measured.push(Said::fixed(words::NOT_WEIGHED, languages)),
        Some(weight) => {
            let (value, cap) = (numbers::measured(weight.log10_lr, weight.interval), measure(weight.cap, 3));
            let said = text!("weight {value} (log10, at most {cap})", "权重 {value}（log10，上限 {cap}）");
            measured.push(Said::of(&said, languages));
            let Text { en, zh } = &weight.population;
            measured.push(Said::of(&text!("Calibrated on: {en}", "校准所用样本：{zh}"), languages));
        }
    }
    measured
}

/// How each check looks.
pub(crate) fn methods(results: Results<'_>, languages: Languages) -> Vec<Method> {
    let say = |text: &Text| Said::of(text, languages);
    results
        .numbered()
        .map(|(number, result)| {
            let check = &result.check;
            let (id, revision) = (&check.id, check.revision);
            let Text { en, zh } = &check.family_title;
            Method {
                number,
                title: say(&check.title),
                identity: say(&text!("{id}, revision {revision}, {en}", "{id}，修订版 {revision}，{zh}")),
                question: say(&check.question),
                explanation: say(&check.explanation),
                look_for: say(&check.look_for),
                ignore: say(&check.ignore),
                limits: all(&check.limits, languages),
                references: most(&check.references)
                    .map(|reference| ReferenceView {
                        citation: Said::same(&reference.citation),
                        locator: Said::same(&reference.locator),
                    })
                    .collect(),
            }
        })
        .collect()
}

/// A state's name in styles.
pub(crate) fn state(state: State) -> &'static str {
    match state {
        State::Found => "found",
        State::NotFound => "not-found",
        State::Inconclusive => "inconclusive",
        State::NotApplicable => "not-applicable",
        State::Failed => "failed",
    }
}
