//! Corners with a description of their surroundings, for finding the same place in another photo: FAST (Rosten and
//! Drummond 2006) and BRIEF (Calonder and others 2010), of the picture and of its mirror picture.

use std::sync::LazyLock;

use catchlight_forensics::text;
use catchlight_forensics::text::Text;
use image::GrayImage;
use image::imageops;
use imageproc::binary_descriptors::brief::{TestPair, brief};
use imageproc::corners::corners_fast9;
use imageproc::point::Point;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use serde::{Deserialize, Serialize};

use super::Bytes;

/// Most corners that are kept of a picture.
pub(crate) const MOST: usize = 280;
/// Bytes of a description: 256 comparisons.
pub(crate) const DESCRIPTION: usize = 32;
/// Distance from the edge at which a corner can be described, in pixels.
const MARGIN: u32 = 17;
/// Side of the cells over which corners are spread, in pixels, and most in each: a printed dress is not all there is.
const CELL: u32 = 32;
const MOST_OF_CELL: usize = 4;
/// Differences of levels from which FAST sees a corner, tried in turn until there are enough: a picture of low contrast
/// has corners, too.
const THRESHOLDS: [u8; 3] = [20, 12, 7];
/// Corners that are enough.
const ENOUGH: usize = 120;

/// Corners of a picture and of its mirror picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Features {
    /// Width and height of the grey picture in which they were found.
    pub size: (u32, u32),
    /// Of each corner: x and y (two bytes each, most significant first), then 32 bytes of comparisons.
    pub plain: Bytes,
    /// The same of the mirror picture.
    pub mirrored: Bytes,
}

/// One corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Feature {
    /// Place in the grey picture, in pixels.
    pub at: (f32, f32),
    /// 256 comparisons.
    pub bits: [u64; 4],
}

impl Feature {
    /// Comparisons that differ, 0 to 256.
    pub fn distance(&self, other: &Self) -> u32 {
        self.bits.iter().zip(other.bits).map(|(one, other)| (one ^ other).count_ones()).sum()
    }
}

impl Features {
    /// The corners of the picture.
    pub fn plain(&self) -> Vec<Feature> {
        unpacked(&self.plain.0)
    }

    /// The corners of the mirror picture.
    pub fn mirrored(&self) -> Vec<Feature> {
        unpacked(&self.mirrored.0)
    }

    pub(super) fn has_sense(&self) -> bool {
        let record = DESCRIPTION + 4;
        [&self.plain, &self.mirrored]
            .iter()
            .all(|packed| packed.0.len() % record == 0 && packed.0.len() <= MOST * record)
            && (1..=4096).contains(&self.size.0)
            && (1..=4096).contains(&self.size.1)
    }
}

/// The comparisons, the same for every picture: drawn once from a Gaussian-like spread about the middle.
static PAIRS: LazyLock<Vec<TestPair>> = LazyLock::new(|| {
    let mut random = ChaCha8Rng::seed_from_u64(20_100_910);
    // The mean of four even draws from 0 to 30.
    let mut place = || {
        let word = random.next_u32();
        (word.to_le_bytes().into_iter().map(|byte| u32::from(byte) * 31 / 256).sum::<u32>() + 2) / 4
    };
    let mut point = || Point::new(place(), place());
    (0..8 * DESCRIPTION).map(|_| TestPair { p0: point(), p1: point() }).collect()
});

/// # Errors
/// A picture too small for a description.
pub(super) fn features(grey: &GrayImage) -> Result<Features, Text> {
    let (width, height) = grey.dimensions();
    if width < 4 * MARGIN || height < 4 * MARGIN {
        return Err(text!("The picture is too small for corners to be described.", "画面太小，无法描述角点。"));
    }
    // A little blur: noise and compression make corners that no other photo has.
    let calm = imageops::blur(grey, 0.8);
    let plain = described(&calm)?;
    let mirrored = described(&imageops::flip_horizontal(&calm))?;
    Ok(Features { size: (width, height), plain: Bytes(plain), mirrored: Bytes(mirrored) })
}

fn described(grey: &GrayImage) -> Result<Vec<u8>, Text> {
    let mut points = Vec::new();
    for threshold in THRESHOLDS {
        points = corners(grey, threshold);
        if points.len() >= ENOUGH {
            break;
        }
    }
    let (descriptions, _) = brief(grey, &points, 8 * DESCRIPTION, Some(&PAIRS))
        .map_err(|_| text!("Corners could not be described.", "无法描述角点。"))?;
    let mut packed = Vec::with_capacity(points.len() * (DESCRIPTION + 4));
    for (point, description) in points.iter().zip(descriptions) {
        packed.extend((point.x as u16).to_be_bytes());
        packed.extend((point.y as u16).to_be_bytes());
        packed.extend(description.bits.iter().take(2).flat_map(|bits| bits.to_be_bytes()));
    }
    Ok(packed)
}

/// The strongest corners, spread over the picture.
fn corners(grey: &GrayImage, threshold: u8) -> Vec<Point<u32>> {
    let (width, height) = grey.dimensions();
    let inside = |x: u32, y: u32| x > MARGIN && y > MARGIN && x + MARGIN + 1 < width && y + MARGIN + 1 < height;
    let mut corners = corners_fast9(grey, threshold);
    corners.retain(|corner| inside(corner.x, corner.y));
    // The strongest first; place decides among equals, so that the order is always the same.
    corners.sort_by(|one, other| other.score.total_cmp(&one.score).then((one.y, one.x).cmp(&(other.y, other.x))));
    let columns = width / CELL + 1;
    let mut taken: Vec<Vec<(u32, u32)>> = vec![Vec::new(); (columns * (height / CELL + 1)) as usize];
    let mut points = Vec::new();
    for corner in corners {
        let cell = ((corner.y / CELL) * columns + corner.x / CELL) as usize;
        let Some(cell) = taken.get_mut(cell) else { continue };
        let near = |(x, y): &(u32, u32)| corner.x.abs_diff(*x) <= 3 && corner.y.abs_diff(*y) <= 3;
        if cell.len() < MOST_OF_CELL && !cell.iter().any(near) {
            cell.push((corner.x, corner.y));
            points.push(Point::new(corner.x, corner.y));
        }
        if points.len() == MOST {
            break;
        }
    }
    points
}

fn unpacked(packed: &[u8]) -> Vec<Feature> {
    let (records, _) = packed.as_chunks::<{ DESCRIPTION + 4 }>();
    let records = records.iter().map(|record| {
        let (place, comparisons) = record.split_at(4);
        let whole = |bytes: &[u8]| bytes.iter().fold(0_u64, |value, byte| (value << 8) | u64::from(*byte));
        let mut bits = [0; 4];
        for (word, bytes) in bits.iter_mut().zip(comparisons.chunks(8)) {
            *word = whole(bytes);
        }
        let (across, down) = place.split_at(2);
        Feature { at: (whole(across) as f32, whole(down) as f32), bits }
    });
    records.collect()
}
