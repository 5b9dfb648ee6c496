//! The exhibit: the spectrum on a fixed scale, with the places that were measured.

use image::{Rgb, RgbImage};

use crate::artifact::{Artifact, Content};
use crate::signal::median;
use crate::text::Words;
use crate::traces::upsampling::Grids;

/// The magnitudes, as multiples of their median, of black and of white: fixed, so that grey means the same
/// in every photo; the logarithm runs evenly between.
const DARKEST: f32 = 0.3;
const BRIGHTEST: f32 = 30.0;

/// Radius of a circle in pixels of the picture.
const RADIUS: f32 = 9.0;

/// Half of the side of the square by which a bin is shown, in bins: single bins are too small to see.
const SPREAD: usize = 1;

/// The spectrum with circles at the multiples of 1/8 cycles per pixel on both axes: unbroken where the
/// file is without loss, dashed where the file's own compression leaves peaks there as well.
pub(super) fn exhibit(grids: &Grids, without_loss: bool) -> Option<Artifact> {
    let (height, width) = grids.picture.dim();
    let mut picture = RgbImage::new(u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (row, column) = (y as usize, x as usize);
        let rows = row.saturating_sub(SPREAD)..(row + SPREAD + 1).min(height);
        let columns = column.saturating_sub(SPREAD)..(column + SPREAD + 1).min(width);
        let near = grids.picture.slice(ndarray::s![rows, columns]);
        let own = grids.picture[[row, column]];
        // A peak is shown by its greatest bin, everything else by the middle of its neighbourhood.
        let greatest = near.iter().copied().fold(0.0, f32::max);
        let level = if greatest >= BRIGHTEST / 6.0 {
            greatest
        } else {
            median(&mut near.iter().copied().collect::<Vec<_>>()).unwrap_or(own)
        };
        let share = (level.max(DARKEST) / DARKEST).ln() / (BRIGHTEST / DARKEST).ln();
        *pixel = Rgb([(255.0 * share.clamp(0.0, 1.0)) as u8; 3]);
    }
    for (x, y) in places(width as f32, height as f32) {
        ring(&mut picture, (x, y), without_loss);
    }
    let (title, caption) = (TITLE, if without_loss { CAPTION } else { CAPTION_OF_LOSSY });
    Some(Artifact { id: "spectrum", title: title.into(), caption: caption.into(), content: Content::Picture(picture) })
}

/// Multiples of 1/8 cycles per pixel on both axes, in pixels of the centred spectrum.
fn places(width: f32, height: f32) -> impl Iterator<Item = (f32, f32)> {
    let (middle_x, middle_y) = ((width / 2.0).floor(), (height / 2.0).floor());
    [-4.0, -3.0, -2.0, -1.0, 1.0, 2.0, 3.0].into_iter().flat_map(move |multiple| {
        [(middle_x + multiple * width / 8.0, middle_y), (middle_x, middle_y + multiple * height / 8.0)]
    })
}

/// A ring of two pixels, light orange within dark, so that it is seen on any grey; dashed where asked.
fn ring(picture: &mut RgbImage, (x, y): (f32, f32), unbroken: bool) {
    let steps = 256;
    for (radius, colour) in
        [(RADIUS + 1.5, [0; 3]), (RADIUS - 1.5, [0; 3]), (RADIUS, [255, 176, 40]), (RADIUS + 0.7, [255, 176, 40])]
    {
        for step in 0..steps {
            if !unbroken && step / 16 % 2 == 1 {
                continue;
            }
            let angle = std::f32::consts::TAU * step as f32 / steps as f32;
            let (column, row) = ((x + radius * angle.cos()).round(), (y + radius * angle.sin()).round());
            if column < 0.0 || row < 0.0 {
                continue;
            }
            if let Some(pixel) = picture.get_pixel_mut_checked(column as u32, row as u32) {
                *pixel = Rgb(colour);
            }
        }
    }
}

const TITLE: Words = Words::new("Spectrum of the finest structure", "最细微结构的频谱");

const CAPTION: Words = Words::new(
    "Middle: coarse structure; edges: gratings of 2 pixels. Grey is the strength on a fixed logarithmic scale, from 0.3 (black) to 30 (white) times the median. Circles mark periods of 8, 4, 2.7 and 2 pixels. A bright point in each circle along both axes is a grid of 8 pixels.",
    "中央为粗结构，边缘为 2 像素的细纹。灰度为固定对数刻度的强度，从中位数的 0.3 倍（黑）到 30 倍（白）。圆圈标出 8、4、2.7 和 2 像素的周期。若两个轴上每个圆圈中都有亮点，则为 8 像素的网格。",
);

const CAPTION_OF_LOSSY: Words = Words::new(
    "Middle: coarse structure; edges: gratings of 2 pixels. Grey is the strength on a fixed logarithmic scale, from 0.3 (black) to 30 (white) times the median. The dashed circles mark where this file's own compression leaves bright points: they were not counted.",
    "中央为粗结构，边缘为 2 像素的细纹。灰度为固定对数刻度的强度，从中位数的 0.3 倍（黑）到 30 倍（白）。虚线圆圈标出此文件自身的压缩会留下亮点的位置：均未计入。",
);
