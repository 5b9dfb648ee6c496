//! The pure core of Catchlight: what a photo's file shows about its own origin.
//!
//! Data flows one way: bytes → [`exhibit`] → [`specimen`] → [`finding`] → [`evidence`] →
//! [`conclusion`] → [`report`]. Nothing here opens a file, reads a clock, uses the network, or knows
//! of Tauri or ONNX Runtime; a test of the workspace proves it.

pub mod applicability;
pub mod artifact;
pub mod calibration;
pub mod check;
pub mod checks;
pub mod coefficients;
pub mod conclusion;
pub mod container;
pub mod credentials;
pub mod detector;
pub mod evidence;
pub mod examination;
pub mod exhibit;
pub mod eyes;
pub mod faces;
pub mod finding;
pub mod fusion;
pub mod geometry;
pub mod history;
pub mod jpeg_quality;
pub mod learned;
pub mod limits;
pub mod local;
pub mod metadata;
pub mod model;
pub mod ocr;
pub mod pixels;
pub mod platform;
pub mod portrait;
pub mod reliability;
pub mod report;
pub mod self_test;
pub mod signal;
pub mod specimen;
pub mod spectral;
pub mod text;
pub mod traces;

pub use check::{About, Check, Context, Pictures, Stopped};
pub use examination::{Cancel, Examination, Host, Progress, examine};
pub use exhibit::Exhibit;
pub use finding::{Finding, Outcome};
pub use limits::Limits;
pub use specimen::Specimen;
