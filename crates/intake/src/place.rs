//! Where the casebook lies: as a person chose, else among the user's data; or nowhere.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use catchlight_casebook::{Casebook, CasebookError};
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::replace;
use crate::room::Bounds;

/// Names the casebook's folder, whatever was chosen.
const VARIABLE: &str = "CATCHLIGHT_CASEBOOK";
/// The folder below the user's data and settings.
const FOLDER: &str = "catchlight";
/// The casebook's folder below that.
const CASEBOOK: &str = "casebook";
/// The file of what was chosen.
const FILE: &str = "casebook.toml";

/// How long a program that has just ended may still hold its casebook, and how often that is looked at.
const ENDS_WITHIN: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(50);

/// What a person may choose.
const AT_ONCE: RangeInclusive<u32> = 1..=64;
const MEGAPIXELS: RangeInclusive<u32> = 1..=10_000;

/// What a person chose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Choice {
    /// The casebook's folder; absent for the usual one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder: Option<PathBuf>,
    /// Whether nothing is kept.
    pub keep_nothing: bool,
    /// Most photos that are examined at the same time; absent for as many as suit the processors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_once: Option<u32>,
    /// Most megapixels that are examined at the same time; absent for the usual bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most_megapixels: Option<u32>,
}

/// Why a casebook was not moved.
#[derive(Debug, thiserror::Error)]
pub enum NotMoved {
    /// There is something in the new folder.
    #[error("{} is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// A file cannot be read or written.
    #[error("the casebook cannot be copied to {}", .0.display())]
    File(PathBuf, #[source] io::Error),
    /// What was copied is not what was there.
    #[error("the copy cannot be opened: {0}")]
    Copy(#[source] CasebookError),
}

impl Choice {
    /// What was chosen last; the usual when nothing was.
    ///
    /// # Errors
    /// When it cannot be read. Whoever asked had better keep nothing then: that may be what was chosen.
    pub fn read() -> io::Result<Self> {
        match file().map(fs::read_to_string) {
            Some(Ok(source)) => toml::from_str(&source).map_err(io::Error::other),
            Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(Self::default()),
        }
    }

    /// Keeps what was chosen.
    ///
    /// # Errors
    /// When there is no folder for settings, or it cannot be written.
    pub fn write(&self) -> io::Result<()> {
        let file = file().ok_or(io::ErrorKind::NotFound)?;
        fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
        let source = toml::to_string(self).map_err(io::Error::other)?;
        replace::file(&file, source.as_bytes())
    }

    /// Opens the chosen casebook. One that another program has open is waited for a little: it may be ending.
    ///
    /// # Errors
    /// [`CasebookError`]. What lies there stays as it is.
    pub fn open(&self) -> Result<Arc<Casebook>, CasebookError> {
        let Some(folder) = self.folder().filter(|_| !self.keep_nothing) else {
            return Casebook::keep_nothing().map(Arc::new);
        };
        let begun = Instant::now();
        loop {
            match Casebook::open(&folder) {
                Err(CasebookError::InUse(_)) if begun.elapsed() < ENDS_WITHIN => thread::sleep(PAUSE),
                opened => return opened.map(Arc::new),
            }
        }
    }

    /// What is examined at the same time. Numbers that make no sense count as none.
    pub fn bounds(&self) -> Bounds {
        let usual = Bounds::default();
        Bounds {
            at_once: self
                .at_once
                .filter(|at_once| AT_ONCE.contains(at_once))
                .map_or(usual.at_once, |most| most as usize),
            most_pixels: self
                .most_megapixels
                .filter(|most| MEGAPIXELS.contains(most))
                .map_or(usual.most_pixels, |most| u64::from(most) * 1_000_000),
        }
    }

    /// The casebook's folder; `None` where the system names none for the user's data.
    pub fn folder(&self) -> Option<PathBuf> {
        let named = env::var_os(VARIABLE).map(PathBuf::from);
        named.or_else(|| self.folder.clone()).or_else(|| Some(dirs::data_dir()?.join(FOLDER).join(CASEBOOK)))
    }
}

/// Copies a closed casebook into an empty folder, opens it there, and removes it where it was. When anything
/// fails, it stays where it was.
///
/// # Errors
/// [`NotMoved`].
pub fn moved(from: &Path, to: &Path) -> Result<Arc<Casebook>, NotMoved> {
    let failed = |error| NotMoved::File(to.to_owned(), error);
    fs::create_dir_all(to).map_err(failed)?;
    if fs::read_dir(to).map_err(failed)?.next().is_some() {
        return Err(NotMoved::NotEmpty(to.to_owned()));
    }
    let copied = copy(from, to).map_err(failed).and_then(|()| {
        let casebook = Casebook::open(to).map_err(NotMoved::Copy)?;
        casebook.check().map_err(NotMoved::Copy)?;
        Ok(Arc::new(casebook))
    });
    let gone = if copied.is_ok() { from } else { to };
    for entry in fs::read_dir(gone).into_iter().flatten().flatten() {
        let path = entry.path();
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        if let Err(error) = removed {
            tracing::warn!(%error, path = %path.display(), "it was not removed");
        }
    }
    copied
}

/// Length of all files below a folder, in bytes; what cannot be read counts nothing.
pub fn length(folder: &Path) -> u64 {
    let files = WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    files.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum()
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in WalkDir::new(from) {
        let entry = entry?;
        let Ok(below) = entry.path().strip_prefix(from) else { continue };
        let target = to.join(below);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target)?;
        } else {
            fs::copy(entry.path(), &target)?;
            fs::File::open(&target)?.sync_all()?;
        }
    }
    Ok(())
}

fn file() -> Option<PathBuf> {
    Some(dirs::config_dir()?.join(FOLDER).join(FILE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_examined_at_the_same_time_is_what_was_chosen_if_that_makes_sense() {
        let chosen = Choice { at_once: Some(1), most_megapixels: Some(100), ..Choice::default() };
        assert_eq!(chosen.bounds(), Bounds { at_once: 1, most_pixels: 100_000_000 });
        let nonsense = Choice { at_once: Some(0), most_megapixels: Some(0), ..Choice::default() };
        assert_eq!(nonsense.bounds(), Bounds::default());
        let before: Choice = toml::from_str("keep_nothing = true").expect("a choice of an earlier version");
        assert_eq!((before.keep_nothing, before.bounds()), (true, Bounds::default()));
    }

    #[test]
    fn a_casebook_is_moved_whole_and_nothing_stays_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        let casebook = Casebook::open(&from).expect("a casebook");
        casebook.create_case("an account", "2026-11-23T03:00:00+00:00").expect("a case");
        drop(casebook);
        let there = moved(&from, &to).expect("moved");
        assert_eq!(there.cases().expect("the cases")[0].name, "an account");
        assert_eq!(fs::read_dir(&from).expect("the folder").count(), 0);
    }

    #[test]
    fn a_folder_with_something_in_it_is_not_taken() {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        drop(Casebook::open(&from).expect("a casebook"));
        fs::create_dir(&to).expect("a folder");
        fs::write(to.join("letter.txt"), "mine").expect("a file");
        assert!(matches!(moved(&from, &to), Err(NotMoved::NotEmpty(_))));
        assert_eq!(fs::read_to_string(to.join("letter.txt")).expect("the file"), "mine");
        assert!(Casebook::open(&from).is_ok());
    }
}
