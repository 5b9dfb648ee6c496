//! The reader of this installation.

use std::env;
use std::path::PathBuf;

use crate::{C2paReader, ListError, TrustLists};

/// Names a folder of trust lists that replaces the shipped ones.
const VARIABLE: &str = "CATCHLIGHT_TRUST_LISTS";

impl C2paReader {
    /// A reader with the trust lists in the folder that `CATCHLIGHT_TRUST_LISTS` names, else with the
    /// shipped ones.
    ///
    /// # Errors
    /// When the named folder holds no usable lists: never silently the shipped ones instead.
    pub fn find() -> Result<Self, ListError> {
        let lists = match env::var_os(VARIABLE).map(PathBuf::from) {
            Some(folder) => TrustLists::with_folder(&folder)?,
            None => TrustLists::shipped(),
        };
        Self::new(lists)
    }
}
