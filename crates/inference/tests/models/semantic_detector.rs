//! The fetched image tower on the real ONNX Runtime, and the check on it.

use catchlight_forensics::learned::{self, head, tower, views};
use catchlight_forensics::model::{ModelError, Models};
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Specimen, checks};
use catchlight_inference::Installed;
use catchlight_rendered::{jpeg, scene};
use image::RgbImage;
use ndarray::{Array2, ArrayD, IxDyn};

use crate::{installed, root};

/// The models with the tower; `None` when set-up has not fetched it.
pub(crate) fn with_tower() -> Option<Installed> {
    let models = installed()?;
    match models.ready(tower::MODEL) {
        Err(ModelError::NotInstalled(_)) => {
            println!("skipped: the image tower is not there (models/fetch.sh models)");
            None
        }
        state => {
            assert_eq!(state, Ok(()));
            Some(models)
        }
    }
}

fn features(models: &Installed, picture: &RgbImage) -> Array2<f32> {
    let views = views::all(picture).unwrap();
    tower::tokens(&tower::see(&views, &[], models, &Context::new(&Cancel::default())).unwrap()).unwrap()
}

#[test]
fn the_tower_hands_out_its_layers_and_their_numbers_are_used() {
    let Some(models) = with_tower() else { return };
    let outputs = models.run(tower::MODEL, ArrayD::zeros(IxDyn(&[1, 3, 224, 224]))).unwrap();
    let shapes: Vec<_> = outputs.iter().map(|output| output.shape().to_vec()).collect();
    assert_eq!(shapes[0], [1, 512]);
    assert_eq!(shapes[1..], vec![vec![1, 197, 768]; 1 + tower::LAYERS.len()]);
    // No two layers are alike: a tap that read its neighbour would be.
    for pair in outputs[1..].windows(2) {
        assert_ne!(pair[0], pair[1]);
    }
}

/// Numbers that the Python packages onnx 1.23 (which declared the taps) and onnxruntime 1.31.1 computed
/// from the same file, for the input that counts from -1 to 1 in steps of its place modulo 511.
#[test]
fn the_numbers_are_those_of_the_training() {
    let Some(models) = with_tower() else { return };
    let input = ArrayD::from_shape_fn(IxDyn(&[1, 3, 224, 224]), |at| {
        let place = (at[1] * 224 + at[2]) * 224 + at[3];
        (place % 511) as f32 / 255.0 - 1.0
    });
    let outputs = models.run(tower::MODEL, input).unwrap();
    for (place, index, expected) in PYTHON {
        let ours = outputs[*place].iter().copied().nth(*index).unwrap();
        assert!((ours - expected).abs() < 0.01, "output {place}, {index}: {ours}, {expected}");
    }
}

/// Output, place in it, value.
const PYTHON: &[(usize, usize, f32)] = &[
    (2, 0, -0.1215),
    (2, 300, -0.1649),
    (2, 75648, -0.0926),
    (3, 0, -0.0847),
    (3, 300, -0.0984),
    (3, 75648, -0.0046),
    (4, 0, 0.0239),
    (4, 300, -0.0547),
    (4, 75648, -0.1518),
    (5, 0, -0.0646),
    (5, 300, 0.1447),
    (5, 75648, -0.2297),
];

#[test]
fn a_photo_gives_the_same_numbers_again_and_another_photo_others() {
    let Some(models) = with_tower() else { return };
    let photo = scene(640, 480, 4);
    let numbers = features(&models, &photo);
    assert_eq!(numbers.dim(), (6, tower::LENGTH));
    assert_eq!(numbers, features(&models, &photo), "views run side by side and do not change each other");
    assert_ne!(numbers, features(&models, &scene(640, 480, 5)));
    // The three squares of a square photo are one.
    let square = features(&models, &scene(300, 300, 4));
    assert!(square.row(0) == square.row(1) && square.row(0) == square.row(2));
}

#[test]
fn the_check_answers_with_the_models_score() {
    let Some(models) = with_tower() else { return };
    assert_eq!(models.ready(head::MODEL), Ok(()));
    let exhibit = Exhibit::new("scene.jpg", jpeg(&scene(700, 500, 4), 88));
    let specimen = Specimen::new(&exhibit, &models, Limits::default());
    let cancel = Cancel::default();
    let context = Context::new(&cancel);
    let mut outcome = checks::find("semantic_detector").unwrap().examine(&specimen, &context).unwrap();
    let picture = specimen.pixels().unwrap().coded.to_rgb8();
    // All views at once, as one list: the squares that both checks share change nothing.
    let views = tower::see(&views::all(&picture).unwrap(), &[], &models, &context).unwrap();
    let at_once = head::answer(&tower::tokens(&views).unwrap(), &models).unwrap();
    let seen = learned::look(&picture, specimen.squares(&context).unwrap(), &models, &context).unwrap();
    assert_eq!(seen.answer, at_once);
    let finding = outcome.finding_mut();
    assert_eq!(finding.score, Some(seen.answer.logit));
    assert!(seen.answer.logit.abs() < 20.0 && seen.answer.distance > 0.0, "{:?}", seen.answer);
    assert_eq!(seen.answer.views.len(), seen.crops.len());
    let mean = seen.answer.views[..views::SQUARES].iter().sum::<f32>() / views::SQUARES as f32;
    assert!((f64::from(mean) - seen.answer.logit).abs() < 1e-4, "the squares are the score");
    let models: Vec<_> = finding.details[1].rows.iter().map(|row| row.value.en.len()).collect();
    assert_eq!(models, [64, 64], "the digests of both models");
}

#[test]
fn a_tower_that_was_not_fetched_is_missing_and_the_rest_runs() {
    let Some(_) = installed() else { return };
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("models/face-detector")).unwrap();
    for file in ["manifest.toml", "face-detector/model.onnx"] {
        std::fs::copy(root().join("models").join(file), folder.path().join("models").join(file)).unwrap();
    }
    let library = catchlight_inference::default_runtime_library(&root());
    let models = Installed::open(&folder.path().join("models"), &library);
    assert_eq!(models.ready(tower::MODEL), Err(ModelError::NotInstalled(tower::MODEL.to_owned())));
    assert_eq!(models.ready("face-detector"), Ok(()));
    // As an installer lays them out.
    std::fs::create_dir_all(folder.path().join("fetched-models/image-tower")).unwrap();
    std::fs::write(folder.path().join("fetched-models/image-tower/model.onnx"), b"another file").unwrap();
    let models = Installed::open(&folder.path().join("models"), &library);
    assert_eq!(models.ready(tower::MODEL), Err(ModelError::WrongDigest(tower::MODEL.to_owned())));
}
