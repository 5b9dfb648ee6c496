//! The statements of an export are those of the report, in both directions.

use std::collections::BTreeSet;

use scraper::{Html, Selector};
use serde_json::Value;

use super::samples::{MOMENT, examined, fonts, record, root, squeezed, text_of};
use crate::document::document;
use crate::said::inert;
use crate::words::{GROUPS, LABELS};
use crate::{Languages, Pictures, html, pdf};
use catchlight_forensics::report::v1::Report;
use catchlight_forensics::text::{Text, Words};
use catchlight_record::v1::{CustodyEvent, Record};

/// Every statement of a report in these languages: each text, and each string that stands for itself.
pub(super) fn of_report(value: &Value, languages: Languages, found: &mut BTreeSet<String>) {
    const ALONE: &[&str] = &["name", "sha256", "citation", "locator", "place"];
    match value {
        Value::Object(fields) => {
            if let (Some(Value::String(en)), Some(Value::String(zh))) = (fields.get("en"), fields.get("zh-Hans")) {
                if languages != Languages::Chinese {
                    found.insert(inert(en));
                }
                if languages != Languages::English {
                    found.insert(inert(zh));
                }
                return;
            }
            for (name, value) in fields {
                match value {
                    Value::String(word) if ALONE.contains(&name.as_str()) => {
                        found.insert(inert(word));
                    }
                    other => of_report(other, languages, found),
                }
            }
        }
        Value::Array(entries) => entries.iter().for_each(|entry| of_report(entry, languages, found)),
        _ => {}
    }
}

/// Every statement of a record: what persons wrote and chose, and what happened.
fn of_record(record: &Record, languages: Languages, found: &mut BTreeSet<String>) {
    let mut add = |text: Text| {
        let chosen = match languages {
            Languages::English => vec![text.en],
            Languages::Chinese => vec![text.zh],
            Languages::Both => vec![text.en, text.zh],
        };
        found.extend(chosen.iter().map(|words| inert(words)).filter(|words| !words.is_empty()));
    };
    let remarks = &record.remarks;
    let mut written = vec![remarks.by.clone()];
    let mut chosen: Vec<Words> = Vec::new();
    if let Some(obtained) = &remarks.obtained {
        chosen.push(obtained.how.words());
        written.extend([&obtained.from, &obtained.at, &obtained.remark].map(Clone::clone));
    }
    written.extend(remarks.notes.iter().map(|note| note.text.clone()));
    for judgement in &remarks.judgements {
        chosen.push(judgement.status.words());
        written.push(judgement.remark.clone());
    }
    written.push("no_such_check".to_owned());
    for observed in &remarks.checklist {
        chosen.extend([observed.category.words(), observed.seen.words()]);
        written.push(observed.remark.clone());
    }
    for verified in &remarks.verifiers {
        chosen.extend([verified.verifier.words(), verified.answer.words()]);
        written.extend([verified.at.clone(), verified.remark.clone()]);
    }
    let digest = |sha256: &str| Text::same(crate::number::digest(sha256));
    for entry in &record.chain {
        add(digest(&entry.digest));
        add(digest(&entry.previous));
        match &entry.event {
            CustodyEvent::Received { via, sha256, bytes } => {
                add(digest(sha256));
                add(crate::number::bytes(*bytes));
                chosen.push(crate::words::via(*via));
            }
            CustodyEvent::Examined { application, report, models, .. } => {
                written.push(application.clone());
                add(digest(report));
                for model in models {
                    let digest = digest(&model.sha256).en;
                    add(Text { en: format!("{}, {digest}", model.name), zh: format!("{}，{digest}", model.name) });
                }
            }
            CustodyEvent::Remarked { remarks } => {
                add(digest(remarks));
                chosen.push(crate::words::REMARKED);
            }
            CustodyEvent::Exported { report, redaction, .. } => {
                add(digest(report));
                add(Text {
                    en: "page (HTML), printed document (PDF)".into(),
                    zh: "网页（HTML）、打印文档（PDF）".into(),
                });
                chosen.extend(crate::words::redaction(redaction));
            }
        }
    }
    chosen.into_iter().for_each(|words| add(words.into()));
    written.into_iter().for_each(|words| add(Text::same(words)));
}

/// Every statement that the templates are given.
fn of_content(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(word) if name == "words" => {
                        found.insert(word.clone());
                    }
                    other => of_content(other, found),
                }
            }
        }
        Value::Array(entries) => entries.iter().for_each(|entry| of_content(entry, found)),
        _ => {}
    }
}

/// A statement that was put together from numbers and words of the report: what is left of it without
/// both is one of few frames.
fn is_put_together(said: &str, statements: &BTreeSet<String>) -> bool {
    const FRAMES: &[&str] = &[
        "",
        "Score",
        "得分",
        "weight log10atmost",
        "权重log10上限",
        "Calibrated on",
        "校准所用样本",
        "pixels",
        "像素",
        "pixels stored as",
        "像素存储为",
        "kB bytes",
        "MB bytes",
        "bytes",
        "kB字节",
        "MB字节",
        "字节",
        "at",
        "位于",
        "finding was weighed",
        "findings were weighed",
        "有项发现计入权重",
        "revision",
        "修订版",
        "UTC",
        "Catchlight",
        "Catchlight catchlightreport",
        "Combined log likelihood ratio AI over camera",
        "合并后的似然比AI比相机log",
        "Whoever held AI generation for likely before holds it for likely after to",
        "若事先认为AI生成的可能性为则事后为至",
        "scores were compared",
        "比较了项得分",
        "log",
        "named on the command line",
        "由命令行指定",
        "The file was received",
        "收到文件",
        "The file was examined with",
        "使用检查了文件",
        "report",
        "报告",
        "checks",
        "检查项",
        "limits bytes pixels",
        "上限字节像素",
        "model",
        "模型",
        "remarks",
        "备注",
        "The report was exported",
        "导出了报告",
    ];
    let skeleton =
        |words: &str| squeezed(words).chars().filter(|character| character.is_alphabetic()).collect::<String>();
    let frames: BTreeSet<String> = FRAMES.iter().map(|frame| skeleton(frame)).collect();
    // A check's identity names its id, its revision and its family.
    let begins = [said, said.split_once([',', '，']).map_or("", |(_, rest)| rest)];
    let mut rests: Vec<String> = begins.iter().filter(|rest| !rest.is_empty()).map(|rest| (*rest).to_owned()).collect();
    for begin in begins {
        let parts = statements.iter().filter(|one| !one.is_empty() && begin.contains(*one));
        rests.extend(parts.map(|one| begin.replacen(one, "", 1)));
    }
    rests.iter().any(|rest| frames.contains(&skeleton(rest)))
}

/// Words of a page that stand outside of statements: numbers and letters of drawings.
fn statements_of_page(page: &str) -> BTreeSet<String> {
    let page = Html::parse_document(page);
    let selector = |css| Selector::parse(css).expect("a selector");
    let loose = page
        .select(&selector("body"))
        .flat_map(|body| body.descendants())
        .filter_map(|node| {
            let text = node.value().as_text()?;
            let parent = node.parent()?.value().as_element()?;
            let is_said = parent.has_class("said", scraper::CaseSensitivity::CaseSensitive);
            (!is_said && !text.trim().is_empty()).then(|| text.trim().to_owned())
        })
        .filter(|text| text.chars().any(|character| character.is_alphabetic() && !character.is_ascii_uppercase()))
        .collect::<Vec<_>>();
    assert_eq!(loose, Vec::<String>::new(), "words outside of statements");
    page.select(&selector(".said")).map(|said| said.text().collect()).collect()
}

/// What is allowed to be said and need not come from the report: headings.
fn headings(languages: Languages) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = BTreeSet::new();
    let groups = GROUPS.iter().flat_map(|group| [Some(group.title), group.empty]).flatten();
    for words in LABELS.iter().map(|(_, words)| *words).chain(groups).chain(fixed()) {
        if languages != Languages::Chinese {
            all.insert(words.en.to_owned());
        }
        if languages != Languages::English {
            all.insert(words.zh.to_owned());
        }
    }
    all
}

fn fixed() -> Vec<catchlight_forensics::text::Words> {
    use crate::words as w;
    use catchlight_forensics::report::v1::{EvidenceGroup, Kind, State};
    let mut all = vec![
        w::NAME,
        w::KIND,
        w::PICTURE,
        w::UNDECODABLE,
        w::QUALITY,
        w::BYTES,
        w::SHA256,
        w::RECEIVED,
        w::EXAMINED,
        w::EXPORTED,
        w::SELF_TEST,
        w::WRITTEN_BY,
        w::NO_SIZE,
        w::WRONG_EXTENSION,
        w::UNWEIGHED,
        w::NOT_WEIGHED,
        w::NEVER_WEIGHED,
        w::NO_REGIONS,
        w::NOT_MEASURED,
        w::BY,
        w::HOW,
        w::FROM,
        w::AT,
        w::REMARK,
        w::WHOLE_PHOTO,
        w::CHAIN_HOLDS,
    ];
    all.extend(
        [State::Found, State::NotFound, State::Inconclusive, State::NotApplicable, State::Failed]
            .map(|state| w::state(state, EvidenceGroup::Ai)),
    );
    all.push(w::state(State::Found, EvidenceGroup::ExpertView));
    all.extend([Kind::Jpeg, Kind::Webp, Kind::Unknown].map(w::kind));
    all
}

/// Whether a statement of the report is said: as it stands, or within a line that was put together.
fn is_said(statement: &str, said: &BTreeSet<String>) -> bool {
    said.contains(statement) || said.iter().any(|said| said.contains(statement))
}

fn the_page_says_what_the_report_says(
    report: &Report,
    record: Option<&Record>,
    pictures: &Pictures,
    languages: Languages,
) {
    let mut statements = BTreeSet::new();
    of_report(&serde_json::to_value(report).expect("JSON"), languages, &mut statements);
    if let Some(record) = record {
        of_record(record, languages, &mut statements);
    }
    let said = statements_of_page(&html(report, record, pictures, languages, MOMENT).expect("a page"));
    let silent: Vec<&String> = statements.iter().filter(|statement| !is_said(statement, &said)).collect();
    assert_eq!(silent, Vec::<&String>::new(), "in the report, not on the page");
    let headings = headings(languages);
    let invented: Vec<&String> = said
        .iter()
        .filter(|said| !statements.contains(*said) && !headings.contains(*said) && !is_put_together(said, &statements))
        .collect();
    assert_eq!(invented, Vec::<&String>::new(), "on the page, not in the report");
}

#[test]
fn a_page_says_what_the_report_says_and_nothing_else() {
    let (report, pictures) = examined();
    for languages in [Languages::English, Languages::Chinese, Languages::Both] {
        the_page_says_what_the_report_says(&report, None, &pictures, languages);
        the_page_says_what_the_report_says(&report, Some(&record(&report)), &pictures, languages);
    }
}

#[test]
fn old_reports_are_still_shown_as_they_are() {
    let mut shown = 0;
    for entry in std::fs::read_dir(root().join("tests/reports/v1")).expect("old reports") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let report: Report = serde_json::from_slice(&std::fs::read(path).expect("a file")).expect("a report");
            the_page_says_what_the_report_says(&report, None, &Pictures::default(), Languages::Both);
            if let Some(fonts) = fonts() {
                let pdf = pdf(&report, None, &Pictures::default(), Languages::Chinese, MOMENT, &fonts).expect("a PDF");
                assert!(pdf.starts_with(b"%PDF-"));
            }
            shown += 1;
        }
    }
    assert!(shown > 0);
}

/// Finds a statement in a text, in several pieces where a page ended within it, and marks where.
fn find(statement: &str, text: &str, covered: &mut [bool]) -> bool {
    const PIECES: usize = 4;
    let mut rest = statement;
    for _ in 0..PIECES {
        // The longest beginning that is there: what a shorter beginning lacks a longer one lacks, too.
        let ends: Vec<usize> = rest.char_indices().map(|(at, character)| at + character.len_utf8()).collect();
        let there = ends.partition_point(|end| text.contains(&rest[..*end]));
        let Some(end) = there.checked_sub(1).and_then(|last| ends.get(last).copied()) else { return rest.is_empty() };
        for (at, piece) in text.match_indices(&rest[..end]) {
            covered[at..at + piece.len()].fill(true);
        }
        rest = &rest[end..];
    }
    rest.is_empty()
}

#[test]
fn a_pdf_says_what_the_page_says_and_nothing_else() {
    let Some(fonts) = fonts() else { return };
    let (report, pictures) = examined();
    let record = record(&report);
    for languages in [Languages::English, Languages::Chinese, Languages::Both] {
        let pdf = pdf(&report, Some(&record), &pictures, languages, MOMENT, &fonts).expect("a PDF");
        let Some(text) = text_of(&pdf) else { return };
        let mut statements = BTreeSet::new();
        let content =
            serde_json::to_value(document(&report, Some(&record), &pictures, languages, MOMENT).content).expect("JSON");
        let headings: BTreeSet<String> = headings(languages).iter().map(|words| squeezed(words)).collect();
        of_content(&content, &mut statements);
        let mut covered = vec![false; text.len()];
        let mut silent = Vec::new();
        for statement in statements {
            let drawn = squeezed(&fonts.drawable(&statement));
            if !find(&drawn, &text, &mut covered) && !headings.contains(&drawn) {
                silent.push(statement);
            }
        }
        assert_eq!(silent, Vec::<String>::new(), "in the report, not in the PDF");
        let rest: String =
            text.char_indices().filter(|(at, _)| !covered[*at]).map(|(_, character)| character).collect();
        let words: String =
            rest.chars().filter(|character| character.is_alphabetic() && !character.is_ascii_uppercase()).collect();
        assert_eq!(words, "", "in the PDF, not in the report: {rest}");
    }
}
