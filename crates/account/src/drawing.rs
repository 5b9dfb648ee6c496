//! Pictures of results across photos: sheets, overlays, and pairs with lines between them.

use image::{GrayImage, Rgb, RgbImage, imageops};
use imageproc::drawing::{draw_cross_mut, draw_line_segment_mut};

use crate::matching::Match;
use crate::traits::SMALL_SIDE;

/// Pictures in a row of a sheet.
const COLUMNS: u32 = 6;
/// Pixels around each picture of a sheet.
const GAP: u32 = 4;
/// Grey around pictures.
const PAPER: Rgb<u8> = Rgb([235, 235, 235]);
/// Colours that people who see colours differently can tell apart (Okabe and Ito 2008): blue and vermilion.
const BLUE: Rgb<u8> = Rgb([0, 114, 178]);
const VERMILION: Rgb<u8> = Rgb([213, 94, 0]);

/// Small pictures side by side in rows.
pub(crate) fn sheet(pictures: &[GrayImage]) -> RgbImage {
    let count = (pictures.len() as u32).max(1);
    let columns = count.min(COLUMNS);
    let cell = SMALL_SIDE + GAP;
    let mut sheet = RgbImage::from_pixel(columns * cell + GAP, count.div_ceil(COLUMNS) * cell + GAP, PAPER);
    for (index, picture) in pictures.iter().enumerate() {
        let (column, row) = (index as u32 % COLUMNS, index as u32 / COLUMNS);
        imageops::replace(&mut sheet, &coloured(picture), i64::from(GAP + column * cell), i64::from(GAP + row * cell));
    }
    sheet
}

/// Coloured squares of one size, a row for each list.
pub(crate) fn rows(lists: &[Vec<&RgbImage>]) -> RgbImage {
    let side = lists.iter().flatten().map(|square| square.width().max(square.height())).max().unwrap_or(1);
    let cell = side + GAP;
    let columns = lists.iter().map(Vec::len).max().unwrap_or(0).max(1) as u32;
    let mut picture = RgbImage::from_pixel(columns * cell + GAP, lists.len().max(1) as u32 * cell + GAP, PAPER);
    for (row, list) in (0..).zip(lists) {
        for (column, square) in (0..).zip(list) {
            let (x, y) = (GAP + column * cell, GAP + row * cell);
            imageops::replace(&mut picture, *square, i64::from(x), i64::from(y));
        }
    }
    picture
}

/// Crosses at shares of a square of this side: the first set in blue, the second in vermilion.
pub(crate) fn crosses(side: u32, sets: [&[(f32, f32)]; 2]) -> RgbImage {
    let mut picture = RgbImage::from_pixel(side, side, Rgb([255, 255, 255]));
    for (places, colour) in sets.into_iter().zip([BLUE, VERMILION]) {
        for (x, y) in places {
            if (0.0..1.0).contains(x) && (0.0..1.0).contains(y) {
                draw_cross_mut(&mut picture, colour, (x * side as f32) as i32, (y * side as f32) as i32);
            }
        }
    }
    picture
}

/// The mean of grey squares of one side, enlarged. `None` without any.
pub(crate) fn mean(squares: &[&[u8]], side: u32, times: u32) -> Option<RgbImage> {
    let count = squares.len().max(1) as u32;
    let cells = (side * side) as usize;
    if squares.is_empty() || squares.iter().any(|square| square.len() != cells) {
        return None;
    }
    let mut sums = vec![0_u32; cells];
    for square in squares {
        for (sum, level) in sums.iter_mut().zip(*square) {
            *sum += u32::from(*level);
        }
    }
    let means = sums.into_iter().map(|sum| ((sum + count / 2) / count) as u8).collect();
    let mean = GrayImage::from_raw(side, side, means)?;
    Some(coloured(&imageops::resize(&mean, side * times, side * times, imageops::FilterType::Triangle)))
}

/// Two pictures side by side, `times` enlarged, with lines between places given as shares of each.
pub(crate) fn pair(one: &GrayImage, other: &GrayImage, times: u32, lines: &[Match]) -> RgbImage {
    let enlarged = |picture: &GrayImage| {
        let (width, height) = (picture.width() * times, picture.height() * times);
        coloured(&imageops::resize(picture, width, height, imageops::FilterType::Triangle))
    };
    let (one, other) = (enlarged(one), enlarged(other));
    let offset = one.width() + GAP;
    let mut picture = RgbImage::from_pixel(offset + other.width(), one.height().max(other.height()), PAPER);
    imageops::replace(&mut picture, &one, 0, 0);
    imageops::replace(&mut picture, &other, i64::from(offset), 0);
    for (from, to) in lines {
        let from = (from.0 * one.width() as f32, from.1 * one.height() as f32);
        let to = (offset as f32 + to.0 * other.width() as f32, to.1 * other.height() as f32);
        draw_line_segment_mut(&mut picture, from, to, BLUE);
    }
    picture
}

fn coloured(picture: &GrayImage) -> RgbImage {
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [level] = picture.get_pixel(x, y).0;
        Rgb([level; 3])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_black_and_white_is_grey() {
        let (black, white) = (vec![0; 16], vec![255; 16]);
        let mean = mean(&[&black, &white], 4, 2).unwrap();
        assert_eq!(mean.dimensions(), (8, 8));
        assert_eq!(mean.get_pixel(3, 3).0, [128; 3]);
        assert!(super::mean(&[], 4, 2).is_none() && super::mean(&[&black[..3]], 4, 2).is_none());
    }

    #[test]
    fn drawing_outside_or_nothing_does_not_panic() {
        assert_eq!(sheet(&[]).width(), SMALL_SIDE + 3 * GAP - GAP);
        let far = [(9.0, -3.0), (f32::NAN, 0.5)];
        assert_eq!(crosses(32, [&far, &[(0.5, 0.5)]]).get_pixel(16, 16).0, VERMILION.0);
        let small = GrayImage::new(5, 7);
        assert_eq!(
            pair(&small, &small, 3, &[((0.0, 0.0), (1.0, 1.0)), ((-4.0, 2.0), (3.0, 9.0))]).dimensions(),
            (34, 21)
        );
    }
}
