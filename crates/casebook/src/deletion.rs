//! Deleting wholly: no byte of a deleted photo stays in the casebook's files.
//!
//! What a disk keeps of overwritten blocks, and backups of the folder, are beyond a program's reach.

use catchlight_record::v1::Record;
use rusqlite::{Connection, OptionalExtension as _};
use serde::{Deserialize, Serialize};

use crate::{CaseId, Casebook, CasebookError, PhotoId, cases, moments};

/// A note of what was deleted, without names and content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// When, RFC 3339 with zone.
    pub at: String,
    /// Whether a case was deleted with its photos.
    pub whole_case: bool,
    /// How many photos.
    pub photos: u32,
    /// How many of them had a report.
    pub reports: u32,
    /// The last digest of each chain of custody, so that somebody who holds an export can see that its
    /// original was deleted.
    pub chains: Vec<String>,
}

impl Casebook {
    /// Deletes a photo with its report, record, pictures and original, at this moment.
    ///
    /// # Errors
    /// When there is no such photo, or the casebook cannot be written. When the row is gone and a file could
    /// not be removed, the next opening removes it.
    pub fn remove(&self, id: PhotoId, at: &str) -> Result<Deletion, CasebookError> {
        self.delete(at, false, |connection| {
            connection
                .query_row("SELECT 1 FROM photos WHERE id = ?1", [id], |_| Ok(()))
                .optional()?
                .ok_or(CasebookError::NoPhoto(id))?;
            let gone = Gone::of(connection, "id = ?1", id.0)?;
            connection.execute("DELETE FROM photos WHERE id = ?1", [id])?;
            Ok(gone)
        })
    }

    /// Deletes a case with all its photos, at this moment.
    ///
    /// # Errors
    /// As those of [`Casebook::remove`].
    pub fn delete_case(&self, id: CaseId, at: &str) -> Result<Deletion, CasebookError> {
        self.delete(at, true, |connection| {
            cases::exists(connection, id)?;
            let gone = Gone::of(connection, "case_id = ?1", id.0)?;
            connection.execute("DELETE FROM cases WHERE id = ?1", [id])?;
            Ok(gone)
        })
    }

    /// What was deleted, the latest first.
    ///
    /// # Errors
    /// When the casebook cannot be read.
    pub fn deletions(&self) -> Result<Vec<Deletion>, CasebookError> {
        let connection = self.connection();
        let mut statement = connection
            .prepare_cached("SELECT at, whole_case, photos, reports, chains FROM deletions ORDER BY id DESC")?;
        let mut rows = statement.query(())?;
        let mut deletions = Vec::new();
        while let Some(row) = rows.next()? {
            deletions.push(Deletion {
                at: row.get(0)?,
                whole_case: row.get(1)?,
                photos: row.get(2)?,
                reports: row.get(3)?,
                chains: serde_json::from_str(&row.get::<_, String>(4)?)?,
            });
        }
        Ok(deletions)
    }

    fn delete(
        &self,
        at: &str,
        whole_case: bool,
        delete: impl FnOnce(&Connection) -> Result<Gone, CasebookError>,
    ) -> Result<Deletion, CasebookError> {
        moments::seconds(at)?;
        let mut connection = self.connection();
        let change = connection.transaction()?;
        let gone = delete(&change)?;
        let Gone { photos, chains, .. } = gone;
        let reports = u32::try_from(chains.len()).unwrap_or(u32::MAX);
        let deletion = Deletion { at: at.to_owned(), whole_case, photos, reports, chains };
        change.execute(
            "INSERT INTO deletions (at, whole_case, photos, reports, chains) VALUES (?1, ?2, ?3, ?4, ?5)",
            (at, whole_case, photos, reports, serde_json::to_string(&deletion.chains)?),
        )?;
        // An end of the program from here on leaves the rest to the next opening.
        change.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?1, 'yes')", [DUE])?;
        change.commit()?;
        for digest in &gone.originals {
            self.originals().release(&connection, digest)?;
        }
        scrub(&connection)?;
        Ok(deletion)
    }
}

/// What is about to go.
struct Gone {
    photos: u32,
    originals: Vec<String>,
    chains: Vec<String>,
}

impl Gone {
    fn of(connection: &Connection, which: &str, id: i64) -> Result<Self, CasebookError> {
        let mut gone = Self { photos: 0, originals: Vec::new(), chains: Vec::new() };
        let sql = format!(
            "SELECT CASE original WHEN 1 THEN sha256 END, record FROM photos
             LEFT JOIN records ON records.photo_id = photos.id WHERE {which}"
        );
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([id])?;
        while let Some(row) = rows.next()? {
            gone.photos += 1;
            gone.originals.extend(row.get::<_, Option<String>>(0)?);
            let Some(record) = row.get::<_, Option<String>>(1)? else { continue };
            // A record that was changed can still be deleted; its chain then has no last digest to note.
            let record: Option<Record> = serde_json::from_str(&record).ok();
            gone.chains.push(record.and_then(|record| Some(record.chain.last()?.digest.clone())).unwrap_or_default());
        }
        Ok(gone)
    }
}

/// Name of the setting that says that rows were deleted since the file was last written anew.
const DUE: &str = "scrub_is_due";
/// Databases of more bytes are written anew by way of a file, smaller ones by way of memory.
const MOST_IN_MEMORY: i64 = 256 << 20;

/// Writes the file anew without free space when something was deleted, and empties the journal, so that what
/// was deleted is in neither. Overwriting deleted content (`secure_delete`) is not enough: when rows move to
/// another page, their bytes stay in the free space of the one where they were.
pub(crate) fn scrub(connection: &Connection) -> Result<(), CasebookError> {
    if connection.prepare("SELECT 1 FROM settings WHERE name = ?1")?.exists([DUE])? {
        let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let is_large = number("page_count")?.saturating_mul(number("page_size")?) > MOST_IN_MEMORY;
        connection.pragma_update(None, "temp_store", if is_large { "FILE" } else { "MEMORY" })?;
        let done = connection.execute_batch("VACUUM");
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        done?;
        connection.execute("DELETE FROM settings WHERE name = ?1", [DUE])?;
    }
    // In memory there is no journal, and the answer is -1.
    let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get(0))?;
    if busy > 0 {
        tracing::warn!("the journal could not be emptied");
    }
    Ok(())
}
