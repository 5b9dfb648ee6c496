//! A slice of the files changed by chance (`./x mutate` examines more of them), and every file that once broke
//! something.

use std::collections::BTreeSet;
use std::path::Path;

use catchlight_credentials::C2paReader;
use catchlight_hostile::examination::{Counts, LIMITS, reported};
use catchlight_hostile::mutants::mutant;
use catchlight_hostile::{ENTRIES, files};
use catchlight_worker::InOwnProcess;

use super::{program, root};

#[test]
fn files_changed_by_chance_end_in_a_report() {
    let mut files = files::rendered();
    files.extend(files::committed(32 << 10));
    let reader = C2paReader::find().expect("the trust lists that are part of the program");
    let heif = InOwnProcess::of(program("CATCHLIGHT_CLI", "catchlight", "catchlight-cli"));
    let mut counts = Counts::default();
    for number in 0..300 {
        let mutant = mutant(&files, number);
        println!("mutant {number}: {} of {}", mutant.done.join(", "), mutant.of);
        counts.add(&reported(&mutant.of, mutant.bytes, LIMITS, Some(&reader), &heif));
    }
    println!("{counts:?}");
    assert_eq!(counts.reports, 300);
    assert!((30..270).contains(&counts.undecodable), "{counts:?}");
}

#[test]
fn what_every_parser_begins_with_is_read() {
    for entry in ENTRIES.iter().filter(|entry| entry.name != "examine") {
        let seeds = (entry.seeds)();
        assert!(!seeds.is_empty(), "{}", entry.name);
        seeds.iter().for_each(|seed| (entry.read)(seed));
    }
}

#[test]
fn what_the_fuzzer_found_stays_mended() {
    let folder = root().join("tests/exhibits/fuzzed");
    let entries: BTreeSet<&str> = ENTRIES.iter().map(|entry| entry.name).collect();
    for found in std::fs::read_dir(&folder).expect("a folder").map(|found| found.expect("an entry").path()) {
        let name = found.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        assert!(name == "README.md" || entries.contains(name), "{name} is no entry");
    }
    for entry in ENTRIES {
        for (name, bytes) in found(&folder.join(entry.name)) {
            println!("{}/{name}", entry.name);
            (entry.read)(&bytes);
        }
    }
}

fn found(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let path = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("an entry").path();
    entries.map(path).map(|path| (path.display().to_string(), std::fs::read(&path).expect("a file"))).collect()
}

#[test]
fn every_parser_is_a_target_of_the_fuzzer() {
    let targets: BTreeSet<String> = std::fs::read_dir(root().join("fuzz/fuzz_targets"))
        .expect("the targets")
        .map(|file| file.expect("an entry").file_name().to_string_lossy().trim_end_matches(".rs").to_owned())
        .collect();
    let entries: BTreeSet<String> = ENTRIES.iter().map(|entry| entry.name.to_owned()).collect();
    assert_eq!(targets, entries);
    let manifest = std::fs::read_to_string(root().join("fuzz/Cargo.toml")).expect("a manifest");
    assert!(entries.iter().all(|name| manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\""))));
}
