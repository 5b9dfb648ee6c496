//! The models of one folder, as the core asks for them.

use std::fmt;
use std::path::{Path, PathBuf};

use catchlight_forensics::Check;
use catchlight_forensics::model::{ModelError, Models};
use ndarray::ArrayD;

use crate::manifest::{Manifest, Model, Runtime};
use crate::sessions::Learned;
use crate::{detectors, place, runtime};

/// The models of a folder and the runtime library that runs them.
///
/// Opening reads the manifest only. The library is loaded and a session is made when a model is first
/// asked for; a file is compared with its pinned digest before that.
pub struct Installed {
    library: PathBuf,
    contents: Result<Contents, String>,
    /// Made once; they live as long as the program.
    checks: Vec<&'static dyn Check>,
}

impl fmt::Debug for Installed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Installed").field("library", &self.library).field("contents", &self.contents).finish()
    }
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
    /// Opens `models_dir/manifest.toml`; models that set-up fetches lie in a folder of their own beside
    /// `models_dir`. A manifest that is missing or wrong is no error here:
    /// every model then answers [`Models::ready`] with the reason.
    pub fn open(models_dir: &Path, runtime_library: &Path) -> Self {
        let manifest = Manifest::read(models_dir);
        if let Err(why) = &manifest {
            tracing::warn!(%why, "no models");
        }
        let fetched = place::fetched_beside(models_dir);
        let learned = |entry: Model| {
            let folder = if entry.fetched { fetched.as_path() } else { models_dir };
            Learned::new(folder, entry)
        };
        Self {
            library: runtime_library.to_owned(),
            checks: manifest
                .as_ref()
                .map_or_else(|_| Vec::new(), |manifest| detectors::checks(models_dir, &manifest.models)),
            contents: manifest.map_err(|error| error.to_string()).map(|manifest| Contents {
                runtime: manifest.runtime,
                models: manifest.models.into_iter().map(learned).collect(),
            }),
        }
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

    fn checks(&self) -> &[&'static dyn Check] {
        &self.checks
    }
}
