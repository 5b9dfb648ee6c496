//! Reading the system's clipboard.

use std::path::PathBuf;

use arboard::{Clipboard, Error, ImageData};
use catchlight_forensics::pixels;
use catchlight_forensics::text::Words;
use image::RgbaImage;

use crate::commands::Refused;

/// What the clipboard held.
pub(crate) enum Held {
    /// Files, folders or addresses.
    Named(Vec<PathBuf>),
    /// Pixels, encoded here as PNG: the original file was not on the clipboard.
    Pixels(Vec<u8>),
}

/// Reads the clipboard: files before pixels, because pixels have lost the file's traces; then an address
/// in plain text.
pub(crate) fn read() -> Result<Held, Refused> {
    let mut clipboard = Clipboard::new().map_err(|error| unreadable(&error))?;
    match clipboard.get().file_list() {
        Ok(files) if !files.is_empty() => return Ok(Held::Named(files)),
        Ok(_) | Err(Error::ContentNotAvailable) => {}
        Err(error) => tracing::warn!(%error, "the clipboard's file list was not read"),
    }
    match clipboard.get().image() {
        Ok(image) => return encode(image).ok_or_else(|| Refused::new("clipboard_pixels", DAMAGED_PIXELS)),
        Err(Error::ContentNotAvailable) => {}
        Err(Error::ConversionFailure) => return Err(Refused::new("clipboard_pixels", DAMAGED_PIXELS)),
        Err(error) => return Err(unreadable(&error)),
    }
    match clipboard.get().text() {
        Ok(text) if is_address(&text) => Ok(Held::Named(text.lines().map(PathBuf::from).collect())),
        Ok(_) | Err(_) => Err(Refused::new("clipboard_empty", EMPTY)),
    }
}

/// Whether text is an address rather than prose.
fn is_address(text: &str) -> bool {
    ["file://", "data:image/", "http://", "https://"].iter().any(|scheme| text.starts_with(scheme))
}

fn encode(image: ImageData<'_>) -> Option<Held> {
    let (width, height) = (u32::try_from(image.width).ok()?, u32::try_from(image.height).ok()?);
    let pixels = RgbaImage::from_raw(width, height, image.bytes.into_owned())?;
    Some(Held::Pixels(pixels::png_bytes(&pixels)))
}

fn unreadable(error: &Error) -> Refused {
    tracing::warn!(%error, "the clipboard was not read");
    Refused::new("clipboard_unreadable", UNREADABLE)
}

const EMPTY: Words = Words::new(
    "The clipboard held neither a file nor a picture. Copy a picture or a file first.",
    "剪贴板中既没有文件也没有图片。请先复制图片或文件。",
);
const DAMAGED_PIXELS: Words = Words::new("The picture on the clipboard could not be read.", "剪贴板中的图片无法读取。");
const UNREADABLE: Words =
    Words::new("The clipboard could not be read. Try to copy again.", "无法读取剪贴板。请重新复制后再试。");
