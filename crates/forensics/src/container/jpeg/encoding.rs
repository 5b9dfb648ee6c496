//! How a JPEG encoder was set: tables, frame, restart interval, colour transform.

use super::super::octets::{be16, run};
use super::super::reading::Reading;
use super::super::{Header, JpegEncoding, QuantisationTable};
use crate::text;

/// What the segments read so far say about the encoder.
#[derive(Default)]
pub(super) struct Encoding {
    jpeg: JpegEncoding,
    frame: Option<Frame>,
    scans: usize,
}

struct Frame {
    marker: u8,
    offset: usize,
    bits: u8,
    width: u32,
    height: u32,
    /// Component ids in frame order.
    ids: Vec<u8>,
}

impl Encoding {
    /// Takes what a segment other than a scan says.
    pub(super) fn segment(&mut self, reading: &mut Reading, marker: u8, payload: &[u8], offset: usize) {
        match marker {
            0xdb => self.tables(reading, payload, offset),
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf | 0xf7 => {
                self.frame(reading, marker, payload, offset);
            }
            0xdd => self.jpeg.restart_interval = be16(payload, 0).filter(|interval| *interval > 0),
            // Define number of lines: for a frame that left its height open.
            0xdc => {
                if let (Some(frame), Some(lines)) = (&mut self.frame, be16(payload, 0))
                    && frame.height == 0
                {
                    frame.height = u32::from(lines);
                }
            }
            // "Adobe", version, two flag words, transform.
            0xee if payload.starts_with(b"Adobe") => self.jpeg.adobe_transform = payload.get(11).copied(),
            _ => {}
        }
    }

    /// Counts a scan.
    pub(super) fn scan(&mut self) {
        self.scans = self.scans.saturating_add(1);
    }

    fn tables(&mut self, reading: &mut Reading, payload: &[u8], offset: usize) {
        let mut at = 0;
        while let Some(&first) = payload.get(at) {
            let (wide, id) = (first >> 4 != 0, first & 0x0f);
            let length = if wide { 128 } else { 64 };
            let Some(stored) = run(payload, at + 1, length) else {
                reading.problem(offset, || text!("A quantisation table is cut short.", "有一个量化表不完整。"));
                return;
            };
            let mut values = [0_u16; 64];
            for (index, value) in values.iter_mut().enumerate() {
                *value = if wide {
                    be16(stored, index * 2).unwrap_or_default()
                } else {
                    stored.get(index).copied().map(u16::from).unwrap_or_default()
                };
            }
            self.table(reading, QuantisationTable { id, values }, offset);
            at += 1 + length;
        }
    }

    fn table(&mut self, reading: &mut Reading, table: QuantisationTable, offset: usize) {
        let id = table.id;
        if id > 3 {
            reading.problem(offset, || {
                text!("A quantisation table has the impossible id {id}.", "有一个量化表的编号为 {id}，不可能成立。")
            });
            return;
        }
        match self.jpeg.tables.iter().find(|known| known.id == id) {
            None => self.jpeg.tables.push(table),
            Some(known) if known.values == table.values => {}
            Some(_) => reading.problem(offset, || {
                text!(
                    "Quantisation table {id} was defined twice with different values; the first is reported.",
                    "量化表 {id} 被定义了两次且数值不同；报告采用第一次的定义。"
                )
            }),
        }
    }

    fn frame(&mut self, reading: &mut Reading, marker: u8, payload: &[u8], offset: usize) {
        let (Some(bits), Some(height), Some(width), Some(count)) =
            (payload.first().copied(), be16(payload, 1), be16(payload, 3), payload.get(5).copied())
        else {
            reading.problem(offset, || text!("The frame header is cut short.", "帧头不完整。"));
            return;
        };
        if self.frame.is_some() {
            reading.problem(offset, || {
                text!("A second frame header follows; the first is reported.", "出现了第二个帧头；报告采用第一个。")
            });
            return;
        }
        let components: Vec<&[u8]> =
            payload.get(6..).unwrap_or_default().chunks_exact(3).take(usize::from(count)).collect();
        if components.len() < usize::from(count) {
            reading.problem(offset, || text!("The frame header is cut short.", "帧头不完整。"));
        }
        self.jpeg.sampling = components
            .iter()
            .filter_map(|component| component.get(1))
            .map(|factors| (factors >> 4, factors & 0x0f))
            .collect();
        self.jpeg.progressive = matches!(marker, 0xc2 | 0xc6 | 0xca | 0xce);
        self.jpeg.arithmetic = matches!(marker, 0xc9..=0xcf);
        let ids = components.iter().filter_map(|component| component.first().copied()).collect();
        self.frame = Some(Frame { marker, offset, bits, width: width.into(), height: height.into(), ids });
    }

    /// Hands over the header and the encoder's settings. `jfif` says whether an APP0 JFIF was there.
    pub(super) fn finish(mut self, reading: &mut Reading, jfif: bool, trailing_bytes: usize) {
        self.jpeg.trailing_bytes = trailing_bytes;
        match &self.frame {
            Some(frame) => {
                let header = Header {
                    width: frame.width,
                    height: frame.height,
                    bits_per_sample: frame.bits,
                    samples_per_pixel: u8::try_from(frame.ids.len()).unwrap_or(u8::MAX),
                    colour: colour(&frame.ids, self.jpeg.adobe_transform, jfif).to_owned(),
                    coding: coding(frame.marker).to_owned(),
                    orientation: None,
                    frames: 1,
                };
                reading.header(header, frame.offset);
            }
            None => reading.problem(0, || text!("The file has no frame header.", "文件没有帧头。")),
        }
        if self.frame.is_some() && self.scans == 0 {
            reading.problem(reading.bytes.len(), || {
                text!("The file has no coded picture data.", "文件没有已编码的图像数据。")
            });
        }
        reading.jpeg(self.jpeg);
    }
}

/// Colour model as libjpeg decides it: JFIF first, then Adobe's transform, then component ids.
fn colour(ids: &[u8], adobe_transform: Option<u8>, jfif: bool) -> &'static str {
    match (ids.len(), adobe_transform) {
        (1, _) => "greyscale",
        (3, _) if jfif => "YCbCr",
        (3, Some(0)) => "RGB",
        (3, None) if ids == b"RGB" => "RGB",
        (3, _) => "YCbCr",
        (4, Some(2)) => "YCCK",
        (4, _) => "CMYK",
        _ => "unknown",
    }
}

fn coding(marker: u8) -> &'static str {
    match marker {
        0xc0 => "baseline DCT",
        0xc1 => "extended sequential DCT",
        0xc2 => "progressive DCT",
        0xc3 => "lossless",
        0xc5 => "differential sequential DCT",
        0xc6 => "differential progressive DCT",
        0xc7 => "differential lossless",
        0xc9 => "extended sequential DCT, arithmetic",
        0xca => "progressive DCT, arithmetic",
        0xcb => "lossless, arithmetic",
        0xcd => "differential sequential DCT, arithmetic",
        0xce => "differential progressive DCT, arithmetic",
        0xcf => "differential lossless, arithmetic",
        0xf7 => "JPEG-LS",
        _ => "unknown",
    }
}
