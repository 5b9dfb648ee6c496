//! Measures the eyes on photos: `cargo run --release -p catchlight-inference --example eyes -- [--pictures
//! FOLDER] PHOTO...` writes one JSON line a photo with, for each face, the size of the irises, the gates
//! that it fails and every feature of every check of the eyes. With a folder, the evidence pictures of
//! the largest face go there. How the numbers in docs/validation were made.
#![allow(clippy::print_stdout, reason = "the lines are the result")]

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, anyhow};
use catchlight_forensics::eyes::{
    EyePair, Glints, alignment, exhibit, gini, iris_colour, least_iris_px, pupil, reflections,
};
use catchlight_forensics::portrait::{Gate, Portrait};
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Specimen};
use catchlight_inference::{Installed, default_runtime_library};
use image::RgbImage;
use serde_json::{Value, json};

fn main() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let models = Installed::open(&root.join("models"), &default_runtime_library(&root));
    let mut arguments: Vec<_> = std::env::args().skip(1).collect();
    let mut pictures = None;
    if arguments.first().is_some_and(|first| first == "--pictures") {
        pictures = Some(PathBuf::from(arguments.get(1).context("--pictures FOLDER")?));
        arguments.drain(..2);
    }
    for path in arguments {
        let exhibit = Exhibit::new(path.clone(), std::fs::read(&path)?);
        let specimen = Specimen::new(&exhibit, &models, Limits::default());
        let cancel = Cancel::default();
        let context = Context::new(&cancel);
        let Ok(upright) = specimen.upright() else {
            println!("{}", json!({"file": path, "state": "undecodable"}));
            continue;
        };
        let portraits = specimen.portraits(&context).map_err(|why| anyhow!("{path}: {why}"))?;
        let start = Instant::now();
        let faces: Vec<_> = portraits.iter().map(|portrait| face(upright, portrait)).collect();
        let line = json!({
            "file": path,
            "size": [upright.width(), upright.height()],
            "found": specimen.faces(&context).map_err(|why| anyhow!("{path}: {why}"))?.len(),
            "seconds": start.elapsed().as_secs_f64(),
            "faces": faces,
        });
        println!("{line}");
        if let (Some(folder), Some(portrait)) = (&pictures, portraits.first()) {
            let name = Path::new(&path).file_stem().unwrap_or_default().to_string_lossy();
            draw(&folder.join(&*name), upright, portrait)?;
        }
    }
    Ok(())
}

fn face(upright: &RgbImage, portrait: &Portrait) -> Value {
    let gate = |min_iris_px| Gate { min_iris_px, ..Gate::EYES }.lacks(portrait).map(|lack| format!("{lack:?}"));
    // Smaller irises pass no gate; the comparison is what takes the time.
    let pair = EyePair::new(upright, portrait).filter(|_| least_iris_px(portrait) >= 16.0);
    let [right, left] = [&portrait.right_eye, &portrait.left_eye];
    json!({
        "iris_px": least_iris_px(portrait),
        "irises_px": [right.iris_diameter_px(), left.iris_diameter_px()],
        "presence": portrait.presence,
        "yaw": portrait.pose.yaw,
        "pitch": portrait.pose.pitch,
        "opening": right.opening.min(left.opening),
        "visible": right.visible.min(left.visible),
        "sharpness": right.sharpness.min(left.sharpness),
        "glasses": right.glasses.max(left.glasses),
        "lacks": {"20": gate(20), "24": gate(24), "40": gate(40)},
        "places": alignment::places(portrait, upright.dimensions()).map(|places| json!({
            "right_eye": places.right_eye,
            "left_eye": places.left_eye,
            "mouth": places.mouth,
            "eyes_from_rule": places.eyes_from(&alignment::TEMPLATE),
            "mouth_from_rule": places.mouth_from(&alignment::TEMPLATE),
        })),
        "reflections": pair.as_ref().map(reflected),
        "pupils": pair.as_ref().map(pupils),
        "colour": pair.as_ref().and_then(iris_colour::measure).map(|colours| json!({
            "plain": colours.difference(),
            "corrected": colours.corrected_difference(),
            "lightness": [colours.right.lab()[0], colours.left.lab()[0]],
        })),
    })
}

fn reflected(pair: &EyePair) -> Value {
    let glints =
        |glints: &Glints| json!({"count": glints.each.len(), "area": glints.area(), "threshold": glints.threshold});
    let (right, left) = (glints(&pair.right_glints), glints(&pair.left_glints));
    let gini = gini::of_iris(&pair.right).zip(gini::of_iris(&pair.left)).map(|(right, left)| (right - left).abs());
    match reflections::compare(pair) {
        Err(why) => json!({"none": format!("{why:?}"), "right": right, "left": left, "gini_difference": gini}),
        Ok(found) => json!({
            "right": right,
            "left": left,
            "plain_iou": found.plain_iou,
            "best_iou": found.best_iou,
            "shift": found.shift,
            "scale": found.scale,
            "matched": found.matched.len(),
            "unmatched": found.unmatched(),
            "area_ratio": found.area_ratio,
            "mean_distance": found.mean_distance,
            "colour_difference": found.colour_difference,
            "gini_difference": gini,
        }),
    }
}

fn pupils(pair: &EyePair) -> Value {
    let eye = |view, glints| match pupil::measure(view, glints) {
        Err(why) => json!({"none": format!("{why:?}")}),
        Ok(shape) => json!({
            "boundary_iou": shape.boundary_iou,
            "ratio": shape.ratio,
            "contrast": shape.contrast,
            "seen": shape.seen,
            "roundness": shape.ellipse.half_axes.1 / shape.ellipse.half_axes.0,
        }),
    };
    json!([eye(&pair.right, &pair.right_glints), eye(&pair.left, &pair.left_glints)])
}

/// Writes the evidence pictures of a face as `STEM-reflections.png` and so on.
fn draw(stem: &Path, upright: &RgbImage, portrait: &Portrait) -> anyhow::Result<()> {
    let save = |picture: Option<RgbImage>, name: &str| match picture {
        Some(picture) => picture.save(PathBuf::from(format!("{}-{name}.png", stem.display()))),
        None => Ok(()),
    };
    if let Some(pair) = EyePair::new(upright, portrait) {
        save(exhibit::reflections(upright, &pair, reflections::compare(&pair).as_ref().ok()), "reflections")?;
        let shapes = [pupil::measure(&pair.right, &pair.right_glints), pupil::measure(&pair.left, &pair.left_glints)];
        let [right, left] = &shapes;
        save(exhibit::pupils(upright, &pair, [right.as_ref().ok(), left.as_ref().ok()]), "pupils")?;
        let colours = iris_colour::measure(&pair);
        save(colours.and_then(|colours| exhibit::colours(upright, &pair, &colours)), "colours")?;
    }
    let places = alignment::places(portrait, upright.dimensions());
    save(places.and_then(|places| exhibit::alignment(upright, &places)), "alignment")?;
    Ok(())
}
