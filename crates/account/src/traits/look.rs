//! How the picture looks from afar: a perceptual hash and a small grey picture.

use image::imageops::{self, FilterType};
use image::{GrayImage, RgbImage};
use image_hasher::{HashAlg, HasherConfig};
use serde::{Deserialize, Serialize};

use super::Bytes;

/// Longer side of the small picture, in pixels.
pub const SMALL_SIDE: u32 = 96;

/// Longer side of the grey picture from which looks and corners are taken.
const GREY_SIDE: u32 = 640;

/// How the picture looks from afar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Perceptual hash of the upright picture: signs of its 64 lowest cosine coefficients against their median.
    pub hash: u64,
    /// The same of the mirrored picture.
    pub mirrored_hash: u64,
    /// Width and height of the small picture, the longer at most [`SMALL_SIDE`].
    pub small_size: (u32, u32),
    /// The upright picture in grey, row by row.
    pub small: Bytes,
}

impl Look {
    /// Bits in which two pictures differ, 0 to 64.
    pub fn distance(&self, other: &Self) -> u32 {
        (self.hash ^ other.hash).count_ones()
    }

    /// Bits in which this picture differs from the mirror picture of another.
    pub fn mirrored_distance(&self, other: &Self) -> u32 {
        (self.hash ^ other.mirrored_hash).count_ones()
    }

    /// The small picture; `None` when the length is not that of its size.
    pub fn picture(&self) -> Option<GrayImage> {
        GrayImage::from_raw(self.small_size.0, self.small_size.1, self.small.0.clone())
    }

    pub(super) fn has_sense(&self) -> bool {
        let (width, height) = self.small_size;
        (1..=SMALL_SIDE).contains(&width)
            && (1..=SMALL_SIDE).contains(&height)
            && self.small.0.len() as u64 == u64::from(width) * u64::from(height)
    }
}

/// The picture in grey, its longer side at most [`GREY_SIDE`].
pub(super) fn grey(upright: &RgbImage) -> GrayImage {
    let (width, height) = fitting(upright.dimensions(), GREY_SIDE);
    // Grey first: a third of the samples to scale. The conversion wants an image of its own.
    let grey = GrayImage::from_fn(upright.width(), upright.height(), |x, y| {
        let [red, green, blue] = upright.get_pixel(x, y).0.map(u32::from);
        // Rec. 601 in 1/1000.
        image::Luma([((299 * red + 587 * green + 114 * blue + 500) / 1000) as u8])
    });
    imageops::resize(&grey, width, height, FilterType::Triangle)
}

pub(super) fn look(grey: &GrayImage) -> Look {
    let hasher = HasherConfig::new().hash_size(8, 8).hash_alg(HashAlg::Median).preproc_dct().to_hasher();
    let hash = |picture: &GrayImage| {
        let bytes = hasher.hash_image(picture);
        bytes.as_bytes().iter().fold(0_u64, |hash, byte| (hash << 8) | u64::from(*byte))
    };
    let (width, height) = fitting(grey.dimensions(), SMALL_SIDE);
    let small = imageops::resize(grey, width, height, FilterType::Triangle);
    Look {
        hash: hash(grey),
        mirrored_hash: hash(&imageops::flip_horizontal(grey)),
        small_size: (width, height),
        small: Bytes(small.into_raw()),
    }
}

/// The size with its longer side cut down to `most`, no side below one pixel.
fn fitting((width, height): (u32, u32), most: u32) -> (u32, u32) {
    let longer = width.max(height).max(1);
    if longer <= most {
        return (width.max(1), height.max(1));
    }
    let scaled = |side: u32| ((u64::from(side) * u64::from(most) / u64::from(longer)) as u32).max(1);
    (scaled(width), scaled(height))
}
