use super::super::EyePair;
use super::super::testing::portrait;
use super::*;
use catchlight_rendered::picture::eyes::{self, Light, Look, RenderedEyes, Sitting};

fn pair(rendered: &RenderedEyes) -> EyePair {
    EyePair::new(&rendered.picture, &portrait(rendered)).unwrap()
}

fn compared(sitting: &Sitting) -> Comparison {
    compare(&pair(&eyes::eyes(sitting))).unwrap()
}

fn scenes() -> Vec<(&'static str, Vec<Light>)> {
    vec![
        ("ring light at 30 cm", vec![Light::ring([-30.0, -60.0, 290.0], 60.0, 100.0)]),
        ("softbox at 50 cm", vec![Light::window([150.0, -180.0, 440.0], 90.0, 70.0, 0.0)]),
        ("window at 2 m", vec![Light::window([-900.0, -400.0, 1700.0], 400.0, 550.0, 60.0)]),
        (
            "lamp at 40 cm and window at 3 m",
            vec![Light::disc([-130.0, 60.0, 360.0], 60.0), Light::window([1400.0, -500.0, 2600.0], 500.0, 700.0, 0.0)],
        ),
    ]
}

#[test]
fn eyes_that_see_one_scene_agree_within_the_allowance() {
    for (name, lights) in scenes() {
        for px_per_mm in [2.6, 5.0, 9.0] {
            let compared = compared(&Sitting { px_per_mm, lights: lights.clone(), ..Sitting::default() });
            // The smallest irises are 30 px wide: a ring is then 2 px thick.
            let least = if px_per_mm < 3.0 { 0.55 } else { 0.72 };
            assert!(compared.best_iou > least, "{name}, {px_per_mm} px/mm: {compared:?}");
            assert_eq!(compared.unmatched(), 0, "{name}, {px_per_mm} px/mm: {compared:?}");
            assert!(compared.area_ratio > 0.6, "{name}, {px_per_mm} px/mm: {compared:?}");
            assert!(compared.colour_difference.is_some_and(|difference| difference < 12.0), "{name}: {compared:?}");
        }
    }
}

#[test]
fn a_near_light_needs_the_allowance_and_the_shift_is_the_parallax() {
    let lights = vec![Light::disc([0.0, -100.0, 283.0], 45.0)];
    let compared = compared(&Sitting { px_per_mm: 9.0, lights, camera_mm: 3000.0, ..Sitting::default() });
    // 63 mm x 3.9 mm x (1 / 300 mm - 1 / 3000 mm), in iris diameters; the left eye sees it farther left.
    assert!((compared.shift.0 + 0.063).abs() < 0.012, "{compared:?}");
    assert!(compared.shift.1.abs() < 0.012, "{compared:?}");
    assert!(compared.plain_iou < 0.55 && compared.best_iou > 0.8, "{compared:?}");
}

#[test]
fn eyes_that_see_different_scenes_do_not_agree() {
    let scenes = scenes();
    for (at, (name, lights)) in scenes.iter().enumerate() {
        let other = scenes[(at + 1) % scenes.len()].1.clone();
        let compared = compared(&Sitting { lights: lights.clone(), left_lights: Some(other), ..Sitting::default() });
        assert!(compared.best_iou < 0.45, "{name}: {compared:?}");
        assert!((compared.score() - 1.0 + f64::from(compared.best_iou)).abs() < 1e-9);
    }
}

#[test]
fn a_missing_reflection_is_named_and_never_scored() {
    let window = vec![Light::window([-400.0, -400.0, 1000.0], 150.0, 200.0, 0.0)];
    let sitting = |right: &[Light], left: &[Light]| Sitting {
        lights: right.to_vec(),
        left_lights: Some(left.to_vec()),
        ..Sitting::default()
    };
    let of = |sitting| compare(&pair(&eyes::eyes(&sitting)));
    assert_eq!(of(sitting(&[], &window)), Err(NoReflection::Right));
    assert_eq!(of(sitting(&window, &[])), Err(NoReflection::Left));
    assert_eq!(of(sitting(&[], &[])), Err(NoReflection::Neither));
    let closed = Look { opening: 0.0, ..Look::default() };
    assert_eq!(
        of(Sitting { lights: window, right: closed.clone(), left: closed, ..Sitting::default() }),
        Err(NoReflection::Neither)
    );
}

#[test]
fn a_light_that_only_one_eye_shows_is_counted() {
    let one = Light::disc([-150.0, -150.0, 500.0], 70.0);
    let two = Light::disc([200.0, 60.0, 500.0], 70.0);
    let compared =
        compared(&Sitting { lights: vec![one.clone()], left_lights: Some(vec![one, two]), ..Sitting::default() });
    assert_eq!((compared.counts, compared.unmatched()), ((1, 2), 1), "{compared:?}");
    assert!((0.35..0.65).contains(&compared.best_iou), "{compared:?}");
}

#[test]
fn matching_takes_as_many_pairs_as_it_can() {
    let glint =
        |x: f32, y: f32| Glint { centre: (x, y), radius: 0.0, degrees: 0.0, area: 0.1, colour: [90.0, 0.0, 0.0] };
    let of = |each: Vec<Glint>| Glints { mask: Mask::of(SIDE, &[]), spots: Mask::of(SIDE, &[]), each, threshold: 0.0 };
    // The nearest partner of the second would leave the first without one.
    let right = of(vec![glint(100.0, 100.0), glint(107.0, 100.0)]);
    let left = of(vec![glint(115.0, 100.0), glint(108.0, 100.0)]);
    assert_eq!(matched(&right, &left), [(0, 1), (1, 0)]);
    let far = of(vec![glint(200.0, 100.0)]);
    assert!(matched(&right, &far).is_empty());
    let many = of((0..9).map(|at| glint(20.0 * at as f32, 0.0)).collect());
    assert_eq!(matched(&many, &many).len(), MOST_MATCHED);
}
