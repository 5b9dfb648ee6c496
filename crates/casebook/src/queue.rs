//! The durable queue: which photo is next, and where each stands.

use std::path::PathBuf;

use catchlight_forensics::report::v1::Via;
use catchlight_forensics::text::Text;
use rusqlite::{Connection, OptionalExtension as _, Row};

use crate::originals::is_digest;
use crate::search::{StageName, of_column, word};
use crate::{CaseId, Casebook, CasebookError, PhotoId, arrivals, paths, search};

/// A photo whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its number.
    pub id: PhotoId,
    /// Its case.
    pub case: CaseId,
    /// File name as received.
    pub name: String,
    /// How it came in.
    pub via: Via,
    /// When, RFC 3339 with zone.
    pub received_at: String,
    /// Where its bytes are.
    pub held: Held,
}

/// Where the bytes of a photo are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// In this file.
    File(PathBuf),
    /// In the casebook: [`Casebook::original`].
    Copy,
}

/// What the digest of a photo's bytes tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// No other photo of the case has these bytes: examine it.
    New,
    /// This photo of the case has the same bytes. The one that was asked about is no longer there; its name
    /// is kept as a further one.
    Duplicate(PhotoId),
}

/// What a waiting photo is read from.
const WAITING: &str = "SELECT id, case_id, name, via, received_at, path FROM photos";

impl Casebook {
    /// The photo that has waited longest, of this case or of all.
    ///
    /// # Errors
    /// When the casebook cannot be read.
    pub fn next_waiting(&self, case: Option<CaseId>) -> Result<Option<Waiting>, CasebookError> {
        next(&self.connection(), case)
    }

    /// Begins with the photo that has waited longest. No two callers get the same photo.
    ///
    /// # Errors
    /// When the casebook cannot be written.
    pub fn begin_next(&self, case: Option<CaseId>) -> Result<Option<Waiting>, CasebookError> {
        self.change(|change| {
            let Some(waiting) = next(change, case)? else { return Ok(None) };
            set_stage(change, waiting.id, StageName::Examining)?;
            Ok(Some(waiting))
        })
    }

    /// Begins with this photo.
    ///
    /// # Errors
    /// When it does not wait, or is not there.
    pub fn begin(&self, id: PhotoId) -> Result<Waiting, CasebookError> {
        self.change(|change| {
            is_at(change, id, &[StageName::Waiting])?;
            set_stage(change, id, StageName::Examining)?;
            Ok(change.query_row(&format!("{WAITING} WHERE id = ?1"), [id], waiting)?)
        })
    }

    /// Tells the digest (lower-case hex) of a photo's bytes before they are examined, so that the same bytes
    /// are not examined twice in a case. Of a photo that was cancelled or could not be read before, the one
    /// that is being examined now takes the place.
    ///
    /// # Errors
    /// When the photo is not being examined, or is another by the digest of its own copy.
    pub fn identify(&self, id: PhotoId, sha256: &str) -> Result<Identity, CasebookError> {
        let (identity, released) = self.change(|change| {
            is_at(change, id, &[StageName::Examining])?;
            identify(change, id, sha256)
        })?;
        self.release(released.as_deref())?;
        Ok(identity)
    }

    /// Notes that a photo could not be read, and why.
    ///
    /// # Errors
    /// When it is not being examined.
    pub fn unreadable(&self, id: PhotoId, why: &Text) -> Result<(), CasebookError> {
        self.change(|change| {
            is_at(change, id, &[StageName::Waiting, StageName::Examining])?;
            set_stage(change, id, StageName::Unreadable)?;
            change.execute("UPDATE photos SET why_en = ?2, why_zh = ?3 WHERE id = ?1", (id, &why.en, &why.zh))?;
            Ok(())
        })
    }

    /// Cancels a photo that waits or is being examined. To keep a partial report, finish it instead.
    ///
    /// # Errors
    /// When it has ended already.
    pub fn cancel(&self, id: PhotoId) -> Result<(), CasebookError> {
        self.change(|change| {
            is_at(change, id, &[StageName::Waiting, StageName::Examining])?;
            set_stage(change, id, StageName::Cancelled)
        })
    }

    /// Cancels all photos of a case that wait. How many they were.
    ///
    /// # Errors
    /// When the casebook cannot be written.
    pub fn cancel_waiting(&self, case: CaseId) -> Result<usize, CasebookError> {
        self.change(|change| {
            let sql = "UPDATE photos SET stage = 'cancelled' WHERE case_id = ?1 AND stage = 'waiting'";
            Ok(change.execute(sql, [case])?)
        })
    }

    /// Lets a photo wait again that was cancelled, could not be read, or whose examination was put off.
    ///
    /// # Errors
    /// When it waits already or has a report.
    pub fn again(&self, id: PhotoId) -> Result<(), CasebookError> {
        self.change(|change| {
            is_at(change, id, &[StageName::Cancelled, StageName::Unreadable, StageName::Examining])?;
            change.execute("UPDATE photos SET why_en = NULL, why_zh = NULL WHERE id = ?1", [id])?;
            set_stage(change, id, StageName::Waiting)
        })
    }

    /// Removes the copy of an original that nobody has any longer.
    pub(crate) fn release(&self, sha256: Option<&str>) -> Result<(), CasebookError> {
        let connection = self.connection();
        sha256.map_or(Ok(()), |sha256| self.originals().release(&connection, sha256))
    }
}

/// Photos that were being examined when the program ended wait again, at their place.
pub(crate) fn wait_again(connection: &Connection) -> Result<(), CasebookError> {
    connection.execute("UPDATE photos SET stage = 'waiting' WHERE stage = 'examining'", ())?;
    Ok(())
}

/// Keeps the digest of a photo, or joins two photos of the same bytes: the answer, and the digest of a copy
/// that may not be needed any longer.
pub(crate) fn identify(
    connection: &Connection,
    id: PhotoId,
    sha256: &str,
) -> Result<(Identity, Option<String>), CasebookError> {
    if !is_digest(sha256) {
        return Err(CasebookError::Unrelated("what was given is no digest"));
    }
    let (case, known): (CaseId, Option<String>) =
        connection.query_row("SELECT case_id, sha256 FROM photos WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    if let Some(known) = known {
        // Bytes at hand have one digest for ever. A file may have changed since it was looked at before.
        let has_copy: bool =
            connection.query_row("SELECT original FROM photos WHERE id = ?1", [id], |row| row.get(0))?;
        if known == sha256 {
            return Ok((Identity::New, None));
        }
        if has_copy {
            return Err(CasebookError::Unrelated("the bytes are not those of the kept copy"));
        }
    }
    let Some(other) = arrivals::of_digest(connection, case, sha256)? else {
        connection.execute("UPDATE photos SET sha256 = ?2 WHERE id = ?1", (id, sha256))?;
        return Ok((Identity::New, None));
    };
    let ended_without = [StageName::Cancelled, StageName::Unreadable];
    let goes_on = if ended_without.contains(&stage(connection, other)?) { id } else { other };
    let goes = if goes_on == id { other } else { id };
    join(connection, goes, goes_on)?;
    if goes_on == id {
        connection.execute("UPDATE photos SET sha256 = ?2 WHERE id = ?1", (id, sha256))?;
        return Ok((Identity::New, Some(sha256.to_owned())));
    }
    Ok((Identity::Duplicate(other), Some(sha256.to_owned())))
}

/// Makes one photo of two: the first goes, and its names stay with the second.
fn join(connection: &Connection, goes: PhotoId, stays: PhotoId) -> Result<(), CasebookError> {
    let mut names = vec![connection.query_row("SELECT name, path FROM photos WHERE id = ?1", [goes], name_and_path)?];
    let mut statement = connection.prepare_cached("SELECT name, path FROM names WHERE photo_id = ?1")?;
    for name in statement.query_map([goes], name_and_path)? {
        names.push(name?);
    }
    connection.execute("DELETE FROM photos WHERE id = ?1", [goes])?;
    for (name, path) in names {
        arrivals::also_named(connection, stays, &name, path.as_deref())?;
    }
    Ok(())
}

fn name_and_path(row: &Row<'_>) -> rusqlite::Result<(String, Option<Vec<u8>>)> {
    Ok((row.get(0)?, row.get(1)?))
}

fn next(connection: &Connection, case: Option<CaseId>) -> Result<Option<Waiting>, CasebookError> {
    let found = match case {
        Some(case) => connection
            .prepare_cached(&format!("{WAITING} WHERE stage = 'waiting' AND case_id = ?1 ORDER BY id LIMIT 1"))?
            .query_row([case], waiting),
        None => connection
            .prepare_cached(&format!("{WAITING} WHERE stage = 'waiting' ORDER BY id LIMIT 1"))?
            .query_row((), waiting),
    };
    Ok(found.optional()?)
}

fn waiting(row: &Row<'_>) -> rusqlite::Result<Waiting> {
    let path: Option<Vec<u8>> = row.get(5)?;
    Ok(Waiting {
        id: row.get(0)?,
        case: row.get(1)?,
        name: row.get(2)?,
        via: of_column(row, 3)?,
        received_at: row.get(4)?,
        held: path.map_or(Held::Copy, |path| Held::File(paths::from_bytes(path))),
    })
}

/// # Errors
/// When there is no such photo.
pub(crate) fn stage(connection: &Connection, id: PhotoId) -> Result<StageName, CasebookError> {
    let mut statement = connection.prepare_cached("SELECT stage FROM photos WHERE id = ?1")?;
    statement.query_row([id], |row| of_column(row, 0)).optional()?.ok_or(CasebookError::NoPhoto(id))
}

/// # Errors
/// When there is no such photo, or it stands at none of these stages.
pub(crate) fn is_at(connection: &Connection, id: PhotoId, stages: &[StageName]) -> Result<(), CasebookError> {
    let stage = stage(connection, id)?;
    if stages.contains(&stage) { Ok(()) } else { Err(CasebookError::Stage { photo: id, stage: stage.name() }) }
}

fn set_stage(connection: &Connection, id: PhotoId, stage: StageName) -> Result<(), CasebookError> {
    connection.prepare_cached("UPDATE photos SET stage = ?2 WHERE id = ?1")?.execute((id, word(&stage)?))?;
    search::refresh(connection, id)
}
