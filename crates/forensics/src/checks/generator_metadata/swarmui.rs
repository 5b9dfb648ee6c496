//! SwarmUI (StableSwarmUI): a JSON object with the member `sui_image_params`.

use serde_json::Value;

use crate::metadata::Standard;

use super::super::declaration::json;
use super::trace::{
    Fields, GUIDANCE, Item, LORA, MODEL, Meaning, NEGATIVE, PROMPT, SAMPLER, SEED, STEPS, Seen, Trace, VERSION,
};

const NAME: &str = "SwarmUI";
const MARK: &str = "sui_image_params";

pub(super) fn read(fields: &Fields<'_>, seen: &mut Seen) {
    // Old versions wrote the object into the EXIF field Model.
    let is_model = |item: &&Item<'_>| item.field.standard == Standard::Exif && item.field.name == "Model";
    let carriers = fields.png("parameters").into_iter().chain(fields.comments()).chain(fields.all().filter(is_model));
    for item in
        carriers.filter(|item| item.trimmed().starts_with('{') && item.field.value.contains("\"sui_image_params\""))
    {
        let members = match json::parse(item.trimmed()) {
            Ok(Value::Object(mut members)) => match members.remove(MARK) {
                Some(Value::Object(members)) => members,
                _ => continue,
            },
            Ok(_) => continue,
            Err(malformed) => {
                seen.trouble(NAME, item.field, malformed);
                continue;
            }
        };
        let mut trace = Trace::new(NAME, Meaning::Generated, item.field);
        trace.members(
            &members,
            &[
                (PROMPT, &["prompt"]),
                (NEGATIVE, &["negativeprompt"]),
                (MODEL, &["model"]),
                (SEED, &["seed"]),
                (SAMPLER, &["sampler", "comfyuisampler"]),
                (STEPS, &["steps"]),
                (GUIDANCE, &["cfgscale"]),
                (VERSION, &["swarm_version"]),
            ],
            item.field,
        );
        for lora in members.get("loras").and_then(Value::as_array).into_iter().flatten().take(16) {
            trace.row(LORA, json::scalar(lora).unwrap_or_default(), item.field);
        }
        seen.traces.push(trace);
    }
}
