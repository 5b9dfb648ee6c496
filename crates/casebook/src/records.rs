//! What persons enter, and how the chain of custody goes on.

use catchlight_record::v1::{CustodyEntry, Record, Remarks};
use rusqlite::Connection;

use crate::{Casebook, CasebookError, PhotoId, reading, search};

impl Casebook {
    /// Keeps what persons entered about an examined photo, in place of what they had entered before.
    ///
    /// # Errors
    /// When the photo has no report.
    pub fn remark(&self, id: PhotoId, remarks: Remarks) -> Result<(), CasebookError> {
        self.change(|change| {
            let mut record = reading::record(change, id)?;
            record.remarks = remarks.bounded();
            keep(change, id, &record)
        })
    }

    /// Keeps a chain that goes on from the one of [`Casebook::record`].
    ///
    /// # Errors
    /// When the photo has no report, the chain does not hold, or it does not begin with the kept one.
    pub fn keep_chain(&self, id: PhotoId, chain: Vec<CustodyEntry>) -> Result<(), CasebookError> {
        self.change(|change| {
            let mut record = reading::record(change, id)?;
            if !chain.starts_with(&record.chain) {
                return Err(CasebookError::AnotherChain);
            }
            record.chain = chain;
            record.follow()?;
            keep(change, id, &record)
        })
    }
}

fn keep(connection: &Connection, id: PhotoId, record: &Record) -> Result<(), CasebookError> {
    let json = serde_json::to_string(record)?;
    connection.prepare_cached("UPDATE records SET record = ?2 WHERE photo_id = ?1")?.execute((id, json))?;
    search::refresh(connection, id)
}
