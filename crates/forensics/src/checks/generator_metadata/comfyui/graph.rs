//! A graph of nodes, and what can be read from it: from each sampler back to the model, the LoRAs and
//! the texts that it was given.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::super::super::declaration::json;

/// Most values that are kept of one kind.
const MOST: usize = 16;
/// Most nodes that one walk visits.
const MOST_NODES: usize = 500;
/// Most links that wait to be followed.
const MOST_LINKS: usize = 10_000;
/// Most generating nodes that are walked from.
const MOST_GENERATORS: usize = 32;

/// One node.
#[derive(Debug)]
struct Node<'a> {
    class: &'a str,
    inputs: BTreeMap<String, Input<'a>>,
}

/// What an input of a node is given.
#[derive(Debug)]
enum Input<'a> {
    /// A value of its own.
    Value(&'a Value),
    /// The output of the node with this number.
    Link(String),
}

/// Nodes by number.
#[derive(Debug)]
pub(super) struct Graph<'a>(BTreeMap<Number, Node<'a>>);

/// A node's number; subgraphs write `12:3`. Numbers are ordered as numbers.
type Number = (u64, String);

/// What a graph says, without repeats.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) prompts: Vec<String>,
    pub(super) negatives: Vec<String>,
    /// Texts whose use is not known.
    pub(super) texts: Vec<String>,
    pub(super) models: Vec<String>,
    pub(super) loras: Vec<String>,
    pub(super) seeds: Vec<String>,
    pub(super) samplers: Vec<String>,
    pub(super) steps: Vec<String>,
    pub(super) guidance: Vec<String>,
    pub(super) strengths: Vec<String>,
    /// Names of pictures that were loaded.
    pub(super) inputs: Vec<String>,
    /// Classes of the nodes that generate.
    pub(super) generators: Vec<String>,
}

impl<'a> Graph<'a> {
    /// The graph as it was run.
    pub(super) fn of_run(nodes: &'a Map<String, Value>) -> Self {
        let read = |(id, node): (&'a String, &'a Value)| {
            let class = node.get("class_type")?.as_str()?;
            let inputs = node.get("inputs")?.as_object()?.iter();
            let inputs = inputs.map(|(name, value)| (name.clone(), input(value))).collect();
            Some((number(id), Node { class, inputs }))
        };
        Self(nodes.iter().filter_map(read).collect())
    }

    /// The graph as it was drawn: links by number, values without names.
    pub(super) fn of_drawing(drawing: &'a Map<String, Value>) -> Self {
        let list = |name: &str| drawing.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        // A link: its number, the node that it comes from, ...
        let origin: BTreeMap<String, String> = list("links")
            .iter()
            .filter_map(|link| Some((json::scalar(link.get(0)?)?, json::scalar(link.get(1)?)?)))
            .collect();
        let read = |node: &'a Value| {
            let class = node.get("type")?.as_str()?;
            let id = json::scalar(node.get("id")?)?;
            // Modes 2 and 4: muted and bypassed nodes did not run.
            if matches!(node.get("mode").and_then(Value::as_u64), Some(2 | 4)) {
                return None;
            }
            let mut inputs = BTreeMap::new();
            for slot in node.get("inputs").and_then(Value::as_array).into_iter().flatten() {
                let from = slot.get("link").and_then(json::scalar).and_then(|link| origin.get(&link));
                if let (Some(name), Some(from)) = (slot.get("name").and_then(Value::as_str), from) {
                    inputs.insert(name.to_owned(), Input::Link(from.clone()));
                }
            }
            for (name, value) in widgets(class, node.get("widgets_values")) {
                inputs.entry(name.to_owned()).or_insert(Input::Value(value));
            }
            Some((number(&id), Node { class, inputs }))
        };
        Self(list("nodes").iter().filter_map(read).collect())
    }

    /// Whether a node of the graph generates pictures.
    pub(super) fn generates(&self) -> bool {
        self.0.values().any(|node| node.generates())
    }

    /// Whether every sampler starts from a loaded picture and keeps some of it: no empty canvas, and a
    /// denoising strength below 1 everywhere.
    pub(super) fn only_reworks(&self) -> bool {
        let has = |part: &str| self.0.values().any(|node| node.class.contains(part));
        let keeps_some = |node: &Node<'_>| match node.inputs.get("denoise") {
            Some(Input::Value(value)) => value.as_f64().is_some_and(|strength| strength < 1.0),
            _ => false,
        };
        let mut generators = self.0.values().filter(|node| node.generates());
        has("LoadImage") && !has("Empty") && generators.all(keeps_some)
    }

    /// Everything that can be read.
    pub(super) fn facts(&self) -> Facts {
        let mut facts = Facts::default();
        for node in self.0.values().filter(|node| node.generates()).take(MOST_GENERATORS) {
            keep(&mut facts.generators, node.class);
            self.sampler(node, &mut facts);
        }
        // Loaders that no walk reached: wrappers and custom nodes hide their links.
        let nothing_was_reached = facts.models.is_empty();
        for node in self.0.values() {
            if nothing_was_reached {
                node.keep_models(&mut facts);
            }
            if node.class.starts_with("LoadImage") {
                node.keep(&["image"], &mut facts.inputs);
            }
        }
        if facts.prompts.is_empty() {
            for node in self.0.values().filter(|node| node.class.contains("TextEncode")) {
                node.keep(TEXTS, &mut facts.texts);
            }
        }
        facts
    }

    fn sampler(&self, node: &Node<'_>, facts: &mut Facts) {
        node.keep(&["seed", "noise_seed"], &mut facts.seeds);
        node.keep(&["sampler_name"], &mut facts.samplers);
        node.keep(&["steps"], &mut facts.steps);
        node.keep(&["cfg", "guidance"], &mut facts.guidance);
        node.keep(&["denoise"], &mut facts.strengths);
        node.keep(&["prompt", "positive_prompt"], &mut facts.prompts);
        node.keep(&["negative_prompt"], &mut facts.negatives);
        // Split samplers take these from nodes of their own.
        for (inputs, names, list) in [
            (&["noise"][..], &["noise_seed", "seed"][..], &mut facts.seeds),
            (&["sampler"], &["sampler_name"], &mut facts.samplers),
            (&["sigmas"], &["steps"], &mut facts.steps),
        ] {
            self.walk(node, inputs, |node| node.keep(names, list));
        }
        self.walk(node, &["model", "guider", "basic_pipe", "pipe"], |node| node.keep_models(facts));
        self.walk(node, &["positive", "guider", "conditioning", "basic_pipe"], |node| {
            node.keep(TEXTS, &mut facts.prompts)
        });
        self.walk(node, &["negative"], |node| node.keep(TEXTS, &mut facts.negatives));
    }

    /// Visits the nodes that lie behind these inputs of a node, and everything behind those. Beyond the
    /// first step only links that carry a model or a text are followed.
    fn walk(&self, from: &Node<'_>, inputs: &[&str], mut visit: impl FnMut(&Node<'_>)) {
        let mut waiting: Vec<&str> = inputs.iter().filter_map(|name| from.link(name)).collect();
        let mut visited = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if visited.len() >= MOST_NODES || waiting.len() >= MOST_LINKS {
                return;
            }
            if !visited.insert(id) {
                continue;
            }
            let Some(node) = self.0.get(&number(id)) else { continue };
            visit(node);
            let onward = |name: &str| {
                inputs.contains(&name)
                    || ["model", "text", "string", "conditioning", "any", "value", "prompt", "sampler", "noise"]
                        .iter()
                        .any(|part| name.to_ascii_lowercase().contains(part))
            };
            waiting.extend(node.inputs.iter().filter(|(name, _)| onward(name)).filter_map(|(_, input)| match input {
                Input::Link(id) => Some(id.as_str()),
                Input::Value(_) => None,
            }));
        }
    }
}

/// Inputs that hold a text.
const TEXTS: &[&str] =
    &["text", "text_g", "text_l", "t5xxl", "clip_l", "string", "value", "prompt", "wildcard_text", "populated_text"];

impl Node<'_> {
    /// Whether the node generates: it samples, or it asks a hosted generator.
    fn generates(&self) -> bool {
        const HOSTED: [&str; 14] = [
            "OpenAIDalle",
            "OpenAIGPTImage",
            "FluxPro",
            "FluxKontext",
            "Flux2",
            "Ideogram",
            "GeminiImage",
            "GoogleImagen",
            "Recraft",
            "StabilityStableImage",
            "StabilityStableDiffusion",
            "LumaImage",
            "ByteDanceImage",
            "ByteDanceSeedream",
        ];
        let samples = self.class.contains("Sampler")
            && ["seed", "noise_seed", "steps", "model", "noise", "guider", "basic_pipe", "latent_image"]
                .iter()
                .any(|name| self.inputs.contains_key(*name));
        let settings = ["seed", "noise_seed"].iter().any(|name| self.inputs.contains_key(*name))
            && self.inputs.contains_key("steps");
        samples || settings || HOSTED.iter().any(|name| self.class.starts_with(name))
    }

    fn link(&self, name: &str) -> Option<&str> {
        match self.inputs.get(name)? {
            Input::Link(id) => Some(id),
            Input::Value(_) => None,
        }
    }

    fn keep(&self, names: &[&str], list: &mut Vec<String>) {
        for name in names {
            if let Some(Input::Value(value)) = self.inputs.get(*name)
                && let Some(text) = json::scalar(value)
            {
                keep(list, &text);
            }
        }
    }

    fn keep_models(&self, facts: &mut Facts) {
        self.keep(&["ckpt_name", "unet_name", "base_ckpt_name"], &mut facts.models);
        // `model_name` also names upscalers and face restorers.
        if self.class.contains("DiffusionModel") || self.class.contains("UNET") || self.class.contains("Unet") {
            self.keep(&["model_name"], &mut facts.models);
        }
        for (name, input) in &self.inputs {
            match input {
                Input::Value(value) if name.starts_with("lora_name") => {
                    if let Some(lora) = json::scalar(value).filter(|lora| lora != "None") {
                        keep(&mut facts.loras, &lora);
                    }
                }
                // Power Lora Loader: {"on": true, "lora": name, "strength": 1}.
                Input::Value(Value::Object(members)) if members.get("on").and_then(Value::as_bool) != Some(false) => {
                    if let Some(lora) = members.get("lora").and_then(json::scalar) {
                        keep(&mut facts.loras, &lora);
                    }
                }
                _ => {}
            }
        }
    }
}

fn keep(list: &mut Vec<String>, value: &str) {
    if list.len() < MOST && !value.trim().is_empty() && !list.iter().any(|known| known == value) {
        list.push(value.to_owned());
    }
}

/// A link is a list of a node's number and one of its outputs.
fn input(value: &Value) -> Input<'_> {
    match value.as_array().map(Vec::as_slice) {
        Some([node, Value::Number(_)]) => match json::scalar(node) {
            Some(id) if number(&id).0 != u64::MAX => Input::Link(id),
            _ => Input::Value(value),
        },
        _ => Input::Value(value),
    }
}

fn number(id: &str) -> Number {
    let digits = id.split(':').next().unwrap_or(id);
    (digits.parse().unwrap_or(u64::MAX), id.to_owned())
}

/// Names for the values of common nodes, which a drawing lists without them.
fn widgets<'a>(class: &str, values: Option<&'a Value>) -> Vec<(&'static str, &'a Value)> {
    let names: &[&str] = match class {
        "CheckpointLoaderSimple" | "CheckpointLoader" => &["ckpt_name"],
        "UNETLoader" | "UnetLoaderGGUF" => &["unet_name"],
        "LoraLoader" | "LoraLoaderModelOnly" => &["lora_name"],
        "CLIPTextEncode" => &["text"],
        "KSampler" => &["seed", "control", "steps", "cfg", "sampler_name", "scheduler", "denoise"],
        "KSamplerAdvanced" => &["add_noise", "noise_seed", "control", "steps", "cfg", "sampler_name", "scheduler"],
        "RandomNoise" => &["noise_seed"],
        "KSamplerSelect" => &["sampler_name"],
        "LoadImage" => &["image"],
        _ => &[],
    };
    let values = values.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    names.iter().copied().zip(values).collect()
}
