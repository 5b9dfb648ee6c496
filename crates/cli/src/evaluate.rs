//! `catchlight evaluate`: how well checks tell generated pictures from camera photos, on labelled photos.

mod markdown;
mod plots;
mod tables;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use catchlight_forensics::{Cancel, pixels};
use image::DynamicImage;

use crate::arguments::{EXIT_INCOMPLETE, EXIT_INTERRUPTED, Labelled};
use crate::labelled::{self, State, Wanted};
use crate::output;
use tables::Evaluation;

const JSON: &str = "evaluation.json";
const MARKDOWN: &str = "evaluation.md";

/// Scores every photo of the manifest and writes the report.
///
/// # Errors
/// The manifest is wrong, a check or its model is not there, or the folder cannot be written.
pub(crate) fn run(arguments: &Labelled, cancel: &Cancel) -> anyhow::Result<ExitCode> {
    let Some(scored) = labelled::scored(arguments, Wanted::All, cancel)? else {
        return Ok(ExitCode::from(EXIT_INTERRUPTED));
    };
    let out = arguments.out.as_path();
    let evaluation = Evaluation::new(
        scored.manifest_sha256,
        (arguments.split.clone(), arguments.most),
        scored.left_out_twice,
        tables::evaluate(&scored.answered, &scored.abouts, &scored.conditions),
    );
    write(out, &evaluation)?;
    output::print(&out.join(MARKDOWN).display().to_string());
    if scored.unread > 0 {
        let unread = scored.unread;
        output::complain(&format!("{unread} photos could not be read in every condition; the report counts them."));
        return Ok(ExitCode::from(EXIT_INCOMPLETE));
    }
    Ok(ExitCode::SUCCESS)
}

fn write(out: &Path, evaluation: &Evaluation) -> anyhow::Result<()> {
    let mut json = serde_json::to_vec_pretty(evaluation)?;
    json.push(b'\n');
    put(&out.join(JSON), &json)?;
    put(&out.join(MARKDOWN), markdown::report(evaluation).as_bytes())?;
    for check in &evaluation.checks {
        for table in &check.conditions {
            let title = format!("{}, {}", check.title, table.condition.title());
            if let Some(curve) = &table.curve {
                let picture = plots::roc(&title, table, curve)?;
                put_picture(out.join(plots::roc_file(check.check, table.condition)), picture)?;
            }
            if let Some(calibrated) = &table.all.calibrated {
                let picture = plots::reliability(&title, &calibrated.bins, calibrated.expected_error)?;
                put_picture(out.join(plots::reliability_file(check.check, table.condition)), picture)?;
            }
        }
    }
    Ok(())
}

fn put_picture(path: PathBuf, picture: image::RgbImage) -> anyhow::Result<()> {
    put(&path, &pixels::png_bytes(&DynamicImage::ImageRgb8(picture).into_rgba8()))
}

fn put(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("{} could not be written", path.display()))
}

/// A state for a reader.
fn state_words(state: State) -> &'static str {
    match state {
        State::Scored => "Scored",
        State::NoScore => "Looked, no score",
        State::Inconclusive => "Inconclusive",
        State::NotApplicable => "Not applicable",
        State::Failed => "Failed",
        State::Unreadable => "Unreadable",
    }
}
