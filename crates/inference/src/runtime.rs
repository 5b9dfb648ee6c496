//! The runtime library: loaded once for the whole process, from a pinned file.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ort::environment::Environment;
use ort::logging::LogLevel;

use crate::manifest::Runtime;
use crate::pinned::{self, Pinned};

/// The loaded library. A process can hold only one, so it stays until the process ends.
static LOADED: Mutex<Option<Loaded>> = Mutex::new(None);

struct Loaded {
    sha256: String,
    environment: Environment,
}

/// Where `./x` puts the runtime library of this platform, below the project's root.
pub fn default_runtime_library(root: &Path) -> PathBuf {
    root.join(".setup").join("onnxruntime").join(LIBRARY)
}

/// The library's file name, as in `models/manifest.toml`.
const LIBRARY: &str = if cfg!(windows) {
    "onnxruntime.dll"
} else if cfg!(target_os = "macos") {
    "libonnxruntime.1.31.1.dylib"
} else {
    "libonnxruntime.so.1.31.1"
};

/// The environment of the loaded library; loads it on the first call. A failure is not remembered:
/// the library may be put there while the app runs.
///
/// # Errors
/// Why the library is not there, is not the pinned one, or did not load.
pub(crate) fn environment(library: &Path, runtime: &Runtime) -> Result<Environment, String> {
    let Some(pinned) = runtime.here() else {
        return Err(format!("no {} is pinned for {} {}", runtime.name, std::env::consts::OS, std::env::consts::ARCH));
    };
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(loaded) = &*loaded {
        return if loaded.sha256 == pinned.library_sha256 {
            Ok(loaded.environment.clone())
        } else {
            Err(format!("another version of {} is already loaded", runtime.name))
        };
    }
    let name = &pinned.library;
    match pinned::read(library, pinned.library_bytes, &pinned.library_sha256) {
        Err(error) => return Err(format!("{name} could not be read: {error}")),
        Ok(Pinned::Different) => return Err(format!("{name} is not the pinned library")),
        Ok(Pinned::Same(_)) => {}
    }
    // `ort` looks for a relative path beside the executable first: that file was not compared.
    let library = std::path::absolute(library).map_err(|error| error.to_string())?;
    let environment = ort::init_from(&library)
        .map_err(|error| error.to_string())?
        .with_name("catchlight")
        // Official builds of the library report usage on some systems. Nothing leaves this machine.
        .with_telemetry(false)
        .build()
        .map_err(|error| error.to_string())?;
    environment.set_log_level(LogLevel::Warning);
    *loaded = Some(Loaded { sha256: pinned.library_sha256.clone(), environment: environment.clone() });
    Ok(environment)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Manifest;

    #[test]
    fn the_default_library_is_the_one_that_the_manifest_pins() {
        let manifest = Manifest::parse(include_str!("../../../models/manifest.toml")).unwrap();
        let Some(pinned) = manifest.runtime.here() else {
            println!("skipped: no runtime is pinned for this platform");
            return;
        };
        assert!(default_runtime_library(Path::new("root")).ends_with(Path::new("onnxruntime").join(&pinned.library)));
    }
}
