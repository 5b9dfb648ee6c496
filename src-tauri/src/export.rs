//! A report written into a file that the user names. The page says which photo, form and language; it
//! never names a path.

use std::collections::BTreeMap;
use std::path::PathBuf;

use catchlight_export::{Card, ExportError, Fonts, Languages, Pictures};
use catchlight_forensics::report::v1::{Content, Report};
use catchlight_forensics::text;
use catchlight_forensics::text::Words;
use catchlight_intake::queue::{Picture, Queue};
use catchlight_intake::{fonts, now, replace};
use image::{ImageFormat, RgbaImage};
use serde::Deserialize;
use tauri::{AppHandle, Manager as _, State};

use crate::commands::{NO_REPORT, Refused};
use crate::dialogs;
use crate::session::Session;

/// What the page may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Form {
    Html,
    Pdf,
    Card,
    Story,
    Json,
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

impl Form {
    fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Card | Self::Story => "png",
            Self::Json => "json",
        }
    }
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
pub(crate) async fn export(app: AppHandle, id: u32, form: Form, language: Language) -> Result<Option<String>, Refused> {
    let name = {
        let session: State<'_, Session> = app.state();
        let report = session.queue.report(id).ok_or_else(|| Refused::new("no_report", NO_REPORT))?;
        suggested(&parsed(&report)?, form)
    };
    let Some(path) = dialogs::choose_target(&app, &name).await? else { return Ok(None) };
    let written = tauri::async_runtime::spawn_blocking(move || {
        let session: State<'_, Session> = app.state();
        write(&session.queue, &app, id, form, language, path)
    });
    written.await.map_err(|_| Refused::new("not_written", NOT_MADE))?.map(Some)
}

fn parsed(report: &str) -> Result<Report, Refused> {
    serde_json::from_str(report).map_err(|_| Refused::new("no_report", NO_REPORT))
}

/// A name for the dialog: the photo's, harmless in every file system, with the form's ending.
fn suggested(report: &Report, form: Form) -> String {
    /// Characters of the name that are kept.
    const NAME_CHARACTERS: usize = 60;
    let name = &report.exhibit.name;
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let harmless: String = stem
        .chars()
        .take(NAME_CHARACTERS)
        .map(|character| if character.is_alphanumeric() || "-_".contains(character) { character } else { '_' })
        .collect();
    let kind = if form == Form::Story { "-story" } else { "" };
    format!("{harmless}-catchlight{kind}.{}", form.ending())
}

fn write(
    queue: &Queue,
    app: &AppHandle,
    id: u32,
    form: Form,
    language: Language,
    path: PathBuf,
) -> Result<String, Refused> {
    let report = queue.report(id).ok_or_else(|| Refused::new("no_report", NO_REPORT))?;
    let report = parsed(&report)?;
    let bytes = if form == Form::Json {
        serde_json::to_vec_pretty(&report).map_err(|_| Refused::new("not_made", NOT_MADE))?
    } else {
        made(queue, app, id, &report, form, language.into())?
    };
    replace::file(&path, &bytes).map_err(|error| {
        tracing::warn!(%error, "an export was not written");
        Refused::new("not_written", NOT_WRITTEN)
    })?;
    Ok(text::quote(&path.file_name().unwrap_or_default().to_string_lossy(), 255))
}

fn made(
    queue: &Queue,
    app: &AppHandle,
    id: u32,
    report: &Report,
    form: Form,
    languages: Languages,
) -> Result<Vec<u8>, Refused> {
    let pictures = pictures(queue, id, report);
    let moment = now();
    let not_made = |error: ExportError| {
        tracing::error!(%error, "an export could not be made");
        Refused::new("not_made", NOT_MADE)
    };
    match form {
        Form::Pdf => catchlight_export::pdf(report, &pictures, languages, &moment, &fonts(app)?).map_err(not_made),
        Form::Card => {
            catchlight_export::card(report, &pictures, Card::Feed, languages, &moment, &fonts(app)?).map_err(not_made)
        }
        Form::Story => {
            catchlight_export::card(report, &pictures, Card::Story, languages, &moment, &fonts(app)?).map_err(not_made)
        }
        Form::Html | Form::Json => {
            catchlight_export::html(report, &pictures, languages, &moment).map(String::into_bytes).map_err(not_made)
        }
    }
}

fn fonts(app: &AppHandle) -> Result<Fonts, Refused> {
    let bundled = app.path().resource_dir().ok().map(|resources| resources.join("fonts"));
    let files = fonts::find(bundled).map_err(|error| {
        tracing::warn!(%error, "fonts");
        Refused::because("no_fonts", error.text())
    })?;
    Fonts::new(files).map_err(|_| Refused::new("no_fonts", UNUSABLE_FONT))
}

/// The pixels that a report shows, from the same place as the window's.
fn pictures(queue: &Queue, id: u32, report: &Report) -> Pictures {
    let decoded = |picture| -> Option<RgbaImage> {
        let png = queue.picture(id, picture)?;
        Some(image::load_from_memory_with_format(&png, ImageFormat::Png).ok()?.into_rgba8())
    };
    let artifacts = report.results.iter().flat_map(|result| &result.artifacts);
    let artifacts: BTreeMap<String, RgbaImage> = artifacts
        .filter_map(|artifact| match &artifact.content {
            Content::Map { image, .. } | Content::Spectrum { image, .. } | Content::Picture { image, .. } => {
                Some((image.clone(), decoded(Picture::Artifact(image))?))
            }
            Content::Plot { .. } | Content::Regions { .. } | Content::Outlines { .. } => None,
        })
        .collect();
    Pictures { photo: decoded(Picture::View), artifacts }
}

const NOT_MADE: Words = Words::new(
    "The export could not be made because of a fault in Catchlight.",
    "由于 Catchlight 自身的错误，无法生成导出文件。",
);
const NOT_WRITTEN: Words = Words::new(
    "The file could not be written there. What was there before is unchanged.",
    "无法写入该位置。原有文件没有改变。",
);
const UNUSABLE_FONT: Words = Words::new("The installed font cannot be used.", "已安装的字体无法使用。");
