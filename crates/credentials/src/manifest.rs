//! A manifest of the library in the plain words of the core.

use c2pa::{Manifest as Signed, Relationship as Related};
use catchlight_forensics::credentials::{Action, Assertion, Ingredient, Manifest, Relationship, Signer, SoftBinding};
use serde_json::Value;

use crate::certificate;
use crate::jumbf::Superbox;

/// Longest content of a statement that is kept, in bytes of JSON.
const LONGEST_CONTENT: usize = 4000;
/// Statements, actions or ingredients of one manifest that are kept.
const MOST: usize = 1000;

/// Everything that a manifest says. `raw` is the manifest in the store, for what the library leaves out.
pub(crate) fn plain(manifest: &Signed, raw: Option<Superbox<'_>>) -> Manifest {
    let statements = manifest
        .assertions()
        .iter()
        .take(MOST)
        .filter_map(|statement| Some((statement.label(), statement.value().ok()?)));
    let (actions, others): (Vec<_>, Vec<_>) = statements.partition(|(label, _)| label.starts_with("c2pa.actions"));
    Manifest {
        label: manifest.label().unwrap_or_default().to_owned(),
        title: manifest.title().map(str::to_owned),
        claim_generator: manifest.claim_generator().map(str::to_owned),
        generators: generators(manifest),
        signer: signer(manifest),
        actions: actions.iter().flat_map(|(_, value)| self::actions(value)).take(MOST).collect(),
        ingredients: manifest.ingredients().iter().take(MOST).map(ingredient).collect(),
        soft_bindings: others.iter().filter_map(|(label, value)| soft_binding(label, value)).collect(),
        assertions: others.iter().map(|(label, value)| assertion(label, value)).collect(),
        hard_binding: raw.and_then(|raw| hard_binding(&raw)),
    }
}

fn generators(manifest: &Signed) -> Vec<(String, Option<String>)> {
    let infos = manifest.claim_generator_info.iter().flatten();
    infos.take(MOST).map(|info| (info.name.clone(), info.version.clone())).collect()
}

fn signer(manifest: &Signed) -> Option<Signer> {
    let info = manifest.signature_info()?;
    let names = certificate::names(&certificate::chain(info.cert_chain())).unwrap_or_default();
    Some(Signer {
        organisation: names.organisation.or_else(|| info.issuer.clone()),
        common_name: names.common_name.or_else(|| info.common_name.clone()),
        issuer: names.issuer,
        not_before: names.not_before,
        not_after: names.not_after,
        algorithm: info.alg.map(|algorithm| algorithm.to_string()),
        stamped_at: info.time.clone(),
    })
}

/// The actions of one statement. A template states what all actions of its name have in common, and an
/// agent may be named by its place in a list.
fn actions(value: &Value) -> Vec<Action> {
    let templates = value.get("templates").and_then(Value::as_array);
    let agents = value.get("softwareAgents").and_then(Value::as_array);
    let of_template = |action: &str, key: &str| {
        let named =
            templates?.iter().find(|template| template.get("action").and_then(Value::as_str) == Some(action))?;
        named.get(key)
    };
    let listed = value.get("actions").and_then(Value::as_array).into_iter().flatten();
    listed
        .map(|entry| {
            let action = text(entry.get("action")).unwrap_or_default();
            let field = |key: &str| entry.get(key).or_else(|| of_template(&action, key));
            let indexed = || agents?.get(usize::try_from(entry.get("softwareAgentIndex")?.as_u64()?).ok()?);
            Action {
                source_type: text(field("digitalSourceType")),
                software_agent: field("softwareAgent").or_else(indexed).and_then(agent),
                description: text(field("description")),
                when: text(entry.get("when")),
                parameters: parameters(entry.get("parameters")),
                action,
            }
        })
        .collect()
}

/// A program is named by a string, or by an object with name and version.
fn agent(value: &Value) -> Option<String> {
    text(Some(value)).or_else(|| text(value.get("name")))
}

/// Parameters with plain values; references to ingredients are shown with the ingredients.
fn parameters(value: Option<&Value>) -> Vec<(String, String)> {
    let entries = value.and_then(Value::as_object).into_iter().flatten();
    entries
        .filter(|(key, _)| !matches!(key.as_str(), "ingredient" | "ingredients" | "ingredientIds"))
        .filter_map(|(key, value)| {
            let shown = match value {
                Value::String(text) => text.clone(),
                Value::Bool(_) | Value::Number(_) => value.to_string(),
                Value::Null | Value::Array(_) | Value::Object(_) => return None,
            };
            Some((key.clone(), shown))
        })
        .take(MOST)
        .collect()
}

fn ingredient(ingredient: &c2pa::Ingredient) -> Ingredient {
    Ingredient {
        title: ingredient.title().map(str::to_owned),
        relationship: match ingredient.relationship() {
            Related::ParentOf => Relationship::Parent,
            Related::ComponentOf => Relationship::Component,
            Related::InputTo => Relationship::Input,
        },
        manifest: ingredient.active_manifest().map(str::to_owned),
    }
}

fn soft_binding(label: &str, value: &Value) -> Option<SoftBinding> {
    let algorithm = text(value.get("alg")).filter(|_| label.starts_with("c2pa.soft-binding"))?;
    Some(SoftBinding { algorithm })
}

fn assertion(label: &str, value: &Value) -> Assertion {
    let mut content = value.to_string();
    if content.len() > LONGEST_CONTENT {
        let cut = (0..=LONGEST_CONTENT).rev().find(|at| content.is_char_boundary(*at)).unwrap_or_default();
        content.truncate(cut);
        content.push('…');
    }
    Assertion { label: label.to_owned(), content }
}

fn hard_binding(raw: &Superbox<'_>) -> Option<String> {
    let found = raw.assertions().into_iter().find(|statement| statement.label.starts_with("c2pa.hash."))?;
    let algorithm = raw.data_hash().and_then(|hash| hash.alg).unwrap_or_default();
    Some(format!("{} {algorithm}", found.label).trim_end().to_owned())
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
}
