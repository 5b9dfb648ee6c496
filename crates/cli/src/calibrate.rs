//! `catchlight calibrate`: from the scores of labelled photos to the weights of checks, how they are combined, and
//! what is then concluded about photos whose source no fit had seen.

mod fit;
mod held_out;
mod markdown;
mod shots;
mod tables;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use catchlight_forensics::Cancel;
use catchlight_forensics::calibration::{CalibrationFile, Made, StratumFit};
use catchlight_forensics::history::Compression;
use catchlight_forensics::reliability::{self, ReliabilityFile};
use catchlight_forensics::text::Text;
use serde::Serialize;

use crate::arguments::{Calibrate, EXIT_INCOMPLETE, EXIT_INTERRUPTED};
use crate::labelled::{self, Wanted};
use crate::output;
use fit::Origin;

const HEADING: &str =
    "# Written by `catchlight calibrate`, never by hand; docs/interpretation.md tells how it is read.\n";
const MARKDOWN: &str = "calibration.md";

/// Scores the photos, fits, measures on sources left out, and writes the files.
///
/// # Errors
/// The manifest is wrong, a check or its model is not there, or the folder cannot be written.
pub(crate) fn run(arguments: &Calibrate, cancel: &Cancel) -> anyhow::Result<ExitCode> {
    let wanted = if arguments.kept { Wanted::Kept } else { Wanted::All };
    let Some(scored) = labelled::scored(&arguments.labelled, wanted, cancel)? else {
        return Ok(ExitCode::from(EXIT_INTERRUPTED));
    };
    let origin = origin(arguments, &scored.manifest_sha256)?;
    let shots = shots::shots(&scored.answered, &scored.abouts, &scored.conditions);
    let fitted = held_out::fit(&shots, &scored.abouts, &origin)?;
    let reliability = ReliabilityFile {
        format: reliability::FORMAT.to_owned(),
        on: origin.made.on.clone(),
        generators_until: origin.generators_until.clone(),
        population: origin.population.clone(),
        rows: tables::rows(&shots, &fitted.conclusions, &scored.conditions),
    };
    let out = arguments.labelled.out.as_path();
    for file in &fitted.files {
        // A check without a stratum that gives weight is shipped without a file.
        let name = format!("{}.toml", file.check);
        if file.strata.iter().any(StratumFit::gives_weight) {
            write(out, &name, file)?;
        } else {
            remove(&out.join(name))?;
        }
    }
    write(out, "fusion.toml", &fitted.fusion)?;
    write(out, "reliability.toml", &reliability)?;
    let report = markdown::report(&fitted.files, &fitted.fusion, &reliability, &origin);
    put(&out.join(MARKDOWN), report.as_bytes())?;
    output::print(&out.join(MARKDOWN).display().to_string());
    if scored.unread > 0 {
        let unread = scored.unread;
        output::complain(&format!("{unread} photos could not be read in every condition and were left out."));
        return Ok(ExitCode::from(EXIT_INCOMPLETE));
    }
    Ok(ExitCode::SUCCESS)
}

fn origin(arguments: &Calibrate, manifest_sha256: &str) -> anyhow::Result<Origin> {
    let on = match &arguments.date {
        Some(date) => date.parse::<jiff::civil::Date>().with_context(|| format!("{date} is no day"))?,
        None => jiff::Zoned::now().date(),
    };
    let most_for_camera: Vec<(String, f64)> =
        arguments.most_for_camera.iter().map(|(check, ratio)| (check.clone(), ratio.log10())).collect();
    Ok(Origin {
        made: Made {
            on: on.to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            command: command(arguments),
            manifest_sha256: manifest_sha256.to_owned(),
        },
        population: Text { en: arguments.population.clone(), zh: arguments.population_zh.clone() },
        generators_until: arguments.generators_until.clone(),
        most_for_camera,
    })
}

/// The command as somebody else would give it: what decides about the numbers, with no folder of this machine.
fn command(arguments: &Calibrate) -> String {
    let labelled = &arguments.labelled;
    let mut words = vec!["catchlight calibrate MANIFEST.csv --photos PHOTOS --out OUT".to_owned()];
    words.extend(labelled.split.iter().map(|split| format!("--split {split}")));
    words.extend(labelled.most.iter().map(|most| format!("--most {most}")));
    words.extend(labelled.checks.iter().map(|check| format!("--check {check}")));
    if !labelled.conditions.is_empty() {
        let ids: Vec<&str> = labelled.conditions.iter().map(|condition| condition.id()).collect();
        words.push(format!("--conditions {}", ids.join(",")));
    }
    words.extend(arguments.most_for_camera.iter().map(|(check, ratio)| format!("--most-for-camera {check}={ratio}")));
    words.join(" ")
}

fn write(out: &Path, name: &str, file: &impl Serialize) -> anyhow::Result<()> {
    let text = format!("{HEADING}{}", toml::to_string(file)?);
    put(&out.join(name), text.as_bytes())
}

fn put(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("{} could not be written", path.display()))
}

/// Removes what an earlier run wrote.
fn remove(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} could not be removed", path.display()))
        }
        _ => Ok(()),
    }
}

/// Names the files' strata for a reader, in the order of the file.
fn strata(file: &CalibrationFile) -> impl Iterator<Item = (&'static str, &StratumFit)> {
    let name = |fit: &StratumFit| Compression::of_id(&fit.compression).map_or("", |compression| compression.words().en);
    file.strata.iter().map(move |fit| (name(fit), fit))
}
