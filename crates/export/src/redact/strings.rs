//! Every string of a report and a record that may quote the file or a person. What the program says of
//! every file alike, the explanations of checks, is none of them.

use catchlight_forensics::report::v1::{Artifact, Content, Report};
use catchlight_forensics::text::Text;
use catchlight_record::v1::Record;

use super::{LEFT_OUT, LEFT_OUT_IN_BOTH};

/// Calls `change` with each string and the words that may stand in its place.
pub(super) fn each(report: &mut Report, record: Option<&mut Record>, change: &mut dyn FnMut(&mut String, &str)) {
    change(&mut report.exhibit.name, LEFT_OUT_IN_BOTH);
    let conclusion = &mut report.conclusion;
    let mut texts: Vec<&mut Text> = vec![&mut conclusion.title, &mut conclusion.statement];
    texts.extend(&mut conclusion.would_change);
    texts.extend(&mut conclusion.limitations);
    texts.extend(&mut conclusion.because);
    texts.extend(&mut conclusion.support);
    texts.extend(&mut report.exhibit.undecodable);
    if let Some(test) = &mut report.self_test {
        texts.extend(test.differed.iter_mut().chain(&mut test.untested));
    }
    for result in &mut report.results {
        texts.extend(result.summary.iter_mut().chain(&mut result.why));
        for group in &mut result.details {
            texts.push(&mut group.title);
            for row in &mut group.rows {
                texts.extend([&mut row.label, &mut row.value]);
                if let Some(place) = &mut row.place {
                    change(place, LEFT_OUT_IN_BOTH);
                }
            }
        }
        result.artifacts.iter_mut().for_each(|artifact| of_artifact(artifact, &mut texts));
    }
    for text in texts {
        change(&mut text.en, LEFT_OUT.en);
        change(&mut text.zh, LEFT_OUT.zh);
    }
    for string in record.into_iter().flat_map(of_persons) {
        change(string, LEFT_OUT_IN_BOTH);
    }
}

fn of_artifact<'a>(artifact: &'a mut Artifact, texts: &mut Vec<&'a mut Text>) {
    texts.extend([&mut artifact.title, &mut artifact.caption]);
    match &mut artifact.content {
        Content::Map { unit, .. } => texts.push(unit),
        Content::Spectrum { unit, marks, .. } => {
            texts.push(unit);
            texts.extend(marks.iter_mut().map(|mark| &mut mark.label));
        }
        Content::Regions { regions } => texts.extend(regions.iter_mut().map(|region| &mut region.label)),
        Content::Outlines { outlines } => texts.extend(outlines.iter_mut().map(|outline| &mut outline.label)),
        Content::Picture { .. } => {}
        Content::Plot { x, y, series, bands, marks } => {
            texts.extend([&mut x.label, &mut y.label]);
            texts.extend(series.iter_mut().map(|one| &mut one.label));
            texts.extend(bands.iter_mut().map(|band| &mut band.label));
            texts.extend(marks.iter_mut().map(|mark| &mut mark.label));
        }
    }
}

/// What persons entered.
fn of_persons(record: &mut Record) -> Vec<&mut String> {
    let remarks = &mut record.remarks;
    let mut strings = vec![&mut remarks.by];
    if let Some(obtained) = &mut remarks.obtained {
        strings.extend([&mut obtained.from, &mut obtained.at, &mut obtained.remark]);
    }
    strings.extend(remarks.notes.iter_mut().map(|note| &mut note.text));
    strings.extend(remarks.judgements.iter_mut().map(|judgement| &mut judgement.remark));
    strings.extend(remarks.checklist.iter_mut().map(|observation| &mut observation.remark));
    strings.extend(remarks.verifiers.iter_mut().flat_map(|verified| [&mut verified.at, &mut verified.remark]));
    strings
}
