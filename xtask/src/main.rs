//! `cargo xtask codegen [--check]`: writes every generated file, or tells which one is stale.

mod check_pages;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Context as _, bail};
use catchlight_account::v1::Dossier;
use catchlight_forensics::reliability::Reliability;
use catchlight_forensics::report::v1::Report;
use catchlight_intake::together::Together;
use catchlight_intake::wire::{Casebook, Comparison, Event, Hits, Installation, Samples, Search};
use catchlight_record::Guide;
use catchlight_record::v1::{Record, Redaction};
use ts_rs::TS as _;

/// Generated files by path from the project's root.
type Files = BTreeMap<PathBuf, String>;

/// Folders that hold nothing but generated files.
const GENERATED_FOLDERS: &[&str] = &["ui/src/generated", "docs/checks"];

fn main() -> anyhow::Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let check = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["codegen"] => false,
        ["codegen", "--check"] => true,
        _ => bail!("usage: cargo xtask codegen [--check]"),
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask lies in the project's root")?;
    let files = generate(root)?;
    let stale = if check { stale(root, &files) } else { write(root, &files)? };
    for path in &stale {
        say(&format!("{} {}", if check { "stale:" } else { "wrote" }, path.display()));
    }
    if check && !stale.is_empty() {
        bail!("{} generated files are stale: run `cargo xtask codegen`", stale.len());
    }
    Ok(ExitCode::SUCCESS)
}

#[allow(clippy::print_stdout, reason = "a command speaks on standard output")]
fn say(line: &str) {
    println!("{line}");
}

fn generate(root: &Path) -> anyhow::Result<Files> {
    let mut files = typescript()?;
    for (name, schema) in [
        ("report", schemars::schema_for!(Report)),
        ("record", schemars::schema_for!(Record)),
        ("dossier", schemars::schema_for!(Dossier)),
    ] {
        let schema = serde_json::to_string_pretty(&schema)? + "\n";
        files.insert(format!("schema/{name}-1.schema.json").into(), schema);
    }
    files.extend(check_pages::all(root)?);
    Ok(files)
}

/// The page's types: everything that a report or an event is made of.
fn typescript() -> anyhow::Result<Files> {
    let folder = env::temp_dir().join(format!("catchlight-codegen-{}", std::process::id()));
    let configuration = ts_rs::Config::new().with_out_dir(&folder);
    Report::export_all(&configuration)?;
    Event::export_all(&configuration)?;
    Casebook::export_all(&configuration)?;
    Installation::export_all(&configuration)?;
    Together::export_all(&configuration)?;
    Search::export_all(&configuration)?;
    Hits::export_all(&configuration)?;
    Comparison::export_all(&configuration)?;
    Samples::export_all(&configuration)?;
    Reliability::export_all(&configuration)?;
    Record::export_all(&configuration)?;
    Dossier::export_all(&configuration)?;
    Redaction::export_all(&configuration)?;
    Guide::export_all(&configuration)?;
    let mut files = Files::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = path.file_name().context("an exported type has a name")?;
        files.insert(Path::new("ui/src/generated").join(name), fs::read_to_string(&path)?);
    }
    fs::remove_dir_all(&folder)?;
    Ok(files)
}

/// Files that differ from what would be generated, and files of the generated folders that would not.
fn stale(root: &Path, files: &Files) -> Vec<PathBuf> {
    let differs =
        |(path, content): &(&PathBuf, &String)| fs::read_to_string(root.join(path)).ok().as_ref() != Some(*content);
    files.iter().filter(differs).map(|(path, _)| path.clone()).chain(left_over(root, files)).collect()
}

fn left_over(root: &Path, files: &Files) -> Vec<PathBuf> {
    let entries = GENERATED_FOLDERS.iter().filter_map(|folder| Some((folder, fs::read_dir(root.join(folder)).ok()?)));
    entries
        .flat_map(|(folder, entries)| entries.flatten().map(move |entry| Path::new(folder).join(entry.file_name())))
        .filter(|path| !files.contains_key(path))
        .collect()
}

fn write(root: &Path, files: &Files) -> anyhow::Result<Vec<PathBuf>> {
    let stale = stale(root, files);
    for path in &stale {
        let target = root.join(path);
        match files.get(path) {
            Some(content) => {
                fs::create_dir_all(target.parent().context("a generated file lies in a folder")?)?;
                fs::write(&target, content)?;
            }
            None => fs::remove_file(&target)?,
        }
    }
    Ok(stale)
}
