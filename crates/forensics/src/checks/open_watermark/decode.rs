//! The watermark "dwtDct" of the library invisible-watermark (its `maxDct` variant), as the open
//! generators embed it: one-level Haar transform of the U plane, blocks of 4 x 4 low-pass
//! coefficients, one bit in the largest coefficient of each block, repeated over the picture.

use image::RgbImage;

/// Quantisation step of the embedding.
const STEP: f32 = 36.0;

/// Side of a block in pixels: 4 low-pass coefficients of 2 pixels each.
pub(super) const BLOCK: u32 = 8;

/// How the embedding software held its samples; decoding must do the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Path {
    /// Red and blue were exchanged (diffusers before its pull request 7013, February 2024).
    pub(super) swapped: bool,
    /// U was rounded to 8 bits with offset 128; otherwise 32-bit floats with offset 0.5.
    pub(super) rounded: bool,
}

/// One bit for each block in row-major order.
pub(super) fn bits(picture: &RgbImage, path: Path) -> Vec<bool> {
    let (columns, rows) = (picture.width() / BLOCK, picture.height() / BLOCK);
    let blocks = (0..rows).flat_map(|row| (0..columns).map(move |column| (column * BLOCK, row * BLOCK)));
    blocks
        .map(|(left, top)| {
            let (_, value) = largest(&low_pass(picture, left, top, path));
            value.abs() % STEP > STEP / 2.0
        })
        .collect()
}

/// Bits of `mark` that the majority of their blocks agree with.
pub(super) fn matching(bits: &[bool], mark: &[bool]) -> usize {
    mark.iter()
        .enumerate()
        .filter(|(index, bit)| {
            let (mut ones, mut all) = (0usize, 0usize);
            for vote in bits.iter().skip(*index).step_by(mark.len()) {
                ones += usize::from(*vote);
                all += 1;
            }
            // The library compares the mean times 255 with 127.
            all > 0 && (ones * 255 > all * 127) == **bit
        })
        .count()
}

/// Embeds a mark: the positive control that shows the decoder at work.
pub(super) fn embed(picture: &mut RgbImage, mark: &[bool], path: Path) {
    let columns = picture.width() / BLOCK;
    for block in 0..columns * (picture.height() / BLOCK) {
        let (left, top) = (block % columns * BLOCK, block / columns * BLOCK);
        let bit = mark.get(block as usize % mark.len()).is_some_and(|bit| *bit);
        let (place, value) = largest(&low_pass(picture, left, top, path));
        let target = ((value.abs() / STEP).floor() + 0.25 + if bit { 0.5 } else { 0.0 }) * STEP;
        // Each of the four pixels carries half of the change of its low-pass coefficient.
        let change = (target.copysign(value) - value) / 2.0;
        for (x, y) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let pixel = picture.get_pixel_mut(left + place as u32 % 4 * 2 + x, top + place as u32 / 4 * 2 + y);
            let added = |sample: u8, change: f32| (f32::from(sample) + change).round().clamp(0.0, 255.0) as u8;
            let [red, green, blue] = pixel.0;
            let green = added(green, -0.395 * change);
            pixel.0 = match path.swapped {
                false => [red, green, added(blue, 2.032 * change)],
                true => [added(red, 2.032 * change), green, blue],
            };
        }
    }
}

/// The 16 low-pass Haar coefficients of a block of 8 x 8 pixels.
fn low_pass(picture: &RgbImage, left: u32, top: u32, path: Path) -> [f32; 16] {
    let mut coefficients = [0.0; 16];
    for (place, coefficient) in coefficients.iter_mut().enumerate() {
        let (x, y) = (left + place as u32 % 4 * 2, top + place as u32 / 4 * 2);
        let sum: f32 = [(0, 0), (1, 0), (0, 1), (1, 1)]
            .iter()
            .map(|(right, down)| u_of(picture.get_pixel(x + right, y + down).0, path))
            .sum();
        *coefficient = sum / 2.0;
    }
    coefficients
}

/// U as OpenCV computes it from BGR.
fn u_of([red, green, blue]: [u8; 3], path: Path) -> f32 {
    let (red, blue) = if path.swapped { (blue, red) } else { (red, blue) };
    let (red, green, blue) = (f32::from(red), f32::from(green), f32::from(blue));
    let difference = (blue - (0.299 * red + 0.587 * green + 0.114 * blue)) * 0.492;
    if path.rounded { (difference + 128.0).round().clamp(0.0, 255.0) } else { difference + 0.5 }
}

/// Place and value of the coefficient of largest magnitude, the first one excluded.
fn largest(coefficients: &[f32; 16]) -> (usize, f32) {
    coefficients.iter().copied().enumerate().skip(1).fold((1, 0.0), |best, candidate| {
        // The first of equals wins, as in numpy's argmax.
        if candidate.1.abs() > best.1.abs() { candidate } else { best }
    })
}
