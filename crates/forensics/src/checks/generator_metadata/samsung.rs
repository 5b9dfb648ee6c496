//! The trailer that Samsung phones append to a picture (`SEFH` table, `SEFT` end), after JPEG EOI,
//! after PNG IEND, or in a HEIF box: Galaxy AI notes its edits there as `genAIType`.

use serde_json::Value;

use crate::container::octets::{latin1, le16, le32, run};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words, quote};

use super::super::declaration::json;
use super::trace::{Meaning, Seen, Trace};

/// Most entries that are read; phones write fewer than forty.
const MOST_ENTRIES: usize = 256;
/// Entries in which the editor writes its notes.
const EDITOR: [&str; 2] = ["PhotoEditor_Re_Edit_Data", "PEg_Info"];

pub(super) fn read(specimen: &Specimen<'_>, seen: &mut Seen) {
    let bytes = specimen.exhibit().bytes();
    for part in &specimen.structure().parts {
        let is_home = part.name == "after the end" || part.name == "sefd";
        let Some(part_bytes) = run(bytes, part.offset, part.length).filter(|_| is_home) else { continue };
        let trailer = match part_bytes.strip_suffix(b"SEFT") {
            Some(trailer) => trailer,
            None => continue,
        };
        let place = format!("{} at byte {}", part.name, part.offset);
        match entries(trailer) {
            Some(entries) => trace(&entries, &place, seen),
            None => seen.troubles.push(text!(
                "{place}: the table of a Samsung trailer is damaged.",
                "{place}：三星附加数据的目录已损坏。"
            )),
        }
    }
}

/// One entry of the table.
struct Entry<'a> {
    name: String,
    data: &'a [u8],
}

/// The entries of a trailer whose end mark was taken off; `None` when its table is damaged. The table
/// stands last: `SEFH`, version, count, then for each entry its type, how far before the table it
/// begins, and its length. An entry repeats its type, then its name with a length, then data.
fn entries(trailer: &[u8]) -> Option<Vec<Entry<'_>>> {
    let length = le32(trailer, trailer.len().checked_sub(4)?)? as usize;
    let table_at = trailer.len().checked_sub(4)?.checked_sub(length)?;
    let table = trailer.get(table_at..)?;
    if !table.starts_with(b"SEFH") {
        return None;
    }
    let count = usize::try_from(le32(table, 8)?).ok()?;
    let mut entries = Vec::new();
    for index in 0..count.min(MOST_ENTRIES) {
        let at = 12 + index * 12;
        let (kind, back, length) = (le16(table, at + 2)?, le32(table, at + 4)? as usize, le32(table, at + 8)? as usize);
        let start = table_at.checked_sub(back)?;
        let entry = run(trailer, start, length).filter(|_| start.saturating_add(length) <= table_at)?;
        let name_length = le32(entry, 4)? as usize;
        if le16(entry, 2)? != kind {
            return None;
        }
        let name = latin1(run(entry, 8, name_length)?);
        entries.push(Entry { name, data: entry.get(8_usize.checked_add(name_length)?..)? });
    }
    Some(entries)
}

fn trace(entries: &[Entry<'_>], place: &str, seen: &mut Seen) {
    let mut kinds = Vec::new();
    for entry in entries.iter().filter(|entry| EDITOR.contains(&entry.name.as_str())) {
        match json::parse(&String::from_utf8_lossy(entry.data)) {
            Ok(value) => {
                let kind = generative_type(&value, 0);
                kinds.extend(kind.filter(|kind| kind != "0").map(|kind| (entry.name.clone(), kind)));
            }
            Err(json::Malformed(Text { en, zh })) => {
                let name = quote(&entry.name, 40);
                seen.troubles.push(text!(
                    "{place}: the entry {name} of a Samsung trailer could not be read: {en}.",
                    "{place}：三星附加数据的条目 {name} 无法读取：{zh}。"
                ));
            }
        }
    }
    let names: Vec<String> = entries.iter().map(|entry| quote(&entry.name, 40)).collect();
    let listed = Words::new("Entries", "条目");
    let mut trace = if kinds.is_empty() {
        Trace::at("Samsung (trailer)", Meaning::Ordinary, place)
    } else {
        let mut trace = Trace::at("Samsung Galaxy AI", Meaning::PartlyGenerated, place);
        for (name, kind) in &kinds {
            trace.row_at(Words::new("Local edit", "局部编辑"), format!("genAIType={kind}"), format!("{place}: {name}"));
        }
        trace.note(Words::new(
            "A Galaxy AI tool made or changed parts of the picture. Samsung has not published the meaning of the numbers.",
            "Galaxy AI 工具生成或改动了画面的部分内容。三星没有公布这些数字的含义。",
        ));
        trace
    };
    trace.row_at(listed, names.join(", "), place);
    seen.traces.push(trace);
}

/// The value of `genAIType`, which may lie in an inner object or in JSON written as text.
fn generative_type(value: &Value, depth: usize) -> Option<String> {
    /// Deepest object that is opened.
    const DEEPEST: usize = 16;
    if depth > DEEPEST {
        return None;
    }
    match value {
        Value::Object(members) => {
            let own = members.get("genAIType").and_then(json::scalar);
            // A zero at one level does not silence a number at another.
            own.filter(|kind| kind != "0")
                .or_else(|| members.values().find_map(|inner| generative_type(inner, depth + 1)))
        }
        Value::Array(items) => items.iter().find_map(|inner| generative_type(inner, depth + 1)),
        Value::String(text) if text.contains("\"genAIType\"") => {
            json::object(text).and_then(|members| generative_type(&Value::Object(members), depth + 1))
        }
        _ => None,
    }
}

#[cfg(test)]
pub(super) mod fixture {
    /// A trailer with these entries, as a phone writes it.
    pub(in super::super) fn trailer(entries: &[(u16, &str, &[u8])]) -> Vec<u8> {
        let mut data = Vec::new();
        let mut starts = Vec::new();
        for (kind, name, content) in entries {
            let start = data.len();
            data.extend_from_slice(&[0, 0]);
            data.extend_from_slice(&kind.to_le_bytes());
            data.extend_from_slice(&(name.len() as u32).to_le_bytes());
            data.extend_from_slice(name.as_bytes());
            data.extend_from_slice(content);
            starts.push((*kind, start, data.len() - start));
        }
        let mut table = [b"SEFH".as_slice(), &107_u32.to_le_bytes(), &(entries.len() as u32).to_le_bytes()].concat();
        for (kind, start, length) in starts {
            table.extend_from_slice(&[0, 0]);
            table.extend_from_slice(&kind.to_le_bytes());
            table.extend_from_slice(&((data.len() - start) as u32).to_le_bytes());
            table.extend_from_slice(&(length as u32).to_le_bytes());
        }
        let length = (table.len() as u32).to_le_bytes();
        [data.as_slice(), &table, &length, b"SEFT"].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_trailer_is_read_entry_by_entry() {
        let bytes = fixture::trailer(&[(0x0a01, "Image_UTC_Data", b"1700000000000"), (0x0d91, "PEg_Info", b"{}")]);
        let entries = entries(bytes.strip_suffix(b"SEFT").unwrap()).unwrap();
        assert_eq!(entries.len(), 2);
        assert_eq!((entries[0].name.as_str(), entries[0].data), ("Image_UTC_Data", &b"1700000000000"[..]));
    }

    #[test]
    fn the_type_is_found_in_inner_objects_and_a_zero_is_none() {
        let find = |text: &str| generative_type(&json::parse(text).unwrap(), 0);
        assert_eq!(find(r#"{"genAIType":8}"#).as_deref(), Some("8"));
        assert_eq!(find(r#"{"genAIType":0,"inner":"{\"genAIType\":\"3\"}"}"#).as_deref(), Some("3"));
        assert_eq!(find(r#"{"genAIType":0}"#), None);
        assert_eq!(find(r#"["genAIType"]"#), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200), at in 0_usize..120, to in any::<u8>()) {
            let _ = entries(&bytes);
            let mut broken = fixture::trailer(&[(1, "PEg_Info", b"{\"genAIType\":8}"), (2, "x", b"")]);
            let last = broken.len() - 1;
            broken[at.min(last)] = to;
            let _ = entries(broken.strip_suffix(b"SEFT").unwrap_or(&broken));
        }
    }
}
