//! The port through which the core asks for a learned model; the inference crate implements it.

use ndarray::ArrayD;
use thiserror::Error;

use crate::check::Check;

/// Learned models by id, as in `models/manifest.toml`.
pub trait Models: Sync {
    /// Whether the model is installed with the pinned digest and its session can be made.
    ///
    /// # Errors
    /// The reason why it cannot run.
    fn ready(&self, id: &str) -> Result<(), ModelError>;

    /// Runs a model on one input tensor and returns its outputs in the model's own order.
    ///
    /// # Errors
    /// The reason why it did not run.
    fn run(&self, id: &str, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, ModelError>;

    /// Digest (SHA-256, lower-case hex) of the installed model, for the report.
    fn sha256(&self, id: &str) -> Option<String>;

    /// Checks that come with these models: detectors that somebody added; see [`crate::detector`].
    fn checks(&self) -> &[&'static dyn Check] {
        &[]
    }
}

/// Why a model did not run.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ModelError {
    /// No model of this id is in the manifest or on this machine.
    #[error("the model {0} is not installed")]
    NotInstalled(String),
    /// The file does not have the pinned digest.
    #[error("the file of the model {0} is not the pinned one")]
    WrongDigest(String),
    /// The runtime library is missing or did not load.
    #[error("the model runtime did not start: {0}")]
    NoRuntime(String),
    /// The model ran into an error.
    #[error("the model {id} did not run: {why}")]
    Failed {
        /// The model's id.
        id: String,
        /// What the runtime said.
        why: String,
    },
}

impl ModelError {
    /// The model answered something else than it should.
    pub fn unexpected(id: &str) -> Self {
        let why = "its outputs have other shapes than expected, or are no numbers".to_owned();
        Self::Failed { id: id.to_owned(), why }
    }
}

/// No models at all: every check that needs one is *not applicable*.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoModels;

impl Models for NoModels {
    fn ready(&self, id: &str) -> Result<(), ModelError> {
        Err(ModelError::NotInstalled(id.to_owned()))
    }

    fn run(&self, id: &str, _input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, ModelError> {
        Err(ModelError::NotInstalled(id.to_owned()))
    }

    fn sha256(&self, _id: &str) -> Option<String> {
        None
    }
}
