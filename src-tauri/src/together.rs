//! The photos of the open case together: for the page, and written into a file that the user names.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use catchlight_account::v1::Chosen;
use catchlight_export::{ExportError, Extent, Gathered, SheetPhoto, dossier_html, dossier_pdf, dossier_table};
use catchlight_forensics::report::v1::Report;
use catchlight_forensics::text::Words;
use catchlight_forensics::{Cancel, Context, Limits, pixels, text};
use catchlight_intake::now;
use catchlight_intake::queue::{Picture, Queue};
use catchlight_intake::together::{self, Looks, Together};
use image::RgbaImage;
use serde::Deserialize;
use tauri::{AppHandle, Manager as _, State};

use crate::commands::Refused;
use crate::dialogs;
use crate::export::{self, Language, NOT_MADE};
use crate::session::Session;

/// The dossier that the page shows.
#[derive(Default)]
pub(crate) struct Last(Mutex<Option<Arc<Shown>>>);

struct Shown {
    together: Together,
    /// Pictures beside the dossier, by key.
    pictures: BTreeMap<String, RgbaImage>,
    /// Name of its case.
    case: String,
}

impl Last {
    /// A picture of the dossier as PNG.
    pub(crate) fn picture(&self, key: &str) -> Option<Vec<u8>> {
        Some(pixels::png_bytes(self.get()?.pictures.get(key)?))
    }

    fn get(&self) -> Option<Arc<Shown>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, shown: Shown) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(shown));
    }
}

/// Looks at the photos of the open case together; compares their faces only when asked to.
#[tauri::command(async)]
pub(crate) fn dossier(chosen: Chosen, compare_faces: bool, session: State<'_, Session>) -> Result<Together, Refused> {
    let open = session.queue.opened();
    let cancel = Cancel::default();
    let looks = |id| if compare_faces { looks(&session, id, &cancel) } else { None };
    let (together, pictures) = together::look(&open, chosen, &looks, &cancel)?;
    let case = open.casebook.case(open.case)?.name;
    session.together.set(Shown { together: together.clone(), pictures, case });
    Ok(together)
}

/// How the faces of a photo look, from the photo itself.
fn looks(session: &Session, id: u32, cancel: &Cancel) -> Looks {
    let Some(exhibit) = session.queue.original(id) else { return Some(Err(NOT_AT_HAND.into())) };
    let specimen = session.instruments.specimen(&exhibit, Limits::default());
    catchlight_account::looks(&specimen, &Context::new(cancel))
}

/// An export of the dossier as the page asks for it.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Request {
    form: Form,
    language: Language,
    blur_faces: bool,
}

/// Forms of a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Form {
    Html,
    Pdf,
    OnePage,
    Csv,
}

impl Form {
    fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf | Self::OnePage => "pdf",
            Self::Csv => "csv",
        }
    }
}

/// Asks where to, then writes the dossier that the page shows there. Answers the file's name; nothing when the user
/// chose no file.
#[tauri::command]
pub(crate) async fn export_dossier(app: AppHandle, request: Request) -> Result<Option<String>, Refused> {
    let shown = {
        let session: State<'_, Session> = app.state();
        session.together.get().ok_or_else(|| Refused::new("no_dossier", NO_DOSSIER))?
    };
    let stem = text::harmless_stem(&shown.case);
    let gap = if stem.is_empty() { "" } else { "-" };
    let name = format!("{stem}{gap}dossier.{}", request.form.ending());
    let Some(path) = dialogs::choose_target(&app, &name).await? else { return Ok(None) };
    let written = tauri::async_runtime::spawn_blocking(move || write(&app, &shown, request, path));
    written.await.map_err(|_| Refused::new("not_made", NOT_MADE))?.map(Some)
}

fn write(app: &AppHandle, shown: &Shown, request: Request, path: PathBuf) -> Result<String, Refused> {
    let session: State<'_, Session> = app.state();
    let photos: Vec<SheetPhoto> =
        shown.together.photos.iter().map(|id| small(&session.queue, *id, request.blur_faces)).collect();
    let gathered = Gathered {
        dossier: &shown.together.dossier,
        name: &shown.case,
        photos: &photos,
        pictures: &shown.pictures,
        faces_blurred: request.blur_faces,
    };
    let (languages, at) = (request.language.into(), now());
    let printed = |extent| -> Result<Result<Vec<u8>, ExportError>, Refused> {
        Ok(dossier_pdf(&gathered, extent, languages, &at, &export::fonts(app)?))
    };
    let made = match request.form {
        Form::Html => dossier_html(&gathered, languages, &at).map(String::into_bytes),
        Form::Pdf => printed(Extent::Full)?,
        Form::OnePage => printed(Extent::OnePage)?,
        Form::Csv => dossier_table(gathered.dossier, languages),
    };
    let bytes = made.map_err(|error| {
        tracing::error!(%error, "a dossier could not be made");
        Refused::new("not_made", NOT_MADE)
    })?;
    export::put(&path, &bytes)
}

/// The photo's small picture; none when the photo has left the queue since.
fn small(queue: &Queue, id: u32, blur_faces: bool) -> SheetPhoto {
    let report = || -> Option<Report> { serde_json::from_str(&queue.report(id).ok()?).ok() };
    let Some(report) = report() else { return SheetPhoto::default() };
    SheetPhoto::new(&report, export::decoded(queue, id, Picture::Thumbnail).as_ref(), blur_faces)
}

const NOT_AT_HAND: Words = Words::new("The photo itself was not at hand any more.", "照片本身已不在手头。");
const NO_DOSSIER: Words = Words::new("The photos have not been looked at together yet.", "尚未对这些照片作整体查看。");
