//! Text hidden in the lowest bits of the samples, column by column: in the transparency by NovelAI and
//! by an extension of the web UI, in the colours by that extension. It survives the loss of metadata.

use std::io::Read as _;

use flate2::bufread::GzDecoder;
use image::DynamicImage;
use serde_json::Value;

use crate::container::Kind;
use crate::metadata::{Field, Standard};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

use super::super::declaration::json;
use super::trace::Seen;

/// Length of the four magic words, in bytes.
const MAGIC: usize = 15;
/// Longest hidden text, in bytes after decompression.
const LONGEST: usize = 4 << 20;

/// Which samples carry the bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Carrier {
    Alpha,
    Colour,
}

impl Carrier {
    fn words(self) -> Words {
        match self {
            Self::Alpha => Words::new("lowest bits of the transparency", "透明度的最低位"),
            Self::Colour => Words::new("lowest bits of the colours", "颜色的最低位"),
        }
    }
}

/// The fields that the picture hides; `None` when it hides none.
pub(super) fn read(specimen: &Specimen<'_>, seen: &mut Seen) -> Option<Vec<Field>> {
    let structure = specimen.structure();
    let header = structure.header.as_ref()?;
    // Only formats that keep every bit can carry it.
    let is_lossless = match structure.kind {
        Kind::Png => true,
        Kind::Webp => header.coding == "VP8L",
        _ => false,
    };
    if !is_lossless || header.bits_per_sample != 8 || !matches!(header.samples_per_pixel, 3 | 4) {
        return None;
    }
    let picture = match specimen.pixels() {
        Ok(pixels) => &pixels.coded,
        Err(undecodable) => {
            let Text { en, zh } = &undecodable.reason;
            seen.troubles.push(text!(
                "The lowest bits of the pixels, in which some generators hide their notes, could not be looked at: {en}",
                "有些生成工具会把记录藏在像素最低位，但无法查看：{zh}"
            ));
            return None;
        }
    };
    seen.looked_at_bits = true;
    let hidden = [Carrier::Alpha, Carrier::Colour].into_iter().find_map(|carrier| {
        let bits = Bits::of(picture, carrier)?;
        bits.has_magic().then_some((carrier, bits))
    });
    let (carrier, mut bits) = hidden?;
    match bits.text() {
        Ok(text) => Some(fields(&text, carrier)),
        Err(Text { en, zh }) => {
            let place = carrier.words();
            let (place_en, place_zh) = (place.en, place.zh);
            seen.troubles.push(text!(
                "Text was hidden in the {place_en} and could not be read: {en}.",
                "{place_zh}中藏有文字，但无法读取：{zh}。"
            ));
            None
        }
    }
}

/// The hidden text as fields: the members of a JSON object, else the web UI's settings.
fn fields(text: &str, carrier: Carrier) -> Vec<Field> {
    let Words { en, .. } = carrier.words();
    let field = |name: &str, value: String| Field {
        standard: Standard::PngText,
        name: name.to_owned(),
        value,
        place: format!("hidden in the {en}"),
    };
    match json::object(text) {
        Some(members) => members
            .iter()
            .map(|(name, value)| match value {
                Value::String(text) => field(name, text.clone()),
                other => field(name, other.to_string()),
            })
            .collect(),
        None => vec![field("parameters", text.to_owned())],
    }
}

/// The bits of one carrier, in reading order: columns from left to right, each from top to bottom.
struct Bits<'a> {
    samples: &'a [u8],
    /// Samples of one pixel.
    per_pixel: usize,
    carrier: Carrier,
    width: usize,
    height: usize,
    /// Bits read so far.
    at: usize,
}

impl<'a> Bits<'a> {
    fn of(picture: &'a DynamicImage, carrier: Carrier) -> Option<Self> {
        let (samples, per_pixel) = match picture {
            DynamicImage::ImageRgba8(picture) => (picture.as_raw().as_slice(), 4),
            DynamicImage::ImageRgb8(picture) if carrier == Carrier::Colour => (picture.as_raw().as_slice(), 3),
            _ => return None,
        };
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        Some(Self { samples, per_pixel, carrier, width, height, at: 0 })
    }

    /// Bits that the picture can carry.
    fn capacity(&self) -> usize {
        let pixels = self.width.saturating_mul(self.height);
        match self.carrier {
            Carrier::Alpha => pixels,
            Carrier::Colour => pixels.saturating_mul(3),
        }
    }

    fn next_bit(&mut self) -> Option<u8> {
        let (pixel, channel) = match self.carrier {
            Carrier::Alpha => (self.at, 3),
            Carrier::Colour => (self.at / 3, self.at % 3),
        };
        if self.at >= self.capacity() {
            return None;
        }
        self.at += 1;
        let (column, row) = (pixel / self.height, pixel % self.height);
        let index =
            row.checked_mul(self.width)?.checked_add(column)?.checked_mul(self.per_pixel)?.checked_add(channel)?;
        self.samples.get(index).map(|sample| sample & 1)
    }

    fn bytes(&mut self, count: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::with_capacity(count.min(self.capacity() / 8));
        for _ in 0..count {
            let mut byte = 0;
            for _ in 0..8 {
                byte = byte << 1 | self.next_bit()?;
            }
            bytes.push(byte);
        }
        Some(bytes)
    }

    /// Whether the picture begins with a magic word of this carrier.
    fn has_magic(&self) -> bool {
        let mut start = Self { at: 0, ..*self };
        let magic = start.bytes(MAGIC);
        magic.is_some_and(|magic| self.magics().contains(&magic.as_slice()))
    }

    /// Plain and compressed.
    fn magics(&self) -> [&'static [u8]; 2] {
        match self.carrier {
            Carrier::Alpha => [b"stealth_pnginfo", b"stealth_pngcomp"],
            Carrier::Colour => [b"stealth_rgbinfo", b"stealth_rgbcomp"],
        }
    }

    /// The text after the magic word: its length in bits (big-endian, 32 bits), then its bytes, plain
    /// or as gzip.
    fn text(&mut self) -> Result<String, Text> {
        let ends_early = || text!("it ends before its stated length", "在标明的长度之前就结束了");
        let magic = self.bytes(MAGIC).ok_or_else(ends_early)?;
        let length = self.bytes(4).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok()).ok_or_else(ends_early)?;
        let length = u32::from_be_bytes(length) as usize / 8;
        if length == 0 || length > self.capacity() / 8 {
            let capacity = self.capacity() / 8;
            return Err(text!(
                "it states a length of {length} bytes, and the picture can carry {capacity}",
                "标明长度为 {length} 字节，而画面最多可承载 {capacity} 字节"
            ));
        }
        let stored = self.bytes(length).ok_or_else(ends_early)?;
        let bytes = if magic.ends_with(b"comp") {
            let mut inflated = Vec::new();
            let result = GzDecoder::new(stored.as_slice()).take(LONGEST as u64 + 1).read_to_end(&mut inflated);
            if result.is_err() || inflated.len() > LONGEST {
                return Err(text!("its compressed data are damaged or too large", "压缩数据已损坏或过大"));
            }
            inflated
        } else {
            stored
        };
        String::from_utf8(bytes).map_err(|_| text!("it is not UTF-8 text", "不是 UTF-8 文字"))
    }
}

#[cfg(test)]
pub(super) mod fixture {
    use std::io::Write as _;

    use catchlight_rendered::png_chunk;
    use flate2::Compression;
    use flate2::write::GzEncoder;

    /// gzip of a text.
    pub(in super::super) fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    /// A PNG of 256 x 256 pixels with these bytes behind a magic word in its lowest bits, written as the
    /// tools do it: column by column.
    pub(in super::super) fn png(magic: &str, payload: &[u8]) -> Vec<u8> {
        const SIDE: usize = 256;
        let data = [magic.as_bytes(), &(payload.len() as u32 * 8).to_be_bytes(), payload].concat();
        let is_alpha = magic.contains("png");
        let mut samples = vec![0xfe_u8; SIDE * SIDE * 4];
        let bits = data.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1));
        for (at, bit) in bits.enumerate() {
            let (pixel, channel) = if is_alpha { (at, 3) } else { (at / 3, at % 3) };
            samples[((pixel % SIDE) * SIDE + pixel / SIDE) * 4 + channel] |= bit;
        }
        let mut rows = Vec::new();
        for row in samples.chunks(SIDE * 4) {
            rows.push(0);
            rows.extend_from_slice(row);
        }
        let side = (SIDE as u32).to_be_bytes();
        let header = [side.as_slice(), &side, &[8, 6, 0, 0, 0]].concat();
        [
            b"\x89PNG\r\n\x1a\n".as_slice(),
            &png_chunk(b"IHDR", &header),
            &png_chunk(b"IDAT", &catchlight_rendered::zlib(&rows)),
            &png_chunk(b"IEND", b""),
        ]
        .concat()
    }
}
