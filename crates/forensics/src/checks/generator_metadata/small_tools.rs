//! Draw Things (iOS, macOS), Tensor.art, and files that carry more than their picture: job numbers of
//! hosts and character cards.

use serde_json::Value;

use crate::metadata::Standard;
use crate::text::Words;

use super::super::declaration::{json, local_name};
use super::trace::{
    Fields, GUIDANCE, JOB, LORA, MODEL, Meaning, NEGATIVE, PROMPT, SAMPLER, SEED, SIZE, STEPS, STRENGTH, Seen, Trace,
};

pub(super) fn read(fields: &Fields<'_>, seen: &mut Seen) {
    draw_things(fields, seen);
    tensor_art(fields, seen);
    hugging_face(fields, seen);
    character_card(fields, seen);
}

/// A JSON object with the prompt under `c` and the negative prompt under `uc`.
fn draw_things(fields: &Fields<'_>, seen: &mut Seen) {
    const NAME: &str = "Draw Things";
    let is_named = fields.programs().any(|item| item.trimmed().eq_ignore_ascii_case(NAME));
    for item in fields.comments() {
        if is_named
            && item.trimmed().starts_with('{')
            && let Err(malformed) = json::parse(item.trimmed())
        {
            seen.trouble(NAME, item.field, malformed);
            continue;
        }
        let Some(members) = item.object() else { continue };
        let has = |name: &str| members.contains_key(name);
        let settings = ["uc", "model", "sampler", "seed", "steps", "scale"].iter().filter(|name| has(name)).count();
        if !members.get("c").is_some_and(Value::is_string) || settings < 3 {
            continue;
        }
        let mut trace = Trace::new(NAME, Meaning::Generated, item.field);
        trace.members(
            &members,
            &[
                (PROMPT, &["c"]),
                (NEGATIVE, &["uc"]),
                (MODEL, &["model"]),
                (SEED, &["seed"]),
                (SAMPLER, &["sampler"]),
                (STEPS, &["steps"]),
                (GUIDANCE, &["scale"]),
                (STRENGTH, &["strength"]),
                (SIZE, &["size"]),
            ],
            item.field,
        );
        for lora in members.get("lora").and_then(Value::as_array).into_iter().flatten().take(16) {
            let name = lora.get("model").or_else(|| lora.get("file")).unwrap_or(lora);
            trace.row(LORA, json::scalar(name).unwrap_or_default(), item.field);
        }
        seen.traces.push(trace);
        return;
    }
}

fn tensor_art(fields: &Fields<'_>, seen: &mut Seen) {
    const NAME: &str = "Tensor.art";
    let Some(item) = fields.png("generation_data") else { return };
    let members = match json::parse(item.trimmed()) {
        Ok(Value::Object(members)) => members,
        Ok(_) => return,
        Err(malformed) => return seen.trouble(NAME, item.field, malformed),
    };
    if !members.contains_key("prompt") {
        return;
    }
    let mut trace = Trace::new(NAME, Meaning::Generated, item.field);
    trace.members(&members, &[(PROMPT, &["prompt"]), (NEGATIVE, &["negativePrompt"])], item.field);
    let named = |model: &Value| {
        ["modelFileName", "label", "modelId"]
            .iter()
            .find_map(|key| model.get(*key).and_then(json::scalar))
            .unwrap_or_default()
    };
    if let Some(model) = members.get("baseModel") {
        trace.row(MODEL, named(model), item.field);
    }
    trace.members(
        &members,
        &[
            (SEED, &["seed"]),
            (SAMPLER, &["samplerName", "ksamplerName"]),
            (STEPS, &["steps"]),
            (GUIDANCE, &["cfgScale", "guidance"]),
        ],
        item.field,
    );
    for model in members.get("models").and_then(Value::as_array).into_iter().flatten().take(16) {
        trace.row(LORA, named(model), item.field);
    }
    seen.traces.push(trace);
}

/// A job of Hugging Face's hosting: often a generator, but any program can run there.
fn hugging_face(fields: &Fields<'_>, seen: &mut Seen) {
    let Some(item) = fields.png("hf-job-id").filter(|item| !item.trimmed().is_empty()) else { return };
    let mut trace = Trace::new("Hugging Face Jobs", Meaning::Undeclared, item.field);
    trace.row(JOB, item.trimmed(), item.field).note(Words::new(
        "The number names a computing job on a hosting service. Generators often run there, but so do other programs.",
        "该编号对应托管服务上的一次计算任务。生成工具常在其上运行，其他程序也可以。",
    ));
    seen.traces.push(trace);
}

/// SillyTavern and others put a chat character into a picture's text; the picture may be anything.
fn character_card(fields: &Fields<'_>, seen: &mut Seen) {
    let is_card = |name: &str| matches!(local_name(name), "chara" | "ccv3");
    let card = fields.all().find(|item| item.field.standard == Standard::PngText && is_card(&item.field.name));
    let Some(item) = card else { return };
    let mut trace = Trace::new("SillyTavern (character card)", Meaning::Ordinary, item.field);
    trace.note(Words::new(
        "The text describes a character of a chat program. It does not say how the picture was made.",
        "该文字描述聊天程序中的一个角色，并不说明画面是怎样制作的。",
    ));
    seen.traces.push(trace);
}
