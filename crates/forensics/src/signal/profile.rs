//! A spectrum's power along one coordinate: over rings and over directions.

use std::ops::Range;

use ndarray::Axis;
use rayon::prelude::*;

use super::spectrum::Spectrum;

/// Mean power (squared magnitude) in `rings` rings of equal width from 0 to 0.5 cycles per pixel; the
/// corners beyond are left out. Frequencies are per pixel, so planes of any shape compare. NaN for a ring
/// without bins.
pub fn radial_average(spectrum: &Spectrum, rings: usize) -> Vec<f64> {
    average(spectrum, rings, |down, across| {
        let ring = (f64::hypot(down, across) * 2.0 * rings as f64) as usize;
        (ring < rings).then_some(ring)
    })
}

/// Which part of the spectrum an angular average takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Sectors {
    /// Number of sectors of equal angle over the half turn.
    pub count: usize,
    /// Frequencies that take part, in cycles per pixel.
    pub band: Range<f64>,
}

/// Mean power in each of the sectors: the first begins at horizontal frequencies (upright structures)
/// and they go on over vertical ones (level structures) back to the horizontal. NaN for a sector without
/// bins.
pub fn angular_average(spectrum: &Spectrum, sectors: &Sectors) -> Vec<f64> {
    average(spectrum, sectors.count, |down, across| {
        let angle = f64::atan2(down, across).rem_euclid(std::f64::consts::PI) / std::f64::consts::PI;
        let sector = ((angle * sectors.count as f64) as usize).min(sectors.count.saturating_sub(1));
        sectors.band.contains(&f64::hypot(down, across)).then_some(sector)
    })
}

/// Mean power of the bins of each class, over the whole spectrum: bins that stand for two count twice.
fn average(spectrum: &Spectrum, classes: usize, class: impl Fn(f64, f64) -> Option<usize> + Sync) -> Vec<f64> {
    let (height, width) = (spectrum.height(), spectrum.width());
    let of_row = |(row, bins): (usize, ndarray::ArrayView1<'_, rustfft::num_complex::Complex32>)| {
        let mut sums = vec![(0.0, 0.0); classes];
        let down = if 2 * row > height { row as f64 - height as f64 } else { row as f64 } / height as f64;
        for (column, bin) in bins.iter().enumerate() {
            let across = column as f64 / width as f64;
            let twice = column > 0 && 2 * column < width;
            if let Some((power, weight)) = class(down, across).and_then(|class| sums.get_mut(class)) {
                let times = if twice { 2.0 } else { 1.0 };
                *power += times * f64::from(bin.norm_sqr());
                *weight += times;
            }
        }
        sums
    };
    let add = |mut left: Vec<(f64, f64)>, right: Vec<(f64, f64)>| {
        for ((power, weight), (more_power, more_weight)) in left.iter_mut().zip(right) {
            *power += more_power;
            *weight += more_weight;
        }
        left
    };
    // Collected in order and then added, so that rounding does not depend on the number of cores.
    let rows: Vec<_> = spectrum.bins().axis_iter(Axis(0)).into_par_iter().enumerate().map(of_row).collect();
    rows.into_iter().fold(vec![(0.0, 0.0); classes], add).into_iter().map(|(power, weight)| power / weight).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{noise, plane};
    use super::super::{Spectrum, Window};
    use super::*;
    use ndarray::Array2;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn rings_are_those_of_the_centred_magnitudes(samples in plane(2..24, 2..24), rings in 1usize..6) {
            let spectrum = Spectrum::of(samples.view(), Window::Rectangular);
            let centred = spectrum.centred_magnitude();
            let (height, width) = centred.dim();
            let mut sums = vec![(0.0f64, 0usize); rings];
            for ((row, column), magnitude) in centred.indexed_iter() {
                let down = (row as f64 - (height / 2) as f64) / height as f64;
                let across = (column as f64 - (width / 2) as f64) / width as f64;
                let ring = (f64::hypot(down, across) * 2.0 * rings as f64) as usize;
                if ring < rings {
                    sums[ring].0 += f64::from(magnitude * magnitude);
                    sums[ring].1 += 1;
                }
            }
            for (found, (power, count)) in radial_average(&spectrum, rings).into_iter().zip(sums) {
                if count == 0 {
                    prop_assert!(found.is_nan());
                } else {
                    prop_assert!((found - power / count as f64).abs() <= 1e-3 * found.abs() + 1e-3);
                }
            }
        }
    }

    #[test]
    fn white_noise_is_flat_in_rings_and_directions() {
        let spectrum = Spectrum::of(noise(200, 160, 2.0, 7).view(), Window::Rectangular);
        // Each bin of white noise has the variance times the number of samples.
        let expected = 4.0 * 200.0 * 160.0;
        let sectors = Sectors { count: 6, band: 0.1..0.5 };
        for power in radial_average(&spectrum, 8).into_iter().skip(1).chain(angular_average(&spectrum, &sectors)) {
            assert!((power / expected - 1.0).abs() < 0.15, "{power} is not {expected}");
        }
    }

    #[test]
    fn a_grating_is_in_the_sector_of_its_direction() {
        let upright = Array2::from_shape_fn((64, 64), |(_, x)| (std::f32::consts::TAU * x as f32 / 4.0).cos());
        let level = upright.t().to_owned();
        let sectors = Sectors { count: 4, band: 0.2..0.3 };
        let strongest = |plane: &Array2<f32>| {
            let average = angular_average(&Spectrum::of(plane.view(), Window::Rectangular), &sectors);
            (0..4).max_by(|left, right| average[*left].total_cmp(&average[*right])).unwrap()
        };
        assert_eq!((strongest(&upright), strongest(&level)), (0, 2));
    }
}
