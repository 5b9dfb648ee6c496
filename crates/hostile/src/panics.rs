//! Panics, and whose they are. Many are caught, so that a report is not lost; here none of ours goes unseen.

use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::sync::{Mutex, OnceLock, PoisonError};

/// Whether code of this project panicked. A decoder of others that panics is caught where it is called, and its
/// file is called damaged.
fn is_ours(info: &PanicHookInfo<'_>) -> bool {
    // Sources of libraries lie in the package manager's folder.
    info.location().is_none_or(|place| !place.file().contains("/registry/src/"))
}

/// Leaves panics of libraries to who catches them, and all others to the hook that is set now.
pub fn leave_those_of_libraries() {
    let before = take_hook();
    set_hook(Box::new(move |info| {
        if is_ours(info) {
            before(info);
        }
    }));
}

/// Panics that were seen, each as its place and message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seen {
    /// In code of this project.
    pub ours: Vec<String>,
    /// In libraries.
    pub of_libraries: Vec<String>,
}

static SEEN: OnceLock<Mutex<Seen>> = OnceLock::new();

/// Notes every panic of this process from now on instead of printing it.
pub fn watch() {
    let seen = SEEN.get_or_init(Mutex::default);
    set_hook(Box::new(move |info| {
        let words = info.to_string();
        let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
        let list = if is_ours(info) { &mut seen.ours } else { &mut seen.of_libraries };
        list.push(words);
    }));
}

/// What was seen since the last call.
pub fn taken() -> Seen {
    SEEN.get().map(|seen| std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner))).unwrap_or_default()
}
