use super::super::{Facts, Ingredient, Integrity, Signature, Trust, Validity};
use super::*;

const MADE: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
const PARTS: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";
const TAKEN: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture";

fn action(action: &str, source_type: Option<&str>) -> Action {
    Action { action: action.to_owned(), source_type: source_type.map(str::to_owned), ..Action::default() }
}

fn manifest(label: &str, actions: Vec<Action>, ingredients: Vec<(Relationship, &str)>) -> Manifest {
    let ingredients = ingredients
        .into_iter()
        .map(|(relationship, label)| Ingredient { title: None, relationship, manifest: Some(label.to_owned()) })
        .collect();
    Manifest { label: label.to_owned(), actions, ingredients, ..Manifest::default() }
}

/// The last manifest is the active one.
fn origin(manifests: Vec<Manifest>) -> Origin {
    let facts = Facts {
        integrity: Integrity::Intact,
        signature: Signature::Verified,
        trust: Trust::Unlisted,
        validity: Validity::Today,
    };
    interpret(&Store { active: manifests.len() - 1, manifests, facts, codes: Vec::new() })
}

#[test]
fn the_created_action_names_the_origin() {
    for (source_type, declared) in [
        (MADE, Some(Declaration::Generated)),
        ("http://c2pa.org/digitalsourcetype/trainedAlgorithmicData", Some(Declaration::Generated)),
        (PARTS, Some(Declaration::PartlyGenerated)),
        (TAKEN, Some(Declaration::Captured)),
        ("http://cv.iptc.org/newscodes/digitalsourcetype/computationalCapture", Some(Declaration::Captured)),
        ("http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia", None),
        ("http://cv.iptc.org/newscodes/digitalsourcetype/composite", None),
        ("http://example.org/trainedAlgorithmicMedia", None),
    ] {
        let origin = origin(vec![manifest("a", vec![action("c2pa.created", Some(source_type))], vec![])]);
        assert_eq!(origin.declares, declared, "{source_type}");
        assert!(!origin.edited && !origin.earlier);
    }
}

#[test]
fn an_invisible_mark_on_a_photo_does_not_generate_it() {
    let actions = vec![action("c2pa.created", Some(TAKEN)), action("c2pa.watermarked.bound", Some(MADE))];
    let origin = origin(vec![manifest("a", actions, vec![])]);
    assert_eq!(origin, Origin { declares: Some(Declaration::Captured), earlier: false, edited: false });
}

#[test]
fn generative_edits_make_a_photo_partly_generated() {
    let actions = vec![action("c2pa.created", Some(TAKEN)), action("c2pa.edited", Some(PARTS))];
    assert_eq!(origin(vec![manifest("a", actions, vec![])]).declares, Some(Declaration::PartlyGenerated));
    let opened = vec![action("c2pa.opened", None), action("c2pa.edited", Some(MADE))];
    assert_eq!(origin(vec![manifest("a", opened, vec![])]).declares, Some(Declaration::PartlyGenerated));
}

#[test]
fn ordinary_edits_declare_nothing_but_editing() {
    let actions = vec![action("c2pa.opened", None), action("c2pa.color_adjustments", None)];
    let origin = origin(vec![manifest("a", actions, vec![])]);
    assert_eq!(origin, Origin { declares: None, earlier: false, edited: true });
}

#[test]
fn an_edited_generated_picture_stays_generated_through_its_parents() {
    let made = manifest("a", vec![action("c2pa.created", Some(MADE))], vec![]);
    let edited = manifest("b", vec![action("c2pa.edited", Some(PARTS))], vec![(Relationship::Parent, "a")]);
    let origin = origin(vec![made, edited]);
    assert_eq!(origin, Origin { declares: Some(Declaration::Generated), earlier: true, edited: true });
}

#[test]
fn a_generated_part_makes_the_whole_partly_generated_and_an_input_does_not() {
    let made = || manifest("a", vec![action("c2pa.created", Some(MADE))], vec![]);
    let with = |relationship| {
        manifest("b", vec![action("c2pa.created", None), action("c2pa.placed", None)], vec![(relationship, "a")])
    };
    assert_eq!(origin(vec![made(), with(Relationship::Component)]).declares, Some(Declaration::PartlyGenerated));
    assert_eq!(origin(vec![made(), with(Relationship::Input)]).declares, None);
    let photo = manifest("a", vec![action("c2pa.created", Some(TAKEN))], vec![]);
    let model = manifest("b", vec![action("c2pa.created", Some(MADE))], vec![(Relationship::Input, "a")]);
    assert_eq!(origin(vec![photo, model]).declares, Some(Declaration::Generated));
}

#[test]
fn a_history_that_loops_ends() {
    let one = manifest("a", vec![action("c2pa.edited", None)], vec![(Relationship::Parent, "b")]);
    let other = manifest("b", vec![action("c2pa.created", Some(TAKEN))], vec![(Relationship::Parent, "a")]);
    assert_eq!(origin(vec![one, other]).declares, Some(Declaration::Captured));
}

#[test]
fn a_file_of_one_ingredient_and_no_visible_step_is_that_ingredient() {
    let made = manifest("a", vec![action("c2pa.created", Some(MADE))], vec![]);
    let steps = vec![action("c2pa.created", None), action("c2pa.converted", None)];
    let wrapped = manifest("b", steps, vec![(Relationship::Component, "a")]);
    let origin = origin(vec![made, wrapped]);
    assert_eq!(origin, Origin { declares: Some(Declaration::Generated), earlier: true, edited: false });
}
