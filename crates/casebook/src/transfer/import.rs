//! Taking in a case that was exported elsewhere. Nothing in the file is trusted: no name of it becomes a path,
//! every byte is counted and compared with its digest, and the case is there whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read, Seek};
use std::path::Path;

use catchlight_forensics::Limits;
use catchlight_forensics::report::v1::{FORMAT as REPORT_FORMAT, Report};
use catchlight_forensics::text::quote;
use catchlight_record::bundle::sha256;
use catchlight_record::v1::{FORMAT as RECORD_FORMAT, Record};
use rusqlite::{Connection, OptionalExtension as _};
use serde::{Deserialize, Serialize};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::NotACase;
use super::list::{FORMAT, LIST, List, Listed, Part, Photo};
use crate::arrivals::{NAME_CHARACTERS, also_named};
use crate::finish::{Finished, is_record_of, write};
use crate::originals::is_digest;
use crate::search::word;
use crate::{CaseId, Casebook, CasebookError, PhotoId, StageName, cases, moments, search};

/// Most photos of a case.
const MOST_PHOTOS: usize = 50_000;
/// Most entries of a file.
const MOST_ENTRIES: usize = 1_000_000;
/// Most pictures of a photo.
const MOST_PICTURES: usize = 500;
/// Most further names of a photo.
const MOST_NAMES: usize = 100;
/// Most bytes of the list, a report, a record, traits, or a picture.
const MOST_BYTES: u64 = 64 << 20;
/// How a PNG file begins.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What was taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The new case.
    pub case: CaseId,
    /// Its photos.
    pub photos: u32,
    /// Those whose bytes another case has, too.
    pub already: Vec<Already>,
}

/// A photo that two cases have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Already {
    /// In the new case.
    pub photo: PhotoId,
    /// In another case, the oldest there.
    pub other: PhotoId,
    /// The other case.
    pub case: CaseId,
}

impl Casebook {
    /// Takes in an exported case as a new one.
    ///
    /// # Errors
    /// When the file is no such case, was changed, or holds more than is taken in. Nothing is kept of it then.
    pub fn import_case(&self, path: &Path) -> Result<Imported, CasebookError> {
        self.read_case(File::open(path).map_err(CasebookError::file(path))?)
    }

    /// Takes in a case.
    pub(crate) fn read_case(&self, from: impl Read + Seek) -> Result<Imported, CasebookError> {
        let mut case = Opened::new(from)?;
        let mut connection = self.connection();
        let mut kept = Vec::new();
        let imported = (|| {
            let change = connection.transaction()?;
            let created_at = &case.list.created_at;
            moments::seconds(created_at).map_err(|error| NotACase::List(error.to_string()))?;
            let name = cases::named(&case.list.name).map_err(|error| NotACase::List(error.to_string()))?;
            let id = cases::insert(&change, &name, created_at)?;
            let mut imported = Imported { case: id, photos: 0, already: Vec::new() };
            for (at, photo) in case.list.photos.clone().iter().enumerate() {
                let parts = case.parts(at, photo)?;
                if let (Some(original), Some(digest)) = (&parts.original, &photo.sha256) {
                    kept.push(digest.clone());
                    self.originals().keep(digest, original)?;
                }
                let new = insert(&change, id, photo, &parts).map_err(|error| match error {
                    // Two photos of one digest.
                    CasebookError::Database(error) if is_constraint(&error) => does_not_fit(at, &error),
                    error => error,
                })?;
                imported.photos += 1;
                imported.already.extend(already(&change, id, new, photo)?);
            }
            change.commit()?;
            Ok(imported)
        })();
        for digest in &kept {
            self.originals().release(&connection, digest)?;
        }
        imported
    }
}

/// An exported case whose list fits its entries.
struct Opened<R> {
    zip: ZipArchive<R>,
    list: List,
    files: BTreeMap<String, Listed>,
}

/// What was read of a photo, and fits together.
struct Parts {
    examined: Option<(Report, String, Record)>,
    traits: Option<String>,
    thumbnail: Option<Vec<u8>>,
    original: Option<Vec<u8>>,
    pictures: BTreeMap<String, Vec<u8>>,
}

impl<R: Read + Seek> Opened<R> {
    fn new(mut from: R) -> Result<Self, NotACase> {
        let container = |error: std::io::Error| NotACase::Container(error.into());
        let length = from.seek(std::io::SeekFrom::End(0)).map_err(container)?;
        from.rewind().map_err(container)?;
        let mut zip = ZipArchive::new(from).map_err(NotACase::Container)?;
        if zip.len() > MOST_ENTRIES {
            return Err(NotACase::TooLarge("entries"));
        }
        let list: serde_json::Value = serde_json::from_slice(&read(&mut zip, LIST, MOST_BYTES)?).map_err(unlisted)?;
        match list.get("format").and_then(|format| format.as_str()) {
            Some(FORMAT) => (),
            Some(other) if other.starts_with("catchlight.case/") => return Err(NotACase::Format(quote(other, 40))),
            _ => return Err(NotACase::List("it has no format".to_owned())),
        }
        let list: List = serde_json::from_value(list).map_err(unlisted)?;
        is_within_limits(&list)?;
        let names = list.names();
        let files: BTreeMap<String, Listed> = list.files.iter().map(|file| (file.name.clone(), file.clone())).collect();
        if files.len() != list.files.len() || !files.keys().eq(names.iter()) {
            return Err(NotACase::List("its files are not those of its photos".to_owned()));
        }
        // A ZIP file may hold an entry twice, or others besides.
        let mut seen = BTreeSet::new();
        for name in zip.file_names() {
            let is_listed = name == LIST || names.contains(name);
            if !is_listed || !seen.insert(name) {
                return Err(NotACase::Entry(name.to_owned()));
            }
        }
        if zip.len() != names.len() + 1 {
            return Err(NotACase::List("an entry is there twice or is missing".to_owned()));
        }
        // Nothing is compressed, so that entries that share bytes are the only way to hold more than the file.
        let sum = list.files.iter().try_fold(0_u64, |sum, file| sum.checked_add(file.bytes));
        if sum.is_none_or(|sum| sum > length) {
            return Err(NotACase::TooLarge("all files together"));
        }
        Ok(Self { zip, list, files })
    }

    /// The bytes of a part, compared with the list.
    fn part(&mut self, part: Part, photo: usize) -> Result<Vec<u8>, NotACase> {
        let name = part.name(photo);
        let changed = || NotACase::Changed(name.clone());
        let listed = self.files.get(&name).ok_or_else(changed)?;
        let bytes = read(&mut self.zip, &name, listed.bytes)?;
        let is_same = bytes.len() as u64 == listed.bytes && sha256(&bytes) == listed.sha256;
        if is_same { Ok(bytes) } else { Err(changed()) }
    }

    fn parts(&mut self, at: usize, photo: &Photo) -> Result<Parts, NotACase> {
        let misfit = |why: &dyn std::fmt::Display| NotACase::Photo(at + 1, why.to_string());
        let png = |bytes: Vec<u8>| if bytes.starts_with(PNG) { Ok(bytes) } else { Err(misfit(&"a picture is no PNG")) };
        let mut parts =
            Parts { examined: None, traits: None, thumbnail: None, original: None, pictures: BTreeMap::new() };
        let (mut json, mut record) = (String::new(), Vec::new());
        for part in photo.parts() {
            let bytes = self.part(part, at)?;
            match part {
                Part::Report => json = String::from_utf8(bytes).map_err(|error| misfit(&error))?,
                Part::Record => record = bytes,
                Part::Traits => {
                    serde_json::from_slice::<serde::de::IgnoredAny>(&bytes).map_err(|error| misfit(&error))?;
                    parts.traits = Some(String::from_utf8(bytes).map_err(|error| misfit(&error))?);
                }
                Part::Thumbnail => parts.thumbnail = Some(png(bytes)?),
                Part::Original => parts.original = Some(bytes),
                Part::Picture(place) => {
                    let key = photo.pictures.get(place).cloned().unwrap_or_default();
                    if parts.pictures.insert(key, png(bytes)?).is_some() {
                        return Err(misfit(&"two pictures have one key"));
                    }
                }
            }
        }
        let digest = photo.sha256.as_deref();
        if !digest.is_none_or(is_digest) {
            return Err(misfit(&"its digest is none"));
        }
        if parts.original.as_ref().is_some_and(|original| digest != Some(&sha256(original))) {
            return Err(misfit(&"its original has another digest"));
        }
        moments::seconds(&photo.received_at).map_err(|error| misfit(&error))?;
        match photo.stage {
            StageName::Examined => {
                let report: Report = serde_json::from_str(&json).map_err(|error| misfit(&error))?;
                let mut record: Record = serde_json::from_slice(&record).map_err(|error| misfit(&error))?;
                let is_known = report.format == REPORT_FORMAT && record.format == RECORD_FORMAT;
                if !is_known || digest != Some(&report.exhibit.sha256) {
                    return Err(misfit(&"its report is of another file or format"));
                }
                is_record_of(&record, &report).map_err(|error| misfit(&error))?;
                record.remarks = record.remarks.bounded();
                parts.examined = Some((report, json, record));
            }
            // Only a copy can be examined here, and nothing was made of it yet.
            StageName::Waiting | StageName::Unreadable | StageName::Cancelled if photo.parts() == [Part::Original] => {}
            _ => return Err(misfit(&"it has neither a report nor its original alone")),
        }
        Ok(parts)
    }
}

fn unlisted(error: serde_json::Error) -> NotACase {
    NotACase::List(error.to_string())
}

fn does_not_fit(at: usize, why: &dyn std::fmt::Display) -> CasebookError {
    NotACase::Photo(at + 1, why.to_string()).into()
}

fn is_constraint(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation)
}

fn is_within_limits(list: &List) -> Result<(), NotACase> {
    if list.photos.len() > MOST_PHOTOS {
        return Err(NotACase::TooLarge("photos"));
    }
    if list.photos.iter().any(|photo| photo.pictures.len() > MOST_PICTURES || photo.further_names.len() > MOST_NAMES) {
        return Err(NotACase::TooLarge("pictures or names of a photo"));
    }
    let most = |file: &Listed| if file.name.ends_with("/original") { Limits::default().file_bytes } else { MOST_BYTES };
    if list.files.iter().any(|file| file.bytes > most(file)) {
        return Err(NotACase::TooLarge("a file"));
    }
    Ok(())
}

/// The bytes of an entry, and no more than one above `most`.
fn read<R: Read + Seek>(zip: &mut ZipArchive<R>, name: &str, most: u64) -> Result<Vec<u8>, NotACase> {
    let entry = match zip.by_name(name) {
        Err(ZipError::FileNotFound) if name == LIST => return Err(NotACase::List("it is missing".to_owned())),
        Err(ZipError::FileNotFound) => return Err(NotACase::Changed(name.to_owned())),
        entry => entry.map_err(NotACase::Container)?,
    };
    if entry.compression() != CompressionMethod::Stored || entry.encrypted() {
        return Err(NotACase::Entry(name.to_owned()));
    }
    let mut bytes = Vec::new();
    let read = entry.take(most.saturating_add(1)).read_to_end(&mut bytes);
    match read {
        Ok(_) if bytes.len() as u64 > most => Err(NotACase::TooLarge("an entry")),
        Ok(_) => Ok(bytes),
        // The container's own checksum.
        Err(_) => Err(NotACase::Changed(name.to_owned())),
    }
}

fn insert(connection: &Connection, case: CaseId, photo: &Photo, parts: &Parts) -> Result<PhotoId, CasebookError> {
    // An examined photo is brought to its stage with its report.
    let stage = if parts.examined.is_some() { StageName::Examining } else { photo.stage };
    let why = photo.why.as_ref();
    connection
        .prepare_cached(
            "INSERT INTO photos (case_id, name, via, received_at, received_s, stage, why_en, why_zh, sha256, original)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute((
            case,
            quote(&photo.name, NAME_CHARACTERS),
            word(&photo.via)?,
            &photo.received_at,
            moments::seconds(&photo.received_at)?,
            word(&stage)?,
            why.map(|why| &why.en),
            why.map(|why| &why.zh),
            &photo.sha256,
            parts.original.is_some(),
        ))?;
    let id = PhotoId(connection.last_insert_rowid());
    for name in &photo.further_names {
        also_named(connection, id, &quote(name, NAME_CHARACTERS), None)?;
    }
    match &parts.examined {
        Some((report, json, record)) => {
            let finished = Finished {
                report,
                record,
                traits: parts.traits.as_deref(),
                pictures: &parts.pictures,
                thumbnail: parts.thumbnail.as_deref(),
                original: None,
            };
            write(connection, id, &finished, json, &serde_json::to_string(record)?)?;
        }
        None => search::refresh(connection, id)?,
    }
    Ok(id)
}

/// The same bytes in an older case.
fn already(
    connection: &Connection,
    case: CaseId,
    photo: PhotoId,
    of: &Photo,
) -> Result<Option<Already>, CasebookError> {
    let mut statement = connection
        .prepare_cached("SELECT id, case_id FROM photos WHERE sha256 = ?1 AND case_id <> ?2 ORDER BY id LIMIT 1")?;
    let found =
        statement.query_row((&of.sha256, case), |row| Ok(Already { photo, other: row.get(0)?, case: row.get(1)? }));
    Ok(found.optional()?)
}
