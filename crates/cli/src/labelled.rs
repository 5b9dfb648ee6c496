//! Labelled photos under the checks: the list, what happens to the photos on their way, and the answers, which are
//! kept so that a run can be stopped and go on. `evaluate` and `calibrate` both begin here.

mod conditions;
mod manifest;
mod scores;
mod scoring;

pub(crate) use conditions::Condition;
pub(crate) use manifest::Entry;
pub(crate) use scores::{Row, State};

use std::collections::HashMap;
use std::fs;
use std::io::IsTerminal as _;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use anyhow::{Context as _, bail};
use catchlight_forensics::check::Need;
use catchlight_forensics::{About, Cancel, Check, checks, exhibit};
use catchlight_intake::instruments::Instruments;
use clap::ValueEnum as _;
use indicatif::{ProgressBar, ProgressStyle};
use sha2::{Digest as _, Sha256};

use crate::arguments::Labelled;
use crate::examine::instruments;
use crate::output;
use manifest::Selection;
use scores::Scores;
use scoring::Plan;

/// A photo of the list and every answer about it.
pub(crate) type Answered = (Entry, Vec<Row>);

/// Which answers are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All: what is missing is scored.
    All,
    /// Those that earlier runs have kept.
    Kept,
}

/// What the checks answered.
pub(crate) struct Scored {
    /// Each file once.
    pub(crate) answered: Vec<Answered>,
    /// The checks, in the order of the report.
    pub(crate) abouts: Vec<&'static About>,
    /// The conditions, in the order of the report.
    pub(crate) conditions: Vec<Condition>,
    /// SHA-256 of the manifest in lower-case hex.
    pub(crate) manifest_sha256: String,
    /// Lines that were left out because an earlier one names the same bytes.
    pub(crate) left_out_twice: usize,
    /// Photos that could not be read in every condition.
    pub(crate) unread: usize,
}

/// Scores every photo of the manifest; `None` after an interruption, with what was finished in the folder.
///
/// # Errors
/// The manifest is wrong, a check or its model is not there, or the folder cannot be written.
pub(crate) fn scored(arguments: &Labelled, wanted: Wanted, cancel: &Cancel) -> anyhow::Result<Option<Scored>> {
    let listed = read_manifest(arguments)?;
    let instruments = instruments()?;
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
        wanted,
        jobs: arguments.jobs.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from)),
    };
    let steps = (listed.entries.len() * conditions.len()) as u64;
    let Some(rows) = with_progress(steps, |done| scoring::score(&listed.entries, &plan, cancel, done))? else {
        let file = out.join(scores::FILE);
        output::complain(&format!("Stopped. What was scored is in {}; the same command goes on.", file.display()));
        return Ok(None);
    };
    let unread = rows.iter().filter(|rows| rows.iter().any(|row| row.state == State::Unreadable)).count();
    let (answered, left_out_twice) = once_each(listed.entries.into_iter().zip(rows).collect())?;
    Ok(Some(Scored { answered, abouts, conditions, manifest_sha256: listed.sha256, left_out_twice, unread }))
}

/// The photos that were asked for.
struct Listed {
    entries: Vec<Entry>,
    sha256: String,
}

fn read_manifest(arguments: &Labelled) -> anyhow::Result<Listed> {
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
    if held.next().is_some() && !out.join(scores::FILE).is_file() {
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
