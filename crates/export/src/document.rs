//! A report laid out for reading: the one content of the page and of the printed document. Templates give
//! it a shape and add no statement.

pub(crate) mod artifacts;
mod custody;
mod entered;
pub(crate) mod numbers;
pub(crate) mod results;
mod strongest;

use std::collections::BTreeMap;

use catchlight_forensics::report::v1::{ConclusionKind, ExaminationOutcome, Report};
use catchlight_forensics::text;
use catchlight_forensics::text::Text;
use catchlight_record::v1::Record;
use serde::Serialize;

use crate::number::{bytes, digest, moment};
use crate::pictures::{self, Encoded, Pictures, Source};
use crate::said::{Languages, Said};
use crate::words;

use custody::Custody;
pub(crate) use custody::unreadable;
use entered::Entered;
use results::{Group, Method, OverviewRow, Results};
pub(crate) use results::{group_words, measured, state};
pub(crate) use strongest::strongest;

/// Most entries of any list of a report that are shown. Checks give far fewer; a report from a file may
/// hold any number.
const MOST_ENTRIES: usize = 400;

/// A report in the languages of an export, with its pictures.
pub(crate) struct Document {
    pub(crate) content: Content,
    pub(crate) pictures: Vec<Encoded>,
}

/// What the templates are given. Pictures are named by their number.
#[derive(Serialize)]
pub(crate) struct Content {
    /// Language of the document as a whole (BCP 47).
    lang: &'static str,
    /// Whether two languages stand side by side.
    both: bool,
    labels: BTreeMap<&'static str, Said>,
    /// File name of the exhibit.
    name: Said,
    /// The beginning of the exhibit's digest, for the head of each page.
    digest: Said,
    /// Name and version of what wrote the report.
    application: Said,
    photo: Option<usize>,
    conclusion: Conclusion,
    facts: Vec<Fact>,
    overview: Vec<OverviewRow>,
    groups: Vec<Group>,
    /// What this export made unreadable.
    unreadable: Vec<Said>,
    entered: Option<Entered>,
    custody: Option<Custody>,
    methods: Vec<Method>,
}

#[derive(Serialize)]
struct Conclusion {
    /// `ai`, `camera`, `declared` or `open`.
    tone: &'static str,
    cancelled: bool,
    title: Said,
    statement: Said,
    /// What moved it most.
    because: Option<Said>,
    would_change: Vec<Said>,
    limitations: Vec<Said>,
    numbers: Vec<Said>,
}

/// A fact, and what is to be known with it.
#[derive(Serialize)]
pub(crate) struct Fact {
    pub(crate) label: Said,
    pub(crate) value: Said,
    pub(crate) notes: Vec<Said>,
}

/// Lays a report out, with the record beside it when there is one. `exported_at` is the moment of the export, RFC 3339 with zone; the caller owns the
/// clock.
pub(crate) fn document(
    report: &Report,
    record: Option<&Record>,
    pictures: &Pictures,
    languages: Languages,
    exported_at: &str,
) -> Document {
    // A picture that is shown twice is named twice: a page holds it as often.
    let photos = if entered::needs_photo(report, record) { 2 } else { 1 };
    let results = Results::of(report, record);
    let sources = std::iter::repeat_n(Source::Photo, photos).chain(artifacts::sources(results, pictures));
    let (numbers, encoded) = pictures::encode(sources, pictures);
    let content = Content {
        lang: languages.tag(),
        both: languages == Languages::Both,
        labels: labels(languages),
        name: Said::same(&report.exhibit.name),
        digest: Said::same(&digest(&report.exhibit.sha256)),
        application: Said::same(&format!("{} {}", report.application.name, report.application.version)),
        photo: numbers.get(&Source::Photo).copied(),
        conclusion: conclusion(report, languages),
        facts: facts(report, languages, exported_at),
        overview: results::overview(results, languages),
        groups: results::groups(results, pictures, &numbers, languages),
        unreadable: unreadable(record).into_iter().map(|words| Said::fixed(words, languages)).collect(),
        entered: entered::entered(report, record, &numbers, languages),
        custody: custody::custody(record, languages),
        methods: results::methods(results, languages),
    };
    Document { content, pictures: encoded }
}

fn conclusion(report: &Report, languages: Languages) -> Conclusion {
    let conclusion = &report.conclusion;
    let numbers = numbers::of(conclusion, languages);
    Conclusion {
        tone: tone(conclusion.kind),
        cancelled: report.outcome == ExaminationOutcome::Cancelled,
        title: Said::of(&conclusion.title, languages),
        statement: Said::of(&conclusion.statement, languages),
        because: conclusion.because.as_ref().map(|because| Said::of(because, languages)),
        would_change: all(&conclusion.would_change, languages),
        limitations: all(&conclusion.limitations, languages),
        numbers,
    }
}

/// Fixed words by their key.
pub(crate) fn fixed(key: &str, languages: Languages) -> Said {
    let words = words::LABELS.iter().find(|(name, _)| *name == key).map(|(_, words)| *words);
    words.map_or(Said(Vec::new()), |words| Said::fixed(words, languages))
}

/// All fixed words, for a template.
pub(crate) fn labels(languages: Languages) -> BTreeMap<&'static str, Said> {
    words::LABELS.iter().map(|(key, words)| (*key, Said::fixed(*words, languages))).collect()
}

/// Which way a conclusion points, for its colour. An open one has none.
pub(crate) fn tone(kind: ConclusionKind) -> &'static str {
    match kind {
        ConclusionKind::DeclaredAi | ConclusionKind::DeclaredPartlyAi => "declared",
        ConclusionKind::StrongSignsOfAi | ConclusionKind::SomeSignsOfAi => "ai",
        ConclusionKind::SomeSignsOfCamera | ConclusionKind::StrongSignsOfCamera => "camera",
        ConclusionKind::Inconclusive
        | ConclusionKind::Conflicting
        | ConclusionKind::NotAssessable
        | ConclusionKind::NoConclusion => "open",
    }
}

fn facts(report: &Report, languages: Languages, exported_at: &str) -> Vec<Fact> {
    let fact = |label, value: &Text, notes: Vec<Said>| Fact {
        label: Said::fixed(label, languages),
        value: Said::of(value, languages),
        notes,
    };
    let exhibit = &report.exhibit;
    let extension = (exhibit.extension_matches == Some(false)).then(|| Said::fixed(words::WRONG_EXTENSION, languages));
    let mut facts = vec![
        fact(words::NAME, &Text::same(&*exhibit.name), extension.into_iter().collect()),
        fact(words::KIND, &words::kind(exhibit.kind).into(), Vec::new()),
        fact(words::PICTURE, &picture(report), Vec::new()),
    ];
    if let Some(why) = &exhibit.undecodable {
        facts.push(fact(words::UNDECODABLE, why, Vec::new()));
    }
    if let Some(quality) = &report.quality {
        facts.push(fact(words::QUALITY, &quality.title, vec![Said::of(&quality.still_tells, languages)]));
    }
    facts.push(fact(words::BYTES, &bytes(exhibit.bytes), Vec::new()));
    facts.push(fact(words::SHA256, &Text::same(&*exhibit.sha256), Vec::new()));
    if let Some(received) = &report.received {
        let via: Text = words::via(received.via).into();
        let at = moment(&received.received_at);
        let value = Text { en: format!("{at}, {}", via.en), zh: format!("{at}，{}", via.zh) };
        facts.push(fact(words::RECEIVED, &value, Vec::new()));
        facts.push(fact(words::EXAMINED, &Text::same(moment(&received.examined_at)), Vec::new()));
    }
    if let Some(test) = &report.self_test {
        let compared = test.compared;
        let value = text!("{compared} scores were compared.", "比较了 {compared} 项得分。");
        let notes = test.differed.iter().chain(&test.untested).take(MOST_ENTRIES);
        facts.push(fact(words::SELF_TEST, &value, notes.map(|note| Said::of(note, languages)).collect()));
    }
    facts.push(fact(words::EXPORTED, &Text::same(moment(exported_at)), Vec::new()));
    let application = format!("{} {} · {}", report.application.name, report.application.version, report.format);
    facts.push(fact(words::WRITTEN_BY, &Text::same(application), Vec::new()));
    facts
}

fn picture(report: &Report) -> Text {
    let Some(picture) = &report.exhibit.picture else { return words::NO_SIZE.into() };
    let (width, height) = (picture.width, picture.height);
    if picture.orientation == 1 {
        return text!("{width} × {height} pixels", "{width} × {height} 像素");
    }
    let (coded_width, coded_height) = (picture.coded_width, picture.coded_height);
    text!(
        "{width} × {height} pixels, stored as {coded_width} × {coded_height}",
        "{width} × {height} 像素，存储为 {coded_width} × {coded_height}"
    )
}

/// The entries of a list that are shown.
pub(crate) fn most<T>(entries: &[T]) -> impl Iterator<Item = &T> {
    entries.iter().take(MOST_ENTRIES)
}

pub(crate) fn all(texts: &[Text], languages: Languages) -> Vec<Said> {
    most(texts).map(|text| Said::of(text, languages)).collect()
}
