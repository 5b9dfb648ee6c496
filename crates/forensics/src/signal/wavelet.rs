//! Discrete wavelet transforms of a plane, many levels deep.

mod filters;
mod passes;

use ndarray::Array2;

pub use filters::Wavelet;
use passes::Filters;

/// What lies beyond the borders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Border {
    /// The plane mirrored at its edge, the edge sample twice. Bands are a little longer than half of a
    /// side, `(side + taps - 1) / 2`, so that the inverse is exact.
    Symmetric,
    /// The plane repeated; an odd side is first lengthened by its last sample. Bands are half of a side.
    Periodic,
}

/// The three detail bands of one level, all of one size.
#[derive(Debug, Clone, PartialEq)]
pub struct Details {
    /// High-pass along the rows only: upright edges.
    pub across: Array2<f32>,
    /// High-pass along the columns only: level edges.
    pub down: Array2<f32>,
    /// High-pass along both.
    pub diagonal: Array2<f32>,
}

impl Details {
    /// The three bands, each through a function.
    pub fn map(self, change: impl Fn(Array2<f32>) -> Array2<f32>) -> Self {
        Self { across: change(self.across), down: change(self.down), diagonal: change(self.diagonal) }
    }
}

/// A plane in wavelet bands. Coefficients are in the plane's unit; for the orthonormal wavelets (Haar and
/// db4) white noise keeps its standard deviation in every band.
#[derive(Debug, Clone, PartialEq)]
pub struct Decomposition {
    /// What is left after the deepest level.
    pub approximation: Array2<f32>,
    /// Detail bands, the finest first.
    pub details: Vec<Details>,
    sizes: Vec<(usize, usize)>,
    wavelet: Wavelet,
    border: Border,
}

/// Decomposes a plane into at most `levels` levels; it stops where a side has fewer than two samples.
pub fn decompose(plane: &Array2<f32>, wavelet: Wavelet, border: Border, levels: usize) -> Decomposition {
    let filters = Filters::new(wavelet, border);
    let mut whole = Decomposition {
        approximation: plane.as_standard_layout().into_owned(),
        details: Vec::with_capacity(levels),
        sizes: Vec::with_capacity(levels),
        wavelet,
        border,
    };
    for _ in 0..levels {
        let size = whole.approximation.dim();
        if size.0.min(size.1) < 2 {
            break;
        }
        let (low, high) = filters.split_rows(&whole.approximation);
        let (approximation, down) = filters.split_columns(&low);
        let (across, diagonal) = filters.split_columns(&high);
        whole.details.push(Details { across, down, diagonal });
        whole.sizes.push(size);
        whole.approximation = approximation;
    }
    whole
}

impl Decomposition {
    /// The plane with these bands: inverse of [`decompose`].
    pub fn reconstruct(self) -> Array2<f32> {
        let filters = Filters::new(self.wavelet, self.border);
        let levels = self.details.into_iter().zip(self.sizes).rev();
        levels.fold(self.approximation, |approximation, (details, (height, width))| {
            let low = filters.join_columns(&approximation, &details.down, height);
            let high = filters.join_columns(&details.across, &details.diagonal, height);
            filters.join_rows(&low, &high, width)
        })
    }
}

#[cfg(test)]
mod tests;
