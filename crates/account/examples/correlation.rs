//! Writes `src/correlation.toml` from scored calibration photos:
//!
//! `cargo run -p catchlight-account --example correlation -- SCORES.jsonl MANIFEST.csv > correlation.toml`
//!
//! SCORES.jsonl is what `catchlight calibrate` keeps, MANIFEST.csv its list of photos with label and source.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the command line")]

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, anyhow};
use catchlight_account::aggregation;
use catchlight_account::correlation::{self, Correlation, Label};
use catchlight_forensics::calibration::Calibration;
use catchlight_forensics::conclusion::{Conclusion, Level, conclude};
use catchlight_forensics::evidence::Evidence;
use catchlight_forensics::fusion::Fusion;
use catchlight_forensics::history::{Compression, Scale, Stratum};
use serde::Deserialize;

const CHECKS: [&str; 2] = ["semantic_detector", "spectral_traces"];

#[derive(Deserialize)]
struct Scored {
    sha256: String,
    condition: String,
    check: String,
    score: Option<f64>,
    stratum: Option<String>,
    state: String,
}

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let scores = fs::read_to_string(arguments.next().context("no file of scores")?)?;
    let mut manifest = csv::Reader::from_path(arguments.next().context("no manifest")?)?;
    let mut photos = BTreeMap::new();
    for row in manifest.deserialize::<BTreeMap<String, String>>() {
        let row = row?;
        let label = if row["label"] == "ai" { Label::Ai } else { Label::Camera };
        photos.insert(row["sha256"].clone(), (row["source"].clone(), label));
    }
    let mut evidence = BTreeMap::<String, Vec<Evidence>>::new();
    for line in scores.lines() {
        let scored: Scored = serde_json::from_str(line)?;
        let Some(check) = CHECKS.into_iter().find(|check| *check == scored.check) else { continue };
        if scored.condition != "original" || scored.state != "scored" {
            continue;
        }
        let about = catchlight_forensics::checks::find(check).ok_or_else(|| anyhow!("no {check}"))?.about();
        let source = about.calibration.ok_or_else(|| anyhow!("{check} has no calibration"))?;
        let calibration = Calibration::read(source, about.id, about.revision)?;
        let stratum = scored.stratum.as_deref().and_then(stratum);
        // Photos that get no weight have none here either.
        let Ok(weight) = calibration.weigh(scored.score.unwrap_or(f64::NAN), stratum) else { continue };
        let item = Evidence { check: about.id, revision: about.revision, family: about.family, weight };
        evidence.entry(scored.sha256).or_default().push(item);
    }
    let fusion = Fusion::shipped()?;
    let mut weighed = Vec::new();
    for (sha256, evidence) in &evidence {
        let Some((source, label)) = photos.get(sha256) else { continue };
        if let Conclusion::Weighed(together) = conclude(&[], None, evidence, fusion) {
            weighed.push((source.as_str(), *label, together.log10_lr));
        }
    }
    let estimate = correlation::estimate(&weighed).context("too few sources")?;
    let of = |label: Label| {
        let claims = weighed.iter().filter(|(_, of, _)| *of == label);
        let mut claims: Vec<f64> = claims.map(|(_, _, log10_lr)| (log10_lr * 1000.0).round() / 1000.0).collect();
        claims.sort_by(f64::total_cmp);
        claims
    };
    let rounded = |mut measured: correlation::Measured| {
        measured.icc = (measured.icc * 10_000.0).round() / 10_000.0;
        measured
    };
    let file = Correlation {
        format: correlation::FORMAT.to_owned(),
        command: "cargo run -p catchlight-account --example correlation -- SCORES.jsonl MANIFEST.csv".to_owned(),
        camera_log10_lr: of(Label::Camera),
        ai_log10_lr: of(Label::Ai),
        ai: rounded(estimate.ai),
        camera: rounded(estimate.camera),
    };
    println!("# Written by the example `correlation`, never by hand; docs/validation/account.md tells how it is read.");
    print!("{}", toml::to_string(&file)?);
    as_accounts(&weighed, &file, fusion);
    Ok(())
}

/// Each source as if it were one account, on the standard error output: photos, shrunk sum, number and level.
fn as_accounts(weighed: &[(&str, Label, f64)], file: &Correlation, fusion: &Fusion) {
    let mut accounts = BTreeMap::<(Label, &str), Vec<f64>>::new();
    for (source, label, log10_lr) in weighed {
        accounts.entry((*label, source)).or_default().push(*log10_lr);
    }
    for ((label, source), claims) in accounts {
        if let Some(together) = aggregation::together(&claims, file, fusion.cap) {
            let (count, level) = (claims.len(), Level::of(together.log10_lr));
            let (flagged, stood_out, tail) = (together.flagged, together.stood_out.len(), together.tail);
            eprintln!(
                "| {label:?} | {source} | {count} | {:.1} | {:.2} | {flagged} | {stood_out} | {tail:.4} | {level:?} |",
                together.effective, together.log10_lr
            );
        }
    }
}

/// `medium compression, scaled` and its kin.
fn stratum(words: &str) -> Option<Stratum> {
    let all =
        [Compression::Lossless, Compression::Light, Compression::Medium, Compression::Heavy, Compression::Unknown];
    let compression = all.into_iter().find(|compression| words.starts_with(compression.words().en))?;
    Some(Stratum { compression, scale: Scale::Unknown })
}
