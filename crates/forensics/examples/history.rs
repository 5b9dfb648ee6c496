//! Prints what each photo tells of its past, one line a photo, for measuring thresholds:
//! `cargo run --release -p catchlight-forensics --example history -- PHOTO...`
#![allow(clippy::print_stdout, reason = "an example talks to the terminal")]

use std::time::Instant;

use catchlight_forensics::model::NoModels;
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Specimen};

fn main() {
    let cancel = Cancel::default();
    for path in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&path) else {
            println!("{path}\tunreadable");
            continue;
        };
        let exhibit = Exhibit::new(path.as_str(), bytes);
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        let start = Instant::now();
        let _ready = (specimen.luma().is_ok(), specimen.coefficients().is_some());
        let decoded = start.elapsed();
        match specimen.history(&Context::new(&cancel)) {
            Ok(history) => {
                let trace = history.resampling.as_ref().map(|trace| (trace.frequency, trace.strength, trace.factor()));
                println!(
                    "{path}\t{:?}\t{:?}\t{:?}\t{trace:?}\t{:?}\t{:?}\t{decoded:?}\t{:?}",
                    history.present,
                    history.same_grid,
                    history.other_grid,
                    history.overshoot,
                    history.stratum(),
                    start.elapsed() - decoded
                );
            }
            Err(stopped) => println!("{path}\t{stopped}"),
        }
    }
}
