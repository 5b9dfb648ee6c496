//! `catchlight evaluate`: how well checks tell generated pictures from camera photos, on labelled photos.

mod conditions;
mod manifest;
mod markdown;
mod plots;
mod scores;
mod scoring;
mod tables;

pub(crate) use conditions::Condition;

use std::collections::HashMap;
use std::fs;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use anyhow::{Context as _, bail};
use catchlight_credentials::C2paReader;
use catchlight_forensics::check::Need;
use catchlight_forensics::{About, Cancel, Check, checks, exhibit, pixels};
use catchlight_inference::Installed;
use catchlight_intake::instruments::Instruments;
use clap::ValueEnum as _;
use image::DynamicImage;
use indicatif::{ProgressBar, ProgressStyle};
use sha2::{Digest as _, Sha256};

use crate::arguments::{EXIT_INCOMPLETE, EXIT_INTERRUPTED, Evaluate};
use crate::output;
use manifest::{Entry, Selection};
use scores::{Scores, State};
use scoring::Plan;
use tables::{Answered, Evaluation};

const JSON: &str = "evaluation.json";
const MARKDOWN: &str = "evaluation.md";

/// Scores every photo of the manifest and writes the report.
///
/// # Errors
/// The manifest is wrong, a check or its model is not there, or the folder cannot be written.
pub(crate) fn run(arguments: &Evaluate, cancel: &Cancel) -> anyhow::Result<ExitCode> {
    let listed = read_manifest(arguments)?;
    let instruments =
        Instruments { models: Arc::new(Installed::find(None)), credentials: Some(Arc::new(C2paReader::find()?)) };
    let checks = chosen_checks(&arguments.checks, &instruments)?;
    let abouts: Vec<&'static About> = checks.iter().map(|check| check.about()).collect();
    let conditions = chosen_conditions(&arguments.conditions);
    let out = folder(&arguments.out)?;
    let scores = Scores::open(out, &abouts)?;
    let plan = Plan {
        checks: &checks,
        conditions: &conditions,
        instruments: &instruments,
        scores: &scores,
        jobs: arguments.jobs.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from)),
    };
    let steps = (listed.entries.len() * conditions.len()) as u64;
    let Some(rows) = with_progress(steps, |done| scoring::score(&listed.entries, &plan, cancel, done))? else {
        let file = out.join(scores::FILE);
        output::complain(&format!("Stopped. What was scored is in {}; the same command goes on.", file.display()));
        return Ok(ExitCode::from(EXIT_INTERRUPTED));
    };
    let unread = rows.iter().filter(|rows| rows.iter().any(|row| row.state == State::Unreadable)).count();
    let (answered, left_out_twice) = once_each(listed.entries.into_iter().zip(rows).collect())?;
    let evaluation = Evaluation::new(
        listed.sha256,
        (arguments.split.clone(), arguments.most),
        left_out_twice,
        tables::evaluate(&answered, &abouts, &conditions),
    );
    write(out, &evaluation)?;
    output::print(&out.join(MARKDOWN).display().to_string());
    if unread > 0 {
        output::complain(&format!("{unread} photos could not be read in every condition; the report counts them."));
        return Ok(ExitCode::from(EXIT_INCOMPLETE));
    }
    Ok(ExitCode::SUCCESS)
}

/// The photos that were asked for.
struct Listed {
    entries: Vec<Entry>,
    sha256: String,
}

fn read_manifest(arguments: &Evaluate) -> anyhow::Result<Listed> {
    let path = &arguments.manifest;
    let text = fs::read(path).with_context(|| format!("{} could not be read", path.display()))?;
    let beside = path.parent().unwrap_or(Path::new(""));
    let photos = arguments.photos.as_deref().unwrap_or(beside);
    let selection = Selection { split: arguments.split.as_deref(), most: arguments.most };
    let entries = manifest::read(&text, photos, &selection).with_context(|| path.display().to_string())?;
    Ok(Listed { entries, sha256: exhibit::hex(&Sha256::digest(&text)) })
}

/// The checks that were named, else all that give a score. A named check whose model is not there is an
/// error; of the others it is left out and told.
fn chosen_checks(named: &[String], instruments: &Instruments) -> anyhow::Result<Vec<&'static dyn Check>> {
    let lacks = |check: &dyn Check| {
        check.about().needs.iter().find_map(|need| match need {
            Need::Model(model) => instruments.models.ready(model).err().map(|error| error.to_string()),
            _ => None,
        })
    };
    let all = checks::with(&*instruments.models);
    let mut chosen: Vec<&'static dyn Check> = Vec::new();
    for id in named {
        let Some(check) = all.iter().copied().find(|check| check.about().id == id) else {
            let ids: Vec<&str> = all.iter().map(|check| check.about().id).collect();
            bail!("there is no check {id:?}; there are {}", ids.join(", "));
        };
        if let Some(why) = lacks(check) {
            bail!("the check {id} cannot run: {why}");
        }
        if !chosen.iter().any(|before| before.about().id == check.about().id) {
            chosen.push(check);
        }
    }
    if named.is_empty() {
        for check in all.into_iter().filter(|check| check.gives_score()) {
            match lacks(check) {
                None => chosen.push(check),
                Some(why) => output::complain(&format!("The check {} was left out: {why}", check.about().id)),
            }
        }
    }
    if chosen.is_empty() {
        bail!("no check can run");
    }
    Ok(chosen)
}

/// The conditions that were named, in the order of the report, else all.
fn chosen_conditions(named: &[Condition]) -> Vec<Condition> {
    let all = Condition::value_variants().iter().copied();
    all.filter(|condition| named.is_empty() || named.contains(condition)).collect()
}

/// The folder of results: new, empty, or one that an earlier run made.
fn folder(out: &Path) -> anyhow::Result<&Path> {
    fs::create_dir_all(out).with_context(|| format!("{} could not be made", out.display()))?;
    let mut held = fs::read_dir(out).with_context(|| format!("{} could not be read", out.display()))?;
    let ours = [scores::FILE, JSON].iter().any(|name| out.join(name).is_file());
    if held.next().is_some() && !ours {
        bail!("{} holds other files: name a new or an empty folder", out.display());
    }
    Ok(out)
}

/// Runs `work` with progress on standard error: a bar on a terminal, else a line at every twentieth.
fn with_progress<T>(steps: u64, work: impl FnOnce(&(dyn Fn(u64) + Sync)) -> T) -> T {
    if std::io::stderr().is_terminal() {
        let bar = ProgressBar::new(steps);
        if let Ok(style) = ProgressStyle::with_template("{pos}/{len} {bar:24} {elapsed} left {eta}") {
            bar.set_style(style);
        }
        let result = work(&|done| bar.inc(done));
        bar.finish_and_clear();
        return result;
    }
    let ended = AtomicU64::new(0);
    let twentieths = |ended: u64| 20 * ended / steps.max(1);
    work(&|done| {
        let before = ended.fetch_add(done, Ordering::Relaxed);
        if twentieths(before + done) > twentieths(before) {
            output::complain(&format!("{} of {steps} photos and conditions", before + done));
        }
    })
}

/// Each file once: the same bytes on two lines would count twice.
fn once_each(answered: Vec<Answered>) -> anyhow::Result<(Vec<Answered>, usize)> {
    let mut seen: HashMap<String, (u64, catchlight_evaluation::Label)> = HashMap::new();
    let mut kept = Vec::with_capacity(answered.len());
    let mut twice = 0;
    for (entry, rows) in answered {
        let sha256 = rows.first().map(|row| row.sha256.clone()).unwrap_or_default();
        match seen.get(&sha256).filter(|_| !sha256.is_empty()) {
            None => {
                seen.insert(sha256, (entry.line, entry.label));
                kept.push((entry, rows));
            }
            Some((_, label)) if *label == entry.label => twice += 1,
            Some((line, _)) => bail!("lines {line} and {} name the same bytes with different labels", entry.line),
        }
    }
    Ok((kept, twice))
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
