use super::*;
use crate::artifact::Shape;
use crate::portrait::testing;

fn face(x: f32, y: f32, width: f32) -> Face {
    let middle = width / 2.0;
    testing::portrait(x + middle, y + middle, width).face
}

fn photo(coded: (u32, u32), orientation: u8) -> Photo {
    Photo { coded, orientation }
}

#[test]
fn an_empty_search_names_the_sizes_that_were_searched() {
    let Outcome::NotFound(finding) = outcome(&[], Ok(&[]), photo((1536, 1024), 1)) else { panic!() };
    assert_eq!(finding.summary.en, "No face was found at the sizes that were searched (10 to 1024 px wide).");
    assert!(finding.score.is_none() && finding.artifacts.is_empty());
}

#[test]
fn boxes_are_in_coded_pixels_and_words_in_upright_ones() {
    // Coded 400 x 200, to be turned clockwise: upright it is 200 x 400.
    let Outcome::Found(finding) = outcome(&[face(20.0, 100.0, 60.0)], Ok(&[]), photo((400, 200), 6)) else { panic!() };
    assert_eq!(finding.summary.en, "One face was found: 60 x 60 px, its eyes 30 px apart.");
    let Content::Regions(regions) = &finding.artifacts[0].content else { panic!() };
    let region = &regions[0];
    assert_eq!((region.x, region.y, region.width, region.height), (100.0, 120.0, 60.0, 60.0));
    assert_eq!(finding.details[0].rows[1].value.en, "30.0 %");
}

#[test]
fn many_faces_are_counted_and_the_first_are_described() {
    let many: Vec<Face> = (0..30).map(|at| face(at as f32 * 50.0, 0.0, 40.0)).collect();
    let Outcome::Found(finding) = outcome(&many, Ok(&[]), photo((2000, 1000), 1)) else { panic!() };
    assert!(finding.summary.en.starts_with("30 faces were found; the largest is 40 x 40 px"));
    assert_eq!(finding.details.len(), MOST_DESCRIBED + 1);
    let Content::Regions(regions) = &finding.artifacts[0].content else { panic!() };
    assert_eq!(regions.len(), 30);
}

#[test]
fn measured_faces_are_described_and_drawn_in_coded_pixels() {
    let portrait = testing::portrait(50.0, 130.0, 60.0);
    let found = [portrait.face];
    let Outcome::Found(finding) = outcome(&found, Ok(&[portrait]), photo((400, 200), 6)) else { panic!() };
    let values: Vec<_> = finding.details[0].rows.iter().map(|row| row.value.en.as_str()).collect();
    assert!(values.contains(&"10.0 px, 10.0 px") && values.contains(&"0°, 0°, 0°"), "{values:?}");
    let [boxes, mesh] = &finding.artifacts[..] else { panic!() };
    assert!(matches!(boxes.content, Content::Regions(_)));
    let Content::Outlines(outlines) = &mesh.content else { panic!() };
    let circle = outlines.iter().find_map(|outline| match outline.shape {
        Shape::Circle { centre, radius } => Some((centre, radius)),
        _ => None,
    });
    // Upright, the right iris lies at 35, 115 of a picture 200 px wide: coded, at 115, 165.
    assert_eq!(circle, Some(((115.0, 165.0), 5.0)));
}

#[test]
fn a_missing_mesh_is_said_and_the_faces_stay() {
    let why = Text::same("Not measured: no model.");
    let Outcome::Found(finding) = outcome(&[face(0.0, 0.0, 60.0)], Err(why), photo((400, 200), 1)) else { panic!() };
    assert_eq!(finding.artifacts.len(), 1);
    assert_eq!(finding.details.last().unwrap().rows[0].value.en, "Not measured: no model.");
}
