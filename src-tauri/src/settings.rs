//! What the page may ask about this installation, and choose for it.

use catchlight_intake::place::Choice;
use catchlight_intake::wire::{Installation, InstalledModel};
use tauri::State;

use crate::casebook::not_chosen;
use crate::commands::Refused;
use crate::session::Session;

/// This installation. Every model is loaded to find out whether it runs, which takes a moment the first time.
#[tauri::command(async)]
pub(crate) fn installation(session: State<'_, Session>) -> Installation {
    let chosen = Choice::read().unwrap_or_default();
    let (models, no_models) = match session.installed.models() {
        Ok(models) => (models, None),
        Err(why) => (Vec::new(), Some(why)),
    };
    let models = models.into_iter().map(|model| InstalledModel {
        id: model.id,
        licence: model.licence,
        sha256: model.sha256,
        bytes: model.bytes,
        why_not: model.state.err().map(|why| why.to_string()),
    });
    Installation {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        processors: std::thread::available_parallelism().map_or(1, |count| count.get() as u32),
        at_once: session.bounds.at_once as u32,
        most_megapixels: (session.bounds.most_pixels / 1_000_000) as u32,
        chosen_at_once: chosen.at_once,
        chosen_most_megapixels: chosen.most_megapixels,
        self_test: session.instruments.self_test(),
        models: models.collect(),
        no_models,
    }
}

/// Chooses what is examined at the same time from the next start on; the usual when left out.
#[tauri::command(async)]
pub(crate) fn choose_bounds(at_once: Option<u32>, most_megapixels: Option<u32>) -> Result<(), Refused> {
    let choice = Choice { at_once, most_megapixels, ..Choice::read().map_err(not_chosen)? };
    choice.write().map_err(not_chosen)
}
