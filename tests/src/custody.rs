//! Record, bundle and verification as a person or a script uses them: the built program and real files.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use catchlight_rendered as rendered;
use serde_json::Value;

use super::{fonts_are_there, program, root};

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    /// A folder with a photo in it, and keys of its own.
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a folder") };
        fs::write(desk.path("photo.jpg"), rendered::jpeg(&rendered::scene(320, 240, 3), 90)).expect("a photo");
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Output {
        let mut command = Command::new(program("CATCHLIGHT_CLI", "catchlight", "catchlight-cli"));
        command.args(arguments).env("LANG", "C.UTF-8").env_remove("LANGUAGE").env_remove("LC_ALL");
        command.env("CATCHLIGHT_KEYS", self.path("keys"));
        // Set-up fetches the fonts, and the program may lie in a target folder elsewhere.
        command.env("CATCHLIGHT_FONTS", root().join(".setup/fonts"));
        command.stdin(Stdio::null()).output().expect("the program starts")
    }

    fn export(&self, more: &[&str]) -> Output {
        let photo = self.path("photo.jpg");
        let mut arguments: Vec<&OsStr> = vec!["export".as_ref()];
        arguments.extend(more.iter().map(AsRef::<OsStr>::as_ref));
        arguments.push(photo.as_ref());
        self.run(&arguments)
    }

    /// A bundle of the photo.
    fn bundle(&self, more: &[&str]) -> PathBuf {
        let path = self.path("photo.zip");
        let out = path.to_string_lossy().into_owned();
        let told = self.export(&[&["--to", "bundle", "--language", "en", "--out", &out], more].concat());
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        path
    }

    /// What `verify --json` says, and its exit code.
    fn verify(&self, input: &Path, more: &[&str]) -> (Value, Option<i32>) {
        let mut arguments: Vec<&OsStr> = vec!["verify".as_ref(), "--json".as_ref(), input.as_ref()];
        arguments.extend(more.iter().map(AsRef::<OsStr>::as_ref));
        let told = self.run(&arguments);
        let said = serde_json::from_slice(&told.stdout);
        (said.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&told.stderr))), told.status.code())
    }
}

fn outcome<'a>(said: &'a Value, subject: &str) -> Vec<&'a str> {
    let findings = said["findings"].as_array().expect("findings");
    findings.iter().filter(|finding| finding["subject"] == subject).filter_map(|f| f["outcome"].as_str()).collect()
}

#[test]
fn a_bundle_is_made_verified_and_examined_again() {
    if !fonts_are_there() {
        return;
    }
    let desk = Desk::new();
    let bundle = desk.bundle(&[]);
    let key = String::from_utf8(desk.run(&["key"]).stdout).expect("a key");
    let (said, code) = desk.verify(&bundle, &["--again", "--key", key.trim()]);
    assert_eq!((said["holds"].as_bool(), code), (Some(true), Some(0)), "{said:#}");
    for subject in
        ["zip", "original/photo.jpg", "report.json", "signature.json", "chain of custody", "key", "examination"]
    {
        assert!(outcome(&said, subject).contains(&"holds"), "{subject}: {said:#}");
    }
    assert_eq!(desk.verify(&bundle, &["--key", &"0".repeat(64)]).1, Some(1), "another key");

    let mut bytes = fs::read(&bundle).expect("the bundle");
    let photo = bytes.windows(3).position(|window| window == [0xff, 0xd8, 0xff]).expect("the photo");
    bytes[photo + 400] ^= 1;
    fs::write(&bundle, bytes).expect("a changed bundle");
    let (said, code) = desk.verify(&bundle, &[]);
    assert_eq!(code, Some(1));
    assert!(!said["holds"].as_bool().expect("an answer"));
    assert!(outcome(&said, "original/photo.jpg").contains(&"broken") || outcome(&said, "zip").contains(&"broken"));
}

#[test]
fn what_a_person_entered_stands_in_the_export_and_in_the_chain() {
    let desk = Desk::new();
    let remarks = serde_json::json!({
        "by": "Reader 读者",
        "obtained": { "how": "screenshot", "from": "an account", "at": "", "remark": "" },
        "judgements": [{ "check": "file_identity", "status": "to_check", "remark": "ask for the original" }],
    });
    fs::write(desk.path("remarks.json"), remarks.to_string()).expect("remarks");
    let (entered, out) = (desk.path("remarks.json"), desk.path("out"));
    let told = desk.export(&[
        "--to",
        "html,json",
        "--language",
        "en",
        "--remarks",
        &entered.to_string_lossy(),
        "--out",
        &out.to_string_lossy(),
    ]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let named = |ending: &str| {
        let mut names = fs::read_dir(&out).expect("the folder").map(|entry| entry.expect("an entry").path());
        names.find(|path| path.to_string_lossy().ends_with(ending)).expect("an export")
    };
    let page = fs::read_to_string(named(".html")).expect("the page");
    assert!(page.contains("Reader 读者") && page.contains("ask for the original") && page.contains("Screenshot"));
    let report = fs::read_dir(&out).expect("the folder").map(|entry| entry.expect("an entry").path());
    let report = report
        .filter(|path| path.to_string_lossy().ends_with(".json"))
        .find(|path| !path.to_string_lossy().ends_with(".record.json"))
        .expect("the report");
    let photo = desk.path("photo.jpg");
    let (said, code) = desk.verify(&report, &["--photo", &photo.to_string_lossy()]);
    assert_eq!(code, Some(0), "{said:#}");
    for subject in ["photo", "chain of custody", "remarks", "report.json", "record.json"] {
        assert_eq!(outcome(&said, subject), ["holds"], "{subject}: {said:#}");
    }
    let record = named(".record.json");
    let changed = fs::read_to_string(&record).expect("the record").replace("ask for the original", "it is fake");
    fs::write(&record, changed).expect("a changed record");
    let (said, code) = desk.verify(&report, &[]);
    assert_eq!((outcome(&said, "remarks"), code), (vec!["broken"], Some(1)));
}

#[test]
fn a_bundle_with_names_left_out_holds_neither_name_nor_original() {
    if !fonts_are_there() {
        return;
    }
    let desk = Desk::new();
    let named = desk.path("Zhang-Wei-at-home.jpg");
    fs::rename(desk.path("photo.jpg"), &named).expect("a name");
    let bundle = desk.path("out.zip");
    let told = desk.run(&[
        "export".as_ref(),
        "--to".as_ref(),
        "bundle".as_ref(),
        "--leave-out".as_ref(),
        "names".as_ref(),
        "--out".as_ref(),
        bundle.as_os_str(),
        named.as_os_str(),
    ]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    // Nothing in a bundle is compressed but the document's own streams.
    let bytes = fs::read(&bundle).expect("the bundle");
    assert!(!bytes.windows(9).any(|window| window == b"Zhang-Wei"));
    let (said, code) = desk.verify(&bundle, &[]);
    assert_eq!(code, Some(0), "{said:#}");
    assert_eq!(outcome(&said, "original/"), ["not_checked"]);
}

#[test]
fn a_time_stamp_is_asked_for_in_a_file_and_a_wrong_answer_leaves_the_bundle_as_it_is() {
    if !fonts_are_there() {
        return;
    }
    let desk = Desk::new();
    let bundle = desk.bundle(&[]);
    let (request, token) = (desk.path("photo.tsq"), desk.path("photo.tsr"));
    let asked = desk.run(&["timestamp".as_ref(), bundle.as_os_str(), "--request".as_ref(), request.as_os_str()]);
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    assert_eq!(fs::read(&request).expect("a request").first(), Some(&0x30), "a DER sequence");
    let before = fs::read(&bundle).expect("the bundle");
    fs::write(&token, b"no token").expect("a file");
    let added = desk.run(&["timestamp".as_ref(), bundle.as_os_str(), "--token".as_ref(), token.as_os_str()]);
    assert_eq!(added.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&added.stderr).contains("no time stamp"));
    assert_eq!(fs::read(&bundle).expect("the bundle"), before);
}

#[test]
fn faces_that_cannot_be_found_are_not_exported_unblurred() {
    let desk = Desk::new();
    let old = fs::read(root().join("tests/reports/v1/0.1.0-lossy-webp.json")).expect("a report");
    let mut report: Value = serde_json::from_slice(&old).expect("JSON");
    let results = report["results"].as_array_mut().expect("results");
    let search = results.iter_mut().find(|result| result["check"]["id"] == "faces").expect("the search for faces");
    search["state"] = "failed".into();
    let (old, page) = (desk.path("report.json"), desk.path("page.html"));
    fs::write(&old, report.to_string()).expect("a report");
    let told = desk.run(&[
        "export".as_ref(),
        "--blur-faces".as_ref(),
        "all".as_ref(),
        "--out".as_ref(),
        page.as_os_str(),
        old.as_os_str(),
    ]);
    assert_eq!(told.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&told.stderr).contains("could not be blurred"));
    assert!(!page.exists());
}

#[test]
fn what_is_neither_bundle_nor_report_is_told() {
    let desk = Desk::new();
    let (said, code) = desk.verify(&desk.path("photo.jpg"), &[]);
    assert_eq!((outcome(&said, "report.json"), code), (vec!["broken"], Some(1)));
    let empty = desk.path("empty.zip");
    fs::write(&empty, b"").expect("a file");
    let (said, code) = desk.verify(&empty, &[]);
    assert_eq!((outcome(&said, "zip"), code), (vec!["broken"], Some(1)));
    assert_eq!(desk.run(&["verify"]).status.code(), Some(2));
}

/// Where a person's system keeps secrets, the signing key is one of them, and no file holds it.
#[cfg(target_os = "linux")]
#[test]
fn the_key_lies_in_the_systems_store_where_there_is_one() {
    use crate::desktop::{Desktop, Running, wait_for};

    if Command::new("gnome-keyring-daemon").arg("--version").output().is_err() {
        return println!("skipped: there is no key store (package gnome-keyring)");
    }
    let desktop = Desktop::start();
    let mut store = desktop.command("sh");
    store.args(["-c", "printf password | exec gnome-keyring-daemon --unlock --components=secrets --foreground"]);
    let _store = Running::start(store);
    let ask = ["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.NameHasOwner"];
    wait_for("the key store", || {
        let told = desktop.command("dbus-send").args(ask).arg("string:org.freedesktop.secrets").output().ok()?;
        String::from_utf8_lossy(&told.stdout).contains("boolean true").then_some(())
    });
    let key = || {
        let mut command = desktop.command(program("CATCHLIGHT_CLI", "catchlight", "catchlight-cli"));
        let told = command.arg("key").env_remove("CATCHLIGHT_KEYS").output().expect("the program starts");
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        String::from_utf8(told.stdout).expect("UTF-8")
    };
    let first = key();
    assert!(first.trim().len() >= 64, "{first}");
    assert_eq!(key(), first, "the same key comes back");
    assert!(desktop.data("keyrings").is_dir(), "the store was used");
    assert!(!desktop.data("catchlight").exists(), "no file holds the key");
}
