//! `catchlight export` as a person or a script uses it: the built program, real files, its exit codes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use catchlight_forensics::report::v1::Report;
use catchlight_rendered as rendered;

use super::{program, root};

fn export<A: AsRef<std::ffi::OsStr>>(arguments: &[A]) -> Output {
    let mut command = Command::new(program("CATCHLIGHT_CLI", "catchlight", "catchlight-cli"));
    command.arg("export").args(arguments).env("LANG", "C.UTF-8").env_remove("LANGUAGE").env_remove("LC_ALL");
    command.stdin(Stdio::null()).output().expect("the program starts")
}

fn photo(path: &Path) {
    fs::write(path, rendered::jpeg(&rendered::scene(320, 240, 3), 90)).expect("a photo");
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_photo_becomes_a_page_a_table_and_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let (taken, out) = (folder.path().join("=1+1.jpg"), folder.path().join("out"));
    photo(&taken);
    let told = export(&[
        "--to",
        "html,csv,json",
        "--language",
        "both",
        "--out",
        &out.to_string_lossy(),
        &taken.to_string_lossy(),
    ]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let names = names(&out);
    assert_eq!(names.len(), 4, "page, table, data and the record beside it: {names:?}");
    let file = |ending: &str| out.join(names.iter().find(|name| name.ends_with(ending)).expect("an export"));
    let report: Report = serde_json::from_slice(&fs::read(file(".json")).expect("data")).expect("report::v1");
    let page = fs::read_to_string(file(".html")).expect("a page");
    assert!(page.contains(&report.exhibit.sha256) && page.contains("data:image/jpeg;base64,"));
    assert!(page.contains(&report.conclusion.title.en) && page.contains(&report.conclusion.title.zh));
    let table = fs::read_to_string(file(".csv")).expect("a table");
    assert!(table.starts_with('\u{feff}') && table.contains("\r\n'=1+1.jpg,"), "{table:.300}");
}

#[test]
fn a_written_report_is_exported_without_its_photo() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = root().join("tests/reports/v1/0.1.0-lossy-webp.json");
    let page = folder.path().join("old.html");
    let told = export(&["--language", "zh-Hans", "--out", &page.to_string_lossy(), &old.to_string_lossy()]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let page = fs::read_to_string(page).expect("a page");
    assert!(page.contains("无法判断") && page.contains("导出时没有照片本身。"));
}

#[test]
fn what_is_no_report_and_where_nothing_can_be_written_is_told_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let broken = folder.path().join("broken.json");
    fs::write(&broken, "{\"format\": 1}").expect("a file");
    let told = export(&["--out", &folder.path().join("a.html").to_string_lossy(), &broken.to_string_lossy()]);
    assert_eq!(told.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&told.stderr).contains("broken.json: it is no report of Catchlight"));
    let old = root().join("tests/reports/v1/0.1.0-lossy-webp.json");
    let told = export(&["--out", &folder.path().join("no/such/a.html").to_string_lossy(), &old.to_string_lossy()]);
    assert_eq!(told.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&told.stderr).contains("could not be written"));
    assert_eq!(export(&["--out", "x"]).status.code(), Some(2));
    assert_eq!(names(folder.path()), ["broken.json"]);
}

#[test]
fn a_form_that_needs_fonts_says_so_when_they_are_missing() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = root().join("tests/reports/v1/0.1.0-lossy-webp.json");
    let mut command = Command::new(program("CATCHLIGHT_CLI", "catchlight", "catchlight-cli"));
    command.env("CATCHLIGHT_FONTS", folder.path());
    let told = command
        .args(["export", "--to", "pdf", "--out"])
        .arg(folder.path().join("a.pdf"))
        .arg(old)
        .output()
        .expect("a start");
    assert_eq!(told.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&told.stderr).contains("the fonts of printed reports are not installed"));
    assert!(names(folder.path()).is_empty());
}
