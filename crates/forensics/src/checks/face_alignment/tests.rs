use super::*;

#[test]
fn eyes_at_the_places_of_the_rule_are_found_and_point_nowhere() {
    let Outcome::Found(finding) = outcome(Some(TEMPLATE), 1) else { panic!("at the places") };
    assert!(finding.summary.en.starts_with("The eyes lay where the FFHQ rule puts them, 0.0 %"));
    assert_eq!(finding.points_to, crate::finding::Direction::Neither);
    assert_eq!(finding.score, Some(0.0));
}

#[test]
fn eyes_elsewhere_are_not() {
    let mut lower = TEMPLATE;
    lower.right_eye.1 += 0.05;
    lower.left_eye.1 += 0.05;
    let Outcome::NotFound(finding) = outcome(Some(lower), 1) else { panic!("5 % lower") };
    assert!(finding.summary.en.starts_with("The eyes lay 5.0 % of the picture's width"), "{}", finding.summary.en);
    assert!(finding.score.is_some_and(|score| (score + 0.05).abs() < 1e-6));
}

#[test]
fn several_faces_and_no_mesh_are_inconclusive() {
    assert!(matches!(outcome(Some(TEMPLATE), 2), Outcome::Inconclusive { why, .. } if why.en.starts_with("2 faces")));
    assert!(matches!(outcome(None, 1), Outcome::Inconclusive { .. }));
}

#[test]
fn outlines_are_in_pixels() {
    let outlines = outlines(&TEMPLATE, (1000, 1000));
    assert_eq!(outlines.len(), 6);
    let Shape::Circle { centre, radius } = &outlines[3].shape else { panic!("a circle") };
    assert_eq!((*centre, *radius, outlines[3].stroke), ((375.0, 478.0), 20.0, Stroke::Dashed));
}
