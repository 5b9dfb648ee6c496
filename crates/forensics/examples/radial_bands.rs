//! Measures where the radial spectra of real photos lie and writes the bands that the check
//! `radial_spectrum` compares with:
//!
//! `cargo run --release -p catchlight-forensics --example radial_bands -- DATE CAMERA_PHOTO... >
//! crates/forensics/src/traces/radial/bands.toml`
//!
//! A photo's source is its file name up to the last underscore; at most 40 photos of a source count. Photos
//! below 384 pixels are left out. Photos count as they are, by the
//! stratum of their compression. Real photos without loss
//! are rare, so each photo of at least 1024 pixels also counts as *lossless* after it was scaled down by
//! one half (Lanczos).
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the bands are the result")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::bail;
use catchlight_forensics::history::Compression;
use catchlight_forensics::model::NoModels;
use catchlight_forensics::signal::quantile;
use catchlight_forensics::traces::radial::{Band, Bands, RINGS, measure};
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Specimen};
use image::DynamicImage;
use image::imageops::FilterType;

/// Shorter side below which nothing is measured, in pixels.
const LEAST_SIDE: u32 = 384;

/// Most photos of one source.
const MOST_OF_A_SOURCE: usize = 40;

/// Fewest photos of a band.
const LEAST_PHOTOS: usize = 100;

struct Curve {
    source: String,
    rings: [f32; RINGS],
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [date, photos @ ..] = arguments.as_slice() else { bail!("DATE CAMERA_PHOTO...") };
    let mut curves: BTreeMap<&str, Vec<Curve>> = BTreeMap::new();
    let mut of_source: BTreeMap<String, usize> = BTreeMap::new();
    for photo in photos {
        let name = Path::new(photo).file_name().unwrap_or_default().to_string_lossy();
        let source = name.rsplit_once('_').map_or(&*name, |(source, _)| source).to_owned();
        let taken = of_source.entry(source.clone()).or_default();
        if *taken >= MOST_OF_A_SOURCE {
            continue;
        }
        let mut counts = false;
        for (compression, rings) in measured(photo)? {
            curves.entry(compression.id()).or_default().push(Curve { source: source.clone(), rings });
            counts = true;
        }
        *taken += usize::from(counts);
    }
    let band =
        curves.into_iter().filter(|(_, curves)| curves.len() >= LEAST_PHOTOS).map(|(id, curves)| band(id, &curves));
    let command =
        "cargo run --release -p catchlight-forensics --example radial_bands -- DATE CAMERA_PHOTO...".to_owned();
    let bands = Bands { measured: date.clone(), command, band: band.collect() };
    println!("# Written by examples/radial_bands.rs; never edited.\n{}", toml::to_string(&bands)?);
    Ok(())
}

/// The curves of a photo: as it is, and without loss when it is large enough.
fn measured(photo: &str) -> anyhow::Result<Vec<(Compression, [f32; RINGS])>> {
    let exhibit = Exhibit::new("photo", std::fs::read(photo)?);
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
    let (Ok(pixels), Ok(luma)) = (specimen.pixels(), specimen.luma()) else {
        eprintln!("{photo} could not be decoded");
        return Ok(Vec::new());
    };
    let side = pixels.coded.width().min(pixels.coded.height());
    if side < LEAST_SIDE {
        return Ok(Vec::new());
    }
    let cancel = Cancel::default();
    let compression = specimen.stratum(&Context::new(&cancel))?.compression;
    let own = measure(luma.view()).map(|rings| (compression, rings));
    let scaled = (side >= 1024).then(|| halved(&pixels.coded)).flatten().map(|rings| (Compression::Lossless, rings));
    Ok(own.into_iter().filter(|(compression, _)| *compression != Compression::Unknown).chain(scaled).collect())
}

fn halved(picture: &DynamicImage) -> Option<[f32; RINGS]> {
    let small = picture.resize_exact(picture.width() / 2, picture.height() / 2, FilterType::Lanczos3);
    let pixels = catchlight_forensics::pixels::Pixels { coded: small, bits_per_sample: 8, notes: Vec::new() };
    measure(catchlight_forensics::pixels::luma(&pixels).view())
}

fn band(id: &str, curves: &[Curve]) -> Band {
    let at = |share: f32| -> [f32; RINGS] {
        std::array::from_fn(|ring| {
            let mut values: Vec<f32> = curves.iter().map(|curve| curve.rings[ring]).collect();
            (quantile(&mut values, share).unwrap_or_default() * 10.0).round() / 10.0
        })
    };
    let mut band = Band {
        compression: id.to_owned(),
        photos: curves.len(),
        sources: curves.iter().map(|curve| &curve.source).collect::<BTreeSet<_>>().len(),
        outside: 0.0,
        low: at(0.05),
        middle: at(0.5),
        high: at(0.95),
    };
    let mut outside: Vec<f32> = curves.iter().map(|curve| band.outside(&curve.rings)).collect();
    band.outside = (quantile(&mut outside, 0.95).unwrap_or(1.0) * 1000.0).round() / 1000.0;
    band
}
