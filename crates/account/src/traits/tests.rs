use catchlight_forensics::examination::{Host, examine};
use catchlight_forensics::model::NoModels;
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Specimen};
use catchlight_rendered::encode::{jpeg, png};
use catchlight_rendered::picture::detailed_scene;
use image::imageops;
use proptest::prelude::*;

use super::*;

/// The traits of a file.
pub(crate) fn of_file(name: &str, bytes: Vec<u8>) -> (Report, Traits) {
    let exhibit = Exhibit::new(name, bytes);
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
    let cancel = Cancel::default();
    let examination = examine(&specimen, &Host::default(), &cancel, &|_| {});
    let traits = traits(&specimen, &Context::new(&cancel), &examination.report).unwrap();
    (examination.report, traits)
}

#[test]
fn a_photo_leaves_less_than_150_kilobytes_and_can_be_read_again() {
    let (_, traits) = of_file("IMG_0001.jpg", jpeg(&detailed_scene(1080, 1440, 3), 90));
    let json = traits.write().unwrap();
    assert!(json.len() < 150_000, "{}", json.len());
    assert_eq!(Traits::read(&json).unwrap(), traits);
    assert!(traits.look.is_ok() && traits.residual.is_ok());
    let corners = traits.features.as_ref().unwrap().plain().len();
    assert!((50..=features::MOST).contains(&corners), "{corners}");
    assert!(traits.faces.is_err(), "without models nobody looked for faces");
}

#[test]
fn a_copy_is_near_and_another_picture_far() {
    let scene = detailed_scene(900, 700, 5);
    let look = |picture: &image::RgbImage, quality| of_file("a.jpg", jpeg(picture, quality)).1.look.unwrap();
    let original = look(&scene, 95);
    let half = imageops::resize(&scene, 450, 350, imageops::FilterType::Triangle);
    assert!(original.distance(&look(&half, 60)) <= 8);
    let mirrored = look(&imageops::flip_horizontal(&scene), 80);
    assert!(original.mirrored_distance(&mirrored) <= 8);
    let other = look(&detailed_scene(900, 700, 17), 95);
    assert!(original.distance(&other) > 8, "{}", original.distance(&other));
}

#[test]
fn what_is_no_picture_leaves_its_facts_and_reasons() {
    let (_, traits) = of_file("broken.jpg", b"\xff\xd8\xff\xe0 nothing".to_vec());
    assert!(traits.look.is_err() && traits.features.is_err() && traits.residual.is_err());
    let tiny = of_file("tiny.png", png(&image::RgbImage::new(3, 2))).1;
    assert!(tiny.look.is_ok() && tiny.features.is_err() && tiny.residual.is_err());
}

#[test]
fn impossible_values_are_refused() {
    let (_, traits) = of_file("a.png", png(&detailed_scene(400, 300, 1)));
    let changed = |change: &dyn Fn(&mut Traits)| {
        let mut traits = traits.clone();
        change(&mut traits);
        Traits::read(&traits.write().unwrap())
    };
    assert!(changed(&|_| {}).is_ok());
    assert_eq!(changed(&|traits| traits.format = "other".to_owned()), Err(UnusableTraits::OtherFormat));
    let shorten = |traits: &mut Traits| {
        if let Ok(look) = &mut traits.look {
            look.small.0.pop();
        }
    };
    assert!(matches!(changed(&shorten), Err(UnusableTraits::Impossible(_))));
    let many = |traits: &mut Traits| {
        if let Ok(features) = &mut traits.features {
            features.plain.0.resize(36 * 9000, 0);
        }
    };
    assert!(changed(&many).is_err());
    assert_eq!(Traits::read(&" ".repeat(MOST_BYTES + 1)), Err(UnusableTraits::TooLong));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(json in "\\PC{0,200}") {
        prop_assert!(Traits::read(&json).is_err());
    }
}
