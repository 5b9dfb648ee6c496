//! The photos of the open case together, for the page.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use catchlight_account::v1::Chosen;
use catchlight_forensics::{Cancel, pixels};
use catchlight_intake::together::{self, Together};
use tauri::State;

use crate::commands::Refused;
use crate::session::Session;

/// The pictures of the last dossier, as PNG, by key.
#[derive(Default)]
pub(crate) struct Pictures(Mutex<BTreeMap<String, Arc<[u8]>>>);

impl Pictures {
    pub(crate) fn get(&self, key: &str) -> Option<Arc<[u8]>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }
}

/// Looks at the photos of the open case together.
#[tauri::command(async)]
pub(crate) fn dossier(chosen: Chosen, session: State<'_, Session>) -> Result<Together, Refused> {
    let (together, images) = together::look(&session.queue.opened(), chosen, &Cancel::default())?;
    let pictures = images.iter().map(|(key, image)| (key.clone(), pixels::png_bytes(image).into())).collect();
    *session.together.0.lock().unwrap_or_else(PoisonError::into_inner) = pictures;
    Ok(together)
}
