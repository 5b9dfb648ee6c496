use super::*;
use crate::checks::declaration::testing::{
    escaped, examine, found, jpeg_with_comment, jpeg_with_exif, jpeg_with_packet, places, small_jpeg, small_png, values,
};
use catchlight_rendered::{
    Exif, png_with_compressed_text, png_with_text, png_with_utf8_text, scene, webp_lossless, webp_with_chunks,
    with_comment, with_iptc,
};
use proptest::prelude::*;

mod comfyui;

use comfyui::{DRAWING, GRAPH};

/// A PNG with these texts.
fn png_with(texts: &[(&str, &str)]) -> Vec<u8> {
    texts.iter().fold(small_png(), |file, (key, text)| png_with_utf8_text(&file, key, text, false))
}

/// Asserts the tool and rows of a picture that is declared as generated.
#[track_caller]
fn assert_generated(file: Vec<u8>, tool: &str, rows: &[(&str, &str)]) -> Finding {
    let finding = found(&GeneratorMetadata, file);
    assert_eq!(finding.declares, Some(Declaration::Generated), "{tool}");
    assert_eq!(finding.points_to, Direction::Ai, "{tool}");
    assert!(values(&finding, "Generator").iter().any(|name| name.contains(tool)), "{tool}: {finding:?}");
    for (label, value) in rows {
        assert!(values(&finding, label).contains(value), "{tool}: no {label} {value} in {finding:?}");
        assert!(places(&finding, label).iter().all(|place| !place.is_empty()), "{tool}");
    }
    finding
}

#[track_caller]
fn assert_nothing(file: Vec<u8>) -> Finding {
    match examine(&GeneratorMetadata, file) {
        Outcome::NotFound(finding) => {
            assert_eq!(finding.declares, None);
            finding
        }
        other => unreachable!("something was found: {other:?}"),
    }
}

const SETTINGS: &str = "a cat on a roof, <lora:fur:0.8>\nNegative prompt: dog, blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x512, Model hash: abcd, Model: catmix_v1, Version: v1.9.3";

#[test]
fn the_web_uis_settings_are_read_from_every_carrier() {
    let rows = [
        ("Prompt", "a cat on a roof, <lora:fur:0.8>"),
        ("Negative prompt", "dog, blurry"),
        ("Seed", "42"),
        ("Model", "catmix_v1"),
        ("Sampler", "Euler a"),
        ("LoRA", "fur:0.8"),
    ];
    let exif = Exif { user_comment: Some(SETTINGS.into()), software: Some("paint.net 5.0".into()), ..Exif::default() };
    let webp = webp_lossless(&scene(16, 16, 1));
    for file in [
        png_with(&[("parameters", SETTINGS)]),
        png_with_compressed_text(&small_png(), "parameters", SETTINGS.as_bytes()),
        jpeg_with_exif(exif.clone()),
        webp_with_chunks(&webp, &[(b"EXIF", exif.to_tiff().as_slice())]),
        with_comment(&small_jpeg(), SETTINGS.as_bytes()),
        jpeg_with_packet(
            "",
            &format!(
                "<exif:UserComment><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></exif:UserComment>",
                escaped(SETTINGS)
            ),
        ),
    ] {
        assert_generated(file, "AUTOMATIC1111", &rows);
    }
    assert_generated(png_with(&[("parameters", &SETTINGS.replace("v1.9.3", "f2.0.1v1.10.1"))]), "Forge", &[]);
    assert_generated(png_with(&[("parameters", &format!("{SETTINGS}, App: SD.Next"))]), "SD.Next", &[]);
}

#[test]
fn settings_in_a_caption_are_shown_and_not_counted() {
    for file in [
        jpeg_with_exif(Exif { image_description: Some(SETTINGS.into()), ..Exif::default() }),
        with_iptc(&small_jpeg(), &[(2, 120, SETTINGS.as_bytes())]),
        jpeg_with_packet(&format!("dc:description=\"{}\"", escaped(SETTINGS).replace('\n', "&#10;")), ""),
    ] {
        let finding = found(&GeneratorMetadata, file);
        assert_eq!((finding.declares, finding.points_to), (None, Direction::Neither));
        assert!(values(&finding, "Note").concat().contains("caption"), "{finding:?}");
    }
}

#[test]
fn each_interface_is_read_in_its_own_form() {
    let invoke = r#"{"app_version": "5.0.2", "positive_prompt": "a cat", "negative_prompt": "a dog", "seed": 9, "steps": 25, "scheduler": "dpmpp", "cfg_scale": 7, "model": {"name": "catmix"}, "loras": [{"model": {"name": "fur"}, "weight": 0.7}]}"#;
    assert_generated(
        png_with(&[("invokeai_metadata", invoke)]),
        "InvokeAI",
        &[("Prompt", "a cat"), ("Model", "catmix"), ("LoRA", "fur"), ("Seed", "9")],
    );
    let old = r#"{"model_weights": "catmix", "app_version": "2.3.0", "image": {"prompt": [{"prompt": "a cat", "weight": 1.0}], "seed": 9, "sampler": "k_lms"}}"#;
    assert_generated(
        png_with(&[("Dream", "\"a cat\" -s 50"), ("sd-metadata", old)]),
        "InvokeAI",
        &[("Prompt", "a cat"), ("Model", "catmix"), ("Sampler", "k_lms")],
    );
    assert_generated(
        png_with(&[("Dream", "\"a cat\" -s 50 -S 9 -A k_lms")]),
        "InvokeAI",
        &[("Prompt", "a cat"), ("Seed", "9")],
    );

    let novel = [
        ("Software", "NovelAI"),
        ("Source", "Stable Diffusion 1D44365E"),
        ("Description", "a cat"),
        ("Comment", r#"{"uc": "a dog", "seed": 9, "sampler": "k_euler"}"#),
    ];
    assert_generated(
        png_with(&novel),
        "NovelAI",
        &[("Prompt", "a cat"), ("Negative prompt", "a dog"), ("Seed", "9"), ("Model", "Stable Diffusion 1D44365E")],
    );

    let easy = [
        ("prompt", "a cat"),
        ("negative_prompt", "a dog"),
        ("seed", "9"),
        ("use_stable_diffusion_model", "catmix"),
        ("num_inference_steps", "25"),
    ];
    assert_generated(png_with(&easy), "Easy Diffusion", &[("Prompt", "a cat"), ("Model", "catmix")]);
    let capital =
        [("Prompt", "a cat"), ("Negative Prompt", "a dog"), ("Seed", "9"), ("Stable Diffusion model", "catmix")];
    assert_generated(png_with(&capital), "Easy Diffusion", &[("Prompt", "a cat"), ("Negative prompt", "a dog")]);
    let json = r#"{"prompt": "a cat", "negative_prompt": "", "seed": 9, "use_stable_diffusion_model": "catmix"}"#;
    assert_generated(jpeg_with_comment(json), "Easy Diffusion", &[("Seed", "9")]);

    let swarm = r#"{"sui_image_params": {"prompt": "a cat", "model": "catmix", "seed": 9, "steps": 25, "cfgscale": 4.5, "loras": ["fur"]}, "sui_extra_data": {}}"#;
    let legacy = jpeg_with_exif(Exif { model: Some(swarm.into()), ..Exif::default() });
    for file in [png_with(&[("parameters", swarm)]), jpeg_with_comment(swarm), legacy] {
        assert_generated(file, "SwarmUI", &[("Prompt", "a cat"), ("Model", "catmix"), ("LoRA", "fur")]);
    }

    let fooocus = r#"{"base_model": "catmix", "prompt": "a cat", "negative_prompt": "", "seed": 9, "sampler": "dpmpp", "version": "Fooocus v2.5.0", "loras": [["fur", 0.5, "ab"]]}"#;
    for file in [
        png_with(&[("parameters", fooocus), ("fooocus_scheme", "fooocus")]),
        png_with(&[("Comment", fooocus)]),
        jpeg_with_comment(fooocus),
    ] {
        assert_generated(file, "Fooocus", &[("Prompt", "a cat"), ("Model", "catmix"), ("LoRA", "fur")]);
    }

    let draw = r#"{"c": "a cat", "uc": "a dog", "model": "catmix.ckpt", "sampler": "DPM++", "seed": 9, "steps": 8, "scale": 4}"#;
    let packet = format!(
        "<exif:UserComment><rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt></exif:UserComment>",
        escaped(draw)
    );
    assert_generated(
        jpeg_with_packet("xmp:CreatorTool=\"Draw Things\"", &packet),
        "Draw Things",
        &[("Prompt", "a cat"), ("Negative prompt", "a dog"), ("Model", "catmix.ckpt")],
    );

    let tensor = r#"{"prompt": "a cat", "negativePrompt": "a dog", "seed": "9", "samplerName": "euler", "baseModel": {"modelFileName": "catmix"}, "models": [{"label": "fur", "type": "LORA"}]}"#;
    assert_generated(
        png_with_text(&small_png(), "generation_data", format!("{tensor}\0").as_bytes()),
        "Tensor.art",
        &[("Prompt", "a cat"), ("Model", "catmix"), ("LoRA", "fur")],
    );
}

#[test]
fn each_hosted_generator_is_read_by_its_own_signals() {
    const UUID: &str = "2b6e053b-9a65-4ca9-9e13-b6f4465164d4";
    let description = format!("a cat on a roof --ar 4:3 --v 5.2 Job ID: {UUID}");
    assert_generated(
        png_with(&[("Description", &description), ("Author", "someone")]),
        "Midjourney",
        &[("Prompt", "a cat on a roof --ar 4:3 --v 5.2"), ("Job id", UUID)],
    );
    let guid = |guid: &str, kind: &str| {
        jpeg_with_packet(
            &format!(
                "Iptc4xmpExt:DigImageGUID=\"{guid}\" Iptc4xmpExt:DigitalSourceType=\"http://cv.iptc.org/newscodes/digitalsourcetype/{kind}\""
            ),
            "",
        )
    };
    assert_generated(guid(UUID, "trainedAlgorithmicMedia"), "Midjourney", &[("Job id", UUID)]);
    assert_nothing(guid(UUID, "digitalCapture"));
    assert_nothing(guid("http://example.com/imageGUIDs/TestGUID12345", "trainedAlgorithmicMedia"));

    let signature = format!("Signature: {}", "Ab+/".repeat(20));
    let grok = |artist: &str| {
        jpeg_with_exif(Exif {
            image_description: Some(signature.clone()),
            artist: Some(artist.into()),
            ..Exif::default()
        })
    };
    assert_generated(grok(UUID), "Grok", &[("Picture id", UUID)]);
    assert_eq!(found(&GeneratorMetadata, grok("A. Painter")).declares, None);

    let exif = |make: &str, model: &str, software: Option<&str>, text: &str| {
        jpeg_with_exif(Exif {
            make: Some(make.into()),
            model: Some(model.into()),
            software: software.map(str::to_owned),
            image_description: Some(text.into()),
            ..Exif::default()
        })
    };
    let flux = exif("Black Forest Labs", "flux-dev", Some("AI generated;txt2img;flux"), "a cat");
    assert_generated(flux, "FLUX", &[("Prompt", "a cat"), ("Model", "flux-dev")]);
    let derived = exif(
        "USO",
        "flux-dev",
        None,
        "prompt='a cat, it's grey', seed=9, width=64, height=64, guidance=4, num_steps=25",
    );
    assert_generated(derived, "USO", &[("Prompt", "a cat, it's grey"), ("Model", "flux-dev"), ("Seed", "9")]);
    assert_nothing(exif("Canon", "flux capacitor", None, "a cat"));

    assert_generated(exif("Ideogram AI", "", None, ""), "Ideogram", &[]);
    assert_generated(jpeg_with_packet("xmp:CreatorTool=\"reve.com\"", ""), "Reve", &[]);
    assert_generated(
        png_with(&[("Source", "Luma AI"), ("Comment", "Generated by Luma AI's Uni-1 model (https://lumalabs.ai)")]),
        "Luma",
        &[],
    );
}

#[test]
fn bytedances_apps_declare_only_what_they_say() {
    let app = |export: &str, label: u8, product: &str| {
        jpeg_with_comment(&format!(
            r#"{{"aigc_info":{{"aigc_label_type":{label},"source_info":"dreamina"}},"data":{{"os":"web","product":"{product}","exportType":"{export}","pictureId":"0"}}}}"#
        ))
    };
    assert_generated(
        app("generation", 0, "dreamina"),
        "Dreamina",
        &[("aigc_label_type", "0"), ("exportType", "generation")],
    );
    assert_generated(app("edit", 1, "lv"), "CapCut", &[]);
    assert_generated(app("edit", 2, "retouch"), "Xingtu", &[]);
    assert_nothing(app("edit", 0, "dreamina"));
    assert_generated(jpeg_with_comment(r#"{"data":{"product":"aweme"},"aigc_info":{"aigc_type":1}}"#), "Douyin", &[]);
    let beauty = r#"{"source_type":"douyin_beauty_me","data":{"appversion":"3.4.0","pictureId":"1","product":"beautyme","os":"ios"}}"#;
    let camera = Exif { user_comment: Some(beauty.into()), ..Exif::of_camera() };
    let finding = assert_nothing(jpeg_with_exif(camera));
    assert_eq!(values(&finding, "product"), ["beautyme"]);
}

#[test]
fn a_samsung_trailer_is_an_edit_only_with_a_type() {
    let edit = samsung::fixture::trailer(&[(0x0d91, "PEg_Info", br#"{"genImageVersion":"v1","genAIType":8}"#)]);
    for picture in [small_png(), small_jpeg()] {
        let finding = found(&GeneratorMetadata, [picture, edit.clone()].concat());
        assert_eq!((finding.declares, finding.points_to), (Some(Declaration::PartlyGenerated), Direction::Neither));
        assert_eq!(values(&finding, "Local edit"), ["genAIType=8"]);
        assert!(places(&finding, "Local edit").concat().contains("after the end"));
    }
    let plain = samsung::fixture::trailer(&[
        (0x0a01, "Image_UTC_Data", b"1700000000000"),
        (0x0ba1, "PhotoEditor_Re_Edit_Data", br#"{"genAIType":0}"#),
    ]);
    let finding = assert_nothing([small_jpeg(), plain.clone()].concat());
    assert_eq!(values(&finding, "Entries"), ["Image_UTC_Data, PhotoEditor_Re_Edit_Data"]);
    let mut broken = plain;
    let at = broken.len() - 14;
    broken[at] ^= 0xff;
    assert!(matches!(examine(&GeneratorMetadata, [small_jpeg(), broken].concat()), Outcome::Inconclusive { .. }));
}

#[test]
fn text_hidden_in_the_lowest_bits_is_read() {
    let novel = r#"{"Description": "a cat", "Software": "NovelAI", "Source": "NovelAI Diffusion V3", "Comment": "{\"uc\": \"a dog\", \"seed\": 9}"}"#;
    let file = stealth::fixture::png("stealth_pngcomp", &stealth::fixture::gzip(novel));
    let finding =
        assert_generated(file, "NovelAI", &[("Prompt", "a cat"), ("Seed", "9"), ("Model", "NovelAI Diffusion V3")]);
    assert!(places(&finding, "Prompt").concat().contains("lowest bits of the transparency"), "{finding:?}");
    assert_generated(stealth::fixture::png("stealth_pnginfo", SETTINGS.as_bytes()), "AUTOMATIC1111", &[("Seed", "42")]);
    assert_generated(stealth::fixture::png("stealth_rgbinfo", SETTINGS.as_bytes()), "AUTOMATIC1111", &[("Seed", "42")]);
    assert_generated(
        stealth::fixture::png("stealth_rgbcomp", &stealth::fixture::gzip(SETTINGS)),
        "AUTOMATIC1111",
        &[("Seed", "42")],
    );
    for (magic, payload) in [
        ("stealth_pngcomp", b"not gzip".to_vec()),
        ("stealth_pngcomp", stealth::fixture::gzip(&"x".repeat(5 << 20))),
        ("stealth_pnginfo", vec![0xff; 8]),
        ("stealth_pnginfo", Vec::new()),
    ] {
        let outcome = examine(&GeneratorMetadata, stealth::fixture::png(magic, &payload));
        let Outcome::Inconclusive { why, .. } = outcome else { unreachable!("{magic}: {outcome:?}") };
        assert!(why.en.contains("hidden in the lowest bits"), "{}", why.en);
    }
}

#[test]
fn notes_that_say_nothing_of_the_picture_do_not_declare() {
    let finding = found(&GeneratorMetadata, png_with(&[("hf-job-id", "9f832513-1866-456a-be9d-0ec3e1b609fa")]));
    assert_eq!(finding.declares, None);
    assert!(values(&finding, "Job id").concat().starts_with("9f83"));
    assert_nothing(png_with(&[("chara", "eyJuYW1lIjoiQSBjYXQifQ==")]));
    assert_eq!(
        found(&GeneratorMetadata, png_with(&[("extras", "Postprocess upscale by: 4, Postprocess upscaler: x4")]))
            .declares,
        None
    );
}

#[test]
fn traps_do_not_fire() {
    let camera = |comment: &str| jpeg_with_exif(Exif { user_comment: Some(comment.into()), ..Exif::of_camera() });
    for comment in [
        "Screenshot",
        "B612",
        "trending on Instagram, Midjourney style",
        "SEFHSEFT",
        "xr:d:DAFoJGFzFKI:4,j:1,t:23070913",
        "Steps: 20, Seed: 5",
        "{\"a\":",
        "{}",
        "[1]",
        "prompt: a cat",
    ] {
        assert_nothing(camera(comment));
    }
    assert_nothing(jpeg_with_exif(Exif { software: Some("Google".into()), ..Exif::default() }));
    assert_nothing(jpeg_with_exif(Exif { software: Some("NovelAI fan edition".into()), ..Exif::default() }));
    assert_nothing(jpeg_with_exif(Exif {
        image_description: Some("Signature: J. Doe".into()),
        artist: Some("J. Doe".into()),
        ..Exif::default()
    }));
    assert_nothing(jpeg_with_packet("crs:pm_source_type=\"full\" xmp:CreatorTool=\"Snapseed 2.15\"", ""));
    assert_nothing(jpeg_with_packet("dc:title=\"made with ComfyUI, Stable Diffusion and Midjourney\"", ""));
    assert_nothing(png_with(&[
        ("prompt", "How was your day?"),
        ("Software", "Adobe ImageReady"),
        ("Comment", "Created with GIMP"),
        ("workflow", "scan, crop, save"),
    ]));
    assert_nothing(png_with(&[("parameters", "{\"width\": 5}"), ("Comment", "{\"seed\": 1}"), ("seed", "corn")]));
    assert_nothing([small_jpeg(), b"some SEFT and SEFH".to_vec()].concat());
    let finding = assert_nothing(small_jpeg());
    assert!(finding.summary.en.contains("carried none") && !finding.summary.en.contains("lowest bits"));
    assert!(assert_nothing(small_png()).summary.en.contains("lowest bits"));
}

#[test]
fn damage_to_recognised_notes_is_never_nothing_found() {
    let cut = |text: &str| text.get(..text.len() / 2).unwrap_or_default().to_owned();
    for file in [
        png_with(&[("prompt", &cut(GRAPH))]),
        png_with(&[("workflow", &cut(DRAWING))]),
        png_with(&[("generation_data", "{\"prompt\": ")]),
        jpeg_with_comment(&cut(
            r#"{"sui_image_params": {"prompt": "a cat", "model": "catmix", "seed": 9, "steps": 25, "x": 1}}"#,
        )),
        jpeg_with_comment(r#"{"aigc_info":{"aigc_label_type":1,"#),
        png_with(&[("fooocus_scheme", "fooocus"), ("parameters", "{\"prompt\": ")]),
    ] {
        let outcome = examine(&GeneratorMetadata, file);
        let Outcome::Inconclusive { why, finding } = outcome else { unreachable!("{outcome:?}") };
        assert!(why.en.contains("could not be read"), "{}", why.en);
        assert!(!values(&finding, "Not read").is_empty());
    }
    // What names its tool still declares, and the damage stands beside it.
    let novel = png_with(&[("Software", "NovelAI"), ("Comment", "{\"uc\": ")]);
    let finding = assert_generated(novel, "NovelAI", &[]);
    assert_eq!(values(&finding, "Not read").len(), 1);
    // A zip bomb ends in the metadata reader, and is said.
    let bomb = png_with_compressed_text(&small_png(), "parameters", &vec![b'a'; 40 << 20]);
    assert!(matches!(examine(&GeneratorMetadata, bomb), Outcome::Inconclusive { .. }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_in_any_field_is_read_without_a_panic(text in "(\\PC|\n)*", head in "(\\{\"|\\{|prompt:\\{|workflow:\\{|Signature: |prompt=')?") {
        let text = format!("{head}{text}");
        for key in ["parameters", "prompt", "workflow", "Comment", "generation_data", "invokeai_metadata", "sd-metadata", "Dream", "Description"] {
            examine(&GeneratorMetadata, png_with(&[(key, &text), ("Software", "NovelAI")]));
        }
        let clean = text.replace('\0', "");
        let exif = Exif { make: Some(clean.clone()), model: Some("flux".into()), software: Some(clean.clone()), image_description: Some(clean.clone()), artist: Some(clean.clone()), user_comment: Some(clean), ..Exif::default() };
        examine(&GeneratorMetadata, jpeg_with_exif(exif));
    }

    #[test]
    fn any_graph_is_walked_without_end(links in proptest::collection::vec((0_u8..6, 0_u8..6), 0..12), class in "(KSampler|Sampler|Lora|\\PC{0,8})") {
        let mut nodes = serde_json::Map::new();
        for (from, to) in links {
            let inputs = serde_json::json!({"model": [to.to_string(), 0], "positive": [from.to_string(), 0], "text": [to.to_string(), 0], "seed": 1, "steps": 2});
            nodes.insert(from.to_string(), serde_json::json!({"class_type": class, "inputs": inputs}));
        }
        examine(&GeneratorMetadata, png_with(&[("prompt", &serde_json::Value::Object(nodes).to_string())]));
    }
}
