//! Signed pictures, made here: nothing of anybody's.

use std::io::Cursor;

use c2pa::{Builder, EphemeralSigner, Signer};
use catchlight_forensics::{
    Cancel, Context, Exhibit, Finding, Limits, Outcome, Specimen, Stopped, checks, model::NoModels,
};
use serde_json::json;

/// Source types as the standard writes them.
pub(crate) const MADE: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
pub(crate) const TAKEN: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture";
pub(crate) const PARTS: &str = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";

/// An unsigned picture of each format that is written here.
pub(crate) fn pictures() -> Vec<(&'static str, Vec<u8>)> {
    let scene = catchlight_rendered::scene(96, 64, 1);
    vec![
        ("image/jpeg", catchlight_rendered::jpeg(&scene, 90)),
        ("image/png", catchlight_rendered::png(&scene)),
        ("image/webp", catchlight_rendered::webp_lossless(&scene)),
    ]
}

/// A signer with a certificate of its own that no list knows.
pub(crate) fn signer() -> EphemeralSigner {
    EphemeralSigner::new("camera.invalid").unwrap()
}

/// The certificates of a signer in PEM, its own first.
pub(crate) fn pem(signer: &EphemeralSigner) -> Vec<String> {
    signer.certs().unwrap().iter().map(|der| pem_of(der)).collect()
}

fn pem_of(der: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut base64 = String::new();
    for chunk in der.chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for index in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * index)) as usize & 63] as char;
            base64.push(if index <= chunk.len() { digit } else { '=' });
        }
    }
    let lines: Vec<&str> = base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

/// A definition of a manifest that was created with this source type.
pub(crate) fn created(source_type: &str) -> serde_json::Value {
    json!({
        "claim_generator_info": [{ "name": "Catchlight test", "version": "1" }],
        "title": "Rendered scene",
        "assertions": [{
            "label": "c2pa.actions.v2",
            "data": { "actions": [{
                "action": "c2pa.created",
                "digitalSourceType": source_type,
                "softwareAgent": { "name": "Renderer", "version": "2" },
                "description": "Rendered by code.",
                "parameters": { "com.example.version": "7" },
            }] },
        }],
    })
}

/// Signs a picture.
pub(crate) fn sign(media_type: &str, picture: &[u8], definition: &serde_json::Value, signer: &dyn Signer) -> Vec<u8> {
    let mut builder = Builder::default().with_definition(definition.to_string()).unwrap();
    let mut signed = Cursor::new(Vec::new());
    builder.sign(signer, media_type, &mut Cursor::new(picture), &mut signed).unwrap();
    signed.into_inner()
}

/// Runs the check.
pub(crate) fn examine(specimen: &Specimen<'_>) -> Result<Outcome, Stopped> {
    let check = checks::ALL.iter().find(|check| check.about().id == "content_credentials").unwrap();
    check.examine(specimen, &Context::new(&Cancel::default()))
}

/// Runs the check on a file.
pub(crate) fn examine_file(bytes: &[u8], reader: &catchlight_credentials::C2paReader) -> Result<Outcome, Stopped> {
    let exhibit = Exhibit::new("picture", bytes.to_vec());
    examine(&Specimen::new(&exhibit, &NoModels, Limits::default()).with_credentials(reader))
}

/// What was seen, whatever the outcome.
pub(crate) fn finding(outcome: &Outcome) -> &Finding {
    match outcome {
        Outcome::Found(finding) | Outcome::NotFound(finding) | Outcome::Inconclusive { finding, .. } => finding,
    }
}

/// All rows of a finding as English lines.
pub(crate) fn lines(outcome: &Outcome) -> Vec<String> {
    let rows = finding(outcome).details.iter().flat_map(|group| &group.rows);
    rows.map(|row| format!("{}: {}", row.label.en, row.value.en)).collect()
}
