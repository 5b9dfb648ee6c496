//! Checks of the models that the manifest calls detectors.

use std::path::Path;

use catchlight_forensics::Check;
use catchlight_forensics::detector::{self, Stated};

use crate::manifest::{self, Model, Source};

/// Longest calibration file that is read, in bytes.
const MOST_BYTES: u64 = 1 << 16;

/// A check for each entry with a table `detector`, in the order of the manifest. `models_dir` is the
/// manifest's folder.
pub(crate) fn checks(models_dir: &Path, models: &[Model]) -> Vec<&'static dyn Check> {
    let stated = models.iter().filter_map(|model| model.detector.as_ref().map(|table| (model, table)));
    stated.map(|(model, table)| detector::check(of(models_dir, model, table))).collect()
}

fn of(models_dir: &Path, model: &Model, table: &toml::Table) -> Stated {
    let named = table.get("calibration").and_then(toml::Value::as_str);
    Stated {
        id: model.id.clone(),
        licence: model.licence.clone(),
        source: match &model.source {
            Source::Package(package) => {
                format!("{}: {} {}, {}", package.index, package.package, package.package_version, package.file)
            }
            Source::Trained(trained) => format!("{}, {}", trained.trained_by, trained.trained_on),
        },
        input: model.inputs.first().map(|input| input.shape.clone()).unwrap_or_default(),
        outputs: model.outputs.iter().chain(&model.taps).map(|output| output.name.clone()).collect(),
        table: table.clone(),
        calibration: named.map(|file| calibration(models_dir, file)),
    }
}

fn calibration(models_dir: &Path, file: &str) -> Result<String, String> {
    manifest::inside(file)?;
    let path = models_dir.join(file);
    let length = std::fs::metadata(&path).map_err(|error| error.to_string())?.len();
    if length > MOST_BYTES {
        return Err(format!("it is longer than {MOST_BYTES} bytes"));
    }
    std::fs::read_to_string(path).map_err(|error| error.to_string())
}
