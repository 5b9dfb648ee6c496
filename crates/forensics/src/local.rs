//! Traces that differ from part to part of a picture: ghosts of an earlier JPEG save, noise, and what
//! another save would change. Measures without a verdict; the checks of the same names word them.

pub mod error_level;
pub mod ghost;
pub mod noise;
pub mod patches;

use ndarray::{Array2, CowArray, Ix2};

use crate::signal::BLOCK;

/// Rounds to whole numbers, halves to even, for values below 2^22: adding and taking away 1.5 * 2^23 runs on
/// many numbers at once, which `round` does not on every processor.
fn whole(value: f32) -> f32 {
    const SHIFT: f32 = 12_582_912.0;
    (value + SHIFT) - SHIFT
}

/// A plane whose blocks of 8 by 8 samples are read row by row.
struct Blocks<'a> {
    plane: CowArray<'a, f32, Ix2>,
}

impl<'a> Blocks<'a> {
    fn of(plane: &'a Array2<f32>) -> Self {
        Self { plane: plane.as_standard_layout() }
    }

    /// The samples of the block whose first sample lies at a place, which must hold a whole block; zeros
    /// for a place that does not.
    fn at(&self, top: usize, left: usize) -> [[f32; BLOCK]; BLOCK] {
        let mut block = [[0.0; BLOCK]; BLOCK];
        let (samples, width) = (self.plane.as_slice().unwrap_or_default(), self.plane.ncols());
        for (down, line) in block.iter_mut().enumerate() {
            let start = (top + down) * width + left;
            if let Some(row) = samples.get(start..start + BLOCK) {
                line.copy_from_slice(row);
            }
        }
        block
    }
}
