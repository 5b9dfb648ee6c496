//! The desktop shell: one window, native dialogs, clipboard and drops, and the pictures for the page.
//! What happens to a photo is decided in `catchlight-intake`, never here.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod casebook;
mod clipboard;
mod commands;
mod dialogs;
mod export;
mod instruments;
mod pictures;
mod session;
mod settings;
mod together;

use std::path::PathBuf;
use std::process::ExitCode;

use catchlight_forensics::report::v1::Via;
use catchlight_intake::wire::Event;
use session::Session;
use tauri::{DragDropEvent, Manager as _, Window, WindowEvent};
use tracing_subscriber::EnvFilter;

fn main() -> anyhow::Result<ExitCode> {
    // Before anything of the window: the decoder's process has none.
    if let Some(code) = catchlight_worker::take_over() {
        return Ok(code);
    }
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("error")))
        .with_writer(std::io::stderr)
        .init();
    tauri::Builder::default()
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, pictures::respond)
        .invoke_handler(tauri::generate_handler![
            commands::photos,
            commands::reliability,
            commands::choose_files,
            commands::choose_folder,
            commands::paste,
            commands::receive,
            commands::report,
            commands::samples,
            commands::guide,
            commands::record,
            commands::remark,
            commands::cancel,
            commands::remove,
            export::export,
            casebook::casebook,
            casebook::begin_case,
            casebook::open_case,
            casebook::rename_case,
            casebook::delete_case,
            casebook::search,
            casebook::compare,
            casebook::export_case,
            casebook::import_case,
            casebook::keep,
            casebook::keep_originals,
            casebook::move_casebook,
            casebook::pause,
            settings::installation,
            settings::choose_bounds,
            together::dossier,
            together::export_dossier,
        ])
        .on_window_event(on_window_event)
        .setup(|app| {
            let named = named_on_the_command_line();
            let session = Session::begin(app.handle(), !named.is_empty())?;
            app.manage(session);
            session::test(app.handle());
            session::take_in(app.handle(), named, Via::CommandLine);
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(ExitCode::SUCCESS)
}

/// Photos and folders that the program was started with.
fn named_on_the_command_line() -> Vec<PathBuf> {
    std::env::args_os().skip(1).map(PathBuf::from).collect()
}

/// Takes native drops. The page never names a path.
fn on_window_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::DragDrop(event) = event else { return };
    let app = window.app_handle();
    match event {
        DragDropEvent::Enter { .. } => session::send(app, &Event::DropHover { over: true }),
        DragDropEvent::Leave => session::send(app, &Event::DropHover { over: false }),
        DragDropEvent::Drop { paths, .. } => {
            session::send(app, &Event::DropHover { over: false });
            session::take_in(app, paths.clone(), Via::Drop);
        }
        _ => {}
    }
}
