//! What the trained spectral model is told of a picture: a fixed list of numbers, measured on tiles at the
//! picture's own resolution. Training and product run this very code.
//!
//! The picture's size, its metadata and its content's place take no part. Spectra are averaged over tiles
//! before anything is read from them, so a trace must run through the picture to show.

mod cooccurrence;
mod peaks;
mod rings;
mod tiles;
mod welch;

use image::RgbImage;

pub use rings::luma_rings;
pub use tiles::{LEAST_SIDE, TILE};
pub use welch::Averaged;

use tiles::Tile;

/// The numbers of one picture, in the order of [`names`].
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// One number for each name; all finite.
    pub features: Vec<f32>,
    /// How many tiles were measured.
    pub tiles: usize,
    /// The averaged spectra, for an exhibit.
    pub averaged: Averaged,
}

/// Measures a picture as coded; `None` if a side is shorter than [`LEAST_SIDE`] or the picture is so flat
/// that there is no residual to look at.
pub fn measure(picture: &RgbImage) -> Option<Measured> {
    let tiles = tiles::take(picture);
    let averaged = welch::average(&tiles)?;
    let mut listing = Listing::default();
    list(&mut listing, &tiles, &averaged);
    listing.values.iter_mut().filter(|value| !value.is_finite()).for_each(|value| *value = 0.0);
    Some(Measured { features: listing.values, tiles: tiles.len(), averaged })
}

/// A name for each number of [`measure`], such as `peaks Y 0 4`; the first word is its group.
pub fn names() -> Vec<String> {
    let mut noise = 1u32;
    let picture = RgbImage::from_fn(LEAST_SIDE, LEAST_SIDE, |_, _| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        image::Rgb([(noise >> 24) as u8, (noise >> 16) as u8, (noise >> 8) as u8])
    });
    let tiles = tiles::take(&picture);
    let mut listing = Listing { names: Some(Vec::new()), values: Vec::new() };
    if let Some(averaged) = welch::average(&tiles) {
        list(&mut listing, &tiles, &averaged);
    }
    listing.names.unwrap_or_default()
}

fn list(listing: &mut Listing, tiles: &[Tile], averaged: &Averaged) {
    peaks::list(listing, averaged);
    rings::list(listing, averaged);
    cooccurrence::list(listing, tiles);
}

/// Numbers as they are measured, with names when they are asked for.
#[derive(Debug, Default)]
struct Listing {
    names: Option<Vec<String>>,
    values: Vec<f32>,
}

impl Listing {
    fn push(&mut self, name: impl FnOnce() -> String, value: f64) {
        self.values.push(value as f32);
        if let Some(names) = &mut self.names {
            names.push(name());
        }
    }
}

/// Decimal logarithm that knows no zero: what is smaller is as good as nothing.
fn log10(value: f64) -> f64 {
    value.max(1e-9).log10()
}

/// Names of the planes of a tile.
const PLANES: [&str; 3] = ["Y", "Cb", "Cr"];

#[cfg(test)]
mod tests;
