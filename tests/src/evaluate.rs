//! `catchlight evaluate` as a person uses it: the built program, a folder of rendered pictures, its files.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use catchlight_forensics::{Exhibit, checks};
use catchlight_rendered as rendered;
use image::RgbImage;
use serde_json::{Value, json};

use super::program;

fn evaluate(manifest: &Path, out: &Path, more: &[&str]) -> Command {
    let mut command = Command::new(program("CATCHLIGHT_CLI", "catchlight", "catchlight-cli"));
    command.arg("evaluate").arg(manifest).arg("--out").arg(out).args(more).stdin(Stdio::null());
    command
}

fn run(manifest: &Path, out: &Path, more: &[&str]) -> Output {
    evaluate(manifest, out, more).output().expect("the program starts")
}

pub(super) fn words(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

pub(super) fn succeeded(output: &Output) {
    assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
}

/// Writes files and their manifest of (name, bytes, rest of the line).
fn folder(heading: &str, files: impl IntoIterator<Item = (String, Vec<u8>, String)>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut lines = format!("file,{heading}\n");
    for (name, bytes, rest) in files {
        std::fs::write(folder.path().join(&name), bytes).expect("a file");
        writeln!(lines, "{name},{rest}").expect("a line");
    }
    let manifest = folder.path().join("manifest.csv");
    std::fs::write(&manifest, lines).expect("a manifest");
    (folder, manifest)
}

fn evaluation(out: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(out.join("evaluation.json")).expect("evaluation.json")).expect("JSON")
}

fn rows(out: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(out.join("scores.jsonl")).expect("scores.jsonl");
    text.lines().map(|line| serde_json::from_str(line).expect("a row")).collect()
}

/// A picture whose noise is stronger at every eighth row and column, in each channel on its own, as a
/// generator's decoder may leave it.
fn with_grid(mut picture: RgbImage) -> RgbImage {
    let mut state = 1_u32;
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let strength = 4 + 8 * (i32::from(x % 8 == 3) + i32::from(y % 8 == 3));
        pixel.0 = pixel.0.map(|sample| {
            // Numerical Recipes' linear congruential generator.
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (state >> 16) as i32 % (2 * strength + 1) - strength;
            (i32::from(sample) + noise).clamp(0, 255) as u8
        });
    }
    picture
}

/// Five sources of a label, two photos each: `ai` pictures with a grid, `camera` pictures without.
fn pictures() -> impl Iterator<Item = (String, Vec<u8>, String)> {
    (0..20_u32).map(|number| {
        let (is_ai, source) = (number % 2 == 0, number / 4);
        let scene = rendered::scene(400, 392, u64::from(number));
        let picture = if is_ai { with_grid(scene) } else { scene };
        let rest = if is_ai { format!("ai,studio {source},maker") } else { format!("camera,person {source},") };
        (format!("{number}.png"), rendered::png(&picture), rest)
    })
}

#[test]
fn real_scores_become_a_report_and_a_second_run_reuses_them() {
    let (folder, manifest) = folder("label,source,generator", pictures());
    let out = folder.path().join("results");
    let options = ["--check", "resampling_trace", "--check", "upsampling_trace", "--conditions", "jpeg-85,original"];
    let output = run(&manifest, &out, &options);
    succeeded(&output);
    assert!(words(&output.stdout).contains("evaluation.md"));
    let first = evaluation(&out);
    assert_eq!(first["photos"], json!({"ai": {"photos": 10, "sources": 5}, "camera": {"photos": 10, "sources": 5}}));
    let check = &first["checks"][1];
    assert_eq!(
        (&check["check"], &check["conditions"][0]["condition"]),
        (&json!("upsampling_trace"), &json!("original"))
    );
    // What the check saw is counted whatever it was, and agrees with the rows.
    let rows = rows(&out);
    assert_eq!(rows.len(), 20 * 2 * 2);
    for (place, condition) in ["original", "jpeg-85"].into_iter().enumerate() {
        let coverage = &check["conditions"][place]["coverage"];
        for state in ["scored", "no_score", "inconclusive", "not_applicable", "failed", "unreadable"] {
            let counted = ["ai", "camera"].map(|label| coverage[label][state].as_u64().expect("a count"));
            let written = rows.iter().filter(|row| {
                (row["check"].as_str(), row["condition"].as_str()) == (Some("upsampling_trace"), Some(condition))
                    && row["state"] == state
            });
            assert_eq!(counted.iter().sum::<u64>(), written.count() as u64, "{condition} {state}: {coverage}");
        }
    }
    let scored = &check["conditions"][0]["coverage"];
    assert!(scored["ai"]["scored"].as_u64() > Some(0), "a grid was made and found: {scored}");
    assert_eq!(scored["camera"]["scored"], 0, "{scored}");
    assert!(
        check["conditions"][0]["all"]["auc"]["not_measurable"].as_str().is_some_and(|why| why.contains("0 camera"))
    );

    // The second run scores nothing, and a run after an interruption only what is missing.
    let file = out.join("scores.jsonl");
    let text = std::fs::read_to_string(&file).expect("scores");
    succeeded(&run(&manifest, &out, &options));
    assert_eq!(std::fs::read_to_string(&file).expect("scores"), text);
    let kept: String = text.lines().take(33).flat_map(|line| [line, "\n"]).collect();
    std::fs::write(&file, format!("{kept}{{\"sha256\":\"broken o")).expect("a broken file");
    succeeded(&run(&manifest, &out, &options));
    assert_eq!(evaluation(&out), first);
    let again = std::fs::read_to_string(&file).expect("scores");
    assert!(again.starts_with(&kept));
    assert_eq!(again.lines().collect::<BTreeSet<_>>(), text.lines().collect::<BTreeSet<_>>());
}

/// 120 photos a label, six sources each, with scores that are known: camera photo n scores n, AI photo n
/// scores n + 60.5, and both score 10 more as JPEG 85.
pub(super) fn known(out: &Path) -> (tempfile::TempDir, PathBuf) {
    let about = checks::find("upsampling_trace").expect("registered").about();
    let mut rows = String::new();
    let files: Vec<(String, Vec<u8>, String)> = (0..240_u32)
        .map(|number| {
            let (is_ai, rank) = (number % 2 == 0, number / 2);
            let bytes = rendered::png(&RgbImage::from_pixel(2, 2, image::Rgb([number as u8, 7, u8::from(is_ai)])));
            for (condition, moved) in [("original", 0.0), ("jpeg-85", 10.0)] {
                let row = json!({
                    "sha256": Exhibit::new("", bytes.clone()).sha256(), "condition": condition, "check": about.id,
                    "revision": about.revision, "version": env!("CARGO_PKG_VERSION"), "state": "scored",
                    "score": f64::from(rank) + moved + if is_ai { 60.5 } else { 0.0 },
                    "stratum": "light compression, not scaled", "compression": "light",
                });
                writeln!(rows, "{row}").expect("a row");
            }
            let rest = match (is_ai, rank) {
                (true, _) => format!("ai,studio {},maker {},,{}", rank % 6, rank % 2, rank % 2),
                (false, 100..) => format!("camera,person {},,night|mode,1", rank % 6),
                (false, _) => format!("camera,person {},,,0", rank % 6),
            };
            (format!("{number}.png"), bytes, rest)
        })
        .collect();
    std::fs::create_dir_all(out).expect("a folder");
    std::fs::write(out.join("scores.jsonl"), rows).expect("scores");
    folder("label,source,generator,category,faces", files)
}

#[test]
fn known_scores_give_known_numbers_tables_and_plots() {
    let results = tempfile::tempdir().expect("a folder");
    let out = results.path().join("known");
    let (_folder, manifest) = known(&out);
    succeeded(&run(&manifest, &out, &["--check", "upsampling_trace", "--conditions", "original,jpeg-85"]));
    // With 10 more for one label alone, pairs are out of order from 71 on, or from 51 on.
    for (place, (changed, wrong)) in [("ai", 1225.0), ("camera", 2415.0)].into_iter().enumerate() {
        let one = evaluation(&out)["checks"][0]["one_label_alone"][place].clone();
        assert_eq!(one["changed"], changed);
        let (auc, moved) = (one["auc"]["value"].as_f64(), one["moved"].as_f64());
        assert!((auc.expect("measured") - (1.0 - wrong / 14400.0)).abs() < 1e-9, "{one}");
        assert!((moved.expect("measured") - (1770.0 - wrong) / 14400.0).abs() < 1e-9, "{one}");
    }
    let table = evaluation(&out)["checks"][0]["conditions"][0].clone();
    // Of 120 x 120 pairs those are out of order whose camera score is more than 60.5 above: 59 x 60 / 2.
    let auc = table["all"]["auc"]["value"].as_f64().expect("measured");
    assert!((auc - (1.0 - 1770.0 / 14400.0)).abs() < 1e-9, "{auc}");
    let interval = &table["all"]["auc"]["interval"];
    assert!(interval["low"].as_f64() < Some(auc) && interval["high"].as_f64() > Some(auc), "{interval}");
    // One camera photo of 120 may lie above: 118.5 is the lowest such score, and 62 AI photos reach it.
    let rates = &table["all"]["tpr"];
    assert_eq!(rates[0]["threshold"], 118.5);
    assert!((rates[0]["tpr"]["value"].as_f64().expect("measured") - 62.0 / 120.0).abs() < 1e-9, "{rates}");
    assert_eq!(rates[1]["tpr"]["not_measurable"], "120 camera photos of at least 1000");
    assert_eq!(table["by_generator"].as_array().map(Vec::len), Some(2));
    assert_eq!(table["by_generator"][1]["summary"]["camera"]["photos"], 120);
    assert_eq!(table["by_stratum"][0]["name"], "light compression, not scaled");
    assert_eq!(table["by_faces"][0]["summary"]["ai"]["photos"], 60);
    // The one photo above is of the category: 1 of 20, six times the overall 1 of 120.
    let category = &table["by_category"][0];
    assert_eq!((&category["photos"], &category["above"]), (&json!(20), &json!(1)));
    assert!((category["times_overall"].as_f64().expect("a ratio") - 6.0).abs() < 1e-9);
    let cost = &table["all"]["calibrated"];
    assert!(cost["cllr_min"].as_f64() <= cost["cllr"]["value"].as_f64(), "{cost}");
    assert!(cost["cllr"]["value"].as_f64() < Some(1.0), "{cost}");

    let report = std::fs::read_to_string(out.join("evaluation.md")).expect("a report");
    for expected in [
        "| original file | 120 (6) | 120 (6) | 0.877 (",
        "51.7 % (",
        r"night\|mode",
        "120 camera photos of at least 1000",
    ] {
        assert!(report.contains(expected), "{expected}: {report}");
    }
    for (name, size) in [("roc", (1240, 680)), ("reliability", (660, 720))] {
        let file = format!("{name}-upsampling_trace-original.png");
        assert!(report.contains(&format!("({file})")), "{file}");
        let picture = image::open(out.join(&file)).expect("a picture").to_rgb8();
        assert_eq!(picture.dimensions(), size);
        let drawn = picture.pixels().filter(|pixel| pixel.0 != [255; 3]).count();
        assert!(drawn > 4000, "{file}: {drawn} pixels");
    }
}

#[test]
fn what_cannot_be_read_is_counted() {
    let (folder, manifest) = folder(
        "label,source",
        [
            ("a.jpg".to_owned(), b"this is text".to_vec(), "ai,one".to_owned()),
            ("b.png".to_owned(), rendered::png(&rendered::scene(100, 80, 1)), "camera,two".to_owned()),
        ],
    );
    let mut text = std::fs::read_to_string(&manifest).expect("the manifest");
    text.push_str("gone.jpg,camera,two\n");
    std::fs::write(&manifest, text).expect("the manifest");
    let out = folder.path().join("results");
    let output = run(&manifest, &out, &["--check", "upsampling_trace", "--conditions", "original,jpeg-85"]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output.stderr));
    let conditions = evaluation(&out)["checks"][0]["conditions"].clone();
    assert_eq!(conditions[0]["coverage"]["ai"]["not_applicable"], 1, "{conditions}");
    assert_eq!(conditions[1]["coverage"]["ai"]["unreadable"], 1, "{conditions}");
    assert_eq!(conditions[0]["coverage"]["camera"]["unreadable"], 1, "{conditions}");
    let report = std::fs::read_to_string(out.join("evaluation.md")).expect("a report");
    assert!(report.contains("There was no file of this name."), "{report}");
}

#[test]
fn wrong_manifests_folders_and_arguments_are_refused_with_a_reason() {
    let refused = |lines: &str, out: Option<&Path>, more: &[&str]| {
        let folder = tempfile::tempdir().expect("a folder");
        let manifest = folder.path().join("manifest.csv");
        std::fs::write(&manifest, lines).expect("a manifest");
        std::fs::write(folder.path().join("a.png"), rendered::png(&RgbImage::new(9, 9))).expect("a file");
        std::fs::copy(folder.path().join("a.png"), folder.path().join("b.png")).expect("a copy");
        let out = out.map_or_else(|| folder.path().join("results"), Path::to_path_buf);
        let output = run(&manifest, &out, &[&["--check", "upsampling_trace"], more].concat());
        (output.status.code(), words(&output.stderr))
    };
    let lines = "file,label,source\na.png,ai,x\n";
    let (code, why) = refused("file,source\na.png,x\n", None, &[]);
    assert!(code == Some(1) && why.contains("line 1: the heading lacks the column label"), "{why}");
    let (code, why) = refused("file,label,source\na.png,fake,x\n", None, &[]);
    assert!(code == Some(1) && why.contains("line 2: the label \"fake\" is neither ai nor camera"), "{why}");
    let both = "file,label,source\na.png,ai,x\nb.png,camera,y\n";
    let (code, why) = refused(both, None, &["--conditions", "original"]);
    assert!(code == Some(1) && why.contains("lines 2 and 3 name the same bytes with different labels"), "{why}");
    let (code, why) = refused(lines, None, &["--check", "no_such_check"]);
    assert!(code == Some(1) && why.contains("there is no check \"no_such_check\""), "{why}");
    let other = tempfile::tempdir().expect("a folder");
    std::fs::write(other.path().join("letter.txt"), "dear").expect("a file");
    let (code, why) = refused(lines, Some(other.path()), &[]);
    assert!(code == Some(1) && why.contains("holds other files"), "{why}");
    for wrong in [&["--conditions", "jpeg-1"][..], &["--most", "0"], &["--jobs", "0"]] {
        assert_eq!(refused(lines, None, wrong).0, Some(2), "{wrong:?}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_whole_lines_and_the_same_command_goes_on() {
    let (folder, manifest) = folder("label,source,generator", pictures().take(12));
    let out = folder.path().join("results");
    let options = ["--check", "upsampling_trace", "--conditions", "original,jpeg-85", "--jobs", "1"];
    let mut running =
        evaluate(&manifest, &out, &options).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    let file = out.join("scores.jsonl");
    while std::fs::metadata(&file).map_or(0, |metadata| metadata.len()) == 0 {
        assert!(running.try_wait().expect("a state").is_none(), "it ended before it was stopped");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let stopped = Command::new("kill").args(["-INT", &running.id().to_string()]).status().expect("kill");
    assert!(stopped.success());
    assert_eq!(running.wait().expect("it ends").code(), Some(130));
    let before = rows(&out).len();
    assert!((1..24).contains(&before), "{before}");
    assert!(!out.join("evaluation.json").exists());
    succeeded(&run(&manifest, &out, &options));
    assert_eq!(rows(&out).len(), 24);
}
