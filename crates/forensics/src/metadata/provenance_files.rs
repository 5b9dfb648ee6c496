//! Real files beside the repository, where they exist: what they state must be found.

use std::collections::BTreeMap;
use std::path::Path;

use super::{Metadata, Standard, read};
use crate::container::{self, Kind};
use crate::limits::Limits;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/fixtures/provenance");

#[test]
fn what_real_files_state_is_found() {
    let folder = Path::new(FOLDER);
    let Ok(mut table) = csv::Reader::from_path(folder.join("expected.csv")) else {
        println!("skipped: {FOLDER} is not there");
        return;
    };
    let mut misses = Vec::new();
    let mut files = 0;
    for row in table.deserialize::<BTreeMap<String, String>>() {
        let row = row.unwrap();
        let name = &row["file"];
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let structure = container::read(&bytes, &Limits::default());
        let metadata = read(&bytes, &structure, &Limits::default());
        files += 1;
        let mut miss = |what: &str, found: String| {
            if found != row[what] {
                misses.push(format!("{name}: {what} is {found:?}, expected {:?}", row[what]));
            }
        };
        miss("container", structure.kind.name().to_lowercase());
        miss("ext_matches", if fits(name, structure.kind) { "yes" } else { "no" }.to_owned());
        for (column, standards) in COLUMNS {
            let expected = &row[*column];
            let found: Vec<&str> =
                standards.iter().filter_map(|(standard, field)| metadata.value(*standard, field)).collect();
            if !expected.is_empty() && !found.contains(&expected.as_str()) {
                miss(column, found.join(" | "));
            }
        }
        if !row["camera_make_model"].is_empty() {
            let value = |field| metadata.value(Standard::Exif, field).unwrap_or_default();
            miss("camera_make_model", format!("{}|{}", value("Make"), value("Model")));
        }
        if !row["has_gps"].is_empty() {
            miss("has_gps", if has_gps(&metadata) { "yes" } else { "no" }.to_owned());
        }
        if structure.header.is_none() {
            misses.push(format!("{name}: no header"));
        }
    }
    assert_eq!(files, 80);
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}

/// Columns and the fields in which their value may stand.
const COLUMNS: &[(&str, &[(Standard, &str)])] = &[
    ("exif_software", &[(Standard::Exif, "Software")]),
    ("xmp_creator_tool", &[(Standard::Xmp, "xmp:CreatorTool")]),
    ("png_software", &[(Standard::PngText, "Software")]),
    ("datetime_original", &[(Standard::Exif, "DateTimeOriginal")]),
    ("iptc_digital_source_type", &[(Standard::Xmp, "Iptc4xmpExt:DigitalSourceType")]),
    ("credit_line", &[(Standard::Xmp, "photoshop:Credit"), (Standard::Iptc, "2:110 Credit")]),
];

fn fits(name: &str, kind: Kind) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    kind.extensions().contains(&ending.as_str())
}

fn has_gps(metadata: &Metadata) -> bool {
    metadata.value(Standard::Exif, "GPSLatitude").is_some()
}
