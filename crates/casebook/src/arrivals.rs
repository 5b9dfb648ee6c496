//! How photos come into a case.

use std::path::PathBuf;

use catchlight_forensics::report::v1::Via;
use catchlight_forensics::text::quote;
use catchlight_record::bundle::sha256;
use rusqlite::{Connection, OptionalExtension as _};

use crate::search::{self, word};
use crate::{CaseId, Casebook, CasebookError, PhotoId, cases, moments, paths};

/// Most characters of a file name.
pub(crate) const NAME_CHARACTERS: usize = 255;
/// Most further names of one photo: thousands of copies say no more.
const MOST_NAMES: u32 = 100;

/// A photo that comes in.
#[derive(Debug, Clone)]
pub struct New {
    /// File name as received, without its folder.
    pub name: String,
    /// Where its bytes are.
    pub origin: Origin,
    /// How it came in.
    pub via: Via,
    /// When, RFC 3339 with zone.
    pub received_at: String,
}

/// Where the bytes of a new photo are.
#[derive(Debug, Clone)]
pub enum Origin {
    /// In a file, which is read when the photo's turn comes.
    File(PathBuf),
    /// At hand. They are kept until the photo is examined, whatever the settings are.
    Bytes(Vec<u8>),
}

/// What came of a new photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// It waits.
    Waits(PhotoId),
    /// The case has it already: the same file, or the same bytes. Its name is kept as a further one.
    Duplicate(PhotoId),
}

impl Arrival {
    /// The photo that it is.
    pub fn photo(self) -> PhotoId {
        match self {
            Self::Waits(photo) | Self::Duplicate(photo) => photo,
        }
    }
}

impl Casebook {
    /// Puts photos at the end of the queue, all or none; one answer each, in their order.
    ///
    /// # Errors
    /// When there is no such case, a moment is none, or bytes cannot be kept.
    pub fn add(&self, case: CaseId, photos: Vec<New>) -> Result<Vec<Arrival>, CasebookError> {
        let mut connection = self.connection();
        cases::exists(&connection, case)?;
        // Bytes are on the disk before a row tells of them. What an error leaves behind is released below, and
        // what an end of the program leaves behind is swept at the next opening.
        let mut kept = Vec::new();
        let mut added = Ok(());
        for photo in &photos {
            let Origin::Bytes(bytes) = &photo.origin else { continue };
            let digest = sha256(bytes);
            added = self.originals().keep(&digest, bytes);
            kept.push(digest);
            if added.is_err() {
                break;
            }
        }
        let added = added.and_then(|()| {
            let change = connection.transaction()?;
            let mut digests = kept.iter();
            let mut arrivals = Vec::with_capacity(photos.len());
            for photo in &photos {
                let digest = match &photo.origin {
                    Origin::Bytes(_) => digests.next().map(String::as_str),
                    Origin::File(_) => None,
                };
                arrivals.push(arrive(&change, case, photo, digest)?);
            }
            change.commit()?;
            Ok(arrivals)
        });
        for digest in &kept {
            self.originals().release(&connection, digest)?;
        }
        added
    }
}

fn arrive(connection: &Connection, case: CaseId, photo: &New, digest: Option<&str>) -> Result<Arrival, CasebookError> {
    let name = quote(&photo.name, NAME_CHARACTERS);
    let path = match &photo.origin {
        Origin::File(path) => Some(paths::to_bytes(path)),
        Origin::Bytes(_) => None,
    };
    let known = match (&path, digest) {
        (Some(path), _) => of_path(connection, case, path)?,
        (None, Some(digest)) => of_digest(connection, case, digest)?,
        (None, None) => None,
    };
    if let Some(known) = known {
        also_named(connection, known, &name, path.as_deref())?;
        return Ok(Arrival::Duplicate(known));
    }
    connection
        .prepare_cached(
            "INSERT INTO photos (case_id, name, path, via, received_at, received_s, stage, sha256, original)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'waiting', ?7, ?8)",
        )?
        .execute((
            case,
            &name,
            path,
            word(&photo.via)?,
            &photo.received_at,
            moments::seconds(&photo.received_at)?,
            digest,
            digest.is_some(),
        ))?;
    let photo = PhotoId(connection.last_insert_rowid());
    search::refresh(connection, photo)?;
    Ok(Arrival::Waits(photo))
}

/// The photo of a case that came from this path, as its own or as a further one.
fn of_path(connection: &Connection, case: CaseId, path: &[u8]) -> Result<Option<PhotoId>, CasebookError> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM photos WHERE case_id = ?1 AND path = ?2
         UNION ALL
         SELECT photos.id FROM names JOIN photos ON photos.id = names.photo_id
         WHERE names.path = ?2 AND photos.case_id = ?1
         LIMIT 1",
    )?;
    Ok(statement.query_row((case, path), |row| row.get(0)).optional()?)
}

/// The photo of a case with this digest.
pub(crate) fn of_digest(connection: &Connection, case: CaseId, digest: &str) -> Result<Option<PhotoId>, CasebookError> {
    let mut statement = connection.prepare_cached("SELECT id FROM photos WHERE case_id = ?1 AND sha256 = ?2")?;
    Ok(statement.query_row((case, digest), |row| row.get(0)).optional()?)
}

/// Keeps a further name and path of a photo.
pub(crate) fn also_named(
    connection: &Connection,
    photo: PhotoId,
    name: &str,
    path: Option<&[u8]>,
) -> Result<(), CasebookError> {
    connection
        .prepare_cached(
            "INSERT INTO names (photo_id, name, path) SELECT ?1, ?2, ?3
             WHERE NOT EXISTS (SELECT 1 FROM photos WHERE id = ?1 AND name = ?2 AND (?3 IS NULL OR path IS ?3))
               AND NOT EXISTS (SELECT 1 FROM names WHERE photo_id = ?1 AND name = ?2 AND (?3 IS NULL OR path IS ?3))
               AND (SELECT count(*) FROM names WHERE photo_id = ?1) < ?4",
        )?
        .execute((photo, name, path, MOST_NAMES))?;
    search::refresh(connection, photo)
}
