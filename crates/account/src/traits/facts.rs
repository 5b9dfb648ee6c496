//! Facts of the file: how it was written, and what it states.

use catchlight_forensics::metadata::{Metadata, Standard};
use catchlight_forensics::report::v1::{CheckResult, Declaration, Kind, Report};
use catchlight_forensics::specimen::Specimen;
use catchlight_forensics::text::quote;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// Longest stated value that is kept, in characters.
const LONGEST: usize = 120;
/// Most statements of a generative origin that are kept.
const MOST_DECLARED: usize = 8;

/// Facts of the file. Stated values are quoted already.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Type by content.
    pub kind: Kind,
    /// Length in bytes.
    pub bytes: u64,
    /// Pixels in a row and rows, upright; absent when the header states none.
    pub size: Option<(u32, u32)>,
    /// How a JPEG encoder was set: digest of tables, sampling and progression. Equal for files of one encoder at one
    /// quality. Absent for other formats.
    pub encoder: Option<String>,
    /// Names of the file's parts in order, such as `SOI APP0 DQT`: the writer's habit.
    pub parts: String,
    /// Software that the file names.
    pub software: Option<String>,
    /// Maker of the camera, as stated.
    pub make: Option<String>,
    /// Model of the camera, as stated.
    pub model: Option<String>,
    /// Serial number of the camera's body, as stated.
    pub serial: Option<String>,
    /// When it was taken, as stated, without a zone.
    pub moment: Option<DateTime>,
    /// The camera's number in the file name.
    pub sequence: Option<Sequence>,
    /// What the file states of a generative origin, one entry a check that read it.
    pub declared: Vec<Declared>,
}

/// A camera's running number in a file name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sequence {
    /// What stands before it, such as `IMG_`.
    pub prefix: String,
    /// The number.
    pub number: u32,
}

/// One statement of a generative origin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Declared {
    /// Id of the check that read it.
    pub check: String,
    /// What it states.
    pub origin: Declaration,
    /// Generator or producer by name or code.
    pub generator: Option<String>,
    /// Id of the picture at its producer.
    pub id: Option<String>,
    /// When the id says that it was made, in its own words (English).
    pub id_moment: Option<String>,
}

pub(super) fn of(specimen: &Specimen<'_>, report: &Report) -> FileFacts {
    let (structure, metadata) = (specimen.structure(), specimen.metadata());
    let stated =
        |names: &[(Standard, &str)]| names.iter().find_map(|(standard, name)| stated(metadata, *standard, name));
    // A hostile file can have any number of parts; the first tell the writer's habit.
    let parts: Vec<&str> = structure.parts.iter().take(12).map(|part| part.name.as_str()).collect();
    FileFacts {
        kind: report.exhibit.kind,
        bytes: report.exhibit.bytes,
        size: report.exhibit.picture.as_ref().map(|picture| (picture.width, picture.height)),
        encoder: structure.jpeg.as_ref().map(|jpeg| {
            let mut values: Vec<u8> = vec![u8::from(jpeg.progressive)];
            values.extend(jpeg.sampling.iter().flat_map(|(across, down)| [*across, *down]));
            for table in &jpeg.tables {
                values.push(table.id);
                values.extend(table.values.iter().flat_map(|value| value.to_be_bytes()));
            }
            digest(&values)
        }),
        parts: quote(&parts.join(" "), LONGEST),
        software: stated(&[
            (Standard::Exif, "Software"),
            (Standard::Xmp, "xmp:CreatorTool"),
            (Standard::PngText, "Software"),
        ]),
        make: stated(&[(Standard::Exif, "Make")]),
        model: stated(&[(Standard::Exif, "Model")]),
        serial: stated(&[(Standard::Exif, "BodySerialNumber"), (Standard::Exif, "CameraSerialNumber")]),
        moment: [(Standard::Exif, "DateTimeOriginal"), (Standard::Exif, "DateTimeDigitized")]
            .iter()
            .find_map(|(standard, name)| metadata.value(*standard, name))
            .and_then(moment),
        sequence: sequence(&report.exhibit.name),
        declared: report.results.iter().filter_map(declared).take(MOST_DECLARED).collect(),
    }
}

fn stated(metadata: &Metadata, standard: Standard, name: &str) -> Option<String> {
    let value = quote(metadata.value(standard, name)?, LONGEST);
    (!value.is_empty()).then_some(value)
}

/// A short digest, for telling equal from different; nobody defends anything with it.
fn digest(values: &[u8]) -> String {
    // FNV-1a, 64 bits.
    let hash = values
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, value| (hash ^ u64::from(*value)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

/// `2024:05:01 10:20:30` or the same with dashes; nothing for zeros and other nonsense.
fn moment(stated: &str) -> Option<DateTime> {
    let stated = stated.trim().get(..19)?.replace('-', ":");
    let moment = DateTime::strptime("%Y:%m:%d %H:%M:%S", stated.replace('T', " ")).ok()?;
    (1990..2100).contains(&moment.year()).then_some(moment)
}

/// The running number in names such as `IMG_1234.JPG`, `DSC01234.jpg`, `P1010023.JPG`.
fn sequence(name: &str) -> Option<Sequence> {
    const PREFIXES: [&str; 14] =
        ["IMG_", "_MG_", "DSC_", "_DSC", "DSCF", "DSCN", "DSC", "SAM_", "IMGP", "DJI_", "GOPR", "CIMG", "PICT", "P"];
    let (stem, _) = name.rsplit_once('.')?;
    let prefix = PREFIXES
        .iter()
        .find(|prefix| stem.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix)))?;
    let digits = stem.get(prefix.len()..)?;
    let whole = (4..=7).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| whole)?;
    Some(Sequence { prefix: (*prefix).to_owned(), number })
}

/// What a check read of a generative origin, from the rows of its result.
fn declared(result: &CheckResult) -> Option<Declared> {
    let origin = result.declares.filter(|origin| *origin != Declaration::Captured)?;
    let row = |labels: &[&str]| {
        let mut rows = result.details.iter().flat_map(|group| &group.rows);
        let row = rows.find(|row| labels.contains(&row.label.en.as_str()))?;
        Some(quote(&row.value.en, LONGEST)).filter(|value| !value.is_empty())
    };
    Some(Declared {
        check: result.check.id.clone(),
        origin,
        generator: row(&["Generator", "Producer", "Producer code", "Claim generator", "Service provider"]),
        id: row(&["Produce id"]),
        id_moment: row(&["Time in the produce id"]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_both_spellings_are_read_and_nonsense_is_not() {
        let expected = jiff::civil::date(2024, 5, 1).at(10, 20, 30, 0);
        assert_eq!(moment("2024:05:01 10:20:30"), Some(expected));
        assert_eq!(moment("2024-05-01 10:20:30"), Some(expected));
        for nonsense in
            ["0000:00:00 00:00:00", "2024:13:01 10:20:30", "    :  :     :  :  ", "", "二〇二四年五月一日十点"]
        {
            assert_eq!(moment(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn running_numbers_of_cameras_are_read() {
        let read = |name| sequence(name).map(|sequence| (sequence.prefix, sequence.number));
        assert_eq!(read("IMG_1234.JPG"), Some(("IMG_".to_owned(), 1234)));
        assert_eq!(read("dsc01234.jpg"), Some(("DSC".to_owned(), 1234)));
        assert_eq!(read("P1010023.JPG"), Some(("P".to_owned(), 1_010_023)));
        for other in ["IMG_20240501_102030.jpg", "photo1234.jpg", "IMG_12.jpg", "IMG_1234", "P.jpg", "图片1234.jpg"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
