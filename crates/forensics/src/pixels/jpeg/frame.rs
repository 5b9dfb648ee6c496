//! What the frame header says, and whether the file holds its picture's end.

/// How a frame is coded (ITU-T T.81, table B.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Sequential,
    Progressive,
    Lossless,
    Arithmetic,
    Hierarchical,
}

/// The first frame of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    pub(super) coding: Coding,
    pub(super) bits_per_sample: u8,
    pub(super) height: u16,
    /// No end-of-image marker follows the frame.
    pub(super) ends_early: bool,
}

impl Frame {
    /// Walks the markers to the first frame and on to its end. `None` when there is no frame header.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let mut frame = None;
        let mut at = 2;
        while let Some((marker, payload)) = next_marker(bytes, at) {
            let length = usize::from(u16::from_be_bytes([
                bytes.get(payload).copied().unwrap_or(0),
                bytes.get(payload + 1).copied().unwrap_or(0),
            ]));
            match marker {
                0xd9 => {
                    return frame.map(|frame| Self { ends_early: false, ..frame });
                }
                // SOF0 to SOF15 without DHT, JPG and DAC.
                0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) && frame.is_none() => {
                    frame = Some(Self {
                        coding: coding(marker),
                        bits_per_sample: *bytes.get(payload + 2)?,
                        height: u16::from_be_bytes([*bytes.get(payload + 3)?, *bytes.get(payload + 4)?]),
                        ends_early: true,
                    });
                }
                _ => {}
            }
            // Entropy-coded data behind a scan header holds no marker but restarts, which are passed over.
            at = payload.saturating_add(length.max(2));
        }
        frame
    }
}

fn coding(marker: u8) -> Coding {
    match marker {
        0xc0 | 0xc1 => Coding::Sequential,
        0xc2 => Coding::Progressive,
        0xc3 => Coding::Lossless,
        0xc5..=0xc7 => Coding::Hierarchical,
        _ => Coding::Arithmetic,
    }
}

/// The next marker at or behind `at` that is not a restart, stuffing or fill, and the offset behind it.
fn next_marker(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let mut from = at;
    loop {
        let found = from.checked_add(memchr::memchr(0xff, bytes.get(from..)?)?)?;
        let marker = *bytes.get(found + 1)?;
        match marker {
            // Restarts, TEM, a second SOI and stuffed zeros carry nothing.
            0x00 | 0x01 | 0xd0..=0xd8 => from = found + 2,
            0xff => from = found + 1,
            _ => return Some((marker, found + 2)),
        }
    }
}

#[cfg(test)]
mod tests {
    use catchlight_rendered::{Subsampling, hostile, jpeg, jpeg_with, scene};

    use super::*;

    #[test]
    fn a_whole_frame_is_read() {
        let picture = scene(40, 24, 1);
        let baseline = Frame::read(&jpeg(&picture, 80)).expect("a frame");
        assert_eq!((baseline.coding, baseline.bits_per_sample, baseline.height), (Coding::Sequential, 8, 24));
        assert!(!baseline.ends_early);
        let progressive = Frame::read(&jpeg_with(&picture, 80, true, Subsampling::Full)).expect("a frame");
        assert_eq!((progressive.coding, progressive.ends_early), (Coding::Progressive, false));
        assert_eq!(Frame::read(&hostile::twelve_bit_jpeg()).expect("a frame").bits_per_sample, 12);
    }

    #[test]
    fn a_cut_frame_ends_early_and_no_frame_is_none() {
        let file = jpeg(&scene(40, 24, 1), 80);
        assert!(Frame::read(&file[..file.len() - 2]).expect("a frame").ends_early);
        assert_eq!(Frame::read(&file[..20]), None);
        assert_eq!(Frame::read(&[]), None);
    }
}
