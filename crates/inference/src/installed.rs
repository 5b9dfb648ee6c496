//! The models of one folder, as the core asks for them.

use std::path::{Path, PathBuf};

use catchlight_forensics::model::{ModelError, Models};
use ndarray::ArrayD;

use crate::manifest::{Manifest, Runtime};
use crate::runtime;
use crate::sessions::Learned;

/// The models of a folder and the runtime library that runs them.
///
/// Opening reads the manifest only. The library is loaded and a session is made when a model is first
/// asked for; a file is compared with its pinned digest before that.
#[derive(Debug)]
pub struct Installed {
    library: PathBuf,
    contents: Result<Contents, String>,
}

#[derive(Debug)]
struct Contents {
    runtime: Runtime,
    models: Vec<Learned>,
}

/// What is known of one model of the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The model's id.
    pub id: String,
    /// Its licence (SPDX).
    pub licence: String,
    /// Its pinned digest: SHA-256, lower-case hex.
    pub sha256: String,
    /// Bytes of its file.
    pub bytes: u64,
    /// Whether it can run, or why not.
    pub state: Result<(), ModelError>,
}

impl Installed {
    /// Opens `models_dir/manifest.toml`. A manifest that is missing or wrong is no error here:
    /// every model then answers [`Models::ready`] with the reason.
    pub fn open(models_dir: &Path, runtime_library: &Path) -> Self {
        let contents = Manifest::read(models_dir).map(|manifest| Contents {
            runtime: manifest.runtime,
            models: manifest.models.into_iter().map(|entry| Learned::new(models_dir, entry)).collect(),
        });
        if let Err(why) = &contents {
            tracing::warn!(%why, "no models");
        }
        Self { library: runtime_library.to_owned(), contents: contents.map_err(|error| error.to_string()) }
    }

    /// Every model of the manifest in its order. Each is loaded to find out whether it can run.
    ///
    /// # Errors
    /// Why the manifest could not be read.
    pub fn models(&self) -> Result<Vec<Status>, String> {
        let contents = self.contents.as_ref().map_err(Clone::clone)?;
        Ok(contents
            .models
            .iter()
            .map(|model| Status {
                id: model.entry.id.clone(),
                licence: model.entry.licence.clone(),
                sha256: model.entry.sha256.clone(),
                bytes: model.entry.bytes,
                state: self.make_ready(contents, model),
            })
            .collect())
    }

    fn named(&self, id: &str) -> Result<(&Contents, &Learned), ModelError> {
        let contents =
            self.contents.as_ref().map_err(|why| ModelError::Failed { id: id.to_owned(), why: why.clone() })?;
        contents
            .models
            .iter()
            .find(|model| model.entry.id == id)
            .map(|model| (contents, model))
            .ok_or_else(|| ModelError::NotInstalled(id.to_owned()))
    }

    fn make_ready(&self, contents: &Contents, model: &Learned) -> Result<(), ModelError> {
        model.make_ready(|| runtime::environment(&self.library, &contents.runtime).map_err(ModelError::NoRuntime))
    }
}

impl Models for Installed {
    fn ready(&self, id: &str) -> Result<(), ModelError> {
        let (contents, model) = self.named(id)?;
        self.make_ready(contents, model)
    }

    fn run(&self, id: &str, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, ModelError> {
        let (contents, model) = self.named(id)?;
        self.make_ready(contents, model)?;
        model.run(&input, || runtime::environment(&self.library, &contents.runtime).map_err(ModelError::NoRuntime))
    }

    fn sha256(&self, id: &str) -> Option<String> {
        let (contents, model) = self.named(id).ok()?;
        self.make_ready(contents, model).ok().map(|()| model.entry.sha256.clone())
    }
}
