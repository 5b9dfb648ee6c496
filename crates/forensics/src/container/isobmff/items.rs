//! Items of a `meta` box: which is the picture, which hold metadata, and where their bytes lie.

use std::collections::HashMap;
use std::ops::Range;

use super::super::octets::{be16, be32, be64, run};

/// Pieces that one metadata item may have.
const MOST_EXTENTS: usize = 1024;

/// The items of a file.
#[derive(Default)]
pub(super) struct Items {
    primary: Option<u32>,
    primary_kind: Option<[u8; 4]>,
    codec: Option<&'static str>,
    metadata: Vec<Item>,
    by_id: HashMap<u32, usize>,
    idat: Option<Range<usize>>,
}

/// An item with EXIF or XMP.
pub(super) struct Item {
    pub(super) id: u32,
    pub(super) is_xmp: bool,
    /// Its bytes in the file, in order.
    pub(super) ranges: Vec<Range<usize>>,
    /// Whether some of it lies outside the file, or where this reader does not look.
    pub(super) is_elsewhere: bool,
}

impl Items {
    /// `pitm`: the primary item.
    pub(super) fn primary(&mut self, table: &[u8]) -> Option<()> {
        self.primary = Some(if *table.first()? == 0 { be16(table, 4)?.into() } else { be32(table, 4)? });
        Some(())
    }

    pub(super) fn primary_id(&self) -> Option<u32> {
        self.primary
    }

    /// `iinf`: types of the items; at most `most` metadata items are kept.
    pub(super) fn names(&mut self, table: &[u8], most: usize) -> Option<()> {
        let mut at = if *table.first()? == 0 { 6 } else { 8 };
        while at < table.len() {
            let size = be32(table, at)? as usize;
            if size < 12 {
                return None;
            }
            if run(table, at + 4, 4)? == b"infe" {
                self.name(table.get(at + 8..at.saturating_add(size).min(table.len()))?, most);
            }
            at = at.saturating_add(size);
        }
        (at == table.len()).then_some(())
    }

    /// One `infe`: only versions 2 and 3 state a type.
    fn name(&mut self, entry: &[u8], most: usize) -> Option<()> {
        let (id, at) = match entry.first()? {
            2 => (u32::from(be16(entry, 4)?), 6),
            3 => (be32(entry, 4)?, 8),
            _ => return None,
        };
        // Protection index, then the type.
        let kind: [u8; 4] = run(entry, at + 2, 4)?.try_into().ok()?;
        if self.primary == Some(id) {
            self.primary_kind = Some(kind);
        }
        let codec = match &kind {
            b"av01" => Some("AV1"),
            b"hvc1" | b"hev1" => Some("HEVC"),
            b"avc1" => Some("AVC"),
            b"j2k1" => Some("JPEG 2000"),
            b"jpeg" => Some("JPEG"),
            b"vvc1" => Some("VVC"),
            b"unci" => Some("uncompressed"),
            _ => None,
        };
        // The primary item's own type counts; that of a grid is the type of its tiles.
        if codec.is_some() && (self.codec.is_none() || self.primary == Some(id)) {
            self.codec = codec;
        }
        let is_xmp = &kind == b"mime" && {
            let mut strings = entry.get(at + 6..)?.split(|byte| *byte == 0);
            strings.nth(1) == Some(b"application/rdf+xml")
        };
        if (is_xmp || &kind == b"Exif") && self.metadata.len() < most && !self.by_id.contains_key(&id) {
            self.by_id.insert(id, self.metadata.len());
            self.metadata.push(Item { id, is_xmp, ranges: Vec::new(), is_elsewhere: false });
        }
        Some(())
    }

    /// `idat`: data inside the `meta` box.
    pub(super) fn data(&mut self, body: Range<usize>) {
        self.idat = Some(body);
    }

    /// `iloc`: where the items' bytes lie.
    pub(super) fn places(&mut self, table: &[u8], file: usize) -> Option<()> {
        let version = *table.first()?;
        if version > 2 {
            return None;
        }
        let sizes = be16(table, 4)?;
        let nibble = |shift: u16| usize::from(sizes >> shift & 0x0f);
        let (offset_size, length_size, base_size) = (nibble(12), nibble(8), nibble(4));
        let index_size = if version == 0 { 0 } else { nibble(0) };
        let mut cursor = Cursor { table, at: 6 };
        let count = if version < 2 { cursor.number(2)? } else { cursor.number(4)? };
        for _ in 0..count {
            let id = if version < 2 { cursor.number(2)? } else { cursor.number(4)? };
            let method = if version == 0 { 0 } else { cursor.number(2)? & 0x0f };
            let reference = cursor.number(2)?;
            let base = cursor.number(base_size)?;
            let extents = usize::try_from(cursor.number(2)?).ok()?;
            let one = index_size + offset_size + length_size;
            let item = u32::try_from(id).ok().and_then(|id| self.by_id.get(&id)).copied();
            let Some(item) = item.and_then(|index| self.metadata.get_mut(index)) else {
                cursor.at = cursor.at.checked_add(extents.checked_mul(one)?)?;
                continue;
            };
            let home = match (method, reference, &self.idat) {
                (0, 0, _) => Some(0..file),
                (1, _, Some(idat)) => Some(idat.clone()),
                _ => None,
            };
            // Extents without any size would cost the file nothing.
            let extents = if one == 0 { extents.min(1) } else { extents };
            for _ in 0..extents {
                cursor.number(index_size)?;
                let offset = cursor.number(offset_size)?;
                let length = cursor.number(length_size)?;
                match home.clone().and_then(|home| extent(&home, base, offset, length)) {
                    Some(range) if item.ranges.len() < MOST_EXTENTS => item.ranges.push(range),
                    _ => item.is_elsewhere = true,
                }
            }
        }
        Some(())
    }

    /// How the picture is coded.
    pub(super) fn codec(&self) -> Option<&'static str> {
        self.codec
    }

    /// Whether the primary item is put together from tiles.
    pub(super) fn is_grid(&self) -> bool {
        self.primary_kind == Some(*b"grid")
    }

    /// Items with EXIF or XMP.
    pub(super) fn metadata(&self) -> &[Item] {
        &self.metadata
    }
}

/// The file range of an extent that lies wholly inside its home; a length of 0 means up to the end.
fn extent(home: &Range<usize>, base: u64, offset: u64, length: u64) -> Option<Range<usize>> {
    let start = usize::try_from(base.checked_add(offset)?).ok()?.checked_add(home.start)?;
    let end = if length == 0 { home.end } else { start.checked_add(usize::try_from(length).ok()?)? };
    (start <= end && end <= home.end).then_some(start..end)
}

struct Cursor<'a> {
    table: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    /// The next number of `size` bytes: 0, 2, 4 or 8.
    fn number(&mut self, size: usize) -> Option<u64> {
        let number = match size {
            0 => Some(0),
            2 => be16(self.table, self.at).map(u64::from),
            4 => be32(self.table, self.at).map(u64::from),
            8 => be64(self.table, self.at),
            _ => None,
        }?;
        self.at = self.at.checked_add(size)?;
        Some(number)
    }
}
