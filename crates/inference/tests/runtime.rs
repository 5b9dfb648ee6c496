//! What is said when the runtime library is not there. A program of its own, because a library that
//! another test loaded would stay loaded.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test says why it failed or was skipped")]

use std::fs;
use std::path::Path;

use catchlight_forensics::faces;
use catchlight_forensics::model::{ModelError, Models};
use catchlight_inference::{Installed, default_runtime_library};

#[test]
fn a_missing_or_foreign_library_is_an_error_and_a_later_one_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = tempfile::tempdir().unwrap();
    let library = folder.path().join("library");
    let models = Installed::open(&root.join("models"), &library);
    let refused = |why: &str| {
        let state = models.ready(faces::MODEL);
        assert!(matches!(&state, Err(ModelError::NoRuntime(said)) if said.contains(why)), "{state:?}");
    };

    refused("could not be read");
    fs::write(&library, b"no library").unwrap();
    refused("is not the pinned library");

    let real = default_runtime_library(&root);
    let Ok(bytes) = fs::read(&real) else {
        println!("skipped: {} is not there", real.display());
        return;
    };
    fs::write(&library, &bytes[..bytes.len() - 1]).unwrap();
    refused("is not the pinned library");
    let mut changed = bytes.clone();
    changed[100] ^= 1;
    fs::write(&library, &changed).unwrap();
    refused("is not the pinned library");

    fs::write(&library, &bytes).unwrap();
    assert_eq!(models.ready(faces::MODEL), Ok(()));
    // A process holds one library: a second folder of models uses the one that is loaded.
    let again = Installed::open(&root.join("models"), Path::new("no-such-library"));
    assert_eq!(again.ready(faces::MODEL), Ok(()));

    let list = fs::read_to_string(root.join("models/manifest.toml")).unwrap();
    let other = tempfile::tempdir().unwrap();
    fs::create_dir(other.path().join("face-detector")).unwrap();
    fs::copy(root.join("models/face-detector/model.onnx"), other.path().join("face-detector/model.onnx")).unwrap();
    // Every platform's library gets a digest of its own that no file has.
    let lines = list.lines().map(|line| match line.strip_prefix("library_sha256 = \"") {
        Some(digest) => {
            format!("library_sha256 = \"{}", digest.chars().rev().skip(1).chain("\"".chars()).collect::<String>())
        }
        None => line.to_owned(),
    });
    let changed = lines.collect::<Vec<_>>().join("\n");
    fs::write(other.path().join("manifest.toml"), changed).unwrap();
    let state = Installed::open(other.path(), &library).ready(faces::MODEL);
    assert!(matches!(&state, Err(ModelError::NoRuntime(why)) if why.contains("already loaded")), "{state:?}");
}
