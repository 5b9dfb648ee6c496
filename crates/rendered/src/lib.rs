//! Pictures and files made by code, for tests, documentation and the guided example.
//!
//! Nothing here was photographed and nothing was made by a generative model: every pixel follows from
//! the arithmetic in [`mod@picture`]. The same arguments give the same bytes.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "writing into memory cannot fail, and nothing here reads a file that somebody else made"
)]

pub mod embed;
pub mod encode;
pub mod exif;
pub mod hostile;
pub mod picture;

pub use embed::*;
pub use encode::*;
pub use exif::Exif;
pub use picture::{detailed_scene, portrait, scene, static_noise};
