//! Parts of a plane of block values that lie beyond a limit together.

use ndarray::{Array2, s};

use crate::signal;

/// Cells that touch and lie beyond a limit on the same side.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Patch {
    /// How many cells it has.
    pub cells: usize,
    /// Mean of their values.
    pub mean: f32,
    /// First row.
    pub top: usize,
    /// First column.
    pub left: usize,
    /// Rows from the first to the last.
    pub height: usize,
    /// Columns from the first to the last.
    pub width: usize,
}

/// Mean of the measured cells in the square of `2 radius + 1` cells a side around each measured cell; NaN
/// where fewer than half of the square's cells were measured.
pub fn smoothed(plane: &Array2<f32>, radius: usize) -> Array2<f32> {
    let (height, width) = plane.dim();
    Array2::from_shape_fn((height, width), |(row, column)| {
        let rows = row.saturating_sub(radius)..(row + radius + 1).min(height);
        let columns = column.saturating_sub(radius)..(column + radius + 1).min(width);
        let square = plane.slice(s![rows, columns]);
        let (mut sum, mut count) = (0.0, 0_usize);
        for value in square.iter().filter(|value| !value.is_nan()) {
            sum += value;
            count += 1;
        }
        if plane[[row, column]].is_nan() || 2 * count < square.len() { f32::NAN } else { sum / count as f32 }
    })
}

/// The patches of cells whose value is more than `beyond` or less than `-beyond`, the largest first.
/// Cells touch along their edges.
pub fn patches(plane: &Array2<f32>, beyond: f32) -> Vec<Patch> {
    let side = |value: f32| {
        if value > beyond {
            1_i8
        } else if value < -beyond {
            -1
        } else {
            0
        }
    };
    let mut seen = Array2::from_elem(plane.dim(), false);
    let mut found = Vec::new();
    for ((row, column), value) in plane.indexed_iter() {
        let own = side(*value);
        if own == 0 || seen[[row, column]] {
            continue;
        }
        let (mut sum, mut cells) = (0.0_f64, 0_usize);
        let (mut top, mut bottom, mut left, mut right) = (row, row, column, column);
        let mut open = vec![(row, column)];
        seen[[row, column]] = true;
        while let Some((row, column)) = open.pop() {
            sum += f64::from(plane[[row, column]]);
            cells += 1;
            (top, bottom, left, right) = (top.min(row), bottom.max(row), left.min(column), right.max(column));
            let around =
                [(row.wrapping_sub(1), column), (row + 1, column), (row, column.wrapping_sub(1)), (row, column + 1)];
            for next in around {
                if plane.get(next).is_some_and(|value| side(*value) == own) && !seen[next] {
                    seen[next] = true;
                    open.push(next);
                }
            }
        }
        let mean = (sum / cells as f64) as f32;
        found.push(Patch { cells, mean, top, left, height: bottom - top + 1, width: right - left + 1 });
    }
    found.sort_by_key(|patch| std::cmp::Reverse(patch.cells));
    found
}

/// The middle value of the measured cells; `None` when there are none.
pub fn median(values: impl Iterator<Item = f32>) -> Option<f32> {
    let mut values: Vec<f32> = values.filter(|value| !value.is_nan()).collect();
    signal::median(&mut values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn cells_that_touch_on_the_same_side_are_one_patch() {
        let nan = f32::NAN;
        let plane = array![[2.0, 3.0, 0.0, -4.0], [0.0, 2.0, -4.0, -4.0], [9.0, nan, 0.0, 0.0]];
        let found = patches(&plane, 1.0);
        assert_eq!(found.len(), 3);
        assert_eq!((found[0].cells, found[1].cells, found[2].cells), (3, 3, 1));
        let low = found.iter().find(|patch| patch.mean < 0.0).unwrap();
        assert_eq!((low.mean, low.top, low.left, low.height, low.width), (-4.0, 0, 2, 2, 2));
        assert_eq!(patches(&plane, 10.0), []);
    }

    #[test]
    fn smoothing_invents_nothing_where_little_was_measured() {
        let nan = f32::NAN;
        let plane = array![[1.0, 3.0, nan], [nan, nan, nan], [nan, nan, 5.0]];
        let smooth = smoothed(&plane, 1);
        assert_eq!(smooth[[0, 0]], 2.0);
        assert!(smooth[[2, 2]].is_nan(), "one of four");
        assert!(smooth[[1, 1]].is_nan(), "not measured itself");
    }

    #[test]
    fn the_median_is_of_what_was_measured() {
        assert_eq!(median([3.0, f32::NAN, 1.0, 2.0].into_iter()), Some(2.0));
        assert_eq!(median([f32::NAN].into_iter()), None);
    }
}
