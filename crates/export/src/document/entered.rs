//! What persons entered, kept apart from what was measured.

use std::collections::BTreeMap;

use catchlight_forensics::report::v1::{Region, Report};
use catchlight_forensics::text::{Text, Words};
use catchlight_record::v1::{Judgement, MarkedBox, Note, Record, Remarks};
use serde::Serialize;

use super::{Fact, artifacts, most};
use crate::pictures::Source;
use crate::said::{Languages, Said};
use crate::svg::overlay::{self, Frame};
use crate::words;

/// Everything that persons entered, but opinions of findings, which stand beside them.
#[derive(Serialize)]
pub(super) struct Entered {
    /// Who entered it; absent when nobody said.
    by: Option<Fact>,
    obtained: Vec<Fact>,
    notes: Vec<NoteView>,
    /// The photo on which the marked regions are drawn; absent when there are none or no photo.
    picture: Option<usize>,
    drawing: Option<String>,
    /// Width over height of the photo.
    shape: f64,
    checklist: Vec<Answer>,
    verifiers: Vec<Answer>,
    /// Opinions of checks that the report does not hold.
    judgements: Vec<Answer>,
}

#[derive(Serialize)]
struct NoteView {
    /// Number of the region in the drawing.
    number: Option<usize>,
    text: Said,
    at: Said,
}

/// A person's answer to one question.
#[derive(Serialize)]
pub(super) struct Answer {
    title: Said,
    answer: Said,
    at: Option<Said>,
    remark: Option<Said>,
}

/// The regions of notes that are boxes, in the order of the notes.
fn marked(remarks: &Remarks) -> impl Iterator<Item = &MarkedBox> {
    most(&remarks.notes).filter_map(region)
}

fn region(note: &Note) -> Option<&MarkedBox> {
    note.region.as_ref().filter(|region| region.has_area())
}

/// Whether the photo is shown once more, with what was marked on it.
pub(super) fn needs_photo(report: &Report, record: Option<&Record>) -> bool {
    report.exhibit.picture.is_some() && record.is_some_and(|record| marked(&record.remarks).next().is_some())
}

/// What was entered; `None` when nothing was.
pub(super) fn entered(
    report: &Report,
    record: Option<&Record>,
    numbers: &BTreeMap<Source<'_>, usize>,
    languages: Languages,
) -> Option<Entered> {
    let remarks = &record?.remarks;
    if *remarks == Remarks::none() {
        return None;
    }
    let fact = |label: Words, value: &Text| Fact {
        label: Said::fixed(label, languages),
        value: Said::of(value, languages),
        notes: Vec::new(),
    };
    let written = |label: Words, value: &str| (!value.trim().is_empty()).then(|| fact(label, &Text::same(value)));
    let obtained = remarks.obtained.iter().flat_map(|obtained| {
        let rows = [(words::FROM, &obtained.from), (words::AT, &obtained.at), (words::REMARK, &obtained.remark)];
        std::iter::once(fact(words::HOW, &obtained.how.words().into()))
            .chain(rows.into_iter().filter_map(|(label, value)| written(label, value)))
    });
    let picture = report.exhibit.picture.as_ref().filter(|_| needs_photo(report, record));
    let frame = picture.map(|picture| Frame::photo(picture.width, picture.height));
    Some(Entered {
        by: written(words::BY, &remarks.by),
        obtained: obtained.collect(),
        notes: notes(remarks, languages),
        picture: frame.and_then(|_| numbers.get(&Source::Photo).copied()),
        drawing: frame.map(|frame| drawing(remarks, frame)),
        shape: frame.map_or(1.0, |frame| (frame.width / frame.height).clamp(0.1, 20.0)),
        checklist: most(&remarks.checklist)
            .map(|one| answer(&one.category.words().into(), one.seen.words(), "", &one.remark, languages))
            .collect(),
        verifiers: most(&remarks.verifiers)
            .map(|one| answer(&one.verifier.words().into(), one.answer.words(), &one.at, &one.remark, languages))
            .collect(),
        judgements: most(&remarks.judgements)
            .filter(|judgement| !report.results.iter().any(|result| result.check.id == judgement.check))
            .map(|judgement| opinion(judgement, &Text::same(&*judgement.check), languages))
            .collect(),
    })
}

fn notes(remarks: &Remarks, languages: Languages) -> Vec<NoteView> {
    let mut marked = 0;
    let view = |note: &Note| {
        let region = region(note);
        marked += usize::from(region.is_some());
        let at = region.map_or(words::WHOLE_PHOTO.into(), |region| {
            artifacts::place([region.x, region.y, region.width, region.height])
        });
        NoteView { number: region.map(|_| marked), text: Said::same(&note.text), at: Said::of(&at, languages) }
    };
    most(&remarks.notes).map(view).collect()
}

fn drawing(remarks: &Remarks, frame: Frame) -> String {
    let region = |region: &MarkedBox| Region {
        label: Text::same(""),
        x: region.x as f32,
        y: region.y as f32,
        width: region.width as f32,
        height: region.height as f32,
    };
    overlay::regions(&marked(remarks).map(region).collect::<Vec<_>>(), frame)
}

/// A person's opinion of a check's finding.
pub(super) fn judgement(record: Option<&Record>, check: &str, title: &Text, languages: Languages) -> Option<Answer> {
    let judgement = record?.remarks.judgements.iter().find(|judgement| judgement.check == check)?;
    Some(opinion(judgement, title, languages))
}

fn opinion(judgement: &Judgement, title: &Text, languages: Languages) -> Answer {
    answer(title, judgement.status.words(), "", &judgement.remark, languages)
}

fn answer(title: &Text, answer: Words, at: &str, remark: &str, languages: Languages) -> Answer {
    let written = |words: &str| (!words.trim().is_empty()).then(|| Said::same(words));
    Answer {
        title: Said::of(title, languages),
        answer: Said::fixed(answer, languages),
        at: written(at),
        remark: written(remark),
    }
}
