//! Detectors with models of the test's own; a real one runs in the tests of crates/inference.

use super::*;
use crate::examination::{Cancel, Host, examine};
use crate::model::Models;
use crate::report::v1::{CheckResult, EvidenceGroup, State};
use crate::{Exhibit, Limits};
use catchlight_rendered::{png, scene};
use ndarray::IxDyn;
use std::sync::Mutex;

const TABLE: &str = r#"
    title = { en = "Example", zh-Hans = "示例" }
    made_by = "Somebody"
    views = "native"
    layout = "nchw"
    channels = "rgb"
    scale = 0.00392156862745098
    mean = [0.5, 0.5, 0.5]
    deviation = [0.5, 0.5, 0.5]
    output = "y"
    meaning = "logit"
    ai_is = "high"
    combine = "median"
"#;

fn stated(changes: &[(&str, &str)]) -> Stated {
    let changed = changes.iter().fold(TABLE.to_owned(), |table, (from, to)| {
        assert!(table.contains(from), "{from}");
        table.replace(from, to)
    });
    Stated {
        id: "an-example".to_owned(),
        licence: "MIT".to_owned(),
        source: "an index: a package".to_owned(),
        input: vec![1, 3, 64, 64],
        outputs: vec!["x".to_owned(), "y".to_owned()],
        table: changed.parse().unwrap(),
        calibration: None,
    }
}

/// Brings one check along, answers with these outputs, and keeps the inputs.
struct Brings {
    checks: Vec<&'static dyn Check>,
    answer: Vec<f32>,
    inputs: Mutex<Vec<ArrayD<f32>>>,
}

impl Models for Brings {
    fn ready(&self, id: &str) -> Result<(), ModelError> {
        if id == "an-example" { Ok(()) } else { Err(ModelError::NotInstalled(id.to_owned())) }
    }

    fn run(&self, id: &str, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, ModelError> {
        self.ready(id)?;
        self.inputs.lock().unwrap().push(input);
        let answer = ArrayD::from_shape_vec(IxDyn(&[1, self.answer.len()]), self.answer.clone()).unwrap();
        Ok(vec![ArrayD::zeros(IxDyn(&[1])), answer])
    }

    fn sha256(&self, _id: &str) -> Option<String> {
        Some("a digest".to_owned())
    }

    fn checks(&self) -> &[&'static dyn Check] {
        &self.checks
    }
}

/// The report's line about a detector, and what the model was given.
fn examined(stated: Stated, answer: &[f32]) -> (CheckResult, Vec<ArrayD<f32>>) {
    let models = Brings { checks: vec![check(stated)], answer: answer.to_vec(), inputs: Mutex::default() };
    let exhibit = Exhibit::new("scene.png", png(&scene(200, 140, 3)));
    let specimen = Specimen::new(&exhibit, &models, Limits::default());
    let report = examine(&specimen, &Host::default(), &Cancel::default(), &|_| ()).report;
    let result = report.results.into_iter().find(|result| result.check.id == "detector_an_example").unwrap();
    (result, models.inputs.into_inner().unwrap())
}

fn score(changes: &[(&str, &str)], answer: &[f32]) -> f64 {
    let (result, _) = examined(stated(changes), answer);
    result.score.unwrap()
}

#[test]
fn a_detector_without_a_calibration_is_shown_and_not_judged() {
    let (result, inputs) = examined(stated(&[]), &[2.5]);
    assert_eq!((result.state, result.score, inputs.len()), (State::Found, Some(2.5), 6));
    assert!(result.summary.unwrap().en.contains("not validated"));
    assert_eq!((result.group, result.weight.is_none()), (EvidenceGroup::Context, true));
    let said: Vec<_> = result.details[0].rows.iter().map(|row| row.value.en.as_str()).collect();
    assert_eq!(said, ["2.50", "6", "Somebody", "MIT", "a digest"]);
    assert_eq!(result.artifacts.len(), 1);
}

#[test]
fn outputs_are_read_as_the_entry_says() {
    let close = |is: f64, expected: f64| assert!((is - expected).abs() < 1e-6, "{is} is not {expected}");
    close(score(&[("\"high\"", "\"low\"")], &[2.5]), -2.5);
    close(score(&[("\"logit\"", "\"probability\"")], &[0.75]), 3.0_f64.ln());
    close(score(&[("\"logit\"", "\"probability\"")], &[1.0]), 999_999.0_f64.ln());
    // Two classes: the difference of their logits; three: against the sum of the others.
    close(score(&[("\"logit\"", "\"softmax\"\nclass = 1")], &[1.0, 3.0]), 2.0);
    close(score(&[("\"logit\"", "\"softmax\"")], &[2.0, 0.0, 0.0]), 2.0 - 2.0_f64.ln());
    for (changes, answer) in [
        (vec![], vec![f32::NAN]),
        (vec![("\"logit\"", "\"probability\"")], vec![1.5]),
        (vec![("\"logit\"", "\"softmax\"")], vec![1.5]),
        (vec![("\"logit\"", "\"logit\"\nclass = 3")], vec![1.5]),
    ] {
        let (result, _) = examined(stated(&changes), &answer);
        assert_eq!((result.state, result.score), (State::Failed, None), "{changes:?}");
        assert!(result.why.unwrap().en.contains("did not run"));
    }
}

#[test]
fn the_input_is_made_as_the_entry_says() {
    let picture = scene(200, 140, 3);
    let (_, inputs) = examined(stated(&[]), &[0.0]);
    // Three columns of 64 pixels in 200 and two rows in 140: 0, 68, 136 and 0, 76.
    let level = |x: u32, y: u32, colour: usize| f32::from(picture.get_pixel(x, y).0[colour]) / 127.5 - 1.0;
    let is_at = |input: &ArrayD<f32>, x: u32, y: u32| (input[[0, 2, 5, 7]] - level(x + 7, y + 5, 2)).abs() < 1e-5;
    for (x, y) in [(0, 0), (68, 0), (136, 0), (0, 76), (68, 76), (136, 76)] {
        assert!(inputs.iter().any(|input| is_at(input, x, y)), "{x}, {y}");
    }
    let turned = [("nchw", "nhwc"), ("\"rgb\"", "\"bgr\""), ("median\"", "median\"\nmost_views = 1")];
    let (_, inputs) = examined(Stated { input: vec![1, 64, 64, 3], ..stated(&turned) }, &[0.0]);
    assert_eq!((inputs.len(), inputs[0].shape()), (1, &[1, 64, 64, 3][..]));
    assert!((inputs[0][[0, 5, 7, 0]] - level(68 + 7, 38 + 5, 2)).abs() < 1e-5, "blue comes first");
    for views in ["\"whole\"", "\"squeezed\""] {
        let (result, inputs) = examined(stated(&[("\"native\"", views)]), &[0.0]);
        assert_eq!((inputs.len(), result.score), (1, Some(0.0)));
    }
}

#[test]
fn a_wrong_entry_is_the_failure_of_its_own_check() {
    let wrong = |stated: Stated, why: &str| {
        let (result, inputs) = examined(stated, &[0.0]);
        assert_eq!((result.state, inputs.len()), (State::Failed, 0), "{why}");
        let said = result.why.unwrap();
        assert!(said.en.contains("not valid") && said.en.contains(why), "{}", said.en);
    };
    wrong(stated(&[("output = \"y\"", "output = \"z\"")]), "no output z");
    wrong(stated(&[("\"native\"", "\"sideways\"")]), "sideways");
    wrong(stated(&[("made_by", "mode_by")]), "mode_by");
    wrong(stated(&[("0.00392156862745098", "0.0")]), "above zero");
    wrong(stated(&[("\"median\"", "\"median\"\nside = 32")]), "64, not 32");
    wrong(Stated { input: vec![1, 64, 64, 3], ..stated(&[]) }, "three colours");
    wrong(Stated { input: vec![1, 3], ..stated(&[]) }, "4");
    wrong(Stated { input: vec![1, 3, 0, 0], ..stated(&[]) }, "no side");
    let (result, _) =
        examined(Stated { input: vec![1, 3, 0, 0], ..stated(&[("\"median\"", "\"median\"\nside = 32")]) }, &[1.0]);
    assert_eq!(result.score, Some(1.0));
}

const CALIBRATION: &str = r#"
    format = "catchlight.calibration/1"
    check = "detector_an_example"
    revision = 1
    method = "by hand"
    generators_until = "2026-01"
    population = { en = "Rendered pictures.", zh-Hans = "渲染图片。" }
    made = { on = "2026-11-22", version = "0", command = "none", manifest_sha256 = "" }

    [[strata]]
    compression = "light"
    ai = { photos = 100, sources = 5 }
    camera = { photos = 100, sources = 5 }
    cllr = 0.4
    cap = { ai = 1.5, camera = 1.5 }
    knots = [[-5.0, -6.0, -6.0, -6.0], [5.0, 4.0, 4.0, 4.0]]

    [[strata]]
    compression = "lossless"
    ai = { photos = 100, sources = 5 }
    camera = { photos = 100, sources = 5 }
    cllr = 0.4
    cap = { ai = 1.5, camera = 1.5 }
    knots = [[-5.0, -6.0, -6.0, -6.0], [5.0, 4.0, 4.0, 4.0]]
"#;

#[test]
fn a_calibration_of_this_revision_weighs_and_any_other_is_refused() {
    let with = |calibration: &str| Stated { calibration: Some(Ok(calibration.to_owned())), ..stated(&[]) };
    let (result, _) = examined(with(CALIBRATION), &[2.0]);
    assert_eq!((result.state, result.weight.map(|weight| weight.log10_lr)), (State::Found, Some(1.0)));
    let (result, _) = examined(with(CALIBRATION), &[0.5]);
    assert_eq!((result.state, result.weight.map(|weight| weight.log10_lr)), (State::NotFound, Some(-0.5)));
    for other in [CALIBRATION.replace("revision = 1", "revision = 2"), CALIBRATION.replace("an_", "no_")] {
        let (result, _) = examined(with(&other), &[2.0]);
        assert_eq!((result.state, result.weight.is_none()), (State::Inconclusive, true));
        assert!(result.why.unwrap().en.contains("refused"));
    }
    let missing = Stated { calibration: Some(Err("no such file".to_owned())), ..stated(&[]) };
    let (result, _) = examined(missing, &[2.0]);
    assert_eq!(result.state, State::Inconclusive);
    assert!(result.why.unwrap().en.contains("no such file"));
}
