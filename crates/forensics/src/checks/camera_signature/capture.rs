//! The camera fields of an EXIF block as numbers. Texts come from the metadata that every check reads;
//! numbers and the MakerNote's first bytes are read here from the directories themselves, because a
//! readable value (`1/250 s`) is not one to calculate with.

use std::borrow::Cow;

use crate::container::Holds;
use crate::container::tiff::directory::{Directory, Entry, Tiff};
use crate::metadata::Standard;
use crate::specimen::Specimen;

/// What a camera states about a capture. A number that is not stated, or is a division by zero, is
/// `None`.
#[derive(Debug, Default)]
pub(super) struct Capture {
    pub(super) make: Option<String>,
    pub(super) model: Option<String>,
    pub(super) lens: Option<String>,
    pub(super) date_time: Option<String>,
    pub(super) date_time_original: Option<String>,
    pub(super) date_time_digitized: Option<String>,
    pub(super) sub_seconds: Option<String>,
    pub(super) maker_note: Option<MakerNote>,
    /// Seconds.
    pub(super) exposure_time_s: Option<f64>,
    /// APEX time value: log2 of one over the seconds.
    pub(super) shutter_speed_apex: Option<f64>,
    pub(super) f_number: Option<f64>,
    /// APEX aperture value: 2 log2 of the f-number.
    pub(super) aperture_apex: Option<f64>,
    pub(super) iso: Option<f64>,
    pub(super) focal_length_mm: Option<f64>,
    /// Pixels in a row and rows, as EXIF states them.
    pub(super) pixel_size: Option<(u32, u32)>,
    /// EXIF ColorSpace: 1 is sRGB.
    pub(super) colour_space: Option<u64>,
    /// Degrees, minutes and seconds of latitude and longitude.
    pub(super) position: Option<[[f64; 3]; 2]>,
    pub(super) has_thumbnail: bool,
    /// Where the block lies; empty without one.
    pub(super) place: String,
}

/// The beginning of a MakerNote.
#[derive(Debug, Clone)]
pub(super) struct MakerNote {
    /// Its first bytes, at most [`HEAD`].
    pub(super) head: Vec<u8>,
    /// Bytes in all.
    pub(super) length: usize,
    /// Byte order of the EXIF block around it.
    pub(super) is_little: bool,
}

/// Bytes of a MakerNote that are kept: enough for every known header and a few directory entries.
const HEAD: usize = 64;

const EXIF_DIRECTORY: u16 = 0x8769;
const GPS_DIRECTORY: u16 = 0x8825;

/// Reads the first EXIF block of the file.
pub(super) fn read(specimen: &Specimen<'_>) -> Capture {
    let metadata = specimen.metadata();
    let text =
        |name| metadata.value(Standard::Exif, name).map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
    let mut capture = Capture {
        make: text("Make"),
        model: text("Model"),
        lens: text("LensModel"),
        date_time: text("DateTime"),
        date_time_original: text("DateTimeOriginal"),
        date_time_digitized: text("DateTimeDigitized"),
        sub_seconds: text("SubSecTimeOriginal").or_else(|| text("SubSecTime")),
        has_thumbnail: metadata.thumbnail.is_some(),
        ..Capture::default()
    };
    if let Some((bytes, place)) = block(specimen) {
        capture.place = place;
        if let Some(tiff) = Tiff::open(&bytes) {
            capture.numbers(&tiff);
        }
    }
    capture
}

/// The bytes of the first EXIF block, and where they lie.
fn block<'a>(specimen: &'a Specimen<'_>) -> Option<(Cow<'a, [u8]>, String)> {
    let block = specimen.structure().blocks.iter().find(|block| block.holds == Holds::Exif)?;
    let file = specimen.exhibit().bytes();
    let place = format!("{} at byte {}", block.part, block.ranges.first()?.start);
    if let [range] = block.ranges.as_slice() {
        return Some((Cow::Borrowed(file.get(range.clone())?), place));
    }
    let length = block.ranges.iter().fold(0_usize, |sum, range| sum.saturating_add(range.len()));
    if length > specimen.limits().metadata_bytes {
        return None;
    }
    let mut bytes = Vec::with_capacity(length);
    for range in &block.ranges {
        bytes.extend_from_slice(file.get(range.clone())?);
    }
    Some((Cow::Owned(bytes), place))
}

impl Capture {
    fn numbers(&mut self, tiff: &Tiff) {
        let Some(main) = tiff.first().and_then(|offset| tiff.directory(offset)) else { return };
        if let Some(exif) = child(tiff, &main, EXIF_DIRECTORY) {
            self.exif(tiff, &exif);
        }
        if let Some(gps) = child(tiff, &main, GPS_DIRECTORY) {
            let of = |tag| triple(tiff, &gps.entries(tiff).find(|entry| entry.tag == tag)?);
            self.position = of(2).zip(of(4)).map(|(latitude, longitude)| [latitude, longitude]);
        }
    }

    fn exif(&mut self, tiff: &Tiff, directory: &Directory) {
        let (mut width, mut height) = (None, None);
        for entry in directory.entries(tiff) {
            let fraction = || fraction(tiff, &entry, 0);
            let number = || tiff.unsigned(&entry, 0);
            match entry.tag {
                0x829a => self.exposure_time_s = fraction(),
                0x829d => self.f_number = fraction(),
                0x8827 => self.iso = number().map(|iso| iso as f64),
                0x9201 => self.shutter_speed_apex = fraction(),
                0x9202 => self.aperture_apex = fraction(),
                0x920a => self.focal_length_mm = fraction(),
                0x927c => {
                    self.maker_note = entry.value(tiff).filter(|note| !note.is_empty()).map(|note| MakerNote {
                        head: note.iter().take(HEAD).copied().collect(),
                        length: note.len(),
                        is_little: tiff.is_little(),
                    });
                }
                0xa001 => self.colour_space = number(),
                0xa002 => width = number(),
                0xa003 => height = number(),
                _ => {}
            }
        }
        let size = |value: Option<u64>| value.and_then(|value| u32::try_from(value).ok()).filter(|value| *value > 0);
        self.pixel_size = size(width).zip(size(height));
    }

    /// Whether any field is there that a camera writes.
    pub(super) fn is_empty(&self) -> bool {
        self.make.is_none()
            && self.model.is_none()
            && self.maker_note.is_none()
            && self.exposure_time_s.is_none()
            && self.f_number.is_none()
            && self.iso.is_none()
    }
}

fn child(tiff: &Tiff, directory: &Directory, tag: u16) -> Option<Directory> {
    let entry = directory.entries(tiff).find(|entry| entry.tag == tag)?;
    tiff.directory(tiff.pointer(&entry)?)
}

/// Fraction number `index` of an entry, signed or not.
fn fraction(tiff: &Tiff, entry: &Entry, index: usize) -> Option<f64> {
    if !matches!(entry.kind, 5 | 10) || index as u64 >= entry.count {
        return None;
    }
    let at = entry.at?.checked_add(index.checked_mul(8)?)?;
    let (over, under) = (tiff.u32(at)?, tiff.u32(at.checked_add(4)?)?);
    let (over, under) = match entry.kind {
        5 => (f64::from(over), f64::from(under)),
        _ => (f64::from(over.cast_signed()), f64::from(under.cast_signed())),
    };
    (under != 0.0).then(|| over / under)
}

fn triple(tiff: &Tiff, entry: &Entry) -> Option<[f64; 3]> {
    Some([fraction(tiff, entry, 0)?, fraction(tiff, entry, 1)?, fraction(tiff, entry, 2)?])
}
