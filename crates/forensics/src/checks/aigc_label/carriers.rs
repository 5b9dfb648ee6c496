//! Where a label can lie, and how it is written there: as an XMP property, under a PNG keyword, in an
//! EXIF comment, bare in a segment; as JSON, as JSON inside JSON, or wrapped in an object `AIGC`.

use serde_json::{Map, Value};

use crate::metadata::{Field, Standard};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, quote};

use super::super::declaration::{json, local_name, place};

/// Fields of the label (GB 45438-2025, annex E), then those of Tencent Cloud's variant.
const KNOWN: [&str; 11] = [
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
    "ServiceProvider",
    "ServiceUser",
    "ContentId",
    "ContentID",
];

/// Times that JSON inside JSON is opened.
const MOST_LAYERS: usize = 4;
/// Bytes of a segment in which a bare label's object must begin.
const MOST_BEFORE: usize = 8;

/// A label as it was found.
#[derive(Debug)]
pub(super) struct Carried {
    /// The field, without its value.
    pub(super) field: Field,
    pub(super) members: Map<String, Value>,
}

/// All labels of a file, and what looked like one and could not be read.
pub(super) fn read(specimen: &Specimen<'_>) -> (Vec<Carried>, Vec<Text>) {
    let (mut labels, mut troubles) = (Vec::new(), Vec::new());
    for field in &specimen.metadata().fields {
        let Some(home) = home(field) else { continue };
        let bare = Field { value: String::new(), ..field.clone() };
        take(label(&field.value, home), bare, &mut labels, &mut troubles);
    }
    for (field, value) in segments(specimen) {
        take(label(&value, Home::Named), field, &mut labels, &mut troubles);
    }
    (labels, troubles)
}

fn take(
    read: Result<Option<Map<String, Value>>, json::Malformed>,
    field: Field,
    labels: &mut Vec<Carried>,
    troubles: &mut Vec<Text>,
) {
    match read {
        Ok(Some(members)) => labels.push(Carried { field, members }),
        Ok(None) => {}
        Err(json::Malformed(Text { en, zh })) => {
            let place = quote(&place(&field), 160);
            troubles.push(text!(
                "{place} was marked as an AIGC label and could not be read: {en}.",
                "{place} 带有 AIGC 标识，但无法读取：{zh}。"
            ));
        }
    }
}

/// JPEG application segments that begin with a bare label and are not text to their end, which is why
/// the container lists no comment for them.
fn segments(specimen: &Specimen<'_>) -> Vec<(Field, String)> {
    let structure = specimen.structure();
    let bytes = specimen.exhibit().bytes();
    let is_listed = |offset: usize| {
        structure.blocks.iter().any(|block| block.ranges.first().is_some_and(|range| range.start == offset))
    };
    let mut found = Vec::new();
    for part in structure.parts.iter().filter(|part| part.name.starts_with("APP")) {
        // Marker and length take four bytes.
        let start = part.offset.saturating_add(4);
        let end = part.offset.saturating_add(part.length);
        let Some(payload) = bytes.get(start..end).filter(|payload| payload.starts_with(b"AIGC")) else { continue };
        if !is_listed(start) && payload.iter().take(MOST_BEFORE).any(|byte| *byte == b'{') {
            let field = Field {
                standard: Standard::Comment,
                name: "AIGC".to_owned(),
                value: String::new(),
                place: format!("{} at byte {start}", part.name),
            };
            found.push((field, String::from_utf8_lossy(payload).into_owned()));
        }
    }
    found
}

/// What kind of home a field is for a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Home {
    /// The field is named AIGC: it can hold nothing else.
    Named,
    /// A free text that may hold one.
    Free,
}

fn home(field: &Field) -> Option<Home> {
    let name = local_name(&field.name);
    let is_named = name.eq_ignore_ascii_case("AIGC");
    match field.standard {
        Standard::Xmp if is_named || field.name.starts_with("TC260:") => Some(Home::Named),
        Standard::PngText if is_named => Some(Home::Named),
        Standard::Exif if matches!(name, "UserComment" | "ImageDescription" | "XPComment" | "MakerNote") => {
            Some(Home::Free)
        }
        Standard::Xmp if matches!(name, "UserComment" | "description" | "ImageDescription") => Some(Home::Free),
        Standard::PngText | Standard::Comment => Some(Home::Free),
        _ => None,
    }
}

/// The label that a value holds; `None` when it holds none.
fn label(value: &str, home: Home) -> Result<Option<Map<String, Value>>, json::Malformed> {
    let mut text = value.trim_matches(|character: char| character == '\0' || character.is_whitespace()).to_owned();
    // An escaped attribute that was escaped once more.
    if text.contains("&quot;") {
        text = text.replace("&quot;", "\"").replace("&amp;", "&");
    }
    let (text, is_marked) = match text.strip_prefix("AIGC") {
        Some(rest) => {
            let rest = rest.trim_start_matches([':', '=', '\0', ' ']);
            (rest.to_owned(), rest.starts_with(['{', '"']))
        }
        None => {
            let is_marked = begins_with_label(&text);
            (text, is_marked)
        }
    };
    if !(home == Home::Named || is_marked || text.starts_with(['{', '"'])) {
        return Ok(None);
    }
    match json::parse(&text).or_else(|malformed| leading(&text).filter(|_| is_marked).ok_or(malformed)) {
        Ok(value) => match unwrapped(value, home == Home::Named || is_marked) {
            Some(members) => Ok(Some(members)),
            None if home == Home::Named => {
                Err(json::Malformed(text!("it holds no field of the label", "其中没有标识所规定的字段")))
            }
            None => Ok(None),
        },
        Err(malformed) if home == Home::Named || is_marked => Err(malformed),
        // A free text that is some other, damaged JSON.
        Err(_) => Ok(None),
    }
}

/// The object that a text begins with, where other data follow it.
fn leading(text: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(text).into_iter().next()?.ok()
}

/// Whether a text begins like `{"AIGC":` with any spacing and escaping.
fn begins_with_label(text: &str) -> bool {
    let mut letters = text.chars().filter(|character| !character.is_whitespace() && *character != '\\').take(9);
    let begin: String = letters.by_ref().collect();
    begin.starts_with("{\"AIGC\":") || begin.starts_with("\"{\"AIGC\"")
}

/// The label's members: below `AIGC`, below further layers of JSON text, or the object itself where
/// it is marked as a label.
fn unwrapped(value: Value, is_marked: bool) -> Option<Map<String, Value>> {
    let mut value = value;
    let mut is_marked = is_marked;
    for _ in 0..MOST_LAYERS {
        match value {
            Value::String(text) => value = json::parse(&text).ok()?,
            Value::Object(mut members) => {
                let key = members.keys().find(|key| key.eq_ignore_ascii_case("AIGC")).cloned();
                match key.and_then(|key| members.remove(&key)) {
                    Some(inner) => {
                        value = inner;
                        is_marked = true;
                    }
                    None => return Some(members).filter(|members| is_marked && has_known_field(members)),
                }
            }
            _ => return None,
        }
    }
    None
}

fn has_known_field(members: &Map<String, Value>) -> bool {
    KNOWN.iter().any(|known| members.contains_key(*known))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LABEL: &str = r#"{"Label":"1","ContentProducer":"doubao"}"#;

    fn read(value: &str, home: Home) -> Option<Map<String, Value>> {
        label(value, home).ok().flatten()
    }

    #[test]
    fn every_layer_is_opened() {
        let once = serde_json::to_string(LABEL).unwrap();
        for value in [
            format!("{{\"AIGC\":{LABEL}}}"),
            format!("{{ \"AIGC\" : {LABEL} , \"other\": 1}}"),
            format!("AIGC{LABEL}"),
            format!("AIGC: {LABEL}\0"),
            format!("{{\"AIGC\":{once}}}"),
            serde_json::to_string(&format!("{{\"AIGC\":{once}}}")).unwrap(),
            format!("{{&quot;AIGC&quot;:{}}}", LABEL.replace('"', "&quot;")),
        ] {
            let members = read(&value, Home::Free).unwrap_or_default();
            assert_eq!(members.get("ContentProducer"), Some(&Value::from("doubao")), "{value}");
        }
        assert!(read(LABEL, Home::Named).is_some() && read(&once, Home::Named).is_some());
    }

    #[test]
    fn other_texts_are_no_labels() {
        for value in [
            LABEL,
            "AIGC",
            "AIGC is new",
            "a caption about AIGC{",
            "{\"AIGC\":true}",
            "{\"AIGC\":{\"x\":1}}",
            "{\"aigc_info\":{}}",
            "\"Label\"",
        ] {
            assert!(matches!(label(value, Home::Free), Ok(None)), "{value}");
        }
    }

    #[test]
    fn damage_to_a_marked_label_is_an_error() {
        for value in ["AIGC{\"Label\":\"1\"", "{\"AIGC\":{\"Label\":", "{ \"AIGC\": {\"Label\" \"1\"}}"] {
            assert!(label(value, Home::Free).is_err(), "{value}");
        }
        assert!(label("nonsense", Home::Named).is_err() && label("{}", Home::Named).is_err());
    }
}
