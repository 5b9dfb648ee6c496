//! The command line's arguments and exit codes.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::evaluate::Condition;

/// A photo could not be read, or a report could not be written.
pub(crate) const EXIT_INCOMPLETE: u8 = 1;
/// Ctrl-C, after what was finished had been written (128 + SIGINT).
pub(crate) const EXIT_INTERRUPTED: u8 = 130;

/// Examines photos for signs of AI generation, on this computer only.
#[derive(Debug, Parser)]
#[command(name = "catchlight", version, about, arg_required_else_help = true)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Examine photos and folders of photos.
    ///
    /// Exit codes: 0 every photo has a report; 1 a photo could not be read or a report could not be
    /// written; 2 the arguments are wrong; 130 stopped by Ctrl-C, after printing what was finished.
    Examine(Examine),
    /// Measure how well checks tell AI pictures from camera photos, on labelled photos of your own.
    ///
    /// Writes evaluation.md, evaluation.json and plots into a folder. Scores are kept there as they come: after
    /// Ctrl-C, the same command goes on. See docs/evaluate.md.
    ///
    /// Exit codes: 0 every photo was read; 1 some were not (the report counts them), or there is no report;
    /// 2 the arguments are wrong; 130 stopped by Ctrl-C.
    Evaluate(Evaluate),
}

/// Arguments of `evaluate`.
#[derive(Debug, Args)]
pub(crate) struct Evaluate {
    /// List of labelled photos: CSV with the columns file, label (ai or camera) and source, and where known
    /// generator, category, faces and split.
    #[arg(value_name = "MANIFEST.csv")]
    pub(crate) manifest: PathBuf,
    /// Folder that the manifest's files are relative to; its own when left out.
    #[arg(long, value_name = "DIR")]
    pub(crate) photos: Option<PathBuf>,
    /// Folder of the results: a new one, or that of an earlier run to go on with.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// Check to measure, by its id; may be repeated. All that give a score when left out.
    #[arg(long = "check", value_name = "ID")]
    pub(crate) checks: Vec<String>,
    /// What happens to both labels before the checks look, separated by commas; all when left out.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "LIST")]
    pub(crate) conditions: Vec<Condition>,
    /// Only photos whose column split holds NAME.
    #[arg(long, value_name = "NAME")]
    pub(crate) split: Option<String>,
    /// At most N photos of each source, always the same ones.
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub(crate) most: Option<usize>,
    /// Photos scored at the same time; as many as there are processors when left out.
    #[arg(long, value_name = "N", value_parser = at_least_one)]
    pub(crate) jobs: Option<usize>,
}

fn at_least_one(value: &str) -> Result<usize, String> {
    match value.parse() {
        Ok(0) => Err("at least 1".to_owned()),
        Ok(number) => Ok(number),
        Err(error) => Err(error.to_string()),
    }
}

/// Arguments of `examine`.
#[derive(Debug, Args)]
pub(crate) struct Examine {
    /// Print report::v1 as JSON, one document a line.
    #[arg(long)]
    pub(crate) json: bool,
    /// Write each report (JSON) and its pictures (PNG) into a folder of its own below DIR.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Language of the summary; the system's when left out. JSON always holds both.
    #[arg(long, value_enum)]
    pub(crate) language: Option<Language>,
    /// Photos, and folders that are searched for photos.
    #[arg(required = true, value_name = "PHOTO|DIR")]
    pub(crate) photos: Vec<PathBuf>,
}

/// Languages of the summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English.
    En,
    /// Simplified Chinese.
    #[value(name = "zh-Hans", alias = "zh")]
    ZhHans,
}

impl Language {
    /// The language of the system, English when it is neither.
    pub(crate) fn of_system() -> Self {
        match sys_locale::get_locale() {
            Some(locale) if locale.to_lowercase().starts_with("zh") => Self::ZhHans,
            _ => Self::En,
        }
    }
}
