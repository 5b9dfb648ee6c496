//! Learned models on ONNX Runtime: the one crate that knows `ort`.
//!
//! `models/manifest.toml` names every model and the runtime library with size and SHA-256. A file
//! that differs is never loaded. [`Installed`] implements the core's port
//! [`Models`](catchlight_forensics::model::Models).

mod detectors;
mod installed;
pub mod manifest;
mod pinned;
mod place;
mod runtime;
mod sessions;
mod taps;

pub use installed::{Installed, Status};
pub use runtime::default_runtime_library;
