//! Sets of cells on a square grid.

use crate::faces::Point;

/// A set of cells of a square grid. Cells beyond the grid are never in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mask {
    side: usize,
    cells: Vec<bool>,
}

impl Mask {
    /// The cells (column, row) for which `is_in` holds.
    pub fn from_fn(side: usize, mut is_in: impl FnMut(usize, usize) -> bool) -> Self {
        let cells = (0..side * side).map(|index| is_in(index % side, index / side)).collect();
        Self { side, cells }
    }

    /// These cells.
    pub fn of(side: usize, cells: &[(usize, usize)]) -> Self {
        let mut mask = Self::from_fn(side, |_, _| false);
        for &(column, row) in cells {
            if column < side
                && let Some(cell) = mask.cells.get_mut(row * side + column)
            {
                *cell = true;
            }
        }
        mask
    }

    /// Cells along one side of the grid.
    pub fn side(&self) -> usize {
        self.side
    }

    /// Whether the cell is in the set.
    pub fn get(&self, column: i32, row: i32) -> bool {
        let (Ok(column), Ok(row)) = (usize::try_from(column), usize::try_from(row)) else { return false };
        column < self.side && self.cells.get(row * self.side + column).copied().unwrap_or(false)
    }

    /// Whether the cell with this column and row is in the set.
    pub fn has(&self, (column, row): (usize, usize)) -> bool {
        column < self.side && self.cells.get(row * self.side + column).copied().unwrap_or(false)
    }

    /// The cells, row by row.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let side = self.side.max(1);
        self.cells.iter().enumerate().filter(|(_, is_in)| **is_in).map(move |(at, _)| (at % side, at / side))
    }

    /// How many cells are in the set.
    pub fn count(&self) -> usize {
        self.cells.iter().filter(|is_in| **is_in).count()
    }

    /// Middle of the set in cells from the corner of the grid's first cell; `None` when it is empty.
    pub fn centroid(&self) -> Option<Point> {
        centroid(self.iter())
    }

    /// Cells in both sets.
    pub fn and(&self, other: &Self) -> Self {
        Self::from_fn(self.side, |column, row| self.has((column, row)) && other.has((column, row)))
    }

    /// Cells of this set that are not in the other.
    pub fn minus(&self, other: &Self) -> Self {
        Self::from_fn(self.side, |column, row| self.has((column, row)) && !other.has((column, row)))
    }

    /// The set with all cells within `radius` cells of it.
    pub fn grown(&self, radius: f32) -> Self {
        let rim = self.iter().map(|(column, row)| (column as i32, row as i32));
        let rim: Vec<_> = rim.filter(|&cell| sides(cell).iter().any(|&(x, y)| !self.get(x, y))).collect();
        let mut grown = self.clone();
        grown.set_around(&rim, radius, true);
        grown
    }

    /// The cells of the set that are farther than `radius` cells from all others; the grid's edge ends
    /// the set.
    pub fn shrunk(&self, radius: f32) -> Self {
        // The nearest cell outside always touches the set with a side.
        let beside = self.iter().flat_map(|(column, row)| sides((column as i32, row as i32)));
        let rim: Vec<_> = beside.filter(|&(x, y)| !self.get(x, y)).collect();
        let mut shrunk = self.clone();
        shrunk.set_around(&rim, radius, false);
        shrunk
    }

    fn set_around(&mut self, cells: &[(i32, i32)], radius: f32, is_in: bool) {
        let (offsets, side) = (disc(radius), self.side);
        for &(column, row) in cells {
            for &(right, down) in &offsets {
                let (Ok(x), Ok(y)) = (usize::try_from(column + right), usize::try_from(row + down)) else { continue };
                if x < side
                    && let Some(cell) = self.cells.get_mut(y * side + x)
                {
                    *cell = is_in;
                }
            }
        }
    }

    /// Without parts narrower than twice the radius.
    pub fn opened(&self, radius: f32) -> Self {
        if radius < 0.5 { self.clone() } else { self.shrunk(radius).grown(radius) }
    }

    /// The connected parts (through sides and corners), the largest first; equal ones from the top.
    pub fn parts(&self) -> Vec<Vec<(usize, usize)>> {
        let mut seen = vec![false; self.cells.len()];
        let mut parts = Vec::new();
        for start in self.iter() {
            let mut part = Vec::new();
            let mut waiting = vec![start];
            while let Some((column, row)) = waiting.pop() {
                let Some(is_seen) = seen.get_mut(row * self.side + column) else { continue };
                if std::mem::replace(is_seen, true) {
                    continue;
                }
                part.push((column, row));
                let around = (-1..=1).flat_map(|down| (-1..=1).map(move |right| (right, down)));
                for (x, y) in around.map(|(right, down): (i32, i32)| (column as i32 + right, row as i32 + down)) {
                    if self.get(x, y) {
                        waiting.push((x as usize, y as usize));
                    }
                }
            }
            if !part.is_empty() {
                parts.push(part);
            }
        }
        parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
        parts
    }

    /// The set with the holes that it encloses.
    pub fn filled(&self) -> Self {
        let mut outside = Self::from_fn(self.side, |_, _| false);
        let last = self.side.saturating_sub(1);
        let mut waiting: Vec<_> = (0..self.side).flat_map(|at| [(at, 0), (at, last), (0, at), (last, at)]).collect();
        while let Some((column, row)) = waiting.pop() {
            let Some(cell) = outside.cells.get_mut(row * self.side + column) else { continue };
            if *cell || self.has((column, row)) {
                continue;
            }
            *cell = true;
            waiting.extend(column.checked_sub(1).map(|left| (left, row)));
            waiting.extend(row.checked_sub(1).map(|up| (column, up)));
            waiting.extend((column < last).then_some((column + 1, row)));
            waiting.extend((row < last).then_some((column, row + 1)));
        }
        Self::from_fn(self.side, |column, row| !outside.has((column, row)))
    }

    /// Outlines of the set as closed lines, in cells from the corner of the grid's first cell. Steps
    /// are smoothed over about a cell.
    pub fn outlines(&self) -> Vec<Vec<Point>> {
        if self.count() == 0 {
            return Vec::new();
        }
        let level = |column: i32, row: i32| {
            let weight = |distance: i32| if distance == 0 { 2.0 } else { 1.0 };
            let mut sum = 0.0;
            for down in -1..=1 {
                for right in -1..=1 {
                    if self.get(column + right, row + down) {
                        sum += weight(right) * weight(down) / 16.0;
                    }
                }
            }
            sum
        };
        let values: Vec<f64> =
            (0..self.cells.len()).map(|at| level((at % self.side) as i32, (at / self.side) as i32)).collect();
        let lines = contour::ContourBuilder::new(self.side, self.side, true).lines(&values, &[0.5]);
        let lines = lines.unwrap_or_default();
        lines
            .iter()
            .flat_map(|line| &line.geometry().0)
            .map(|line| line.0.iter().map(|point| (point.x as f32, point.y as f32)).collect())
            .collect()
    }
}

/// Middle of these cells; `None` when there are none.
pub fn centroid(cells: impl Iterator<Item = (usize, usize)>) -> Option<Point> {
    let (mut x, mut y, mut count) = (0.0_f64, 0.0_f64, 0.0_f64);
    for (column, row) in cells {
        x += column as f64 + 0.5;
        y += row as f64 + 0.5;
        count += 1.0;
    }
    (count > 0.0).then(|| ((x / count) as f32, (y / count) as f32))
}

/// The four cells that share a side with a cell.
fn sides((x, y): (i32, i32)) -> [(i32, i32); 4] {
    [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
}

/// Offsets within a radius.
fn disc(radius: f32) -> Vec<(i32, i32)> {
    let reach = radius.ceil().clamp(0.0, 64.0) as i32;
    let near = |&(x, y): &(i32, i32)| (x * x + y * y) as f32 <= radius * radius;
    (-reach..=reach).flat_map(|y| (-reach..=reach).map(move |x| (x, y))).filter(near).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring() -> Mask {
        Mask::from_fn(20, |x, y| (4..=6).contains(&((x as i32 - 10).abs().max((y as i32 - 10).abs()))))
    }

    #[test]
    fn holes_are_filled_and_parts_are_counted() {
        assert_eq!(ring().count(), 13 * 13 - 7 * 7);
        assert_eq!(ring().filled().count(), 13 * 13);
        assert_eq!(ring().parts().len(), 1);
        let two = Mask::of(8, &[(0, 0), (1, 1), (5, 5), (99, 0)]);
        assert_eq!(two.parts(), [vec![(0, 0), (1, 1)], vec![(5, 5)]]);
    }

    #[test]
    fn opening_removes_what_is_thin_and_keeps_the_rest() {
        let block = Mask::from_fn(20, |x, y| (5..12).contains(&x) && (5..12).contains(&y));
        let with_hair = Mask::from_fn(20, |x, y| block.has((x, y)) || y == 15);
        assert_eq!(with_hair.opened(1.0).minus(&block).count(), 0);
        assert!(with_hair.opened(1.0).count() >= block.count() - 4, "only corners are lost");
        assert_eq!(block.grown(1.0).count(), 49 + 28);
        assert_eq!(block.shrunk(1.0).count(), 25);
    }

    #[test]
    fn growing_and_shrinking_measure_straight_distances() {
        let odd = Mask::from_fn(24, |x, y| (x * 7 + y * 3) % 11 < 6 || x > 15);
        let far = |one: (usize, usize), other: (usize, usize)| {
            (one.0 as f32 - other.0 as f32).hypot(one.1 as f32 - other.1 as f32)
        };
        let cells: Vec<_> = Mask::from_fn(24, |_, _| true).iter().collect();
        for radius in [0.0, 1.0, 1.5, 3.2] {
            let edge = |(x, y): (usize, usize)| [x, y, 23 - x, 23 - y].iter().any(|&at| at as f32 + 1.0 <= radius);
            for &cell in &cells {
                let near =
                    |is_in: bool| cells.iter().any(|&other| odd.has(other) == is_in && far(cell, other) <= radius);
                assert_eq!(odd.grown(radius).has(cell), near(true), "{cell:?} {radius}");
                assert_eq!(odd.shrunk(radius).has(cell), !near(false) && !edge(cell), "{cell:?} {radius}");
            }
        }
    }

    #[test]
    fn the_outline_goes_round_the_middle() {
        let disc = Mask::from_fn(40, |x, y| (x as f32 + 0.5 - 20.0).hypot(y as f32 + 0.5 - 15.0) < 8.0);
        let outlines = disc.outlines();
        assert_eq!(outlines.len(), 1);
        for (x, y) in &outlines[0] {
            assert!(((x - 20.0).hypot(y - 15.0) - 8.0).abs() < 0.7, "{x} {y}");
        }
        assert_eq!(disc.centroid(), Some((20.0, 15.0)));
        assert_eq!(Mask::of(4, &[]).centroid(), None);
        assert!(Mask::of(4, &[]).outlines().is_empty());
    }

    #[test]
    fn an_empty_grid_is_no_trouble() {
        let none = Mask::from_fn(0, |_, _| true);
        assert_eq!((none.count(), none.filled().count(), none.parts().len(), none.outlines().len()), (0, 0, 0, 0));
        assert!(!none.get(0, 0));
    }
}
