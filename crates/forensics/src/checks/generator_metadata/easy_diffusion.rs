//! Easy Diffusion: one PNG text for each setting, or one JSON object in the comment.

use crate::metadata::Standard;
use crate::text::Words;

use super::trace::{Fields, GUIDANCE, MODEL, Meaning, NEGATIVE, PROMPT, SAMPLER, SEED, STEPS, Seen, Trace};

const NAME: &str = "Easy Diffusion";

/// Each setting under its two spellings.
const SETTINGS: &[(Words, &[&str])] = &[
    (PROMPT, &["prompt", "Prompt"]),
    (NEGATIVE, &["negative_prompt", "Negative Prompt"]),
    (MODEL, &["use_stable_diffusion_model", "Stable Diffusion model"]),
    (SEED, &["seed", "Seed"]),
    (SAMPLER, &["sampler_name", "Sampler"]),
    (STEPS, &["num_inference_steps", "Steps"]),
    (GUIDANCE, &["guidance_scale", "Guidance Scale"]),
];

/// Settings of which at least one must stand beside prompt and seed: other tools write those two.
const OWN: [&str; 4] =
    ["use_stable_diffusion_model", "Stable Diffusion model", "num_inference_steps", "Guidance Scale"];

pub(super) fn read(fields: &Fields<'_>, seen: &mut Seen) {
    let exact = |names: &[&str]| names.iter().find_map(|name| fields.get(Standard::PngText, name));
    let negative = exact(&["negative_prompt", "Negative Prompt"]);
    if let (Some(negative), Some(_), Some(_)) = (negative, exact(&["seed", "Seed"]), exact(&OWN)) {
        let mut trace = Trace::new(NAME, Meaning::Generated, negative.field);
        for (label, names) in SETTINGS {
            if let Some(item) = exact(names) {
                trace.row(*label, item.trimmed(), item.field);
            }
        }
        seen.traces.push(trace);
    }
    for item in fields.comments() {
        let Some(members) = item.object() else { continue };
        let has = |names: &[&str]| names.iter().any(|name| members.contains_key(*name));
        if has(&["prompt", "Prompt"])
            && has(&["seed", "Seed"])
            && has(&["negative_prompt", "Negative Prompt"])
            && has(&OWN)
        {
            let mut trace = Trace::new(NAME, Meaning::Generated, item.field);
            trace.members(&members, SETTINGS, item.field);
            seen.traces.push(trace);
        }
    }
}
