//! Hostile and damaged files: whatever a file holds, it ends in a report in which every check answers.

use std::path::{Path, PathBuf};

use catchlight_forensics::model::NoModels;
use catchlight_forensics::report::v1::{Kind, Report, State};
use catchlight_forensics::report::words;
use catchlight_forensics::{Cancel, Host, Limits, Specimen, checks, examine};
use catchlight_intake::receive::{self, NotReceived};
use catchlight_rendered as rendered;

/// A small photo with metadata: damage is quick to try at many places.
fn scene() -> image::RgbImage {
    rendered::scene(96, 72, 7)
}

/// One file of every format that can be written here, with the ending that belongs to it.
fn formats() -> Vec<(&'static str, Vec<u8>)> {
    let scene = scene();
    vec![
        ("jpg", rendered::with_exif(&rendered::jpeg(&scene, 85), &rendered::Exif::of_camera())),
        ("png", rendered::png_with_text(&rendered::png(&scene), "Software", b"Catchlight tests")),
        ("webp", rendered::webp_lossless(&scene)),
        ("gif", rendered::gif(&scene)),
        ("tiff", rendered::tiff(&scene)),
        ("bmp", rendered::bmp(&scene)),
    ]
}

/// Receives a file and examines it, and holds the report to what every report promises.
fn report_on(path: &Path, limits: Limits) -> Report {
    let exhibit = receive::file(path, &limits, &Cancel::default()).expect("a readable file is received");
    let specimen = Specimen::new(&exhibit, &NoModels, limits);
    let report = examine(&specimen, &Host::default(), &Cancel::default(), &|_| ()).report;

    let json = serde_json::to_string(&report).expect("JSON");
    let read: Report = serde_json::from_str(&json).expect("report::v1");
    assert_eq!(read, report, "{}: the report does not survive its own format", path.display());
    let ids: Vec<&str> = report.results.iter().map(|result| result.check.id.as_str()).collect();
    let registered: Vec<&str> = checks::ALL.iter().map(|check| check.about().id).collect();
    assert_eq!(ids, registered, "{}", path.display());
    for result in &report.results {
        let could_look = matches!(result.state, State::Found | State::NotFound);
        let id = &result.check.id;
        assert_eq!(could_look, result.why.is_none(), "{}: {id} is {:?}", path.display(), result.state);
        assert!(!could_look || result.summary.is_some(), "{}: {id} saw nothing to say", path.display());
        let panicked = result.why.as_ref().is_some_and(|why| why.en == words::PANICKED.en);
        assert!(!panicked, "{}: {id} panicked", path.display());
    }
    report
}

/// Reports on bytes under a name.
fn report_on_bytes(name: &str, bytes: &[u8]) -> Report {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file");
    report_on(&path, Limits::default())
}

/// A fixed sequence of numbers (Knuth's MMIX generator), so that a failure can be repeated.
fn numbers(seed: u64) -> impl Iterator<Item = usize> {
    let mut state = seed;
    std::iter::from_fn(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).ok()
    })
}

#[test]
fn a_whole_file_of_every_format_is_decoded() {
    for (ending, bytes) in formats() {
        let report = report_on_bytes(&format!("photo.{ending}"), &bytes);
        assert_eq!(report.exhibit.undecodable, None, "{ending}");
        assert_eq!(report.exhibit.extension_matches, Some(true), "{ending}");
        let picture = report.exhibit.picture.expect("a size");
        assert_eq!((picture.coded_width, picture.coded_height), (96, 72), "{ending}");
    }
}

#[test]
fn files_cut_off_anywhere_end_in_a_report() {
    for (ending, bytes) in formats() {
        let evenly = (0..40).map(|step| bytes.len() * step / 40);
        for length in (0..48).chain(evenly).chain([bytes.len() - 1]) {
            report_on_bytes(&format!("cut-at-{length}.{ending}"), &bytes[..length]);
        }
    }
}

#[test]
fn files_with_changed_bytes_end_in_a_report() {
    for (ending, bytes) in formats() {
        let mut numbers = numbers(20_261_122);
        let mut next = || numbers.next().expect("another number");
        for attempt in 0..120 {
            let mut changed = bytes.clone();
            for _ in 0..=next() % 8 {
                // Every other change lies in the header, where a byte does most harm.
                let within = if next() % 2 == 0 { changed.len().min(256) } else { changed.len() };
                let at = next() % within;
                changed[at] = [0, 0xff, 0x80, 0x7f, (next() % 256) as u8][next() % 5];
            }
            report_on_bytes(&format!("changed-{attempt}.{ending}"), &changed);
        }
    }
}

#[test]
fn empty_files_and_files_of_one_byte_value_are_no_pictures() {
    for bytes in [vec![], vec![0; 1], vec![0; 1 << 20], vec![0xff; 1 << 16]] {
        let report = report_on_bytes("photo.jpg", &bytes);
        assert_eq!(report.exhibit.kind, Kind::Unknown);
        assert!(report.exhibit.undecodable.is_some());
    }
}

#[test]
fn a_header_that_claims_a_huge_picture_is_not_believed_but_shown() {
    let bombs = [
        ("bomb.png", rendered::hostile::header_bomb_png(), 60_000),
        ("bomb.jpg", rendered::hostile::header_bomb_jpeg(), 65_500),
        ("bomb.webp", rendered::hostile::header_bomb_webp(), 16_383),
        ("bomb.gif", rendered::hostile::header_bomb_gif(), 65_535),
        ("bomb.tiff", rendered::hostile::header_bomb_tiff(), 60_000),
        ("bomb.bmp", rendered::hostile::header_bomb_bmp(), 60_000),
    ];
    for (name, bytes, side) in bombs {
        let report = report_on_bytes(name, &bytes);
        assert!(report.exhibit.undecodable.is_some(), "{name}");
        let picture = report.exhibit.picture.expect("a size");
        assert_eq!((picture.coded_width, picture.coded_height), (side, side), "{name}");
    }
}

#[test]
fn a_wrong_ending_is_noted_and_the_content_decides() {
    let report = report_on_bytes("photo.png", &rendered::jpeg(&scene(), 80));
    assert_eq!((report.exhibit.kind, report.exhibit.extension_matches), (Kind::Jpeg, Some(false)));
    assert_eq!(report.exhibit.undecodable, None);
}

#[test]
fn directories_that_point_at_themselves_end() {
    let report = report_on_bytes("cyclic.jpg", &rendered::hostile::cyclic_ifd_jpeg());
    assert_eq!(report.exhibit.kind, Kind::Jpeg);
}

#[test]
fn a_hundred_megabytes_of_metadata_that_mean_nothing_end() {
    let bytes = rendered::hostile::junk_metadata_jpeg(100 << 20);
    let report = report_on_bytes("junk.jpg", &bytes);
    assert_eq!(report.exhibit.bytes, bytes.len() as u64);
    let json = serde_json::to_string(&report).expect("JSON");
    assert!(json.len() < 8 << 20, "the report of a junk file is {} bytes long", json.len());
}

#[test]
fn a_text_that_grows_without_end_is_cut() {
    let report = report_on_bytes("zip-bomb.png", &rendered::hostile::zip_bomb_png());
    let json = serde_json::to_string(&report).expect("JSON");
    assert!(json.len() < 8 << 20, "the report of a zip bomb is {} bytes long", json.len());
}

#[test]
fn twelve_bit_jpeg_is_refused_with_a_reason() {
    let report = report_on_bytes("twelve.jpg", &rendered::hostile::twelve_bit_jpeg());
    let why = report.exhibit.undecodable.expect("a reason");
    assert!(why.en.contains("12"), "{why:?}");
    assert!(!why.zh.is_empty());
}

#[test]
fn a_file_too_long_to_hold_is_reported_with_the_digest_of_all_its_bytes() {
    let mut bytes = rendered::jpeg(&scene(), 80);
    bytes.resize(3 << 20, 0);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("long.jpg");
    std::fs::write(&path, &bytes).expect("a file");
    let report = report_on(&path, Limits { file_bytes: 2 << 20, ..Limits::default() });
    assert_eq!(report.exhibit.bytes, 3 << 20);
    assert_eq!(report.exhibit.sha256, catchlight_forensics::Exhibit::new("", bytes).sha256());
    assert_eq!(report.exhibit.kind, Kind::Jpeg);
}

#[test]
fn deceptive_names_do_not_break_the_report() {
    for name in ["\u{202e}gpj.exe", "照片 — 😀.jpg", "no-ending", ".jpg", "a.b.c.JPEG"] {
        report_on_bytes(name, &rendered::jpeg(&scene(), 80));
    }
}

/// Receives what must not be opened.
#[cfg(unix)]
fn refused(path: &Path) -> NotReceived {
    receive::file(path, &Limits::default(), &Cancel::default()).expect_err("it must not be received")
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_instead_of_waited_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe.jpg");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    assert!(matches!(refused(&pipe), NotReceived::Unreadable(why) if why.en.contains("pipe")));
    // Inside a folder it is left out.
    let expanded = catchlight_intake::sources::expand([folder.path()]);
    assert!(expanded.sources.is_empty(), "{expanded:?}");
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_says_so() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("locked.jpg");
    std::fs::write(&path, b"x").expect("a file");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).expect("permissions");
    if std::fs::read(&path).is_ok() {
        println!("skipped: this account may read every file");
        return;
    }
    assert!(matches!(refused(&path), NotReceived::Unreadable(why) if why.en.contains("permission")));
}

#[cfg(unix)]
#[test]
fn a_folder_that_links_back_to_itself_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let deep: PathBuf = folder.path().join("a/b/c");
    std::fs::create_dir_all(&deep).expect("folders");
    std::os::unix::fs::symlink(folder.path(), deep.join("back")).expect("a link");
    std::fs::write(deep.join("photo.jpg"), rendered::jpeg(&scene(), 80)).expect("a file");
    let expanded = catchlight_intake::sources::expand([folder.path()]);
    assert_eq!(expanded.sources.len(), 1, "{expanded:?}");
}
