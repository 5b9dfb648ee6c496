//! A disk that is full or may not be written, a database that somebody else has locked, and an end in the middle of
//! an export or import: nothing is lost, the reason is told, and trying again works.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "helpers of a test may fail loudly and say what is skipped"
)]
#![cfg(target_os = "linux")]

#[path = "../src/tests/samples.rs"]
#[expect(dead_code, reason = "the other tests need more of them")]
mod samples;

use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _, stdout};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use catchlight_casebook::{CaseId, Casebook, CasebookError, PhotoId, Query, StageName};

use samples::{AT, Sample, bytes};

/// Where the child finds its folder.
const FOLDER: &str = "CATCHLIGHT_FOLDER_OF_HARD_STOPS";
/// What a program prints that went through what it should.
const DONE: &str = "it held";

/// This program, to run one of its tests as a child.
fn this() -> String {
    env::current_exe().expect("this program").to_str().expect("a path in UTF-8").to_owned()
}

/// Runs a test of this program as a child, in a folder that is a disk of its own of so many KiB. False, with a word,
/// where this account may not make one.
fn on_a_disk_of(kib: u32, test: &str) -> bool {
    let folder = tempfile::tempdir().expect("a folder");
    let alone = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--mount", "--map-root-user", "bash", "-ec", script]).env(FOLDER, folder.path());
        command.output().expect("unshare")
    };
    let mount = format!("mount -t tmpfs -o size={kib}k none \"${FOLDER}\"");
    if !alone(&mount).status.success() {
        println!("skipped: this account may not mount a disk of its own");
        return false;
    }
    let ran = alone(&format!("{mount}; exec '{}' --exact {test} --nocapture --test-threads=1", this()));
    let said = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && said.contains(DONE), "{said}");
    true
}

/// The bytes of a photo; those of another number are others.
fn content(number: usize, length: usize) -> String {
    format!("{number:06}").repeat(length / 6)
}

fn sample(number: usize, length: usize) -> Sample {
    Sample::with(&content(number, length), |report| report.results.truncate(1))
}

/// Adds a photo and keeps what its examination gave.
fn keep(casebook: &Casebook, case: CaseId, number: usize, length: usize) -> Result<PhotoId, CasebookError> {
    let added = casebook.add(case, vec![bytes(&format!("{number}.jpg"), &content(number, length))])?;
    let photo = added.first().expect("one answer").photo();
    casebook.begin(photo)?;
    casebook.finish(photo, &sample(number, length).finished())?;
    Ok(photo)
}

/// Photos of a case by their stage, each whole.
fn examined(casebook: &Casebook) -> Vec<PhotoId> {
    casebook.check().expect("not corrupt");
    let rows = casebook.photos(&Query { limit: 1_000, ..Query::default() }).expect("read").rows;
    let ids: Vec<PhotoId> = rows
        .iter()
        .filter(|row| matches!(row.stage, catchlight_casebook::Stage::Examined { .. }))
        .map(|row| row.id)
        .collect();
    for id in &ids {
        casebook.report(*id).expect("a report");
        casebook.original(*id).expect("the original");
    }
    ids
}

fn explained(error: &CasebookError) {
    let text = error.text();
    assert!(text.en.len() > 20 && !text.zh.is_empty(), "{text:?}");
    println!("{}", text.en);
}

#[test]
fn a_full_disk_loses_nothing_and_trying_again_works() {
    on_a_disk_of(6_000, "child_on_a_full_disk");
}

#[test]
fn child_on_a_full_disk() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let ballast = folder.join("ballast");
    fs::write(&ballast, vec![1; 2 << 20]).expect("room for the ballast");
    let casebook = Casebook::open(&folder.join("casebook")).expect("a casebook");
    let case = casebook.create_case("a", AT).expect("a case");
    let mut kept = Vec::new();
    let error = loop {
        match keep(&casebook, case, kept.len(), 200_000) {
            Ok(photo) => kept.push(photo),
            Err(error) => break error,
        }
    };
    assert!(kept.len() > 3, "{} photos fitted", kept.len());
    explained(&error);
    assert!(error.text().en.contains("full") || error.text().en.contains("No space"), "{}", error.text().en);
    assert_eq!(examined(&casebook), kept, "what was kept before is there");
    // A case cannot be written, and nothing of it is left behind.
    let file = folder.join("case.zip");
    explained(&casebook.export_case(case, &file, true, AT).expect_err("there is no room"));
    let left: Vec<_> = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("it").file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
    // Opened again on the full disk, it is as it was.
    drop(casebook);
    let casebook = Casebook::open(&folder.join("casebook")).expect("the casebook on a full disk");
    assert_eq!(examined(&casebook), kept);
    // With room again, what failed goes through.
    fs::remove_file(&ballast).expect("removed");
    let waiting = casebook.begin_next(None).expect("read");
    if let Some(waiting) = waiting {
        casebook.finish(waiting.id, &sample(kept.len(), 200_000).finished()).expect("finished now");
        kept.push(waiting.id);
    } else {
        kept.push(keep(&casebook, case, kept.len(), 200_000).expect("kept now"));
    }
    assert_eq!(examined(&casebook), kept);
    // Too little room for a second copy of all: an import takes in nothing.
    let small = casebook.create_case("b", AT).expect("a case");
    keep(&casebook, small, 900, 60_000).expect("kept");
    casebook.export_case(small, &file, true, AT).expect("exported");
    let another = Casebook::keep_nothing().expect("a casebook");
    assert_eq!(another.import_case(&file).expect("whole").photos, 1);
    let free = fs::metadata(&ballast).is_err();
    assert!(free, "the ballast is gone");
    fill(&ballast);
    explained(&casebook.import_case(&file).expect_err("there is no room"));
    assert_eq!(casebook.cases().expect("read").len(), 2, "nothing of it was taken in");
    fs::remove_file(&ballast).expect("removed");
    casebook.import_case(&file).expect("taken in now");
    assert_eq!(casebook.cases().expect("read").len(), 3);
    casebook.check().expect("not corrupt");
    println!("{DONE}");
}

/// Writes until nothing more fits.
fn fill(path: &Path) {
    let mut file = fs::File::create(path).expect("a file");
    for size in [1 << 16, 1 << 12] {
        while file.write_all(&vec![2; size]).is_ok() {}
    }
}

#[test]
fn a_disk_that_may_not_be_written_is_told_of() {
    on_a_disk_of(6_000, "child_on_a_disk_that_may_not_be_written");
}

#[test]
fn child_on_a_disk_that_may_not_be_written() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let kept;
    {
        let casebook = Casebook::open(&folder.join("casebook")).expect("a casebook");
        let case = casebook.create_case("a", AT).expect("a case");
        kept = keep(&casebook, case, 1, 1_000).expect("kept");
    }
    let remount = |how: &str| {
        let ran = Command::new("mount").args(["-o", how]).arg(folder).status().expect("mount");
        assert!(ran.success());
    };
    remount("remount,ro");
    explained(&Casebook::open(&folder.join("casebook")).expect_err("it may not be written"));
    explained(&Casebook::open(&folder.join("another")).expect_err("it may not be made"));
    let elsewhere = Casebook::keep_nothing().expect("a casebook");
    let case = elsewhere.create_case("b", AT).expect("a case");
    explained(&elsewhere.export_case(case, &folder.join("case.zip"), true, AT).expect_err("it may not be written"));
    remount("remount,rw");
    let casebook = Casebook::open(&folder.join("casebook")).expect("the casebook");
    assert_eq!(examined(&casebook), [kept]);
    println!("{DONE}");
}

#[test]
fn a_database_that_another_program_has_locked_is_told_of() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Casebook::open(folder.path()).expect("a casebook"));
    let database = fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"SQLite format 3\0")))
        .expect("the database");
    // A tool for backups, say, that knows nothing of the casebook's own lock.
    let other = rusqlite::Connection::open(&database).expect("opened");
    other.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE").expect("locked");
    explained(&Casebook::open(folder.path()).expect_err("it is locked"));
    drop(other);
    Casebook::open(folder.path()).expect("the casebook").check().expect("not corrupt");
}

/// The child: exports the case and takes it in again, over and over, and tells of each.
#[test]
fn child_that_exports_and_imports() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let casebook = Casebook::open(&folder.join("casebook")).expect("the casebook");
    let tell = |line: &str| {
        let mut out = stdout().lock();
        writeln!(out, "{line}").and_then(|()| out.flush()).expect("told");
    };
    tell("open");
    let case = casebook.cases().expect("read").first().expect("the case").id;
    for _ in 0..200 {
        casebook.export_case(case, &folder.join("case.zip"), true, AT).expect("exported");
        tell("exported");
        let imported = casebook.import_case(&folder.join("case.zip")).expect("imported");
        tell("imported");
        casebook.delete_case(imported.case, AT).expect("deleted");
        tell("deleted");
    }
}

#[test]
fn an_end_in_the_middle_of_an_export_or_import_leaves_all_or_nothing() {
    const PHOTOS: usize = 12;
    const KILLS: u32 = 20;
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("casebook");
    {
        let casebook = Casebook::open(&place).expect("a casebook");
        let case = casebook.create_case("a", AT).expect("a case");
        for number in 0..PHOTOS {
            keep(&casebook, case, number, 40_000).expect("kept");
        }
    }
    let mut in_the_middle = 0;
    for round in 0..KILLS {
        let mut child = Command::new(this())
            .args(["--exact", "child_that_exports_and_imports", "--nocapture", "--test-threads=1"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the child");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        for _ in 0..=round % 7 {
            lines.next();
        }
        // In steps that share no factor, from at once to some way into what comes next.
        thread::sleep(Duration::from_micros(u64::from(round * 7_919 % 30_011)));
        child.kill().expect("killed");
        child.wait().expect("ended");
        let casebook = Casebook::open(&place).expect("the casebook after a kill");
        let cases = casebook.cases().expect("read");
        assert!((1..=2).contains(&cases.len()), "{cases:?}");
        for case in &cases {
            assert_eq!(case.stages.get(&StageName::Examined).map(|count| *count as usize), Some(PHOTOS), "{case:?}");
        }
        assert_eq!(examined(&casebook).len(), cases.len() * PHOTOS);
        let file = folder.path().join("case.zip");
        if file.exists() {
            let elsewhere = Casebook::keep_nothing().expect("a casebook");
            assert_eq!(elsewhere.import_case(&file).expect("a whole file or none").photos as usize, PHOTOS);
        }
        in_the_middle += u32::from(parts(folder.path()) > 0 || cases.len() == 2);
        for case in cases.iter().skip(1) {
            casebook.delete_case(case.id, AT).expect("deleted");
        }
    }
    println!("{in_the_middle} of {KILLS} ends left something half done behind");
    assert!(in_the_middle > 0, "no end came in the middle of anything");
}

/// Files of interrupted exports.
fn parts(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry"));
    entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(".catchlight-")).count()
}
