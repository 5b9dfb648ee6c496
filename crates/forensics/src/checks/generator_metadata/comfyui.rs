//! ComfyUI: the graph of nodes that made the picture, as it was run (`prompt`) and as it was drawn
//! (`workflow`): PNG texts, EXIF fields with a prefix, or an EXIF comment.

mod graph;
mod unquoted;

use serde_json::{Map, Value};

use crate::metadata::Standard;
use crate::text::Words;

use super::super::declaration::json;
use super::trace::{
    Fields, GUIDANCE, Item, LORA, MODEL, Meaning, NEGATIVE, PROMPT, SAMPLER, SEED, STEPS, STRENGTH, Seen, Trace,
};
use graph::Graph;

const NAME: &str = "ComfyUI";

/// What a text of ComfyUI's turned out to be.
enum Read {
    /// The graph as it was run: nodes by number.
    Run(Map<String, Value>),
    /// The graph as it was drawn: a list of nodes.
    Drawn(Map<String, Value>),
    /// JSON that lost its quotes on the way.
    Unquoted(String),
}

pub(super) fn read(fields: &Fields<'_>, seen: &mut Seen) {
    let mut graphs: Vec<(&Item<'_>, Read)> = Vec::new();
    for item in fields.all() {
        let Some(text) = carried(item) else { continue };
        match json::parse(text) {
            Ok(value) => graphs.extend(recognised(value).into_iter().map(|read| (item, read))),
            Err(_) if unquoted::is_graph(text) => graphs.push((item, Read::Unquoted(text.to_owned()))),
            Err(malformed) if looks_like_graph(text) => seen.trouble(NAME, item.field, malformed),
            Err(_) => {}
        }
    }
    // The graph as it was run says most; the drawn one only speaks where that is missing.
    let rank = |read: &Read| match read {
        Read::Run(_) => 0,
        Read::Unquoted(_) => 1,
        Read::Drawn(_) => 2,
    };
    graphs.sort_by_key(|(_, read)| rank(read));
    let Some((item, read)) = graphs.first() else { return };
    let mut trace = match read {
        Read::Run(nodes) => of_graph(&Graph::of_run(nodes), item),
        Read::Drawn(drawing) => of_graph(&Graph::of_drawing(drawing), item),
        Read::Unquoted(text) => of_unquoted(text, item),
    };
    for (other, read) in graphs.iter().skip(1) {
        if let Read::Drawn(drawing) = read {
            let nodes = drawing.get("nodes").and_then(Value::as_array).map_or(0, Vec::len);
            trace.row(Words::new("Nodes of the drawn graph", "绘制的节点图中的节点数"), nodes.to_string(), other.field);
        }
    }
    seen.traces.push(trace);
}

/// The text in which a graph can stand: PNG `prompt` and `workflow`, a comment, or any EXIF field
/// after one of the two words.
fn carried<'a>(item: &'a Item<'_>) -> Option<&'a str> {
    let text = item.trimmed();
    let after = ["prompt:", "workflow:", "Prompt:", "Workflow:"].iter().find_map(|prefix| text.strip_prefix(prefix));
    let text = match item.field.standard {
        Standard::PngText if matches!(item.field.name.to_ascii_lowercase().as_str(), "prompt" | "workflow") => text,
        Standard::PngText if matches!(item.field.name.as_str(), "Comment" | "parameters" | "Parameters") => text,
        Standard::Exif => after.or_else(|| (item.field.name == "UserComment").then_some(text))?,
        Standard::Xmp if super::super::declaration::local_name(&item.field.name) == "UserComment" => {
            after.unwrap_or(text)
        }
        Standard::Comment => after.unwrap_or(text),
        _ => return None,
    };
    Some(text.trim_start()).filter(|text| text.starts_with('{'))
}

/// The graphs that a JSON value is or holds.
fn recognised(value: Value) -> Vec<Read> {
    let Value::Object(mut members) = value else { return Vec::new() };
    if is_run(&members) {
        return vec![Read::Run(members)];
    }
    if is_drawing(&members) {
        return vec![Read::Drawn(members)];
    }
    let mut reads = Vec::new();
    for name in ["prompt", "workflow"] {
        let inner = match members.remove(name) {
            Some(Value::Object(inner)) => inner,
            Some(Value::String(text)) => match json::object(&text) {
                Some(inner) => inner,
                None => continue,
            },
            _ => continue,
        };
        if is_run(&inner) {
            reads.push(Read::Run(inner));
        } else if is_drawing(&inner) {
            reads.push(Read::Drawn(inner));
        }
    }
    reads
}

/// Nodes by number, each with its class and inputs.
fn is_run(members: &Map<String, Value>) -> bool {
    members.values().any(|node| {
        node.get("class_type").is_some_and(Value::is_string) && node.get("inputs").is_some_and(Value::is_object)
    })
}

/// A list of nodes with their types, and of links.
fn is_drawing(members: &Map<String, Value>) -> bool {
    let nodes = members.get("nodes").and_then(Value::as_array);
    nodes.is_some_and(|nodes| nodes.iter().any(|node| node.get("type").is_some_and(Value::is_string)))
        && (members.contains_key("links") || members.contains_key("last_node_id"))
}

/// Whether damaged JSON is a graph all the same.
fn looks_like_graph(text: &str) -> bool {
    (text.contains("\"class_type\"") && text.contains("\"inputs\""))
        || (text.contains("\"last_node_id\"") || (text.contains("\"nodes\"") && text.contains("\"widgets_values\"")))
}

fn of_graph(graph: &Graph<'_>, item: &Item<'_>) -> Trace {
    let meaning = match (graph.generates(), graph.only_reworks()) {
        (true, false) => Meaning::Generated,
        (true, true) => Meaning::PartlyGenerated,
        (false, _) => Meaning::Undeclared,
    };
    let mut trace = Trace::new(NAME, meaning, item.field);
    let facts = graph.facts();
    for (label, values) in [
        (PROMPT, &facts.prompts),
        (NEGATIVE, &facts.negatives),
        (Words::new("Text in the graph", "节点图中的文字"), &facts.texts),
        (MODEL, &facts.models),
        (LORA, &facts.loras),
        (SEED, &facts.seeds),
        (SAMPLER, &facts.samplers),
        (STEPS, &facts.steps),
        (GUIDANCE, &facts.guidance),
        (STRENGTH, &facts.strengths),
        (Words::new("Input picture", "输入图像"), &facts.inputs),
        (Words::new("Generating nodes", "生成节点"), &facts.generators),
    ] {
        for value in values {
            trace.row(label, value, item.field);
        }
    }
    if meaning == Meaning::Undeclared {
        trace.note(Words::new(
            "The graph has no node that is known to generate: ComfyUI may only have enlarged or changed a picture.",
            "节点图中没有已知的生成节点：ComfyUI 可能只是放大或改动了图像。",
        ));
    } else if !facts.inputs.is_empty() {
        trace.note(Words::new(
            "The graph also loads a picture; how much of it was kept is not said.",
            "节点图还载入了图像；并未说明保留了其中多少内容。",
        ));
    }
    trace
}

fn of_unquoted(text: &str, item: &Item<'_>) -> Trace {
    let mut trace = Trace::new(NAME, Meaning::Generated, item.field);
    for (label, names) in [
        (MODEL, &["ckpt_name", "unet_name"][..]),
        (LORA, &["lora_name"]),
        (SEED, &["seed", "noise_seed"]),
        (SAMPLER, &["sampler_name"]),
        (STEPS, &["steps"]),
        (GUIDANCE, &["cfg"]),
    ] {
        for value in names.iter().flat_map(|name| unquoted::values(text, name)) {
            trace.row(label, value, item.field);
        }
    }
    trace.note(Words::new(
        "The JSON of the graph had lost its quotes, so its texts could not be told apart; only simple settings were read.",
        "节点图的 JSON 已丢失引号，无法区分其中的文字；只读取了简单的参数。",
    ));
    trace
}
