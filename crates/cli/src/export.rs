//! `catchlight export`.

mod reports;

pub(crate) use reports::record_of;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};
use catchlight_export::{Fonts, Form as Single, Languages, Pictures, Sealing, Shown};
use catchlight_forensics::report::v1::Report;
use catchlight_forensics::{Cancel, Exhibit, Limits};
use catchlight_intake::instruments::Instruments;
use catchlight_intake::receive::NotReceived;
use catchlight_intake::sources::{self, Source};
use catchlight_intake::{custody, fonts, key, replace};
use catchlight_record::signature::Key;
use catchlight_record::v1::{BlurredFaces, Record, Redaction, Remarks};
use indicatif::ProgressBar;

use crate::arguments::{
    BlurFaces, EXIT_INCOMPLETE, EXIT_INTERRUPTED, Export, ExportLanguage, Form, Language, LeaveOut,
};
use crate::examine::{examine, instruments, progress_bar, take_in};
use crate::output::{complain, folder_name};
use crate::summary::in_language;

/// Writes every report that the arguments ask for.
///
/// # Errors
/// The fonts that a form needs are not there, or a file cannot be written.
pub(crate) fn run(arguments: &Export, cancel: &Cancel) -> anyhow::Result<ExitCode> {
    let language = ExportLanguage::on_screen(arguments.language);
    let (reports, photos): (Vec<&PathBuf>, Vec<&PathBuf>) =
        arguments.inputs.iter().partition(|input| reports::is_report(input));
    let named = sources::expand(&photos);
    for notice in &named.notices {
        complain(&in_language(&notice.text, language));
    }
    let mut writer = Writer::new(arguments, reports.len() + named.sources.len())?;
    let mut complete = !named.sources.is_empty() || !reports.is_empty();
    let mut not_complete = |name: &str, error: &anyhow::Error| {
        complete = false;
        complain(&format!("{name}: {error:#}"));
    };
    for path in reports {
        let written = reports::read(path).and_then(|subject| writer.take(subject));
        if let Err(error) = written {
            not_complete(&path.display().to_string(), &error);
        }
    }
    // Models are opened for photos only.
    let instruments = if named.sources.is_empty() { None } else { Some(instruments()?) };
    let bar = progress_bar(named.sources.len());
    for source in named.sources {
        let Some(instruments) = instruments.as_ref().filter(|_| !cancel.is_set()) else { break };
        match photo(source, instruments, cancel, &bar, language) {
            Ok(subject) => {
                let name = subject.report.exhibit.name.clone();
                if let Err(error) = bar.suspend(|| writer.take(subject)) {
                    bar.suspend(|| not_complete(&name, &error));
                }
            }
            Err(NotTaken::Cancelled) => break,
            Err(NotTaken::Failed(name, why)) => bar.suspend(|| not_complete(&name, &why)),
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

/// A photo to export.
struct Subject {
    report: Report,
    record: Record,
    pictures: Pictures,
    /// The examined file, when it is at hand whole.
    original: Option<Exhibit>,
}

/// Why a photo is not exported.
enum NotTaken {
    Cancelled,
    /// Its name, and the reason.
    Failed(String, anyhow::Error),
}

/// Examines a photo and keeps the pixels that its report shows.
fn photo(
    source: Source,
    instruments: &Instruments,
    cancel: &Cancel,
    bar: &ProgressBar,
    language: Language,
) -> Result<Subject, NotTaken> {
    let received_at = catchlight_intake::now();
    let exhibit = take_in(source, cancel).map_err(|(name, error)| match error {
        NotReceived::Cancelled => NotTaken::Cancelled,
        NotReceived::Unreadable(why) => NotTaken::Failed(name, anyhow!(in_language(&why, language))),
    })?;
    let limits = Limits::default();
    let specimen = instruments.specimen(&exhibit, limits).until(cancel);
    let examination = examine(&specimen, received_at, catchlight_forensics::Pictures::Drawn, cancel, bar, language);
    let report = examination.report;
    let record = custody::begin(&report, instruments, &limits, &catchlight_intake::now())
        .map_err(|error| NotTaken::Failed(report.exhibit.name.clone(), error.into()))?;
    let photo = specimen.view().ok().map(|(view, _)| view.clone());
    let pictures = Pictures { photo, artifacts: examination.images };
    Ok(Subject { report, record, pictures, original: Some(exhibit).filter(Exhibit::is_whole) })
}

/// Where and how reports are written.
struct Writer<'a> {
    forms: &'a [Form],
    languages: Languages,
    target: Target,
    redaction: Redaction,
    /// What persons had to say; `None` leaves what a record holds.
    remarks: Option<Remarks>,
    /// `None` when no form needs them.
    fonts: Option<Fonts>,
    /// `None` when no bundle is written.
    key: Option<Key>,
    /// What the table is made of at the end.
    reports: Vec<Report>,
    /// What the document of all photos is made of at the end.
    photos: Vec<catchlight_export::Subject>,
}

/// The fonts of printed documents.
pub(crate) fn installed_fonts() -> anyhow::Result<Fonts> {
    const WITHOUT: &str = "no PDF and no card can be made";
    Fonts::new(fonts::find(None).context(WITHOUT)?).context(WITHOUT)
}

/// What `--out` names.
enum Target {
    File(PathBuf),
    Folder(PathBuf),
}

impl<'a> Writer<'a> {
    fn new(arguments: &'a Export, inputs: usize) -> anyhow::Result<Self> {
        let languages = ExportLanguage::written(arguments.language);
        let forms = arguments.to.as_slice();
        let needs_fonts = |form: &Form| *form == Form::Together || single(*form).is_some_and(Single::needs_fonts);
        let fonts = if forms.iter().any(needs_fonts) { Some(installed_fonts()?) } else { None };
        let key =
            if forms.contains(&Form::Bundle) { Some(key::open().context("no bundle can be signed")?) } else { None };
        let remarks = arguments.remarks.as_deref().map(reports::remarks).transpose()?;
        let out = &arguments.out;
        let of_all = |form: &Form| matches!(form, Form::Csv | Form::Together);
        let one = forms.len() == 1 && (inputs == 1 || forms.iter().all(of_all));
        let ends_open = out.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
        let target = if one && !out.is_dir() && !ends_open {
            Target::File(out.clone())
        } else {
            fs::create_dir_all(out).with_context(|| format!("{} could not be made", out.display()))?;
            Target::Folder(out.clone())
        };
        let redaction = redaction(arguments);
        Ok(Self { forms, languages, target, redaction, remarks, fonts, key, reports: Vec::new(), photos: Vec::new() })
    }

    /// Writes one report in every form but those of all photos.
    fn take(&mut self, subject: Subject) -> anyhow::Result<()> {
        let at = catchlight_intake::now();
        let Subject { report, mut record, pictures, original } = subject;
        if let Some(remarks) = &self.remarks {
            record.remarks = remarks.clone();
        }
        let forms: Vec<Single> = self.forms.iter().copied().filter_map(single).collect();
        let shown = Shown::new(&report, record, &pictures, &self.redaction, &forms, &at)?;
        let sealing = self.key.as_ref().zip(original.as_ref());
        let sealing = sealing.map(|(key, original)| Sealing { original: original.bytes(), key });
        let stem = folder_name(&shown.report().exhibit.name, &shown.report().exhibit.sha256);
        for form in forms {
            if form == Single::Bundle && sealing.is_none() {
                bail!("a bundle holds the examined file, which is not at hand or too long");
            }
            let bytes = shown.write(form, self.languages, &at, self.fonts.as_ref(), sealing.as_ref())?;
            let path = self.write(&format!("{stem}.{}", form.ending()), &bytes)?;
            if form == Single::Json {
                write(&reports::record_of(&path), &shown.record_file()?)?;
            }
        }
        if self.forms.contains(&Form::Together) {
            let photo = shown.pictures().photo.as_ref();
            let small = catchlight_export::Subject::new(shown.report().clone(), Some(shown.record()), photo);
            self.photos.push(small);
        }
        if self.forms.contains(&Form::Csv) {
            self.reports.push(shown.report().clone());
        }
        Ok(())
    }

    /// Writes the table and the document of all photos.
    fn end(&self) -> anyhow::Result<()> {
        if !self.reports.is_empty() {
            self.write("catchlight.csv", &catchlight_export::table(&self.reports, self.languages)?)?;
        }
        if let (false, Some(fonts)) = (self.photos.is_empty(), &self.fonts) {
            let at = catchlight_intake::now();
            let document = catchlight_export::pdf_of_many(&self.photos, self.languages, &at, fonts)?;
            self.write("catchlight.pdf", &document)?;
        }
        Ok(())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> anyhow::Result<PathBuf> {
        let path = match &self.target {
            Target::File(path) => path.clone(),
            Target::Folder(folder) => folder.join(name),
        };
        write(&path, bytes)?;
        Ok(path)
    }
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    replace::file(path, bytes).with_context(|| format!("{} could not be written", path.display()))?;
    crate::output::print(&path.display().to_string());
    Ok(())
}

/// The form of one photo; `None` for those of all photos.
fn single(form: Form) -> Option<Single> {
    match form {
        Form::Html => Some(Single::Html),
        Form::Pdf => Some(Single::Pdf),
        Form::Card => Some(Single::Card),
        Form::Story => Some(Single::Story),
        Form::Json => Some(Single::Json),
        Form::Bundle => Some(Single::Bundle),
        Form::Csv | Form::Together => None,
    }
}

fn redaction(arguments: &Export) -> Redaction {
    let leaves_out = |what: LeaveOut| arguments.leave_out.contains(&what);
    Redaction {
        faces: match arguments.blur_faces {
            BlurFaces::None => BlurredFaces::None,
            BlurFaces::Bystanders => BlurredFaces::Bystanders,
            BlurFaces::All => BlurredFaces::All,
        },
        regions: leaves_out(LeaveOut::Regions),
        names: leaves_out(LeaveOut::Names),
        prompts: leaves_out(LeaveOut::Prompts),
        places: leaves_out(LeaveOut::Places),
    }
}
