//! What the manifests of a store declare about the origin of the picture, after the asset rubrics of
//! the C2PA conformance programme (version 1.0, 2026-08-06).

use super::{Action, Ingredient, Manifest, Relationship, Store};
use crate::finding::Declaration;

/// Prefix of the source types of the IPTC.
const IPTC: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/// Actions that change nothing that a person sees; a generative source type on one of them, such as
/// the step that adds an invisible mark, says nothing about the picture.
const NON_EDITORIAL: [&str; 11] = [
    "c2pa.converted",
    "c2pa.published",
    "c2pa.repackaged",
    "c2pa.transcoded",
    "c2pa.resized.proportional",
    "c2pa.enhanced",
    "c2pa.edited.metadata",
    "c2pa.watermarked",
    "c2pa.watermarked.bound",
    "c2pa.watermarked.unbound",
    "c2pa.redacted",
];

/// Parents that are followed; a store that claims more is not a plausible history.
const MOST_STEPS: usize = 64;

/// Where a store says that the picture came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Origin {
    /// What the manifests declare together; `None` when they name no origin.
    pub declares: Option<Declaration>,
    /// Whether the declared origin lies in an earlier step of the file's history than the active
    /// manifest.
    pub earlier: bool,
    /// Whether editing was declared after the picture came about.
    pub edited: bool,
}

/// Reads the declared origin out of the active manifest and the parents that it names.
///
/// A picture that was generated as a whole stays so through later edits; one that was captured and then
/// changed with a generative model is partly generated. A generated ingredient makes its composite
/// partly generated; a picture that was only given to a model as input does not make the output
/// captured.
pub fn interpret(store: &Store) -> Origin {
    let history = history(store);
    let mut origin = Origin::default();
    let mut parts = false;
    for (step, manifest) in history.iter().enumerate() {
        for action in &manifest.actions {
            let kind = action.source_type.as_deref().map(source_type_name);
            match (action.action.as_str(), kind) {
                ("c2pa.created", Some(name)) => {
                    if let Some(declared) = created(name) {
                        let strongest = strongest(origin.declares, declared);
                        if origin.declares.replace(strongest) != Some(strongest) {
                            origin.earlier = step > 0;
                        }
                    }
                }
                ("c2pa.created" | "c2pa.opened", _) => {}
                (name, kind) if !NON_EDITORIAL.contains(&name) => {
                    origin.edited = true;
                    parts |= kind.is_some_and(is_generative);
                }
                _ => {}
            }
        }
        parts |= manifest.ingredients.iter().any(|ingredient| match ingredient.relationship {
            Relationship::Component => {
                ingredient.manifest.as_deref().and_then(|label| store.manifest(label)).is_some_and(generated)
            }
            Relationship::Parent | Relationship::Input => false,
        });
    }
    if parts && origin.declares != Some(Declaration::Generated) {
        origin.declares = Some(Declaration::PartlyGenerated);
    }
    origin
}

/// The active manifest and the earlier versions of its file, latest first.
fn history(store: &Store) -> Vec<&Manifest> {
    let mut history: Vec<&Manifest> = Vec::new();
    let mut next = store.active();
    while let Some(manifest) = next {
        let seen = history.iter().any(|earlier| earlier.label == manifest.label);
        if seen || history.len() >= MOST_STEPS {
            break;
        }
        history.push(manifest);
        next = predecessor(manifest).and_then(|earlier| store.manifest(earlier.manifest.as_deref()?));
    }
    history
}

/// The file that this one is a later version of: its parent, or the only file in it when nothing that a
/// person could see was done to that one. (Early ChatGPT files wrap the generated picture so.)
fn predecessor(manifest: &Manifest) -> Option<&Ingredient> {
    let parent = manifest.ingredients.iter().find(|ingredient| ingredient.relationship == Relationship::Parent);
    let changes_nothing = |action: &Action| {
        NON_EDITORIAL.contains(&action.action.as_str())
            || matches!((action.action.as_str(), &action.source_type), ("c2pa.created" | "c2pa.opened", None))
    };
    parent.or(match &manifest.ingredients[..] {
        [only] if only.relationship == Relationship::Component && manifest.actions.iter().all(changes_nothing) => {
            Some(only)
        }
        _ => None,
    })
}

/// Whether a manifest says that its picture came, as a whole or in part, from a generative model.
fn generated(manifest: &Manifest) -> bool {
    manifest.actions.iter().any(|Action { action, source_type, .. }| {
        !NON_EDITORIAL.contains(&action.as_str())
            && source_type.as_deref().map(source_type_name).is_some_and(is_generative)
    })
}

/// What a source type says when it stands on the action that created the picture.
fn created(source_type: &str) -> Option<Declaration> {
    match source_type {
        "trainedAlgorithmicMedia" | "trainedAlgorithmicData" => Some(Declaration::Generated),
        "compositeWithTrainedAlgorithmicMedia" | "compositeSynthetic" => Some(Declaration::PartlyGenerated),
        "digitalCapture" | "computationalCapture" => Some(Declaration::Captured),
        _ => None,
    }
}

/// Source types that say that a generative model took part.
fn is_generative(source_type: &str) -> bool {
    matches!(
        source_type,
        "trainedAlgorithmicMedia"
            | "trainedAlgorithmicData"
            | "compositeWithTrainedAlgorithmicMedia"
            | "compositeSynthetic"
    )
}

/// The stronger statement about generation wins over the weaker, and both over capture.
fn strongest(one: Option<Declaration>, other: Declaration) -> Declaration {
    [Declaration::Generated, Declaration::PartlyGenerated]
        .into_iter()
        .find(|declaration| one == Some(*declaration) || other == *declaration)
        .unwrap_or(other)
}

/// The name of a source type without its vocabulary: `trainedAlgorithmicMedia`. The old forms of the
/// C2PA itself are read like those of the IPTC; an address of any other vocabulary is left whole.
pub fn source_type_name(source_type: &str) -> &str {
    [IPTC, "https://cv.iptc.org/newscodes/digitalsourcetype/", "http://c2pa.org/digitalsourcetype/", "c2pa."]
        .iter()
        .find_map(|prefix| source_type.strip_prefix(prefix))
        .unwrap_or(source_type)
}

#[cfg(test)]
mod tests;
