//! PNG text chunks and comments.

use super::collection::{Collection, Source};
use super::{Standard, exif, icc, iptc, xmp};
use crate::container::octets::latin1;
use crate::container::photoshop;
use crate::text;

/// How ImageMagick begins the keyword of a profile that it stores as hex in a text chunk.
const RAW_PROFILE: &str = "Raw profile type ";

/// A text chunk. XMP and raw profiles under their keywords are read as what they hold.
pub(super) fn read(collection: &mut Collection, source: &Source, key: &str, utf8: bool) {
    if let Some(kind) = key.strip_prefix(RAW_PROFILE) {
        match profile(&source.bytes) {
            Some(bytes) => raw_profile(collection, source, kind, bytes),
            None => collection.problem(&source.place(), || {
                text!("its profile is not written as the keyword says", "其配置数据与关键字所示的写法不符")
            }),
        }
        return;
    }
    // Many programs write UTF-8 into chunks that ought to be Latin-1; text that is valid UTF-8 and
    // not plain ASCII is hardly ever anything else.
    let value = match str::from_utf8(&source.bytes) {
        Ok(text) => text.to_owned(),
        Err(_) if utf8 => {
            collection.problem(&source.place(), || {
                text!(
                    "its text is not valid UTF-8; damaged characters are shown as �",
                    "文本不是有效的 UTF-8；损坏的字符显示为 �"
                )
            });
            String::from_utf8_lossy(&source.bytes).into_owned()
        }
        Err(_) => latin1(&source.bytes),
    };
    collection.field(Standard::PngText, key, trim(&value), &source.place());
}

/// A comment without a key.
pub(super) fn comment(collection: &mut Collection, source: &Source) {
    let value = decoded(&source.bytes);
    if !trim(&value).is_empty() {
        collection.field(Standard::Comment, "Comment", trim(&value), &source.place());
    }
}

/// UTF-8 where it is valid, else Latin-1.
pub(super) fn decoded(bytes: &[u8]) -> String {
    str::from_utf8(bytes).map_or_else(|_| latin1(bytes), str::to_owned)
}

fn trim(value: &str) -> &str {
    value.trim_end_matches(['\0', '\r', '\n'])
}

/// A raw profile: line feed, name, line feed, length, line feed, hex digits.
fn profile(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.trim_ascii_start();
    let (_, rest) = text.split_at(text.iter().position(|byte| *byte == b'\n')?);
    let rest = rest.trim_ascii_start();
    let (length, digits) = rest.split_at(rest.iter().position(u8::is_ascii_whitespace)?);
    let length: usize = str::from_utf8(length).ok()?.parse().ok()?;
    let mut bytes = Vec::with_capacity(length.min(digits.len() / 2));
    let mut high = None;
    for byte in digits.iter().filter(|byte| !byte.is_ascii_whitespace()) {
        let digit = u8::try_from(char::from(*byte).to_digit(16)?).ok()?;
        match high.take() {
            None => high = Some(digit << 4),
            Some(high) => bytes.push(high | digit),
        }
    }
    (bytes.len() == length).then_some(bytes)
}

fn raw_profile(collection: &mut Collection, source: &Source, kind: &str, bytes: Vec<u8>) {
    let after = |prefix: &[u8]| bytes.get(prefix.len()..).unwrap_or_default().to_vec();
    match kind {
        "exif" | "APP1" | "app1" if bytes.starts_with(b"Exif\0\0") => {
            exif::read(collection, &source.holding(after(b"Exif\0\0")));
        }
        "exif" => exif::read(collection, &source.holding(bytes)),
        "xmp" | "APP1" | "app1" => xmp::read(collection, &source.holding(bytes)),
        "icc" | "icm" => icc::read(collection, source.holding(bytes)),
        "iptc" | "8bim" => match resource(&bytes) {
            Some(record) => iptc::read(collection, &source.holding(record)),
            None if bytes.first() == Some(&0x1c) => iptc::read(collection, &source.holding(bytes)),
            None => {}
        },
        _ => {
            let length = bytes.len();
            let name = format!("{RAW_PROFILE}{kind}");
            collection.field(Standard::PngText, &name, &format!("({length} bytes)"), &source.place());
        }
    }
}

/// The IPTC record in a list of Photoshop resources.
fn resource(bytes: &[u8]) -> Option<Vec<u8>> {
    let bytes = bytes.strip_prefix(b"Photoshop 3.0\0").unwrap_or(bytes);
    bytes.get(photoshop::iptc(bytes)?).map(<[u8]>::to_vec)
}

#[cfg(test)]
mod tests;
