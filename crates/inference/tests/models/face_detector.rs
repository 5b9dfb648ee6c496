//! The committed face detector on the real ONNX Runtime.

use std::fs;
use std::path::Path;

use catchlight_forensics::model::{ModelError, Models};
use catchlight_forensics::{Cancel, Context, faces};
use catchlight_inference::{Installed, default_runtime_library};
use image::{Rgb, RgbImage};
use ndarray::{ArrayD, IxDyn};

use crate::{installed, root};

/// A copy of the committed models that a test may spoil.
fn copied() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("face-detector")).unwrap();
    for file in ["manifest.toml", "face-detector/model.onnx"] {
        fs::copy(root().join("models").join(file), folder.path().join(file)).unwrap();
    }
    folder
}

fn input(shape: &[usize]) -> ArrayD<f32> {
    ArrayD::zeros(IxDyn(shape))
}

#[test]
fn the_committed_model_runs_and_is_listed() {
    let Some(models) = installed() else { return };
    assert_eq!(models.ready(faces::MODEL), Ok(()));
    let outputs = models.run(faces::MODEL, input(&[1, 192, 192, 3])).unwrap();
    let shapes: Vec<_> = outputs.iter().map(|output| output.shape().to_vec()).collect();
    assert_eq!(shapes, [vec![1, 2304, 16], vec![1, 2304, 1]]);
    assert!(outputs.iter().flatten().all(|value| value.is_finite()));
    let status = &models.models().unwrap()[0];
    assert_eq!((status.id.as_str(), status.licence.as_str(), &status.state), ("face-detector", "Apache-2.0", &Ok(())));
    assert_eq!(models.sha256(faces::MODEL).as_ref(), Some(&status.sha256));
}

#[test]
fn another_input_shape_is_an_error_and_the_model_runs_on() {
    let Some(models) = installed() else { return };
    for shape in [&[1, 192, 192][..], &[2, 192, 192, 3], &[1, 3, 192, 192], &[0]] {
        let refused = models.run(faces::MODEL, input(shape));
        assert!(matches!(refused, Err(ModelError::Failed { .. })), "{shape:?}: {refused:?}");
    }
    assert!(models.run(faces::MODEL, input(&[1, 192, 192, 3])).is_ok());
    assert_eq!(models.ready("no-such-model"), Err(ModelError::NotInstalled("no-such-model".to_owned())));
}

#[test]
fn an_input_in_column_order_gives_the_same_outputs() {
    let Some(models) = installed() else { return };
    let picture =
        ArrayD::from_shape_fn(IxDyn(&[1, 192, 192, 3]), |at| (at[1] * 7 + at[2] * 3 + at[3]) as f32 % 2.0 - 1.0);
    let turned = picture.clone().permuted_axes(IxDyn(&[0, 2, 1, 3])).as_standard_layout().to_owned();
    let view = turned.permuted_axes(IxDyn(&[0, 2, 1, 3]));
    assert!(!view.is_standard_layout() && view == picture);
    assert_eq!(models.run(faces::MODEL, view), models.run(faces::MODEL, picture));
}

#[test]
fn many_threads_share_the_model_and_get_the_same_numbers() {
    let Some(models) = installed() else { return };
    let alone = models.run(faces::MODEL, input(&[1, 192, 192, 3])).unwrap();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|_| {
                scope.spawn(|| (0..5).all(|_| models.run(faces::MODEL, input(&[1, 192, 192, 3])).unwrap() == alone))
            })
            .collect();
        assert!(threads.into_iter().all(|thread| thread.join().unwrap()));
    });
}

#[test]
fn a_spoilt_model_is_never_loaded() {
    let library = default_runtime_library(&root());
    let folder = copied();
    let model = folder.path().join("face-detector/model.onnx");
    let whole = fs::read(&model).unwrap();
    let state = || Installed::open(folder.path(), &library).ready(faces::MODEL);
    let wrong = || Err(ModelError::WrongDigest("face-detector".to_owned()));

    fs::write(&model, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(state(), wrong(), "truncated");
    let mut changed = whole;
    changed[1000] ^= 1;
    fs::write(&model, &changed).unwrap();
    assert_eq!(state(), wrong(), "one bit");
    assert_eq!(Installed::open(folder.path(), &library).sha256(faces::MODEL), None);
    fs::remove_file(&model).unwrap();
    assert_eq!(state(), Err(ModelError::NotInstalled("face-detector".to_owned())));
}

/// A file with the pinned digest that the runtime cannot read: the runtime's own error, no panic.
#[test]
fn a_truncated_model_with_a_matching_digest_is_an_error() {
    use sha2::{Digest, Sha256};
    if installed().is_none() {
        return;
    }
    let folder = copied();
    let (model, list) = (folder.path().join("face-detector/model.onnx"), folder.path().join("manifest.toml"));
    let whole = fs::read(&model).unwrap();
    let text = fs::read_to_string(&list).unwrap();
    let pinned = toml_value(&text, "sha256");
    for length in [0, 1, 1000, whole.len() / 2, whole.len() - 1] {
        let part = &whole[..length];
        let digest: String = Sha256::digest(part).iter().map(|byte| format!("{byte:02x}")).collect();
        fs::write(&model, part).unwrap();
        let changed =
            text.replace(&pinned, &digest).replace(&format!("bytes = {}", whole.len()), &format!("bytes = {length}"));
        fs::write(&list, changed).unwrap();
        let state = Installed::open(folder.path(), &default_runtime_library(&root())).ready(faces::MODEL);
        assert!(matches!(state, Err(ModelError::Failed { .. })), "{length}: {state:?}");
    }
}

/// The first value of a key in the part of the list that names models.
fn toml_value(text: &str, key: &str) -> String {
    let models = text.split_once("[[models]]").unwrap().1;
    let line = models.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap();
    line.split('"').nth(1).unwrap().to_owned()
}

#[test]
fn a_list_that_describes_another_model_is_refused() {
    if installed().is_none() {
        return;
    }
    for (what, with) in [("shape = [1, 2304, 1]", "shape = [1, 2304, 2]"), ("name = \"input\"", "name = \"picture\"")] {
        let folder = copied();
        let list = folder.path().join("manifest.toml");
        let text = fs::read_to_string(&list).unwrap();
        assert!(text.contains(what));
        fs::write(&list, text.replace(what, with)).unwrap();
        let state = Installed::open(folder.path(), &default_runtime_library(&root())).ready(faces::MODEL);
        assert!(matches!(state, Err(ModelError::Failed { .. })), "{with}: {state:?}");
    }
}

#[test]
fn a_missing_list_is_said_and_nothing_panics() {
    let models = Installed::open(Path::new("no-such-folder"), Path::new("no-such-library"));
    let state = models.ready(faces::MODEL);
    assert!(matches!(&state, Err(ModelError::Failed { why, .. }) if why.contains("could not be read")), "{state:?}");
    assert!(models.models().is_err());
    assert_eq!(models.run(faces::MODEL, input(&[1])).err(), state.err());
}

#[test]
fn no_face_is_found_on_rendered_pictures() {
    let Some(models) = installed() else { return };
    let plain = RgbImage::from_pixel(500, 400, Rgb([180, 170, 160]));
    let striped = RgbImage::from_fn(700, 300, |x, y| Rgb([(x / 9 % 2 * 200) as u8, (y / 2) as u8, (x / 4) as u8]));
    for picture in [plain, striped] {
        assert_eq!(faces::detect(&picture, &models, &Context::new(&Cancel::default())), Ok(Vec::new()));
    }
}

/// Photos with people cannot be part of the project; a machine that has the collection of test photos
/// beside the project uses them.
#[test]
fn faces_are_found_on_photos_with_people() {
    let Some(models) = installed() else { return };
    let folder = root().join("../shared/fixtures/provenance");
    for (file, count) in PHOTOS {
        let path = folder.join(file);
        if !path.is_file() {
            println!("skipped: {file} is not on this machine");
            continue;
        }
        let picture = image::open(&path).unwrap().into_rgb8();
        let found = faces::detect(&picture, &models, &Context::new(&Cancel::default())).unwrap();
        assert_eq!(found.len(), *count, "{file}: {found:?}");
        for face in found {
            assert!(face.score >= faces::LEAST_SCORE && face.right_eye.0 < face.left_eye.0, "{file}: {face:?}");
            let eyes_to_width = face.eye_distance() / face.width;
            assert!((0.25..0.7).contains(&eyes_to_width), "{file}: {face:?}");
            assert!(face.mouth.1 > face.right_eye.1 && face.mouth.1 > face.left_eye.1, "{file}: {face:?}");
        }
    }
}

/// Files of the collection, and the faces that a person counted on them.
const PHOTOS: &[(&str, usize)] = &[
    ("d01_c2pa-openai.png", 1),
    ("d08_c2pa-firefly.jpg", 1),
    ("d49_vsco.jpg", 1),
    ("d52_google-served.jpg", 12),
    ("d54_canva.png", 2),
    ("d60_beauty-json.jpg", 1),
    ("d76_trap-b612.jpg", 1),
    ("d31_grok.jpg", 0),
    ("d63_clean-camera.jpg", 0),
    ("d67_clean-camera.JPG", 0),
];
