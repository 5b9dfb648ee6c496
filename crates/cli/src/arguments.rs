//! The command line's arguments and exit codes.

use std::path::PathBuf;

use catchlight_export::Languages;
use catchlight_forensics::Pictures;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::labelled::Condition;

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
    /// Examine the photos of one persona and look at them together.
    ///
    /// Near-duplicates are counted once, weights are added with respect for how alike photos of one source are, and
    /// the conclusion is about the set of photos, never about a person. See docs/account.md.
    ///
    /// Exit codes: as those of `examine`.
    Account(Account),
    /// Measure how well checks tell AI pictures from camera photos, on labelled photos of your own.
    ///
    /// Writes evaluation.md, evaluation.json and plots into a folder. Scores are kept there as they come: after
    /// Ctrl-C, the same command goes on. See docs/evaluate.md.
    ///
    /// Exit codes: 0 every photo was read; 1 some were not (the report counts them), or there is no report;
    /// 2 the arguments are wrong; 130 stopped by Ctrl-C.
    Evaluate(Labelled),
    /// Fit the weights of checks on labelled photos, and measure the conclusions on sources left out.
    ///
    /// Writes a calibration file for each check, fusion.toml, reliability.toml and calibration.md into a folder.
    /// Scores are kept there as `evaluate` keeps them. See docs/interpretation.md.
    ///
    /// Exit codes: as those of `evaluate`.
    Calibrate(Calibrate),
    /// Test whether this installation measures what it should, on pictures made by code.
    ///
    /// Exit codes: 0 every score was as expected; 1 one was not; 130 stopped by Ctrl-C.
    #[command(name = "selftest")]
    SelfTest,
    /// Print completions of this command line for a shell.
    #[command(hide = true)]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page of a command, or of all together.
    #[command(hide = true)]
    Manual {
        /// The command; `catchlight` itself when left out.
        command: Option<String>,
    },
    /// Write reports that can be read, printed, cited and shared.
    ///
    /// Photos are examined first; a report that `examine --out` wrote is taken as it is, with the pictures beside it.
    /// See docs/export.md.
    ///
    /// Exit codes: 0 everything was written; 1 a photo or report could not be read, or a file could not be written;
    /// 2 the arguments are wrong; 130 stopped by Ctrl-C, after writing what was finished.
    Export(Export),
    /// Look whether a bundle or a report is as it was written.
    ///
    /// Compares every digest, the signature and the chain of custody, and on request examines the file again.
    /// See docs/export.md.
    ///
    /// Exit codes: 0 nothing that could be checked was changed; 1 something was changed, is missing or differs;
    /// 2 the arguments are wrong; 130 stopped by Ctrl-C.
    Verify(Verify),
    /// Print the public key of your signatures, for others to compare.
    Key,
    /// Add a time stamp of an authority (RFC 3161) to a bundle of yours.
    ///
    /// Catchlight sends nothing: write the request with --request, give it to an authority yourself, and add its
    /// answer with --token.
    Timestamp(Timestamp),
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The bundle (.zip) or report (report.json).
    #[arg(value_name = "BUNDLE|REPORT.json")]
    pub(crate) input: PathBuf,
    /// The file that was examined, to compare it with the report.
    #[arg(long, value_name = "PHOTO")]
    pub(crate) photo: Option<PathBuf>,
    /// Examine the file again and compare every check.
    #[arg(long)]
    pub(crate) again: bool,
    /// The public key that it must be signed with.
    #[arg(long, value_name = "HEX")]
    pub(crate) key: Option<String>,
    /// The record of a report; record.json beside it when left out.
    #[arg(long, value_name = "RECORD.json")]
    pub(crate) record: Option<PathBuf>,
    /// Print what was found as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Language of what is printed; the system's when left out. JSON always holds both.
    #[arg(long, value_enum)]
    pub(crate) language: Option<Language>,
}

/// Arguments of `timestamp`.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("step").required(true))]
pub(crate) struct Timestamp {
    /// The bundle (.zip).
    pub(crate) bundle: PathBuf,
    /// File to write the request into (.tsq).
    #[arg(long, value_name = "FILE.tsq", group = "step")]
    pub(crate) request: Option<PathBuf>,
    /// The authority's answer (.tsr).
    #[arg(long, value_name = "FILE.tsr", group = "step")]
    pub(crate) token: Option<PathBuf>,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// What to write, separated by commas.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "html", value_name = "FORM")]
    pub(crate) to: Vec<Form>,
    /// Language of what is written; the system's when left out. JSON always holds both; a card has one.
    #[arg(long, value_enum)]
    pub(crate) language: Option<ExportLanguage>,
    /// File to write, or folder for several; a file that is there is replaced.
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) out: PathBuf,
    /// What persons have to say about each photo: the remarks of record::v1 (schema/record-1.schema.json). Exports
    /// name it as entered by a person.
    #[arg(long, value_name = "REMARKS.json")]
    pub(crate) remarks: Option<PathBuf>,
    /// Faces to blur.
    #[arg(long, value_enum, default_value = "none", value_name = "WHICH")]
    pub(crate) blur_faces: BlurFaces,
    /// What else to make unreadable, separated by commas.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WHAT")]
    pub(crate) leave_out: Vec<LeaveOut>,
    /// Photos, folders that are searched for photos, and reports (report.json).
    #[arg(required = true, value_name = "PHOTO|DIR|REPORT.json")]
    pub(crate) inputs: Vec<PathBuf>,
}

/// Which faces are blurred in an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum BlurFaces {
    /// None.
    None,
    /// All but the largest.
    Bystanders,
    /// All.
    All,
}

/// What an export leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LeaveOut {
    /// File names, accounts, names, and from where the file was obtained.
    Names,
    /// Prompts.
    Prompts,
    /// GPS positions and named places.
    Places,
    /// The regions that a person marked, blurred.
    Regions,
}

/// Forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// One page, complete in itself.
    Html,
    /// A printed document.
    Pdf,
    /// A picture for a feed, 1200 x 1500.
    Card,
    /// A picture for a story, 1080 x 1920.
    Story,
    /// One table of all photos, a line each.
    Csv,
    /// report::v1 (schema/report-1.schema.json), with record::v1 beside it.
    Json,
    /// The original file with its report in all forms and the record, signed (docs/custody.md).
    Bundle,
    /// One printed document of all photos.
    Together,
}

/// Languages of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportLanguage {
    /// English.
    En,
    /// Simplified Chinese.
    #[value(name = "zh-Hans", alias = "zh")]
    ZhHans,
    /// Both, side by side.
    Both,
}

impl ExportLanguage {
    /// The language of what is printed on the screen.
    pub(crate) fn on_screen(asked: Option<Self>) -> Language {
        match asked {
            Some(Self::En) => Language::En,
            Some(Self::ZhHans) => Language::ZhHans,
            Some(Self::Both) | None => Language::of_system(),
        }
    }

    /// The languages of what is written.
    pub(crate) fn written(asked: Option<Self>) -> Languages {
        match (asked, Self::on_screen(asked)) {
            (Some(Self::Both), _) => Languages::Both,
            (_, Language::En) => Languages::English,
            (_, Language::ZhHans) => Languages::Chinese,
        }
    }
}

/// Labelled photos, and what is asked of them: the arguments of `evaluate`.
#[derive(Debug, Args)]
pub(crate) struct Labelled {
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

/// Arguments of `calibrate`.
#[derive(Debug, Args)]
pub(crate) struct Calibrate {
    /// The photos and what is asked of them.
    #[command(flatten)]
    pub(crate) labelled: Labelled,
    /// Relevant population of the calibration in one English sentence.
    #[arg(long, value_name = "SENTENCE")]
    pub(crate) population: String,
    /// The same in Simplified Chinese.
    #[arg(long, value_name = "SENTENCE")]
    pub(crate) population_zh: String,
    /// Month of the newest generator among the AI pictures, as in 2026-10.
    #[arg(long, value_name = "YYYY-MM")]
    pub(crate) generators_until: String,
    /// Most that a low score of a check may claim for a camera photo, as a likelihood ratio: what was measured on
    /// generators that the check had never seen. May be repeated.
    #[arg(long = "most-for-camera", value_name = "CHECK=RATIO", value_parser = check_and_ratio)]
    pub(crate) most_for_camera: Vec<(String, f64)>,
    /// Score nothing: fit what earlier runs with the same folder have scored, and leave out the rest.
    #[arg(long)]
    pub(crate) kept: bool,
    /// Day of the calibration, as in 2026-11-22; today when left out.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<String>,
}

fn check_and_ratio(value: &str) -> Result<(String, f64), String> {
    let (check, ratio) = value.split_once('=').ok_or("as in semantic_detector=8.6")?;
    match ratio.parse::<f64>() {
        Ok(ratio) if ratio.is_finite() && ratio >= 1.0 => Ok((check.to_owned(), ratio)),
        _ => Err("a ratio of at least 1".to_owned()),
    }
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
    /// Take photos from standard input and print one line of JSON for each as it ends: paths a line each (or ended by
    /// NUL), a tar archive, or a Parquet file with a column of images. See docs/pipelines.md.
    #[arg(long, conflicts_with_all = ["json", "out", "photos"])]
    pub(crate) jsonl: bool,
    /// Add the lines to FILE. Photos whose digest it holds already are not examined again.
    #[arg(long, value_name = "FILE", requires = "jsonl")]
    pub(crate) into: Option<PathBuf>,
    /// Leave out the pictures of findings (maps, plots, drawings) and the views for experts, which takes less time.
    /// Scores, weights and conclusion are the same.
    #[arg(long, conflicts_with = "out")]
    pub(crate) no_pictures: bool,
    /// Photos, and folders that are searched for photos.
    #[arg(required_unless_present = "jsonl", value_name = "PHOTO|DIR")]
    pub(crate) photos: Vec<PathBuf>,
}

impl Examine {
    /// Whether findings come with their pictures.
    pub(crate) fn pictures(&self) -> Pictures {
        if self.no_pictures { Pictures::LeftOut } else { Pictures::Drawn }
    }
}

/// Arguments of `account`.
#[derive(Debug, Args)]
pub(crate) struct Account {
    /// How the photos were chosen: shares mean nothing when only suspicious ones were given.
    #[arg(long, value_enum, default_value = "not-said")]
    pub(crate) chosen: HowChosen,
    /// Print dossier::v1 as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Write the dossier, its pictures and every report into DIR.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Write the dossier to read, print or cite: a page (.html), a printed document (.pdf) or a table of the photos
    /// (.csv). May be given several times.
    #[arg(long, value_name = "FILE", value_parser = ReportFile::parse)]
    pub(crate) report: Vec<ReportFile>,
    /// Keep the printed document to its first page.
    #[arg(long)]
    pub(crate) one_page: bool,
    /// Compare the faces of the photos with each other, on this computer. What makes a face recognisable is sensitive:
    /// nothing of it is kept, but the groups of alike faces stand in the dossier.
    #[arg(long)]
    pub(crate) compare_faces: bool,
    /// Blur faces in the dossier's contact sheet, and leave out pictures that could show one.
    #[arg(long)]
    pub(crate) blur_faces: bool,
    /// Language of the summary and of what is written; the system's when left out. JSON always holds both.
    #[arg(long, value_enum)]
    pub(crate) language: Option<ExportLanguage>,
    /// Photos, and folders that are searched for photos.
    #[arg(required = true, value_name = "DIR|PHOTO")]
    pub(crate) photos: Vec<PathBuf>,
}

/// A file that a dossier is written into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReportFile {
    pub(crate) path: PathBuf,
    pub(crate) form: DossierForm,
}

/// Forms of a dossier to read, print or cite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DossierForm {
    /// One page, complete in itself.
    Html,
    /// A printed document.
    Pdf,
    /// The photos as a table.
    Csv,
}

impl ReportFile {
    fn parse(path: &str) -> Result<Self, String> {
        let path = PathBuf::from(path);
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let form = match ending.as_deref() {
            Some("html" | "htm") => DossierForm::Html,
            Some("pdf") => DossierForm::Pdf,
            Some("csv") => DossierForm::Csv,
            _ => return Err("its name must end in .html, .pdf or .csv".to_owned()),
        };
        Ok(Self { path, form })
    }
}

/// How the photos of an account were chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum HowChosen {
    /// All photos that there were.
    All,
    /// A random part of them.
    Random,
    /// Only those that looked suspicious.
    Suspicious,
    /// Nobody said.
    NotSaid,
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
