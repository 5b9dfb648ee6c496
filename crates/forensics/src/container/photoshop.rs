//! Photoshop image resources (8BIM), walked for the IPTC-IIM record.

use std::ops::Range;

use super::Holds;
use super::reading::Reading;
use super::rope::Rope;
use crate::text;

/// Resource that holds IPTC-IIM datasets.
const IPTC: u16 = 0x0404;

/// Lists every IPTC record among the resources that `rope` holds. Photoshop cuts resources longer
/// than one segment, so the segments are read as one rope.
pub(super) fn read(reading: &mut Reading, rope: &Rope, part: &str) {
    let mut at = 0_usize;
    // 12 bytes are the shortest resource: signature, id, empty name, length.
    while at.saturating_add(12) <= rope.length() {
        let offset = rope.offset(at).unwrap_or(0);
        let Some(resource) = resource(reading.bytes, rope, at) else {
            // Some writers pad the list with zeros.
            if rope.array(reading.bytes, at) != Some([0; 4]) {
                reading.problem(offset, || {
                    text!(
                        "The list of Photoshop resources broke off here and was not read further.",
                        "Photoshop 资源列表在此处中断，其后内容未读取。"
                    )
                });
            }
            return;
        };
        if resource.end > rope.length() {
            reading.truncated("8BIM", offset, resource.end.saturating_sub(rope.length()));
        }
        if resource.id == IPTC && resource.start < resource.end {
            reading.block(Holds::Iptc, rope.ranges(resource.start, resource.end), part);
        }
        at = resource.next();
    }
}

/// Where the first IPTC record lies in a list of resources that is in one piece.
pub(crate) fn iptc(resources: &[u8]) -> Option<Range<usize>> {
    let rope: Rope = std::iter::once(0..resources.len()).collect();
    let mut at = 0_usize;
    loop {
        let resource = resource(resources, &rope, at)?;
        if resource.id == IPTC {
            return Some(resource.start..resource.end.min(resources.len()));
        }
        at = resource.next();
    }
}

struct Resource {
    id: u16,
    /// Rope offsets of the data.
    start: usize,
    end: usize,
}

impl Resource {
    /// Rope offset of the next one: data are padded to an even length.
    fn next(&self) -> usize {
        self.end.saturating_add(self.end.saturating_sub(self.start) % 2)
    }
}

fn resource(file: &[u8], rope: &Rope, at: usize) -> Option<Resource> {
    let signature: [u8; 4] = rope.array(file, at)?;
    if !matches!(&signature, b"8BIM" | b"MeSa" | b"AgHg" | b"PHUT" | b"DCSR") {
        return None;
    }
    let id = u16::from_be_bytes(rope.array(file, at + 4)?);
    let [name]: [u8; 1] = rope.array(file, at + 6)?;
    // The Pascal string is padded to an even length, its length byte included.
    let name = (usize::from(name) + 2) & !1;
    let length = u32::from_be_bytes(rope.array(file, at + 6 + name)?);
    let start = at + 10 + name;
    Some(Resource { id, start, end: start.saturating_add(length as usize) })
}
