//! Settings that belong to a casebook, wherever it is opened.

use rusqlite::{Connection, OptionalExtension as _};

use crate::{Casebook, CasebookError};

/// Whether copies of originals are kept.
const ORIGINALS: &str = "keep_originals";

impl Casebook {
    /// Whether copies of the examined files are kept; yes, unless somebody said no.
    ///
    /// # Errors
    /// When the casebook cannot be read.
    pub fn keeps_originals(&self) -> Result<bool, CasebookError> {
        keeps_originals(&self.connection())
    }

    /// Sets whether copies of the files that are examined from now on are kept.
    ///
    /// # Errors
    /// When the casebook cannot be written.
    pub fn keep_originals(&self, keep: bool) -> Result<(), CasebookError> {
        self.change(|change| {
            let value = if keep { "yes" } else { "no" };
            change.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?1, ?2)", (ORIGINALS, value))?;
            Ok(())
        })
    }
}

pub(crate) fn keeps_originals(connection: &Connection) -> Result<bool, CasebookError> {
    let mut statement = connection.prepare_cached("SELECT value FROM settings WHERE name = ?1")?;
    let value: Option<String> = statement.query_row([ORIGINALS], |row| row.get(0)).optional()?;
    Ok(value.as_deref() != Some("no"))
}
