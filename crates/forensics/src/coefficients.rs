//! The quantised DCT coefficients of a JPEG, as they stand in the file (ITU-T T.81): the only exact
//! witness of how the picture was compressed. Decoded pixels have been rounded and clamped since.
//!
//! No library at hand gives them out; decoders keep them to themselves.

mod bits;
mod frame;
mod huffman;
mod scan;

use crate::container::{Kind, Structure};
use crate::limits::Limits;
use crate::text::{Text, Words};

/// Row-major place of each zig-zag index (ITU-T T.81 figure A.6).
#[rustfmt::skip]
pub const ZIG_ZAG: [u8; 64] = [
     0,  1,  8, 16,  9,  2,  3, 10, 17, 24, 32, 25, 18, 11,  4,  5,
    12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13,  6,  7, 14, 21, 28,
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
    58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// The coefficients of every component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coefficients {
    /// Components in frame order; luma first in a YCbCr picture.
    pub components: Vec<Component>,
    /// Whether the coded data ended early or was damaged: coefficients from there on are 0.
    pub ends_early: bool,
}

/// The coefficients of one component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Blocks in a row that hold a part of the picture.
    pub blocks_wide: usize,
    /// Rows of blocks that hold a part of the picture.
    pub blocks_high: usize,
    /// Horizontal and vertical sampling factor.
    pub sampling: (u8, u8),
    /// Quantisation steps, row-major: 8 vertical by 8 horizontal frequencies.
    pub steps: [u16; 64],
    /// Quantised values, block by block from the top left, each row-major as `steps`.
    pub blocks: Vec<[i16; 64]>,
}

/// Reads the coefficients of a JPEG.
///
/// # Errors
/// Why there are none: not a JPEG, a coding that is not read, too large, or damaged before the first scan.
pub fn read(bytes: &[u8], structure: &Structure, limits: &Limits) -> Result<Coefficients, Text> {
    if structure.kind != Kind::Jpeg {
        return Err(Words::new("The file was no JPEG.", "文件不是 JPEG。").into());
    }
    scan::read(bytes, limits)
}

#[cfg(test)]
mod tests;
