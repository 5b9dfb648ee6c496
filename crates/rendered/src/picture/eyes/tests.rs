use super::*;

/// Middle of the first light's reflection, seen from the middle of the iris, in iris diameters.
fn seen_from_iris(eye: &KnownEye) -> (f32, f32) {
    let glint = eye.glints[0].centre;
    let diameter = 2.0 * eye.iris_radius;
    ((glint.0 - eye.iris_centre.0) / diameter, (glint.1 - eye.iris_centre.1) / diameter)
}

fn one_light(centre_mm: [f32; 3]) -> Sitting {
    Sitting { px_per_mm: 8.0, camera_mm: 4000.0, lights: vec![Light::disc(centre_mm, 25.0)], ..Sitting::default() }
}

#[test]
fn the_same_sitting_gives_the_same_picture() {
    let sitting = Sitting::default();
    assert_eq!(eyes(&sitting).picture, eyes(&sitting).picture);
    assert_ne!(eyes(&sitting).picture, eyes(&Sitting { seed: 2, ..sitting }).picture);
}

/// The mirror turns by half the angle between light and camera, and the nearer the light, the more it
/// differs between the eyes: about 3.9 mm x 63 mm / distance.
#[test]
fn reflections_lie_where_a_sphere_mirrors_them_and_shift_with_the_distance() {
    for (distance, expected_share) in [(300.0, 0.070), (500.0, 0.042), (1000.0, 0.021), (2000.0, 0.0105)] {
        let rendered = eyes(&one_light([0.0, -0.3 * distance, 0.954 * distance]));
        let (right, left) = (seen_from_iris(&rendered.right), seen_from_iris(&rendered.left));
        // The camera at 4 m turns the axes a little toward each other; its share is subtracted.
        let shift = right.0 - left.0 + CORNEA_MM / 2.0 * EYES_APART_MM / 4000.0 / (2.0 * IRIS_MM);
        assert!((shift - expected_share).abs() < 0.004, "{distance} mm: {shift}");
        assert!((right.1 - left.1).abs() < 0.003, "{distance} mm: no shift upward");
        // Half of asin(0.3).
        let expected_height = -CORNEA_MM * (0.3_f32.asin() / 2.0).sin() / (2.0 * IRIS_MM);
        assert!((right.1 - expected_height).abs() < 0.006, "{distance} mm: {} {expected_height}", right.1);
    }
}

#[test]
fn a_light_behind_the_eyes_or_under_the_lid_is_not_seen() {
    assert!(eyes(&one_light([0.0, 0.0, -500.0])).right.glints.is_empty());
    let closed = Look { opening: 0.0, ..Look::default() };
    let rendered = eyes(&Sitting { right: closed, ..one_light([0.0, -100.0, 800.0]) });
    assert!(rendered.right.glints.is_empty());
    assert_eq!(rendered.left.glints.len(), 1);
}

#[test]
fn cover_and_area_agree_and_the_picture_is_bright_there() {
    let rendered = eyes(&Sitting { noise: 0.0, blur_px: 0.0, ..one_light([100.0, -150.0, 500.0]) });
    let cover: f32 = rendered.left.glint_cover.pixels().map(|pixel| f32::from(pixel[0]) / 255.0).sum();
    let glint = rendered.left.glints[0];
    assert!((cover - glint.area).abs() < 0.05 * glint.area);
    let pixel = rendered.picture.get_pixel(glint.centre.0 as u32, glint.centre.1 as u32);
    assert!(pixel[1] > 220, "{pixel:?}");
}

#[test]
fn a_turned_head_turns_what_is_known() {
    let upright = eyes(&Sitting::default());
    let turned = eyes(&Sitting { roll_degrees: 10.0, ..Sitting::default() });
    assert!(turned.left.iris_centre.1 > upright.left.iris_centre.1 + 20.0, "clockwise: the left eye sinks");
    let pixel = turned.left.iris_centre;
    assert!(turned.picture.get_pixel(pixel.0 as u32, pixel.1 as u32)[1] < 60, "the pupil is there");
}
