//! Scores of squares as a plane over the photo.

use ndarray::Array2;

use crate::geometry;

/// Cells along the longer side of the plane.
const CELLS: u32 = 128;

/// A square of the upright photo and its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scored {
    /// Left edge in pixels.
    pub x: f32,
    /// Top edge in pixels.
    pub y: f32,
    /// Width in pixels.
    pub width: f32,
    /// Height in pixels.
    pub height: f32,
    /// Its score.
    pub score: f32,
}

/// The mean score of the squares that show each place of the coded photo; NaN where none does. `coded`
/// is its width and height, which `orientation` turns upright.
pub(crate) fn plane(squares: &[Scored], coded: (u32, u32), orientation: u8) -> Array2<f32> {
    let (width, height) = coded;
    let cell = f64::from(width.max(height)) / f64::from(CELLS);
    let cells = |side: u32| ((f64::from(side) / cell).round() as usize).max(1);
    let (rows, columns) = (cells(height), cells(width));
    Array2::from_shape_fn((rows, columns), |(row, column)| {
        let x = (column as f32 + 0.5) / columns as f32 * width as f32;
        let y = (row as f32 + 0.5) / rows as f32 * height as f32;
        mean_at(squares, geometry::point_upright((x, y), coded, orientation))
    })
}

fn mean_at(squares: &[Scored], (x, y): (f32, f32)) -> f32 {
    let shows = |square: &&Scored| {
        (square.x..square.x + square.width).contains(&x) && (square.y..square.y + square.height).contains(&y)
    };
    let there = squares.iter().filter(shows);
    let (sum, count) = there.fold((0.0, 0.0), |(sum, count), square| (sum + square.score, count + 1.0));
    if count > 0.0 { sum / count } else { f32::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_squares_are_averaged_and_the_rest_was_not_measured() {
        let square = |x: f32, score: f32| Scored { x, y: 0.0, width: 64.0, height: 64.0, score };
        let plane = plane(&[square(0.0, 1.0), square(32.0, 3.0)], (128, 64), 1);
        assert_eq!(plane.dim(), (64, 128));
        assert_eq!((plane[[0, 0]], plane[[10, 40]], plane[[63, 95]]), (1.0, 2.0, 3.0));
        assert!(plane[[0, 100]].is_nan());
    }

    /// Turned clockwise by 90 degrees (6), the upper half of the upright photo is the left half of the
    /// coded one.
    #[test]
    fn the_plane_lies_over_the_coded_photo() {
        let upper = Scored { x: 0.0, y: 0.0, width: 224.0, height: 224.0, score: 1.0 };
        let plane = plane(&[upper], (448, 224), 6);
        assert!(plane[[30, 10]] == 1.0 && plane[[30, 120]].is_nan());
    }
}
