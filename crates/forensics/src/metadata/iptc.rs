//! IPTC-IIM 4.2 datasets.

use super::Standard;
use super::collection::{Collection, Source};
use super::png_text::decoded;
use crate::container::octets::{be16, run};
use crate::text;

/// Marks the beginning of a dataset.
const TAG_MARKER: u8 = 0x1c;

pub(super) fn read(collection: &mut Collection, source: &Source) {
    let bytes = &*source.bytes;
    let place = source.place();
    let mut at = 0;
    let mut is_utf8 = false;
    while let Some(marker) = bytes.get(at) {
        if collection.is_full() {
            return;
        }
        // Records are often padded with zeros.
        if *marker == 0 && bytes.get(at..).is_some_and(|rest| rest.iter().all(|byte| *byte == 0)) {
            return;
        }
        let Some(dataset) = Dataset::read(bytes, at).filter(|_| *marker == TAG_MARKER) else {
            collection.problem(&place, || {
                text!(
                    "its IPTC record is damaged after {at} bytes, and the rest was not read",
                    "IPTC 记录在第 {at} 字节之后损坏，其余未读取"
                )
            });
            return;
        };
        at = dataset.end;
        // 1:90 names the character set of what follows; ESC % G stands for UTF-8.
        if (dataset.record, dataset.number) == (1, 90) {
            is_utf8 = dataset.data == b"\x1b%G";
        }
        take(collection, &dataset, is_utf8, &place);
    }
}

struct Dataset<'a> {
    record: u8,
    number: u8,
    data: &'a [u8],
    end: usize,
}

impl<'a> Dataset<'a> {
    fn read(bytes: &'a [u8], at: usize) -> Option<Self> {
        let (record, number) = (*bytes.get(at + 1)?, *bytes.get(at + 2)?);
        let short = be16(bytes, at + 3)?;
        let (length, start) = if short & 0x8000 == 0 {
            (usize::from(short), at + 5)
        } else {
            // The low bits state how many bytes state the length.
            let size = usize::from(short & 0x7fff);
            let stated = run(bytes, at + 5, size).filter(|_| size <= 8)?;
            let length = stated.iter().fold(0_u64, |length, byte| length << 8 | u64::from(*byte));
            (usize::try_from(length).ok()?, at + 5 + size)
        };
        let data = run(bytes, start, length)?;
        Some(Self { record, number, data, end: start + length })
    }
}

fn take(collection: &mut Collection, dataset: &Dataset, is_utf8: bool, place: &str) {
    let (record, number) = (dataset.record, dataset.number);
    // The application record is customarily written with three digits.
    let number_text = if record == 2 { format!("{number:03}") } else { format!("{number:02}") };
    let name = match name_of(record, number) {
        Some(name) => format!("{record}:{number_text} {name}"),
        None => format!("{record}:{number_text}"),
    };
    let value = match (record, number) {
        (1 | 2, 0) if dataset.data.len() == 2 => be16(dataset.data, 0).unwrap_or_default().to_string(),
        (1, 90) if is_utf8 => "UTF-8".to_owned(),
        _ => value(dataset.data, is_utf8),
    };
    collection.field(Standard::Iptc, &name, &value, place);
}

fn value(data: &[u8], is_utf8: bool) -> String {
    let text = if is_utf8 { String::from_utf8_lossy(data).into_owned() } else { decoded(data) };
    let text = text.trim_end_matches('\0');
    // Previews and rasterised captions are pictures, not text.
    if text.chars().any(|character| character.is_control() && !character.is_whitespace() && character != '\u{1b}') {
        return format!("({} bytes)", data.len());
    }
    text.trim_end().to_owned()
}

/// Names of the standard (IPTC-IIM 4.2, chapters 5 and 6), as its readers know them.
fn name_of(record: u8, number: u8) -> Option<&'static str> {
    Some(match (record, number) {
        (1, 0) => "Model Version",
        (1, 5) => "Destination",
        (1, 20) => "File Format",
        (1, 22) => "File Format Version",
        (1, 30) => "Service Identifier",
        (1, 40) => "Envelope Number",
        (1, 50) => "Product I.D.",
        (1, 60) => "Envelope Priority",
        (1, 70) => "Date Sent",
        (1, 80) => "Time Sent",
        (1, 90) => "Coded Character Set",
        (1, 100) => "UNO",
        (2, 0) => "Record Version",
        (2, 3) => "Object Type Reference",
        (2, 4) => "Object Attribute Reference",
        (2, 5) => "Object Name",
        (2, 7) => "Edit Status",
        (2, 10) => "Urgency",
        (2, 12) => "Subject Reference",
        (2, 15) => "Category",
        (2, 20) => "Supplemental Category",
        (2, 22) => "Fixture Identifier",
        (2, 25) => "Keywords",
        (2, 26) => "Content Location Code",
        (2, 27) => "Content Location Name",
        (2, 30) => "Release Date",
        (2, 35) => "Release Time",
        (2, 37) => "Expiration Date",
        (2, 38) => "Expiration Time",
        (2, 40) => "Special Instructions",
        (2, 42) => "Action Advised",
        (2, 45) => "Reference Service",
        (2, 47) => "Reference Date",
        (2, 50) => "Reference Number",
        (2, 55) => "Date Created",
        (2, 60) => "Time Created",
        (2, 62) => "Digital Creation Date",
        (2, 63) => "Digital Creation Time",
        (2, 65) => "Originating Program",
        (2, 70) => "Program Version",
        (2, 75) => "Object Cycle",
        (2, 80) => "By-line",
        (2, 85) => "By-line Title",
        (2, 90) => "City",
        (2, 92) => "Sub-location",
        (2, 95) => "Province/State",
        (2, 100) => "Country/Primary Location Code",
        (2, 101) => "Country/Primary Location Name",
        (2, 103) => "Original Transmission Reference",
        (2, 105) => "Headline",
        (2, 110) => "Credit",
        (2, 115) => "Source",
        (2, 116) => "Copyright Notice",
        (2, 118) => "Contact",
        (2, 120) => "Caption/Abstract",
        (2, 122) => "Writer/Editor",
        (2, 125) => "Rasterized Caption",
        (2, 130) => "Image Type",
        (2, 131) => "Image Orientation",
        (2, 135) => "Language Identifier",
        (2, 200) => "ObjectData Preview File Format",
        (2, 201) => "ObjectData Preview File Format Version",
        (2, 202) => "ObjectData Preview Data",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
