//! The command line's arguments and exit codes.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
