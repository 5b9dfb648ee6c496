//! Time of the check of visible labels on a 1080 x 1440 photo, decoded beforehand, with the committed
//! models: `cargo bench -p catchlight-inference`. All cores, as in the app.
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark on files made here")]

use std::hint::black_box;
use std::path::Path;

use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Specimen, checks};
use catchlight_inference::{Installed, default_runtime_library};
use criterion::{Criterion, criterion_group, criterion_main};

fn visible_label(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let models = Installed::open(&root.join("models"), &default_runtime_library(&root));
    let check = checks::ALL.iter().find(|check| check.about().id == "visible_label").unwrap();
    let corner = image::open(root.join("tests/exhibits/visible_label/corner.jpg")).unwrap().to_rgb8();
    let labelled = image::imageops::resize(&corner, 1080, 1440, image::imageops::FilterType::Triangle);
    let mut group = criterion.benchmark_group("visible_label, 1080 x 1440");
    group.sample_size(10);
    for (name, picture) in [("scene", catchlight_rendered::portrait(1080, 1440, 3)), ("labelled corner", labelled)] {
        let exhibit = Exhibit::new("photo", catchlight_rendered::jpeg(&picture, 90));
        let specimen = Specimen::new(&exhibit, &models, Limits::default());
        specimen.view().unwrap();
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(check.examine(&specimen, &Context::new(&Cancel::default()))).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, visible_label);
criterion_main!(benches);
