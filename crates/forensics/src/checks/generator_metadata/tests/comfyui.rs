//! Graphs of ComfyUI.

use super::*;

/// A graph in the form that ComfyUI's interface of programs takes.
pub(super) const GRAPH: &str = r#"{"3": {"inputs": {"seed": 7, "steps": 30, "cfg": 4.5, "sampler_name": "euler", "denoise": 1.0, "model": ["10", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0]}, "class_type": "KSampler", "is_changed": [NaN]},
"4": {"inputs": {"ckpt_name": "catmix.safetensors"}, "class_type": "CheckpointLoaderSimple"},
"5": {"inputs": {"width": 512, "height": 512, "batch_size": 1}, "class_type": "EmptyLatentImage"},
"6": {"inputs": {"text": ["12", 0], "clip": ["4", 1]}, "class_type": "CLIPTextEncode"},
"7": {"inputs": {"text": "a dog", "clip": ["4", 1]}, "class_type": "CLIPTextEncode"},
"10": {"inputs": {"lora_name": "fur.safetensors", "model": ["4", 0], "clip": ["4", 1]}, "class_type": "LoraLoader"},
"11": {"inputs": {"model_name": "RealESRGAN_x4.pth"}, "class_type": "UpscaleModelLoader"},
"12": {"inputs": {"value": "a cat on a roof"}, "class_type": "PrimitiveString"}}"#;

/// The same graph as its editor draws it.
pub(super) const DRAWING: &str = r#"{"last_node_id": 7, "last_link_id": 3, "nodes": [
{"id": 3, "type": "KSampler", "inputs": [{"name": "model", "link": 1}, {"name": "positive", "link": 2}], "widgets_values": [7, "fixed", 30, 4.5, "euler", "normal", 1.0]},
{"id": 4, "type": "CheckpointLoaderSimple", "inputs": [], "widgets_values": ["catmix.safetensors"]},
{"id": 6, "type": "CLIPTextEncode", "inputs": [{"name": "clip", "link": 3}], "widgets_values": ["a cat on a roof"]}],
"links": [[1, 4, 0, 3, 0, "MODEL"], [2, 6, 0, 3, 1, "CONDITIONING"], [3, 4, 1, 6, 0, "CLIP"]]}"#;

#[test]
fn a_graph_is_walked_from_its_sampler_in_every_carrier() {
    let rows = [
        ("Prompt", "a cat on a roof"),
        ("Model", "catmix.safetensors"),
        ("Seed", "7"),
        ("Sampler", "euler"),
        ("Steps", "30"),
    ];
    let webp = webp_lossless(&scene(16, 16, 1));
    let exif =
        Exif { make: Some(format!("workflow:{DRAWING}")), model: Some(format!("prompt:{GRAPH}")), ..Exif::default() };
    let both = format!("{{\"prompt\": {GRAPH}, \"workflow\": {DRAWING}}}");
    for file in [
        png_with(&[("prompt", GRAPH), ("workflow", DRAWING)]),
        webp_with_chunks(&webp, &[(b"EXIF", exif.to_tiff().as_slice())]),
        jpeg_with_comment(GRAPH),
        jpeg_with_comment(&both),
    ] {
        let finding = assert_generated(file, "ComfyUI", &rows);
        assert_eq!(values(&finding, "Negative prompt"), ["a dog"]);
        assert_eq!(values(&finding, "LoRA"), ["fur.safetensors"]);
        assert_eq!(values(&finding, "Model"), ["catmix.safetensors"], "an upscaler is no model");
    }
    assert_generated(png_with(&[("workflow", DRAWING)]), "ComfyUI", &rows);
}

#[test]
fn a_graph_longer_than_a_field_is_read_whole() {
    let note = "x".repeat(200_000);
    let long = GRAPH.replacen(
        "{\"3\"",
        &format!("{{\"1\": {{\"inputs\": {{\"text\": \"{note}\"}}, \"class_type\": \"Note\"}}, \"3\""),
        1,
    );
    assert_generated(png_with(&[("prompt", &long)]), "ComfyUI", &[("Seed", "7")]);
}

#[test]
fn a_graph_that_only_enlarges_declares_nothing() {
    let graph = r#"{"1": {"inputs": {"image": "holiday.jpg"}, "class_type": "LoadImage"}, "2": {"inputs": {"upscale_model": ["3", 0], "image": ["1", 0]}, "class_type": "ImageUpscaleWithModel"}, "3": {"inputs": {"model_name": "x4.pth"}, "class_type": "UpscaleModelLoader"}}"#;
    let finding = found(&GeneratorMetadata, png_with(&[("prompt", graph)]));
    assert_eq!((finding.declares, values(&finding, "Input picture")), (None, vec!["holiday.jpg"]));
}

#[test]
fn a_graph_that_reworks_a_loaded_picture_declares_a_part() {
    let graph = |denoise: &str, latent: &str| {
        png_with(&[(
            "prompt",
            &format!(
                r#"{{"1": {{"inputs": {{"image": "holiday.jpg"}}, "class_type": "LoadImage"}}, "2": {{"inputs": {{"seed": 1, "steps": 20, "denoise": {denoise}, "latent_image": ["3", 0]}}, "class_type": "KSampler"}}, "3": {{"inputs": {{"pixels": ["1", 0]}}, "class_type": "{latent}"}}}}"#
            ),
        )])
    };
    let declares = |file| found(&GeneratorMetadata, file).declares;
    assert_eq!(declares(graph("0.35", "VAEEncode")), Some(Declaration::PartlyGenerated));
    assert_eq!(declares(graph("1.0", "VAEEncode")), Some(Declaration::Generated));
    assert_eq!(declares(graph("0.35", "EmptyLatentImage")), Some(Declaration::Generated));
}

#[test]
fn a_graph_without_quotes_gives_its_simple_settings() {
    let text = "{3: {inputs: {seed: 7, steps: 30, sampler_name: euler, model: [4, 0]}, class_type: KSampler}, 4: {inputs: {ckpt_name: catmix.safetensors}, class_type: CheckpointLoaderSimple}}";
    assert_generated(jpeg_with_comment(text), "ComfyUI", &[("Model", "catmix.safetensors"), ("Seed", "7")]);
}
