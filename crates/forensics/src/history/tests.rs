use catchlight_rendered as rendered;
use image::imageops::{self, FilterType};
use image::{DynamicImage, RgbImage};

use super::*;
use crate::check::Context;
use crate::model::NoModels;
use crate::{Cancel, Exhibit, Limits, Specimen};

fn of_bytes(bytes: Vec<u8>) -> History {
    let exhibit = Exhibit::new("test", bytes);
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
    specimen.history(&Context::new(&Cancel::default())).unwrap().clone()
}

fn decoded(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).unwrap().to_rgb8()
}

fn scene() -> RgbImage {
    rendered::scene(480, 360, 11)
}

/// Without the first columns and rows.
fn cropped(picture: &RgbImage, columns: u32, rows: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    imageops::crop_imm(picture, columns, rows, width - columns, height - rows).to_image()
}

#[test]
fn a_second_save_at_higher_quality_shows_the_first() {
    for (first, second) in [(55, 70), (70, 85), (80, 92)] {
        let twice = rendered::jpeg(&decoded(&rendered::jpeg(&scene(), first)), second);
        let history = of_bytes(twice);
        let Some(Ok(SameGrid::Found { quality, .. })) = history.same_grid else {
            unreachable!("{first}, {second}: {:?}", history.same_grid)
        };
        assert!(quality.abs_diff(first) <= 2, "{first}, {second}: {quality}");
    }
}

#[test]
fn one_save_shows_nothing_earlier() {
    for quality in [60, 75, 90, 97] {
        let history = of_bytes(rendered::jpeg(&scene(), quality));
        assert!(matches!(history.same_grid, Some(Ok(SameGrid::NotFound { .. }))), "{quality}: {history:?}");
        assert!(matches!(history.other_grid, OtherGrid::NotFound { .. }), "{quality}: {history:?}");
        assert_eq!(history.stratum().compression, Compression::of_quality(quality));
    }
}

#[test]
fn a_hidden_grid_is_found_where_it_begins() {
    for (columns, rows, quality) in [(3, 5, 85), (0, 0, 75), (7, 1, 60)] {
        let png = rendered::png(&cropped(&decoded(&rendered::jpeg(&scene(), quality)), columns, rows));
        let history = of_bytes(png);
        let OtherGrid::Found { quality: found, origin, .. } = history.other_grid else {
            unreachable!("{columns}, {rows}: {history:?}")
        };
        assert_eq!((u32::from(origin.0), u32::from(origin.1)), ((8 - columns) % 8, (8 - rows) % 8));
        assert!(found.abs_diff(quality) <= 2, "{quality}: {found}");
        assert_eq!(history.stratum().compression, Compression::of_quality(found));
    }
}

#[test]
fn a_crop_between_two_saves_is_found() {
    let cut = cropped(&decoded(&rendered::jpeg(&scene(), 70)), 2, 6);
    let history = of_bytes(rendered::jpeg(&cut, 92));
    assert!(matches!(history.other_grid, OtherGrid::Found { origin: (6, 2), quality: 68..=72, .. }), "{history:?}");
    assert!(matches!(history.same_grid, Some(Ok(SameGrid::NotFound { .. }))), "{history:?}");
}

#[test]
fn a_picture_that_was_never_compressed_has_no_past() {
    let history = of_bytes(rendered::png(&scene()));
    assert_eq!((history.present, history.same_grid.clone()), (Present::Lossless, None));
    assert!(matches!(history.other_grid, OtherGrid::NotFound { .. }), "{history:?}");
    assert!(!history.resampling.as_ref().unwrap().is_found(), "{history:?}");
    assert_eq!(history.stratum(), Stratum { compression: Compression::Lossless, scale: Scale::Unknown });
}

#[test]
fn an_enlargement_has_its_factor() {
    for (factor, filter) in [(1.2, FilterType::Triangle), (1.5, FilterType::CatmullRom), (1.75, FilterType::Triangle)] {
        let (width, height) = ((480.0_f64 * factor).round() as u32, (360.0_f64 * factor).round() as u32);
        let history = of_bytes(rendered::png(&imageops::resize(&scene(), width, height, filter)));
        let trace = history.resampling.as_ref().unwrap();
        assert!(trace.is_found() && (trace.factor() / factor - 1.0).abs() < 0.02, "{factor}: {}", trace.factor());
        assert_eq!(history.stratum().scale, Scale::Resized);
    }
}

#[test]
fn the_grid_of_a_jpeg_is_no_scaling() {
    let history = of_bytes(rendered::jpeg(&scene(), 60));
    assert!(!history.resampling.as_ref().unwrap().is_found(), "{history:?}");
}

#[test]
fn overshoot_is_the_share_of_the_edge_that_it_reaches() {
    let bars = |overshoot: f32| {
        Array2::from_shape_fn((200, 400), |(_, column)| {
            let (bar, place) = (column / 25, column % 25);
            let level = if bar % 2 == 0 { 60.0 } else { 180.0 };
            let sign = if bar % 2 == 0 { -1.0 } else { 1.0 };
            level + if matches!(place, 0 | 24) { sign * overshoot * 120.0 } else { 0.0 }
        })
    };
    for share in [0.0, 0.1, 0.25] {
        let found = halo::overshoot(&bars(share)).unwrap();
        assert!((found - f64::from(share)).abs() < 0.01, "{share}: {found}");
    }
    assert_eq!(halo::overshoot(&Array2::from_elem((200, 400), 128.0)), None);
}

#[test]
fn tiny_and_flat_pictures_say_that_nothing_could_be_told() {
    let tiny = of_bytes(rendered::png(&rendered::scene(40, 30, 2)));
    assert_eq!((tiny.other_grid, tiny.resampling), (OtherGrid::TooSmall, None));
    let flat = DynamicImage::new_rgb8(320, 240).to_rgb8();
    assert_eq!(of_bytes(rendered::jpeg(&flat, 80)).same_grid, Some(Ok(SameGrid::TooFew)));
    assert!(matches!(of_bytes(rendered::png(&flat)).other_grid, OtherGrid::NotFound { .. }));
}

#[test]
fn a_coding_that_hides_earlier_grids_is_not_read_as_having_none() {
    let gif = of_bytes(rendered::gif(&scene()));
    assert_eq!((gif.present, gif.other_grid), (Present::Other, OtherGrid::Hidden));
    assert_eq!(gif.stratum().compression, Compression::Unknown);
}

#[test]
fn strata_take_the_strongest_compression() {
    assert_eq!(Compression::of_quality(90), Compression::Light);
    assert_eq!(Compression::of_quality(75), Compression::Medium);
    let twice = rendered::jpeg(&decoded(&rendered::jpeg(&scene(), 60)), 95);
    assert_eq!(of_bytes(twice).stratum().compression, Compression::Heavy);
}
