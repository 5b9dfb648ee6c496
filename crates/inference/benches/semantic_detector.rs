//! The semantic detector on a photo of 1080 x 1440 pixels: the tower on its views, and the whole check
//! with its copies. `cargo bench -p catchlight-inference --bench semantic_detector`; prints "skipped"
//! without the models.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a benchmark")]

use std::path::Path;

use catchlight_forensics::learned::{head, tower, views};
use catchlight_forensics::model::Models;
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Specimen, checks};
use catchlight_inference::{Installed, default_runtime_library};
use catchlight_rendered::{jpeg, scene};
use criterion::{Criterion, criterion_group, criterion_main};

fn semantic_detector(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let models = Installed::open(&root.join("models"), &default_runtime_library(&root));
    if let Err(why) = models.ready(tower::MODEL) {
        println!("skipped: {why}");
        return;
    }
    let cancel = Cancel::default();
    let context = Context::new(&cancel);
    let photo = scene(1080, 1440, 3);
    let mut group = criterion.benchmark_group("semantic_detector");
    group.sample_size(10);
    group.bench_function("views", |bencher| bencher.iter(|| views::all(&photo)));
    let cut = views::all(&photo).unwrap();
    group.bench_function("tower", |bencher| bencher.iter(|| tower::see(&cut, &[], &models, &context).unwrap()));
    if let Err(why) = models.ready(head::MODEL) {
        println!("skipped: {why}");
        return;
    }
    let exhibit = Exhibit::new("scene.jpg", jpeg(&photo, 85));
    let check = checks::ALL.iter().find(|check| check.about().id == "semantic_detector").unwrap();
    group.bench_function("check", |bencher| {
        bencher.iter(|| {
            let specimen = Specimen::new(&exhibit, &models, Limits::default());
            check.examine(&specimen, &context).unwrap()
        });
    });
}

criterion_group!(benches, semantic_detector);
criterion_main!(benches);
