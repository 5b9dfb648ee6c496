use catchlight_forensics::report::v1::Report;
use catchlight_forensics::text::Text;
use catchlight_rendered::embed::with_exif;
use catchlight_rendered::encode::{jpeg, png};
use catchlight_rendered::exif::Exif;
use catchlight_rendered::picture::{detailed_scene, scene};
use image::{RgbImage, imageops};

use super::*;
use crate::traits::Traits;
use crate::traits::tests::of_file;
use crate::v1::SetConclusionKind;

fn together(files: &[(Report, Traits)], chosen: Chosen) -> (Dossier, BTreeMap<String, RgbaImage>) {
    let photos: Vec<Photo<'_>> =
        files.iter().map(|(report, traits)| Photo { report, traits: Some(traits), looks: None }).collect();
    examine(&photos, &Options { chosen }, &Cancel::default(), &|_| {})
}

fn across<'a>(dossier: &'a Dossier, id: &str) -> &'a AcrossResult {
    dossier.results.iter().find(|result| result.result.check.id == id).unwrap()
}

/// A report that weighed something; the calibrated checks need models that tests do not have.
fn weighed(mut file: (Report, Traits), log10_lr: f64) -> (Report, Traits) {
    file.0.conclusion.log10_lr = Some(log10_lr);
    file
}

/// Many plain photos that share nothing.
fn apart(count: u64, log10_lr: f64) -> Vec<(Report, Traits)> {
    (0..count)
        .map(|seed| {
            weighed(of_file(&format!("{seed}.png"), png(&scene(220, 160 + 3 * seed as u32, 7 * seed + 1))), log10_lr)
        })
        .collect()
}

#[test]
fn an_empty_set_answers_everything() {
    let (dossier, images) = together(&[], Chosen::All);
    assert_eq!(dossier.results.len(), checks::ALL.len());
    assert!(
        dossier.results.iter().all(|result| result.result.state == State::NotApplicable && result.result.why.is_some())
    );
    assert_eq!(dossier.conclusion.kind, SetConclusionKind::TooFew);
    assert!(images.is_empty());
}

#[test]
fn copies_count_once() {
    let picture = detailed_scene(640, 480, 9);
    let small = imageops::resize(&picture, 320, 240, imageops::FilterType::Triangle);
    let mut files = vec![
        weighed(of_file("a.jpg", jpeg(&picture, 92)), 1.5),
        weighed(of_file("b.jpg", jpeg(&small, 70)), 1.5),
        weighed(of_file("c.jpg", jpeg(&imageops::flip_horizontal(&picture), 80)), 1.5),
    ];
    files.extend(apart(2, -0.5));
    let (dossier, images) = together(&files, Chosen::All);
    assert_eq!(dossier.groups.first().unwrap().photos, [0, 1, 2]);
    assert_eq!((dossier.aggregation.counted, dossier.aggregation.left_out), (3, 2));
    assert!((dossier.aggregation.sum - 0.5).abs() < 1e-9);
    assert_eq!(across(&dossier, "near_duplicates").result.state, State::Found);
    assert!(images.contains_key("near_duplicates/groups"));
}

#[test]
fn the_set_is_never_surer_than_the_cap_and_warns_of_picked_photos() {
    let (dossier, _) = together(&apart(12, 1.5), Chosen::Suspicious);
    assert_eq!(dossier.conclusion.kind, SetConclusionKind::SomeSignsOfAi);
    let number = dossier.aggregation.log10_lr.unwrap();
    assert!((number - dossier.aggregation.cap_ai).abs() < 1e-9 && number < dossier.aggregation.sum);
    assert!(dossier.aggregation.selection_warning.is_some());
    assert!(dossier.conclusion.limitations.contains(dossier.aggregation.selection_warning.as_ref().unwrap()));
    assert_eq!(dossier.aggregation.flagged, 12);
    assert_eq!(dossier.aggregation.stood_out.len(), 12);
    let (camera, _) = together(&apart(12, -0.9), Chosen::All);
    assert_eq!(camera.conclusion.kind, SetConclusionKind::Inconclusive);
    assert_eq!((camera.aggregation.flagged, camera.aggregation.selection_warning), (0, None));
}

#[test]
fn declarations_stand_apart() {
    let mut files = apart(6, -0.4);
    for (report, _) in files.iter_mut().take(2) {
        report.conclusion.kind = ConclusionKind::DeclaredAi;
        report.conclusion.log10_lr = None;
    }
    let (dossier, _) = together(&files, Chosen::All);
    assert_eq!(dossier.conclusion.kind, SetConclusionKind::SomeDeclaredAi);
    assert!(dossier.conclusion.declared.as_ref().unwrap().en.starts_with("2 of 6"));
    assert_eq!((dossier.aggregation.counted, dossier.aggregation.without_weight), (4, 2));
}

#[test]
fn a_running_number_that_falls_is_named() {
    let photo = |name: &str, time: &str, seed| {
        let exif = Exif { date_time_original: Some(time.to_owned()), ..Exif::of_camera() };
        of_file(name, with_exif(&jpeg(&scene(200, 150, seed), 90), &exif))
    };
    let files = [
        photo("IMG_0007.jpg", "2024:06:01 10:00:00", 1),
        photo("IMG_0003.jpg", "2024:06:05 10:00:00", 30),
        photo("IMG_0009.jpg", "2024:06:09 10:00:00", 60),
    ];
    let (dossier, _) = together(&files, Chosen::All);
    let result = &across(&dossier, "camera_and_time").result;
    assert_eq!(result.state, State::Found);
    assert!(result.summary.as_ref().unwrap().en.contains("against time in 1 places"), "{:?}", result.summary);
    assert_eq!(result.artifacts.len(), 1);
    assert_eq!(dossier.photos.first().unwrap().moment.as_deref(), Some("2024-06-01T10:00:00"));
}

/// A wall of boxes, always the same for the same seed.
fn boxes(width: u32, height: u32, mut seed: u32) -> RgbImage {
    let mut next = |most: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) % most
    };
    let mut wall = RgbImage::from_pixel(width, height, image::Rgb([128; 3]));
    for _ in 0..160 {
        let level = 40 + next(180) as u8;
        let piece = RgbImage::from_pixel(12 + next(50), 12 + next(50), image::Rgb([level; 3]));
        imageops::replace(&mut wall, &piece, i64::from(next(width)), i64::from(next(height)));
    }
    wall
}

/// One wall behind two different foregrounds, once mirrored.
#[test]
fn a_background_that_returns_is_found_and_others_are_not() {
    let wall = boxes(640, 480, 21);
    let with = |wall: &RgbImage, seed: u32, left: i64| {
        let mut picture = wall.clone();
        imageops::replace(&mut picture, &boxes(260, 400, seed), left, 60);
        picture
    };
    let one = of_file("one.jpg", jpeg(&with(&wall, 31, 30), 88));
    let other = of_file("other.jpg", jpeg(&with(&wall, 47, 350), 88));
    let elsewhere = of_file("elsewhere.jpg", jpeg(&boxes(640, 480, 77), 88));
    let mirrored = of_file("mirrored.jpg", jpeg(&imageops::flip_horizontal(&with(&wall, 99, 200)), 88));
    let (dossier, images) = together(&[one, other, elsewhere, mirrored], Chosen::All);
    let result = across(&dossier, "repeated_places");
    assert_eq!(
        (result.result.state, result.photos.as_slice()),
        (State::Found, [0, 1, 3].as_slice()),
        "{:?}",
        result.result.summary
    );
    assert!(
        result
            .result
            .summary
            .as_ref()
            .unwrap()
            .en
            .contains("3 pairs among 4 of 4 photos showed the same place or thing, 2 of them mirrored"),
        "{:?}",
        result.result.summary
    );
    assert!(images.contains_key("repeated_places/pair-1"));
}

/// The same faint pattern in the noise of every photo, at frequencies off JPEG's grid.
#[test]
fn a_common_pattern_in_the_noise_is_found_and_its_absence_is_not() {
    let photo = |seed: u64, strength: f32| {
        let mut picture = detailed_scene(400, 400, 100 + seed);
        for (x, y, pixel) in picture.enumerate_pixels_mut() {
            let wave = (std::f32::consts::TAU * (0.31 * x as f32 + 0.27 * y as f32)).sin() * strength;
            pixel.0 = pixel.0.map(|level| (f32::from(level) + wave).round().clamp(0.0, 255.0) as u8);
        }
        of_file(&format!("{seed}.png"), png(&picture))
    };
    let state = |strength| {
        let files: Vec<_> = (0..7).map(|seed| photo(seed, strength)).collect();
        across(&together(&files, Chosen::All).0, "shared_residual").result.state
    };
    assert_eq!(state(3.0), State::Found);
    assert_eq!(state(0.0), State::NotFound);
}

#[test]
fn a_cancelled_look_concludes_nothing_and_says_so() {
    let files = apart(3, 1.0);
    let photos: Vec<Photo<'_>> =
        files.iter().map(|(report, traits)| Photo { report, traits: Some(traits), looks: None }).collect();
    let cancel = Cancel::default();
    cancel.set();
    let (dossier, _) = examine(&photos, &Options { chosen: Chosen::NotSaid }, &cancel, &|_| {});
    assert_eq!(dossier.conclusion.kind, SetConclusionKind::NoConclusion);
    assert!(dossier.results.iter().all(|result| result.result.state == State::Failed));
}

#[test]
fn the_same_photos_give_the_same_bytes_and_no_photo_is_lost_without_traits() {
    let files = apart(4, 0.3);
    let one = serde_json::to_string(&together(&files, Chosen::All).0).unwrap();
    assert_eq!(one, serde_json::to_string(&together(&files, Chosen::All).0).unwrap());
    let photos: Vec<Photo<'_>> = files.iter().map(|(report, _)| Photo { report, traits: None, looks: None }).collect();
    let (dossier, _) = examine(&photos, &Options { chosen: Chosen::All }, &Cancel::default(), &|_| {});
    assert_eq!((dossier.photos.len(), dossier.aggregation.counted), (4, 4));
    let read: Dossier = serde_json::from_str(&one).unwrap();
    assert_eq!(read.format, FORMAT);
}

/// Every word that a reader sees is there in both languages, and none of the banned ones is.
#[test]
fn words_are_measured_in_both_languages() {
    let mut files = apart(8, 1.2);
    files.extend(apart(3, -0.8));
    let (dossier, _) = together(&files, Chosen::NotSaid);
    let mut all: Vec<&Text> =
        vec![&dossier.conclusion.title, &dossier.conclusion.statement, &dossier.aggregation.statement];
    all.extend(&dossier.conclusion.limitations);
    all.extend(dossier.results.iter().flat_map(|result| result.result.summary.iter().chain(&result.result.why)));
    for text in all {
        assert!(!text.en.is_empty() && !text.zh.is_empty() && !text.zh.is_ascii(), "{text:?}");
        for banned in ["fake", "proves", "this person", "bot"] {
            assert!(
                !text.en.to_lowercase().contains(banned) || banned == "bot" && text.en.contains("both"),
                "{text:?}"
            );
        }
    }
}
