//! How long a casebook takes: `cargo run --release -p catchlight-casebook --example pace -- 2000`. Fills a
//! casebook with so many photos in a temporary folder and times what a person waits for.
#![allow(clippy::expect_used, clippy::print_stdout, reason = "a program for measuring may fail loudly")]

#[path = "../src/tests/samples.rs"]
#[expect(dead_code, reason = "the tests need more of them")]
mod samples;

use std::time::{Duration, Instant};

use catchlight_casebook::{Casebook, PhotoId, Query};

use samples::{AT, Sample, file};

/// Bytes of the pictures of a photo together, as of a usual report.
const PICTURES: usize = 1 << 20;

fn main() {
    let photos: usize = std::env::args().nth(1).and_then(|photos| photos.parse().ok()).unwrap_or(500);
    let folder = tempfile::tempdir().expect("a folder");
    let casebook = Casebook::open(folder.path()).expect("a casebook");
    let case = casebook.create_case("a", AT).expect("a case");
    let mut new: Vec<_> = (0..photos).map(|number| file(&format!("IMG_{number}.jpg"))).collect();
    timed("add all", 1, || casebook.add(case, std::mem::take(&mut new)).expect("added").len());
    let mut finishing = Duration::ZERO;
    let mut last = PhotoId(0);
    while let Some(waiting) = casebook.begin_next(None).expect("the next") {
        let mut sample = Sample::of(&waiting.name);
        for picture in 0..8 {
            sample.pictures.insert(format!("check/{picture}"), vec![picture; PICTURES / 8]);
        }
        let started = Instant::now();
        casebook.finish(waiting.id, &sample.finished()).expect("finished");
        finishing += started.elapsed();
        last = waiting.id;
    }
    println!("{:>24}  {:8.2} ms each", "finish", finishing.as_secs_f64() * 1e3 / photos as f64);
    let query = |text: &str| Query { text: text.to_owned(), limit: 100, ..Query::default() };
    timed("page of 100", 20, || casebook.photos(&query("")).expect("found").rows.len());
    timed("search for words", 20, || casebook.photos(&query("img_1 doubao")).expect("found").rows.len());
    timed("cases with counts", 20, || casebook.cases().expect("read").len());
    timed("report", 20, || casebook.report_json(last).expect("it").len());
    timed("delete a photo", 1, || casebook.remove(last, AT).expect("removed").reports as usize);
    drop(casebook);
    let casebook = timed("open", 1, || Casebook::open(folder.path()).expect("the casebook"));
    timed("look for damage", 1, || casebook.check().expect("whole"));
    timed("delete the case", 1, || casebook.delete_case(case, AT).expect("deleted").reports as usize);
}

fn timed<T>(what: &str, times: u32, mut act: impl FnMut() -> T) -> T {
    let started = Instant::now();
    for _ in 1..times {
        act();
    }
    let last = act();
    println!("{what:>24}  {:8.2} ms", started.elapsed().as_secs_f64() * 1e3 / f64::from(times));
    last
}
