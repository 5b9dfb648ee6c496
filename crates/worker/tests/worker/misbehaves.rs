//! Decoders that break down, hang, lie or talk too much. Each is a shell's line in the decoder's place.

use std::time::{Duration, Instant};

use catchlight_forensics::Host;
use catchlight_forensics::model::NoModels;
use catchlight_forensics::pixels::Cause;
use catchlight_forensics::report::v1::{Report, State};
use catchlight_forensics::text::Words;
use catchlight_forensics::{Exhibit, Specimen, examine};
use catchlight_worker::{InOwnProcess, refusal};

use super::*;

/// Less than any of these decoders would take by itself, and more than starting a shell takes.
const PATIENCE: Duration = Duration::from_secs(30);

fn decoder(line: &str) -> InOwnProcess {
    InOwnProcess::of("/bin/sh").with_arguments(["-c", line]).with_patience(PATIENCE)
}

/// Why this decoder gives no picture.
fn refused(decoder: &InOwnProcess, bytes: &[u8]) -> String {
    let refused = decode(decoder, bytes, &Limits::default(), &Cancel::default()).expect_err("a refusal");
    assert_eq!(refused.cause, Cause::Decoder);
    assert!(!refused.reason.zh.is_empty());
    refused.reason.en
}

/// Asserts that a decoder ends so, well before it would be stopped for taking too long.
fn ends_so(line: &str, expected: Words) {
    let start = Instant::now();
    assert_eq!(refused(&decoder(line), &fixture("still.avif")), expected.en, "{line}");
    assert!(start.elapsed() < PATIENCE / 2, "{line} took {:?}", start.elapsed());
}

/// The processes that this one has started and not waited for. Counted on Linux alone.
fn left_behind(mark: &str) -> usize {
    let Ok(processes) = std::fs::read_dir("/proc") else { return 0 };
    processes
        .filter_map(|process| std::fs::read(process.ok()?.path().join("cmdline")).ok())
        .filter(|line| line.windows(mark.len()).any(|part| part == mark.as_bytes()))
        .count()
}

#[test]
fn one_that_breaks_down_is_named_so() {
    ends_so("exit 1", refusal::ENDED);
    ends_so("kill -SEGV $$", refusal::ENDED);
    ends_so("kill -KILL $$", refusal::ENDED);
    ends_so("cat >/dev/null; kill -ABRT $$", refusal::ENDED);
    // It closes its answer and lives on.
    ends_so("exec >&-; exec sleep 3601", refusal::ENDED);
}

#[test]
fn one_that_lies_is_not_believed() {
    ends_so("exec yes", refusal::NONSENSE);
    ends_so("exec cat /dev/zero", refusal::NONSENSE);
    // A picture of 4 billion pixels' side, and one of a size that is allowed, without its samples.
    let sized = |width: u32| {
        format!(r#"{{"decoded":{{"width":{width},"height":{width},"samples":"rgb8","bits_per_sample":8,"notes":[]}}}}"#)
    };
    let answer = |header: &str| format!("printf '\\{:03o}\\0\\0\\0%s' '{header}'", header.len());
    ends_so(&answer(&sized(u32::MAX)), refusal::NONSENSE);
    ends_so(&answer(&sized(100)), refusal::ENDED);
}

#[test]
fn one_that_hangs_is_stopped_with_all_that_it_started() {
    let mark = "3602.25";
    let start = Instant::now();
    let hanging = decoder(&format!("sleep {mark} & sleep {mark}; true")).with_patience(Duration::from_secs(2));
    assert_eq!(refused(&hanging, &fixture("still.avif")), refusal::TOO_LONG.en);
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert_eq!(left_behind(mark), 0);
}

#[test]
fn one_that_reads_nothing_and_one_that_talks_without_end_block_nobody() {
    // More than a pipe holds, on all three of them.
    let mut bytes = fixture("still.avif");
    bytes.resize(4 << 20, 0);
    let patience = Duration::from_secs(2);
    let silent = decoder("exec sleep 3603").with_patience(patience);
    assert_eq!(refused(&silent, &bytes), refusal::TOO_LONG.en);
    let talking = decoder("yes >&2; true").with_patience(patience);
    assert_eq!(refused(&talking, &bytes), refusal::TOO_LONG.en);
}

#[test]
fn one_is_stopped_when_the_examination_is_cancelled() {
    let cancel = Cancel::default();
    let start = Instant::now();
    let refused = std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(300));
            cancel.set();
        });
        decode(&decoder("exec sleep 3604"), &fixture("still.avif"), &Limits::default(), &cancel)
    });
    assert_eq!(refused.expect_err("a refusal").reason, refusal::CANCELLED.into());
    assert!(start.elapsed() < PATIENCE / 2);
}

#[test]
fn one_that_asks_for_too_much_memory_is_named_so() {
    // Rust's standard library says this and aborts.
    ends_so("echo 'memory allocation of 99 bytes failed' >&2; kill -ABRT $$", refusal::TOO_MUCH_MEMORY);
    // The real one, with 600 MB of address space for a file of 1 GB; its memory is never touched.
    let file = fixture("still.avif");
    let mut bytes = vec![0; 1 << 30];
    bytes.get_mut(..file.len()).expect("a longer file").copy_from_slice(&file);
    let real = InOwnProcess::of("/bin/sh")
        .with_arguments(["-c", "ulimit -v 600000; exec \"$0\" \"$@\"", PROGRAM])
        .with_patience(PATIENCE);
    assert_eq!(refused(&real, &bytes), refusal::TOO_MUCH_MEMORY.en);
    let small = decode(&real, &file, &Limits::default(), &Cancel::default());
    assert!(small.is_ok(), "{small:?}");
}

/// The report on a picture whose decoder is this one.
fn report(decoder: &InOwnProcess) -> Report {
    let exhibit = Exhibit::new("photo.avif", fixture("still.avif"));
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default()).with_heif_decoder(decoder);
    examine(&specimen, &Host::default(), &Cancel::default(), &|_| ()).report
}

#[test]
fn it_costs_the_picture_and_nothing_else() {
    let broken = report(&decoder("kill -SEGV $$"));
    assert_eq!(broken.exhibit.undecodable.as_ref().map(|why| why.en.as_str()), Some(refusal::ENDED.en));
    let whole = report(&InOwnProcess::of(PROGRAM));
    assert_eq!(whole.exhibit.undecodable, None);
    assert_eq!(broken.results.len(), whole.results.len());
    // What a file says of itself was read all the same.
    let state = |report: &Report, id: &str| {
        report.results.iter().find(|result| result.check.id == id).map(|result| result.state).expect("a check")
    };
    for id in ["file_identity", "stated_metadata", "generator_metadata"] {
        assert_ne!(state(&broken, id), State::Failed, "{id}");
    }
    let looked = |report: &Report| report.results.iter().filter(|result| result.why.is_none()).count();
    assert!((1..looked(&whole)).contains(&looked(&broken)), "{} and {}", looked(&broken), looked(&whole));
}
