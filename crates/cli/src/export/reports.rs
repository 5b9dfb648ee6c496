//! Reports that were written earlier, with the pictures beside them. Both may come from anybody.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use catchlight_export::Pictures;
use catchlight_forensics::report::v1::{Content, FORMAT, Report};
use catchlight_record::bundle;
use catchlight_record::v1::{Record, Remarks};
use image::{ImageFormat, ImageReader, Limits, RgbaImage};

use super::Subject;

/// Most bytes of a report: some hundred times a large one.
const MOST_BYTES: u64 = 64 << 20;
/// Most pixels of a side, and most bytes, of a picture beside a report.
const MOST_SIDE: u32 = 16_384;
const MOST_PICTURE_BYTES: u64 = 512 << 20;

/// Whether an input is a report and no photo.
pub(super) fn is_report(input: &Path) -> bool {
    input.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) && input.is_file()
}

/// A report, those of its pictures that lie beside it, as `examine --out` writes them, and its record when one
/// lies there too. The photo itself does not.
///
/// # Errors
/// A file cannot be read, or is no report or record of this format.
pub(super) fn read(path: &Path) -> anyhow::Result<Subject> {
    let report: Report = serde_json::from_str(&text(path)?).context("it is no report of Catchlight")?;
    ensure!(report.format == FORMAT, "it is a report of another format than {FORMAT}");
    let beside = record_of(path);
    let record = if beside.is_file() {
        let record: Record =
            text(&beside).and_then(|json| Ok(serde_json::from_str(&json)?)).context("its record cannot be read")?;
        ensure!(record.exhibit == report.exhibit.sha256, "its record is about another file");
        record
    } else {
        Record::new(&report.exhibit.sha256)
    };
    let artifacts = pictures(&report, path.parent().unwrap_or(Path::new(".")));
    Ok(Subject { report, record, pictures: Pictures { photo: None, artifacts }, original: None })
}

/// Where the record of a report lies: `record.json` for `report.json`, else `NAME.record.json`.
pub(crate) fn record_of(report: &Path) -> PathBuf {
    if report.file_name().is_some_and(|name| name == bundle::REPORT) {
        report.with_file_name(bundle::RECORD)
    } else {
        report.with_extension("record.json")
    }
}

/// What persons had to say, from a file.
///
/// # Errors
/// It cannot be read, or holds something else.
pub(super) fn remarks(path: &Path) -> anyhow::Result<Remarks> {
    let remarks: Remarks = text(path)
        .and_then(|json| Ok(serde_json::from_str(&json)?))
        .with_context(|| format!("{} holds no remarks (schema/record-1.schema.json)", path.display()))?;
    Ok(remarks.bounded())
}

fn text(path: &Path) -> anyhow::Result<String> {
    let length = fs::metadata(path).context("it could not be read")?.len();
    ensure!(length <= MOST_BYTES, "it is longer than any report ({length} bytes)");
    let mut json = String::new();
    File::open(path)
        .and_then(|file| file.take(MOST_BYTES).read_to_string(&mut json))
        .context("it could not be read")?;
    Ok(json)
}

fn pictures(report: &Report, folder: &Path) -> BTreeMap<String, RgbaImage> {
    let artifacts = report.results.iter().flat_map(|result| &result.artifacts);
    artifacts
        .filter_map(|artifact| match &artifact.content {
            Content::Map { image, .. } | Content::Spectrum { image, .. } | Content::Picture { image, .. } => {
                Some(image)
            }
            Content::Plot { .. } | Content::Regions { .. } | Content::Outlines { .. } => None,
        })
        // A key names a file in this folder and nowhere else.
        .filter(|key| key.chars().all(|character| character.is_ascii_alphanumeric() || "-_/".contains(character)))
        .filter_map(|key| Some((key.clone(), picture(&folder.join(format!("{}.png", key.replace('/', "."))))?)))
        .collect()
}

/// A picture that is there and harmless to decode; the export says of any other that it was not at hand.
fn picture(path: &Path) -> Option<RgbaImage> {
    let mut reader = ImageReader::with_format(BufReader::new(File::open(path).ok()?), ImageFormat::Png);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MOST_PICTURE_BYTES);
    reader.limits(limits);
    Some(reader.decode().ok()?.into_rgba8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_report_says_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.json");
        fs::write(&path, "{}").expect("a file");
        assert!(is_report(&path));
        assert!(format!("{:#}", read(&path).err().expect("no report")).contains("no report of Catchlight"));
        assert!(!is_report(&folder.path().join("a.jpg")) && !is_report(folder.path()));
    }

    #[test]
    fn an_old_report_is_read_with_the_pictures_beside_it() {
        let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/reports/v1/0.1.0-lossy-webp.json");
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.json");
        fs::copy(old, &path).expect("a copy");
        RgbaImage::new(4, 3).save(folder.path().join("tone_histogram.clipping.png")).expect("a picture");
        let Subject { report, pictures, record, .. } = read(&path).expect("a report");
        assert_eq!((record.exhibit, record.chain), (report.exhibit.sha256.clone(), Vec::new()));
        assert_eq!(report.exhibit.name, "lossy.webp");
        assert_eq!(pictures.artifacts.keys().collect::<Vec<_>>(), ["tone_histogram/clipping"]);
    }
}
