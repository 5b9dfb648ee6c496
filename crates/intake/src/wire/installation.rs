//! What the page is told about this installation.

use catchlight_forensics::report::v1::SelfTest;
use serde::Serialize;

/// This installation: what it examines with, and within which bounds.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Installation {
    /// Version of the program.
    pub version: String,
    /// Processors of this computer.
    pub processors: u32,
    /// Photos that are examined at the same time since the start.
    pub at_once: u32,
    /// Megapixels that are examined at the same time since the start.
    pub most_megapixels: u32,
    /// What was chosen for the next start; absent for the usual.
    pub chosen_at_once: Option<u32>,
    /// The same of megapixels.
    pub chosen_most_megapixels: Option<u32>,
    /// How the program's test of itself ended; absent while it has not.
    pub self_test: Option<SelfTest>,
    /// Learned models, in the order of their list.
    pub models: Vec<InstalledModel>,
    /// Why the list of models cannot be read; absent when it can.
    pub no_models: Option<String>,
}

/// A learned model of this installation.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct InstalledModel {
    /// Its id in the list of models.
    pub id: String,
    /// Its licence (SPDX).
    pub licence: String,
    /// SHA-256 that its file must have, lower-case hex.
    pub sha256: String,
    /// Length of its file in bytes.
    #[cfg_attr(feature = "types", ts(type = "number"))]
    pub bytes: u64,
    /// Why it does not run; absent when it does.
    pub why_not: Option<String>,
}
