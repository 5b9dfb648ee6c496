//! Time of the maps of single parts (JPEG ghosts, noise, error level) at 1080 x 1440 and at 12 megapixels:
//! `cargo bench -p catchlight-forensics --bench local`, with `CATCHLIGHT_BENCH_PHOTO=PHOTO` on a photo of
//! your own instead of a rendered scene.
#![allow(clippy::unwrap_used, reason = "a benchmark stops where it cannot measure")]

use std::hint::black_box;

use catchlight_forensics::local::{error_level, ghost::Ghosts, noise};
use criterion::{Criterion, criterion_group, criterion_main};
use image::imageops::{self, FilterType};
use ndarray::Array2;

fn local(criterion: &mut Criterion) {
    let photo = match std::env::var_os("CATCHLIGHT_BENCH_PHOTO") {
        Some(path) => image::open(path).unwrap().into_luma8(),
        None => image::DynamicImage::ImageRgb8(catchlight_rendered::scene(1080, 1440, 1)).into_luma8(),
    };
    let mut group = criterion.benchmark_group("local traces");
    group.sample_size(10);
    for (width, height) in [(1080, 1440), (3000, 4000)] {
        let scaled = imageops::resize(&photo, width, height, FilterType::Triangle);
        let luma = Array2::from_shape_fn((height as usize, width as usize), |(y, x)| {
            f32::from(scaled.get_pixel(x as u32, y as u32)[0])
        });
        let name = |tool: &str| format!("{tool}, {width} x {height}");
        group.bench_function(name("ghosts"), |bencher| {
            bencher.iter(|| Ghosts::measure(black_box(&luma)).part(Ghosts::places(90)));
        });
        group.bench_function(name("noise"), |bencher| bencher.iter(|| noise::measure(black_box(&luma))));
        group.bench_function(name("error level"), |bencher| bencher.iter(|| error_level::measure(black_box(&luma))));
    }
    group.finish();
}

criterion_group!(benches, local);
criterion_main!(benches);
