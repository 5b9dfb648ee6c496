//! The committed models on the real ONNX Runtime, and the checks that use them.
//!
//! Needs the runtime library (`models/fetch.sh runtime`); a machine without it prints "skipped".
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test says why it failed or was skipped")]

mod detectors;
mod eyes;
mod face_detector;
mod likeness;
mod photograph;
mod portraits;
mod self_test;
mod semantic_detector;
mod spectral_traces;
mod visible_labels;

use std::path::{Path, PathBuf};

use catchlight_inference::{Installed, default_runtime_library};

/// Root of the project.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The committed models on the library of this machine; `None` when it is not set up.
fn installed() -> Option<Installed> {
    let library = default_runtime_library(&root());
    if !library.is_file() {
        println!("skipped: {} is not there", library.display());
        return None;
    }
    Some(Installed::open(&root().join("models"), &library))
}
