//! `catchlight account`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use catchlight_account::v1::{Chosen, Dossier};
use catchlight_account::{Options, Photo, Traits, bare, traits};
use catchlight_export::{ExportError, Extent, Fonts, Gathered, SheetPhoto, dossier_html, dossier_pdf, dossier_table};
use catchlight_forensics::portrait::likeness::FaceLook;
use catchlight_forensics::report::v1::Report;
use catchlight_forensics::text::{self, Text};
use catchlight_forensics::{Cancel, Context, Limits, Pictures};
use catchlight_intake::instruments::Instruments;
use catchlight_intake::receive::NotReceived;
use catchlight_intake::replace;
use catchlight_intake::room::{self, Room};
use catchlight_intake::sources::{self, Source};
use image::RgbaImage;
use indicatif::ProgressBar;

use crate::arguments::{
    Account, DossierForm, EXIT_INCOMPLETE, EXIT_INTERRUPTED, ExportLanguage, HowChosen, Language, ReportFile,
};
use crate::examine::{examine, instruments, progress_bar, take_in};
use crate::export::installed_fonts;
use crate::output;
use crate::summary::{in_language, state};

/// What is kept of a photo until all have been examined.
struct Examined {
    report: Report,
    traits: Option<Traits>,
    looks: Option<Result<Vec<FaceLook>, Text>>,
    /// For a page or printed document.
    small: Option<SheetPhoto>,
}

/// Examines every photo that the arguments name, looks at all of them together, and prints what they say.
///
/// # Errors
/// Standard output or the folder of the dossier cannot be written.
pub(crate) fn run(arguments: &Account, cancel: &Cancel) -> anyhow::Result<ExitCode> {
    let language = ExportLanguage::on_screen(arguments.language);
    // Whatever a report needs is looked for before the long part.
    let is_printed = arguments.report.iter().any(|report| report.form == DossierForm::Pdf);
    let fonts = if is_printed { Some(installed_fonts()?) } else { None };
    let named = sources::expand(&arguments.photos);
    for notice in &named.notices {
        output::complain(&in_language(&notice.text, language));
    }
    let instruments = instruments()?;
    let bar = progress_bar(named.sources.len());
    let looking = Looking { arguments, instruments: &instruments, room: Room::default(), bar: &bar, language, cancel };
    let mut complete = !named.sources.is_empty();
    let mut examined: Vec<Examined> = Vec::new();
    for turn in room::each(named.sources, |source| looking.at(source))? {
        match turn {
            Turn::Examined(photo) => examined.push(*photo),
            Turn::Unreadable => complete = false,
            Turn::Cancelled => {}
        }
    }
    let small: Vec<SheetPhoto> = examined.iter_mut().filter_map(|photo| photo.small.take()).collect();
    bar.finish_and_clear();
    let photos: Vec<Photo<'_>> = examined
        .iter()
        .map(|Examined { report, traits, looks, .. }| Photo { report, traits: traits.as_ref(), looks: looks.as_ref() })
        .collect();
    let options = Options { chosen: arguments.chosen.into() };
    let (dossier, images) = catchlight_account::examine(&photos, &options, cancel, &|_| {});
    if let Some(directory) = &arguments.out {
        write(directory, &dossier, &images)?;
    }
    let gathered = Gathered {
        dossier: &dossier,
        name: &name_of(&arguments.photos),
        photos: &small,
        pictures: &images,
        faces_blurred: arguments.blur_faces,
    };
    for report in &arguments.report {
        write_report(report, arguments, &gathered, fonts.as_ref())?;
    }
    output::print(&if arguments.json { serde_json::to_string(&dossier)? } else { summary(&dossier, language) });
    Ok(match (cancel.is_set(), complete) {
        (true, _) => ExitCode::from(EXIT_INTERRUPTED),
        (false, true) => ExitCode::SUCCESS,
        (false, false) => ExitCode::from(EXIT_INCOMPLETE),
    })
}

/// How the turn of one photo ended.
enum Turn {
    Examined(Box<Examined>),
    Unreadable,
    Cancelled,
}

/// What looking at one photo needs.
struct Looking<'a> {
    arguments: &'a Account,
    instruments: &'a Instruments,
    room: Room,
    bar: &'a ProgressBar,
    language: Language,
    cancel: &'a Cancel,
}

impl Looking<'_> {
    /// Examines one photo and keeps what the dossier needs.
    ///
    /// # Errors
    /// The folder of the reports cannot be written.
    fn at(&self, source: Source) -> anyhow::Result<Turn> {
        let Self { arguments, language, cancel, bar, .. } = *self;
        if cancel.is_set() {
            return Ok(Turn::Cancelled);
        }
        let received_at = catchlight_intake::now();
        let exhibit = match take_in(source, cancel) {
            Ok(exhibit) => exhibit,
            Err((_, NotReceived::Cancelled)) => return Ok(Turn::Cancelled),
            Err((name, NotReceived::Unreadable(why))) => {
                bar.suspend(|| output::complain(&format!("{name}: {}", in_language(&why, language))));
                bar.inc(1);
                return Ok(Turn::Unreadable);
            }
        };
        let specimen = self.instruments.specimen(&exhibit, Limits::default()).until(cancel);
        let _place = self.room.enter(&specimen, cancel);
        // The dossier holds none; the folder of the reports does.
        let pictures = if arguments.out.is_some() { Pictures::Drawn } else { Pictures::LeftOut };
        let examination = examine(&specimen, received_at, pictures, cancel, bar, language);
        let context = Context::new(cancel);
        // What is cancelled says so in its own entry of the dossier.
        let traits = traits(&specimen, &context, &examination.report).ok();
        if let Some(directory) = &arguments.out {
            output::write(directory, &examination)?;
        }
        let small = (!arguments.report.is_empty()).then(|| {
            let view = specimen.view().ok().map(|(view, _)| view);
            SheetPhoto::new(&examination.report, view, arguments.blur_faces)
        });
        let looks = arguments.compare_faces.then(|| catchlight_account::looks(&specimen, &context)).flatten();
        bar.inc(1);
        Ok(Turn::Examined(Box::new(Examined { report: bare(examination.report), traits, looks, small })))
    }
}

fn write(directory: &Path, dossier: &Dossier, images: &BTreeMap<String, RgbaImage>) -> anyhow::Result<()> {
    let json = serde_json::to_vec_pretty(dossier).context("the dossier could not be written as JSON")?;
    output::write_beside(directory, "dossier.json", &json, images)
}

fn write_report(
    report: &ReportFile,
    arguments: &Account,
    gathered: &Gathered<'_>,
    fonts: Option<&Fonts>,
) -> anyhow::Result<()> {
    let (languages, at) = (ExportLanguage::written(arguments.language), catchlight_intake::now());
    let bytes = match report.form {
        DossierForm::Html => dossier_html(gathered, languages, &at)?.into_bytes(),
        DossierForm::Pdf => {
            let extent = if arguments.one_page { Extent::OnePage } else { Extent::Full };
            dossier_pdf(gathered, extent, languages, &at, fonts.ok_or(ExportError::NoFonts)?)?
        }
        DossierForm::Csv => dossier_table(gathered.dossier, languages)?,
    };
    replace::file(&report.path, &bytes).with_context(|| format!("{} could not be written", report.path.display()))
}

/// The name of a single folder; nothing for several, which have none in common.
fn name_of(photos: &[PathBuf]) -> String {
    let [one] = photos else { return String::new() };
    // "." and "..", too, are folders with names.
    let whole = one.canonicalize().unwrap_or_else(|_| one.clone());
    text::quote(&whole.file_name().unwrap_or_default().to_string_lossy(), 255)
}

/// The dossier in a few lines of one language.
fn summary(dossier: &Dossier, language: Language) -> String {
    let say = |text: &Text| in_language(text, language);
    let conclusion = &dossier.conclusion;
    let mut lines = vec![say(&conclusion.title), format!("  {}", say(&conclusion.statement))];
    let said = [conclusion.declared.as_ref(), Some(&dossier.aggregation.statement)];
    lines.extend(said.into_iter().flatten().map(|text| format!("  {}", say(text))));
    lines.extend(dossier.aggregation.selection_warning.iter().map(|text| format!("  {}", say(text))));
    for across in &dossier.results {
        let result = &across.result;
        let said = [&result.summary, &result.why].into_iter().flatten().map(&say).collect::<Vec<_>>().join(" ");
        lines.push(format!("  - {} [{}] {said}", say(&result.check.title), say(&state(result.state).into())));
    }
    for photo in &dossier.photos {
        let ratio = photo.log10_lr.map_or_else(String::new, |log10_lr| format!(" ({log10_lr:+.2})"));
        let mark = if photo.stood_out {
            "**"
        } else if photo.flagged {
            "*"
        } else {
            ""
        };
        lines.push(format!("  {}{mark}: {}{ratio}", photo.name, say(&photo.title)));
    }
    lines.extend(conclusion.limitations.iter().map(|limitation| format!("  {}", say(limitation))));
    lines.push(String::new());
    lines.join("\n")
}

impl From<HowChosen> for Chosen {
    fn from(chosen: HowChosen) -> Self {
        match chosen {
            HowChosen::All => Self::All,
            HowChosen::Random => Self::Random,
            HowChosen::Suspicious => Self::Suspicious,
            HowChosen::NotSaid => Self::NotSaid,
        }
    }
}
