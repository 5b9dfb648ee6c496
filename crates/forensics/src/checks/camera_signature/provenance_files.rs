//! Real files with known editors, cameras and platforms, when the folder beside the project is there.

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::checks::editor_history::{canonical_names, records};
use crate::platform::{self, Grade, Platform, samsung};
use crate::{Cancel, Exhibit, Limits, model::NoModels};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/fixtures/provenance");

/// What the code says for one column; empty as in the table where it says nothing.
fn said(column: &str, specimen: &Specimen<'_>) -> String {
    let metadata = specimen.metadata();
    let of = |standard, name| metadata.value(standard, name).unwrap_or_default().to_owned();
    match column {
        "editor_or_app" => canonical_names(metadata).join("; "),
        "exif_software" => of(Standard::Exif, "Software"),
        "xmp_creator_tool" => of(Standard::Xmp, "xmp:CreatorTool"),
        "png_software" => of(Standard::PngText, "Software"),
        "camera_make_model" => {
            camera_named(metadata).map(|(make, model)| format!("{make}|{model}")).unwrap_or_default()
        }
        "datetime_original" => of(Standard::Exif, "DateTimeOriginal"),
        "has_gps" => capture::read(specimen).position.map(|_| "yes".to_owned()).unwrap_or_default(),
        "platform_mark" => mark(specimen),
        "samsung_sef" => {
            let entries = samsung::entries(specimen.exhibit().bytes()).unwrap();
            entries.into_iter().map(|entry| entry.name).collect::<Vec<_>>().join("; ")
        }
        "app_json" => {
            let (records, problems) = records::read(metadata);
            assert!(problems.is_empty(), "{problems:?}");
            let facts = records.iter().filter_map(|record| match &record.app {
                records::App::ByteDance(record) => Some(record.facts()),
                records::App::Meitu { .. } => None,
            });
            facts.collect::<Vec<_>>().join("; ")
        }
        _ => unreachable!("{column}"),
    }
}

/// The specific mark in the table's words.
fn mark(specimen: &Specimen<'_>) -> String {
    let grounds = platform::grounds(specimen);
    let marks = grounds.iter().filter(|ground| ground.grade == Grade::SpecificMark);
    let words = marks.map(|ground| match ground.platform {
        Platform::Meta => format!("FBMD ({})", ground.value.chars().take(12).collect::<String>()),
        Platform::Google => "google-served copy".to_owned(),
        Platform::Canva => format!("canva {}", ground.value),
        Platform::HuggingFace => format!("hf-job-id {}", ground.value),
        Platform::AppleScreenshot => "apple screenshot".to_owned(),
        Platform::SamsungScreenshot => "samsung screenshot".to_owned(),
        other => format!("{other:?}"),
    });
    words.collect::<Vec<_>>().join("; ")
}

const COLUMNS: [&str; 10] = [
    "editor_or_app",
    "exif_software",
    "xmp_creator_tool",
    "png_software",
    "camera_make_model",
    "datetime_original",
    "has_gps",
    "platform_mark",
    "samsung_sef",
    "app_json",
];

#[test]
fn the_real_files_say_what_their_table_expects() {
    let folder = Path::new(FOLDER);
    let Ok(mut table) = csv::Reader::from_path(folder.join("expected.csv")) else {
        println!("skipped: {FOLDER} is not there");
        return;
    };
    let (mut right, mut total) = (BTreeMap::new(), BTreeMap::new());
    let (mut misses, mut cameras, mut clean) = (Vec::new(), Vec::new(), Vec::new());
    for row in table.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        let file = &row["file"];
        let exhibit = Exhibit::new(file.clone(), std::fs::read(folder.join(file)).unwrap());
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        for column in COLUMNS {
            let (expected, said) = (&row[column], said(column, &specimen));
            // A file without the value counts, too: nothing may be said of it.
            *total.entry(column).or_insert(0) += 1;
            if said == *expected {
                *right.entry(column).or_insert(0) += 1;
            } else {
                misses.push(format!("{file} {column}: expected {expected:?}, said {said:?}"));
            }
        }
        let outcome = CameraSignature.examine(&specimen, &Context::new(&Cancel::default())).unwrap();
        let (Outcome::Found(finding) | Outcome::NotFound(finding) | Outcome::Inconclusive { finding, .. }) = &outcome;
        let names: Vec<&str> =
            finding.details.iter().flat_map(|group| &group.rows).map(|row| row.label.en.as_str()).collect();
        if row["kind"].starts_with("clean-camera") {
            clean.push(format!("{file}: {:?} {names:?}", finding.points_to));
        }
        if finding.points_to == Direction::Camera {
            assert_eq!(row["declares_ai"], "", "{file} declares a generative origin");
            assert!(!row["kind"].starts_with("clean-ai"), "{file} is generated");
            cameras.push(file.clone());
        }
    }
    for column in COLUMNS {
        println!("{column}: {} of {}", right.get(column).unwrap_or(&0), total[column]);
    }
    println!("point to a camera: {cameras:?}\nclean camera files: {clean:#?}");
    assert!(misses.is_empty(), "{misses:#?}");
    let expected = ["d62", "d63", "d64", "d65", "d67"];
    assert!(cameras.iter().zip(expected).all(|(file, begins)| file.starts_with(begins)), "{cameras:?}");
    assert_eq!(cameras.len(), expected.len(), "{cameras:?}");
}
