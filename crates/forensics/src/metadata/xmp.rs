//! XMP (ISO 16684-1): a packet is parsed under guard and flattened into fields.

use roxmltree::{Document, ParsingOptions};

use super::collection::{Collection, Source};
use crate::text;

mod guard;
mod names;
mod properties;

/// TIFF tag that holds an XMP packet.
pub(super) const TIFF_TAG: u16 = 0x02bc;
/// What an APP1 segment writes in front of a packet.
const JPEG_PREFIX: &str = "http://ns.adobe.com/xap/1.0/\0";
/// The property by which a main packet names its extension.
const EXTENSION: &str = "xmpNote:HasExtendedXMP";

/// Reads a main packet.
pub(super) fn read(collection: &mut Collection, source: &Source) {
    let first = collection.metadata.fields.len();
    packet(collection, source);
    let named =
        collection.metadata.fields.get(first..).unwrap_or_default().iter().find(|field| field.name == EXTENSION);
    if let Some(guid) = named.map(|field| field.value.clone()) {
        collection.extended_xmp.get_or_insert(guid);
    }
}

/// Reads an extended packet, when the main one names it by its GUID.
pub(super) fn read_extended(collection: &mut Collection, source: &Source, guid: &str) {
    if collection.extended_xmp.as_deref().is_some_and(|named| named.eq_ignore_ascii_case(guid)) {
        packet(collection, source);
        return;
    }
    collection.problem(&source.place(), || {
        text!(
            "the main XMP packet does not name this extended packet, so it was not read",
            "主 XMP 数据包未引用该扩展数据包，因此未读取"
        )
    });
}

fn packet(collection: &mut Collection, source: &Source) {
    let place = source.place();
    if collection.is_full() {
        return;
    }
    let Some(text) = characters(collection, &source.bytes, &place) else { return };
    // Some writers keep the prefix that only JPEG needs.
    let text = text.strip_prefix(JPEG_PREFIX).unwrap_or(&text);
    let text = text.trim_matches(|character: char| matches!(character, '\0' | '\u{feff}') || character.is_whitespace());
    if text.is_empty() {
        collection.problem(&place, || text!("its XMP packet is empty", "XMP 数据包为空"));
        return;
    }
    if let Some(objection) = guard::objection(collection, text) {
        collection.problem(&place, || objection);
        return;
    }
    let options = ParsingOptions { nodes_limit: 1 << 20, ..ParsingOptions::default() };
    match Document::parse_with_options(text, options) {
        Ok(document) => properties::read(collection, &document, &place),
        Err(why) => {
            let why = crate::text::quote(&why.to_string(), 120);
            collection.problem(&place, || {
                text!(
                    "its XMP packet is not well-formed XML and was not read ({why})",
                    "XMP 数据包不是格式正确的 XML，未读取（{why}）"
                )
            });
        }
    }
}

/// A packet's characters: UTF-8, or UTF-16 in either byte order.
fn characters(collection: &mut Collection, bytes: &[u8], place: &str) -> Option<String> {
    let utf16 = |little: bool| {
        let unit = if little { u16::from_le_bytes } else { u16::from_be_bytes };
        let units = bytes.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok()).map(unit);
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>()
    };
    match bytes {
        [0, 0, 0xfe, 0xff, ..] | [0xff, 0xfe, 0, 0, ..] | [0, 0, 0, b'<', ..] | [b'<', 0, 0, 0, ..] => {
            collection.problem(place, || {
                text!("its XMP packet is in UTF-32, which is not read", "XMP 数据包采用 UTF-32 编码，未读取")
            });
            None
        }
        [0xff, 0xfe, ..] | [b'<', 0, ..] => Some(utf16(true)),
        [0xfe, 0xff, ..] | [0, b'<', ..] => Some(utf16(false)),
        _ => Some(match str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                collection.problem(place, || {
                    text!(
                        "its XMP packet is not valid UTF-8; damaged characters are shown as �",
                        "XMP 数据包不是有效的 UTF-8；损坏的字符显示为 �"
                    )
                });
                String::from_utf8_lossy(bytes).into_owned()
            }
        }),
    }
}

#[cfg(test)]
mod tests;
