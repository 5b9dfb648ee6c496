//! The command line as a person or a script uses it: the built program, real files, its exit codes.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use catchlight_forensics::report::v1::{CheckResult, Content, EvidenceGroup, ExaminationOutcome, Report, State};
use catchlight_rendered as rendered;

use super::program;

/// `catchlight examine` with these arguments.
fn examine<A: AsRef<std::ffi::OsStr>>(arguments: &[A]) -> Command {
    let mut command = Command::new(program("CATCHLIGHT_CLI", "catchlight", "catchlight-cli"));
    command.arg("examine").args(arguments).env("LANG", "C.UTF-8").env_remove("LANGUAGE").env_remove("LC_ALL");
    command.stdin(Stdio::null());
    command
}

fn run<A: AsRef<std::ffi::OsStr>>(arguments: &[A]) -> Output {
    examine(arguments).output().expect("the program starts")
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// The reports that were printed, one a line.
fn reports(output: &[u8]) -> Vec<Report> {
    words(output).lines().map(|line| serde_json::from_str(line).expect("a whole report on each line")).collect()
}

/// Writes a rendered photo into a folder.
fn photo(folder: &Path, name: &str, (width, height): (u32, u32)) -> PathBuf {
    let path = folder.join(name);
    let bytes =
        rendered::with_exif(&rendered::jpeg(&rendered::scene(width, height, 4), 90), &rendered::Exif::of_camera());
    std::fs::write(&path, bytes).expect("a file");
    path
}

#[test]
fn the_summary_is_in_the_language_that_was_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let photo = photo(folder.path(), "holiday.jpg", (640, 480));
    let output = run(&[photo.as_os_str()]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
    let english = words(&output.stdout);
    assert!(english.starts_with("holiday.jpg\n"), "{english}");
    assert!(english.contains("Could not look (") && english.contains("SHA-256 "), "{english}");

    let output = run(&["--language".as_ref(), "zh-Hans".as_ref(), photo.as_os_str()]);
    let chinese = words(&output.stdout);
    assert!(chinese.contains("未能查看") && !chinese.contains("Could not look"), "{chinese}");
}

#[test]
fn json_is_one_report_a_line_in_natural_order() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["photo-10.jpg", "photo-2.jpg", "photo-1.jpg"] {
        photo(folder.path(), name, (320, 240));
    }
    std::fs::write(folder.path().join("notes.txt"), "no photo").expect("a file");
    let output = run(&["--json".as_ref(), folder.path().as_os_str()]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
    let names: Vec<String> = reports(&output.stdout).into_iter().map(|report| report.exhibit.name).collect();
    assert_eq!(names, ["photo-1.jpg", "photo-2.jpg", "photo-10.jpg"]);
}

#[test]
fn the_reports_folder_holds_the_report_and_every_picture_that_it_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let photo = photo(folder.path(), "holiday.jpg", (640, 480));
    let out = folder.path().join("reports/new");
    let output = run(&["--json".as_ref(), "--out".as_ref(), out.as_os_str(), photo.as_os_str()]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
    let printed = reports(&output.stdout).remove(0);

    let written: Vec<PathBuf> =
        std::fs::read_dir(&out).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    assert_eq!(written.len(), 1, "{written:?}");
    let report: Report =
        serde_json::from_str(&std::fs::read_to_string(written[0].join("report.json")).expect("a report"))
            .expect("report::v1");
    assert_eq!(report, printed);

    let mut expected: Vec<String> =
        report.results.iter().flat_map(pictures).chain(["report.json".to_owned()]).collect();
    expected.sort();
    let mut files: Vec<String> = std::fs::read_dir(&written[0])
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    assert_eq!(files, expected);
    for name in files.iter().filter(|name| name.ends_with(".png")) {
        image::open(written[0].join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn pictures_can_be_left_out_and_nothing_is_answered_differently() {
    let folder = tempfile::tempdir().expect("a folder");
    let photo = photo(folder.path(), "holiday.jpg", (640, 480));
    let whole = reports(&run(&["--json".as_ref(), photo.as_os_str()]).stdout).remove(0);
    let bare = reports(&run(&["--json".as_ref(), "--no-pictures".as_ref(), photo.as_os_str()]).stdout).remove(0);
    assert!(whole.results.iter().any(|result| !result.artifacts.is_empty()));
    assert!(bare.results.iter().all(|result| result.artifacts.is_empty()));
    assert_eq!(bare.conclusion, whole.conclusion);
    assert_eq!(bare.results.len(), whole.results.len());
    for (bare, whole) in bare.results.iter().zip(&whole.results) {
        let id = &whole.check.id;
        if whole.group == EvidenceGroup::ExpertView {
            assert_eq!(bare.state, State::NotApplicable, "{id}");
            assert!(bare.why.as_ref().is_some_and(|why| why.en.contains("without pictures")), "{id}");
        } else {
            let answer =
                |result: &CheckResult| (result.state, result.score, result.summary.clone(), result.why.clone());
            assert_eq!(answer(bare), answer(whole), "{id}");
            assert_eq!(bare.weight, whole.weight, "{id}");
        }
    }
}

/// File names of the pictures of a check's result.
fn pictures(result: &CheckResult) -> impl Iterator<Item = String> + '_ {
    result.artifacts.iter().filter_map(|artifact| match &artifact.content {
        Content::Map { image, .. } | Content::Picture { image, .. } | Content::Spectrum { image, .. } => {
            Some(format!("{}.png", image.replace('/', ".")))
        }
        Content::Regions { .. } | Content::Outlines { .. } | Content::Plot { .. } => None,
    })
}

#[test]
fn a_photo_that_cannot_be_read_is_named_and_the_others_are_examined() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("missing.jpg");
    let photo = photo(folder.path(), "there.jpg", (320, 240));
    let output = run(&["--json".as_ref(), missing.as_os_str(), photo.as_os_str()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output.stderr).contains("missing.jpg"), "{}", words(&output.stderr));
    assert_eq!(reports(&output.stdout).len(), 1);
}

#[test]
fn a_file_that_is_no_picture_still_gets_a_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("photo.jpg");
    std::fs::write(&path, "this is text").expect("a file");
    let output = run(&["--json".as_ref(), path.as_os_str()]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
    let report = reports(&output.stdout).remove(0);
    assert!(report.exhibit.undecodable.is_some());
}

#[test]
fn an_empty_folder_and_wrong_arguments_have_codes_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run(&[folder.path()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!output.stderr.is_empty() && output.stdout.is_empty());

    for wrong in [&["--no-such-option", "x.jpg"][..], &[], &["--language", "fr", "x.jpg"]] {
        let output = run(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(words(&output.stderr).contains("--help"), "{}", words(&output.stderr));
    }
}

#[test]
fn a_reports_folder_that_cannot_be_written_is_told_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let photo = photo(folder.path(), "holiday.jpg", (320, 240));
    let blocked = photo.join("below-a-file");
    let output = run(&["--out".as_ref(), blocked.as_os_str(), photo.as_os_str()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output.stderr).contains("could not be made"), "{}", words(&output.stderr));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_with_what_is_finished() {
    const PHOTOS: usize = 40;
    let folder = tempfile::tempdir().expect("a folder");
    let first = photo(folder.path(), "photo-01.jpg", (2400, 1800));
    for number in 2..=PHOTOS {
        std::fs::copy(&first, folder.path().join(format!("photo-{number:02}.jpg"))).expect("a copy");
    }
    let mut running =
        examine(&["--json".as_ref(), folder.path().as_os_str()]).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut output = BufReader::new(running.stdout.take().expect("a pipe"));
    let mut printed = Vec::new();
    output.read_until(b'\n', &mut printed).expect("the first report");
    let killed = Command::new("kill").args(["-INT", &running.id().to_string()]).status().expect("kill");
    assert!(killed.success());
    output.read_to_end(&mut printed).expect("the rest");
    assert_eq!(running.wait().expect("it ends").code(), Some(130));

    let reports = reports(&printed);
    assert!((1..PHOTOS).contains(&reports.len()), "{} reports", reports.len());
    let (last, finished) = reports.split_last().expect("reports");
    assert!(finished.iter().all(|report| report.outcome == ExaminationOutcome::Completed));
    // The signal meets the last photo in the middle, or comes between two photos.
    if last.outcome == ExaminationOutcome::Cancelled {
        assert!(last.conclusion.title.en.contains("cancelled"), "{:?}", last.conclusion.title);
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_crash() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a.jpg", "b.jpg"] {
        photo(folder.path(), name, (320, 240));
    }
    let mut running = examine(&["--json".as_ref(), folder.path().as_os_str()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(running.stdout.take());
    let mut complaints = String::new();
    running.stderr.take().expect("a pipe").read_to_string(&mut complaints).expect("words");
    assert_eq!(running.wait().expect("it ends").code(), Some(0), "{complaints}");
    assert!(!complaints.contains("panicked"), "{complaints}");
}

/// `catchlight examine --jsonl` with this standard input.
fn lines(arguments: &[&str], input: &[u8]) -> (Vec<serde_json::Value>, Option<i32>, String) {
    let mut child = examine(&[&["--jsonl"], arguments].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || std::io::Write::write_all(&mut stdin, &input));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("no panic").expect("all is read");
    let mut lines: Vec<serde_json::Value> =
        words(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON on each line")).collect();
    lines.sort_by_key(|line| line["name"].to_string());
    (lines, output.status.code(), words(&output.stderr))
}

#[test]
fn a_pipeline_gets_a_line_for_each_path() {
    let folder = tempfile::tempdir().expect("a folder");
    let photo = photo(folder.path(), "a.jpg", (320, 240));
    let missing = folder.path().join("none.jpg");
    let input = format!("{}\n{}\n", photo.display(), missing.display());
    let (found, code, _) = lines(&[], input.as_bytes());
    assert_eq!((found.len(), code), (2, Some(1)), "{found:?}");
    let report: Report = serde_json::from_value(found[0]["report"].clone()).expect("report::v1");
    assert_eq!((found[0]["sha256"].as_str(), &*report.exhibit.name), (Some(&*report.exhibit.sha256), "a.jpg"));
    assert_eq!(report.outcome, ExaminationOutcome::Completed);
    assert_eq!(found[1]["name"], missing.display().to_string());
    assert!(found[1]["error"]["zh-Hans"].is_string() && found[1]["report"].is_null(), "{}", found[1]);
    assert_eq!(lines(&[], b"").1, Some(0), "nothing was asked");
    assert_eq!(run(&["--jsonl".as_ref(), photo.as_os_str()]).status.code(), Some(2), "both ways at once");
}

#[test]
fn a_pipeline_goes_on_where_it_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |number: u32| photo(folder.path(), &format!("{number}.jpg"), (200 + number, 240));
    let input: String = (1..=3).map(|number| format!("{}\n", path(number).display())).collect();
    let kept = folder.path().join("lines.jsonl");
    let into = ["--into", kept.to_str().expect("UTF-8")];
    let (printed, code, error) = lines(&into, input.lines().next().expect("a line").as_bytes());
    assert_eq!((printed.len(), code), (0, Some(0)), "{error}");
    // As a power cut would leave it.
    let whole = std::fs::read_to_string(&kept).expect("the lines");
    std::fs::write(&kept, format!("{whole}{}", &whole[..40])).expect("a file");
    assert_eq!(lines(&into, input.as_bytes()).1, Some(0));
    let after = std::fs::read_to_string(&kept).expect("the lines");
    assert!(after.starts_with(&whole), "what was there stays");
    let mut names: Vec<String> = after
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON")["name"].to_string())
        .collect();
    names.sort();
    names.dedup();
    assert_eq!((names.len(), after.lines().count()), (3, 3));
    assert_eq!(lines(&into, input.as_bytes()).1, Some(0));
    assert_eq!(std::fs::read_to_string(&kept).expect("the lines"), after, "nothing is examined twice");
}

#[test]
fn completions_and_manual_pages_are_made_from_the_arguments() {
    let print = |arguments: &[&str]| {
        let mut command = Command::new(program("CATCHLIGHT_CLI", "catchlight", "catchlight-cli"));
        let output = command.args(arguments).output().expect("the program starts");
        (words(&output.stdout), output.status.code())
    };
    let (script, code) = print(&["completions", "bash"]);
    assert!(code == Some(0) && script.contains("--jsonl") && script.contains("selftest"));
    let (page, _) = print(&["manual"]);
    assert!(page.contains(".TH catchlight") && page.contains("examine"), "{page}");
    let (page, _) = print(&["manual", "account"]);
    assert!(page.contains(".TH catchlight-account") && page.contains("blur"), "{page}");
    assert_eq!(print(&["manual", "nonsense"]).1, Some(1));
}
