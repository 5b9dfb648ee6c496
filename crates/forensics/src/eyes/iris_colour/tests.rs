use super::super::testing::portrait;
use super::*;
use catchlight_rendered::picture::eyes::{self, Look, Sitting};

const BLUE: [f32; 3] = [0.36, 0.46, 0.56];
const BROWN: [f32; 3] = [0.42, 0.28, 0.17];

fn measured(right: Look, left: Look) -> Colours {
    let rendered = eyes::eyes(&Sitting { right, left, ..Sitting::default() });
    measure(&EyePair::new(&rendered.picture, &portrait(&rendered)).unwrap()).unwrap()
}

fn look(iris: [f32; 3], tint: [f32; 3]) -> Look {
    Look { iris, tint, ..Look::default() }
}

#[test]
fn equal_irises_in_equal_light_differ_by_little() {
    let colours = measured(look(BLUE, [1.0; 3]), look(BLUE, [1.0; 3]));
    assert!(colours.difference() < 3.0, "{colours:?}");
    assert!(colours.corrected_difference().unwrap() < 4.0, "{colours:?}");
}

#[test]
fn the_white_of_each_eye_takes_a_coloured_light_away() {
    // A warm lamp at one side, half as bright at the other.
    let colours = measured(look(BLUE, [1.0, 0.93, 0.80]), look(BLUE, [0.62, 0.66, 0.72]));
    assert!(colours.difference() > 12.0, "{}", colours.difference());
    assert!(colours.corrected_difference().unwrap() < 6.0, "{:?}", colours.corrected_difference());
}

#[test]
fn different_irises_differ_before_and_after() {
    let colours = measured(look(BLUE, [1.0, 0.93, 0.80]), look(BROWN, [0.8; 3]));
    assert!(colours.corrected_difference().unwrap() > 18.0, "{:?}", colours.corrected_difference());
    assert!(colours.left.lab()[2] > colours.right.lab()[2], "brown is yellower");
}

#[test]
fn without_the_white_of_the_eye_there_is_no_correction() {
    let rendered = eyes::eyes(&Sitting::default());
    let mut narrow = portrait(&rendered);
    let centre = narrow.left_eye.iris.centre;
    let radius = narrow.left_eye.iris.radius;
    narrow.left_eye.lids = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
        .map(|(x, y)| (centre.0 + x * 0.9 * radius, centre.1 + y * 0.9 * radius))
        .to_vec();
    let colours = measure(&EyePair::new(&rendered.picture, &narrow).unwrap()).unwrap();
    assert!(colours.left.white.is_none() && colours.right.white.is_some());
    assert_eq!(colours.corrected_difference(), None);
    narrow.left_eye.lids.clear();
    assert_eq!(measure(&EyePair::new(&rendered.picture, &narrow).unwrap()), None, "nothing is seen");
}
