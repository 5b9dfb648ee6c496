//! The committed mesh and iris models on the real ONNX Runtime.
//!
//! Photos
//! with people cannot be part of the project: `CATCHLIGHT_FACES` may name a folder of them, and a
//! machine that has the collection of test photos beside the project uses that.

use std::path::PathBuf;

use catchlight_forensics::faces::{self, Face};
use catchlight_forensics::model::Models;
use catchlight_forensics::portrait::{Gate, MODELS, Place, Portrait};
use catchlight_forensics::{Cancel, Context, portrait};
use catchlight_inference::Installed;
use image::{Rgb, RgbImage, imageops};

use crate::{installed, root};

pub(crate) fn measured(picture: &RgbImage, models: &Installed) -> (Vec<Face>, Vec<Portrait>) {
    let cancel = Cancel::default();
    let context = Context::new(&cancel);
    let found = faces::detect(picture, models, &context).unwrap();
    let portraits = portrait::portraits(picture, &found, models, &context).unwrap();
    (found, portraits)
}

/// Photos with people of this machine.
pub(crate) fn photos() -> Vec<(PathBuf, RgbImage)> {
    let folder = std::env::var_os("CATCHLIGHT_FACES")
        .map_or_else(|| root().join("../shared/fixtures/provenance"), PathBuf::from);
    let named = ["d01_c2pa-openai.png", "d08_c2pa-firefly.jpg", "d60_beauty-json.jpg", "d52_google-served.jpg"];
    let paths: Vec<PathBuf> = match std::env::var_os("CATCHLIGHT_FACES") {
        Some(_) => std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect(),
        None => named.iter().map(|name| folder.join(name)).filter(|path| path.is_file()).collect(),
    };
    if paths.is_empty() {
        println!("skipped: no photos with people on this machine");
    }
    paths.into_iter().map(|path| (path.clone(), image::open(path).unwrap().into_rgb8())).collect()
}

#[test]
fn every_model_of_the_front_end_is_installed() {
    let Some(models) = installed() else { return };
    for id in MODELS {
        assert_eq!(models.ready(id), Ok(()), "{id}");
    }
}

#[test]
fn the_parts_of_a_face_lie_where_a_face_has_them() {
    let Some(models) = installed() else { return };
    for (path, picture) in photos() {
        let (_, portraits) = measured(&picture, &models);
        let name = path.display();
        for portrait in portraits.iter().filter(|portrait| portrait.presence > 0.9 && portrait.pose.yaw.abs() < 25.0) {
            let distance = portrait.face.eye_distance();
            for (eye, detected) in
                [(&portrait.right_eye, portrait.face.right_eye), (&portrait.left_eye, portrait.face.left_eye)]
            {
                let away = (eye.iris.centre.0 - detected.0).hypot(eye.iris.centre.1 - detected.1);
                assert!(away < 0.25 * distance, "{name}: {away} px from the detector's eye");
                // 11.7 mm of about 63 mm, and what perspective and persons add.
                let share = eye.iris_diameter_px() / distance;
                assert!((0.12..0.30).contains(&share), "{name}: the iris is {share} of the eyes' distance");
                assert_eq!(eye.lids.len(), 16);
            }
            let place = Place::new(portrait, picture.dimensions()).unwrap();
            assert!(place.right_eye.0 < place.left_eye.0 && place.mouth.1 > place.right_eye.1, "{name}: {place:?}");
            assert!((0.2..0.5).contains(&place.in_face.right_eye.1), "{name}: {place:?}");
        }
    }
}

/// A mirrored photo has the mirrored face: the left eye takes the right eye's way through the model.
#[test]
fn a_mirrored_photo_gives_the_mirrored_eyes() {
    let Some(models) = installed() else { return };
    let mut compared = 0;
    for (path, picture) in photos() {
        let (_, portraits) = measured(&picture, &models);
        let (_, mirrored) = measured(&imageops::flip_horizontal(&picture), &models);
        let Some(portrait) = portraits.first().filter(|portrait| Gate::EYES.lacks(portrait).is_none()) else {
            continue;
        };
        let across = |x: f32| picture.width() as f32 - x;
        let Some(other) = mirrored
            .iter()
            .find(|other| (across(other.face.nose.0) - portrait.face.nose.0).abs() < 0.1 * portrait.face.width)
        else {
            panic!("{}: the mirrored face was not found", path.display());
        };
        for (eye, twin) in [(&portrait.right_eye, &other.left_eye), (&portrait.left_eye, &other.right_eye)] {
            let allowed = (0.08 * eye.iris_diameter_px()).max(2.0);
            let away = (across(twin.iris.centre.0) - eye.iris.centre.0).hypot(twin.iris.centre.1 - eye.iris.centre.1);
            assert!(away <= allowed, "{}: {away} px of {}", path.display(), eye.iris_diameter_px());
        }
        assert!((portrait.pose.yaw + other.pose.yaw).abs() < 8.0, "{}", path.display());
        compared += 1;
    }
    println!("{compared} faces were compared with their mirror images");
}

#[test]
fn whatever_is_no_photo_of_a_face_ends_in_a_clear_state() {
    let Some(models) = installed() else { return };
    let striped = RgbImage::from_fn(300, 200, |x, y| Rgb([(x % 7 * 30) as u8, (y % 11 * 20) as u8, 90]));
    for picture in [RgbImage::new(1, 1), RgbImage::new(1, 900), striped] {
        let (found, portraits) = measured(&picture, &models);
        assert!(found.is_empty() && portraits.is_empty());
    }
    // A face that the detector did not draw itself: mesh and iris models on nothing, and beyond the edge.
    let face = |x: f32, y: f32| Face {
        x,
        y,
        width: 100.0,
        height: 100.0,
        score: 0.8,
        right_eye: (x + 30.0, y + 30.0),
        left_eye: (x + 70.0, y + 30.0),
        nose: (x + 50.0, y + 50.0),
        mouth: (x + 50.0, y + 70.0),
        right_ear: (x, y + 40.0),
        left_ear: (x + 100.0, y + 40.0),
    };
    let cancel = Cancel::default();
    let context = Context::new(&cancel);
    let plain = RgbImage::from_pixel(300, 300, Rgb([140, 120, 110]));
    for picture in [RgbImage::new(1, 1), plain] {
        for at in [(20.0, 20.0), (-80.0, 250.0), (4000.0, -4000.0)] {
            let Ok(portraits) = portrait::portraits(&picture, &[face(at.0, at.1)], &models, &context) else { continue };
            assert_eq!(Gate::EYES.passing(&portraits).count(), 0, "nothing to look at");
        }
    }
}

/// A photo turned on its side and a face cut by the border: found or not, nothing panics and no eye that
/// is outside the picture passes the gate.
#[test]
fn turned_and_cut_photos_end_in_a_clear_state() {
    let Some(models) = installed() else { return };
    for (path, picture) in photos().into_iter().take(6) {
        let (_, portraits) = measured(&picture, &models);
        measured(&imageops::rotate90(&picture), &models);
        let Some(portrait) = portraits.first() else { continue };
        // Cut between the eyes.
        let middle = (portrait.right_eye.iris.centre.0 + portrait.left_eye.iris.centre.0) / 2.0;
        let cut = imageops::crop_imm(&picture, 0, 0, middle as u32, picture.height()).to_image();
        for portrait in Gate::EYES.passing(&measured(&cut, &models).1) {
            let right = portrait.right_eye.iris.centre.0.max(portrait.left_eye.iris.centre.0);
            assert!(right <= cut.width() as f32, "{}: an eye outside the picture passed", path.display());
        }
    }
}
