//! How often small differences of neighbours follow each other: the subtractive pixel adjacency model
//! (Pevny, Bas and Fridrich 2010) with three differences in a row.

use ndarray::Array2;

use super::tiles::Tile;
use super::{Listing, PLANES};

/// Differences beyond this many levels count as this many.
const MOST: i32 = 2;
const LEVELS: usize = 2 * MOST as usize + 1;
const CELLS: usize = LEVELS * LEVELS * LEVELS;

/// Shares of the triples in luma and both colour differences, both directions together; a triple counts
/// together with its reverse and its negative.
pub(super) fn list(listing: &mut Listing, tiles: &[Tile]) {
    let kinds = kinds();
    for (place, plane) in PLANES.iter().enumerate() {
        let mut counts = vec![0u64; CELLS];
        for tile in tiles {
            count(&tile.planes[place], &mut counts);
        }
        let whole = counts.iter().sum::<u64>().max(1) as f64;
        for (at, kind) in kinds.iter().enumerate().filter(|(at, kind)| at == *kind) {
            let together: u64 = counts.iter().zip(&kinds).filter(|(_, of)| *of == kind).map(|(count, _)| count).sum();
            listing.push(|| format!("triples {plane} {at}"), together as f64 / whole);
        }
    }
}

/// For each triple, the first triple that stands for it.
fn kinds() -> Vec<usize> {
    let split = |cell: usize| [cell / (LEVELS * LEVELS), cell / LEVELS % LEVELS, cell % LEVELS];
    let join = |[one, two, three]: [usize; 3]| (one * LEVELS + two) * LEVELS + three;
    (0..CELLS)
        .map(|cell| {
            let triple = split(cell);
            let reversed = [triple[2], triple[1], triple[0]];
            let negative = |triple: [usize; 3]| triple.map(|level| LEVELS - 1 - level);
            // Read backwards, differences also change their sign.
            [join(triple), join(reversed), join(negative(triple)), join(negative(reversed))]
                .into_iter()
                .min()
                .unwrap_or(cell)
        })
        .collect()
}

fn count(plane: &Array2<f32>, counts: &mut [u64]) {
    let (height, width) = plane.dim();
    let mut levels = Vec::with_capacity(height.max(width));
    for lines in [plane.rows(), plane.columns()] {
        for line in lines {
            levels.clear();
            levels.extend(line.iter().zip(line.iter().skip(1)).map(|(one, next)| level(next - one)));
            for three in levels.windows(3) {
                let cell = (three[0] * LEVELS + three[1]) * LEVELS + three[2];
                if let Some(count) = counts.get_mut(cell) {
                    *count += 1;
                }
            }
        }
    }
}

/// A difference rounded and limited, counted from the most negative.
fn level(difference: f32) -> usize {
    (difference + MOST as f32 + 0.5).clamp(0.0, LEVELS as f32 - 0.5) as usize
}
