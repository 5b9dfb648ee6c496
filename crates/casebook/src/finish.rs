//! Keeping what an examination gave: all of it or nothing.

use std::collections::BTreeMap;

use catchlight_forensics::report::v1::{ExaminationOutcome, Report};
use catchlight_record::bundle::sha256;
use catchlight_record::chain::digest;
use catchlight_record::v1::{CustodyEvent, Record};
use rusqlite::Connection;
use serde::de::IgnoredAny;

use crate::queue::{Identity, identify, is_at};
use crate::search::{self, StageName, word};
use crate::{Casebook, CasebookError, PhotoId, settings, stated};

/// What an examination gave.
#[derive(Debug, Clone, Copy)]
pub struct Finished<'a> {
    /// The report.
    pub report: &'a Report,
    /// What stands beside it; its chain names the digest of the report.
    pub record: &'a Record,
    /// What is compared between photos, as JSON; `None` when nothing was measured.
    pub traits: Option<&'a str>,
    /// Pictures of findings as PNG, by their keys in the report.
    pub pictures: &'a BTreeMap<String, Vec<u8>>,
    /// The small picture for lists, as PNG.
    pub thumbnail: Option<&'a [u8]>,
    /// The bytes that were examined; kept when the casebook keeps originals.
    pub original: Option<&'a [u8]>,
}

/// What came of a finished photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is kept.
    Kept,
    /// Another photo of the case has the same bytes and stays as it is; this one is no longer there, and its
    /// name is kept as a further one of the other.
    Duplicate(PhotoId),
}

impl Casebook {
    /// Keeps what an examination gave. When this returns, it is on the disk; an end of the program before
    /// that leaves nothing of it, and the photo waits again.
    ///
    /// # Errors
    /// When the photo is not being examined, when report, record and original do not belong together, or
    /// when the casebook cannot be written.
    pub fn finish(&self, id: PhotoId, finished: &Finished<'_>) -> Result<Kept, CasebookError> {
        belongs_together(finished)?;
        let report = serde_json::to_string(finished.report)?;
        let record = serde_json::to_string(finished.record)?;
        let exhibit = &finished.report.exhibit.sha256;
        let mut connection = self.connection();
        is_at(&connection, id, &[StageName::Examining])?;
        let keeps = settings::keeps_originals(&connection)?;
        let original = finished.original.filter(|_| keeps);
        // On the disk before a row tells of it; the lock on the connection keeps others from releasing it.
        if let Some(original) = original {
            self.originals().keep(exhibit, original)?;
        }
        let kept = (|| {
            let change = connection.transaction()?;
            let (identity, _) = identify(&change, id, exhibit)?;
            let kept = match identity {
                Identity::Duplicate(other) => Kept::Duplicate(other),
                Identity::New => {
                    write(&change, id, finished, &report, &record)?;
                    if original.is_some() || !keeps {
                        let sql = "UPDATE photos SET original = ?2 WHERE id = ?1";
                        change.execute(sql, (id, original.is_some()))?;
                    }
                    Kept::Kept
                }
            };
            change.commit()?;
            Ok(kept)
        })();
        self.originals().release(&connection, exhibit)?;
        kept
    }
}

fn belongs_together(finished: &Finished<'_>) -> Result<(), CasebookError> {
    let Finished { report, record, traits, original, .. } = finished;
    if let Some(traits) = traits {
        serde_json::from_str::<IgnoredAny>(traits)?;
    }
    if original.is_some_and(|original| sha256(original) != report.exhibit.sha256) {
        return Err(CasebookError::Unrelated("the original is not the file of the report"));
    }
    is_record_of(record, report)
}

/// # Errors
/// When the record is not one of this report, or its chain does not hold.
pub(crate) fn is_record_of(record: &Record, report: &Report) -> Result<(), CasebookError> {
    if record.exhibit != report.exhibit.sha256 {
        return Err(CasebookError::Unrelated("the record is of another file"));
    }
    record.follow()?;
    let examined = record.chain.iter().rev().find_map(|entry| match &entry.event {
        CustodyEvent::Examined { report, .. } => Some(report),
        _ => None,
    });
    if examined == Some(&digest(report)?) {
        Ok(())
    } else {
        Err(CasebookError::Unrelated("the chain of custody names another report"))
    }
}

/// Writes the rows of an examined photo.
pub(crate) fn write(
    connection: &Connection,
    id: PhotoId,
    finished: &Finished<'_>,
    report: &str,
    record: &str,
) -> Result<(), CasebookError> {
    connection
        .prepare_cached("INSERT INTO reports (photo_id, report, sha256, traits) VALUES (?1, ?2, ?3, ?4)")?
        .execute((id, report, sha256(report.as_bytes()), finished.traits))?;
    connection.prepare_cached("INSERT INTO records (photo_id, record) VALUES (?1, ?2)")?.execute((id, record))?;
    if let Some(thumbnail) = finished.thumbnail {
        connection
            .prepare_cached("INSERT INTO thumbnails (photo_id, png) VALUES (?1, ?2)")?
            .execute((id, thumbnail))?;
    }
    for (key, png) in finished.pictures {
        connection
            .prepare_cached("INSERT INTO pictures (photo_id, key, png) VALUES (?1, ?2, ?3)")?
            .execute((id, key, png))?;
    }
    let Report { exhibit, conclusion, .. } = finished.report;
    let size = exhibit.picture.as_ref().map(|picture| (picture.width, picture.height));
    connection
        .prepare_cached(
            "UPDATE photos SET stage = 'examined', why_en = NULL, why_zh = NULL, bytes = ?2, width = ?3, height = ?4,
                 examined_at = ?5, conclusion = ?6, title_en = ?7, title_zh = ?8, log10_lr = ?9, generator = ?10,
                 software = ?11, kind = ?12, partial = ?13
             WHERE id = ?1",
        )?
        .execute((
            id,
            i64::try_from(exhibit.bytes).unwrap_or(i64::MAX),
            size.map(|(width, _)| width),
            size.map(|(_, height)| height),
            finished.report.received.as_ref().map(|received| &received.examined_at),
            word(&conclusion.kind)?,
            &conclusion.title.en,
            &conclusion.title.zh,
            conclusion.log10_lr,
            stated::generator(finished.report),
            stated::software(finished.report),
            word(&exhibit.kind)?,
            finished.report.outcome == ExaminationOutcome::Cancelled,
        ))?;
    search::refresh(connection, id)
}
