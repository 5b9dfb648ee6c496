//! What the two processes say to each other. The task goes along as an argument, so that the child is confined
//! before it reads its standard input, which is the file and nothing else. The answer on standard output is the
//! length of a header (4 bytes, little-endian), the header as JSON, and the samples.

use std::io::{self, Read, Write};

use bytemuck::{Pod, Zeroable as _};
use catchlight_forensics::Limits;
use catchlight_forensics::pixels::{Cause, Format, Pixels, Undecodable};
use catchlight_forensics::text::{Text, quote};
use image::{DynamicImage, ImageBuffer, Pixel};
use serde::{Deserialize, Serialize};

use crate::confinement::Bounds;

/// The argument that makes a program the decoder; the task follows it.
pub(crate) const ARGUMENT: &str = "--decode-one-picture";

/// A picture to decode.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Task {
    pub(crate) format: Format,
    pub(crate) orientation: u8,
    /// Length of the file that comes in.
    pub(crate) file_bytes: u64,
    /// As [`Limits::pixels`] and [`Limits::decoded_bytes`].
    pub(crate) pixels: u64,
    pub(crate) decoded_bytes: u64,
    pub(crate) bounds: Bounds,
}

impl Task {
    /// The limits that the decoder keeps to.
    pub(crate) fn limits(&self) -> Limits {
        let (pixels, decoded_bytes) = (self.pixels, self.decoded_bytes);
        Limits { file_bytes: self.file_bytes, pixels, decoded_bytes, ..Limits::default() }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Header {
    Decoded { width: u32, height: u32, samples: Samples, bits_per_sample: u8, notes: Vec<Text> },
    Undecodable { cause: Cause, reason: Text },
}

/// Channels of a pixel, and bits of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Samples {
    Rgb8,
    Rgb16,
    Rgba8,
    Rgba16,
}

impl Samples {
    fn of(picture: &DynamicImage) -> Option<Self> {
        match picture {
            DynamicImage::ImageRgb8(_) => Some(Self::Rgb8),
            DynamicImage::ImageRgb16(_) => Some(Self::Rgb16),
            DynamicImage::ImageRgba8(_) => Some(Self::Rgba8),
            DynamicImage::ImageRgba16(_) => Some(Self::Rgba16),
            _ => None,
        }
    }

    fn bytes_per_pixel(self) -> u64 {
        match self {
            Self::Rgb8 => 3,
            Self::Rgba8 => 4,
            Self::Rgb16 => 6,
            Self::Rgba16 => 8,
        }
    }
}

/// Writes what decoding came to.
pub(crate) fn write(mut to: impl Write, decoded: &Result<Pixels, Undecodable>) -> io::Result<()> {
    let (header, samples) = match decoded {
        Ok(pixels) => {
            let samples = Samples::of(&pixels.coded)
                .ok_or_else(|| io::Error::other(format!("no decoder gives {:?}", pixels.coded.color())))?;
            let (width, height) = (pixels.coded.width(), pixels.coded.height());
            let (bits_per_sample, notes) = (pixels.bits_per_sample, pixels.notes.clone());
            (Header::Decoded { width, height, samples, bits_per_sample, notes }, pixels.coded.as_bytes())
        }
        Err(Undecodable { cause, reason }) => {
            (Header::Undecodable { cause: *cause, reason: reason.clone() }, [].as_slice())
        }
    };
    let header = serde_json::to_vec(&header)?;
    to.write_all(&u32::try_from(header.len()).map_err(io::Error::other)?.to_le_bytes())?;
    to.write_all(&header)?;
    to.write_all(samples)?;
    to.flush()
}

/// Why there is no answer to go by.
#[derive(Debug)]
pub(crate) enum Unanswered {
    /// It ends before its end.
    Ended,
    /// It breaks the rules; which one, for the log.
    Nonsense(&'static str),
}

/// Longest header of an answer, in bytes, most notes in it, and most characters of each text: far more than a
/// decoder has to say.
const MOST_HEADER: u32 = 1 << 16;
const MOST_NOTES: usize = 8;
const MOST_CHARACTERS: usize = 600;
/// Bytes of a pixel of 16 bits with alpha, to the fewest that [`Limits::decoded_bytes`] counts for a pixel.
const MOST_GROWTH: u64 = 2;

/// Reads an answer, of which nothing is believed: memory is taken once its size was held against the limits, and
/// its words are quoted as those of a file are.
pub(crate) fn read(mut from: impl Read, limits: &Limits) -> Result<Result<Pixels, Undecodable>, Unanswered> {
    let mut length = [0; 4];
    from.read_exact(&mut length).map_err(|_| Unanswered::Ended)?;
    let length = u32::from_le_bytes(length);
    if length > MOST_HEADER {
        return Err(Unanswered::Nonsense("a header that is too long"));
    }
    let mut header = vec![0; length as usize];
    from.read_exact(&mut header).map_err(|_| Unanswered::Ended)?;
    let header = serde_json::from_slice(&header).map_err(|_| Unanswered::Nonsense("a header that cannot be read"))?;
    let (width, height, samples, bits_per_sample, notes) = match header {
        Header::Decoded { width, height, samples, bits_per_sample, notes } => {
            (width, height, samples, bits_per_sample, notes)
        }
        Header::Undecodable { cause, reason } => return Ok(Err(Undecodable { cause, reason: quoted(&reason) })),
    };
    let pixels = u64::from(width) * u64::from(height);
    let bytes = pixels.saturating_mul(samples.bytes_per_pixel());
    if pixels == 0 || pixels > limits.pixels || bytes > limits.decoded_bytes.saturating_mul(MOST_GROWTH) {
        return Err(Unanswered::Nonsense("a size outside the limits"));
    }
    if !(1..=16).contains(&bits_per_sample) || notes.len() > MOST_NOTES {
        return Err(Unanswered::Nonsense("a header of wrong values"));
    }
    let coded = match samples {
        Samples::Rgb8 => picture(from, width, height).map(DynamicImage::ImageRgb8),
        Samples::Rgb16 => picture(from, width, height).map(DynamicImage::ImageRgb16),
        Samples::Rgba8 => picture(from, width, height).map(DynamicImage::ImageRgba8),
        Samples::Rgba16 => picture(from, width, height).map(DynamicImage::ImageRgba16),
    }?;
    Ok(Ok(Pixels { coded, bits_per_sample, notes: notes.iter().map(quoted).collect() }))
}

/// Samples as this machine lays them in memory.
fn picture<P>(mut from: impl Read, width: u32, height: u32) -> Result<ImageBuffer<P, Vec<P::Subpixel>>, Unanswered>
where
    P: Pixel<Subpixel: Pod>,
{
    let count = width as usize * height as usize * usize::from(P::CHANNEL_COUNT);
    let mut samples = Vec::new();
    samples.try_reserve_exact(count).map_err(|_| Unanswered::Nonsense("more samples than there is memory"))?;
    samples.resize(count, P::Subpixel::zeroed());
    from.read_exact(bytemuck::cast_slice_mut(&mut samples)).map_err(|_| Unanswered::Ended)?;
    ImageBuffer::from_raw(width, height, samples).ok_or(Unanswered::Nonsense("samples that fill no picture"))
}

fn quoted(text: &Text) -> Text {
    Text { en: quote(&text.en, MOST_CHARACTERS), zh: quote(&text.zh, MOST_CHARACTERS) }
}

#[cfg(test)]
mod tests;
