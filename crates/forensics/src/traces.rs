//! What the pixels may carry of a camera or of a generator's upsampling: measurements for checks, with
//! no judgement in them.

pub mod demosaicing;
pub mod noise;
pub mod radial;
pub mod upsampling;

use crate::container::{Kind, Structure};

/// Whether the file's own format keeps every sample; an earlier format may not have.
pub fn without_loss(structure: &Structure) -> bool {
    match structure.kind {
        Kind::Png | Kind::Bmp => true,
        Kind::Webp => structure.parts.iter().any(|part| part.name.trim() == "VP8L"),
        _ => false,
    }
}
