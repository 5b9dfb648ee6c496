//! Windows bitmap: file header, one of the DIB headers, an embedded colour profile.

use super::octets::{code, le16, le32, run};
use super::reading::Reading;
use super::{Header, Holds};
use crate::text;

/// Length of the file header.
const FILE_HEADER: usize = 14;

pub(super) fn read(reading: &mut Reading) {
    let bytes = reading.bytes;
    reading.part("BITMAPFILEHEADER", "", 0, FILE_HEADER);
    let size = le32(bytes, FILE_HEADER).unwrap_or_default() as usize;
    let name = match size {
        12 => "BITMAPCOREHEADER",
        16 | 64 => "OS22XBITMAPHEADER",
        108 => "BITMAPV4HEADER",
        124 => "BITMAPV5HEADER",
        _ => "BITMAPINFOHEADER",
    };
    let held = bytes.len().saturating_sub(FILE_HEADER);
    reading.part(name, "", FILE_HEADER, size);
    if size > held {
        reading.truncated(name, FILE_HEADER, size - held);
    }
    let Some(header) = header(bytes, size) else {
        reading.problem(FILE_HEADER, || text!("The header is cut short.", "文件头不完整。"));
        return;
    };
    let row = usize::try_from((u64::from(header.width) * bits(bytes, size).unwrap_or(0)).div_ceil(32) * 4);
    let expected = row.ok().and_then(|row| row.checked_mul(header.height as usize));
    let is_plain = header.coding == "uncompressed";
    reading.header(header, FILE_HEADER);
    let data = le32(bytes, 10).unwrap_or_default() as usize;
    if data > bytes.len() {
        reading.truncated("pixel data", data.min(bytes.len()), expected.unwrap_or(data - bytes.len()));
        return;
    }
    reading.part("pixel data", "", data, bytes.len() - data);
    let missing = expected.and_then(|length| data.checked_add(length)?.checked_sub(bytes.len()));
    if let Some(missing) = missing.filter(|missing| is_plain && *missing > 0) {
        reading.truncated("pixel data", data, missing);
    }
    profile(reading, size);
}

fn header(bytes: &[u8], size: usize) -> Option<Header> {
    let (width, height) = if size == 12 {
        (le16(bytes, 18)?.into(), le16(bytes, 20)?.into())
    } else {
        // A negative height says that the rows are stored from the top.
        (le32(bytes, 18)?, le32(bytes, 22)?.cast_signed().unsigned_abs())
    };
    let bits = bits(bytes, size)?;
    let compression = if size == 12 { 0 } else { le32(bytes, 30).unwrap_or_default() };
    let (bits_per_sample, samples, colour) = match bits {
        1..=8 => (u8::try_from(bits).ok()?, 1, "palette"),
        16 => (5, 3, "RGB"),
        24 => (8, 3, "RGB"),
        32 if size >= 56 && le32(bytes, 66).is_some_and(|mask| mask != 0) => (8, 4, "RGBA"),
        32 => (8, 3, "RGB"),
        _ => (0, 0, "unknown"),
    };
    let coding = match compression {
        0 | 3 | 6 => "uncompressed",
        1 | 2 => "run-length",
        4 => "JPEG",
        5 => "PNG",
        _ => "unknown",
    };
    Some(Header {
        width,
        height,
        bits_per_sample,
        samples_per_pixel: samples,
        colour: colour.to_owned(),
        coding: coding.to_owned(),
        orientation: None,
        frames: 1,
    })
}

/// Bits of one pixel.
fn bits(bytes: &[u8], size: usize) -> Option<u64> {
    le16(bytes, if size == 12 { 24 } else { 28 }).map(u64::from)
}

/// The ICC profile that a version 5 header may point to, counted from the DIB header.
fn profile(reading: &mut Reading, size: usize) {
    let bytes = reading.bytes;
    if size < 124 || run(bytes, FILE_HEADER + 56, 4).map(code).as_deref() != Some("DEBM") {
        return;
    }
    let (Some(offset), Some(length)) = (le32(bytes, FILE_HEADER + 112), le32(bytes, FILE_HEADER + 116)) else { return };
    let start = (offset as usize).saturating_add(FILE_HEADER);
    let end = start.saturating_add(length as usize);
    if end > bytes.len() {
        reading.truncated("ICC", start.min(bytes.len()), end - bytes.len());
        return;
    }
    reading.block_at(Holds::Icc, start..end, "BITMAPV5HEADER ICC");
}

#[cfg(test)]
mod tests;
