//! Reading what is kept of a photo, each compared with what was written.

use std::collections::BTreeMap;
use std::path::PathBuf;

use catchlight_forensics::report::v1::Report;
use catchlight_record::bundle::sha256;
use catchlight_record::v1::Record;
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension as _};

use crate::{Casebook, CasebookError, PhotoId, paths, queue};

impl Casebook {
    /// The report of an examined photo as the exact JSON that was written.
    ///
    /// # Errors
    /// When there is none, or it was changed since.
    pub fn report_json(&self, id: PhotoId) -> Result<String, CasebookError> {
        report_json(&self.connection(), id)
    }

    /// The report of an examined photo.
    ///
    /// # Errors
    /// When there is none, or it was changed since.
    pub fn report(&self, id: PhotoId) -> Result<Report, CasebookError> {
        report(&self.connection(), id)
    }

    /// What stands beside the report.
    ///
    /// # Errors
    /// When there is none, or its chain of custody does not hold any longer.
    pub fn record(&self, id: PhotoId) -> Result<Record, CasebookError> {
        record(&self.connection(), id)
    }

    /// What is compared between photos, as the JSON that was kept; `None` when nothing was.
    ///
    /// # Errors
    /// When the photo has no report.
    pub fn traits(&self, id: PhotoId) -> Result<Option<String>, CasebookError> {
        column(&self.connection(), id, "SELECT traits FROM reports WHERE photo_id = ?1", "report")
    }

    /// The picture of a finding as PNG, by its key in the report.
    ///
    /// # Errors
    /// When there is none.
    pub fn picture(&self, id: PhotoId, key: &str) -> Result<Vec<u8>, CasebookError> {
        let connection = self.connection();
        queue::stage(&connection, id)?;
        let mut statement = connection.prepare_cached("SELECT png FROM pictures WHERE photo_id = ?1 AND key = ?2")?;
        let png = statement.query_row((id, key), |row| row.get(0)).optional()?;
        png.ok_or(CasebookError::Without(id, "picture of this key"))
    }

    /// All pictures of a photo's findings as PNG, by their keys.
    ///
    /// # Errors
    /// When there is no such photo.
    pub fn pictures(&self, id: PhotoId) -> Result<BTreeMap<String, Vec<u8>>, CasebookError> {
        pictures(&self.connection(), id)
    }

    /// The small picture of a photo as PNG.
    ///
    /// # Errors
    /// When there is none.
    pub fn thumbnail(&self, id: PhotoId) -> Result<Vec<u8>, CasebookError> {
        column(&self.connection(), id, "SELECT png FROM thumbnails WHERE photo_id = ?1", "thumbnail")
    }

    /// The file from which a photo came; `None` when it came without one.
    ///
    /// # Errors
    /// When there is no such photo.
    pub fn path(&self, id: PhotoId) -> Result<Option<PathBuf>, CasebookError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached("SELECT path FROM photos WHERE id = ?1")?;
        let path: Option<Option<Vec<u8>>> = statement.query_row([id], |row| row.get(0)).optional()?;
        Ok(path.ok_or(CasebookError::NoPhoto(id))?.map(paths::from_bytes))
    }

    /// The kept copy of the file as it was received, compared with its digest.
    ///
    /// # Errors
    /// When no copy was kept, or the copy is missing or was changed.
    pub fn original(&self, id: PhotoId) -> Result<Vec<u8>, CasebookError> {
        let digest = original_digest(&self.connection(), id)?;
        let digest = digest.ok_or(CasebookError::Without(id, "original"))?;
        // Read without the lock: whoever deletes the photo meanwhile makes this an error, and nothing worse.
        let bytes = self.originals().read(&digest)?;
        bytes.filter(|bytes| sha256(bytes) == digest).ok_or(CasebookError::Changed { photo: id, what: "the original" })
    }
}

/// The digest of a photo's kept copy; `None` when none was kept.
pub(crate) fn original_digest(connection: &Connection, id: PhotoId) -> Result<Option<String>, CasebookError> {
    let mut statement =
        connection.prepare_cached("SELECT CASE original WHEN 1 THEN sha256 END FROM photos WHERE id = ?1")?;
    statement.query_row([id], |row| row.get(0)).optional()?.ok_or(CasebookError::NoPhoto(id))
}

pub(crate) fn report_json(connection: &Connection, id: PhotoId) -> Result<String, CasebookError> {
    queue::stage(connection, id)?;
    let mut statement = connection.prepare_cached("SELECT report, sha256 FROM reports WHERE photo_id = ?1")?;
    let kept: Option<(String, String)> = statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (report, digest) = kept.ok_or(CasebookError::Without(id, "report"))?;
    if sha256(report.as_bytes()) == digest {
        Ok(report)
    } else {
        Err(CasebookError::Changed { photo: id, what: "the report" })
    }
}

pub(crate) fn report(connection: &Connection, id: PhotoId) -> Result<Report, CasebookError> {
    let json = report_json(connection, id)?;
    serde_json::from_str(&json).map_err(|_| CasebookError::Changed { photo: id, what: "the report" })
}

pub(crate) fn record(connection: &Connection, id: PhotoId) -> Result<Record, CasebookError> {
    let json: String = column(connection, id, "SELECT record FROM records WHERE photo_id = ?1", "report")?;
    let record: Option<Record> = serde_json::from_str(&json).ok();
    record.filter(|record| record.follow().is_ok()).ok_or(CasebookError::Changed { photo: id, what: "the record" })
}

pub(crate) fn pictures(connection: &Connection, id: PhotoId) -> Result<BTreeMap<String, Vec<u8>>, CasebookError> {
    queue::stage(connection, id)?;
    let mut statement = connection.prepare_cached("SELECT key, png FROM pictures WHERE photo_id = ?1")?;
    let pictures = statement.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(pictures.collect::<Result<_, _>>()?)
}

fn column<T: FromSql>(connection: &Connection, id: PhotoId, sql: &str, what: &'static str) -> Result<T, CasebookError> {
    queue::stage(connection, id)?;
    let mut statement = connection.prepare_cached(sql)?;
    statement.query_row([id], |row| row.get(0)).optional()?.ok_or(CasebookError::Without(id, what))
}
