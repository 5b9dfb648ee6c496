//! The native dialogs. Nothing is filtered by its ending: a photo is known by its content.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};

use catchlight_forensics::text::Words;
use rfd::{AsyncFileDialog, FileHandle};
use tauri::{AppHandle, Manager as _};

use crate::commands::Refused;

/// What can be chosen.
#[derive(Clone, Copy)]
pub(crate) enum Choice {
    /// Any number of files.
    Files,
    /// Any number of folders.
    Folder,
}

/// A second dialog over the first would only confuse.
static OPEN: AtomicBool = AtomicBool::new(false);

/// Shows a dialog and waits for the answer; nothing chosen is an empty list.
pub(crate) async fn choose(app: &AppHandle, choice: Choice) -> Result<Vec<PathBuf>, Refused> {
    if OPEN.swap(true, Ordering::Relaxed) {
        return Ok(Vec::new());
    }
    let chosen = show(app, choice).await;
    OPEN.store(false, Ordering::Relaxed);
    chosen.ok_or_else(|| Refused::new("no_dialog", NO_DIALOG))
}

/// Asks where a file is to be written, with a name to begin with; no answer is `None`.
pub(crate) async fn choose_target(app: &AppHandle, name: &str) -> Result<Option<PathBuf>, Refused> {
    if OPEN.swap(true, Ordering::Relaxed) {
        return Ok(None);
    }
    let (send, mut answer) = tauri::async_runtime::channel(1);
    let (handle, name) = (app.clone(), name.to_owned());
    let shown = app.run_on_main_thread(move || {
        let mut dialog = AsyncFileDialog::new().set_file_name(name);
        if let Some(window) = handle.get_webview_window("main") {
            dialog = dialog.set_parent(&window);
        }
        let chosen = dialog.save_file();
        tauri::async_runtime::spawn(async move {
            let path = chosen.await.map(|file| file.path().to_owned());
            // The receiver waits until this arrives.
            let _ = send.send(path).await;
        });
    });
    let chosen = match shown {
        Ok(()) => answer.recv().await,
        Err(_) => None,
    };
    OPEN.store(false, Ordering::Relaxed);
    chosen.ok_or_else(|| Refused::new("no_dialog", NO_DIALOG))
}

/// Native dialogs must be made on the main thread.
async fn show(app: &AppHandle, choice: Choice) -> Option<Vec<PathBuf>> {
    let (send, mut answer) = tauri::async_runtime::channel(1);
    let handle = app.clone();
    app.run_on_main_thread(move || {
        let mut dialog = AsyncFileDialog::new();
        if let Some(window) = handle.get_webview_window("main") {
            dialog = dialog.set_parent(&window);
        }
        let chosen: Pin<Box<dyn Future<Output = Option<Vec<FileHandle>>> + Send>> = match choice {
            Choice::Files => Box::pin(dialog.pick_files()),
            Choice::Folder => Box::pin(dialog.pick_folders()),
        };
        tauri::async_runtime::spawn(async move {
            let files = chosen.await.unwrap_or_default();
            let paths: Vec<PathBuf> = files.iter().map(|file| file.path().to_owned()).collect();
            // The receiver waits until this arrives.
            let _ = send.send(paths).await;
        });
    })
    .ok()?;
    answer.recv().await
}

const NO_DIALOG: Words = Words::new("The system's file dialog could not be shown.", "无法显示系统的文件对话框。");
