//! A detector that only an entry of the manifest adds: a real model on the real ONNX Runtime.

use std::fs;

use catchlight_forensics::report::v1::{CheckResult, State};
use catchlight_forensics::{Cancel, Exhibit, Host, Limits, Specimen, examine};
use catchlight_inference::{Installed, default_runtime_library};
use catchlight_rendered::{png, scene};
use sha2::{Digest as _, Sha256};

use crate::{installed, root};

/// A field of a Protocol Buffers message that holds bytes, text or a message of fewer than 128 bytes.
fn message(field: u8, contents: &[u8]) -> Vec<u8> {
    assert!(contents.len() < 128 && field < 16);
    [&[field << 3 | 2, contents.len() as u8], contents].concat()
}

/// A field that holds a number below 128.
fn number(field: u8, value: u8) -> Vec<u8> {
    assert!(value < 128 && field < 16);
    vec![field << 3, value]
}

/// `ValueInfoProto` of 32-bit floating point.
fn value(name: &str, shape: &[u8]) -> Vec<u8> {
    let axes: Vec<u8> = shape.iter().flat_map(|length| message(1, &number(1, *length))).collect();
    let tensor = [number(1, 1), message(2, &axes)].concat();
    [message(1, name.as_bytes()), message(2, &message(1, &tensor))].concat()
}

/// An ONNX model of one node: `y = operation(x)`, x of [1, 3, 32, 32] (opset 13). `ReduceMean` over all
/// axes gives the mean of the input as [1, 1, 1, 1].
fn model(operation: &str, output: &[u8]) -> Vec<u8> {
    let node = [message(1, b"x"), message(2, b"y"), message(4, operation.as_bytes())].concat();
    let graph = [
        message(1, &node),
        message(2, b"g"),
        message(11, &value("x", &[1, 3, 32, 32])),
        message(12, &value("y", output)),
    ];
    let graph = graph.concat();
    // The graph is longer than one byte can say.
    let long = [&[7 << 3 | 2, (graph.len() & 0x7f) as u8 | 0x80, (graph.len() >> 7) as u8][..], &graph].concat();
    [number(1, 8), long, message(8, &[message(1, b""), number(2, 13)].concat())].concat()
}

const ENTRY: &str = r#"
[[models]]
id = "mean-level"
file = "mean-level/model.onnx"
sha256 = "DIGEST"
bytes = LENGTH
licence = "CC0-1.0"
licence_file = "mean-level/LICENSE"
card = "mean-level/CARD.md"
sessions = 2

[models.source]
trained_by = "nobody.rs"
trained_on = "2026-11-22"

[[models.inputs]]
name = "x"
shape = [1, 3, 32, 32]
holds = "a picture"

[[models.outputs]]
name = "y"
shape = [1, 1, 1, 1]
holds = "its mean"

[models.detector]
title = { en = "Mean level", zh-Hans = "平均亮度" }
made_by = "A test"
views = "squeezed"
layout = "nchw"
channels = "rgb"
scale = 0.00392156862745098
mean = [0.5, 0.5, 0.5]
deviation = [0.25, 0.25, 0.25]
output = "y"
meaning = "logit"
ai_is = "high"
combine = "mean"
calibration = "mean-level/calibration.toml"
"#;

const CALIBRATION: &str = r#"
format = "catchlight.calibration/1"
check = "detector_mean_level"
revision = 1
method = "by hand"
generators_until = "2026-01"
population = { en = "Scenes of a test.", zh-Hans = "测试场景。" }
made = { on = "2026-11-22", version = "0", command = "none", manifest_sha256 = "" }

[[strata]]
compression = "light"
ai = { photos = 100, sources = 5 }
camera = { photos = 100, sources = 5 }
cllr = 0.4
cap = { ai = 0.5, camera = 0.5 }
knots = [[-2.0, -2.0, -2.0, -2.0], [2.0, 2.0, 2.0, 2.0]]

[[strata]]
compression = "lossless"
ai = { photos = 100, sources = 5 }
camera = { photos = 100, sources = 5 }
cllr = 0.4
cap = { ai = 0.5, camera = 0.5 }
knots = [[-2.0, -2.0, -2.0, -2.0], [2.0, 2.0, 2.0, 2.0]]
"#;

/// The detector's line in the report of a scene, by an installation with this entry and these files.
fn reported(model: &[u8], change: impl Fn(String) -> String, files: &[(&str, &[u8])]) -> Option<CheckResult> {
    installed()?;
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("mean-level")).unwrap();
    let committed = fs::read_to_string(root().join("models/manifest.toml")).unwrap();
    let (runtime, _) = committed.split_once("[[models]]").unwrap();
    let digest: String = Sha256::digest(model).iter().map(|byte| format!("{byte:02x}")).collect();
    let entry = ENTRY.replace("DIGEST", &digest).replace("LENGTH", &model.len().to_string());
    fs::write(folder.path().join("manifest.toml"), format!("{runtime}{}", change(entry))).unwrap();
    for (name, contents) in files {
        fs::write(folder.path().join("mean-level").join(name), contents).unwrap();
    }
    let models = Installed::open(folder.path(), &default_runtime_library(&root()));
    let exhibit = Exhibit::new("scene.png", png(&scene(160, 100, 3)));
    let specimen = Specimen::new(&exhibit, &models, Limits::default());
    let report = examine(&specimen, &Host::default(), &Cancel::default(), &|_| ()).report;
    let result = report.results.into_iter().find(|result| result.check.id == "detector_mean_level");
    Some(result.unwrap())
}

fn as_it_is(entry: String) -> String {
    entry
}

fn mean() -> Vec<u8> {
    model("ReduceMean", &[1, 1, 1, 1])
}

/// The mean level of the scene on the scale of the entry.
fn expected() -> f64 {
    let scene = scene(160, 100, 3);
    let sum: f64 = scene.as_raw().iter().map(|sample| f64::from(*sample)).sum();
    (sum / scene.as_raw().len() as f64 / 255.0 - 0.5) / 0.25
}

#[test]
fn an_entry_alone_adds_a_detector_that_a_calibration_weighs() {
    let model = mean();
    let files: [(&str, &[u8]); 2] = [("model.onnx", &model), ("calibration.toml", CALIBRATION.as_bytes())];
    let Some(result) = reported(&model, as_it_is, &files) else { return };
    let score = result.score.unwrap();
    assert!((score - expected()).abs() < 0.02, "{score} is not {}", expected());
    let weight = result.weight.unwrap().log10_lr;
    assert!((weight - score.clamp(-0.5, 0.5)).abs() < 1e-9);
    assert_eq!(result.state, if weight > 0.0 { State::Found } else { State::NotFound });
    assert_eq!(result.check.title.zh, "平均亮度");
    assert!(result.details[0].rows.iter().any(|row| row.value.en == "CC0-1.0"));
}

#[test]
fn without_a_fitting_calibration_it_is_shown_and_not_weighed() {
    let model = mean();
    let old = CALIBRATION.replace("revision = 1", "revision = 7");
    for (calibration, says) in [(Some(old), "refused"), (None, "could not be read")] {
        let mut files: Vec<(&str, &[u8])> = vec![("model.onnx", &model)];
        files.extend(calibration.as_ref().map(|text| ("calibration.toml", text.as_bytes())));
        let Some(result) = reported(&model, as_it_is, &files) else { return };
        assert!(result.score.is_some() && result.weight.is_none());
        assert_eq!(result.state, State::Inconclusive);
        assert!(result.why.unwrap().en.contains(says));
    }
}

#[test]
fn whatever_is_wrong_with_a_detector_is_said_in_the_report() {
    let model = mean();
    let whole: [(&str, &[u8]); 1] = [("model.onnx", &model)];
    let spoilt: [(&str, &[u8]); 1] = [("model.onnx", &model[1..])];
    let ends = |result: Option<CheckResult>, state: State, says: &str| {
        let Some(result) = result else { return };
        let why = result.why.unwrap().en;
        assert_eq!((result.state, result.score), (state, None), "{why}");
        assert!(why.contains(says), "{why}");
    };
    ends(reported(&model, as_it_is, &[]), State::NotApplicable, "not installed");
    ends(reported(&model, as_it_is, &spoilt), State::NotApplicable, "not the pinned one");
    let other_shape = |entry: String| entry.replace("[1, 1, 1, 1]", "[1, 2]");
    ends(reported(&model, other_shape, &whole), State::NotApplicable, "not those that the list of models states");
    let other_output = |entry: String| entry.replace("output = \"y\"", "output = \"logits\"");
    ends(reported(&model, other_output, &whole), State::Failed, "no output logits");
    // The square root of levels below the mean is no number.
    let roots = self::model("Sqrt", &[1, 3, 32, 32]);
    let files: [(&str, &[u8]); 1] = [("model.onnx", &roots)];
    let same_shape = |entry: String| entry.replace("[1, 1, 1, 1]", "[1, 3, 32, 32]");
    ends(reported(&roots, same_shape, &files), State::Failed, "no numbers");
}
