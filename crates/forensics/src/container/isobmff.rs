//! HEIF: AVIF and HEIC files (ISO/IEC 14496-12 boxes, ISO/IEC 23008-12 items).

use std::ops::Range;

use super::octets::{be32, be64, code, run};
use super::reading::Reading;
use super::rope::Rope;
use super::{Header, Holds, Kind, jumbf};
use crate::text;

mod items;
mod properties;

use items::{Item, Items};
use properties::Properties;

/// `uuid` of a C2PA store.
const C2PA: [u8; 16] = *b"\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81";
/// `uuid` of an XMP packet.
const XMP: [u8; 16] = *b"\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac";

/// Items with EXIF or XMP that are read; a picture has one of each.
const MOST_METADATA_ITEMS: usize = 256;

pub(super) fn read(reading: &mut Reading) {
    let mut meta = None;
    let mut samples = None;
    let whole = 0..reading.bytes.len();
    boxes(reading, whole, |reading, found| {
        let mut content = String::new();
        match &found.name {
            b"ftyp" => content = brands(reading.bytes.get(found.body.clone()).unwrap_or_default()),
            b"meta" if meta.is_none() => meta = Some(found.body.clone()),
            b"moov" => samples = sample_count(reading.bytes, found.body.clone()),
            b"uuid" => content = uuid(reading, found),
            _ => {}
        }
        reading.coded_part(&found.name, &content, found.start, found.length());
    });
    match meta {
        Some(body) => read_meta(reading, body, samples.unwrap_or(1)),
        None => reading.problem(reading.bytes.len(), || {
            text!("The box that describes the picture (meta) is missing.", "缺少描述图像的数据盒（meta）。")
        }),
    }
}

/// A box.
struct Found {
    name: [u8; 4],
    start: usize,
    /// Its content, as far as it lies inside.
    body: Range<usize>,
}

impl Found {
    fn length(&self) -> usize {
        self.body.end - self.start
    }
}

/// The box at `start`, and how many of its bytes lie beyond `end`.
fn box_at(bytes: &[u8], start: usize, end: usize) -> Option<(Found, usize)> {
    let size = be32(bytes, start)?;
    let name = run(bytes, start + 4, 4)?.try_into().ok()?;
    let (head, size) = match size {
        0 => (8, end.checked_sub(start)?),
        1 => (16, usize::try_from(be64(bytes, start + 8)?).unwrap_or(usize::MAX)),
        size => (8, size as usize),
    };
    if size < head {
        return None;
    }
    let stop = start.saturating_add(size);
    let body = start.saturating_add(head)..stop.min(end);
    (body.start <= body.end).then_some((Found { name, start, body }, stop.saturating_sub(end)))
}

/// Calls `each` on every box of `range`, in order.
fn boxes(reading: &mut Reading, range: Range<usize>, mut each: impl FnMut(&mut Reading, &Found)) {
    let mut at = range.start;
    while at < range.end {
        let Some((found, missing)) = box_at(reading.bytes, at, range.end) else {
            reading
                .problem(at, || text!("What follows is not a box and was not read.", "其后的内容不是数据盒，未读取。"));
            return;
        };
        if missing > 0 {
            reading.truncated(&code(&found.name), at, missing);
        }
        each(reading, &found);
        at = found.body.end.max(at.saturating_add(8));
    }
}

fn brands(body: &[u8]) -> String {
    let compatible = body.get(8..).unwrap_or_default().chunks_exact(4).take(8).map(code);
    let names: Vec<String> = body.get(..4).map(code).into_iter().chain(compatible).collect();
    names.join(" ")
}

/// Lists what a `uuid` box holds and says what it is.
fn uuid(reading: &mut Reading, found: &Found) -> String {
    let body = found.body.clone();
    let id = run(reading.bytes, body.start, 16).and_then(|id| <[u8; 16]>::try_from(id).ok());
    let data = body.start.saturating_add(16).min(body.end);
    match id {
        Some(XMP) => {
            reading.block_at(Holds::Xmp, data..body.end, "uuid XMP");
            "XMP".to_owned()
        }
        Some(C2PA) => {
            c2pa(reading, data..body.end);
            "C2PA".to_owned()
        }
        _ => String::new(),
    }
}

/// The store behind version, flags, the purpose `manifest` and the offset of a Merkle box.
fn c2pa(reading: &mut Reading, body: Range<usize>) {
    let inner = reading.bytes.get(body.clone()).unwrap_or_default();
    let purpose = inner.get(4..).and_then(|rest| rest.iter().take(64).position(|byte| *byte == 0));
    let store = purpose.map(|length| body.start + 4 + length + 1 + 8).filter(|store| *store < body.end);
    let label = store.and_then(|store| reading.bytes.get(store..body.end)).and_then(jumbf::label);
    match (store, label) {
        (Some(store), Some(label)) => {
            reading.block_at(Holds::Jumbf, store..body.end, format!("uuid JUMBF {label}").trim_end());
        }
        // The other purposes (`merkle`) hold no store.
        _ if inner.get(4..).is_some_and(|rest| rest.starts_with(b"manifest")) => {
            reading.problem(body.start, || {
                text!(
                    "A box is marked as a C2PA store but does not begin with a JUMBF box.",
                    "有一个数据盒标为 C2PA 存储，但其开头并不是 JUMBF 数据盒。"
                )
            });
        }
        _ => {}
    }
}

/// Frames of an image sequence: `moov/trak/mdia/minf/stbl/stsz`, of the first track that has any.
fn sample_count(bytes: &[u8], moov: Range<usize>) -> Option<u32> {
    let mut range = moov;
    for name in [b"trak", b"mdia", b"minf", b"stbl", b"stsz"] {
        range = child(bytes, range, name)?;
    }
    // Version and flags, sample size, count.
    be32(bytes, range.start + 8).filter(|_| range.len() >= 12)
}

/// The content of the first box of that name.
fn child(bytes: &[u8], range: Range<usize>, name: &[u8; 4]) -> Option<Range<usize>> {
    let mut at = range.start;
    while at < range.end {
        let (found, _) = box_at(bytes, at, range.end)?;
        if found.name == *name {
            return Some(found.body);
        }
        at = found.body.end.max(at.saturating_add(8));
    }
    None
}

/// Reads the item structure of the file and lists what it holds.
fn read_meta(reading: &mut Reading, body: Range<usize>, frames: u32) {
    let mut items = Items::default();
    let mut properties = Properties::default();
    // A full box: version and flags come first.
    let children = body.start.saturating_add(4).min(body.end)..body.end;
    let mut tables: Vec<(usize, [u8; 4], Range<usize>)> = Vec::new();
    boxes(reading, children, |reading, found| {
        reading.coded_part(&found.name, "in meta", found.start, found.length());
        if tables.len() < 64 {
            tables.push((found.start, found.name, found.body.clone()));
        }
    });
    // The tables refer to one another whatever their order in the file.
    for name in [b"pitm", b"iinf", b"iprp", b"idat", b"iloc"] {
        let Some((start, _, body)) = tables.iter().find(|(_, other, _)| other == name) else { continue };
        let table = reading.bytes.get(body.clone()).unwrap_or_default();
        let understood = match name {
            b"pitm" => items.primary(table),
            b"iinf" => items.names(table, MOST_METADATA_ITEMS),
            b"iprp" => properties.read(reading.bytes, body.clone(), items.primary_id(), reading.limits.parts),
            b"idat" => {
                items.data(body.clone());
                Some(())
            }
            _ => items.places(table, reading.bytes.len()),
        };
        if understood.is_none() {
            let name = code(name);
            reading.problem(*start, || text!("The table {name} could not be read whole.", "表 {name} 未能完整读取。"));
        }
    }
    header(reading, &items, &properties, frames, body.start);
    for range in properties.profiles() {
        reading.block_at(Holds::Icc, range, "colr");
    }
    for item in items.metadata() {
        item_block(reading, item);
    }
}

fn header(reading: &mut Reading, items: &Items, properties: &Properties, frames: u32, at: usize) {
    let codec = items.codec();
    match codec {
        Some("AV1") => reading.kind(Kind::Avif),
        Some("HEVC") => reading.kind(Kind::Heic),
        _ => {}
    }
    let Some((width, height)) = properties.size() else {
        reading.problem(at, || text!("The dimensions of the primary picture are missing.", "缺少主图像的尺寸信息。"));
        return;
    };
    let mut coding = codec.unwrap_or("unknown").to_owned();
    if items.is_grid() {
        coding.push_str(", grid of tiles");
    }
    let (bits, samples) = properties.depth();
    reading.header(
        Header {
            width,
            height,
            bits_per_sample: bits,
            samples_per_pixel: samples,
            colour: properties.colour(samples).to_owned(),
            coding,
            orientation: properties.orientation(),
            frames: frames.max(1),
        },
        at,
    );
}

/// Lists the EXIF or XMP of an item.
fn item_block(reading: &mut Reading, item: &Item) {
    let rope: Rope = item.ranges.iter().cloned().collect();
    let id = item.id;
    if item.is_elsewhere || rope.length() == 0 {
        reading.problem(reading.bytes.len(), || {
            text!(
                "The data of the metadata item {id} lies outside the file or is stored in a way that is not read.",
                "元数据项 {id} 的数据位于文件范围之外，或其存储方式不受支持，未读取。"
            )
        });
    }
    if rope.length() == 0 {
        return;
    }
    if item.is_xmp {
        reading.block(Holds::Xmp, rope.ranges(0, rope.length()), "XMP item");
        return;
    }
    // Four bytes state how far behind them the TIFF structure begins; some writers get it wrong.
    let stated = rope.array(reading.bytes, 0).map_or(0, |offset| u32::from_be_bytes(offset) as usize);
    let begins = [stated.saturating_add(4), 4, 10, 0].into_iter().find(|at| is_order(rope.array(reading.bytes, *at)));
    match begins {
        Some(at) => reading.block(Holds::Exif, rope.ranges(at, rope.length()), "Exif item"),
        None => reading.problem(rope.offset(0).unwrap_or(0), || {
            text!("The EXIF item holds no TIFF structure.", "EXIF 项中没有 TIFF 结构。")
        }),
    }
}

/// Whether four bytes are a byte-order mark with its magic number.
fn is_order(mark: Option<[u8; 4]>) -> bool {
    matches!(mark, Some([b'I', b'I', 42, 0] | [b'M', b'M', 0, 42]))
}

#[cfg(test)]
mod tests;
