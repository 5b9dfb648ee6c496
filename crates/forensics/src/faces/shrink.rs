//! Scaling for the detector: the mean over the area that a new pixel covers.

use image::RgbImage;
use image::imageops::{self, FilterType};
use rayon::prelude::*;

/// The picture at another size. An axis that shrinks takes the mean over the covered area, so that
/// no detail turns into a pattern; a picture that grows is interpolated.
pub(super) fn to(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    if width > picture.width() || height > picture.height() {
        return imageops::resize(picture, width, height, FilterType::Triangle);
    }
    let columns = spans(picture.width(), width);
    let rows = spans(picture.height(), height);
    let mut scaled = RgbImage::new(width, height);
    let row_samples = (picture.width() as usize).saturating_mul(3).max(1);
    let scaled_row = (width as usize).saturating_mul(3).max(1);
    // One output row at a time: sums of the covered rows, then of the columns in them.
    scaled.par_chunks_exact_mut(scaled_row).zip(&rows).for_each_init(
        || vec![[0.0_f32; 3]; picture.width() as usize],
        |sums, (out, row)| {
            sums.fill([0.0; 3]);
            for (y, weight) in row.pixels() {
                let Some(source) = picture.as_raw().chunks_exact(row_samples).nth(y as usize) else { continue };
                for (sum, pixel) in sums.iter_mut().zip(source.as_chunks::<3>().0) {
                    for (sum, &sample) in sum.iter_mut().zip(pixel) {
                        *sum += weight * f32::from(sample);
                    }
                }
            }
            for (column, out) in columns.iter().zip(out.as_chunks_mut::<3>().0) {
                let mut mean = [0.0_f32; 3];
                for (x, weight) in column.pixels() {
                    let Some(sum) = sums.get(x as usize) else { continue };
                    for (mean, &sum) in mean.iter_mut().zip(sum) {
                        *mean += weight * sum;
                    }
                }
                let area = row.length * column.length;
                *out = mean.map(|sum| (sum / area).round() as u8);
            }
        },
    );
    scaled
}

/// The stretch of an axis that one new pixel covers, in old pixels.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: f32,
    length: f32,
    last: u32,
}

impl Span {
    /// The old pixels with the part of each that is covered.
    fn pixels(self) -> impl Iterator<Item = (u32, f32)> {
        let end = self.start + self.length;
        (self.start as u32..=self.last).map_while(move |at| {
            let covered = end.min(at as f32 + 1.0) - self.start.max(at as f32);
            (covered > 0.0).then_some((at, covered))
        })
    }
}

fn spans(old: u32, new: u32) -> Vec<Span> {
    let length = old as f32 / new.max(1) as f32;
    (0..new).map(|at| Span { start: at as f32 * length, length, last: old.saturating_sub(1) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    fn grey(width: u32, height: u32, values: &[u8]) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| Rgb([values[(y * width + x) as usize]; 3]))
    }

    #[test]
    fn a_new_pixel_is_the_mean_of_the_area_it_covers() {
        let half = to(&grey(4, 2, &[0, 100, 10, 30, 200, 100, 50, 10]), 2, 1);
        assert_eq!(half, grey(2, 1, &[100, 25]));
        // Three pixels into two: each covers one and a half.
        assert_eq!(to(&grey(3, 1, &[0, 90, 180]), 2, 1), grey(2, 1, &[30, 150]));
    }

    #[test]
    fn the_same_size_changes_nothing_and_a_larger_one_interpolates() {
        let picture = grey(3, 2, &[1, 2, 3, 4, 5, 6]);
        assert_eq!(to(&picture, 3, 2), picture);
        assert_eq!(to(&grey(1, 1, &[7]), 4, 4), grey(4, 4, &[7; 16]));
    }
}
