//! What the app lends to its examinations.

use std::sync::Arc;

use anyhow::Context as _;
use catchlight_credentials::C2paReader;
use catchlight_inference::Installed;
use catchlight_intake::instruments::Instruments;
use catchlight_worker::InOwnProcess;
use tauri::{AppHandle, Manager as _};

/// The installed models, the reader of Content Credentials, and a decoder of AVIF and HEIC in a process of its own.
pub(crate) fn of_installation(app: &AppHandle) -> anyhow::Result<(Instruments, Arc<Installed>)> {
    let bundled = app.path().resource_dir().ok().map(|resources| resources.join("models"));
    let credentials = C2paReader::find().context("the trust lists cannot be used")?;
    let installed = Arc::new(Installed::find(bundled));
    let heif = InOwnProcess::of_this_program().context("the program does not know where it lies")?;
    Ok((Instruments::new(Arc::clone(&installed) as _, Some(Arc::new(credentials)), Arc::new(heif)), installed))
}
