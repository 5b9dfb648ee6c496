//! Examines files changed by chance and counts what came of it: `mutants COUNT [FIRST]`. A mutant is its number, so
//! that `mutants 1 NUMBER` repeats one. AVIF and HEIC are decoded in a process of their own, as by the program itself:
//! a decoder that breaks down there is counted.
#![allow(clippy::print_stdout, reason = "this is a program for the command line")]

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use catchlight_credentials::C2paReader;
use catchlight_hostile::examination::{Counted, Counts, LIMITS, reported};
use catchlight_hostile::mutants::mutant;
use catchlight_hostile::{files, panics};
use catchlight_worker::InOwnProcess;

/// Larger real files cost time and show nothing that smaller ones do not.
const MOST_BYTES: u64 = 600 << 10;
/// What no file may take.
const HANGS: Duration = Duration::from_secs(10);

fn main() -> Result<ExitCode, String> {
    if let Some(code) = catchlight_worker::take_over() {
        return Ok(code);
    }
    let mut numbers = std::env::args().skip(1).map(|word| word.parse::<u64>().map_err(|error| error.to_string()));
    let count = numbers.next().ok_or("usage: mutants COUNT [FIRST]")??;
    let first = numbers.next().transpose()?.unwrap_or_default();
    let mut files = files::rendered();
    files.extend(files::committed(MOST_BYTES));
    let ours = files.len();
    files.extend(files::beside(MOST_BYTES));
    println!("{ours} files of the project, {} beside it", files.len() - ours);

    let reader = C2paReader::find().map_err(|error| error.to_string())?;
    let heif = Counted::new(InOwnProcess::of_this_program().map_err(|error| error.to_string())?);
    panics::watch();
    let (mut counts, mut done) = (Counts::default(), BTreeMap::<&str, u32>::new());
    let (mut wrong, mut of_libraries) = (Vec::new(), BTreeMap::<String, u32>::new());
    let (mut slowest, began) = ((Duration::ZERO, 0), Instant::now());
    for number in first..first + count {
        let mutant = mutant(&files, number);
        mutant.done.iter().for_each(|name| *done.entry(name).or_default() += 1);
        let name = format!("{number} ({}: {})", mutant.of, mutant.done.join(", "));
        let start = Instant::now();
        let examined = || reported(&mutant.of, mutant.bytes, LIMITS, Some(&reader), &heif);
        let report = catch_unwind(AssertUnwindSafe(examined));
        let took = start.elapsed();
        slowest = slowest.max((took, number));
        let seen = panics::taken();
        match report {
            Ok(report) if seen.ours.is_empty() && took < HANGS => counts.add(&report),
            Ok(_) => wrong.push(format!("{name}: {took:?} {:?}", seen.ours)),
            Err(_) => wrong.push(format!("{name}: no report: {:?}", seen)),
        }
        for panic in seen.of_libraries {
            // By its place alone: the numbers that follow are another for each file.
            *of_libraries.entry(panic.lines().next().unwrap_or_default().to_owned()).or_default() += 1;
        }
    }
    println!("{} mutants in {:.0?}, the slowest was {} with {:.1?}", count, began.elapsed(), slowest.1, slowest.0);
    println!("done to them: {done:?}");
    println!("reports: {}, without pixels: {}", counts.reports, counts.undecodable);
    println!("checks by state: {:?}", counts.states);
    println!("panics of libraries, caught: {of_libraries:#?}");
    println!("decoders of AVIF and HEIC without an answer: {:#?}", heif.without_answer());
    if wrong.is_empty() {
        Ok(ExitCode::SUCCESS)
    } else {
        Err(format!("{} went wrong:\n{}", wrong.len(), wrong.join("\n")))
    }
}
