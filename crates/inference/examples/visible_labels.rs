//! Runs the check of visible labels on photos: `cargo run --release -p catchlight-inference --example
//! visible_labels -- [--repeat N] PHOTO...` writes one JSON line a photo with size, least seconds of N runs
//! (decoding left out), state, summary and details. How the numbers of the model cards were made.
#![allow(clippy::print_stdout, reason = "the lines are the result")]

use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, anyhow};
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Outcome, Specimen, checks};
use catchlight_inference::{Installed, default_runtime_library};

fn main() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let models = Installed::open(&root.join("models"), &default_runtime_library(&root));
    let check = checks::ALL.iter().find(|check| check.about().id == "visible_label").context("no such check")?;
    let mut arguments: Vec<_> = std::env::args().skip(1).collect();
    let mut repeat = 1;
    if arguments.first().is_some_and(|first| first == "--repeat") {
        repeat = arguments.get(1).context("--repeat N")?.parse()?;
        arguments.drain(..2);
    }
    for path in arguments {
        let exhibit = Exhibit::new(path.clone(), std::fs::read(&path)?);
        let specimen = Specimen::new(&exhibit, &models, Limits::default());
        let Ok((view, _)) = specimen.view() else {
            println!("{}", serde_json::json!({"file": path, "state": "undecodable"}));
            continue;
        };
        let mut least = f64::MAX;
        let mut result = Err(anyhow!("did not run"));
        for _ in 0..repeat {
            let start = Instant::now();
            result = check.examine(&specimen, &Context::new(&Cancel::default())).map_err(|why| anyhow!("{why}"));
            least = least.min(start.elapsed().as_secs_f64());
        }
        let (state, finding) = match result? {
            Outcome::Found(finding) => ("found", finding),
            Outcome::NotFound(finding) => ("not found", finding),
            Outcome::Inconclusive { finding, .. } => ("inconclusive", finding),
        };
        let rows: Vec<_> = finding
            .details
            .iter()
            .flat_map(|group| &group.rows)
            .map(|row| format!("{}: {}", row.label.en, row.value.en))
            .collect();
        let line = serde_json::json!({
            "file": path,
            "size": [view.width(), view.height()],
            "seconds": least,
            "state": state,
            "declares": finding.declares.is_some(),
            "summary": finding.summary.en,
            "rows": rows,
        });
        println!("{line}");
    }
    Ok(())
}
