//! The tables, their versions, and how the database is opened.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::CasebookError;

/// Value of `application_id` in the header: "CtLt".
const APPLICATION: i64 = 0x4374_4c74;

/// One step from each version to the next. A step is never changed once it was released.
const STEPS: &[&str] = &[include_str!("schema/1.sql")];

/// The latest version.
const KNOWN: i64 = STEPS.len() as i64;

/// Looks at the header of a database file without opening it, so that a file of a newer version or of
/// another program stays as it is, byte for byte.
///
/// # Errors
/// When it is no database of this program's, or of a newer version.
pub(crate) fn may_be_opened(database: &Path) -> Result<(), CasebookError> {
    /// Bytes of the header (SQLite file format, 1.3).
    const HEADER: usize = 100;
    const MAGIC: &[u8] = b"SQLite format 3\0";
    let mut header = Vec::new();
    match File::open(database) {
        Ok(file) => file.take(HEADER as u64).read_to_end(&mut header).map_err(CasebookError::file(database))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(CasebookError::File(database.to_owned(), error)),
    };
    // Begun and interrupted before the first write.
    if header.is_empty() {
        return Ok(());
    }
    if header.len() < HEADER || !header.starts_with(MAGIC) {
        return Err(CasebookError::Damaged("it is no database".to_owned()));
    }
    let number = |at: usize| {
        let bytes = header.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        i64::from(bytes.map_or(0, u32::from_be_bytes))
    };
    is_ours(number(60), number(68))
}

fn is_ours(version: i64, application: i64) -> Result<(), CasebookError> {
    match (application, version) {
        (0, 0) => Ok(()),
        (APPLICATION, 0..=KNOWN) => Ok(()),
        (APPLICATION, found) => Err(CasebookError::Newer { found, known: KNOWN }),
        _ => Err(CasebookError::Damaged("it belongs to another program".to_owned())),
    }
}

/// Sets how the database is used. True when it has no table yet.
///
/// # Errors
/// When it is damaged, of a newer version, or of another program.
pub(crate) fn prepare(connection: &Connection) -> Result<bool, CasebookError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Before the first access: the database stays locked for others, and needs no shared memory.
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    is_ours(number("user_version")?, number("application_id")?)?;
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))?;
    if number("user_version")? == 0 && tables > 0 {
        return Err(CasebookError::Damaged("it belongs to another program".to_owned()));
    }
    let settings = [
        // Before the first table, and before the journal's mode.
        ("auto_vacuum", "INCREMENTAL"),
        ("journal_mode", "WAL"),
        // What was told to be kept is on the disk, even after a loss of power.
        ("synchronous", "FULL"),
        ("fullfsync", "ON"),
        ("checkpoint_fullfsync", "ON"),
        ("foreign_keys", "ON"),
        // Deleted content is overwritten, and nothing is put aside in other files.
        ("secure_delete", "ON"),
        ("temp_store", "MEMORY"),
        ("trusted_schema", "OFF"),
        ("cell_size_check", "ON"),
    ];
    for (name, value) in settings {
        connection.pragma_update_and_check(None, name, value, |_| Ok(())).or_else(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => Ok(()),
            error => Err(error),
        })?;
    }
    Ok(tables == 0)
}

/// Brings the tables to the latest version, each step whole or not at all.
///
/// # Errors
/// When a step fails; the database stays at the version before it.
pub(crate) fn migrate(connection: &Connection) -> Result<(), CasebookError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (step, to) in STEPS.iter().zip(1_i64..).filter(|(_, to)| *to > version) {
        let transaction = connection.unchecked_transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", to)?;
        transaction.commit()?;
    }
    Ok(())
}

/// Looks through every page and every reference.
///
/// # Errors
/// When something does not hold.
pub(crate) fn check(connection: &Connection) -> Result<(), CasebookError> {
    let said: String = connection.pragma_query_value(None, "integrity_check", |row| row.get(0))?;
    if said != "ok" {
        return Err(CasebookError::Damaged(said));
    }
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    if statement.query(())?.next()?.is_some() {
        return Err(CasebookError::Damaged("a row refers to one that is not there".to_owned()));
    }
    Ok(())
}
