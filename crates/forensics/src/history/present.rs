//! How the present file codes its pixels.

use super::resampling::Grid;
use super::stratum::Compression;
use crate::container::{Kind, Structure};
use crate::jpeg_quality::{self, Quality};

/// How a file codes its pixels, and how strongly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Present {
    /// Without loss.
    Lossless,
    /// JPEG.
    Jpeg {
        /// Quality setting by its quantisation tables; `None` without readable tables.
        quality: Option<Quality>,
    },
    /// Lossy WebP.
    Webp {
        /// Quality setting of the reference encoder, 0 to 100; `None` where the frame header was not read.
        quality: Option<u8>,
    },
    /// With a loss whose strength is not read: AVIF, HEIC, the palette of a GIF, JPEG inside TIFF.
    Other,
}

impl Present {
    pub(super) fn read(structure: &Structure) -> Self {
        let coding = structure.header.as_ref().map(|header| header.coding.as_str()).unwrap_or_default();
        match structure.kind {
            Kind::Jpeg => {
                let tables = structure.jpeg.as_ref().map(|jpeg| jpeg.tables.as_slice()).unwrap_or_default();
                Self::Jpeg { quality: jpeg_quality::estimate(tables) }
            }
            Kind::Webp if coding == "VP8" => Self::Webp { quality: webp_quality(&structure.webp_quantisers) },
            Kind::Webp | Kind::Png | Kind::Bmp => Self::Lossless,
            Kind::Tiff if !coding.contains("JPEG") => Self::Lossless,
            Kind::Tiff | Kind::Avif | Kind::Heic | Kind::Gif | Kind::Unknown => Self::Other,
        }
    }

    /// The stratum of the present coding alone.
    pub(super) fn compression(self) -> Compression {
        match self {
            Self::Lossless => Compression::Lossless,
            Self::Jpeg { quality: Some(Quality::Standard(quality) | Quality::Nearest(quality)) }
            | Self::Webp { quality: Some(quality) } => Compression::of_quality(quality),
            Self::Jpeg { quality: None } | Self::Webp { quality: None } | Self::Other => Compression::Unknown,
        }
    }

    /// The grid of blocks over the pixels: the present coding's, or that of an earlier JPEG.
    pub(super) fn grid(self, was_jpeg: bool) -> Grid {
        match self {
            Self::Lossless if was_jpeg => Grid::Eight,
            Self::Lossless => Grid::None,
            Self::Jpeg { .. } => Grid::Eight,
            Self::Webp { .. } | Self::Other => Grid::Sixteen,
        }
    }

    /// Standard deviation, in levels, of the noise that the present coding put on a coefficient of an
    /// earlier grid: its quantisation error, taken as evenly spread over the low frequencies. `None`
    /// where that is not known, or where the coding hides every earlier grid, as lossy WebP does.
    pub(super) fn noise(self, structure: &Structure) -> Option<f64> {
        /// Rounding of the pixels, and of colours on the way to luma.
        const ROUNDING: f64 = 0.25;
        let variance = match self {
            Self::Lossless => 0.0,
            Self::Jpeg { .. } => {
                let table = structure.jpeg.as_ref()?.tables.iter().find(|table| table.id == 0)?;
                table.values.iter().take(10).map(|step| f64::from(*step).powi(2) / 12.0).sum::<f64>() / 10.0
            }
            Self::Webp { .. } | Self::Other => return None,
        };
        Some((variance + ROUNDING).sqrt())
    }
}

/// The reference encoder's quality setting whose mean quantiser index this is: inverse of its
/// `QualityToCompression`, where an index is `127 (1 - c)` and `c` the cube root of 2/3 of the quality,
/// or twice the quality less one above 0.75.
fn webp_quality(quantisers: &[u8]) -> Option<u8> {
    let count = u32::try_from(quantisers.len()).ok().filter(|count| *count > 0)?;
    let mean = f64::from(quantisers.iter().map(|index| u32::from(*index)).sum::<u32>()) / f64::from(count);
    let linear = (1.0 - mean / 127.0).clamp(0.0, 1.0).powi(3);
    let quality = if linear < 0.5 { linear * 1.5 } else { f64::midpoint(linear, 1.0) };
    Some((quality * 100.0).round() as u8)
}
