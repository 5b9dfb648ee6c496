//! The chain of custody as a table, and what the last export made unreadable.

use catchlight_forensics::text;
use catchlight_forensics::text::{Text, Words, grouped};
use catchlight_record::v1::{CustodyEntry, CustodyEvent, Record, Redaction};
use serde::Serialize;

use super::most;
use crate::number::{bytes, digest, moment};
use crate::said::{Languages, Said};
use crate::words;

/// What happened to an exhibit and its report.
#[derive(Serialize)]
pub(super) struct Custody {
    entries: Vec<EntryView>,
    /// Whether each entry follows the one before it, in words.
    holds: Said,
}

#[derive(Serialize)]
struct EntryView {
    number: u32,
    at: Said,
    what: Said,
    details: Vec<Said>,
    digest: Said,
    previous: Said,
}

/// The chain of a record; `None` when it holds no entry.
pub(super) fn custody(record: Option<&Record>, languages: Languages) -> Option<Custody> {
    let record = record.filter(|record| !record.chain.is_empty())?;
    let holds = record.follow().err().map_or(words::CHAIN_HOLDS.into(), words::broken);
    Some(Custody {
        entries: most(&record.chain).map(|entry| view(entry, languages)).collect(),
        holds: Said::of(&holds, languages),
    })
}

/// What the last export of a record made unreadable, in sentences; empty when it was nothing.
pub(crate) fn unreadable(record: Option<&Record>) -> Vec<Words> {
    let redaction = |entry: &CustodyEntry| match &entry.event {
        CustodyEvent::Exported { redaction, .. } => Some(redaction.clone()),
        _ => None,
    };
    let last = record.and_then(|record| record.chain.iter().rev().find_map(redaction));
    words::redaction(&last.unwrap_or(Redaction::NONE))
}

fn view(entry: &CustodyEntry, languages: Languages) -> EntryView {
    let (what, details) = event(&entry.event);
    EntryView {
        number: entry.number,
        at: Said::same(&moment(&entry.at)),
        what: Said::of(&what, languages),
        details: details.iter().map(|detail| Said::of(detail, languages)).collect(),
        digest: Said::same(&digest(&entry.digest)),
        previous: Said::same(&digest(&entry.previous)),
    }
}

/// What happened in a sentence, and its particulars.
fn event(event: &CustodyEvent) -> (Text, Vec<Text>) {
    match event {
        CustodyEvent::Received { via, sha256, bytes: length } => {
            let Words { en, zh } = words::via(*via);
            let what = text!("The file was received: {en}.", "收到文件：{zh}。");
            (what, vec![bytes(*length), Text::same(digest(sha256))])
        }
        CustodyEvent::Examined { application, report, checks, models, settings } => {
            let count = checks.len();
            let (most_bytes, most_pixels) = (grouped(settings.most_bytes), grouped(settings.most_pixels));
            let report = digest(report);
            let mut details = vec![
                text!("report: {report}", "报告：{report}"),
                text!("checks: {count}", "检查：{count} 项"),
                text!(
                    "limits: {most_bytes} bytes, {most_pixels} pixels",
                    "上限：{most_bytes} 字节，{most_pixels} 像素"
                ),
            ];
            details.extend(most(models).map(|file| {
                let (name, digest) = (&file.name, digest(&file.sha256));
                text!("model: {name}, {digest}", "模型：{name}，{digest}")
            }));
            (text!("The file was examined with {application}.", "使用 {application} 检查了文件。"), details)
        }
        CustodyEvent::Remarked { remarks } => {
            let remarks = digest(remarks);
            (words::REMARKED.into(), vec![text!("remarks: {remarks}", "备注：{remarks}")])
        }
        CustodyEvent::Exported { report, forms, redaction, .. } => {
            let forms: Vec<Text> = most(forms).map(|form| words::form(form)).collect();
            let en = forms.iter().map(|form| form.en.as_str()).collect::<Vec<_>>().join(", ");
            let zh = forms.iter().map(|form| form.zh.as_str()).collect::<Vec<_>>().join("、");
            let report = digest(report);
            let mut details = vec![text!("report: {report}", "报告：{report}")];
            let unreadable = words::redaction(redaction);
            if unreadable.is_empty() {
                details.push(words::NOTHING_UNREADABLE.into());
            }
            details.extend(unreadable.into_iter().map(Text::from));
            (text!("The report was exported: {en}.", "导出了报告：{zh}。"), details)
        }
    }
}
