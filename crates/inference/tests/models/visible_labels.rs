//! The check of visible labels with the committed models on the real ONNX Runtime.

use catchlight_forensics::finding::Declaration;
use catchlight_forensics::model::Models;
use catchlight_forensics::{Cancel, Context, Exhibit, Finding, Limits, Outcome, Specimen, checks, ocr};

use crate::{installed, root};

/// The check's answer on a picture of `tests/exhibits/visible_label`; `None` when the runtime is not set up.
fn examine(name: &str) -> Option<Outcome> {
    let models = installed()?;
    for id in [ocr::DETECTOR, ocr::RECOGNISER] {
        assert_eq!(models.ready(id), Ok(()));
    }
    let bytes = std::fs::read(root().join("tests/exhibits/visible_label").join(name)).unwrap();
    let exhibit = Exhibit::new(name, bytes);
    let specimen = Specimen::new(&exhibit, &models, Limits::default());
    let check = checks::ALL.iter().find(|check| check.about().id == "visible_label").unwrap();
    Some(check.examine(&specimen, &Context::new(&Cancel::default())).unwrap())
}

fn has_row(finding: &Finding, label: &str, value: &str) -> bool {
    let rows = finding.details.iter().flat_map(|group| &group.rows);
    rows.into_iter().any(|row| row.label.en == label && row.value.en == value)
}

#[test]
fn a_products_mark_in_the_corner_is_read_and_declares() {
    let Some(outcome) = examine("corner.jpg") else { return };
    let Outcome::Found(finding) = outcome else { unreachable!("{outcome:?}") };
    assert_eq!(finding.declares, Some(Declaration::Generated));
    assert!(has_row(&finding, "Read as", "豆包AI生成"), "{:?}", finding.details);
    assert!(finding.summary.en.contains("bottom right"), "{}", finding.summary.en);
}

#[test]
fn the_words_on_a_board_in_the_scene_are_inconclusive() {
    let Some(outcome) = examine("board.jpg") else { return };
    let Outcome::Inconclusive { finding, .. } = outcome else { unreachable!("{outcome:?}") };
    assert_eq!(finding.declares, None);
    assert!(has_row(&finding, "Read as", "AI生成"), "{:?}", finding.details);
}

#[test]
fn a_notice_on_a_screenshot_is_the_platforms_claim() {
    let Some(outcome) = examine("notice.jpg") else { return };
    let Outcome::Found(finding) = outcome else { unreachable!("{outcome:?}") };
    assert_eq!(finding.declares, None);
    assert!(has_row(&finding, "Who says so", "The platform, about a post"), "{:?}", finding.details);
    assert!(has_row(&finding, "Clock at the top", "9:41"), "{:?}", finding.details);
}
