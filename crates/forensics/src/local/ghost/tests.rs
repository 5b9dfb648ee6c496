use super::*;
use catchlight_rendered::detailed_scene;
use image::RgbImage;

fn luma(picture: &RgbImage) -> Array2<f32> {
    let grey = image::DynamicImage::ImageRgb8(picture.clone()).into_luma8();
    Array2::from_shape_fn((grey.height() as usize, grey.width() as usize), |(y, x)| {
        f32::from(grey.get_pixel(x as u32, y as u32)[0])
    })
}

fn saved(picture: &RgbImage, quality: u8) -> RgbImage {
    image::load_from_memory(&catchlight_rendered::jpeg(picture, quality)).unwrap().into_rgb8()
}

#[test]
fn saving_again_at_the_same_quality_changes_least() {
    let before = saved(&detailed_scene(320, 256, 3), 66);
    let ghosts = Ghosts::measure(&luma(&before));
    let place = QUALITIES.iter().position(|quality| *quality == 66).unwrap();
    let middle = |place: usize| patches::median(ghosts.dip(place).into_iter()).unwrap();
    assert!(middle(place) > 1.0, "{}", middle(place));
    assert!(middle(place - 4) < 0.5, "{}", middle(place - 4));
}

#[test]
fn a_part_that_was_not_saved_before_stands_out_at_the_quality_of_the_rest() {
    let original = detailed_scene(512, 384, 3);
    let mut composed = saved(&original, 66);
    let part = image::imageops::crop_imm(&original, 160, 96, 160, 128).to_image();
    image::imageops::replace(&mut composed, &part, 160, 96);
    let ghosts = Ghosts::measure(&luma(&saved(&composed, 90)));
    let part = ghosts.part(Ghosts::places(86)).expect("a part");
    assert!((63..=69).contains(&QUALITIES[part.place]), "{part:?}");
    assert!(part.patch.mean < 0.0, "the part does not dip: {part:?}");
    assert!((6..=14).contains(&part.patch.left) && (4..=10).contains(&part.patch.top), "{part:?}");
    assert!(part.contrast < -0.3, "{part:?}");
}

#[test]
fn even_parts_are_not_measured() {
    let ghosts = Ghosts::measure(&Array2::from_elem((64, 80), 90.0));
    assert_eq!((ghosts.size(), ghosts.measured()), ((4, 5), 0));
    assert!(ghosts.dip(4).iter().all(|dip| dip.is_nan()));
    assert_eq!(ghosts.part(Ghosts::places(90)), None);
}

#[test]
fn qualities_of_the_last_save_and_above_are_left_out() {
    assert_eq!(Ghosts::places(100), 2..15);
    assert!(Ghosts::places(75).all(|place| QUALITIES[place] < 75));
    assert!(Ghosts::places(40).is_empty());
}
