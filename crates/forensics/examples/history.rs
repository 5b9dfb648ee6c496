//! Prints what each photo tells of its past as one JSON line a photo, for measuring:
//! `cargo run --release -p catchlight-forensics --example history -- PHOTO...`
//! (tools/history/measure.py makes photos of known history and reads these lines).
#![allow(clippy::print_stdout, reason = "an example talks to the terminal")]

use std::time::Instant;

use catchlight_forensics::history::{OtherGrid, Present, SameGrid};
use catchlight_forensics::jpeg_quality::Quality;
use catchlight_forensics::model::NoModels;
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Specimen};
use serde_json::json;

fn main() {
    let cancel = Cancel::default();
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else {
            println!("{}", json!({ "path": path, "error": "unreadable" }));
            continue;
        };
        let exhibit = Exhibit::new(path.as_str(), bytes);
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        // Decoding is not part of the time.
        let _ready = (specimen.luma().is_ok(), specimen.coefficients().is_some());
        let start = Instant::now();
        let history = match specimen.history(&Context::new(&cancel)) {
            Ok(history) => history,
            Err(stopped) => {
                println!("{}", json!({ "path": path, "error": stopped.to_string() }));
                continue;
            }
        };
        let milliseconds = start.elapsed().as_secs_f64() * 1e3;
        let quality = match history.present {
            Present::Jpeg { quality: Some(Quality::Standard(quality) | Quality::Nearest(quality)) }
            | Present::Webp { quality: Some(quality) } => Some(quality),
            _ => None,
        };
        let same_grid = match history.same_grid {
            Some(Ok(SameGrid::Found { quality, .. })) => Some(quality),
            _ => None,
        };
        let (other_grid, origin) = match history.other_grid {
            OtherGrid::Found { quality, origin, .. } => (Some(quality), Some([origin.0, origin.1])),
            _ => (None, None),
        };
        let trace = history.resampling.as_ref();
        let stratum = history.stratum();
        println!(
            "{}",
            json!({
                "path": path,
                "quality": quality,
                "same_grid": same_grid,
                "other_grid": other_grid,
                "origin": origin,
                "scaled": trace.is_some_and(|trace| trace.is_found()),
                "strength": trace.map(|trace| trace.strength),
                "factor": trace.map(|trace| trace.factor()),
                "overshoot": history.overshoot,
                "compression": stratum.compression.id(),
                "scale": stratum.scale.id(),
                "milliseconds": milliseconds,
            })
        );
    }
}
