use super::super::testing::portrait;
use super::super::{EyePair, Frame};
use super::*;
use catchlight_rendered::picture::eyes::{self, KnownEye, Light, Look, RenderedEyes, Sitting};

fn pair(rendered: &RenderedEyes) -> EyePair {
    EyePair::new(&rendered.picture, &portrait(rendered)).unwrap()
}

/// The middles and areas of the reflections on the grid, the largest first.
fn known(eye: &KnownEye, frame: &Frame) -> Vec<(Point, f32)> {
    let area = |px: f32| px / (std::f32::consts::PI * eye.iris_radius * eye.iris_radius);
    let mut known: Vec<_> = eye.glints.iter().map(|glint| (frame.to_grid(glint.centre), area(glint.area))).collect();
    known.sort_by(|one, other| other.1.total_cmp(&one.1));
    known
}

/// Lights of 1 to 4 at these distances in mm, of sizes that reflect alike, well apart on the cornea.
fn lights(distances: &[f32]) -> Vec<Light> {
    let directions = [[-0.45, -0.35, 1.0], [0.55, -0.25, 1.0], [-0.30, 0.35, 1.0], [0.45, 0.30, 1.0]];
    let light = |(direction, distance): ([f32; 3], &f32)| {
        let length = direction.iter().map(|part: &f32| part * part).sum::<f32>().sqrt();
        let centre = direction.map(|part| part / length * distance);
        Light::disc(centre, 0.16 * distance)
    };
    directions.into_iter().zip(distances).map(light).collect()
}

/// What must hold on rendered corneas: every reflection is found, nothing else, each middle within
/// 1.5 px of the photo, and the areas within 35 %.
#[test]
fn masks_are_right_for_1_to_4_lights_from_30_cm_to_3_m() {
    let all = [&[300.0][..], &[3000.0], &[300.0, 1000.0], &[500.0, 500.0, 3000.0], &[300.0, 600.0, 1000.0, 3000.0]];
    for distances in all {
        for px_per_mm in [2.6, 5.0, 9.0] {
            let open = Look { opening: 0.42, ..Look::default() };
            let rendered = eyes::eyes(&Sitting {
                px_per_mm,
                lights: lights(distances),
                right: open.clone(),
                left: open,
                ..Sitting::default()
            });
            let pair = pair(&rendered);
            for (eye, view, found) in
                [(&rendered.right, &pair.right, &pair.right_glints), (&rendered.left, &pair.left, &pair.left_glints)]
            {
                let known = known(eye, &view.frame);
                let context = format!("{distances:?} {px_per_mm} px/mm");
                assert_eq!(known.len(), distances.len(), "{context}: the render shows all lights");
                assert_eq!(found.each.len(), distances.len(), "{context}");
                for (centre, area) in known {
                    let far = |glint: &&Glint| (glint.centre.0 - centre.0).hypot(glint.centre.1 - centre.1);
                    let nearest = found.each.iter().min_by(|a, b| far(a).total_cmp(&far(b))).unwrap();
                    let off_px = far(&nearest) * view.frame.px_per_cell;
                    assert!(off_px < 1.5_f32.min(0.04 * 11.7 * px_per_mm), "{context}: {off_px}");
                    assert!((nearest.area / area - 1.0).abs() < 0.35, "{context}: {} {area}", nearest.area);
                }
            }
        }
    }
}

#[test]
fn an_eye_without_lights_has_no_reflections() {
    for iris in [[0.16, 0.10, 0.07], [0.55, 0.62, 0.66]] {
        let look = Look { iris, ..Look::default() };
        let rendered =
            eyes::eyes(&Sitting { lights: Vec::new(), right: look.clone(), left: look, ..Sitting::default() });
        let pair = pair(&rendered);
        assert!(pair.right_glints.each.is_empty() && pair.left_glints.each.is_empty(), "{iris:?}");
        assert_eq!(pair.right_glints.area(), 0.0);
    }
}

#[test]
fn place_and_size_are_told_in_iris_measures() {
    let rendered = eyes::eyes(&Sitting {
        px_per_mm: 8.0,
        lights: vec![Light::disc([-900.0, 0.0, 1800.0], 250.0)],
        ..Sitting::default()
    });
    let glint = &pair(&rendered).left_glints.each[0];
    // Half of the angle atan(0.5) less the camera's, on a cornea of 7.8 mm; the iris' radius is 5.85 mm.
    assert!((glint.degrees.abs() - 180.0).abs() < 3.0, "to the viewer's left: {glint:?}");
    assert!((0.25..0.36).contains(&glint.radius), "{glint:?}");
    assert!(glint.colour[0] > 85.0, "white: {:?}", glint.colour);
}

#[test]
fn the_bright_level_is_a_high_percentile_of_the_face_and_survives_hostile_boxes() {
    let picture = RgbImage::from_fn(100, 100, |x, _| image::Rgb([if x == 0 { 250 } else { 100 }; 3]));
    let rendered = eyes::eyes(&Sitting { px_per_mm: 1.0, ..Sitting::default() });
    let mut face = portrait(&rendered).face;
    (face.x, face.y, face.width, face.height) = (0.0, 0.0, 100.0, 100.0);
    assert_eq!(bright_level(&picture, &face), 250.0);
    face.x = 10.0;
    assert_eq!(bright_level(&picture, &face), 100.0);
    for (x, width) in [(f32::NAN, f32::NAN), (1e30, 1e30), (-5.0, 2.0), (50.0, 0.0)] {
        (face.x, face.width) = (x, width);
        assert_eq!(bright_level(&picture, &face), 255.0, "{x}: no pixels");
    }
}

#[test]
fn odd_circles_and_lids_never_panic() {
    let rendered = eyes::eyes(&Sitting { px_per_mm: 3.0, ..Sitting::default() });
    let good = portrait(&rendered);
    let (width, height) = (rendered.picture.width() as f32, rendered.picture.height() as f32);
    for centre in [(0.0, 0.0), (width - 0.5, height - 0.5), (f32::NAN, 1.0), (-3.0, 5.0), (1e9, 1e9)] {
        for radius in [0.0, 0.4, 1.5, 17.0, 1e6, f32::NAN, f32::INFINITY, -4.0] {
            for lids in [vec![], vec![(1.0, 1.0)], vec![(f32::NAN, 0.0); 8], good.right_eye.lids.clone()] {
                let mut odd = good.clone();
                odd.right_eye.iris.centre = centre;
                odd.right_eye.iris.radius = radius;
                odd.right_eye.lids = lids;
                if let Some(pair) = EyePair::new(&rendered.picture, &odd) {
                    assert!(pair.right.seen() <= 1.0);
                    assert!(pair.right_glints.area().is_finite());
                }
            }
        }
    }
    assert!(EyePair::new(&RgbImage::new(0, 0), &good).is_none());
    assert!(EyePair::new(&RgbImage::new(1, 1), &good).is_none());
}
