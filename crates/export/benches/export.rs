//! Time of each export of one photo: `cargo bench -p catchlight-export`. Without arguments the report of a
//! rendered photo at 3000 x 4000 is exported; `CATCHLIGHT_BENCH_REPORT=FOLDER` takes one that
//! `catchlight examine --out` wrote, with `photo.png` beside it when there is one.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark stops where it cannot measure"
)]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use catchlight_export::{Card, Fonts, Languages, Pictures, Subject, card, html, pdf, pdf_of_many, table};
use catchlight_forensics::model::NoModels;
use catchlight_forensics::pixels::thumbnail;
use catchlight_forensics::report::v1::Report;
use catchlight_forensics::{Cancel, Exhibit, Host, Limits, Specimen, examine};
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};

const MOMENT: &str = "2026-11-22T18:00:00+00:00";

fn rendered() -> (Report, Pictures) {
    let exhibit =
        Exhibit::new("rendered.jpg", catchlight_rendered::jpeg(&catchlight_rendered::portrait(3000, 4000, 1), 90));
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
    let examination = examine(&specimen, &Host::default(), &Cancel::default(), &|_| {});
    let photo = specimen.view().ok().map(|(view, _)| view.clone());
    (examination.report, Pictures { photo, artifacts: examination.images })
}

fn written(folder: &Path) -> (Report, Pictures) {
    let report: Report = serde_json::from_slice(&std::fs::read(folder.join("report.json")).unwrap()).unwrap();
    let mut artifacts = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "png") {
            let key = path.file_stem().unwrap().to_string_lossy().replacen('.', "/", 1);
            artifacts.insert(key, image::open(&path).unwrap().into_rgba8());
        }
    }
    let photo = artifacts.remove("photo");
    (report, Pictures { photo, artifacts })
}

fn exports(criterion: &mut Criterion) {
    let folder = std::env::var_os("CATCHLIGHT_BENCH_REPORT").map(PathBuf::from);
    let (report, pictures) = folder.map_or_else(rendered, |folder| written(&folder));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.setup/fonts");
    let files = ["NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"]
        .map(|name| std::fs::read(root.join(name)).expect("models/fetch.sh fonts"));
    let mut group = criterion.benchmark_group("one photo");
    group.sample_size(10);
    group.bench_function("fonts", |bencher| bencher.iter(|| Fonts::new(black_box(files.clone()))));
    let fonts = Fonts::new(files.clone()).unwrap();
    for (name, languages) in [("English", Languages::English), ("both languages", Languages::Both)] {
        let page = html(&report, None, &pictures, languages, MOMENT).unwrap();
        let printed = pdf(&report, None, &pictures, languages, MOMENT, &fonts).unwrap();
        println!("{name}: HTML {} kB, PDF {} kB", page.len() / 1000, printed.len() / 1000);
        group.bench_function(format!("HTML, {name}"), |bencher| {
            bencher.iter(|| html(&report, None, black_box(&pictures), languages, MOMENT))
        });
        // A moment of its own each time, so that nothing kept from the last document helps.
        let mut turn = 0;
        group.bench_function(format!("PDF, {name}"), |bencher| {
            bencher.iter(|| {
                turn += 1;
                typst_free();
                pdf(&report, None, black_box(&pictures), languages, &format!("{MOMENT}{turn}"), &fonts)
            });
        });
    }
    for (name, size) in [("card", Card::Feed), ("story", Card::Story)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                typst_free();
                card(&report, None, black_box(&pictures), size, Languages::Chinese, MOMENT, &fonts)
            });
        });
    }
    many(&mut group, &report, &pictures, &fonts);
    group.bench_function("CSV", |bencher| bencher.iter(|| table(black_box([&report]), Languages::Both)));
}

/// One document of a hundred photos, as for an account. Each is another picture with other words, so that
/// nothing is kept once for all.
fn many(group: &mut BenchmarkGroup<'_, WallTime>, report: &Report, pictures: &Pictures, fonts: &Fonts) {
    const PHOTOS: u32 = 100;
    let subject = |number: u32| {
        let mut photo = pictures.photo.as_ref().map(|photo| thumbnail(photo, 640));
        if let Some(photo) = &mut photo {
            photo.pixels_mut().for_each(|pixel| pixel.0[0] = pixel.0[0].wrapping_add(number as u8 / 4));
        }
        let mut report = report.clone();
        let conclusion = &mut report.conclusion;
        let texts = [&mut conclusion.title, &mut conclusion.statement].into_iter().chain(&mut conclusion.limitations);
        let titles = report
            .results
            .iter_mut()
            .flat_map(|result| std::iter::once(&mut result.check.title).chain(&mut result.summary));
        for text in texts.chain(titles) {
            text.en.push_str(&format!(" {number}"));
            text.zh.push_str(&format!(" {number}"));
        }
        Subject::new(report, None, photo.as_ref())
    };
    let subjects: Vec<Subject> = (0..PHOTOS).map(subject).collect();
    for (name, languages) in [("English", Languages::English), ("both languages", Languages::Both)] {
        typst_free();
        let begun = std::time::Instant::now();
        let printed = pdf_of_many(&subjects, languages, MOMENT, fonts).unwrap();
        let seconds = begun.elapsed().as_secs_f32();
        println!("{PHOTOS} photos, {name}: {seconds:.1} s, {} kB", printed.len() / 1000);
        let mut turn = 0;
        group.bench_function(format!("PDF of {PHOTOS} photos, {name}"), |bencher| {
            bencher.iter(|| {
                turn += 1;
                typst_free();
                pdf_of_many(black_box(&subjects), languages, &format!("{MOMENT}{turn}"), fonts)
            });
        });
    }
}

/// Lets go of what the typesetter worked out earlier.
fn typst_free() {
    typst::comemo::evict(0);
}

criterion_group!(benches, exports);
criterion_main!(benches);
