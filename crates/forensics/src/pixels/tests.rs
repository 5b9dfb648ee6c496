mod colours;
mod formats;
mod heif;
mod hostile;

use std::path::Path;

use image::RgbImage;

use super::*;
use crate::container;

/// A committed file; how each was made stands in its folder's README.
fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/exhibits/pixels").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Decodes as the examination does: structure first.
fn decoded(bytes: &[u8]) -> Result<Pixels, Undecodable> {
    decoded_within(bytes, &Limits::default())
}

fn decoded_within(bytes: &[u8], limits: &Limits) -> Result<Pixels, Undecodable> {
    let exhibit = Exhibit::new("file", bytes.to_vec());
    decode_here(&exhibit, &container::read(bytes, limits), limits)
}

fn decode_here(exhibit: &Exhibit, structure: &Structure, limits: &Limits) -> Result<Pixels, Undecodable> {
    decode(exhibit, structure, limits, &InThisProcess, &Cancel::default())
}

/// Mean absolute difference of two pictures, in levels of 255.
fn difference(one: &RgbImage, other: &RgbImage) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let pairs = one.as_raw().iter().zip(other.as_raw());
    let sum: u64 = pairs.map(|(one, other)| u64::from(one.abs_diff(*other))).sum();
    sum as f64 / one.as_raw().len() as f64
}

/// The pictures of the fixtures, rendered again.
fn scene() -> RgbImage {
    catchlight_rendered::scene(160, 120, 11)
}

fn grid_scene() -> RgbImage {
    catchlight_rendered::scene(160, 128, 11)
}

fn small_scene() -> RgbImage {
    image::imageops::crop_imm(&grid_scene(), 0, 0, 64, 64).to_image()
}
