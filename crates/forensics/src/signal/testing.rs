//! Planes for property tests, and their comparison.

use std::ops::Range;

use ndarray::Array2;
use proptest::prelude::*;

/// Planes of 8-bit levels.
pub(super) fn plane(height: Range<usize>, width: Range<usize>) -> impl Strategy<Value = Array2<f32>> {
    (height, width).prop_flat_map(|(height, width)| {
        prop::collection::vec(0.0f32..=255.0, height * width)
            .prop_map(move |levels| Array2::from_shape_vec((height, width), levels).unwrap())
    })
}

/// White noise of a standard deviation, the same for a seed.
pub(crate) fn noise(height: usize, width: usize, deviation: f32, seed: u64) -> Array2<f32> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(1);
    let mut uniform = move || {
        // xorshift64*
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 40) as f32 / (1u32 << 24) as f32
    };
    // The sum of twelve uniform numbers has a variance of 1.
    Array2::from_shape_fn((height, width), |_| deviation * ((0..12).map(|_| uniform()).sum::<f32>() - 6.0))
}

/// Fails where two planes differ by more than a tolerance.
#[track_caller]
pub(super) fn assert_near(left: &Array2<f32>, right: &Array2<f32>, tolerance: f32) {
    assert_eq!(left.dim(), right.dim());
    for (place, value) in left.indexed_iter() {
        assert!((value - right[place]).abs() <= tolerance, "{value} is not {} at {place:?}", right[place]);
    }
}
