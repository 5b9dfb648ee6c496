//! Time of the face front end (detection, mesh, lids and irises) with the real models, on a photo with
//! one face at 1080 x 1440 and at 12 megapixels, and of its parts.
//!
//! `CATCHLIGHT_BENCH_PHOTO=PHOTO cargo bench -p catchlight-inference --bench portrait`. Without the
//! variable the rendered face of the tests is used, on which the detector may see nothing: the name of
//! each line tells the number of faces.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark stops where it cannot measure")]

use std::hint::black_box;
use std::path::Path;

use catchlight_forensics::{Cancel, Context, faces, portrait};
use catchlight_inference::{Installed, default_runtime_library};
use criterion::{Criterion, criterion_group, criterion_main};
use image::RgbImage;
use image::imageops::{self, FilterType};

fn front_end(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let models = Installed::open(&root.join("models"), &default_runtime_library(&root));
    let cancel = Cancel::default();
    let context = Context::new(&cancel);
    let photo = match std::env::var_os("CATCHLIGHT_BENCH_PHOTO") {
        Some(path) => image::open(path).unwrap().into_rgb8(),
        None => catchlight_rendered::portrait(1080, 1440, 1),
    };
    let mut group = criterion.benchmark_group("face front end");
    group.sample_size(20);
    for (width, height) in [(1080, 1440), (3000, 4000)] {
        let upright = framed(&photo, width, height);
        let found = faces::detect(&upright, &models, &context).unwrap();
        let name = |part: &str| format!("{part}, {width} x {height}, {} faces", found.len());
        group.bench_function(name("all"), |bencher| {
            bencher.iter(|| {
                let found = faces::detect(black_box(&upright), &models, &context).unwrap();
                portrait::portraits(&upright, &found, &models, &context).unwrap()
            });
        });
        group.bench_function(name("mesh and irises"), |bencher| {
            bencher.iter(|| portrait::portraits(black_box(&upright), &found, &models, &context).unwrap());
        });
    }
    group.finish();
}

/// The photo in the middle of a picture of this size, enlarged until it covers it.
fn framed(photo: &RgbImage, width: u32, height: u32) -> RgbImage {
    let scale = (width as f32 / photo.width() as f32).max(height as f32 / photo.height() as f32);
    let scaled = |length: u32, least: u32| ((length as f32 * scale).ceil() as u32).max(least);
    let (across, down) = (scaled(photo.width(), width), scaled(photo.height(), height));
    let large = imageops::resize(photo, across, down, FilterType::Triangle);
    imageops::crop_imm(&large, (across - width) / 2, (down - height) / 2, width, height).to_image()
}

criterion_group!(benches, front_end);
criterion_main!(benches);
