//! What the page may ask. Each command hands over to the queue and holds no logic of its own.

use catchlight_casebook::CasebookError;
use catchlight_forensics::reliability::Reliability;
use catchlight_forensics::report::v1::Via;
use catchlight_forensics::text::{Text, Words};
use catchlight_intake::sources::Source;
use catchlight_intake::wire::{Photo, Samples};
use catchlight_record::Guide;
use catchlight_record::v1::{Record, Remarks};
use percent_encoding::percent_decode;
use serde::Serialize;
use tauri::ipc::{InvokeBody, InvokeResponseBody, Request, Response};
use tauri::{AppHandle, State};

use crate::session::Session;
use crate::{clipboard, dialogs, session};

/// Why a command did not do what was asked.
#[derive(Debug, Serialize)]
pub(crate) struct Refused {
    /// Names the reason; never shown.
    code: &'static str,
    /// The reason for a reader.
    message: Text,
}

impl Refused {
    /// A reason in fixed words.
    pub(crate) fn new(code: &'static str, message: Words) -> Self {
        Self::because(code, message.into())
    }

    /// A reason with what it is about.
    pub(crate) fn because(code: &'static str, message: Text) -> Self {
        Self { code, message }
    }
}

/// The queue. The page asks once it listens to the events.
#[tauri::command]
pub(crate) fn photos(app: AppHandle, session: State<'_, Session>) -> Vec<Photo> {
    session.page_listens(&app)
}

/// How reliable conclusions are: error rates on labelled photos, and what was not tested.
#[tauri::command]
pub(crate) fn reliability() -> Result<Reliability, Refused> {
    Reliability::shipped().map_err(|error| {
        tracing::error!(%error, "no reliability");
        Refused::new("no_reliability", NO_RELIABILITY)
    })
}

/// Shows the native file dialog; what is chosen arrives as events.
#[tauri::command]
pub(crate) async fn choose_files(app: AppHandle) -> Result<(), Refused> {
    let chosen = dialogs::choose(&app, dialogs::Choice::Files).await?;
    session::take_in(&app, chosen, Via::Dialog);
    Ok(())
}

/// Shows the native folder dialog; what is chosen arrives as events.
#[tauri::command]
pub(crate) async fn choose_folder(app: AppHandle) -> Result<(), Refused> {
    let chosen = dialogs::choose(&app, dialogs::Choice::Folder).await?;
    session::take_in(&app, chosen, Via::Dialog);
    Ok(())
}

/// Takes files, else pixels, from the clipboard. Not on the main thread, which may itself have to serve
/// the clipboard's content.
#[tauri::command(async)]
pub(crate) fn paste(app: AppHandle, session: State<'_, Session>) -> Result<(), Refused> {
    match clipboard::read()? {
        clipboard::Held::Named(named) => session::take_in(&app, named, Via::PastedFile),
        clipboard::Held::Pixels(png) => {
            let name = "pasted.png".to_owned();
            session.queue.add(vec![Source::Bytes { name, bytes: png }], Via::PastedPixels);
        }
    }
    Ok(())
}

/// Takes bytes that only the page received; headers `x-name` (percent-encoded) and `x-route` (`drop`
/// or `paste`).
#[tauri::command(async)]
pub(crate) fn receive(request: Request<'_>, session: State<'_, Session>) -> Result<(), Refused> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(Refused::new("no_bytes", NO_BYTES));
    };
    let header = |name: &str| request.headers().get(name).map(|value| value.as_bytes()).unwrap_or_default();
    let name = percent_decode(header("x-name")).decode_utf8_lossy().into_owned();
    let via = if header("x-route") == b"drop" { Via::Drop } else { Via::PastedFile };
    session.queue.add(vec![Source::Bytes { name, bytes: bytes.clone() }], via);
    Ok(())
}

/// The report of an examined photo.
#[tauri::command]
pub(crate) fn report(id: u32, session: State<'_, Session>) -> Result<Response, Refused> {
    let report = session.queue.report(id).map_err(|error| no_report(&error))?;
    Ok(Response::new(InvokeResponseBody::Json(report)))
}

/// Values of the upright photo's pixels in a small square whose top left pixel is (`x`, `y`). Not on the main
/// thread: the first question about a photo decodes it.
#[tauri::command(async)]
pub(crate) fn samples(id: u32, x: u32, y: u32, side: u32, session: State<'_, Session>) -> Result<Samples, Refused> {
    session.queue.samples(id, x, y, side).ok_or_else(|| Refused::new("no_pixels", NO_PIXELS))
}

/// Words that guide a person: the checklist, verifiers of others, what to consider before a report is shown.
#[tauri::command]
pub(crate) fn guide() -> Guide {
    Guide::new()
}

/// What stands beside the report of an examined photo.
#[tauri::command]
pub(crate) fn record(id: u32, session: State<'_, Session>) -> Result<Record, Refused> {
    session.queue.record(id).map_err(|error| no_report(&error))
}

/// Keeps what a person entered about an examined photo.
#[tauri::command]
pub(crate) fn remark(id: u32, remarks: Remarks, session: State<'_, Session>) -> Result<(), Refused> {
    session.queue.remark(id, remarks).map_err(|error| no_report(&error))
}

/// Cancels one photo, or all without an id.
#[tauri::command(async)]
pub(crate) fn cancel(id: Option<u32>, session: State<'_, Session>) {
    session.queue.cancel(id);
}

/// Takes a photo off the queue.
#[tauri::command(async)]
pub(crate) fn remove(id: u32, session: State<'_, Session>) {
    session.queue.remove(id);
}

/// The casebook's words about a report that it does not give out.
pub(crate) fn no_report(error: &CasebookError) -> Refused {
    tracing::info!(%error, "no report");
    Refused::because("no_report", error.text())
}

const NO_RELIABILITY: Words = Words::new(
    "The measured error rates of this version could not be read. Installing Catchlight anew may help.",
    "无法读取此版本的实测误差率。重新安装 Catchlight 可能有帮助。",
);

const NO_PIXELS: Words =
    Words::new("There are no such pixels, or the photo is no longer at hand.", "没有这些像素，或照片已不可用。");

const NO_BYTES: Words = Words::new("The picture's bytes did not arrive.", "没有收到图片的数据。");
pub(crate) const NO_REPORT: Words = Words::new("There is no report on this photo.", "这张照片没有报告。");
