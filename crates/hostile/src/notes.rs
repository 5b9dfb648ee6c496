//! Labels and notes of generators, in every carrier: the checks that read them must answer.

use std::sync::OnceLock;

use catchlight_forensics::examination::{Answer, answers};
use catchlight_forensics::model::NoModels;
use catchlight_forensics::report::words;
use catchlight_forensics::{Cancel, Check, Exhibit, Limits, Specimen, checks};
use catchlight_rendered as rendered;
use catchlight_rendered::Exif;

use crate::files;

/// Runs checks on a file; none may break down.
pub(crate) fn answered(ids: &[&str], file: Vec<u8>) {
    let exhibit = Exhibit::new("photo", file);
    let limits = Limits { metadata_bytes: 1 << 20, ..Limits::default() };
    let specimen = Specimen::new(&exhibit, &NoModels, limits);
    let checks: Vec<&dyn Check> = ids.iter().map(|id| checks::find(id).expect("a registered check")).collect();
    for (about, answer) in answers(&checks, &specimen, &Cancel::default()) {
        let broke_down = matches!(&answer, Answer::Failed(why) if why.en == words::PANICKED.en);
        assert!(!broke_down, "{} broke down", about.id);
    }
}

/// A byte that names the carrier, and an AIGC label.
pub fn aigc(bytes: &[u8]) {
    let Some((carrier, label)) = bytes.split_first() else { return };
    answered(&["aigc_label"], carried(*carrier, "AIGC", label));
}

/// A byte that names the carrier, and what programs note: in a PNG several texts, each a keyword and a text.
pub fn notes(bytes: &[u8]) {
    const READERS: [&str; 6] = [
        "generator_metadata",
        "digital_source_type",
        "editor_history",
        "camera_signature",
        "stated_metadata",
        "platform_pipeline",
    ];
    let Some((carrier, note)) = bytes.split_first() else { return };
    answered(&READERS, carried(*carrier, "parameters", note));
}

/// What separates texts, and a keyword from its text.
const NEXT: u8 = 0x1e;
const TEXT: u8 = 0x1f;
/// The carriers of [`carried`].
const CARRIERS: u8 = 9;

/// A small file that carries these bytes.
fn carried(carrier: u8, key: &str, bytes: &[u8]) -> Vec<u8> {
    let words = || String::from_utf8_lossy(bytes).into_owned();
    // The longest payload of a segment, less the words before it.
    let segment = bytes.get(..bytes.len().min(65_000)).unwrap_or_default();
    // Escaped by nobody: what stands here may end the attribute.
    let attribute = || files::packet(&format!("TC260:AIGC=\"{}\" xmp:CreatorTool=\"{}\"", words(), words()), "");
    match carrier % CARRIERS {
        0 => texts(key, bytes),
        1 => rendered::png_with_text(png(), key, bytes),
        2 => rendered::png_with_compressed_text(png(), key, bytes),
        3 => {
            let exif = Exif { user_comment: Some(words()), software: Some(words()), ..Exif::default() };
            rendered::png_with_exif(png(), &exif)
        }
        4 => rendered::jpeg_with_segment(jpeg(), 0xfe, segment),
        5 => rendered::jpeg_with_segment(jpeg(), 0xeb, &[key.as_bytes(), segment].concat()),
        6 => rendered::png_with_utf8_text(png(), "XML:com.adobe.xmp", &words(), false),
        7 => rendered::png_with_utf8_text(png(), "XML:com.adobe.xmp", &attribute(), false),
        _ => [jpeg(), bytes].concat(),
    }
}

/// A PNG of several texts.
fn texts(key: &str, bytes: &[u8]) -> Vec<u8> {
    bytes.split(|byte| *byte == NEXT).fold(png().to_vec(), |file, text| {
        let mut halves = text.splitn(2, |byte| *byte == TEXT);
        let (first, second) = (halves.next().unwrap_or_default(), halves.next());
        let name = String::from_utf8_lossy(first);
        let (name, text) = second.map_or((key, first), |text| (name.as_ref(), text));
        rendered::png_with_utf8_text(&file, name, &String::from_utf8_lossy(text), false)
    })
}

fn png() -> &'static [u8] {
    static PNG: OnceLock<Vec<u8>> = OnceLock::new();
    PNG.get_or_init(|| rendered::png(&rendered::scene(8, 8, 1)))
}

fn jpeg() -> &'static [u8] {
    static JPEG: OnceLock<Vec<u8>> = OnceLock::new();
    JPEG.get_or_init(|| rendered::jpeg(&rendered::scene(8, 8, 1), 50))
}

/// Each text in each carrier.
fn in_every_carrier(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().flat_map(|text| (0..CARRIERS).map(|carrier| [&[carrier], text.as_bytes()].concat())).collect()
}

/// Labels in the forms that programs write, with an invented company.
pub fn aigc_seeds() -> Vec<Vec<u8>> {
    let label = r#"{"Label":"1","ContentProducer":"001191110102MACQD9K64010000","ProduceID":"e3578014","ReservedCode1":"","ContentPropagator":"","PropagateID":"","ReservedCode2":""}"#;
    let wrapped = format!("{{\"AIGC\":{label}}}");
    let twice = serde_json::to_string(&wrapped).expect("a string");
    let signed = r#"{"AIGC":{"Label":3,"ContentProducer":"kling","ReservedCode1":"{\"SecurityData\":{\"Type\":\"TC260PG\",\"Version\":1,\"PubSD\":[{\"Type\":\"DS\",\"AlgID\":\"1.2.156.10197.1.501\"}]}}","ProduceID":"1700000000000"}}"#;
    in_every_carrier(&[label, &wrapped, &twice, signed])
}

/// Notes of many generators, shortened.
pub fn note_seeds() -> Vec<Vec<u8>> {
    let several = "Title\x1fAI generated image\x1eDescription\x1fa cat\x1eSoftware\x1fNovelAI\x1eSource\x1fNovelAI Diffusion V3 ABCD\x1eComment\x1f{\"prompt\":\"a cat\",\"steps\":28,\"seed\":1,\"sampler\":\"k_euler\",\"uc\":\"dog\"}";
    let graph = r#"prompt{"3":{"class_type":"KSampler","inputs":{"seed":42,"steps":20,"cfg":7.5,"sampler_name":"euler","model":["4",0],"positive":["6",0],"negative":["7",0]}},"4":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"cat.safetensors"}},"6":{"class_type":"CLIPTextEncode","inputs":{"text":"a cat","clip":["4",1]}},"7":{"class_type":"CLIPTextEncode","inputs":{"text":["6",0]}}}workflow{"nodes":[{"id":3,"type":"KSampler","widgets_values":[42,"fixed",20]}],"links":[[1,4,0,3,0,"MODEL"]]}"#;
    let graph = graph.replace("prompt{", "prompt\x1f{").replace("workflow{", "\x1eworkflow\x1f{");
    let invoke = "invokeai_metadata\x1f{\"app_version\":\"4.2\",\"positive_prompt\":\"a cat\",\"seed\":1,\"model\":{\"name\":\"m\"},\"loras\":[{\"model\":{\"name\":\"l\"},\"weight\":0.7}]}\x1esd-metadata\x1f{\"model_weights\":\"m\",\"image\":{\"prompt\":[{\"prompt\":\"a\",\"weight\":1}],\"seed\":2}}";
    let mut seeds = in_every_carrier(&[
        "a cat on a roof, <lora:fur:0.8>\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x512, Model hash: abcd, Model: \"cat, mix\", Version: v1.9.3",
        r#"{"sui_image_params":{"prompt":"a cat","model":"m","seed":7,"steps":20,"loras":["a"],"swarm_version":"0.9"},"sui_extra_data":{"date":"2024-06-01"}}"#,
        r#"{"prompt":"a cat","full_prompt":["a cat"],"base_model":"m","seed":"1","version":"Fooocus v2.5.5","loras":[["x",0.5]]}"#,
        r#"{"aigc_info":{"aigc_label_type":0,"source_info":"dreamina"},"data":{"os":"web","product":"dreamina","exportType":"generation","pictureId":"0"}}"#,
        "a cat --ar 3:2 --v 6.1 Job ID: 01234567-89ab-cdef-0123-456789abcdef",
        r#"{"use_stable_diffusion_model":"m","prompt":"a","seed":3,"num_inference_steps":20}"#,
        "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
        "Made with Google AI",
    ]);
    seeds.extend(in_every_carrier(&[several, &graph, invoke]));
    seeds.push([&[8], samsung().as_slice()].concat());
    seeds
}

/// The trailer of a Samsung device: one entry, its index, and where the index lies.
fn samsung() -> Vec<u8> {
    let (name, data) = (b"PhotoEditor_Re_Edit_Data".as_slice(), br#"{"genAIType":8}"#.as_slice());
    let entry = [&[0, 0, 0xa1, 0x0b], (name.len() as u32).to_le_bytes().as_slice(), name, data].concat();
    let length = (entry.len() as u32).to_le_bytes();
    let index = [b"SEFH".as_slice(), &[0x6b, 0, 0, 0], &[1, 0, 0, 0], &[0, 0, 0xa1, 0x0b], &length, &length].concat();
    [entry.as_slice(), &index, &(index.len() as u32).to_le_bytes(), b"SEFT"].concat()
}
