//! `catchlight account`: the built program, real files, its reports.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use catchlight_rendered as rendered;
use serde_json::Value;

use super::{program, root};

fn account<A: AsRef<std::ffi::OsStr>>(arguments: &[A]) -> Output {
    let mut command = Command::new(program("CATCHLIGHT_CLI", "catchlight", "catchlight-cli"));
    command.arg("account").args(arguments).env("LANG", "C.UTF-8").env_remove("LANGUAGE").env_remove("LC_ALL");
    command.stdin(Stdio::null()).output().expect("the program starts")
}

/// Three scenes, one of them twice in two qualities, and a file that is cut off before its pixels.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).expect("a file");
    for (number, seed, quality) in [(1, 3, 92), (2, 4, 92), (3, 5, 92), (4, 5, 70)] {
        let bytes = rendered::jpeg(&rendered::scene(640, 480, seed), quality);
        write(&format!("photo-{number}.jpg"), &rendered::with_exif(&bytes, &rendered::Exif::of_camera()));
    }
    let cut = rendered::jpeg(&rendered::scene(640, 480, 9), 92);
    write("photo-5.jpg", &cut[..400]);
    folder
}

fn text(path: &Path) -> String {
    String::from_utf8(std::fs::read(path).expect("the file")).expect("UTF-8")
}

#[test]
fn a_folder_is_one_dossier_that_fits_its_schema() {
    let folder = folder();
    let output = account(&["--json".as_ref(), "--chosen".as_ref(), "all".as_ref(), folder.path().as_os_str()]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let dossier: Value = serde_json::from_slice(&output.stdout).expect("one dossier");
    let schema: Value = serde_json::from_str(&text(&root().join("schema/dossier-1.schema.json"))).expect("a schema");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&dossier).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(dossier["set"]["given"], 5);
    assert_eq!(dossier["set"]["unreadable"], 1);
    assert_eq!(dossier["set"]["chosen"], "all");
    assert_eq!(dossier["aggregation"]["selection_warning"], Value::Null);
    let photos = dossier["photos"].as_array().expect("photos");
    assert_eq!(photos[2]["group"], photos[3]["group"], "the same scene counts once");
    assert_ne!(photos[0]["group"], photos[2]["group"]);
    let again = account(&["--json".as_ref(), "--chosen".as_ref(), "all".as_ref(), folder.path().as_os_str()]);
    assert_eq!(again.stdout, output.stdout, "the same photos give the same dossier");
}

#[test]
fn the_dossier_is_written_in_every_form() {
    let folder = folder();
    let out = tempfile::tempdir().expect("a folder");
    let (page, table, kept) = (out.path().join("page.html"), out.path().join("photos.csv"), out.path().join("kept"));
    let arguments = [
        "--report".as_ref(),
        page.as_os_str(),
        "--report".as_ref(),
        table.as_os_str(),
        "--out".as_ref(),
        kept.as_os_str(),
        "--language".as_ref(),
        "zh-Hans".as_ref(),
        folder.path().as_os_str(),
    ];
    let output = account(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let summary = String::from_utf8(output.stdout).expect("UTF-8");
    let dossier: Value = serde_json::from_str(&text(&kept.join("dossier.json"))).expect("the dossier");
    let title = dossier["conclusion"]["title"]["zh-Hans"].as_str().expect("a title");
    assert!(summary.starts_with(title), "{summary}");
    assert!(text(&page).contains(title));
    assert_eq!(text(&table).lines().count(), 6, "a head and five photos");
    let wanted = dossier["results"]
        .as_array()
        .expect("results")
        .iter()
        .flat_map(|across| across["result"]["artifacts"].as_array().cloned().unwrap_or_default().into_iter());
    for key in wanted.filter_map(|artifact| artifact["content"]["image"].as_str().map(|key| key.replace('/', "."))) {
        assert!(kept.join(format!("{key}.png")).is_file(), "{key}");
    }
}

#[test]
fn what_cannot_be_written_or_is_not_there_is_said() {
    let folder = folder();
    let wrong = account(&["--report".as_ref(), "dossier.docx".as_ref(), folder.path().as_os_str()]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains(".html, .pdf or .csv"));
    let empty = tempfile::tempdir().expect("a folder");
    let output = account(&[empty.path()]);
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
}
