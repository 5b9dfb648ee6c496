//! What the four checks measure on rendered eyes, rounded: a change of any number shows here first.

use std::fmt::Write as _;

use catchlight_rendered::picture::eyes::{Light, Look, Pupil, Sitting, eyes};

use super::testing::portrait;
use super::{EyePair, alignment, iris_colour, pupil, reflections};

fn scenes() -> Vec<(&'static str, Sitting)> {
    let window = || vec![Light::window([-500.0, -350.0, 900.0], 170.0, 220.0, 0.0)];
    let lamp = || vec![Light::disc([420.0, 160.0, 700.0], 90.0)];
    let ring = vec![Light::ring([-30.0, -60.0, 290.0], 60.0, 100.0)];
    let sitting = |lights| Sitting { px_per_mm: 4.0, lights, noise: 2.0, ..Sitting::default() };
    let lumpy = Pupil { lumps: vec![(3.0, 0.16, 0.4)], ..Look::default().pupil };
    vec![
        ("one window", sitting(window())),
        ("ring light at 30 cm", sitting(ring)),
        ("a window in one eye, a lamp in the other", Sitting { left_lights: Some(lamp()), ..sitting(window()) }),
        ("no light that the eyes mirror", sitting(vec![])),
        (
            "a lump on one pupil, large irises",
            Sitting { px_per_mm: 7.0, left: Look { pupil: lumpy, ..Look::default() }, ..sitting(lamp()) },
        ),
        (
            "one eye green, one brown",
            Sitting { left: Look { iris: [0.3, 0.45, 0.35], ..Look::default() }, ..sitting(window()) },
        ),
        ("head turned by 12 degrees", Sitting { roll_degrees: 12.0, ..sitting(window()) }),
    ]
}

#[test]
fn the_measurements_on_rendered_eyes_stay_what_they_were() {
    let mut lines = String::new();
    for (name, sitting) in scenes() {
        let rendered = eyes(&sitting);
        let portrait = portrait(&rendered);
        let pair = EyePair::new(&rendered.picture, &portrait).unwrap();
        writeln!(lines, "{name}").unwrap();
        match reflections::compare(&pair) {
            Ok(found) => writeln!(
                lines,
                "  reflections: overlap {:.2}, {} and {}, area ratio {:.1}",
                found.best_iou, found.counts.0, found.counts.1, found.area_ratio
            ),
            Err(why) => writeln!(lines, "  reflections: {why:?}"),
        }
        .unwrap();
        for (eye, view, glints) in [("right", &pair.right, &pair.right_glints), ("left", &pair.left, &pair.left_glints)]
        {
            match pupil::measure(view, glints) {
                Ok(shape) => writeln!(lines, "  {eye} pupil: {:.1} of its ellipse", shape.boundary_iou),
                Err(why) => writeln!(lines, "  {eye} pupil: {why:?}"),
            }
            .unwrap();
        }
        match iris_colour::measure(&pair) {
            Some(colours) => {
                let corrected = colours.corrected_difference().map_or("none".to_owned(), |value| format!("{value:.0}"));
                writeln!(lines, "  iris colours: {:.0}, corrected {corrected}", colours.difference())
            }
            None => writeln!(lines, "  iris colours: none"),
        }
        .unwrap();
        let away = alignment::places(&portrait, rendered.picture.dimensions())
            .map_or("none".to_owned(), |places| format!("{:.2}", places.eyes_from(&alignment::TEMPLATE)));
        writeln!(lines, "  eyes from the rule: {away}").unwrap();
    }
    insta::assert_snapshot!(lines);
}
