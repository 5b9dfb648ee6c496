//! Measures what differs from part to part of photos: `cargo run --release -p catchlight-forensics --example
//! local_traces -- PHOTO...` writes one JSON line a photo with the part that stands out most among JPEG
//! ghosts, with its noise and error level, and with the milliseconds of processor time that each took. How the numbers in
//! docs/validation were made. With `--repeat N` before the photos each is measured N times and the least time
//! counts; tools/peers/peers.py compares these times with Python. With `--report FOLDER` before one photo its
//! whole report and every picture of it, without models, go into the folder instead.
#![allow(clippy::print_stdout, reason = "the lines are the result")]

use std::path::Path;
use std::time::Instant;

use catchlight_forensics::jpeg_quality::{self, Quality};
use catchlight_forensics::local::ghost::{Ghosts, QUALITIES};
use catchlight_forensics::local::{error_level, noise, patches};
use catchlight_forensics::model::NoModels;
use catchlight_forensics::{Cancel, Exhibit, Host, Limits, Specimen, signal};
use ndarray::Array2;
use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut repeat = 1;
    if let [first, number, ..] = &arguments[..]
        && first == "--repeat"
    {
        repeat = number.parse().unwrap_or(1);
        arguments.drain(..2);
    }
    if let [first, folder, path] = &arguments[..]
        && first == "--report"
    {
        return report(Path::new(folder), path);
    }
    for path in arguments {
        let exhibit = Exhibit::new(path.clone(), std::fs::read(&path)?);
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        let Ok(luma) = specimen.luma() else {
            println!("{}", json!({"file": path, "state": "undecodable"}));
            continue;
        };
        let tables = specimen.structure().jpeg.as_ref().and_then(|jpeg| jpeg_quality::estimate(&jpeg.tables));
        let quality = tables.map(|(Quality::Standard(quality) | Quality::Nearest(quality))| quality);
        println!("{}", line(&path, luma, quality, repeat));
    }
    Ok(())
}

/// Writes the report on a photo and its pictures.
fn report(folder: &Path, path: &str) -> std::io::Result<()> {
    let exhibit = Exhibit::new(path, std::fs::read(path)?);
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
    let examination = catchlight_forensics::examine(&specimen, &Host::default(), &Cancel::default(), &|_| {});
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("report.json"), serde_json::to_vec_pretty(&examination.report)?)?;
    for (key, picture) in examination.images {
        picture.save(folder.join(format!("{}.png", key.replace('/', ".")))).map_err(std::io::Error::other)?;
    }
    Ok(())
}

/// The least milliseconds of several runs, and the result. Milliseconds are processor time of all threads
/// where the system tells it (Linux), so that other work on the machine does not count, else time of day.
fn timed<T>(repeat: u32, run: impl Fn() -> T) -> (f64, T) {
    let once = || {
        let (start, used) = (Instant::now(), processor_ms());
        let result = run();
        let used = processor_ms().zip(used).map(|(after, before)| after - before);
        (used.unwrap_or(start.elapsed().as_secs_f64() * 1e3), result)
    };
    let (mut least, result) = once();
    for _ in 1..repeat {
        least = least.min(once().0);
    }
    (least, result)
}

/// Processor time of every thread of this process so far.
fn processor_ms() -> Option<f64> {
    let threads = std::fs::read_dir("/proc/self/task").ok()?.flatten();
    let used = threads.filter_map(|thread| {
        let statistics = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        statistics.split_whitespace().next()?.parse::<f64>().ok()
    });
    Some(used.sum::<f64>() / 1e6).filter(|used| *used > 0.0)
}

fn line(path: &str, luma: &Array2<f32>, quality: Option<u8>, repeat: u32) -> Value {
    let (ghost_ms, (ghosts, part)) = timed(repeat, || {
        let ghosts = Ghosts::measure(luma);
        let part = ghosts.part(Ghosts::places(quality.map_or(100, |quality| quality.saturating_sub(4))));
        (ghosts, part)
    });
    let (noise_ms, noise) = timed(repeat, || noise::measure(luma));
    let (error_ms, change) = timed(repeat, || error_level::measure(luma));
    let (histogram_ms, _) = timed(repeat, || {
        let coefficients = signal::block_cosines(luma.view(), (0, 0));
        let modes = (0..3).flat_map(|down| (0..3).map(move |across| (down, across)));
        let whole = |mode| signal::mode_values(&coefficients, mode).map(|value| value.round() as i32);
        modes.map(|mode| signal::histogram(whole(mode), 256)).collect::<Vec<_>>()
    });
    let smooth = patches::smoothed(&noise.doublings, 1);
    let blocks = noise.level.len().max(1) as f32;
    let largest = |beyond: f32, sign: f32| {
        let found = patches::patches(&smooth, beyond);
        found.into_iter().find(|patch| patch.mean * sign > 0.0).map_or(0.0, |patch| patch.cells as f32 / blocks)
    };
    json!({
        "file": path,
        "width": luma.ncols(), "height": luma.nrows(), "quality": quality,
        "ghost": {
            "windows": ghosts.size().0 * ghosts.size().1,
            "measured": ghosts.measured(),
            "part": part.map(|part| json!({
                "quality": QUALITIES[part.place], "share": part.share, "contrast": part.contrast,
                "spreads": part.patch.mean, "score": part.score(), "cells": part.patch.cells,
                "box": [part.patch.left, part.patch.top, part.patch.width, part.patch.height],
            })),
        },
        "noise": {
            "level": patches::median(noise.level.iter().copied()),
            "quieter_2": largest(1.0, -1.0), "noisier_2": largest(1.0, 1.0),
            "quieter_4": largest(2.0, -1.0), "noisier_4": largest(2.0, 1.0),
        },
        "error_level": change.mean(),
        "ms": {"ghost": ghost_ms, "noise": noise_ms, "error_level": error_ms, "dct_histogram": histogram_ms},
    })
}
