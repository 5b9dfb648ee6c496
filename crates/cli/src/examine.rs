//! `catchlight examine`.

use std::process::ExitCode;
use std::sync::Arc;

use catchlight_credentials::C2paReader;
use catchlight_forensics::report::v1::{Received, Via};
use catchlight_forensics::{Cancel, Examination, Exhibit, Host, Limits, Pictures, Specimen};
use catchlight_inference::Installed;
use catchlight_intake::instruments::Instruments;
use catchlight_intake::receive::{self, NotReceived};
use catchlight_intake::sources::{self, Source};
use catchlight_worker::InOwnProcess;
use indicatif::{ProgressBar, ProgressStyle};

use crate::arguments::{EXIT_INCOMPLETE, EXIT_INTERRUPTED, Examine, Language};
use crate::output;
use crate::summary::{in_language, summary};

/// Examines every photo that the arguments name and prints what they ask for.
///
/// # Errors
/// Standard output or the folder of the reports cannot be written.
pub(crate) fn run(arguments: &Examine, cancel: &Cancel) -> anyhow::Result<ExitCode> {
    let language = arguments.language.unwrap_or_else(Language::of_system);
    let named = sources::expand(&arguments.photos);
    for notice in &named.notices {
        output::complain(&in_language(&notice.text, language));
    }
    let instruments = instruments()?;
    let bar = progress_bar(named.sources.len());
    let mut complete = !named.sources.is_empty();
    for source in named.sources {
        if cancel.is_set() {
            break;
        }
        let received_at = catchlight_intake::now();
        let exhibit = match take_in(source, cancel) {
            Ok(exhibit) => exhibit,
            Err((_, NotReceived::Cancelled)) => break,
            Err((name, NotReceived::Unreadable(why))) => {
                complete = false;
                bar.suspend(|| output::complain(&format!("{name}: {}", in_language(&why, language))));
                bar.inc(1);
                continue;
            }
        };
        let specimen = instruments.specimen(&exhibit, Limits::default()).until(cancel);
        let examination = examine(&specimen, received_at, arguments.pictures(), cancel, &bar, language);
        if let Some(directory) = &arguments.out {
            output::write(directory, &examination)?;
        }
        let words = if arguments.json {
            serde_json::to_string(&examination.report)?
        } else {
            summary(&examination.report, language)
        };
        bar.suspend(|| output::print(&words));
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(match (cancel.is_set(), complete) {
        (true, _) => ExitCode::from(EXIT_INTERRUPTED),
        (false, true) => ExitCode::SUCCESS,
        (false, false) => ExitCode::from(EXIT_INCOMPLETE),
    })
}

/// The installed models, the reader of Content Credentials, and a decoder of AVIF and HEIC in a process of its own.
///
/// # Errors
/// The trust lists cannot be used, or the system does not tell where this program lies.
pub(crate) fn instruments() -> anyhow::Result<Instruments> {
    let (models, credentials) = (Arc::new(Installed::find(None)), Arc::new(C2paReader::find()?));
    Ok(Instruments::new(models, Some(credentials), Arc::new(InOwnProcess::of_this_program()?)))
}

/// Reads a photo; of one that was not received, its name and why.
pub(crate) fn take_in(source: Source, cancel: &Cancel) -> Result<Exhibit, (String, NotReceived)> {
    match source {
        Source::File(path) => {
            receive::file(&path, &Limits::default(), cancel).map_err(|error| (path.display().to_string(), error))
        }
        Source::Bytes { name, bytes } => Ok(Exhibit::new(name, bytes)),
    }
}

/// Runs every check and shows which one ended last.
pub(crate) fn examine(
    specimen: &Specimen<'_>,
    received_at: String,
    pictures: Pictures,
    cancel: &Cancel,
    bar: &ProgressBar,
    language: Language,
) -> Examination {
    let received = Received { received_at, examined_at: catchlight_intake::now(), via: Via::CommandLine };
    let host = Host { received: Some(received), pictures, ..Host::default() };
    let name = catchlight_forensics::text::quote(specimen.exhibit().name(), 40);
    bar.set_message(name.clone());
    catchlight_forensics::examine(specimen, &host, cancel, &|progress| {
        let title = in_language(&progress.check.title.into(), language);
        bar.set_message(format!("{name}: {title} ({}/{})", progress.step, progress.of));
    })
}

/// A bar on a terminal; indicatif draws nothing where standard error is none.
pub(crate) fn progress_bar(photos: usize) -> ProgressBar {
    let bar = ProgressBar::new(photos as u64);
    if let Ok(style) = ProgressStyle::with_template("{pos}/{len} {bar:24} {msg}") {
        bar.set_style(style);
    }
    bar
}
