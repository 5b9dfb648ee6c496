//! NovelAI: PNG texts Software, Source, Description and a JSON Comment; the same stands hidden in the
//! transparency (see `stealth`).

use serde_json::Value;

use super::super::declaration::json;
use super::trace::{
    Fields, GUIDANCE, MODEL, Meaning, NEGATIVE, PROMPT, SAMPLER, SEED, SOURCE, STEPS, STRENGTH, Seen, Trace,
};

const NAME: &str = "NovelAI";

pub(super) fn read(fields: &Fields<'_>, seen: &mut Seen) {
    let Some(software) = fields.programs().find(|item| item.trimmed().eq_ignore_ascii_case(NAME)) else { return };
    let mut trace = Trace::new(NAME, Meaning::Generated, software.field);
    if let Some(source) = fields.png("Source") {
        trace.row(MODEL, source.trimmed(), source.field).row(SOURCE, source.trimmed(), source.field);
    }
    let description = fields.png("Description");
    if let Some(item) = description {
        trace.row(PROMPT, item.trimmed(), item.field);
    }
    if let Some(comment) = fields.png("Comment") {
        match json::parse(comment.trimmed()) {
            Ok(Value::Object(members)) => {
                if description.is_none() {
                    trace.members(&members, &[(PROMPT, &["prompt"])], comment.field);
                }
                trace.members(
                    &members,
                    &[
                        (NEGATIVE, &["uc"]),
                        (SEED, &["seed"]),
                        (SAMPLER, &["sampler"]),
                        (STEPS, &["steps"]),
                        (GUIDANCE, &["scale"]),
                        (STRENGTH, &["strength"]),
                    ],
                    comment.field,
                );
            }
            Ok(_) => {}
            Err(malformed) => seen.trouble(NAME, comment.field, malformed),
        }
    }
    seen.traces.push(trace);
}
