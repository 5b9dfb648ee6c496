//! Who depends on whom, and what the core never touches. ARCHITECTURE.md states it; this proves it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::root;

/// Names of every crate that a package is built with, on every platform, itself included.
fn built_with(package: &str) -> BTreeSet<String> {
    let tree = Command::new(env!("CARGO"))
        .current_dir(root())
        .args([
            "tree",
            "--offline",
            "--locked",
            "-e",
            "normal",
            "--target",
            "all",
            "--prefix",
            "none",
            "--format",
            "{p}",
            "-p",
            package,
        ])
        .output()
        .expect("cargo tree");
    assert!(tree.status.success(), "cargo tree: {}", String::from_utf8_lossy(&tree.stderr));
    let names: BTreeSet<String> = String::from_utf8_lossy(&tree.stdout)
        .lines()
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect();
    assert!(names.contains(package), "cargo tree listed {names:?}");
    names
}

/// Asserts that a package is built without any of these crates, or with none whose name begins so.
fn is_built_without(package: &str, unwanted: &[&str]) {
    let found: Vec<String> = built_with(package)
        .into_iter()
        .filter(|name| unwanted.iter().any(|unwanted| name == unwanted || name.starts_with(&format!("{unwanted}-"))))
        .collect();
    assert!(found.is_empty(), "{package} is built with {found:?}");
}

/// Crates that reach the network.
const NETWORK: [&str; 9] =
    ["reqwest", "hyper", "hyper-util", "ureq", "curl", "socket2", "openssl", "rustls", "tungstenite"];

#[test]
fn the_core_is_pure() {
    is_built_without(
        "catchlight-forensics",
        &["tauri", "ort", "tokio", "mio", "rusqlite", "walkdir", "jiff", "chrono", "time", "clap", "rfd", "arboard"],
    );
    is_built_without("catchlight-forensics", &NETWORK);
    is_built_without(
        "catchlight-forensics",
        &["catchlight-inference", "catchlight-intake", "catchlight-export", "catchlight-cli", "catchlight-desktop"],
    );
}

#[test]
fn the_numerics_of_evaluation_know_nothing_else() {
    let built: Vec<String> =
        built_with("catchlight-evaluation").into_iter().filter(|name| name.starts_with("catchlight-")).collect();
    assert_eq!(built, ["catchlight-evaluation"]);
    for (path, source) in shipped(files(&root().join("crates/evaluation/src"), "rs")) {
        for word in ["std::fs", "std::net", "std::process", "std::env", "SystemTime", "Instant"] {
            assert!(!has_word(&source, word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn exports_records_and_dossiers_name_no_file_clock_or_process_and_reach_no_network() {
    for name in ["account", "export", "record"] {
        let package = format!("catchlight-{name}");
        is_built_without(&package, &NETWORK);
        is_built_without(&package, &["tauri", "ort", "c2pa", "catchlight-intake", "catchlight-inference"]);
        for (path, source) in shipped(files(&root().join("crates").join(name).join("src"), "rs")) {
            for word in ["std::fs", "std::net", "std::process", "std::env", "SystemTime", "Instant"] {
                assert!(!has_word(&source, word), "{}: {word}", path.display());
            }
        }
    }
    is_built_without("catchlight-record", &["catchlight-export", "catchlight-casebook"]);
    is_built_without("catchlight-export", &["catchlight-casebook"]);
    is_built_without("catchlight-account", &["catchlight-record", "catchlight-export", "catchlight-casebook"]);
    is_built_without(
        "catchlight-casebook",
        &["tauri", "ort", "c2pa", "catchlight-export", "catchlight-intake", "catchlight-inference"],
    );
}

#[test]
fn the_casebook_knows_neither_clock_nor_network_and_examines_nothing() {
    is_built_without("catchlight-casebook", &NETWORK);
    let unwanted = ["tauri", "ort", "c2pa", "catchlight-intake", "catchlight-inference", "catchlight-export"];
    is_built_without("catchlight-casebook", &unwanted);
    for (path, source) in shipped(files(&root().join("crates/casebook/src"), "rs")) {
        for word in ["std::net", "std::process", "std::env", "SystemTime", "Instant", "Zoned::now", "Timestamp::now"] {
            assert!(!has_word(&source, word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn the_core_names_no_file_clock_network_or_process() {
    let sources = files(&root().join("crates/forensics/src"), "rs");
    assert!(sources.len() > 20, "{} sources were found", sources.len());
    let unwanted = [
        "std::fs",
        "std::net",
        "std::process",
        "std::env",
        "SystemTime",
        "Instant",
        "fs::",
        "net::",
        "process::",
        "env::",
        "stdin",
        "stdout",
        "stderr",
    ];
    for (path, source) in shipped(sources) {
        for (number, line) in source.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for word in unwanted {
                assert!(!has_word(code, word), "{}:{}: {word}", path.display(), number + 1);
            }
        }
    }
}

/// Sources without their tests, which may read files: neither what follows `#[cfg(test)]` and a module's
/// brace, nor the files of modules declared under it.
fn shipped(paths: Vec<PathBuf>) -> Vec<(PathBuf, String)> {
    const TEST_MODULE: &str = "#[cfg(test)]\nmod ";
    let sources: Vec<(PathBuf, String)> =
        paths.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).expect("a source"))).collect();
    let tests: BTreeSet<String> = sources
        .iter()
        .flat_map(|(_, source)| source.split(TEST_MODULE).skip(1))
        .filter_map(|rest| rest.split_once(';').map(|(name, _)| name.to_owned()))
        .collect();
    sources
        .into_iter()
        .filter(|(path, _)| !path.iter().any(|part| tests.contains(part.to_string_lossy().trim_end_matches(".rs"))))
        .map(|(path, source)| {
            let inline = source.match_indices(TEST_MODULE).find(|(at, _)| {
                source[*at + TEST_MODULE.len()..].lines().next().is_some_and(|line| line.ends_with('{'))
            });
            let end = inline.map_or(source.len(), |(at, _)| at);
            (path, source[..end].to_owned())
        })
        .collect()
}

/// Whether `word` stands in `code` on its own, not as the end or the start of a longer name.
fn has_word(code: &str, word: &str) -> bool {
    let part = |character: char| character.is_alphanumeric() || character == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        !before.is_some_and(part) && (word.ends_with(':') || !after.is_some_and(part))
    })
}

#[test]
fn words_are_told_from_parts_of_words() {
    assert!(has_word("use std::fs;", "std::fs") && has_word("fs::read(path)", "fs::"));
    assert!(!has_word("offs::read", "fs::") && !has_word("Instantaneous", "Instant"));
}

#[test]
fn only_inference_knows_onnx_runtime() {
    for package in ["catchlight-forensics", "catchlight-intake", "catchlight-rendered"] {
        is_built_without(package, &["ort"]);
    }
    let knowing: Vec<String> =
        manifests().into_iter().filter(|(_, manifest)| depends_on(manifest, "ort")).map(|(name, _)| name).collect();
    assert!(knowing.iter().all(|name| name == "crates/inference"), "{knowing:?} depend on ort");
}

#[test]
fn only_the_decoders_process_is_started() {
    let crates =
        std::fs::read_dir(root().join("crates")).expect("a folder").map(|entry| entry.expect("an entry").path());
    for folder in crates.filter(|folder| !folder.ends_with("worker")).chain([root().join("src-tauri")]) {
        for (path, source) in shipped(files(&folder.join("src"), "rs")) {
            assert!(!has_word(&source, "process::Command"), "{}", path.display());
        }
    }
    for package in ["catchlight-forensics", "catchlight-intake", "catchlight-inference", "catchlight-credentials"] {
        is_built_without(package, &["catchlight-worker"]);
    }
    is_built_without("catchlight-worker", &NETWORK);
}

#[test]
fn only_credentials_knows_c2pa() {
    for package in ["catchlight-forensics", "catchlight-intake", "catchlight-inference"] {
        is_built_without(package, &["c2pa"]);
    }
    let knowing: Vec<String> =
        manifests().into_iter().filter(|(_, manifest)| depends_on(manifest, "c2pa")).map(|(name, _)| name).collect();
    assert!(knowing.iter().all(|name| name == "crates/credentials"), "{knowing:?} depend on c2pa");
}

#[test]
fn only_the_shell_knows_tauri() {
    for package in ["catchlight-forensics", "catchlight-inference", "catchlight-intake", "catchlight-cli"] {
        is_built_without(package, &["tauri", "wry", "tao", "webkit2gtk", "gtk", "rfd", "arboard"]);
    }
}

#[test]
fn nothing_that_reads_photos_is_built_with_a_network() {
    for package in ["catchlight-credentials", "catchlight-inference", "catchlight-intake", "catchlight-cli"] {
        is_built_without(package, &NETWORK);
    }
}

#[test]
fn no_product_is_built_with_what_is_there_for_tests() {
    for package in ["catchlight-cli", "catchlight-desktop"] {
        is_built_without(package, &["catchlight-hostile", "catchlight-rendered"]);
    }
}

#[test]
fn nothing_depends_on_the_shell_or_the_command_line() {
    for (name, manifest) in manifests() {
        for outermost in ["catchlight-desktop", "catchlight-cli"] {
            assert!(!depends_on(&manifest, outermost), "{name} depends on {outermost}");
        }
    }
}

/// The lint denies it, but macros of libraries carry an `allow` that a careless copy could bring along.
#[test]
fn nothing_of_ours_is_unsafe() {
    for folder in ["crates", "src-tauri", "xtask", "tests", "fuzz/src", "fuzz/fuzz_targets"] {
        for (path, source) in files(&root().join(folder), "rs")
            .into_iter()
            .filter_map(|path| Some((path.clone(), std::fs::read_to_string(path).ok()?)))
        {
            for (number, line) in source.lines().enumerate() {
                let code = line.split("//").next().unwrap_or_default();
                assert!(
                    !has_word(code, concat!("uns", "afe {")) && !has_word(code, concat!("uns", "afe fn")),
                    "{}:{}",
                    path.display(),
                    number + 1
                );
            }
        }
    }
}

#[test]
fn one_module_of_the_page_knows_the_shell() {
    let mut knowing = Vec::new();
    for ending in ["ts", "svelte"] {
        for path in files(&root().join("ui/src"), ending) {
            if std::fs::read_to_string(&path).expect("a source").contains("@tauri-apps/") {
                knowing.push(path.strip_prefix(root()).expect("inside").to_owned());
            }
        }
    }
    assert_eq!(knowing, [PathBuf::from("ui/src/backend/tauri.ts")]);
}

/// Every member's folder and manifest.
fn manifests() -> Vec<(String, String)> {
    let mut folders = vec!["src-tauri".to_owned(), "tests".to_owned(), "xtask".to_owned()];
    for entry in std::fs::read_dir(root().join("crates")).expect("crates") {
        folders.push(format!("crates/{}", entry.expect("an entry").file_name().to_string_lossy()));
    }
    folders
        .into_iter()
        .map(|folder| {
            let manifest = std::fs::read_to_string(root().join(&folder).join("Cargo.toml")).expect("a manifest");
            (folder, manifest)
        })
        .collect()
}

/// Whether a manifest names a dependency of any kind.
fn depends_on(manifest: &str, name: &str) -> bool {
    manifest.lines().any(|line| {
        line.strip_prefix(name).is_some_and(|rest| rest.starts_with('.') || rest.trim_start().starts_with('='))
    })
}

/// Files below a folder with this ending.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found
}
