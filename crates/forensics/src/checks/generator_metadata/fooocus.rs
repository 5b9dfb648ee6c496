//! Fooocus and its forks: a JSON object in `parameters`, `Comment` or an EXIF comment.

use serde_json::{Map, Value};

use super::super::declaration::json;
use super::trace::{
    Fields, GUIDANCE, Item, LORA, MODEL, MODEL_HASH, Meaning, NEGATIVE, PROMPT, SAMPLER, SEED, STEPS, Seen, Trace,
    VERSION,
};

const NAME: &str = "Fooocus";

pub(super) fn read(fields: &Fields<'_>, seen: &mut Seen) {
    let is_named = fields.png("fooocus_scheme").is_some()
        || fields
            .programs()
            .any(|item| item.trimmed().starts_with(NAME) || item.trimmed().starts_with("RuinedFooocus"));
    let carriers = fields.png("parameters").into_iter().chain(fields.png("Comment")).chain(fields.comments());
    for item in carriers.filter(|item| item.trimmed().starts_with('{')) {
        let members = match json::parse(item.trimmed()) {
            Ok(Value::Object(members)) => members,
            Ok(_) => continue,
            Err(malformed) => {
                if is_named {
                    seen.trouble(NAME, item.field, malformed);
                }
                continue;
            }
        };
        if is_settings(&members, is_named) {
            seen.traces.push(trace(&members, item));
        }
    }
}

fn is_settings(members: &Map<String, Value>, is_named: bool) -> bool {
    let has = |name: &str| members.contains_key(name);
    let text = |name: &str| members.get(name).and_then(Value::as_str).unwrap_or_default();
    let names_itself =
        text("version").contains(NAME) || text("software").contains(NAME) || text("metadata_scheme") == "fooocus";
    let is_old = has("Base Model") && has("Prompt") && has("Seed");
    (has("prompt") || has("Prompt") || is_old)
        && (names_itself
            || is_old
            || (is_named && (has("base_model") || has("seed")))
            || (has("base_model") && has("adm_guidance")))
}

fn trace(members: &Map<String, Value>, item: &Item<'_>) -> Trace {
    let mut trace = Trace::new(NAME, Meaning::Generated, item.field);
    trace.members(
        members,
        &[
            (PROMPT, &["prompt", "Prompt", "raw_prompt"]),
            (NEGATIVE, &["negative_prompt", "Negative Prompt", "Negative", "raw_negative_prompt"]),
            (MODEL, &["base_model", "Base Model", "base_model_name"]),
            (MODEL_HASH, &["base_model_hash"]),
            (SEED, &["seed", "Seed"]),
            (SAMPLER, &["sampler", "Sampler", "sampler_name"]),
            (STEPS, &["steps", "Steps"]),
            (GUIDANCE, &["guidance_scale", "Guidance Scale", "CFG", "cfg"]),
            (VERSION, &["version", "Version", "software"]),
        ],
        item.field,
    );
    for lora in members.get("loras").and_then(Value::as_array).into_iter().flatten().take(16) {
        // [name, weight, hash], or the name alone.
        let name = lora.as_array().and_then(|parts| parts.first()).unwrap_or(lora);
        trace.row(LORA, json::scalar(name).unwrap_or_default(), item.field);
    }
    trace
}
