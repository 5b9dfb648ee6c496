//! `catchlight verify`, `catchlight key` and `catchlight timestamp`.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail, ensure};
use catchlight_forensics::exhibit::Exhibit;
use catchlight_forensics::report::v1::Report;
use catchlight_forensics::text::Words;
use catchlight_forensics::{Cancel, Limits, Pictures, text};
use catchlight_intake::receive::NotReceived;
use catchlight_intake::sources::Source;
use catchlight_intake::{key, replace};
use catchlight_record::bundle::{self, Outcome, TimeStamp, Verification};
use catchlight_record::compare::compare;
use serde::Serialize;

use crate::arguments::{EXIT_INCOMPLETE, EXIT_INTERRUPTED, Language, Timestamp, Verify};
use crate::examine::{examine, instruments, progress_bar, take_in};
use crate::export::record_of;
use crate::output::print;
use crate::summary::in_language;

/// Longest report and longest bundle that are read.
const MOST_BYTES: u64 = 2 << 30;
/// How a ZIP file begins.
const ZIP: &[u8] = b"PK\x03\x04";

/// Looks at a bundle or a report and says what was found.
///
/// # Errors
/// A file cannot be read, or the models cannot be opened for another examination.
pub(crate) fn run(arguments: &Verify, cancel: &Cancel) -> anyhow::Result<ExitCode> {
    let language = arguments.language.unwrap_or_else(Language::of_system);
    let bytes = read(&arguments.input)?;
    let mut verification = if is_bundle(&arguments.input, &bytes) {
        bundle::verify(&bytes)
    } else {
        let beside = record_of(&arguments.input);
        let record = arguments.record.clone().or_else(|| beside.is_file().then_some(beside));
        let record = record.map(|path| read(&path)).transpose()?;
        bundle::verify_report(&bytes, record.as_deref())
    };
    drop(bytes);
    if let Some(expected) = &arguments.key {
        expect_key(&mut verification, expected);
    }
    if !again(&mut verification, arguments, cancel, language)? {
        return Ok(ExitCode::from(EXIT_INTERRUPTED));
    }
    say(&verification, arguments.json, language)?;
    Ok(if verification.holds() { ExitCode::SUCCESS } else { ExitCode::from(EXIT_INCOMPLETE) })
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let named = || format!("{} could not be read", path.display());
    let length = fs::metadata(path).with_context(named)?.len();
    ensure!(length <= MOST_BYTES, "{} is longer than any bundle ({length} bytes)", path.display());
    fs::read(path).with_context(named)
}

/// A damaged beginning must not turn a bundle into a report: the name counts as well.
fn is_bundle(path: &Path, bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP) || path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

fn expect_key(verification: &mut Verification, expected: &str) {
    const KEY: &str = "key";
    match &verification.public_key {
        Some(key) if key.eq_ignore_ascii_case(expected) => verification.note(
            KEY,
            Outcome::Holds,
            text!("It was signed with the key that you named.", "它由您指定的密钥签名。"),
        ),
        _ => verification.note(
            KEY,
            Outcome::Broken,
            text!("It was not signed with the key that you named.", "它不是由您指定的密钥签名。"),
        ),
    }
}

/// Examines the file again and compares, when that was asked for. False when it was cancelled.
fn again(
    verification: &mut Verification,
    arguments: &Verify,
    cancel: &Cancel,
    language: Language,
) -> anyhow::Result<bool> {
    if !arguments.again && arguments.photo.is_none() {
        return Ok(true);
    }
    let Some(report) = verification.contents.report.clone() else { return Ok(true) };
    let exhibit = match (&arguments.photo, verification.contents.original.take()) {
        (Some(path), _) => match take_in(Source::File(path.clone()), cancel) {
            Ok(exhibit) => exhibit,
            Err((_, NotReceived::Cancelled)) => return Ok(false),
            Err((name, NotReceived::Unreadable(why))) => bail!("{name}: {}", in_language(&why, language)),
        },
        (None, Some(original)) => Exhibit::new(report.exhibit.name.clone(), original.bytes),
        (None, None) => bail!("the examined file is not inside; name it with --photo"),
    };
    if exhibit.sha256() != report.exhibit.sha256 {
        verification.note(
            "photo",
            Outcome::Broken,
            text!("It is not the file that the report is about.", "它不是报告所述的文件。"),
        );
        return Ok(true);
    }
    verification.note(
        "photo",
        Outcome::Holds,
        text!("It is the file that the report is about.", "它就是报告所述的文件。"),
    );
    if !arguments.again {
        return Ok(true);
    }
    let instruments = instruments()?;
    let specimen = instruments.specimen(&exhibit, Limits::default()).until(cancel);
    let bar = progress_bar(1);
    let now: Report = examine(&specimen, catchlight_intake::now(), Pictures::Drawn, cancel, &bar, language).report;
    bar.finish_and_clear();
    if cancel.is_set() {
        return Ok(false);
    }
    compare(verification, &report, &now);
    Ok(true)
}

/// What `--json` prints.
#[derive(Serialize)]
struct Said<'a> {
    holds: bool,
    public_key: Option<&'a str>,
    findings: &'a [bundle::Finding],
}

fn say(verification: &Verification, json: bool, language: Language) -> anyhow::Result<()> {
    if json {
        let said = Said {
            holds: verification.holds(),
            public_key: verification.public_key.as_deref(),
            findings: &verification.findings,
        };
        print(&serde_json::to_string(&said)?);
        return Ok(());
    }
    for finding in &verification.findings {
        let outcome = match finding.outcome {
            Outcome::Holds => text!("holds      ", "一致  "),
            Outcome::Broken => text!("DIFFERS    ", "不一致"),
            Outcome::NotChecked => text!("not checked", "未核验"),
        };
        let (outcome, said) = (in_language(&outcome, language), in_language(&finding.text, language));
        print(&format!("{outcome}  {}: {said}", finding.subject));
    }
    let together = if verification.holds() { WHOLE } else { NOT_WHOLE };
    print(&in_language(&together.into(), language));
    Ok(())
}

const WHOLE: Words = Words::new(
    "Nothing that could be checked was changed. That says that the report is as it was written, not that it is right.",
    "能够核验的内容都没有改动。这说明报告与写入时一致，不说明报告内容正确。",
);
const NOT_WHOLE: Words =
    Words::new("Something was changed, is missing or differs; see above.", "有内容被改动、缺失或不一致，见上文。");

/// Prints the public key of this user's signatures; the key is made when there is none.
///
/// # Errors
/// There is no place for a key, or the kept one is damaged.
pub(crate) fn key() -> anyhow::Result<ExitCode> {
    print(&key::open().context("there is no signing key")?.public());
    Ok(ExitCode::SUCCESS)
}

/// Writes the request for a time stamp of a bundle, or adds the authority's answer to it.
///
/// # Errors
/// A file cannot be read or written, or the answer is not about this bundle.
pub(crate) fn timestamp(arguments: &Timestamp) -> anyhow::Result<ExitCode> {
    let bytes = read(&arguments.bundle)?;
    match (&arguments.request, &arguments.token) {
        (Some(request), None) => {
            let list = bundle::list(&bytes).map_err(|error| anyhow!(error.text().en))?;
            replace::file(request, &TimeStamp::request(&list)?)
                .with_context(|| format!("{} could not be written", request.display()))?;
            print(&request.display().to_string());
        }
        (None, Some(token)) => {
            let stamped = bundle::with_time_stamp(&bytes, read(token)?, &key::open()?)
                .with_context(|| format!("{} was left as it is", arguments.bundle.display()))?;
            replace::file(&arguments.bundle, &stamped)
                .with_context(|| format!("{} could not be written", arguments.bundle.display()))?;
            print(&arguments.bundle.display().to_string());
        }
        // The arguments ask for just one.
        _ => bail!("name either --request or --token"),
    }
    Ok(ExitCode::SUCCESS)
}
