//! Measures faces and eyes on photos: `cargo run --release -p catchlight-inference --example portraits
//! -- PHOTO...` writes one JSON line a face, and one with the seconds of each photo. How the numbers of
//! the model cards of mesh and iris were made.
#![allow(clippy::print_stdout, reason = "the lines are the result")]

use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, anyhow};
use catchlight_forensics::portrait::{Eye, Gate, Place};
use catchlight_forensics::{Cancel, Context, faces, pixels, portrait};
use catchlight_inference::{Installed, default_runtime_library};
use image::ImageDecoder;

fn main() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let models = Installed::open(&root.join("models"), &default_runtime_library(&root));
    let cancel = Cancel::default();
    let context = Context::new(&cancel);
    for path in std::env::args_os().skip(1) {
        let mut decoder = image::ImageReader::open(&path)?.with_guessed_format()?.into_decoder()?;
        let orientation = decoder.orientation()?;
        let picture = image::DynamicImage::from_decoder(decoder).with_context(|| format!("{}", path.display()))?;
        let upright = pixels::upright(picture, orientation.to_exif()).into_rgb8();
        let start = Instant::now();
        let found = faces::detect(&upright, &models, &context).map_err(|why| anyhow!("{why}"))?;
        let detected = start.elapsed().as_secs_f64();
        let portraits = portrait::portraits(&upright, &found, &models, &context).map_err(|why| anyhow!("{why}"))?;
        let file = path.to_string_lossy();
        println!(
            "{}",
            serde_json::json!({
                "file": file,
                "size": upright.dimensions(),
                "faces": found.len(),
                "seconds": [detected, start.elapsed().as_secs_f64() - detected],
            })
        );
        for portrait in &portraits {
            let eye = |eye: &Eye| {
                let circle = |circle: portrait::Circle| [circle.centre.0, circle.centre.1, circle.radius];
                serde_json::json!({ "iris": circle(eye.iris), "landmark": circle(eye.landmark_iris), "lids": eye.lids })
            };
            let box_of = [portrait.face.x, portrait.face.y, portrait.face.width, portrait.face.height];
            println!(
                "{}",
                serde_json::json!({
                    "file": file,
                    "box": box_of,
                    "right": eye(&portrait.right_eye),
                    "left": eye(&portrait.left_eye),
                    "place": Place::new(portrait, upright.dimensions()),
                    "lacks": Gate::EYES.lacks(portrait).map(|lack| lack.words().en),
                })
            );
        }
    }
    Ok(())
}
