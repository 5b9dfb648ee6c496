use catchlight_rendered::{self as rendered, Subsampling};
use proptest::prelude::*;

use super::*;
use crate::container;

fn read_all(bytes: &[u8]) -> Result<Coefficients, Text> {
    let limits = Limits::default();
    read(bytes, &container::read(bytes, &limits), &limits)
}

/// Luma, rebuilt from the coefficients by the definition of the inverse DCT (T.81 A.3.3).
fn rebuilt(component: &Component, x: usize, y: usize) -> f32 {
    let block = &component.blocks[y / 8 * component.blocks_wide + x / 8];
    let cosine = |place: usize, frequency: usize| {
        let scale = if frequency == 0 { (0.5_f32).sqrt() } else { 1.0 };
        scale * ((2 * place + 1) as f32 * frequency as f32 * std::f32::consts::PI / 16.0).cos()
    };
    let sum: f32 = (0..64)
        .map(|at| {
            let value = f32::from(block[at]) * f32::from(component.steps[at]);
            value * cosine(y % 8, at / 8) * cosine(x % 8, at % 8)
        })
        .sum();
    (sum / 4.0 + 128.0).clamp(0.0, 255.0)
}

/// Reads the JPEG and compares the luma that its coefficients give with the decoder's.
fn agrees_with_the_decoder(jpeg: &[u8]) {
    let read = read_all(jpeg).unwrap();
    assert!(!read.ends_early);
    let picture = image::load_from_memory(jpeg).unwrap().to_rgb8();
    for (x, y, pixel) in picture.enumerate_pixels() {
        let [red, green, blue] = pixel.0.map(f32::from);
        // Clipped colours have lost their luma.
        if pixel.0.iter().any(|level| *level < 3 || *level > 252) {
            continue;
        }
        let luma = 0.299 * red + 0.587 * green + 0.114 * blue;
        let own = rebuilt(&read.components[0], x as usize, y as usize);
        assert!((luma - own).abs() < 2.5, "{luma} and {own} at {x}, {y}");
    }
}

#[test]
fn coefficients_give_back_the_decoded_picture() {
    let scene = rendered::scene(83, 61, 5);
    for progressive in [false, true] {
        for subsampling in [Subsampling::Full, Subsampling::HalfColumns, Subsampling::HalfBoth] {
            agrees_with_the_decoder(&rendered::jpeg_with(&scene, 87, progressive, subsampling));
        }
    }
    agrees_with_the_decoder(&rendered::grey_jpeg(&scene, 75));
}

#[test]
fn a_table_with_a_step_of_zero_is_damage() {
    let mut jpeg = rendered::jpeg(&rendered::scene(32, 24, 5), 50);
    let table = jpeg.windows(2).position(|marker| marker == [0xff, 0xdb]).unwrap();
    // Behind marker, length and the table's number: the fifth step of the first table.
    jpeg[table + 5 + 4] = 0;
    assert_eq!(read_all(&jpeg).unwrap_err(), frame::damaged());
}

#[test]
fn blocks_cover_the_picture_and_steps_are_those_of_the_file() {
    let jpeg = rendered::jpeg_with(&rendered::scene(83, 61, 5), 50, false, Subsampling::HalfBoth);
    let read = read_all(&jpeg).unwrap();
    let sizes: Vec<_> = read.components.iter().map(|part| (part.blocks_wide, part.blocks_high)).collect();
    assert_eq!(sizes, [(11, 8), (6, 4), (6, 4)]);
    let structure = container::read(&jpeg, &Limits::default());
    let table = &structure.jpeg.unwrap().tables[0].values;
    for (place, step) in ZIG_ZAG.iter().zip(table) {
        assert_eq!(read.components[0].steps[usize::from(*place)], *step);
    }
}

#[test]
fn restart_intervals_are_read() {
    let scene = rendered::scene(70, 50, 9);
    let plain = rendered::jpeg_with(&scene, 80, false, Subsampling::Full);
    let restarted = rendered::jpeg_with_restarts(&scene, 80, 3);
    agrees_with_the_decoder(&restarted);
    assert_eq!(read_all(&plain).unwrap().components[0].blocks, read_all(&restarted).unwrap().components[0].blocks);
}

#[test]
fn a_file_that_ends_early_keeps_what_came_before_and_says_so() {
    let jpeg = rendered::jpeg(&rendered::scene(160, 120, 2), 90);
    let whole = read_all(&jpeg).unwrap();
    let cut = read_all(&jpeg[..jpeg.len() / 2]).unwrap();
    assert!(cut.ends_early);
    assert_eq!(cut.components[0].blocks[..20], whole.components[0].blocks[..20]);
    assert!(cut.components[0].blocks[280..].iter().all(|block| block == &[0; 64]));
}

#[test]
fn what_cannot_be_read_is_refused_in_words() {
    assert!(read_all(&rendered::png(&rendered::scene(20, 20, 1))).is_err());
    assert!(read_all(&rendered::hostile::twelve_bit_jpeg()).unwrap_err().en.contains("12 bits"));
    assert!(read_all(&rendered::hostile::header_bomb_jpeg()).unwrap_err().en.contains("memory"));
}

proptest! {
    #[test]
    fn damaged_files_never_panic(at in 0_usize..4000, value: u8, progressive: bool, end in 0_usize..4000) {
        let mut jpeg = rendered::jpeg_with(&rendered::scene(48, 40, 3), 85, progressive, Subsampling::HalfBoth);
        let length = jpeg.len();
        jpeg[at % length] = value;
        jpeg.truncate(end.max(4));
        let _read = read_all(&jpeg);
    }
}
