//! Traces that differ from part to part of a picture: ghosts of an earlier JPEG save, noise, and what
//! another save would change. Measures without a verdict; the checks of the same names word them.

pub mod error_level;
pub mod ghost;
pub mod noise;
pub mod patches;
