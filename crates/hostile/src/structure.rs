//! Structure of files, format by format, and the coefficients of a JPEG.

use catchlight_forensics::container::{self, Kind, Structure, kind_of};
use catchlight_forensics::{Limits, coefficients as coded, metadata};

use crate::files;

/// Reads bytes of this format, of which structure and metadata must keep inside the file and the limits.
fn read_as(kinds: &[Kind], bytes: &[u8]) {
    if kinds.contains(&kind_of(bytes)) {
        held(bytes, &Limits::default());
    }
}

/// Structure and metadata of any file.
pub(crate) fn held(bytes: &[u8], limits: &Limits) -> Structure {
    let structure = container::read(bytes, limits);
    assert!(structure.parts.len() <= limits.parts && structure.blocks.len() <= limits.parts);
    for part in &structure.parts {
        assert!(part.offset.saturating_add(part.length) <= bytes.len(), "{part:?} of {}", bytes.len());
    }
    for range in structure.blocks.iter().flat_map(|block| &block.ranges) {
        assert!(range.start <= range.end && range.end <= bytes.len(), "{range:?} of {}", bytes.len());
    }
    for problem in &structure.problems {
        assert!(!problem.text.en.is_empty() && !problem.text.zh.is_empty() && problem.offset <= bytes.len());
    }
    stated(bytes, &structure, limits);
    structure
}

/// Metadata of blocks that somebody named.
pub(crate) fn stated(bytes: &[u8], structure: &Structure, limits: &Limits) {
    let metadata = metadata::read(bytes, structure, limits);
    assert!(metadata.fields.len() <= limits.fields);
    assert!(metadata.fields.iter().map(|field| field.value.len()).sum::<usize>() <= limits.metadata_bytes);
    assert!(metadata.fields.iter().all(|field| !field.place.is_empty()));
    assert!(metadata.orientation.is_none_or(|orientation| (1..=8).contains(&orientation)));
    assert!(metadata.problems.iter().all(|problem| !problem.en.is_empty() && !problem.zh.is_empty()));
}

/// JPEG.
pub fn jpeg(bytes: &[u8]) {
    read_as(&[Kind::Jpeg], bytes);
}

/// PNG and APNG.
pub fn png(bytes: &[u8]) {
    read_as(&[Kind::Png], bytes);
}

/// WebP.
pub fn webp(bytes: &[u8]) {
    read_as(&[Kind::Webp], bytes);
}

/// AVIF and HEIC.
pub fn heif(bytes: &[u8]) {
    read_as(&[Kind::Avif, Kind::Heic], bytes);
}

/// GIF.
pub fn gif(bytes: &[u8]) {
    read_as(&[Kind::Gif], bytes);
}

/// TIFF and BigTIFF.
pub fn tiff(bytes: &[u8]) {
    read_as(&[Kind::Tiff], bytes);
}

/// Windows bitmap.
pub fn bmp(bytes: &[u8]) {
    read_as(&[Kind::Bmp], bytes);
}

/// The coded coefficients of a JPEG.
pub fn coefficients(bytes: &[u8]) {
    // A header of a few bytes may claim the largest picture that is read; that costs memory and finds nothing.
    let limits = Limits { pixels: 1 << 20, ..Limits::default() };
    let structure = container::read(bytes, &limits);
    let Ok(coefficients) = coded::read(bytes, &structure, &limits) else { return };
    for component in &coefficients.components {
        assert_eq!(component.blocks.len(), component.blocks_wide * component.blocks_high);
        assert!(component.steps.iter().all(|step| *step > 0), "{:?}", component.steps);
    }
}

fn seeds(kinds: &[Kind]) -> Vec<Vec<u8>> {
    files::all().into_iter().map(|(_, bytes)| bytes).filter(|bytes| kinds.contains(&kind_of(bytes))).collect()
}

/// JPEG files.
pub fn jpeg_seeds() -> Vec<Vec<u8>> {
    seeds(&[Kind::Jpeg])
}

/// PNG files.
pub fn png_seeds() -> Vec<Vec<u8>> {
    seeds(&[Kind::Png])
}

/// WebP files.
pub fn webp_seeds() -> Vec<Vec<u8>> {
    seeds(&[Kind::Webp])
}

/// AVIF and HEIC files.
pub fn heif_seeds() -> Vec<Vec<u8>> {
    seeds(&[Kind::Avif, Kind::Heic])
}

/// GIF files.
pub fn gif_seeds() -> Vec<Vec<u8>> {
    seeds(&[Kind::Gif])
}

/// TIFF files.
pub fn tiff_seeds() -> Vec<Vec<u8>> {
    seeds(&[Kind::Tiff])
}

/// Windows bitmaps.
pub fn bmp_seeds() -> Vec<Vec<u8>> {
    seeds(&[Kind::Bmp])
}

/// JPEG files of every coding that is written here.
pub fn coefficient_seeds() -> Vec<Vec<u8>> {
    jpeg_seeds()
}
