//! A piece of what is left of a picture without its smooth part.

use catchlight_forensics::container::Kind;
use catchlight_forensics::signal::{NOISE_LEVEL, wavelet_residual};
use catchlight_forensics::specimen::Specimen;
use catchlight_forensics::text;
use catchlight_forensics::text::Text;
use ndarray::{Array2, s};
use serde::{Deserialize, Serialize};

use super::Bytes;

/// Side of the piece in pixels.
pub const PIECE_SIDE: usize = 256;

/// Pixels around the piece that the denoiser sees and that are then cut off.
const MARGIN: usize = 16;
/// Grid of JPEG on which the piece begins, so that pieces of equal sizes lie alike on it.
const GRID: usize = 8;
/// Steps of the kept values in one level of luma.
const STEPS: f32 = 8.0;

/// A piece of the noise residual from the middle of the coded picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Width and height of the coded picture: only pieces of equal sizes can be compared.
    pub coded: (u32, u32),
    /// Whether the file has no lossy compression by its format.
    pub lossless: bool,
    /// [`PIECE_SIDE`] squared, row by row: 128 is zero, 8 steps a level of luma.
    pub values: Bytes,
}

impl Piece {
    /// The residual in levels, `[row, column]`.
    pub fn plane(&self) -> Array2<f32> {
        Array2::from_shape_fn((PIECE_SIDE, PIECE_SIDE), |(row, column)| {
            let value = self.values.0.get(row * PIECE_SIDE + column).copied().unwrap_or(128);
            (f32::from(value) - 128.0) / STEPS
        })
    }

    pub(super) fn has_sense(&self) -> bool {
        self.values.0.len() == PIECE_SIDE * PIECE_SIDE && self.coded.0 > 0 && self.coded.1 > 0
    }
}

/// # Errors
/// No pixels, or too few.
pub(super) fn piece(specimen: &Specimen<'_>) -> Result<Piece, Text> {
    let luma = specimen.luma().map_err(|undecodable| undecodable.reason.clone())?;
    let (height, width) = luma.dim();
    let side = PIECE_SIDE + 2 * MARGIN;
    if height < side + GRID || width < side + GRID {
        return Err(text!(
            "The picture is smaller than {side} pixels on one side, so no piece of its noise was kept.",
            "画面有一边小于 {side} 像素，因此未保留噪点片段。"
        ));
    }
    let on_grid = |length: usize| (length - side) / 2 / GRID * GRID;
    let (top, left) = (on_grid(height), on_grid(width));
    let part = luma.slice(s![top..top + side, left..left + side]).to_owned();
    let residual = wavelet_residual(&part, NOISE_LEVEL);
    let inner = residual.slice(s![MARGIN..MARGIN + PIECE_SIDE, MARGIN..MARGIN + PIECE_SIDE]);
    let values = inner.iter().map(|level| (level * STEPS + 128.0).round().clamp(0.0, 255.0) as u8).collect();
    let lossless = matches!(specimen.structure().kind, Kind::Png | Kind::Tiff | Kind::Bmp);
    Ok(Piece { coded: (width as u32, height as u32), lossless, values: Bytes(values) })
}
