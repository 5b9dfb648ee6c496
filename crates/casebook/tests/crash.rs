//! A child process finishes photos and is killed at varied moments. Nothing that it told of is lost, nothing
//! is there twice, and the queue goes on to its end.
#![allow(clippy::expect_used, reason = "helpers of a test may fail loudly")]

#[path = "../src/tests/samples.rs"]
#[expect(dead_code, reason = "the other tests need more of them")]
mod samples;

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead as _, BufReader, Write as _, stdout};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use catchlight_casebook::{Casebook, CasebookError, Identity, Kept, PhotoId, Query, StageName};
use catchlight_record::bundle::sha256;
use catchlight_record::v1::Remarks;

use samples::{AT, Sample, bytes, file};

/// Where the child finds its casebook.
const FOLDER: &str = "CATCHLIGHT_CASEBOOK_OF_CRASH_TEST";
/// How often the child is killed.
const KILLS: u32 = 50;
/// Photos of the queue.
const PHOTOS: u32 = 300;
/// Every so many photos have the bytes of the one before.
const COPY_EVERY: u32 = 10;

/// What a photo of this name holds: `photo 19 copy` is a copy of `photo 19`.
fn content(name: &str) -> Sample {
    let original = name.trim_end_matches(" copy");
    Sample::with(original, |report| report.results.truncate(3))
}

/// The child: examines what waits, and tells what it has finished. Does nothing when it is run as a test.
#[test]
fn child() {
    let Ok(folder) = env::var(FOLDER) else { return };
    let casebook = Casebook::open(Path::new(&folder)).expect("the casebook");
    let tell = |line: String| {
        let mut out = stdout().lock();
        writeln!(out, "{line}").and_then(|()| out.flush()).expect("told");
    };
    tell("open".to_owned());
    while let Some(waiting) = casebook.begin_next(None).expect("the next") {
        let sample = content(&waiting.name);
        // Half of the photos are looked at for their digest first, as the app does.
        if waiting.id.0 % 2 == 0
            && let Identity::Duplicate(of) =
                casebook.identify(waiting.id, &sha256(&sample.original)).expect("identified")
        {
            tell(format!("duplicate {} {}", waiting.id.0, of.0));
            continue;
        }
        match casebook.finish(waiting.id, &sample.finished()).expect("finished") {
            Kept::Kept => tell(format!("finished {}", waiting.id.0)),
            Kept::Duplicate(of) => {
                tell(format!("duplicate {} {}", waiting.id.0, of.0));
                continue;
            }
        }
        if waiting.id.0 % 7 == 0 {
            let remarks = Remarks { by: waiting.name.clone(), ..Remarks::none() };
            casebook.remark(waiting.id, remarks).expect("remarked");
            tell(format!("remarked {}", waiting.id.0));
        }
    }
    tell("end".to_owned());
}

fn started(folder: &Path) -> Child {
    Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the child")
}

/// Lets the child tell so many lines and go on for a moment, then kills it. What it told, and whether it came
/// to its end.
fn killed_after(folder: &Path, lines: u32, more: Duration) -> Vec<String> {
    let mut child = started(folder);
    let mut out = BufReader::new(child.stdout.take().expect("its output"));
    let mut told = Vec::new();
    let mut line = String::new();
    while (told.len() as u32) < lines && out.read_line(&mut line).expect("a line") > 0 {
        told.extend(event(&line));
        line.clear();
    }
    if told.iter().any(|event| event == "open") {
        assert!(matches!(Casebook::open(folder), Err(CasebookError::InUse(_))), "two programs have it open");
    }
    thread::sleep(more);
    child.kill().expect("killed");
    child.wait().expect("ended");
    // What was told in between still lies in the pipe; a line that was cut off was not told.
    while out.read_line(&mut line).expect("a line") > 0 {
        told.extend(Some(&line).filter(|line| line.ends_with('\n')).and_then(|line| event(line)));
        line.clear();
    }
    told
}

/// A line of the child; what the test's own frame prints is none.
fn event(line: &str) -> Option<String> {
    // The frame's `test child ... ` stands before the first line, without an end of its own.
    let line = line.trim_end().rsplit("... ").next()?;
    let known = ["open", "finished ", "duplicate ", "remarked ", "end"];
    known.iter().any(|known| line.starts_with(known)).then(|| line.to_owned())
}

/// Everything that a photo should be when it was finished.
fn is_whole(casebook: &Casebook, id: PhotoId) {
    let row = casebook.photo(id).expect("the photo");
    let sample = content(&row.name);
    let json = casebook.report_json(id).expect("a report");
    assert_eq!(json, serde_json::to_string(&sample.report).expect("JSON"), "{}", row.name);
    assert_eq!(casebook.record(id).expect("a record").chain, sample.record.chain);
    assert_eq!(casebook.pictures(id).expect("pictures"), sample.pictures);
    assert_eq!(casebook.original(id).expect("the file"), sample.original);
    assert_eq!(row.sha256.as_deref(), Some(sample.report.exhibit.sha256.as_str()));
}

#[test]
fn nothing_that_was_told_is_lost_when_the_program_is_killed() {
    let folder = tempfile::tempdir().expect("a folder");
    let all = |query: Query| Query { limit: 1_000, ..query };
    let copies;
    {
        let casebook = Casebook::open(folder.path()).expect("a casebook");
        let case = casebook.create_case("a", AT).expect("a case");
        let new = (0..PHOTOS).map(|number| match number % COPY_EVERY {
            0 if number > 0 => file(&format!("photo {} copy", number - 1)),
            1 => bytes(&format!("photo {number}"), &format!("photo {number}")),
            _ => file(&format!("photo {number}")),
        });
        casebook.add(case, new.collect()).expect("added");
        copies = (PHOTOS - 1) / COPY_EVERY;
    }
    let mut told: BTreeMap<PhotoId, bool> = BTreeMap::new();
    let mut interrupted = 0;
    for round in 0..KILLS {
        // From before it is open to in the middle of a photo, in steps that share no factor.
        let lines = round % 8;
        let more = Duration::from_micros(u64::from(round * 7_919 % 12_007));
        let events = killed_after(folder.path(), lines, more);
        interrupted += u32::from(!events.iter().any(|event| event == "end"));
        let casebook = Casebook::open(folder.path()).expect("the casebook after a kill");
        casebook.check().expect("not corrupt");
        for event in &events {
            let mut words = event.split(' ');
            let what = words.next();
            let Some(id) = words.next().and_then(|id| id.parse().ok()).map(PhotoId) else { continue };
            match what {
                Some("finished") => {
                    assert!(told.insert(id, false).is_none(), "{id:?} was finished twice");
                    is_whole(&casebook, id);
                }
                Some("duplicate") => assert!(casebook.photo(id).is_err(), "{id:?} is a copy"),
                Some("remarked") => {
                    assert_eq!(casebook.record(id).expect("a record").remarks.by, casebook.photo(id).expect("it").name);
                }
                _ => (),
            }
        }
        let stages = casebook.cases().expect("read").remove(0).stages;
        assert!(!stages.contains_key(&StageName::Examining), "{stages:?}");
        assert!(stages.get(&StageName::Examined).copied().unwrap_or(0) as usize >= told.len());
    }
    assert!(interrupted >= KILLS * 4 / 5, "the queue was too short: {interrupted}");
    let last = started(folder.path()).wait_with_output().expect("ended");
    assert!(last.status.success(), "{}", String::from_utf8_lossy(&last.stderr));
    let casebook = Casebook::open(folder.path()).expect("the casebook");
    casebook.check().expect("not corrupt");
    let page = casebook.photos(&all(Query::default())).expect("read");
    assert_eq!(page.total, PHOTOS - copies, "none lost, none twice");
    for row in &page.rows {
        is_whole(&casebook, row.id);
    }
    assert!(told.keys().all(|id| page.rows.iter().any(|row| row.id == *id)));
    let further: usize = page.rows.iter().map(|row| row.further_names.len()).sum();
    assert_eq!(further, copies as usize);
    let originals = walk(&folder.path().join("originals"));
    assert_eq!(originals, page.total as usize, "an original for each, and nothing besides");
}

fn walk(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.map(|path| if path.is_dir() { walk(&path) } else { 1 }).sum()
}
