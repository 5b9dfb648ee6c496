//! Hosted generators that sign with a field of their own: Midjourney, Grok, FLUX, Ideogram, Reve, Luma.

mod flux;

use crate::metadata::Standard;
use crate::text::Words;

use super::super::declaration::{is_xmp_property, local_name};
use super::trace::{Fields, Item, JOB, Meaning, PROMPT, SOURCE, Seen, Trace};

pub(super) fn read(fields: &Fields<'_>, seen: &mut Seen) {
    midjourney(fields, seen);
    grok(fields, seen);
    flux::read(fields, seen);
    named(fields, seen);
}

/// `<prompt> --v 5.2 Job ID: <uuid>` in a description; `DigImageGUID` and a generated source type in
/// XMP survive an editor.
fn midjourney(fields: &Fields<'_>, seen: &mut Seen) {
    const NAME: &str = "Midjourney";
    let is_description = |item: &&Item<'_>| match item.field.standard {
        Standard::PngText => item.field.name == "Description",
        Standard::Exif => item.field.name == "ImageDescription",
        Standard::Iptc => item.field.name.starts_with("2:120"),
        Standard::Xmp => local_name(&item.field.name) == "description",
        Standard::ExifThumbnail | Standard::Comment => false,
    };
    let job = fields.all().filter(is_description).find_map(|item| {
        let (prompt, id) = item.trimmed().rsplit_once("Job ID:")?;
        is_uuid(id.trim()).then_some((item, prompt, id))
    });
    if let Some((item, prompt, id)) = job {
        let mut trace = Trace::new(NAME, Meaning::Generated, item.field);
        trace.row(PROMPT, prompt, item.field).row(JOB, id.trim(), item.field);
        if let Some(author) = fields.png("Author") {
            trace.row(Words::new("Author as stated", "写明的作者"), author.trimmed(), author.field);
        }
        seen.traces.push(trace);
        return;
    }
    let property = |name: &str| fields.all().find(|item| is_xmp_property(item.field, name));
    let guid = property("DigImageGUID").filter(|item| is_uuid(item.trimmed()));
    let source = property("DigitalSourceType").filter(|item| item.trimmed().ends_with("/trainedAlgorithmicMedia"));
    if let (Some(guid), Some(source)) = (guid, source) {
        let mut trace = Trace::new(NAME, Meaning::Generated, guid.field);
        trace
            .row(JOB, guid.trimmed(), guid.field)
            .row(Words::new("Digital source type", "数字来源类型"), source.trimmed(), source.field)
            .note(Words::new(
                "Midjourney is the generator that is known to write these two fields together; they do not name it.",
                "已知 Midjourney 会同时写入这两个字段；字段本身并未写明它的名称。",
            ));
        seen.traces.push(trace);
    }
}

/// `Signature: <base64>` as description and a UUID as artist.
fn grok(fields: &Fields<'_>, seen: &mut Seen) {
    const NAME: &str = "Grok (xAI)";
    const SIGNATURE: Words = Words::new("Signature (not verified)", "签名（未验证）");
    let description = fields.get(Standard::Exif, "ImageDescription");
    let comment = fields.get(Standard::Exif, "UserComment");
    let signed = description.into_iter().chain(comment).find(|item| signature(item.trimmed()).is_some());
    let Some(item) = signed else { return };
    let artist = fields.get(Standard::Exif, "Artist").filter(|artist| is_uuid(artist.trimmed()));
    let meaning = if artist.is_some() { Meaning::Generated } else { Meaning::Undeclared };
    let mut trace = Trace::new(NAME, meaning, item.field);
    trace.row(SIGNATURE, signature(item.trimmed()).unwrap_or_default(), item.field);
    match artist {
        Some(artist) => {
            trace.row(Words::new("Picture id", "图片编号"), artist.trimmed(), artist.field).note(Words::new(
                "Grok is known to write this pair of fields; they do not name it, and its key is not public.",
                "已知 Grok 会写入这一对字段；字段本身并未写明它的名称，其密钥也不公开。",
            ));
        }
        None => {
            trace.note(Words::new(
                "Grok writes such a signature together with a picture id, which was not there.",
                "Grok 会同时写入此类签名和图片编号，而这里没有图片编号。",
            ));
        }
    }
    seen.traces.push(trace);
}

fn signature(text: &str) -> Option<&str> {
    /// Shortest signature, in characters.
    const SHORTEST: usize = 64;
    let signature = text.strip_prefix("Signature:")?.trim();
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    (signature.len() >= SHORTEST && signature.bytes().all(is_base64)).then_some(signature)
}

/// 8-4-4-4-12 hex digits.
fn is_uuid(text: &str) -> bool {
    let mut groups = text.split('-');
    let lengths = [8, 4, 4, 4, 12];
    lengths.iter().all(|length| {
        groups.next().is_some_and(|group| group.len() == *length && group.bytes().all(|byte| byte.is_ascii_hexdigit()))
    }) && groups.next().is_none()
}

/// Generators that put their own name into a field that a camera or a program would fill.
fn named(fields: &Fields<'_>, seen: &mut Seen) {
    let make = fields.get(Standard::Exif, "Make").filter(|item| item.trimmed().eq_ignore_ascii_case("Ideogram AI"));
    if let Some(item) = make {
        let mut trace = Trace::new("Ideogram", Meaning::Generated, item.field);
        trace.row(Words::new("Make as stated", "写明的厂商"), item.trimmed(), item.field);
        if let Some(description) = fields.get(Standard::Exif, "ImageDescription") {
            trace.row(PROMPT, description.trimmed(), description.field);
        }
        seen.traces.push(trace);
    }
    if let Some(item) = fields.programs().find(|item| item.trimmed().eq_ignore_ascii_case("reve.com")) {
        let mut trace = Trace::new("Reve", Meaning::Generated, item.field);
        trace.row(Words::new("Software as stated", "写明的软件"), item.trimmed(), item.field);
        seen.traces.push(trace);
    }
    let source = fields.png("Source").filter(|item| item.trimmed() == "Luma AI");
    let comment = fields.png("Comment").filter(|item| item.trimmed().starts_with("Generated by Luma AI"));
    if let Some(item) = source.or(comment) {
        let mut trace = Trace::new("Luma AI", Meaning::Generated, item.field);
        for item in [source, comment].into_iter().flatten() {
            trace.row(SOURCE, item.trimmed(), item.field);
        }
        seen.traces.push(trace);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_and_signatures_are_told_from_other_texts() {
        assert!(is_uuid("2b6e053b-9a65-4ca9-9e13-b6f4465164d4") && is_uuid("2B6E053B-9A65-4CA9-9E13-B6F4465164D4"));
        assert!(
            !is_uuid("http://example.com/2b6e053b-9a65-4ca9-9e13-b6f4465164d4") && !is_uuid("2b6e053b-9a65-4ca9-9e13")
        );
        assert!(!is_uuid("2b6e053b-9a65-4ca9-9e13-b6f4465164d4-00") && !is_uuid(""));
        assert_eq!(signature(&format!("Signature: {}", "A".repeat(64))), Some("A".repeat(64).as_str()));
        assert_eq!(signature("Signature: mine"), None);
        assert_eq!(signature(&format!("Signature: {} at the lake", "A".repeat(64))), None);
    }
}
