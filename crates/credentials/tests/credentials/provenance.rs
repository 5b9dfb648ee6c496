//! The 80 real files of the workplace's provenance set, column by column.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use catchlight_credentials::{C2paReader, TrustLists};
use catchlight_forensics::credentials::{Integrity, Manifest, Reading, Signature, Store, source_type_name};
use catchlight_forensics::finding::Declaration;
use catchlight_forensics::model::NoModels;
use catchlight_forensics::{Exhibit, Limits, Outcome, Specimen};

use crate::fixtures::{examine, finding};

const FOLDER: &str = "../../../shared/fixtures/provenance";

/// What the reading says in the words of a column, or `None` for a column of other checks.
fn column(name: &str, reading: &Reading) -> Option<String> {
    let store = reading.store.as_ref();
    let manifests = store.map_or(&[][..], |store| &store.manifests);
    let active = store.and_then(Store::active);
    let owned = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let of_all = |values: fn(&Manifest) -> Vec<String>| distinct(manifests.iter().flat_map(values));
    let source_types = |manifest: &Manifest| {
        let types = manifest.actions.iter().filter_map(|action| action.source_type.as_deref());
        types.map(|name| source_type_name(name).to_owned()).collect::<Vec<_>>()
    };
    let signer = active.and_then(|active| active.signer.as_ref());
    Some(match name {
        "c2pa_present" => owned(store.map(|_| "yes")),
        "c2pa_generator" => owned(active.and_then(Manifest::generator)),
        "c2pa_generator_info" => {
            owned(active.and_then(|active| active.generators.first()).map(|(name, _)| name.as_str()))
        }
        "c2pa_software_agents" => {
            of_all(|m| m.actions.iter().filter_map(|action| action.software_agent.clone()).collect())
        }
        "c2pa_actions" => of_all(|m| m.actions.iter().map(|action| action.action.clone()).collect()),
        "c2pa_action_descriptions" => {
            of_all(|m| m.actions.iter().filter_map(|action| action.description.clone()).collect())
        }
        "c2pa_digital_source_type" => distinct(manifests.iter().flat_map(source_types)),
        "c2pa_active_digital_source_type" => distinct(active.into_iter().flat_map(source_types)),
        "c2pa_signer_org" => owned(signer.and_then(|signer| signer.organisation.as_deref())),
        "c2pa_signer_cn" => owned(signer.and_then(|signer| signer.common_name.as_deref())),
        "c2pa_soft_binding_alg" => {
            of_all(|m| m.soft_bindings.iter().map(|binding| binding.algorithm.clone()).collect())
        }
        "c2pa_manifests" => store.map_or_else(String::new, |store| store.manifests.len().to_string()),
        "c2pa_signature_ok" => {
            owned(store.map(|store| if store.facts.signature == Signature::Verified { "yes" } else { "no" }))
        }
        // The set has no value where a manifest uses another binding than `c2pa.hash.data`.
        "c2pa_datahash_ok" => owned(store.zip(active).and_then(|(store, active)| {
            let is_data_hash =
                active.hard_binding.as_deref().is_some_and(|binding| binding.starts_with("c2pa.hash.data"));
            let matches = matches!(store.facts.integrity, Integrity::Intact | Integrity::IntactExceptFor { .. });
            is_data_hash.then_some(if matches { "yes" } else { "no" })
        })),
        "c2pa_remote_url" => owned(reading.remote_url.as_deref()),
        _ => return None,
    })
}

fn distinct(values: impl Iterator<Item = String>) -> String {
    let mut seen: Vec<String> = Vec::new();
    for value in values {
        if !seen.contains(&value) {
            seen.push(value);
        }
    }
    seen.join("; ")
}

#[test]
fn every_column_of_the_provenance_set_is_matched() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    if !folder.join("expected.csv").exists() {
        println!("skipped: no provenance set");
        return;
    }
    let reader = C2paReader::new(TrustLists::shipped()).unwrap();
    let mut matched: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut misses = Vec::new();
    let mut table = csv::Reader::from_path(folder.join("expected.csv")).unwrap();
    let headers = table.headers().unwrap().clone();
    let mut files = 0;
    for row in table.records() {
        let row = row.unwrap();
        let cell = |name: &str| row.get(headers.iter().position(|header| header == name).unwrap()).unwrap();
        files += 1;
        let exhibit = Exhibit::new(cell("file"), fs::read(folder.join(cell("file"))).unwrap());
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default()).with_credentials(&reader);
        let unread = Reading::default();
        let reading = specimen.credentials().unwrap().as_ref().unwrap_or_else(|error| {
            misses.push(format!("{}: not read: {error}", cell("file")));
            &unread
        });
        for header in &headers {
            let Some(found) = column(header, reading) else { continue };
            let expected = if header == "c2pa_present" && cell(header) == "no" { "" } else { cell(header) };
            let counts = matched.entry(header.to_owned()).or_default();
            counts.1 += 1;
            if found == expected {
                counts.0 += 1;
            } else {
                misses.push(format!("{} {header}: expected {expected:?}, found {found:?}", cell("file")));
            }
        }
        // The check says no more and no less than the file.
        if reading.store.is_some() {
            let outcome = examine(&specimen).unwrap();
            let declares = finding(&outcome).declares;
            if let (Outcome::Found(_), Some(expected)) = (&outcome, declaration(cell("declares_ai")))
                && declares != Some(expected)
            {
                misses.push(format!("{}: expected {expected:?}, declared {declares:?}", cell("file")));
            }
            if cell("declares_ai").is_empty() {
                assert!(
                    !matches!(declares, Some(Declaration::Generated | Declaration::PartlyGenerated)),
                    "{}",
                    cell("file")
                );
            }
            println!("{}: {}", cell("file"), finding(&outcome).summary.en);
        }
    }
    for (name, (hits, of)) in &matched {
        println!("{name}: {hits}/{of}");
    }
    assert_eq!(files, 80);
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

fn declaration(declares_ai: &str) -> Option<Declaration> {
    match declares_ai {
        "generated" => Some(Declaration::Generated),
        "edited" => Some(Declaration::PartlyGenerated),
        _ => None,
    }
}
