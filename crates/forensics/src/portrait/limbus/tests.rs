use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage, imageops};

use super::*;

/// A drawn eye: its true iris, its lids as sixteen points, and the picture.
struct Drawn {
    picture: RgbImage,
    iris: Circle,
    lids: Vec<Point>,
}

/// An antialiased eye: sclera with veins of shade, a limbus that is soft over 4 % of the diameter, a
/// darker pupil, a glint, lids of skin that cover the iris above and below.
fn eye(diameter: f32, shift: Point, opening: f32, levels: [f32; 3], blur: f32, quality: u8) -> Drawn {
    let side = (diameter * 4.0).ceil() as u32 + 16;
    let iris = Circle { centre: (side as f32 / 2.0 + shift.0, side as f32 / 2.0 + shift.1), radius: diameter / 2.0 };
    let middle = (side as f32 / 2.0, side as f32 / 2.0);
    let (half_width, half_height) = (1.25 * diameter, opening * 1.25 * diameter);
    let lids: Vec<Point> = (0..16)
        .map(|index| {
            let (sin, cos) = (std::f32::consts::PI + index as f32 * std::f32::consts::TAU / 16.0).sin_cos();
            (middle.0 + half_width * cos, middle.1 + half_height * sin)
        })
        .collect();
    let [skin, sclera, brown] = levels;
    let light = |x: f32, y: f32| -> f32 {
        let (u, v) = ((x - middle.0) / half_width, (y - middle.1) / half_height);
        if u * u + v * v > 1.0 {
            return skin;
        }
        let (dx, dy) = (x - iris.centre.0, y - iris.centre.1);
        let reach = dx.hypot(dy) / iris.radius;
        let glint = (dx / iris.radius + 0.3).hypot(dy / iris.radius + 0.3);
        if glint < 0.13 {
            return 250.0;
        }
        if reach < 0.4 {
            return 15.0;
        }
        // The upper lid shades the ball; the limbus is soft.
        let shaded = sclera * (0.75 + 0.25 * ((v + 1.0) / 0.8).min(1.0));
        let edge = ((reach - 0.96) / 0.08).clamp(0.0, 1.0);
        brown + (shaded - brown) * edge
    };
    let mut seed = 1_u32;
    let mut picture = RgbImage::from_fn(side, side, |x, y| {
        let mut sum = 0.0;
        for part in 0..16 {
            let (a, b) = ((part % 4) as f32 / 4.0 + 0.125, (part / 4) as f32 / 4.0 + 0.125);
            sum += light(x as f32 + a, y as f32 + b);
        }
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (seed >> 16) as f32 / 65_536.0 * 8.0 - 4.0;
        Rgb([(sum / 16.0 + noise).clamp(0.0, 255.0) as u8; 3])
    });
    if blur > 0.0 {
        picture = imageops::blur(&picture, blur);
    }
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, quality).encode_image(&picture).unwrap();
    Drawn { picture: image::load_from_memory(&jpeg).unwrap().into_rgb8(), iris, lids }
}

fn refined(drawn: &Drawn, start: Circle) -> Option<Circle> {
    let diameter = 2.0 * start.radius;
    let patch = Patch::new(&drawn.picture, start.centre, 0.95 * diameter, diameter / 160.0);
    refine(&patch, start, &drawn.lids, 0.0)
}

/// A landmark that is off by these shares of the diameter.
fn off(iris: Circle, (right, down, growth): (f32, f32, f32)) -> Circle {
    let diameter = 2.0 * iris.radius;
    Circle {
        centre: (iris.centre.0 + right * diameter, iris.centre.1 + down * diameter),
        radius: iris.radius * (1.0 + growth),
    }
}

const BROWN: [f32; 3] = [165.0, 200.0, 60.0];
const LIGHT_EYE_IN_SHADE: [f32; 3] = [90.0, 110.0, 75.0];

#[test]
fn the_iris_is_found_at_many_sizes_from_landmarks_that_are_off() {
    let mut worst: f32 = 0.0;
    for diameter in [12.0_f32, 14.0, 17.0, 20.0, 24.0, 30.0, 37.0, 45.0, 56.0, 70.0, 90.0, 120.0] {
        for (index, wrong) in
            [(0.05, 0.03, 0.08), (-0.06, 0.02, -0.08), (0.02, -0.05, 0.0), (0.0, 0.0, 0.1)].into_iter().enumerate()
        {
            for (levels, blur) in [(BROWN, 0.0), (LIGHT_EYE_IN_SHADE, diameter / 50.0)] {
                let drawn = eye(diameter, (0.31 * index as f32, -0.17), 0.45, levels, blur, 85);
                let start = off(drawn.iris, wrong);
                let searched = start.radius >= LEAST_RADIUS;
                let found = match refined(&drawn, start) {
                    None if searched => panic!("nothing was found at {diameter} px, {wrong:?}, {levels:?}"),
                    found => found.unwrap_or(start),
                };
                let away = (found.centre.0 - drawn.iris.centre.0).hypot(found.centre.1 - drawn.iris.centre.1);
                let allowed = 1.5_f32.max(0.04 * diameter);
                assert!(away <= allowed, "{diameter} px, {wrong:?}, {levels:?}: {away} px away");
                worst = if searched { worst.max(away / diameter) } else { worst };
                let growth = (found.radius / drawn.iris.radius - 1.0).abs();
                assert!(
                    !searched || growth < 0.06_f32.max(1.4 / diameter),
                    "{diameter} px, {wrong:?}: radius off by {growth}"
                );
            }
        }
    }
    println!("worst distance of a refined middle: {:.1} % of the diameter", 100.0 * worst);
}

#[test]
fn a_landmark_is_raised_toward_the_upper_lid_and_widened() {
    let landmark = Circle { centre: (50.0, 40.0), radius: 20.0 };
    let upright = likely(landmark, 0.0);
    assert!((upright.centre.0 - 50.0).abs() < 1e-4 && (upright.centre.1 - 39.0).abs() < 1e-4, "{upright:?}");
    assert!((upright.radius - 20.8).abs() < 1e-4, "{upright:?}");
    // A quarter turn clockwise: the upper lid lies to the right.
    let turned = likely(landmark, std::f32::consts::FRAC_PI_2);
    assert!((turned.centre.0 - 51.0).abs() < 1e-4 && (turned.centre.1 - 40.0).abs() < 1e-4, "{turned:?}");
}

#[test]
fn a_half_covered_iris_is_found_too() {
    for diameter in [24.0_f32, 48.0, 96.0] {
        let drawn = eye(diameter, (0.1 * diameter, 0.0), 0.25, BROWN, 0.8, 80);
        let found = refined(&drawn, off(drawn.iris, (0.04, 0.03, 0.05))).expect("an iris");
        let away = (found.centre.0 - drawn.iris.centre.0).hypot(found.centre.1 - drawn.iris.centre.1);
        assert!(away <= 1.5_f32.max(0.04 * diameter), "{diameter} px: {away} px away");
    }
}

#[test]
fn without_an_edge_there_is_no_limbus() {
    let plain = RgbImage::from_pixel(100, 100, Rgb([120; 3]));
    let lids = vec![(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)];
    let start = Circle { centre: (50.0, 50.0), radius: 15.0 };
    let patch = Patch::new(&plain, start.centre, 22.0, 1.0);
    assert_eq!(refine(&patch, start, &lids, 0.0), None);
    assert_eq!(refine(&patch, start, &[], 0.0), None, "no lids");
    assert_eq!(refine(&patch, Circle { radius: f32::NAN, ..start }, &lids, 0.0), None);
    assert_eq!(refine(&patch, Circle { radius: 2.0, ..start }, &lids, 0.0), None, "too small");
    let covered = eye(40.0, (0.0, 0.0), 0.02, BROWN, 0.0, 90);
    assert_eq!(refined(&covered, covered.iris), None, "closed");
}
