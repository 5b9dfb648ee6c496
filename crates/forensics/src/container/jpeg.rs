//! JPEG (ISO/IEC 10918-1), segment by segment. Segments are stepped over by their lengths, so a
//! thumbnail inside one is never taken for the picture; coded data is searched for the next marker.

use memchr::memchr;

use super::octets::{be16, run};
use super::reading::Reading;
use crate::text;

mod application;
mod encoding;

use application::Applications;
use encoding::Encoding;

const START_OF_IMAGE: u8 = 0xd8;
const END_OF_IMAGE: u8 = 0xd9;
const START_OF_SCAN: u8 = 0xda;

pub(super) fn read(reading: &mut Reading) {
    let mut encoding = Encoding::default();
    let mut applications = Applications::default();
    reading.part("SOI", "", 0, 2);
    let end = walk(reading, &mut encoding, &mut applications);
    let jfif = applications.jfif;
    let multi_picture = applications.multi_picture;
    applications.finish(reading);
    match end {
        Some(end) => {
            encoding.finish(reading, jfif, reading.bytes.len().saturating_sub(end));
            reading.after_the_end(end, multi_picture);
        }
        None => {
            encoding.finish(reading, jfif, 0);
            reading.problem(reading.bytes.len(), || {
                text!(
                    "The file has no end-of-image marker: its end is missing or damaged.",
                    "文件没有图像结束标记：其末尾缺失或损坏。"
                )
            });
        }
    }
}

/// Reads all segments and returns the offset after the end-of-image marker.
fn walk(reading: &mut Reading, encoding: &mut Encoding, applications: &mut Applications) -> Option<usize> {
    let bytes = reading.bytes;
    let mut at = 2;
    loop {
        let start = find_marker(reading, at)?;
        let marker = *bytes.get(start.checked_add(1)?)?;
        let body = start + 2;
        match marker {
            END_OF_IMAGE => {
                reading.part("EOI", "", start, 2);
                return Some(body);
            }
            START_OF_IMAGE => {
                reading.part("SOI", "", start, 2);
                reading.problem(start, || {
                    text!(
                        "A second start-of-image marker stands inside the picture.",
                        "图像内部出现了第二个图像开始标记。"
                    )
                });
                at = body;
                continue;
            }
            0x01 | 0xd0..=0xd7 => {
                reading.part(name_of(marker), "", start, 2);
                at = body;
                continue;
            }
            _ => {}
        }
        let length = usize::from(be16(bytes, body)?);
        if length < 2 {
            reading.problem(start, || {
                text!("A segment states an impossible length of {length}.", "某个段标明的长度 {length} 不可能成立。")
            });
            at = body;
            continue;
        }
        let end = body + length;
        let name = name_of(marker);
        let payload = run(bytes, body, length).map_or_else(|| bytes.get(body + 2..), |whole| whole.get(2..))?;
        if end > bytes.len() {
            reading.truncated(name, start, end - bytes.len());
        }
        if marker == START_OF_SCAN {
            let next = end_of_scan(bytes, end);
            encoding.scan();
            reading.part(name, "", start, next.saturating_sub(start));
            at = next;
            continue;
        }
        encoding.segment(reading, marker, payload, start);
        match marker {
            0xe0..=0xef | 0xfe => applications.segment(reading, marker, payload, start),
            _ => reading.part(name, "", start, length + 2),
        }
        at = end;
    }
}

/// The next marker's offset at or after `at`: a byte 0xFF whose successor is neither 0xFF nor 0.
fn find_marker(reading: &mut Reading, at: usize) -> Option<usize> {
    let bytes = reading.bytes;
    let found = next_marker(bytes, at, |code| code != 0)?;
    // Fill bytes (0xFF) before a marker are legal.
    let stray = bytes.get(at..found)?.iter().filter(|byte| **byte != 0xff).count();
    if stray > 0 {
        reading.problem(at, || {
            text!("{stray} bytes between two segments belong to neither.", "两个段之间有 {stray} 字节不属于任何一段。")
        });
    }
    Some(found)
}

/// Where the entropy-coded data that begins at `from` ends: at the next marker that is neither a
/// stuffed zero nor a restart, or at the end of the file.
fn end_of_scan(bytes: &[u8], from: usize) -> usize {
    next_marker(bytes, from, |code| !matches!(code, 0 | 0xd0..=0xd7)).unwrap_or(bytes.len())
}

/// Offset of the next 0xFF at or after `from` that is followed by a wanted code.
fn next_marker(bytes: &[u8], from: usize, is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let mut at = from;
    loop {
        if bytes.get(at) != Some(&0xff) {
            at = at.checked_add(memchr(0xff, bytes.get(at..)?)?)?;
        }
        match *bytes.get(at + 1)? {
            // A run of fill bytes: its last one is the marker's.
            0xff => at += bytes.get(at + 1..)?.iter().position(|byte| *byte != 0xff)?,
            code if is_wanted(code) => return Some(at),
            _ => at += 2,
        }
    }
}

fn name_of(marker: u8) -> &'static str {
    const FRAMES: [&str; 16] = [
        "SOF0", "SOF1", "SOF2", "SOF3", "DHT", "SOF5", "SOF6", "SOF7", "JPG", "SOF9", "SOF10", "SOF11", "DAC", "SOF13",
        "SOF14", "SOF15",
    ];
    const APPLICATIONS: [&str; 16] = [
        "APP0", "APP1", "APP2", "APP3", "APP4", "APP5", "APP6", "APP7", "APP8", "APP9", "APP10", "APP11", "APP12",
        "APP13", "APP14", "APP15",
    ];
    let index = usize::from(marker & 0x0f);
    match marker {
        0x01 => "TEM",
        0xc0..=0xcf => FRAMES.get(index).copied().unwrap_or_default(),
        0xd0..=0xd7 => "RST",
        0xda => "SOS",
        0xdb => "DQT",
        0xdc => "DNL",
        0xdd => "DRI",
        0xde => "DHP",
        0xdf => "EXP",
        0xe0..=0xef => APPLICATIONS.get(index).copied().unwrap_or_default(),
        0xf7 => "SOF55",
        0xfe => "COM",
        _ => "reserved",
    }
}

#[cfg(test)]
mod tests;
