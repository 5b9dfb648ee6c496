//! Opening and closing.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::originals::Originals;
use crate::{CasebookError, deletion, queue, schema};

/// Name of the database in the casebook's folder.
const DATABASE: &str = "casebook.sqlite3";
/// Name of the file whose lock says that the casebook is open.
const LOCK: &str = "casebook.lock";
/// Name of the folder of kept originals.
const ORIGINALS: &str = "originals";

/// The cases of a person. One program has it open at a time; its threads share it.
///
/// Each change is one transaction that is on the disk before the method returns.
#[derive(Debug)]
pub struct Casebook {
    // In this order: the database is closed before the lock is given back.
    connection: Mutex<Connection>,
    originals: Originals,
    folder: Option<PathBuf>,
    _lock: Option<File>,
}

impl Casebook {
    /// Opens the casebook in this folder, or begins one. Photos that were being examined when the program
    /// ended wait again; files that belong to no photo, left behind by an interrupted change, are removed.
    ///
    /// # Errors
    /// When it is open elsewhere, was written by a newer version, is damaged, or when the folder cannot be
    /// written. Nothing is deleted or overwritten then.
    pub fn open(folder: &Path) -> Result<Self, CasebookError> {
        create_private(folder)?;
        let lock = locked(folder)?;
        let database = folder.join(DATABASE);
        let originals = Originals::Folder(folder.join(ORIGINALS));
        schema::may_be_opened(&database)?;
        let connection = Connection::open(&database)?;
        let is_new = schema::prepare(&connection)?;
        // Originals without their database: it was lost or cut off, and they must not be swept away.
        if is_new && !originals.is_empty()? {
            return Err(CasebookError::Damaged("there are originals and no database".to_owned()));
        }
        schema::migrate(&connection)?;
        originals.begin()?;
        let casebook =
            Self { connection: Mutex::new(connection), originals, folder: Some(folder.to_owned()), _lock: Some(lock) };
        casebook.recover()?;
        Ok(casebook)
    }

    /// A casebook in memory: nothing of it is ever written to a disk, and it ends with the program.
    ///
    /// # Errors
    /// When the database cannot be made.
    pub fn keep_nothing() -> Result<Self, CasebookError> {
        let connection = Connection::open_in_memory()?;
        schema::prepare(&connection)?;
        schema::migrate(&connection)?;
        Ok(Self {
            connection: Mutex::new(connection),
            originals: Originals::Memory(Mutex::default()),
            folder: None,
            _lock: None,
        })
    }

    /// Where it lies; `None` when it keeps nothing.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Looks through the whole database for damage, which takes a while.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn check(&self) -> Result<(), CasebookError> {
        schema::check(&self.connection())
    }

    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        // What a panicking thread began was rolled back.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn originals(&self) -> &Originals {
        &self.originals
    }

    /// Makes a change in one transaction.
    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, CasebookError>,
    ) -> Result<T, CasebookError> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = change(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Brings in order what an end of the program has interrupted.
    fn recover(&self) -> Result<(), CasebookError> {
        self.change(|change| queue::wait_again(change))?;
        let connection = self.connection();
        self.originals.sweep(&connection)?;
        deletion::scrub(&connection)
    }
}

/// Makes the folder, readable by its owner alone; one that is there stays as it is.
fn create_private(folder: &Path) -> Result<(), CasebookError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(CasebookError::file(folder))
}

fn locked(folder: &Path) -> Result<File, CasebookError> {
    let path = folder.join(LOCK);
    let opened = File::options().create(true).truncate(false).write(true).open(&path);
    let file = opened.map_err(CasebookError::file(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(CasebookError::InUse(folder.to_owned())),
        Err(TryLockError::Error(error)) => Err(CasebookError::File(path, error)),
    }
}
