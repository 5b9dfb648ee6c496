//! `catchlight calibrate` and `catchlight selftest` as a person uses them.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use catchlight_forensics::calibration::Calibration;
use catchlight_forensics::fusion::Fusion;
use catchlight_forensics::history::{Compression, Scale, Stratum};
use catchlight_forensics::reliability::ReliabilityFile;

use super::evaluate::{known, succeeded, words};
use super::program;

const CHECK: &str = "upsampling_trace";

fn calibrate(manifest: &Path, out: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(program("CATCHLIGHT_CLI", "catchlight", "catchlight-cli"));
    command.arg("calibrate").arg(manifest).arg("--out").arg(out);
    command.args([
        "--population",
        "Pictures of a test.",
        "--population-zh",
        "测试图片。",
        "--generators-until",
        "2026-01",
    ]);
    command.args(["--check", CHECK, "--conditions", "original"]).args(more);
    command.stdin(Stdio::null()).output().expect("the program starts")
}

fn read(out: &Path, name: &str) -> String {
    std::fs::read_to_string(out.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn light() -> Option<Stratum> {
    Some(Stratum { compression: Compression::Light, scale: Scale::Unknown })
}

#[test]
fn known_scores_give_weights_that_the_core_reads_and_conclusions_that_add_up() {
    let results = tempfile::tempdir().expect("a folder");
    let out = results.path().join("known");
    let (_folder, manifest) = known(&out);
    succeeded(&calibrate(&manifest, &out, &[]));

    let file = read(&out, "upsampling_trace.toml");
    let calibration = Calibration::read(&file, CHECK, 1).expect("a calibration");
    let weight = |score| calibration.weigh(score, light()).expect("weighed");
    assert!(weight(160.0).log10_lr > 0.5 && weight(20.0).log10_lr < -0.5 && weight(90.0).log10_lr.abs() < 0.2);
    // 61 of 120 AI pictures lie above all 120 camera photos, of which at most 2.47 % do so elsewhere: 20.6.
    assert_eq!(weight(160.0).cap, 1.31);
    assert!(weight(999.0).log10_lr <= 1.31 && weight(999.0).interval.0 < weight(999.0).interval.1 + 1e-9);
    let stratum = &calibration.file().strata[0];
    assert_eq!((stratum.ai.photos, stratum.ai.sources, stratum.camera.photos), (120, 6, 120));
    assert!(stratum.cllr_min <= stratum.cllr && stratum.cllr < Some(0.9), "{stratum:?}");

    let fusion = Fusion::read(&read(&out, "fusion.toml")).expect("a fusion");
    assert_eq!((fusion.ai.photos, fusion.families.len()), (120, 0), "one check alone has nothing to be fused with");
    let reliability: ReliabilityFile = toml::from_str(&read(&out, "reliability.toml")).expect("a table");
    let row = &reliability.rows[0];
    assert_eq!((row.ai.shots, row.camera.shots, row.camera.strong_ai), (120, 120, 0));
    assert!(row.ai.some_ai > row.camera.some_ai && row.ai.not_weighed == 0, "{row:?}");
    let report = read(&out, "calibration.md");
    for expected in
        ["| upsampling_trace | light compression | 120 (6) | 120 (6) |", "original file", "Pictures of a test."]
    {
        assert!(report.contains(expected), "{expected}: {report}");
    }
    assert!(!report.contains(&*results.path().to_string_lossy()), "no folder of this machine");

    // The same scores, towards a camera limited to what was measured elsewhere.
    succeeded(&calibrate(&manifest, &out, &["--most-for-camera", "upsampling_trace=2"]));
    let limited = Calibration::read(&read(&out, "upsampling_trace.toml"), CHECK, 1).expect("a calibration");
    let least = limited.weigh(0.0, light()).expect("weighed").log10_lr;
    assert!((least - -0.3).abs() < 1e-9, "{least}");
}

#[test]
fn too_few_photos_give_no_weight_and_old_files_do_not_stay() {
    let results = tempfile::tempdir().expect("a folder");
    let out = results.path().join("few");
    let (_folder, manifest) = known(&out);
    succeeded(&calibrate(&manifest, &out, &[]));
    assert!(out.join("upsampling_trace.toml").exists());
    succeeded(&calibrate(&manifest, &out, &["--most", "8", "--kept"]));
    assert!(!out.join("upsampling_trace.toml").exists(), "48 photos of a label");
    let reliability: ReliabilityFile = toml::from_str(&read(&out, "reliability.toml")).expect("a table");
    assert_eq!((reliability.rows[0].ai.shots, reliability.rows[0].ai.not_weighed), (48, 48));
}

#[test]
fn wrong_arguments_are_refused() {
    let results = tempfile::tempdir().expect("a folder");
    let (_folder, manifest) = known(&results.path().join("scores"));
    let out = results.path().join("out");
    for (arguments, says) in [
        (&["--most-for-camera", "semantic_detector"][..], "semantic_detector=8.6"),
        (&["--most-for-camera", "semantic_detector=0.5"][..], "at least 1"),
        (&["--date", "tomorrow"][..], "tomorrow"),
    ] {
        let output = calibrate(&manifest, &out, arguments);
        assert_ne!(output.status.code(), Some(0));
        assert!(words(&output.stderr).contains(says), "{}", words(&output.stderr));
    }
}

#[test]
fn the_program_tests_itself() {
    let mut command = Command::new(program("CATCHLIGHT_CLI", "catchlight", "catchlight-cli"));
    let output = command.arg("selftest").stdin(Stdio::null()).output().expect("the program starts");
    succeeded(&output);
    assert!(words(&output.stdout).contains("compared, 0 differed."), "{}", words(&output.stdout));
}
