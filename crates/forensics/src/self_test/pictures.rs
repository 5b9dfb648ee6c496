//! The golden pictures: whole numbers only, so that every processor draws the same.

use image::{DynamicImage, Rgb, RgbImage};

use crate::learned::copies;
use crate::pixels;

/// A golden picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Golden {
    /// A hilly landscape with a sun, a wall and grain.
    Landscape,
    /// Grain that is stronger at every eighth column and row: the grid of an upsampling.
    Joints,
}

impl Golden {
    /// Every picture.
    pub const ALL: [Self; 2] = [Self::Landscape, Self::Joints];

    /// Its file name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Landscape => "self-test-landscape.jpg",
            Self::Joints => "self-test-joints.png",
        }
    }

    /// The picture.
    pub fn picture(self) -> RgbImage {
        match self {
            Self::Landscape => RgbImage::from_fn(640, 512, landscape),
            Self::Joints => RgbImage::from_fn(800, 800, |x, y| {
                let joints = i32::from(x % 8 == 5) + i32::from(y % 8 == 5);
                Rgb([0, 1, 2].map(|channel| sample(120 + grain(x + 1000 * channel, y, 9) * (10 + 4 * joints) / 10)))
            }),
        }
    }

    /// The picture as a file: the landscape as platforms send photos, the joints without loss. `None` when it
    /// could not be saved, which is a fault of the program.
    pub fn file(self) -> Option<Vec<u8>> {
        match self {
            Self::Landscape => copies::jpeg(&self.picture()),
            Self::Joints => Some(pixels::png_bytes(&DynamicImage::ImageRgb8(self.picture()).into_rgba8())),
        }
    }
}

fn landscape(x: u32, y: u32) -> Rgb<u8> {
    let (column, row) = (x as i32, y as i32);
    let noise = grain(x, y, 6);
    let sun = (column - 470).pow(2) + (row - 110).pow(2);
    let ridge = 300 - (column - 200).abs() / 3 + grain(x / 16, 0, 12);
    let [red, green, blue] = if sun < 46 * 46 {
        [250, 236, 190]
    } else if (60..200).contains(&column) && (340..480).contains(&row) {
        // A brick wall.
        let mortar = row % 20 < 2 || (column + row / 20 % 2 * 20) % 40 < 2;
        if mortar { [170, 165, 160] } else { [150, 82 + grain(x / 40, y / 20, 10), 66] }
    } else if row > ridge {
        [58 + row / 10, 92 + row / 14 + grain(x / 3, y / 3, 14), 48]
    } else {
        [120 + row / 4, 150 + row / 5, 205 - row / 12]
    };
    Rgb([sample(red + noise), sample(green + noise), sample(blue + noise)])
}

fn sample(level: i32) -> u8 {
    level.clamp(0, 255) as u8
}

/// A number from -`most` to `most` that looks random and is always the same at a place (the finaliser of
/// SplitMix64: Steele, Lea and Flood 2014).
fn grain(x: u32, y: u32, most: i32) -> i32 {
    let mut bits = (u64::from(x) << 32 | u64::from(y)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^= bits >> 31;
    (bits % (2 * most as u64 + 1)) as i32 - most
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    /// The expected scores belong to these samples.
    #[test]
    fn pictures_never_change() {
        let digest = |golden: Golden| crate::exhibit::hex(&Sha256::digest(golden.picture().as_raw()));
        assert_eq!(digest(Golden::Landscape), "fec6a8d33b2412e41eabb690a8a93e42aaf6b173f3068d1e0a85af904c6ee0e7");
        assert_eq!(digest(Golden::Joints), "c1a38baf2897379418a1e1b85aaffdce758abd721a5f54ce499ef7c4d2874ccb");
    }
}
