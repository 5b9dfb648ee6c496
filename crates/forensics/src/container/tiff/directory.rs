//! TIFF directories (TIFF 6.0 and BigTIFF), read without taking memory: EXIF, MP indexes and TIFF
//! files share them.

use super::super::octets::{be16, be32, be64, le16, le32, le64, run};

/// A TIFF structure, starting at its byte-order mark.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
    big: bool,
}

impl<'a> Tiff<'a> {
    /// Opens a structure; `None` when it begins with no byte-order mark and magic number.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        let little = match run(bytes, 0, 2)? {
            b"II" => true,
            b"MM" => false,
            _ => return None,
        };
        let tiff = Self { bytes, little, big: false };
        // 42 by the standard, 43 in BigTIFF; Olympus and Panasonic raw files write their own.
        match tiff.u16(2)? {
            42 | 0x4f52 | 0x5352 | 0x55 => Some(tiff),
            43 if tiff.u16(4)? == 8 => Some(Self { big: true, ..tiff }),
            _ => None,
        }
    }

    /// The whole structure.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether numbers are little-endian.
    pub(crate) fn is_little(&self) -> bool {
        self.little
    }

    /// Whether this is BigTIFF.
    pub(crate) fn is_big(&self) -> bool {
        self.big
    }

    /// Offset of the first directory.
    pub(crate) fn first(&self) -> Option<usize> {
        let offset = if self.big { self.u64(8) } else { self.u32(4).map(u64::from) };
        usize::try_from(offset?).ok()
    }

    /// The directory at `offset`, or `None` when even its entry count lies outside.
    pub(crate) fn directory(&self, offset: usize) -> Option<Directory> {
        let (stated, head, entry, next) =
            if self.big { (self.u64(offset)?, 8, 20, 8) } else { (self.u16(offset)?.into(), 2, 12, 4) };
        let start = offset.checked_add(head)?;
        let room = self.bytes.len().saturating_sub(start) / entry;
        let entries = usize::try_from(stated).unwrap_or(usize::MAX).min(room);
        let end = start.checked_add(entries.checked_mul(entry)?)?;
        let is_whole = entries as u64 == stated;
        let following = if self.big { self.u64(end) } else { self.u32(end).map(u64::from) };
        Some(Directory {
            start,
            end: if is_whole { end.saturating_add(next) } else { end },
            entries,
            stated,
            next: following.filter(|_| is_whole).and_then(|next| usize::try_from(next).ok()),
        })
    }

    /// Value number `index` of an entry of an unsigned type.
    pub(crate) fn unsigned(&self, entry: &Entry, index: usize) -> Option<u64> {
        if index as u64 >= entry.count {
            return None;
        }
        let at = entry.at?;
        let nth = |size: usize| at.checked_add(index.checked_mul(size)?);
        match entry.kind {
            1 | 7 => self.bytes.get(nth(1)?).copied().map(u64::from),
            3 => self.u16(nth(2)?).map(u64::from),
            4 | 13 => self.u32(nth(4)?).map(u64::from),
            16 | 18 => self.u64(nth(8)?),
            _ => None,
        }
    }

    /// The first value of an entry as an offset of another directory.
    pub(crate) fn pointer(&self, entry: &Entry) -> Option<usize> {
        usize::try_from(self.unsigned(entry, 0)?).ok()
    }

    pub(crate) fn u16(&self, at: usize) -> Option<u16> {
        if self.little { le16(self.bytes, at) } else { be16(self.bytes, at) }
    }

    pub(crate) fn u32(&self, at: usize) -> Option<u32> {
        if self.little { le32(self.bytes, at) } else { be32(self.bytes, at) }
    }

    pub(crate) fn u64(&self, at: usize) -> Option<u64> {
        if self.little { le64(self.bytes, at) } else { be64(self.bytes, at) }
    }
}

/// A directory, as far as it lies inside the structure.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Directory {
    /// Offset of its first entry.
    start: usize,
    /// Offset after it.
    pub(crate) end: usize,
    /// Entries that lie inside.
    pub(crate) entries: usize,
    /// Entries that it states.
    pub(crate) stated: u64,
    /// Offset of the next directory, 0 for none; `None` when the directory is cut short.
    pub(crate) next: Option<usize>,
}

impl Directory {
    /// Its entries in file order.
    pub(crate) fn entries<'a>(&self, tiff: &'a Tiff<'a>) -> impl Iterator<Item = Entry> + 'a {
        let (start, size) = (self.start, if tiff.big { 20 } else { 12 });
        (0..self.entries).filter_map(move |index| Entry::read(tiff, start.checked_add(index.checked_mul(size)?)?))
    }
}

/// One entry of a directory.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    /// Tag.
    pub(crate) tag: u16,
    /// Type by its number.
    pub(crate) kind: u16,
    /// Number of values stated.
    pub(crate) count: u64,
    /// Offset of the values; `None` when it cannot be one.
    pub(crate) at: Option<usize>,
    /// Length of the values in bytes; `None` for an unknown type or an impossible count.
    pub(crate) length: Option<usize>,
}

impl Entry {
    fn read(tiff: &Tiff, at: usize) -> Option<Self> {
        let (tag, kind) = (tiff.u16(at)?, tiff.u16(at + 2)?);
        let (count, field, room) =
            if tiff.big { (tiff.u64(at + 4)?, at + 12, 8) } else { (tiff.u32(at + 4)?.into(), at + 8, 4) };
        let length = size_of(kind)
            .and_then(|size| usize::try_from(count).ok()?.checked_mul(size))
            .filter(|length| isize::try_from(*length).is_ok());
        let at = match length {
            Some(length) if length <= room => Some(field),
            _ if tiff.big => tiff.u64(field).and_then(|offset| usize::try_from(offset).ok()),
            _ => tiff.u32(field).and_then(|offset| usize::try_from(offset).ok()),
        };
        Some(Self { tag, kind, count, at, length })
    }

    /// Its values' bytes; `None` when they do not lie inside, or the type is unknown.
    pub(crate) fn value<'a>(&self, tiff: &Tiff<'a>) -> Option<&'a [u8]> {
        run(tiff.bytes, self.at?, self.length?)
    }
}

/// Bytes of one value of a type; 129 is EXIF 3.0's UTF-8, 16 to 18 are BigTIFF's.
fn size_of(kind: u16) -> Option<usize> {
    match kind {
        1 | 2 | 6 | 7 | 129 => Some(1),
        3 | 8 => Some(2),
        4 | 9 | 11 | 13 => Some(4),
        5 | 10 | 12 | 16 | 17 | 18 => Some(8),
        _ => None,
    }
}
