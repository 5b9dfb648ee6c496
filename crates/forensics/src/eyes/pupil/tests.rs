use super::super::EyePair;
use super::super::testing::portrait;
use super::*;
use catchlight_rendered::picture::eyes::{self, Light, Look, Pupil, Sitting};

fn sitting(px_per_mm: f32, look: Look) -> Sitting {
    Sitting { px_per_mm, right: look.clone(), left: look, ..Sitting::default() }
}

fn measured(sitting: &Sitting) -> Result<PupilShape, NoPupil> {
    let rendered = eyes::eyes(sitting);
    let pair = EyePair::new(&rendered.picture, &portrait(&rendered)).unwrap();
    measure(&pair.right, &pair.right_glints)
}

fn with_pupil(pupil: Pupil) -> Look {
    Look { pupil, ..Look::default() }
}

#[test]
fn a_round_pupil_is_an_ellipse_of_its_size() {
    for px_per_mm in [3.5, 6.0, 10.0] {
        let shape = measured(&sitting(px_per_mm, with_pupil(Pupil::round(2.0)))).unwrap();
        // At 41 px half a pixel of the photo is a third of the compared zone.
        let least = if px_per_mm < 4.0 { 0.70 } else { 0.85 };
        assert!(
            shape.boundary_iou > least,
            "{px_per_mm}: {} {:?} {} {}",
            shape.boundary_iou,
            shape.ellipse,
            shape.ratio,
            shape.seen
        );
        assert!((shape.ratio - 2.0 / eyes::IRIS_MM).abs() < 0.03, "{px_per_mm}: {}", shape.ratio);
        assert!(shape.contrast > 40.0 && shape.seen > 0.6);
    }
}

#[test]
fn an_oval_pupil_is_regular_too_and_its_axes_are_found() {
    let oval = Pupil { half_axes_mm: (2.6, 1.9), degrees: 30.0, lumps: Vec::new() };
    let shape = measured(&sitting(8.0, with_pupil(oval))).unwrap();
    assert!(shape.boundary_iou > 0.85, "{shape:?}");
    assert!((shape.ellipse.half_axes.0 / shape.ellipse.half_axes.1 - 2.6 / 1.9).abs() < 0.08, "{:?}", shape.ellipse);
    assert!((shape.ellipse.angle - 30_f32.to_radians()).abs() < 0.12, "{:?}", shape.ellipse);
}

#[test]
fn a_lumpy_pupil_scores_lower_the_lumpier_it_is() {
    let lumpy = |height: f32| {
        let lumps = vec![(3.0, height, 0.4), (5.0, height * 0.7, 1.9)];
        let look = with_pupil(Pupil { lumps, ..Pupil::round(2.3) });
        measured(&sitting(8.0, look)).unwrap().boundary_iou
    };
    let [smooth, little, much] = [0.0, 0.08, 0.16].map(lumpy);
    assert!(smooth > little + 0.05 && little > much + 0.05, "{smooth} {little} {much}");
    assert!(much < 0.7, "{much}");
}

#[test]
fn a_reflection_on_the_edge_of_the_pupil_spoils_nothing() {
    let lights = vec![Light::disc([-450.0, -255.0, 900.0], 80.0)];
    let rendered = Sitting { lights, ..sitting(8.0, with_pupil(Pupil::round(2.2))) };
    let shape = measured(&rendered).unwrap();
    assert!(
        shape.seen < 0.98 && shape.boundary_iou > 0.85,
        "{} {:?} {}",
        shape.boundary_iou,
        shape.ellipse,
        shape.seen
    );
}

#[test]
fn a_dark_iris_is_not_assessable_and_says_so() {
    let dark = Look { iris: [0.062, 0.045, 0.042], ..Look::default() };
    let result = measured(&sitting(8.0, dark));
    assert!(
        matches!(result, Err(NoPupil::LittleContrast(levels)) if levels < LEAST_CONTRAST)
            || matches!(
                result,
                Err(NoPupil::NotFound | NoPupil::OddSize(_) | NoPupil::FaintEdge(_) | NoPupil::Covered(_))
            ),
        "{result:?}"
    );
}

#[test]
fn an_iris_without_a_pupil_and_a_closed_eye_are_refused() {
    assert!(measured(&sitting(8.0, with_pupil(Pupil::round(0.01)))).is_err());
    assert!(measured(&sitting(8.0, Look { opening: 0.0, ..Look::default() })).is_err());
}

#[test]
fn otsu_parts_two_groups() {
    let values = [10.0, 11.0, 12.0, 90.0, 91.0, 92.0];
    assert_eq!(otsu(values.into_iter()), Some(12.0));
    assert_eq!(otsu([5.0, 5.0].into_iter()), None);
    assert_eq!(otsu(std::iter::empty()), None);
}
