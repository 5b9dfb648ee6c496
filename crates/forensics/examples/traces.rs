//! Measures the frequency traces on photos, and what their checks say: how the numbers of
//! docs/validation/upsampling_trace.md and demosaicing_trace.md were made.
//!
//! `cargo run --release -p catchlight-forensics --example traces -- CONDITIONS CLASS PHOTO... > traces.jsonl`
//! writes one JSON line for each photo and condition. `CLASS` is a word that is written into each line.
//! `CONDITIONS` are words joined by commas:
//! `file` (the file itself), `png` (decoded, written without loss), `small` (scaled down by 0.4 to 0.6:
//! compression and colour filter are gone), `jpeg:Q` (4:2:0), `resize:F`, `crop:N` (N pixels off the top and left),
//! `small+jpeg:Q`, `resize:F+jpeg:Q` and so on, step by step. What does not end in JPEG is written as BMP, which is
//! without loss like PNG and faster.
//! Photos whose shorter side is below 512 pixels at the end are left out.
#![allow(clippy::print_stdout, reason = "the lines are the result")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use anyhow::bail;
use catchlight_forensics::model::NoModels;
use catchlight_forensics::pixels::{Channel, channel};
use catchlight_forensics::traces::demosaicing;
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Outcome, Specimen, checks};
use catchlight_rendered::{Subsampling, bmp, jpeg_with};
use image::RgbImage;
use image::imageops::{FilterType, resize};
use serde_json::{Value, json};

/// Shorter side below which nothing is measured, in pixels.
const LEAST_SIDE: u32 = 512;

/// The checks whose words are written.
const CHECKS: [&str; 2] = ["upsampling_trace", "demosaicing_trace"];

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [conditions, class, photos @ ..] = arguments.as_slice() else { bail!("CONDITIONS CLASS PHOTO...") };
    for photo in photos {
        let mut bases = Bases::new();
        for condition in conditions.split(',') {
            match measured(Path::new(photo), condition, &mut bases) {
                Ok(Some(line)) => println!(
                    "{}",
                    json!({"photo": name(photo), "class": class, "condition": condition, "measured": line})
                ),
                Ok(None) => {}
                Err(why) => println!(
                    "{}",
                    json!({"photo": name(photo), "class": class, "condition": condition, "failed": format!("{why:#}")})
                ),
            }
        }
    }
    Ok(())
}

fn name(photo: &str) -> String {
    Path::new(photo).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Pictures of one photo by the first step of a condition, which several conditions share.
type Bases = BTreeMap<String, RgbImage>;

fn measured(photo: &Path, condition: &str, bases: &mut Bases) -> anyhow::Result<Option<Value>> {
    let bytes = if condition == "file" { std::fs::read(photo)? } else { under(condition, photo, bases)? };
    let exhibit = Exhibit::new("photo", bytes);
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
    let (pixels, luma) = (specimen.pixels().map_err(Clone::clone)?, specimen.luma().map_err(Clone::clone)?);
    let (height, width) = luma.dim();
    if height.min(width) < LEAST_SIDE as usize {
        return Ok(None);
    }
    let start = Instant::now();
    let grids = specimen.grids().map_err(Clone::clone)?.map(|grids| {
        json!({
            "eight": grids.eight.strength(), "odd": grids.eight.odd(), "weaker_axis": grids.eight.weaker_axis(), "across": grids.eight.across, "down": grids.eight.down,
            "best_period": grids.best.period, "best": grids.best.strength(), "best_odd": grids.best.odd(),
            "halved_chroma": grids.halved_chroma, "halved_chroma_at_best": grids.halved_chroma_at_best,
            "off_axes": grids.off_axes, "chroma_eight": grids.chroma_eight, "combs": grids.quantisation.combs, "finest": grids.quantisation.finest,
            "finest_significance": grids.quantisation.finest_significance,
            "origin": [grids.origin.0, grids.origin.1],
        })
    });
    let of_grids = start.elapsed().as_secs_f64();
    let board = demosaicing::measure(&channel(pixels, Channel::Green)).map(|found| {
        json!({"tiles": found.tiles, "contrast": found.contrast, "rows": found.rows, "columns": found.columns, "agreement": found.agreement})
    });
    let cancel = Cancel::default();
    let mut said = serde_json::Map::new();
    for check in checks::ALL.iter().filter(|check| CHECKS.contains(&check.about().id)) {
        let words = match check.examine(&specimen, &Context::new(&cancel)) {
            Ok(Outcome::Found(finding)) => format!("found {:?}", finding.points_to),
            Ok(Outcome::NotFound(_)) => "not found".to_owned(),
            Ok(Outcome::Inconclusive { why, .. }) => format!("inconclusive: {}", why.en),
            Err(why) => format!("failed: {why}"),
        };
        said.insert(check.about().id.to_owned(), words.into());
    }
    Ok(Some(json!({
        "size": [width, height], "grids": grids, "board": board, "said": said, "seconds": of_grids,
    })))
}

/// The file that a chain of steps makes of a photo.
fn under(condition: &str, photo: &Path, bases: &mut Bases) -> anyhow::Result<Vec<u8>> {
    let name = name(&photo.to_string_lossy());
    let (first, rest) = condition.split_once('+').unwrap_or((condition, ""));
    let small = first == "small";
    let key = if small { "small" } else { "file" };
    if !bases.contains_key(key) {
        let exhibit = Exhibit::new("photo", std::fs::read(photo)?);
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        let decoded = specimen.pixels().map_err(Clone::clone)?.coded.to_rgb8();
        let base = if small { scaled(&decoded, small_factor(&name, &decoded), filter(&name)) } else { decoded };
        bases.insert(key.to_owned(), base);
    }
    let mut picture = bases[key].clone();
    let steps = if small { rest } else { condition };
    let mut last = None;
    for step in steps.split('+') {
        match step.split_once(':') {
            None if matches!(step, "" | "png") => {}
            Some(("resize", factor)) => picture = scaled(&picture, factor.parse()?, FilterType::Lanczos3),
            Some(("crop", pixels)) => {
                let pixels = pixels.parse()?;
                picture = image::imageops::crop_imm(
                    &picture,
                    pixels,
                    pixels,
                    picture.width() - pixels,
                    picture.height() - pixels,
                )
                .to_image();
            }
            Some(("jpeg", quality)) => {
                let coded = jpeg_with(&picture, quality.parse()?, false, Subsampling::HalfBoth);
                picture = image::load_from_memory(&coded)?.into_rgb8();
                last = Some(coded);
                continue;
            }
            _ => bail!("unknown step {step}"),
        }
        last = None;
    }
    Ok(last.unwrap_or_else(|| bmp(&picture)))
}

fn scaled(picture: &RgbImage, factor: f64, filter: FilterType) -> RgbImage {
    let side = |side: u32| (f64::from(side) * factor).round().max(1.0) as u32;
    resize(picture, side(picture.width()), side(picture.height()), filter)
}

/// A factor of 0.4 to 0.6 that depends on the name only, raised where the photo would fall below the least
/// side.
fn small_factor(name: &str, picture: &RgbImage) -> f64 {
    let draw = f64::from(drawn(name) % 1000) / 1000.0;
    let factor = 0.4 + 0.2 * draw;
    let least = f64::from(LEAST_SIDE + 8) / f64::from(picture.width().min(picture.height()));
    factor.max(least).min(1.0)
}

fn filter(name: &str) -> FilterType {
    [FilterType::Lanczos3, FilterType::CatmullRom, FilterType::Triangle][drawn(name) as usize / 1000 % 3]
}

/// A number that depends on the name only (FNV-1a).
fn drawn(name: &str) -> u32 {
    name.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
