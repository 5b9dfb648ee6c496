//! How much structure of each fineness a picture holds: the power of its spectrum over rings.

mod bands;

pub use bands::{Band, Bands, band};

use ndarray::{ArrayView2, s};

use crate::signal::{Spectrum, Window, radial_average};

/// Rings from the coarsest structure to gratings of 2 pixels, each 1/64 cycles per pixel wide.
pub const RINGS: usize = 32;

/// Greatest side of the square that is measured, in pixels: the middle of the picture as coded.
pub const SIDE: usize = 1024;

/// Rings that set the level: 1/16 to 1/8 cycles per pixel, coarse enough to survive compression.
const REFERENCE: std::ops::Range<usize> = 4..8;

/// Power in each ring in decibels relative to the mean of rings 4 to 7, from the middle square of a luma
/// plane; `None` for a plane without structure there.
pub fn measure(luma: ArrayView2<'_, f32>) -> Option<[f32; RINGS]> {
    let (height, width) = luma.dim();
    let side = SIDE.min(height).min(width);
    let (top, left) = ((height - side) / 2, (width - side) / 2);
    let square = luma.slice(s![top..top + side, left..left + side]);
    let mean = square.mean()?;
    let spectrum = Spectrum::of(square.map(|level| level - mean).view(), Window::Hann);
    let powers = radial_average(&spectrum, RINGS);
    let reference = powers.get(REFERENCE)?.iter().sum::<f64>() / REFERENCE.len() as f64;
    // Also not a number.
    if reference.partial_cmp(&0.0) != Some(std::cmp::Ordering::Greater) {
        return None;
    }
    let decibels: Vec<f32> =
        powers.iter().map(|power| (10.0 * (power / reference).max(f64::from(LEAST)).log10()) as f32).collect();
    decibels.try_into().ok()
}

/// Least power that is told from none, relative to the reference: -90 decibels.
const LEAST: f32 = 1e-9;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::gaussian;
    use crate::signal::testing::noise;

    #[test]
    fn white_noise_is_flat_and_smooth_noise_falls() {
        let white = noise(400, 300, 10.0, 1);
        assert!(measure(white.view()).unwrap().iter().skip(1).all(|ring| ring.abs() < 2.0));
        let smooth = measure(gaussian(&white, 1.5).view()).unwrap();
        assert!(smooth[24] < -25.0 && smooth[2] > 0.0, "{smooth:?}");
    }

    #[test]
    fn a_plane_without_structure_has_no_rings() {
        assert_eq!(measure(ndarray::Array2::from_elem((300, 300), 7.0).view()), None);
        assert_eq!(measure(ndarray::Array2::zeros((0, 9)).view()), None);
    }
}
