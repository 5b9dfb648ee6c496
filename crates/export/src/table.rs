//! Many reports as one table: CSV (RFC 4180), one photo a line.

use std::collections::BTreeMap;

use catchlight_forensics::report::v1::{CheckResult, Report, State};
use catchlight_forensics::text::Text;

use crate::ExportError;
use crate::said::{Languages, inert};

/// Reports as CSV in UTF-8, a line each: the file, the conclusion, and for each check of any report its
/// state, its score and what it said.
///
/// The file begins with a byte order mark, because without one Excel reads UTF-8 as the system's old
/// encoding and Chinese is lost; other programs skip it. Lines end in CR LF. A cell that a spreadsheet
/// could take for a formula begins with an apostrophe.
///
/// # Errors
/// When the table cannot be written into memory.
pub fn table<'a>(reports: impl IntoIterator<Item = &'a Report>, languages: Languages) -> Result<Vec<u8>, ExportError> {
    let reports: Vec<&Report> = reports.into_iter().collect();
    let checks = checks(&reports);
    let mut head: Vec<String> = FILE.iter().map(|name| (*name).to_owned()).collect();
    for name in ["conclusion", "statement"] {
        head.extend(tags(languages).iter().map(|tag| format!("{name}:{tag}")));
    }
    head.extend(MEASURED.iter().map(|name| (*name).to_owned()));
    for check in &checks {
        head.extend([format!("{check}:state"), format!("{check}:score")]);
        head.extend(tags(languages).iter().map(|tag| format!("{check}:{tag}")));
    }
    written(std::iter::once(head).chain(reports.into_iter().map(|report| line(report, &checks, languages))))
}

/// Lines of cells as a file that spreadsheets open, the first being the head.
///
/// # Errors
/// When the table cannot be written into memory.
pub(crate) fn written(lines: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, ExportError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    for line in lines {
        writer.write_record(line.iter().map(|cell| safe(cell)))?;
    }
    writer.into_inner().map_err(|error| ExportError::Table(error.into_error().into()))
}

const FILE: &[&str] = &["file", "sha256", "bytes", "type", "width", "height", "received_at", "examined_at", "outcome"];
const MEASURED: &[&str] = &["conclusion_kind", "log10_lr", "weighed", "application_version"];

/// Ids of the checks of all reports, in the order in which they come.
fn checks<'a>(reports: &[&'a Report]) -> Vec<&'a str> {
    let mut checks: Vec<&str> = Vec::new();
    for result in reports.iter().flat_map(|report| &report.results) {
        if !checks.contains(&result.check.id.as_str()) {
            checks.push(&result.check.id);
        }
    }
    checks
}

pub(crate) fn tags(languages: Languages) -> &'static [&'static str] {
    match languages {
        Languages::English => &["en"],
        Languages::Chinese => &["zh-Hans"],
        Languages::Both => &["en", "zh-Hans"],
    }
}

pub(crate) fn said(text: &Text, languages: Languages) -> Vec<String> {
    match languages {
        Languages::English => vec![inert(&text.en)],
        Languages::Chinese => vec![inert(&text.zh)],
        Languages::Both => vec![inert(&text.en), inert(&text.zh)],
    }
}

fn line(report: &Report, checks: &[&str], languages: Languages) -> Vec<String> {
    let exhibit = &report.exhibit;
    let picture = exhibit.picture.as_ref();
    let received = report.received.as_ref();
    let conclusion = &report.conclusion;
    let mut line = vec![
        inert(&exhibit.name),
        inert(&exhibit.sha256),
        exhibit.bytes.to_string(),
        named(&exhibit.kind),
        picture.map(|picture| picture.width.to_string()).unwrap_or_default(),
        picture.map(|picture| picture.height.to_string()).unwrap_or_default(),
        received.map(|received| inert(&received.received_at)).unwrap_or_default(),
        received.map(|received| inert(&received.examined_at)).unwrap_or_default(),
        named(&report.outcome),
    ];
    line.extend(said(&conclusion.title, languages));
    line.extend(said(&conclusion.statement, languages));
    line.extend([
        named(&conclusion.kind),
        conclusion.log10_lr.map(|value| value.to_string()).unwrap_or_default(),
        conclusion.weighed.to_string(),
        inert(&report.application.version),
    ]);
    let results: BTreeMap<&str, &CheckResult> =
        report.results.iter().map(|result| (result.check.id.as_str(), result)).collect();
    for check in checks {
        match results.get(check) {
            Some(result) => line.extend(cells(result, languages)),
            // A check that this report does not know is neither looked nor failed.
            None => line.extend(std::iter::repeat_n(String::new(), 2 + tags(languages).len())),
        }
    }
    line
}

/// State, score and words of one check. What it could not do it says under the same heading.
fn cells(result: &CheckResult, languages: Languages) -> Vec<String> {
    let mut cells =
        vec![state(result.state).to_owned(), result.score.map(|score| score.to_string()).unwrap_or_default()];
    let texts: Vec<Vec<String>> =
        [&result.summary, &result.why].into_iter().flatten().map(|text| said(text, languages)).collect();
    for index in 0..tags(languages).len() {
        let words: Vec<&str> = texts.iter().filter_map(|text| text.get(index)).map(String::as_str).collect();
        cells.push(words.join(" "));
    }
    cells
}

fn state(state: State) -> &'static str {
    match state {
        State::Found => "found",
        State::NotFound => "not_found",
        State::Inconclusive => "inconclusive",
        State::NotApplicable => "not_applicable",
        State::Failed => "failed",
    }
}

/// A word of report::v1 as it stands in JSON.
pub(crate) fn named(word: &impl serde::Serialize) -> String {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// A cell that no spreadsheet takes for a formula (OWASP, CSV injection): one that begins with `=`, `+`,
/// `-`, `@`, their full-width forms, a tab or a line break begins with an apostrophe instead. Numbers may
/// begin with a minus.
fn safe(cell: &str) -> String {
    const STARTS: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];
    if cell.starts_with(STARTS) && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_quoted_and_numbers_are_not() {
        for formula in ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(safe(formula), format!("'{formula}"));
        }
        for harmless in ["-1.5", "1", "a=b", "", "照片"] {
            assert_eq!(safe(harmless), harmless);
        }
    }
}
