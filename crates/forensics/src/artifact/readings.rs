//! The values of a map or spectrum, small enough to travel with the report, so that a reader can point
//! at a place and read its value instead of guessing it from a colour.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ndarray::{Array2, s};

/// Most cells of one grid of readings: 16 KiB before they are written as text.
const MOST_CELLS: usize = 128 * 128;

/// Code of a cell in which nothing was measured.
const NOT_MEASURED: u8 = 0;
/// Code of a value below the range.
const BELOW: u8 = 1;
/// Code of the range's start; every step up to [`LAST`] is an equal part of the range.
const FIRST: u8 = 2;
/// Code of the range's end.
const LAST: u8 = 254;
/// Code of a value above the range.
const ABOVE: u8 = 255;

/// A grid of values, each to a 252nd of the range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readings {
    /// Cells in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Values of the plane that a cell spans in each direction; those at the end may span fewer.
    pub step: u32,
    /// One byte a cell, row by row, in Base64 (RFC 4648): 0 where nothing was measured, 1 below the
    /// range, 255 above it, and from 2 to 254 evenly from the range's start to its end.
    pub codes: String,
}

/// Which value stands for a cell that spans several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// The mean of the measured ones.
    Mean,
    /// The highest of the measured ones: a peak of a spectrum stays as high as it is.
    Highest,
}

/// Reads a plane off in cells as small as the bound on their number allows.
pub fn of(plane: &Array2<f32>, range: (f32, f32), cell: Cell) -> Readings {
    let (height, width) = plane.dim();
    let cells = |step: usize| height.div_ceil(step) * width.div_ceil(step);
    let mut step = 1;
    while cells(step) > MOST_CELLS {
        step += 1;
    }
    let mut codes = Vec::with_capacity(cells(step));
    for y in (0..height).step_by(step) {
        for x in (0..width).step_by(step) {
            let spanned = plane.slice(s![y..(y + step).min(height), x..(x + step).min(width)]);
            let measured = spanned.iter().copied().filter(|value| !value.is_nan());
            codes.push(code(value(measured, cell), range));
        }
    }
    let (width, height) = (width.div_ceil(step) as u32, height.div_ceil(step) as u32);
    Readings { width, height, step: step as u32, codes: STANDARD.encode(codes) }
}

/// The value of a cell; NaN when nothing in it was measured.
fn value(measured: impl Iterator<Item = f32>, cell: Cell) -> f32 {
    match cell {
        Cell::Mean => {
            let (sum, count) =
                measured.fold((0.0_f64, 0_u32), |(sum, count), value| (sum + f64::from(value), count + 1));
            if count == 0 { f32::NAN } else { (sum / f64::from(count)) as f32 }
        }
        Cell::Highest => measured.reduce(f32::max).unwrap_or(f32::NAN),
    }
}

fn code(value: f32, (min, max): (f32, f32)) -> u8 {
    if value.is_nan() {
        NOT_MEASURED
    } else if value < min {
        BELOW
    } else if value > max {
        ABOVE
    } else {
        let place = (value - min) / (max - min);
        FIRST + (place * f32::from(LAST - FIRST)).round() as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn codes(readings: &Readings) -> Vec<u8> {
        STANDARD.decode(&readings.codes).unwrap()
    }

    #[test]
    fn every_value_of_a_small_plane_can_be_read() {
        let readings = of(&array![[0.0, 10.0, 5.0], [f32::NAN, -1.0, 11.0]], (0.0, 10.0), Cell::Mean);
        assert_eq!((readings.width, readings.height, readings.step), (3, 2, 1));
        assert_eq!(codes(&readings), [FIRST, LAST, 128, NOT_MEASURED, BELOW, ABOVE]);
    }

    #[test]
    fn a_large_plane_is_read_in_cells_and_the_highest_keeps_a_peak() {
        let mut plane = Array2::zeros((200, 301));
        plane[[199, 300]] = 1.0;
        plane[[0, 0]] = f32::NAN;
        let highest = of(&plane, (0.0, 1.0), Cell::Highest);
        assert_eq!((highest.width, highest.height, highest.step), (151, 100, 2));
        assert_eq!(codes(&highest).len(), 151 * 100);
        assert_eq!(codes(&highest).last(), Some(&LAST));
        assert_eq!(codes(&highest)[0], FIRST, "what was measured in a cell counts");
        let mean = of(&plane, (0.0, 1.0), Cell::Mean);
        assert_eq!(codes(&mean).last(), Some(&128), "the last cell spans two values, one of them 1");
    }

    #[test]
    fn an_empty_plane_has_no_cells() {
        assert_eq!(of(&Array2::zeros((0, 0)), (0.0, 1.0), Cell::Mean).codes, "");
    }
}
