//! Time of the signal library at 1080 x 1440, at 12 megapixels and on a square of 1024 pixels, and of the
//! checks that rest on it, without decoding.
//!
//! `cargo bench -p catchlight-forensics --bench signal`
#![allow(missing_docs, reason = "criterion's macros make functions without")]

use std::hint::black_box;

use catchlight_forensics::model::NoModels;
use catchlight_forensics::signal::{
    Border, NOISE_LEVEL, Wavelet, Window, block_cosines, box_means, column_means, cross_difference, decompose,
    gaussian, harmonic_comb, linear_prediction_2d, median_3x3, median_5x5, periods, radial_average, sensor_residual,
    wavelet_residual,
};
use catchlight_forensics::signal::{Spectrum, autocorrelation};
use catchlight_forensics::traces::upsampling;
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Specimen, checks};
use criterion::{Criterion, criterion_group, criterion_main};
use image::buffer::ConvertBuffer as _;
use ndarray::Array2;

fn numerics(criterion: &mut Criterion) {
    for (width, height) in [(1024, 1024), (1080, 1440), (3000, 4000)] {
        let plane = plane(width, height);
        let mut group = criterion.benchmark_group(format!("{width} x {height}"));
        group.sample_size(10);
        let spectrum = Spectrum::of(plane.view(), Window::Hann);
        let line = column_means(&plane).to_vec();
        group.bench_function("spectrum", |b| b.iter(|| Spectrum::of(black_box(plane.view()), Window::Hann)));
        group.bench_function("radial average", |b| b.iter(|| radial_average(black_box(&spectrum), 256)));
        group.bench_function("cross-difference", |b| b.iter(|| cross_difference(black_box(&plane))));
        group.bench_function("median 3 x 3", |b| b.iter(|| median_3x3(black_box(&plane))));
        group.bench_function("median 5 x 5", |b| b.iter(|| median_5x5(black_box(&plane))));
        group.bench_function("gaussian, 1 px", |b| b.iter(|| gaussian(black_box(&plane), 1.0)));
        group.bench_function("box means, 9 x 9", |b| b.iter(|| box_means(black_box(&plane), 4)));
        group.bench_function("block cosines", |b| b.iter(|| block_cosines(black_box(plane.view()), (0, 0))));
        group.bench_function("db4, 4 levels", |b| {
            b.iter(|| decompose(black_box(&plane), Wavelet::Daubechies4, Border::Symmetric, 4));
        });
        group.bench_function("wavelet residual", |b| b.iter(|| wavelet_residual(black_box(&plane), NOISE_LEVEL)));
        group.bench_function("sensor residual", |b| b.iter(|| sensor_residual(black_box(&plane), NOISE_LEVEL)));
        group.bench_function("linear prediction", |b| b.iter(|| linear_prediction_2d(black_box(&plane), 1)));
        group.bench_function("autocorrelation", |b| b.iter(|| autocorrelation(black_box(&plane), 32)));
        group.bench_function("comb, 301 periods", |b| {
            b.iter(|| harmonic_comb(black_box(&line), periods(6.0, 12.0, 0.02), 4));
        });
        group.finish();
    }
}

/// The checks of this library on a file without loss, which takes them longest.
fn whole_checks(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("checks");
    group.sample_size(10);
    for (width, height) in [(1080, 1440), (3000, 4000)] {
        let exhibit =
            Exhibit::new("scene.png", catchlight_rendered::png(&catchlight_rendered::scene(width, height, 3)));
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        let cancel = Cancel::default();
        let _ = black_box(specimen.luma());
        // The view that the check of upsampling reads is computed once a specimen, so it is timed by itself.
        if let (Ok(luma), Ok(pixels)) = (specimen.luma(), specimen.pixels()) {
            group
                .bench_function(format!("grids, {width} x {height}"), |b| b.iter(|| upsampling::measure(luma, pixels)));
        }
        for id in ["upsampling_trace", "radial_spectrum", "demosaicing_trace", "local_noise"] {
            let check = checks::ALL.iter().find(|check| check.about().id == id);
            group.bench_function(format!("{id}, {width} x {height}"), |b| {
                b.iter(|| check.map(|check| check.examine(&specimen, &Context::new(&cancel))));
            });
        }
    }
    group.finish();
}

fn plane(width: u32, height: u32) -> Array2<f32> {
    let grey: image::GrayImage = catchlight_rendered::scene(width, height, 3).convert();
    let levels = grey.into_raw().into_iter().map(f32::from).collect();
    Array2::from_shape_vec((height as usize, width as usize), levels).unwrap_or_default()
}

criterion_group!(benches, numerics, whole_checks);
criterion_main!(benches);
