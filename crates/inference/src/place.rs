//! Where models and the runtime library lie: in an installed bundle or in the project's folder.

use std::env;
use std::path::{Path, PathBuf};

use crate::{Installed, default_runtime_library};

/// Names the folder of the models, before every other place.
const VARIABLE: &str = "CATCHLIGHT_MODELS";
/// A folder that is not there.
const NOWHERE: &str = "/nonexistent/catchlight/models";
/// The file that tells a folder of models.
const MANIFEST: &str = "manifest.toml";

impl Installed {
    /// Opens the models of this installation: the folder that `CATCHLIGHT_MODELS` names, else `bundled`
    /// when it is one, else `models` beside or above the program. Where there is none, every model
    /// answers that it is not there.
    pub fn find(bundled: Option<PathBuf>) -> Self {
        // Never the working directory: a folder of received photos could bring a library of its own.
        let models =
            env::var_os(VARIABLE).map(PathBuf::from).or_else(|| folder(bundled)).unwrap_or_else(|| NOWHERE.into());
        let runtime = runtime_beside(&models);
        tracing::info!(models = %models.display(), runtime = %runtime.display(), "learned models");
        Self::open(&models, &runtime)
    }
}

fn folder(bundled: Option<PathBuf>) -> Option<PathBuf> {
    let program = env::current_exe().ok();
    let around = program.iter().flat_map(|program| program.ancestors()).map(|folder| folder.join("models"));
    bundled.into_iter().chain(around).find(|folder| folder.join(MANIFEST).is_file())
}

/// The folder of fetched models beside the folder of models: as a bundle holds it, else where the set-up
/// puts it.
pub(crate) fn fetched_beside(models: &Path) -> PathBuf {
    let root = models.parent().unwrap_or(models);
    let bundled = root.join("fetched-models");
    if bundled.is_dir() { bundled } else { root.join(".setup").join("models") }
}

/// ONNX Runtime beside the folder of models as a bundle holds it, else where the set-up puts it.
fn runtime_beside(models: &Path) -> PathBuf {
    let root = models.parent().unwrap_or(models);
    let set_up = default_runtime_library(root);
    let bundled = set_up.file_name().map(|library| root.join("onnxruntime").join(library));
    bundled.filter(|library| library.is_file()).unwrap_or(set_up)
}
