//! Measures the face detector on photos: `cargo run --release -p catchlight-inference --example faces
//! -- PHOTO...` writes one JSON line a photo with size, seconds and faces. How the numbers of the model
//! card were made.
#![allow(clippy::print_stdout, reason = "the lines are the result")]

use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, anyhow};
use catchlight_forensics::{Cancel, Context, faces, pixels};
use catchlight_inference::{Installed, default_runtime_library};
use image::ImageDecoder;

fn main() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let models = Installed::open(&root.join("models"), &default_runtime_library(&root));
    for path in std::env::args_os().skip(1) {
        let mut decoder = image::ImageReader::open(&path)?.with_guessed_format()?.into_decoder()?;
        let orientation = decoder.orientation()?;
        let picture = image::DynamicImage::from_decoder(decoder).with_context(|| format!("{}", path.display()))?;
        let upright = pixels::upright(picture, orientation.to_exif()).into_rgb8();
        let start = Instant::now();
        let found =
            faces::detect(&upright, &models, &Context::new(&Cancel::default())).map_err(|why| anyhow!("{why}"))?;
        let seconds = start.elapsed().as_secs_f64();
        let found: Vec<_> = found
            .iter()
            .map(|face| [face.x, face.y, face.x + face.width, face.y + face.height, face.score, face.eye_distance()])
            .collect();
        let line = serde_json::json!({
            "file": path.to_string_lossy(),
            "size": [upright.width(), upright.height()],
            "seconds": seconds,
            "faces": found,
        });
        println!("{line}");
    }
    Ok(())
}
