//! `catchlight export`.

mod reports;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use catchlight_export::{Card, Fonts, Languages, Pictures};
use catchlight_forensics::report::v1::Report;
use catchlight_forensics::{Cancel, Limits};
use catchlight_intake::receive::NotReceived;
use catchlight_intake::sources::{self, Source};
use catchlight_intake::{fonts, replace};

use crate::arguments::{EXIT_INCOMPLETE, EXIT_INTERRUPTED, Export, ExportLanguage, Form, Language};
use crate::examine::{examine, instruments, progress_bar, take_in};
use crate::output::{complain, folder_name};
use crate::summary::in_language;

/// Writes every report that the arguments ask for.
///
/// # Errors
/// The fonts that a form needs are not there, or a file cannot be written.
pub(crate) fn run(arguments: &Export, cancel: &Cancel) -> anyhow::Result<ExitCode> {
    let language = match arguments.language {
        Some(ExportLanguage::En) => Language::En,
        Some(ExportLanguage::ZhHans) => Language::ZhHans,
        Some(ExportLanguage::Both) | None => Language::of_system(),
    };
    let (reports, photos): (Vec<&PathBuf>, Vec<&PathBuf>) =
        arguments.inputs.iter().partition(|input| reports::is_report(input));
    let named = sources::expand(&photos);
    for notice in &named.notices {
        complain(&in_language(&notice.text, language));
    }
    let mut writer = Writer::new(arguments, language, reports.len() + named.sources.len())?;
    let mut complete = !named.sources.is_empty() || !reports.is_empty();
    for path in reports {
        match reports::read(path) {
            Ok((report, pictures)) => writer.take(report, &pictures)?,
            Err(error) => {
                complete = false;
                complain(&format!("{}: {error:#}", path.display()));
            }
        }
    }
    // Models are opened for photos only.
    let instruments = if named.sources.is_empty() { None } else { Some(instruments()?) };
    let bar = progress_bar(named.sources.len());
    for source in named.sources {
        let Some(instruments) = instruments.as_ref().filter(|_| !cancel.is_set()) else { break };
        match photo(source, instruments, cancel, &bar, language) {
            Ok((report, pictures)) => bar.suspend(|| writer.take(report, &pictures))?,
            Err((_, NotReceived::Cancelled)) => break,
            Err((name, NotReceived::Unreadable(why))) => {
                complete = false;
                bar.suspend(|| complain(&format!("{name}: {}", in_language(&why, language))));
            }
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    writer.end()?;
    Ok(match (cancel.is_set(), complete) {
        (true, _) => ExitCode::from(EXIT_INTERRUPTED),
        (false, true) => ExitCode::SUCCESS,
        (false, false) => ExitCode::from(EXIT_INCOMPLETE),
    })
}

/// Examines a photo and keeps the pixels that its report shows.
fn photo(
    source: Source,
    instruments: &catchlight_intake::instruments::Instruments,
    cancel: &Cancel,
    bar: &indicatif::ProgressBar,
    language: Language,
) -> Result<(Report, Pictures), (String, NotReceived)> {
    let received_at = catchlight_intake::now();
    let exhibit = take_in(source, cancel)?;
    let specimen = instruments.specimen(&exhibit, Limits::default());
    let examination = examine(&specimen, received_at, cancel, bar, language);
    let photo = specimen.view().ok().map(|(view, _)| view.clone());
    Ok((examination.report, Pictures { photo, artifacts: examination.images }))
}

/// Where and how reports are written.
struct Writer<'a> {
    forms: &'a [Form],
    languages: Languages,
    target: Target,
    /// `None` when no form needs them.
    fonts: Option<Fonts>,
    /// What the table is made of at the end.
    reports: Vec<Report>,
}

/// What `--out` names.
enum Target {
    File(PathBuf),
    Folder(PathBuf),
}

impl<'a> Writer<'a> {
    fn new(arguments: &'a Export, language: Language, inputs: usize) -> anyhow::Result<Self> {
        let languages = match (arguments.language, language) {
            (Some(ExportLanguage::Both), _) => Languages::Both,
            (_, Language::En) => Languages::English,
            (_, Language::ZhHans) => Languages::Chinese,
        };
        let needs_fonts = arguments.to.iter().any(|form| matches!(form, Form::Pdf | Form::Card | Form::Story));
        let fonts = if needs_fonts {
            let files = fonts::find(None).context("no PDF and no card can be made")?;
            Some(Fonts::new(files).context("no PDF and no card can be made")?)
        } else {
            None
        };
        let out = &arguments.out;
        // One table is one file, whatever it is made of.
        let one = arguments.to.len() == 1 && (inputs == 1 || arguments.to == [Form::Csv]);
        let ends_open = out.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
        let target = if one && !out.is_dir() && !ends_open {
            Target::File(out.clone())
        } else {
            fs::create_dir_all(out).with_context(|| format!("{} could not be made", out.display()))?;
            Target::Folder(out.clone())
        };
        Ok(Self { forms: &arguments.to, languages, target, fonts, reports: Vec::new() })
    }

    /// Writes one report in every form but the table.
    fn take(&mut self, report: Report, pictures: &Pictures) -> anyhow::Result<()> {
        let exported_at = catchlight_intake::now();
        let stem = folder_name(&report.exhibit.name, &report.exhibit.sha256);
        for form in self.forms {
            if let Some((ending, bytes)) = self.bytes(*form, &report, pictures, &exported_at)? {
                self.write(&format!("{stem}.{ending}"), &bytes)?;
            }
        }
        if self.forms.contains(&Form::Csv) {
            self.reports.push(report);
        }
        Ok(())
    }

    /// A form's ending and content; `None` for the table, which is written at the end.
    fn bytes(
        &self,
        form: Form,
        report: &Report,
        pictures: &Pictures,
        exported_at: &str,
    ) -> anyhow::Result<Option<(&'static str, Vec<u8>)>> {
        let fonts = || self.fonts.as_ref().context("the fonts were not opened");
        let card = |card| {
            catchlight_export::card(report, pictures, card, self.languages, exported_at, fonts()?).context("the card")
        };
        Ok(Some(match form {
            Form::Html => {
                ("html", catchlight_export::html(report, pictures, self.languages, exported_at)?.into_bytes())
            }
            Form::Pdf => ("pdf", catchlight_export::pdf(report, pictures, self.languages, exported_at, fonts()?)?),
            Form::Card => ("card.png", card(Card::Feed)?),
            Form::Story => ("story.png", card(Card::Story)?),
            Form::Json => ("json", serde_json::to_vec_pretty(report)?),
            Form::Csv => return Ok(None),
        }))
    }

    /// Writes the table of all reports.
    fn end(&self) -> anyhow::Result<()> {
        if self.forms.contains(&Form::Csv) && !self.reports.is_empty() {
            self.write("catchlight.csv", &catchlight_export::table(&self.reports, self.languages)?)?;
        }
        Ok(())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let path: &Path = match &self.target {
            Target::File(path) => path,
            Target::Folder(folder) => &folder.join(name),
        };
        replace::file(path, bytes).with_context(|| format!("{} could not be written", path.display()))?;
        crate::output::print(&path.display().to_string());
        Ok(())
    }
}
