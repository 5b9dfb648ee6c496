//! Finding photos: by words, conclusion, moment and declared generator, in pages.
//!
//! Words are looked for as parts of the text, not in an index of words: Chinese has no spaces to split at, and
//! thousands of photos are read through in milliseconds. An index would hold deleted words, too.

use catchlight_forensics::report::v1::{ConclusionKind, Kind, Via};
use catchlight_forensics::text::Text;
use catchlight_record::v1::{Record, Remarks};
use rusqlite::types::{Type, Value};
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::{CaseId, Casebook, CasebookError, PhotoId, moments};

/// Most rows of a page.
const MOST_ROWS: u32 = 1_000;
/// Most words that are looked for.
const MOST_WORDS: usize = 20;

/// What is looked for. The default asks for everything, in the order of arrival.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// In this case only.
    pub case: Option<CaseId>,
    /// Words that all stand in the photo's names, notes, generator, software or the name of its case.
    pub text: String,
    /// One of these conclusions; any when empty.
    pub conclusions: Vec<ConclusionKind>,
    /// One of these stages; any when empty.
    pub stages: Vec<StageName>,
    /// This declared generator.
    pub generator: Option<String>,
    /// Received at this moment or later, RFC 3339.
    pub from: Option<String>,
    /// Received before this moment, RFC 3339.
    pub before: Option<String>,
    /// The order.
    pub sort: Sort,
    /// The order the other way round.
    pub descending: bool,
    /// Rows to leave out at the beginning.
    pub offset: u32,
    /// Most rows to give; at most 1,000, which is also meant by 0.
    pub limit: u32,
}

/// What a list is ordered by. Photos that have none of it come last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// In which the photos arrived.
    #[default]
    Arrival,
    /// When they were received.
    Received,
    /// Their names.
    Name,
    /// The likelihood ratio, those that speak for a camera first.
    LikelihoodRatio,
    /// The declared generator.
    Generator,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// How many photos were found in all.
    pub total: u32,
    /// Those of the page.
    pub rows: Vec<Row>,
}

/// A photo in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its number.
    pub id: PhotoId,
    /// Its case.
    pub case: CaseId,
    /// Name of its case.
    pub case_name: String,
    /// File name as received first.
    pub name: String,
    /// Further names under which it arrived.
    pub further_names: Vec<String>,
    /// Where it stands.
    pub stage: Stage,
    /// How it came in.
    pub via: Via,
    /// When, RFC 3339 with zone.
    pub received_at: String,
    /// When its examination began, RFC 3339 with zone.
    pub examined_at: Option<String>,
    /// SHA-256 in lower-case hex, once it is known.
    pub sha256: Option<String>,
    /// Whether a copy of the file is kept.
    pub has_original: bool,
    /// Whether it has a small picture.
    pub has_thumbnail: bool,
    /// Length of the file in bytes.
    pub bytes: Option<u64>,
    /// Pixels in a row and rows, upright.
    pub size: Option<(u32, u32)>,
    /// The conclusion in words.
    pub title: Option<Text>,
    /// log10 of the combined likelihood ratio.
    pub log10_lr: Option<f64>,
    /// What the file itself declares that it was generated with.
    pub generator: Option<String>,
    /// The software that the file names.
    pub software: Option<String>,
}

/// Where a photo stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Stage {
    /// Waits for its turn.
    Waiting,
    /// Is being examined.
    Examining,
    /// Has a report.
    Examined {
        /// The report's conclusion.
        conclusion: ConclusionKind,
        /// Type by content.
        kind: Kind,
        /// Whether the user cancelled while it was being examined.
        partial: bool,
    },
    /// Could not be read.
    Unreadable {
        /// Why.
        why: Text,
    },
    /// Was cancelled before it had a report.
    Cancelled,
}

/// The word for a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageName {
    /// [`Stage::Waiting`].
    Waiting,
    /// [`Stage::Examining`].
    Examining,
    /// [`Stage::Examined`].
    Examined,
    /// [`Stage::Unreadable`].
    Unreadable,
    /// [`Stage::Cancelled`].
    Cancelled,
}

impl StageName {
    /// As it stands in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Examining => "examining",
            Self::Examined => "examined",
            Self::Unreadable => "unreadable",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Casebook {
    /// The photos that were looked for.
    ///
    /// # Errors
    /// When a moment is none, or the casebook cannot be read.
    pub fn photos(&self, query: &Query) -> Result<Page, CasebookError> {
        let (conditions, mut values) = conditions(query)?;
        let connection = self.connection();
        let from = format!("FROM photos JOIN cases ON cases.id = photos.case_id WHERE {conditions}");
        let total = connection
            .prepare_cached(&format!("SELECT count(*) {from}"))?
            .query_row(params_from_iter(&values), |row| row.get(0))?;
        let order = order(query);
        let limit = if query.limit == 0 { MOST_ROWS } else { query.limit.min(MOST_ROWS) };
        values.extend([i64::from(limit).into(), i64::from(query.offset).into()]);
        let mut statement =
            connection.prepare_cached(&format!("SELECT {COLUMNS} {from} ORDER BY {order} LIMIT ? OFFSET ?"))?;
        let rows = statement.query_map(params_from_iter(&values), row)?.collect::<Result<Vec<_>, _>>()?;
        Ok(Page { total, rows: with_names(&connection, rows)? })
    }

    /// One photo as it stands in lists.
    ///
    /// # Errors
    /// When there is none.
    pub fn photo(&self, id: PhotoId) -> Result<Row, CasebookError> {
        let connection = self.connection();
        let sql = format!("SELECT {COLUMNS} FROM photos JOIN cases ON cases.id = photos.case_id WHERE photos.id = ?1");
        let found = connection.prepare_cached(&sql)?.query_row([id], row).optional()?;
        let rows = with_names(&connection, found.into_iter().collect())?;
        rows.into_iter().next().ok_or(CasebookError::NoPhoto(id))
    }

    /// The declared generators of a case or of all, each with the number of its photos.
    ///
    /// # Errors
    /// When the casebook cannot be read.
    pub fn generators(&self, case: Option<CaseId>) -> Result<Vec<(String, u32)>, CasebookError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT generator, count(*) FROM photos WHERE generator IS NOT NULL AND (?1 IS NULL OR case_id = ?1)
             GROUP BY generator ORDER BY generator",
        )?;
        let found = statement.query_map([case], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}

/// The columns that [`row`] reads, in its order.
const COLUMNS: &str = "photos.id, case_id, cases.name, photos.name, stage, conclusion, why_en, why_zh, via, received_at, \
    examined_at, sha256, original, EXISTS (SELECT 1 FROM thumbnails WHERE photo_id = photos.id), bytes, width, height, \
    title_en, title_zh, log10_lr, generator, software, kind, partial";

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let text = |en: usize, zh: usize| -> rusqlite::Result<Option<Text>> {
        let (en, zh): (Option<String>, Option<String>) = (row.get(en)?, row.get(zh)?);
        Ok(en.zip(zh).map(|(en, zh)| Text { en, zh }))
    };
    let stage = match of_column(row, 4)? {
        StageName::Waiting => Stage::Waiting,
        StageName::Examining => Stage::Examining,
        StageName::Examined => {
            Stage::Examined { conclusion: of_column(row, 5)?, kind: of_column(row, 22)?, partial: row.get(23)? }
        }
        StageName::Unreadable => Stage::Unreadable { why: text(6, 7)?.unwrap_or(Text::same("")) },
        StageName::Cancelled => Stage::Cancelled,
    };
    let (width, height): (Option<u32>, Option<u32>) = (row.get(15)?, row.get(16)?);
    Ok(Row {
        id: row.get(0)?,
        case: row.get(1)?,
        case_name: row.get(2)?,
        name: row.get(3)?,
        further_names: Vec::new(),
        stage,
        via: of_column(row, 8)?,
        received_at: row.get(9)?,
        examined_at: row.get(10)?,
        sha256: row.get(11)?,
        has_original: row.get(12)?,
        has_thumbnail: row.get(13)?,
        bytes: row.get::<_, Option<i64>>(14)?.and_then(|bytes| u64::try_from(bytes).ok()),
        size: width.zip(height),
        title: text(17, 18)?,
        log10_lr: row.get(19)?,
        generator: row.get(20)?,
        software: row.get(21)?,
    })
}

fn with_names(connection: &Connection, mut rows: Vec<Row>) -> Result<Vec<Row>, CasebookError> {
    for row in &mut rows {
        row.further_names = further_names(connection, row.id)?;
        row.further_names.retain(|name| *name != row.name);
    }
    Ok(rows)
}

pub(crate) fn further_names(connection: &Connection, id: PhotoId) -> Result<Vec<String>, CasebookError> {
    let mut statement =
        connection.prepare_cached("SELECT name FROM names WHERE photo_id = ?1 GROUP BY name ORDER BY min(rowid)")?;
    let names = statement.query_map([id], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// What a photo must fulfil, with `?` for each value.
fn conditions(query: &Query) -> Result<(String, Vec<Value>), CasebookError> {
    let mut conditions = vec!["1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    if let Some(case) = query.case {
        conditions.push("case_id = ?".to_owned());
        values.push(case.0.into());
    }
    for (sql, moment) in [("received_s >= ?", &query.from), ("received_s < ?", &query.before)] {
        let Some(moment) = moment else { continue };
        conditions.push(sql.to_owned());
        values.push(moments::seconds(moment)?.into());
    }
    if let Some(generator) = &query.generator {
        conditions.push("generator = ?".to_owned());
        values.push(generator.clone().into());
    }
    let conclusions = query.conclusions.iter().map(word).collect::<Result<Vec<_>, _>>()?;
    let stages = query.stages.iter().map(word).collect::<Result<Vec<_>, _>>()?;
    for (column, of) in [("conclusion", conclusions), ("stage", stages)] {
        if !of.is_empty() {
            conditions.push(format!("{column} IN ({})", vec!["?"; of.len()].join(", ")));
            values.extend(of.into_iter().map(Value::from));
        }
    }
    for word in folded(&query.text).split_whitespace().take(MOST_WORDS) {
        conditions.push("(instr(photos.searched, ?) > 0 OR instr(cases.searched, ?) > 0)".to_owned());
        values.extend([Value::from(word.to_owned()), Value::from(word.to_owned())]);
    }
    Ok((conditions.join(" AND "), values))
}

fn order(query: &Query) -> String {
    let way = if query.descending { "DESC" } else { "ASC" };
    let by = match query.sort {
        Sort::Arrival => return format!("photos.id {way}"),
        Sort::Received => "received_s",
        Sort::Name => "lower(photos.name)",
        Sort::LikelihoodRatio => "log10_lr",
        Sort::Generator => "generator",
    };
    format!("{by} {way} NULLS LAST, photos.id {way}")
}

/// Gathers anew what words are looked for in.
pub(crate) fn refresh(connection: &Connection, id: PhotoId) -> Result<(), CasebookError> {
    type Columns = (String, Option<String>, Option<String>);
    let (name, generator, software): Columns = connection
        .prepare_cached("SELECT name, generator, software FROM photos WHERE id = ?1")?
        .query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut parts = vec![name];
    parts.extend(further_names(connection, id)?);
    parts.extend(generator);
    parts.extend(software);
    let record: Option<String> = connection
        .prepare_cached("SELECT record FROM records WHERE photo_id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let record: Option<Record> = record.map(|record| serde_json::from_str(&record)).transpose()?;
    parts.extend(record.map(|record| notes(record.remarks)).unwrap_or_default());
    connection
        .prepare_cached("UPDATE photos SET searched = ?2 WHERE id = ?1")?
        .execute((id, folded(&parts.join("\n"))))?;
    Ok(())
}

/// What a person wrote.
fn notes(remarks: Remarks) -> Vec<String> {
    let mut notes = vec![remarks.by];
    notes.extend(remarks.obtained.into_iter().flat_map(|obtained| [obtained.from, obtained.at, obtained.remark]));
    notes.extend(remarks.notes.into_iter().map(|note| note.text));
    notes.extend(remarks.judgements.into_iter().map(|judgement| judgement.remark));
    notes.extend(remarks.checklist.into_iter().map(|observation| observation.remark));
    notes.extend(remarks.verifiers.into_iter().map(|verified| verified.remark));
    notes.retain(|note| !note.is_empty());
    notes
}

/// Letters as they are compared when searching: small, in one form of each accent (file systems differ there)
/// and of each width.
pub(crate) fn folded(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

/// The word of a wire enumeration.
pub(crate) fn word(value: &impl Serialize) -> Result<String, CasebookError> {
    let json = serde_json::to_value(value)?;
    Ok(json.as_str().map(str::to_owned).unwrap_or_default())
}

/// The value of a word.
pub(crate) fn of_word<T: DeserializeOwned>(word: &str) -> rusqlite::Result<T> {
    let value = serde_json::Value::String(word.to_owned());
    serde_json::from_value(value)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, error.into()))
}

/// The value of a word in this column.
pub(crate) fn of_column<T: DeserializeOwned>(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<T> {
    of_word(&row.get::<_, String>(column)?)
}
