//! What a file states about itself in text fields: EXIF, XMP, IPTC-IIM, PNG text and comments.

use crate::container::{Holds, Structure};
use crate::limits::Limits;
use crate::text::Text;

mod collection;
mod exif;
mod icc;
mod inflate;
mod iptc;
mod png_text;
mod xmp;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod provenance_files;

use collection::{Collection, Source};

/// Everything that the metadata blocks of a file state.
#[derive(Debug, Clone, Default)]
pub struct Metadata {
    /// Fields in file order, at most [`Limits::fields`].
    pub fields: Vec<Field>,
    /// The EXIF thumbnail (IFD1), as stored: usually a JPEG.
    pub thumbnail: Option<Vec<u8>>,
    /// EXIF orientation; `None` when not stated or not 1 to 8.
    pub orientation: Option<u8>,
    /// ICC profile, assembled and uncompressed.
    pub icc: Option<Vec<u8>>,
    /// Blocks that could not be read, and why. A block that is listed here was *not* looked at whole.
    pub problems: Vec<Text>,
}

/// One stated field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The standard it belongs to.
    pub standard: Standard,
    /// Its name in that standard: `Make`, `xmp:CreatorTool`, `2:080 By-line`, or a PNG keyword. EXIF
    /// names are those of the standard; an unknown tag is `0x` and four hex digits.
    pub name: String,
    /// Its value as text, not yet quoted for display.
    pub value: String,
    /// Where it was read: container part, directory and byte offset of the block.
    pub place: String,
}

/// The metadata standards that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standard {
    /// EXIF (CIPA DC-008), primary image, EXIF, GPS and interoperability directories.
    Exif,
    /// EXIF of the thumbnail (IFD1).
    ExifThumbnail,
    /// XMP (ISO 16684-1).
    Xmp,
    /// IPTC-IIM 4.2.
    Iptc,
    /// PNG text chunk.
    PngText,
    /// Comment without a key.
    Comment,
}

impl Metadata {
    /// The first value of a field, such as `(Standard::Exif, "Model")`.
    pub fn value(&self, standard: Standard, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|field| field.standard == standard && field.name == name)
            .map(|field| field.value.as_str())
    }

    /// Why nothing at all could be read although metadata was there; `None` when something was read or
    /// nothing was there.
    pub fn unreadable(&self) -> Option<&Text> {
        if self.fields.is_empty() && self.thumbnail.is_none() { self.problems.first() } else { None }
    }
}

/// Reads all metadata blocks that the structure names. Never panics; a damaged block is a problem
/// beside the fields that could be read from it.
pub fn read(bytes: &[u8], structure: &Structure, limits: &Limits) -> Metadata {
    let mut collection = Collection::new(limits);
    for block in &structure.blocks {
        let is_profile = matches!(block.holds, Holds::Icc | Holds::CompressedIcc);
        if collection.is_full() && !is_profile {
            continue;
        }
        let Some(source) = Source::of(&mut collection, bytes, block) else { continue };
        match &block.holds {
            Holds::Exif => exif::read(&mut collection, &source),
            Holds::Xmp => xmp::read(&mut collection, &source),
            Holds::CompressedXmp => {
                if let Some(packet) = inflate::zlib(&mut collection, &source) {
                    xmp::read(&mut collection, &source.holding(packet));
                }
            }
            // Only a main packet can vouch for it, and that may come later in the file.
            Holds::ExtendedXmp { .. } => {}
            Holds::Iptc => iptc::read(&mut collection, &source),
            Holds::Icc => icc::read(&mut collection, source),
            Holds::CompressedIcc => {
                if let Some(profile) = inflate::zlib(&mut collection, &source) {
                    icc::read(&mut collection, source.holding(profile));
                }
            }
            Holds::Comment => png_text::comment(&mut collection, &source),
            Holds::Text { key, utf8 } => png_text::read(&mut collection, &source, key, *utf8),
            Holds::CompressedText { key, utf8 } => {
                if let Some(text) = inflate::zlib(&mut collection, &source) {
                    png_text::read(&mut collection, &source.holding(text), key, *utf8);
                }
            }
            Holds::Jumbf => {}
        }
    }
    for block in &structure.blocks {
        if let Holds::ExtendedXmp { guid } = &block.holds
            && let Some(source) = Source::of(&mut collection, bytes, block)
        {
            xmp::read_extended(&mut collection, &source, guid);
        }
    }
    collection.finish()
}
