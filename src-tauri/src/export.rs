//! A report written into a file that the user names. The page says which photo, form and language, and what
//! to make unreadable; it never names a path.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use catchlight_export::{Fonts, Form, Languages, NotShown, Pictures, Sealing, Shown};
use catchlight_forensics::report::v1::{Content, Report};
use catchlight_forensics::text;
use catchlight_forensics::text::Words;
use catchlight_intake::queue::{Picture, Queue};
use catchlight_intake::{fonts, key, now, replace};
use catchlight_record::v1::Redaction;
use image::{ImageFormat, RgbaImage};
use serde::Deserialize;
use tauri::{AppHandle, Manager as _, State};

use crate::commands::{NO_REPORT, Refused, no_report};
use crate::dialogs;
use crate::session::Session;

/// An export as the page asks for it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Request {
    id: u32,
    form: Form,
    language: Language,
    redaction: Redaction,
}

/// Languages of what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum Language {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "zh-Hans")]
    Chinese,
    #[serde(rename = "both")]
    Both,
}

impl From<Language> for Languages {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::English,
            Language::Chinese => Self::Chinese,
            Language::Both => Self::Both,
        }
    }
}

/// Asks where to, then writes the report of an examined photo there. Answers the file's name; nothing when
/// the user chose no file.
#[tauri::command]
pub(crate) async fn export(app: AppHandle, request: Request) -> Result<Option<String>, Refused> {
    let name = {
        let session: State<'_, Session> = app.state();
        suggested(&report(&session.queue, request.id)?, &request)
    };
    let Some(path) = dialogs::choose_target(&app, &name).await? else { return Ok(None) };
    let written = tauri::async_runtime::spawn_blocking(move || {
        let session: State<'_, Session> = app.state();
        write(&session.queue, &app, &request, path)
    });
    written.await.map_err(|_| Refused::new("not_written", NOT_MADE))?.map(Some)
}

fn report(queue: &Queue, id: u32) -> Result<Report, Refused> {
    let json = queue.report(id).map_err(|error| no_report(&error))?;
    serde_json::from_str(&json).map_err(|_| Refused::new("no_report", NO_REPORT))
}

/// A name for the dialog, harmless in every file system, with the form's ending: that of the photo, or
/// nothing of it when names are to be left out.
fn suggested(report: &Report, request: &Request) -> String {
    let name = if request.redaction.names { "" } else { &report.exhibit.name };
    let stem = text::harmless_stem(name);
    let gap = if stem.is_empty() { "" } else { "-" };
    format!("{stem}{gap}catchlight.{}", request.form.ending())
}

fn write(queue: &Queue, app: &AppHandle, request: &Request, path: PathBuf) -> Result<String, Refused> {
    let id = request.id;
    let report = report(queue, id)?;
    let record = queue.record(id).map_err(|error| no_report(&error))?;
    let pictures = pictures(queue, id, &report);
    let at = now();
    let shown = Shown::new(&report, record, &pictures, &request.redaction, &[request.form], &at);
    let shown = shown.map_err(|error| {
        tracing::warn!(%error, "an export was not prepared");
        match error {
            NotShown::Unredactable(why) => Refused::new("not_redacted", why.words()),
            NotShown::Chain(_) => Refused::new("not_made", NOT_MADE),
        }
    })?;
    let bytes = made(queue, app, request, &shown, &at)?;
    let name = put(&path, &bytes)?;
    if let Err(error) = queue.keep_chain(id, shown.record().chain.clone()) {
        tracing::error!(%error, "an export is not in the chain of custody");
        return Err(Refused::new("not_kept", NOT_IN_THE_CHAIN));
    }
    Ok(name)
}

/// Writes a file whole or not at all. Answers its name.
pub(crate) fn put(path: &Path, bytes: &[u8]) -> Result<String, Refused> {
    replace::file(path, bytes).map_err(|error| {
        tracing::warn!(%error, "an export was not written");
        Refused::new("not_written", NOT_WRITTEN)
    })?;
    Ok(text::quote(&path.file_name().unwrap_or_default().to_string_lossy(), 255))
}

fn made(queue: &Queue, app: &AppHandle, request: &Request, shown: &Shown, at: &str) -> Result<Vec<u8>, Refused> {
    let fonts = if request.form.needs_fonts() { Some(fonts(app)?) } else { None };
    let sealed_with = if request.form == Form::Bundle {
        let original = queue.original(request.id).filter(|original| original.is_whole());
        let original = original.ok_or_else(|| Refused::new("no_original", NO_ORIGINAL))?;
        let key = key::open().map_err(|error| {
            tracing::warn!(%error, "no key");
            Refused::because("no_key", error.text())
        })?;
        Some((original, key))
    } else {
        None
    };
    let sealing = sealed_with.as_ref().map(|(original, key)| Sealing { original: original.bytes(), key });
    let languages = request.language.into();
    shown.write(request.form, languages, at, fonts.as_ref(), sealing.as_ref()).map_err(|error| {
        tracing::error!(%error, "an export could not be made");
        Refused::new("not_made", NOT_MADE)
    })
}

/// The fonts of printed documents.
pub(crate) fn fonts(app: &AppHandle) -> Result<Fonts, Refused> {
    let bundled = app.path().resource_dir().ok().map(|resources| resources.join("fonts"));
    let files = fonts::find(bundled).map_err(|error| {
        tracing::warn!(%error, "fonts");
        Refused::because("no_fonts", error.text())
    })?;
    Fonts::new(files).map_err(|_| Refused::new("no_fonts", UNUSABLE_FONT))
}

/// The pixels that a report shows, from the same place as the window's.
fn pictures(queue: &Queue, id: u32, report: &Report) -> Pictures {
    let artifacts = report.results.iter().flat_map(|result| &result.artifacts);
    let artifacts: BTreeMap<String, RgbaImage> = artifacts
        .filter_map(|artifact| match &artifact.content {
            Content::Map { image, .. } | Content::Spectrum { image, .. } | Content::Picture { image, .. } => {
                Some((image.clone(), decoded(queue, id, Picture::Artifact(image))?))
            }
            Content::Plot { .. } | Content::Regions { .. } | Content::Outlines { .. } => None,
        })
        .collect();
    Pictures { photo: decoded(queue, id, Picture::View), artifacts }
}

/// One of a photo's pictures.
pub(crate) fn decoded(queue: &Queue, id: u32, picture: Picture<'_>) -> Option<RgbaImage> {
    let png = queue.picture(id, picture)?;
    Some(image::load_from_memory_with_format(&png, ImageFormat::Png).ok()?.into_rgba8())
}

pub(crate) const NOT_MADE: Words = Words::new(
    "The export could not be made because of a fault in Catchlight.",
    "由于 Catchlight 自身的错误，无法生成导出文件。",
);
const NOT_WRITTEN: Words = Words::new(
    "The file could not be written there. What was there before is unchanged.",
    "无法写入该位置。原有文件没有改变。",
);
const NOT_IN_THE_CHAIN: Words = Words::new(
    "The file was written, but that could not be added to the chain of custody in the casebook.",
    "文件已写入，但无法将此次导出记入案件簿的保管记录。",
);
const NO_ORIGINAL: Words = Words::new(
    "The examined file has changed or gone since, or is too long, so that no bundle can hold it.",
    "被检查的文件此后已改动、不在原处或过大，无法放入证据包。",
);
const UNUSABLE_FONT: Words = Words::new("The installed font cannot be used.", "已安装的字体无法使用。");
