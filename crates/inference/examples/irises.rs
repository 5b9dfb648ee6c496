//! Compares the irises that are found with hand-marked ones: `cargo run --release -p catchlight-inference
//! --example irises -- FOLDER` looks below the folder for the pictures that `models/iris/marks.csv` names by
//! their digest (unpack the packages that it lists there) and writes a Markdown table. Without any of the
//! pictures it says so and ends well. The first argument `--each` also writes a line for every eye.
#![allow(clippy::print_stdout, reason = "the table is the result")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use catchlight_forensics::portrait::{Circle, Portrait};
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Specimen};
use catchlight_inference::{Installed, default_runtime_library};
use sha2::{Digest, Sha256};

/// One eye as marked in two passes.
struct Mark {
    name: String,
    sha256: String,
    right: bool,
    passes: [Circle; 2],
}

impl Mark {
    fn read(line: &str) -> Option<Self> {
        let fields: Vec<&str> = line.split(',').collect();
        let &[_, package, version, path, sha256, eye, x1, y1, radius1, x2, y2, radius2] = fields.as_slice() else {
            return None;
        };
        let circle = |x: &str, y: &str, radius: &str| {
            Some(Circle { centre: (x.parse().ok()?, y.parse().ok()?), radius: radius.parse().ok()? })
        };
        Some(Self {
            name: format!("{package} {version} {path} {eye}"),
            sha256: sha256.to_owned(),
            right: eye == "right",
            passes: [circle(x1, y1, radius1)?, circle(x2, y2, radius2)?],
        })
    }

    /// The mean of the two passes.
    fn circle(&self) -> Circle {
        let [a, b] = self.passes;
        let mean = |a: f32, b: f32| (a + b) / 2.0;
        Circle {
            centre: (mean(a.centre.0, b.centre.0), mean(a.centre.1, b.centre.1)),
            radius: mean(a.radius, b.radius),
        }
    }
}

fn main() -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut arguments: Vec<_> = std::env::args().skip(1).collect();
    let each = arguments.first().is_some_and(|first| first == "--each");
    if each {
        arguments.remove(0);
    }
    let marks = std::fs::read_to_string(root.join("models/iris/marks.csv"))?;
    let marks: Vec<Mark> = marks.lines().skip(1).filter_map(Mark::read).collect();
    let mut files = BTreeMap::new();
    for folder in &arguments {
        find(Path::new(folder), &mut files)?;
    }
    let models = Installed::open(&root.join("models"), &default_runtime_library(&root));
    let mut portraits: BTreeMap<&str, Vec<Portrait>> = BTreeMap::new();
    let (mut refined, mut landmarks, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    for mark in &marks {
        let Some(path) = files.get(&mark.sha256) else { continue };
        if !portraits.contains_key(mark.sha256.as_str()) {
            portraits.insert(&mark.sha256, measure(path, &models)?);
        }
        let circle = mark.circle();
        let eyes = portraits.get(mark.sha256.as_str()).into_iter().flatten();
        let eye = eyes
            .map(|portrait| if mark.right { &portrait.right_eye } else { &portrait.left_eye })
            .min_by(|a, b| apart(a.landmark_iris, circle).total_cmp(&apart(b.landmark_iris, circle)))
            .with_context(|| format!("no face in {}", path.display()))?;
        let allowed = 1.5_f32.max(0.04 * 2.0 * circle.radius);
        let [one, other] = mark.passes;
        refined.push((apart(eye.iris, circle), allowed));
        landmarks.push((apart(eye.landmark_iris, circle), allowed));
        repeated.push((apart(one, other), allowed));
        if each {
            let (right, down) = (eye.iris.centre.0 - circle.centre.0, eye.iris.centre.1 - circle.centre.1);
            println!("{}: {right:+.1} {down:+.1}, allowed {allowed:.1}", mark.name);
        }
    }
    if refined.is_empty() {
        println!("skipped: none of the marked pictures lies below the given folders");
        return Ok(());
    }
    println!(
        "| distance of the iris's middle, {} of {} eyes | median | 90th percentile | largest | within 1.5 px or 4 % |\n|---|---|---|---|---|",
        refined.len(),
        marks.len()
    );
    row("refined, from the marks", refined);
    row("model's landmark, from the marks", landmarks);
    row("first marks from second marks", repeated);
    Ok(())
}

fn apart(one: Circle, other: Circle) -> f32 {
    (one.centre.0 - other.centre.0).hypot(one.centre.1 - other.centre.1)
}

fn row(name: &str, mut distances: Vec<(f32, f32)>) {
    let within = distances.iter().filter(|(distance, allowed)| distance <= allowed).count();
    distances.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = |share: f32| {
        let index = (share * (distances.len() - 1) as f32).round() as usize;
        distances.get(index).map_or(f32::NAN, |found| found.0)
    };
    let percent = 100.0 * within as f32 / distances.len() as f32;
    println!("| {name} | {:.2} px | {:.2} px | {:.2} px | {percent:.0} % |", at(0.5), at(0.9), at(1.0));
}

fn measure(path: &Path, models: &Installed) -> anyhow::Result<Vec<Portrait>> {
    let exhibit = Exhibit::new(path.display().to_string(), std::fs::read(path)?);
    let specimen = Specimen::new(&exhibit, models, Limits::default());
    let cancel = Cancel::default();
    let found = specimen.portraits(&Context::new(&cancel)).map_err(|why| anyhow!("{}: {why}", path.display()))?;
    Ok(found.to_vec())
}

/// Pictures below a folder by their SHA-256 in hexadecimal digits.
fn find(folder: &Path, files: &mut BTreeMap<String, PathBuf>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "jpg" || extension == "png") {
            let digest: String =
                Sha256::digest(std::fs::read(&path)?).iter().map(|byte| format!("{byte:02x}")).collect();
            files.insert(digest, path);
        }
    }
    Ok(())
}
