//! Writing a case into one file.

use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use catchlight_record::bundle::sha256;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use tempfile::Builder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::list::{FORMAT, LIST, List, Listed, Part, Photo};
use crate::{Case, CaseId, Casebook, CasebookError, PhotoId, Row, Stage, StageName, moments, reading};

/// What was exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// Photos in the file.
    pub photos: u32,
    /// Photos that are not: they had not been examined, and the casebook has no copy of them.
    pub left_out: u32,
}

impl Casebook {
    /// Writes a case into a new file, whole or not at all. Names of files are told, their folders are not.
    ///
    /// # Errors
    /// When there is no such case, something of it was changed since it was kept, or the file cannot be
    /// written.
    pub fn export_case(
        &self,
        case: CaseId,
        path: &Path,
        with_originals: bool,
        at: &str,
    ) -> Result<Exported, CasebookError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.map_or(PathBuf::from("."), Path::to_owned);
        let mut part = Builder::new().prefix(".catchlight-").tempfile_in(folder).map_err(CasebookError::file(path))?;
        let exported = self.write_case(case, part.as_file_mut(), with_originals, at)?;
        part.as_file().sync_all().map_err(CasebookError::file(path))?;
        part.persist(path).map_err(|error| CasebookError::File(path.to_owned(), error.error))?;
        Ok(exported)
    }

    /// Writes a case.
    pub(crate) fn write_case(
        &self,
        case: CaseId,
        into: impl Write + Seek,
        with_originals: bool,
        at: &str,
    ) -> Result<Exported, CasebookError> {
        moments::seconds(at)?;
        let Case { name, created_at, .. } = self.case(case)?;
        let mut file = Writer { zip: ZipWriter::new(into), files: Vec::new() };
        let mut photos = Vec::new();
        let mut left_out = 0;
        // One photo at a time: others may use the casebook in between, and no more than one is in memory.
        for id in self.ids(case)? {
            let row = match self.photo(id) {
                // Deleted meanwhile.
                Err(CasebookError::NoPhoto(_)) => continue,
                row => row?,
            };
            let is_examined = matches!(row.stage, Stage::Examined { .. });
            let has_original = row.has_original && with_originals;
            if !is_examined && !has_original {
                left_out += 1;
                continue;
            }
            let photo = self.write_photo(&mut file, photos.len(), &row, has_original)?;
            photos.push(photo);
        }
        let exported = Exported { photos: u32::try_from(photos.len()).unwrap_or(u32::MAX), left_out };
        let Writer { mut zip, files } = file;
        let list = List { format: FORMAT.to_owned(), exported_at: at.to_owned(), name, created_at, photos, files };
        zip.start_file(LIST, options(0))?;
        serde_json::to_writer_pretty(&mut zip, &list)?;
        zip.finish()?;
        Ok(exported)
    }

    fn write_photo<W: Write + Seek>(
        &self,
        file: &mut Writer<W>,
        at: usize,
        row: &Row,
        has_original: bool,
    ) -> Result<Photo, CasebookError> {
        let id = row.id;
        let (stage, why) = match &row.stage {
            Stage::Examined { .. } => (StageName::Examined, None),
            Stage::Unreadable { why } => (StageName::Unreadable, Some(why.clone())),
            Stage::Cancelled => (StageName::Cancelled, None),
            Stage::Waiting | Stage::Examining => (StageName::Waiting, None),
        };
        let mut photo = Photo {
            name: row.name.clone(),
            further_names: row.further_names.clone(),
            via: row.via,
            received_at: row.received_at.clone(),
            stage,
            why,
            sha256: row.sha256.clone(),
            has_traits: false,
            has_thumbnail: row.has_thumbnail,
            has_original,
            pictures: Vec::new(),
        };
        if stage == StageName::Examined {
            let (report, record) = {
                let connection = self.connection();
                (reading::report_json(&connection, id)?, reading::record(&connection, id)?)
            };
            file.add(&Part::Report.name(at), report.as_bytes())?;
            file.add(&Part::Record.name(at), &serde_json::to_vec(&record)?)?;
            if let Some(traits) = self.traits(id)? {
                photo.has_traits = true;
                file.add(&Part::Traits.name(at), traits.as_bytes())?;
            }
        }
        if photo.has_thumbnail {
            file.add(&Part::Thumbnail.name(at), &self.thumbnail(id)?)?;
        }
        if photo.has_original {
            file.add(&Part::Original.name(at), &self.original(id)?)?;
        }
        for (place, (key, png)) in self.pictures(id)?.into_iter().enumerate() {
            file.add(&Part::Picture(place).name(at), &png)?;
            photo.pictures.push(key);
        }
        Ok(photo)
    }

    /// The photos of a case in the order of arrival.
    fn ids(&self, case: CaseId) -> Result<Vec<PhotoId>, CasebookError> {
        let connection: &Connection = &self.connection();
        let mut statement = connection.prepare_cached("SELECT id FROM photos WHERE case_id = ?1 ORDER BY id")?;
        let ids = statement.query_map([case], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }
}

/// The container, and what was written into it.
struct Writer<W: Write + Seek> {
    zip: ZipWriter<W>,
    files: Vec<Listed>,
}

impl<W: Write + Seek> Writer<W> {
    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), CasebookError> {
        self.zip.start_file(name, options(bytes.len()))?;
        self.zip.write_all(bytes).map_err(CasebookError::file(name))?;
        self.files.push(Listed { name: name.to_owned(), bytes: bytes.len() as u64, sha256: sha256(bytes) });
        Ok(())
    }
}

/// Not compressed and without a time, so that the same content makes the same bytes.
fn options(bytes: usize) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .large_file(u32::try_from(bytes).is_err())
}
