//! How often small differences of neighbours follow each other: the subtractive pixel adjacency model
//! (Pevny, Bas and Fridrich 2010) with three differences in a row, at the tile's own size, a half and a
//! quarter of it, and how differences of luma and colour go together.

use ndarray::{Array2, Axis, Slice, Zip};

use super::tiles::Tile;
use super::{Listing, PLANES};

/// Differences beyond this many steps count as this many.
const MOST: i32 = 2;
const LEVELS: usize = 2 * MOST as usize + 1;
const CELLS: usize = LEVELS * LEVELS * LEVELS;

/// The tile is measured at one over these.
const SCALES: [usize; 3] = [1, 2, 4];

/// Sizes of a step in levels, for luma and for the colour differences.
const LUMA_STEPS: [f32; 2] = [1.0, 3.0];
const COLOUR_STEPS: [f32; 2] = [0.5, 1.5];
/// Sizes of a step where the three planes go together.
const JOINT_STEPS: [f32; 3] = [2.0, 1.0, 1.0];

/// Roots of the shares of the triples, both directions together.
pub(super) fn list(listing: &mut Listing, tiles: &[Tile]) {
    let (alike, opposite) = (kinds(true), kinds(false));
    for scale in SCALES {
        let scaled: Vec<[Array2<f32>; 3]> =
            tiles.iter().map(|tile| tile.planes.each_ref().map(|plane| shrunk(plane, scale))).collect();
        for (place, plane) in PLANES.iter().enumerate() {
            for step in if place == 0 { LUMA_STEPS } else { COLOUR_STEPS } {
                let mut counts = [0u64; CELLS];
                scaled.iter().for_each(|planes| in_a_row(&planes[place], step, &mut counts));
                roots_of_shares(listing, &format!("triples {plane} 1/{scale} {step}"), &counts, &alike);
            }
        }
        let mut counts = [0u64; CELLS];
        scaled.iter().for_each(|planes| at_one_place(planes, &mut counts));
        roots_of_shares(listing, &format!("joint 1/{scale}"), &counts, &opposite);
    }
}

fn roots_of_shares(listing: &mut Listing, name: &str, counts: &[u64; CELLS], kinds: &[usize]) {
    let whole = counts.iter().sum::<u64>().max(1) as f64;
    let mut together = [0u64; CELLS];
    counts.iter().zip(kinds).for_each(|(count, kind)| together[*kind] += count);
    for (at, count) in together.iter().enumerate().filter(|(at, _)| kinds[*at] == *at) {
        // The root makes the spread of rare and of common triples alike.
        listing.push(|| format!("{name} {at}"), (*count as f64 / whole).sqrt());
    }
}

/// For each triple, the first one that stands for it: its negative, and, where the three follow each other,
/// its reverse.
fn kinds(in_a_row: bool) -> Vec<usize> {
    let join = |[one, two, three]: [usize; 3]| (one * LEVELS + two) * LEVELS + three;
    let negative = |triple: [usize; 3]| triple.map(|level| LEVELS - 1 - level);
    (0..CELLS)
        .map(|cell| {
            let triple = [cell / (LEVELS * LEVELS), cell / LEVELS % LEVELS, cell % LEVELS];
            let reversed = if in_a_row { [triple[2], triple[1], triple[0]] } else { triple };
            [triple, reversed, negative(triple), negative(reversed)].into_iter().map(join).min().unwrap_or(cell)
        })
        .collect()
}

/// Means of squares of so many pixels; what does not fill a square is left out.
fn shrunk(plane: &Array2<f32>, scale: usize) -> Array2<f32> {
    if scale == 1 {
        return plane.clone();
    }
    let share = 1.0 / (scale * scale) as f32;
    let mut small = Array2::zeros((plane.nrows() / scale, plane.ncols() / scale));
    Zip::from(&mut small).and(plane.exact_chunks((scale, scale))).for_each(|mean, square| *mean = square.sum() * share);
    small
}

fn in_a_row(plane: &Array2<f32>, step: f32, counts: &mut [u64; CELLS]) {
    for axis in [Axis(1), Axis(0)] {
        let levels = levels(plane, axis, step);
        let triples = levels.len_of(axis).saturating_sub(2);
        let from = |first: usize| levels.slice_axis(axis, Slice::from(first..first + triples));
        if triples > 0 {
            Zip::from(from(0)).and(from(1)).and(from(2)).for_each(|one, two, three| count(counts, *one, *two, *three));
        }
    }
}

fn at_one_place([luma, blue, red]: &[Array2<f32>; 3], counts: &mut [u64; CELLS]) {
    for axis in [Axis(0), Axis(1)] {
        let luma = levels(luma, axis, JOINT_STEPS[0]);
        let (blue, red) = (levels(blue, axis, JOINT_STEPS[1]), levels(red, axis, JOINT_STEPS[2]));
        Zip::from(&luma).and(&blue).and(&red).for_each(|one, two, three| count(counts, *one, *two, *three));
    }
}

fn count(counts: &mut [u64; CELLS], one: u8, two: u8, three: u8) {
    counts[(usize::from(one) * LEVELS + usize::from(two)) * LEVELS + usize::from(three)] += 1;
}

/// The difference of each pixel and the next along an axis in steps, rounded and limited, counted from the most
/// negative: whole planes at a time, which runs along memory for either axis.
fn levels(plane: &Array2<f32>, axis: Axis, step: f32) -> Array2<u8> {
    let differences = plane.len_of(axis).saturating_sub(1);
    let one = plane.slice_axis(axis, Slice::from(..differences));
    let next = plane.slice_axis(axis, Slice::from(plane.len_of(axis) - differences..));
    Zip::from(next)
        .and(one)
        .map_collect(|next, one| ((next - one) / step + MOST as f32 + 0.5).clamp(0.0, LEVELS as f32 - 0.5) as u8)
}
