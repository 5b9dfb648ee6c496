//! InvokeAI, new (`invokeai_metadata`) and old (`sd-metadata`, `Dream`).

use serde_json::{Map, Value};

use super::super::declaration::json;
use super::trace::{
    Fields, GUIDANCE, Item, LORA, MODEL, Meaning, NEGATIVE, PROMPT, SAMPLER, SEED, STEPS, STRENGTH, Seen, Trace,
    VERSION,
};

const NAME: &str = "InvokeAI";

pub(super) fn read(fields: &Fields<'_>, seen: &mut Seen) {
    let keys = ["invokeai_metadata", "sd-metadata", "invokeai_graph", "invokeai_workflow", "Dream"];
    let Some(found) = keys.iter().find_map(|key| fields.png(key)) else { return };
    let mut trace = Trace::new(NAME, Meaning::Generated, found.field);
    if let Some(item) = fields.png("invokeai_metadata") {
        with_object(item, seen, |members| modern(&mut trace, members, item));
    }
    if let Some(item) = fields.png("sd-metadata") {
        with_object(item, seen, |members| old(&mut trace, members, item));
    } else if let Some(item) = fields.png("Dream") {
        dream(&mut trace, item);
    }
    seen.traces.push(trace);
}

fn with_object(item: &Item<'_>, seen: &mut Seen, take: impl FnOnce(&Map<String, Value>)) {
    match json::parse(item.trimmed()) {
        Ok(Value::Object(members)) => take(&members),
        Ok(_) => {}
        Err(malformed) => seen.trouble(NAME, item.field, malformed),
    }
}

fn modern(trace: &mut Trace, members: &Map<String, Value>, item: &Item<'_>) {
    trace.members(
        members,
        &[
            (PROMPT, &["positive_prompt", "positive_conditioning"]),
            (NEGATIVE, &["negative_prompt", "negative_conditioning"]),
        ],
        item.field,
    );
    let model = members.get("model");
    let name = |model: &Value| ["model_name", "name"].iter().find_map(|key| model.get(*key).and_then(json::scalar));
    trace.row(MODEL, model.and_then(name).or_else(|| model.and_then(json::scalar)).unwrap_or_default(), item.field);
    trace.members(
        members,
        &[
            (SEED, &["seed"]),
            (SAMPLER, &["scheduler"]),
            (STEPS, &["steps"]),
            (GUIDANCE, &["cfg_scale"]),
            (STRENGTH, &["strength"]),
            (VERSION, &["app_version"]),
        ],
        item.field,
    );
    for lora in members.get("loras").and_then(Value::as_array).into_iter().flatten().take(16) {
        let model = lora.get("model").or_else(|| lora.get("lora")).unwrap_or(lora);
        trace.row(LORA, name(model).unwrap_or_default(), item.field);
    }
}

/// Version 2: settings below `image`, weighted prompts in a list.
fn old(trace: &mut Trace, members: &Map<String, Value>, item: &Item<'_>) {
    let empty = Map::new();
    let image = members.get("image").and_then(Value::as_object).unwrap_or(&empty);
    let prompt = match image.get("prompt") {
        Some(Value::Array(parts)) => {
            let parts: Vec<String> =
                parts.iter().filter_map(|part| part.get("prompt").and_then(json::scalar)).collect();
            parts.join(" ")
        }
        other => other.and_then(json::scalar).unwrap_or_default(),
    };
    trace.row(PROMPT, prompt, item.field);
    trace.members(members, &[(MODEL, &["model_weights", "model"])], item.field);
    trace.members(
        image,
        &[(SEED, &["seed"]), (SAMPLER, &["sampler"]), (STEPS, &["steps"]), (GUIDANCE, &["cfg_scale"])],
        item.field,
    );
    trace.members(members, &[(VERSION, &["app_version"])], item.field);
}

/// The command line of version 1: `"prompt" -s 50 -S 42 -C 7.5 -A k_lms`.
fn dream(trace: &mut Trace, item: &Item<'_>) {
    let text = item.trimmed();
    let (prompt, options) = match text.strip_prefix('"').and_then(|rest| rest.rsplit_once('"')) {
        Some(parts) => parts,
        None => (text, ""),
    };
    trace.row(PROMPT, prompt, item.field);
    let mut words = options.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let label = match word {
            "-S" => SEED,
            "-s" => STEPS,
            "-C" => GUIDANCE,
            "-A" => SAMPLER,
            _ => continue,
        };
        trace.row(label, words.peek().copied().unwrap_or_default(), item.field);
    }
}
