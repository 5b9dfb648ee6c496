//! Files of this program that come back from strangers: reports, bundles and exported cases.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use catchlight_casebook::{Casebook, Finished, New, Origin, Two};
use catchlight_forensics::report::v1::{FORMAT, Report, Via};
use catchlight_record::bundle::{self, File, Outcome, RECORD, sha256, verify, verify_report};
use catchlight_record::chain::digest;
use catchlight_record::signature::Key;
use catchlight_record::v1::{CustodyEvent, ExaminationSettings, Record, Remarks};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::files;

const AT: &str = "2026-11-22T10:00:00+08:00";
/// What separates the files of a forged bundle or case.
const NEXT: &[u8] = b"\n---\n";

/// A report as JSON: read, written again, looked over and compared with itself.
pub fn report(bytes: &[u8]) {
    let verification = verify_report(bytes, None);
    assert!(verification.findings.iter().all(|finding| !finding.text.en.is_empty() && !finding.text.zh.is_empty()));
    let Ok(report) = serde_json::from_slice::<Report>(bytes) else { return };
    let json = serde_json::to_vec(&report).expect("a report that was read can be written");
    let again: Report = serde_json::from_slice(&json).expect("a report that was written can be read");
    assert_eq!(again, report);
    let two = Two::of(&report, &again);
    serde_json::to_vec(&two).expect("a comparison can be written");
}

/// A bundle as it stands.
pub fn bundle(bytes: &[u8]) {
    let verification = verify(bytes);
    assert!(!verification.findings.is_empty(), "something is always said");
    assert!(verification.findings.iter().all(|finding| !finding.text.en.is_empty() && !finding.text.zh.is_empty()));
}

/// Files that somebody seals with a key of their own: their names and contents, separated by `---`.
pub fn forged_bundle(bytes: &[u8]) {
    let parts = separated(bytes);
    let files: Vec<File> = parts
        .chunks_exact(2)
        .map(|pair| File { name: String::from_utf8_lossy(pair[0]).into_owned(), bytes: pair[1].to_vec() })
        .collect();
    let Ok(sealed) = bundle::write(&files, &Key::from_secret(&[7; 32])) else { return };
    let verification = verify(&sealed);
    let forged = files.iter().any(|file| {
        file.name == "report.json"
            && !serde_json::from_slice::<Report>(&file.bytes).is_ok_and(|report| report.format == FORMAT)
    });
    let holds = verification.findings.iter().all(|finding| finding.outcome == Outcome::Holds);
    assert!(!(forged && holds), "a bundle whose report is none holds");
}

/// A file that should be an exported case.
pub fn case(bytes: &[u8]) {
    thread_local! {
        static PLACE: OnceCell<(TempDir, Casebook)> = const { OnceCell::new() };
    }
    PLACE.with(|place| {
        let (folder, casebook) = place
            .get_or_init(|| (tempfile::tempdir().expect("a folder"), Casebook::keep_nothing().expect("a casebook")));
        let path = folder.path().join("case.zip");
        std::fs::write(&path, bytes).expect("a file can be written");
        if let Ok(imported) = casebook.import_case(&path) {
            casebook.delete_case(imported.case, AT).expect("what was taken in can be deleted");
        }
        assert!(casebook.cases().expect("the casebook can be read").is_empty(), "something was left behind");
    });
}

/// A case whose digests fit whatever it says: the list without its files, then the name and content of each.
pub fn forged_case(bytes: &[u8]) {
    let parts = separated(bytes);
    let Some((list, entries)) = parts.split_first() else { return };
    let Ok(mut list) = serde_json::from_slice::<serde_json::Value>(list) else { return };
    let Some(members) = list.as_object_mut() else { return };
    let listed = entries.chunks_exact(2).map(|pair| {
        serde_json::json!({"name": String::from_utf8_lossy(pair[0]), "bytes": pair[1].len(), "sha256": sha256(pair[1])})
    });
    members.insert("files".to_owned(), listed.collect());
    let list = serde_json::to_vec(&list).expect("JSON");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in entries
        .chunks_exact(2)
        .map(|pair| (String::from_utf8_lossy(pair[0]).into_owned(), pair[1]))
        .chain(std::iter::once(("case.json".to_owned(), list.as_slice())))
    {
        // The writer refuses a name that is there already.
        if zip.start_file(name, stored).and_then(|()| Ok(zip.write_all(content)?)).is_err() {
            return;
        }
    }
    case(&zip.finish().expect("memory can be written to").into_inner());
}

fn separated(bytes: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(NEXT.len()).position(|run| run == NEXT) {
        let (part, behind) = rest.split_at(at);
        parts.push(part);
        rest = behind.get(NEXT.len()..).unwrap_or_default();
    }
    parts.push(rest);
    parts
}

fn joined(parts: &[&[u8]]) -> Vec<u8> {
    parts.join(NEXT)
}

/// The report that a real examination of earlier made, told of these bytes, and shortened.
fn earlier(of: &[u8]) -> Report {
    let json =
        std::fs::read(files::root().join("tests/reports/v1/0.1.0-lossy-webp.json")).expect("a report of the tests");
    let mut report: Report = serde_json::from_slice(&json).expect("a report");
    report.exhibit.sha256 = sha256(of);
    report.exhibit.bytes = of.len() as u64;
    report.results.truncate(2);
    report
}

/// What stands beside it.
fn beside(report: &Report) -> Record {
    let mut record = Record::new(&report.exhibit.sha256);
    let (sha256, bytes) = (report.exhibit.sha256.clone(), report.exhibit.bytes);
    record.append(AT, CustodyEvent::Received { via: Via::Drop, sha256, bytes }).expect("an entry");
    let examined = CustodyEvent::Examined {
        application: "Catchlight 0.1.0".to_owned(),
        report: digest(report).expect("a digest"),
        checks: Vec::new(),
        models: Vec::new(),
        settings: ExaminationSettings { most_bytes: 1, most_pixels: 1 },
    };
    record.append(AT, examined).expect("an entry");
    record
}

/// Whole reports of the tests and a short one.
pub fn report_seeds() -> Vec<Vec<u8>> {
    let folder = files::root().join("tests/reports/v1");
    let whole = ["0.1.0-lossy-webp.json", "0.1.0-visible-label.json"];
    let mut seeds: Vec<Vec<u8>> = whole.iter().filter_map(|name| std::fs::read(folder.join(name)).ok()).collect();
    seeds.push(serde_json::to_vec(&earlier(b"a photo")).expect("JSON"));
    seeds
}

const PHOTO: &[u8] = b"the bytes of a photo";

fn contents() -> Vec<File> {
    let report = earlier(PHOTO);
    let file = |name: &str, bytes: Vec<u8>| File { name: name.to_owned(), bytes };
    vec![
        file(&bundle::original_name("照片 1.jpg"), PHOTO.to_vec()),
        file(RECORD, serde_json::to_vec(&beside(&report)).expect("JSON")),
        file(bundle::REPORT, serde_json::to_vec(&report).expect("JSON")),
    ]
}

/// A whole bundle, and an empty one.
pub fn bundle_seeds() -> Vec<Vec<u8>> {
    let key = Key::from_secret(&[7; 32]);
    [contents(), Vec::new()].iter().map(|files| bundle::write(files, &key).expect("a bundle")).collect()
}

/// The files of a bundle.
pub fn forged_bundle_seeds() -> Vec<Vec<u8>> {
    let files = contents();
    let parts: Vec<&[u8]> = files.iter().flat_map(|file| [file.name.as_bytes(), file.bytes.as_slice()]).collect();
    vec![joined(&parts), joined(&[b"report.json", b"{}"]), joined(&[b"../evil", b"x", b"a", b""])]
}

/// A photo that was examined, one that waits, and one that could not be read.
pub fn case_seeds() -> Vec<Vec<u8>> {
    let casebook = Casebook::keep_nothing().expect("a casebook");
    let case = casebook.create_case("Ōe", AT).expect("a case");
    let new = |name: &str, bytes: &[u8]| New {
        name: name.to_owned(),
        origin: Origin::Bytes(bytes.to_vec()),
        via: Via::Drop,
        received_at: AT.to_owned(),
    };
    let arrivals = casebook.add(case, vec![new("1.jpg", PHOTO), new("2.jpg", b"another")]).expect("added");
    let first = arrivals.first().expect("the first").photo();
    casebook.begin(first).expect("begun");
    let report = earlier(PHOTO);
    let png = b"\x89PNG\r\n\x1a\nx".as_slice();
    let finished = Finished {
        report: &report,
        record: &beside(&report),
        traits: Some("{\"a\":1}"),
        pictures: &BTreeMap::from([("faces/boxes".to_owned(), png.to_vec())]),
        thumbnail: Some(png),
        original: Some(PHOTO),
    };
    casebook.finish(first, &finished).expect("finished");
    casebook.remark(first, Remarks { by: "me".to_owned(), ..Remarks::none() }).expect("remarked");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.zip");
    [true, false]
        .into_iter()
        .map(|with_originals| {
            casebook.export_case(case, &path, with_originals, AT).expect("exported");
            std::fs::read(&path).expect("it was written")
        })
        .collect()
}

/// The same cases, unpacked.
pub fn forged_case_seeds() -> Vec<Vec<u8>> {
    case_seeds()
        .into_iter()
        .map(|bytes| {
            let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a case");
            let mut entries = Vec::new();
            for at in 0..zip.len() {
                let mut entry = zip.by_index(at).expect("an entry");
                let mut content = Vec::new();
                std::io::copy(&mut entry, &mut content).expect("read");
                entries.push((entry.name().to_owned(), content));
            }
            // The list comes first here, wherever it lies in the file.
            entries.sort_by_key(|(name, _)| name != "case.json");
            let parts: Vec<&[u8]> = entries
                .iter()
                .enumerate()
                .flat_map(|(at, (name, content))| {
                    let name = (at > 0).then_some(name.as_bytes());
                    name.into_iter().chain(std::iter::once(content.as_slice()))
                })
                .collect();
            joined(&parts)
        })
        .collect()
}
