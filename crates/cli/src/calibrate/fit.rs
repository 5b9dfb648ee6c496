//! Calibration files and the fusion file from scored photos.

use catchlight_evaluation::cap::cap;
use catchlight_evaluation::{Label, Sample, band, fusion};
use catchlight_forensics::About;
use catchlight_forensics::calibration::{self, Calibration, CalibrationFile, Caps, Made, StratumFit};
use catchlight_forensics::conclusion::{Conclusion, conclude};
use catchlight_forensics::evidence::Evidence;
use catchlight_forensics::fusion::{self as fused, Coefficient, FamilyFusion, Fusion};
use catchlight_forensics::history::Compression;
use catchlight_forensics::text::Text;

use super::shots::{Shot, counted, parts};

/// What every file says of where it came from.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) made: Made,
    pub(crate) population: Text,
    pub(crate) generators_until: String,
    /// Most log10 LR towards a camera photo, by the check's id.
    pub(crate) most_for_camera: Vec<(String, f64)>,
}

/// What `--most-for-camera` calls all checks together.
pub(crate) const TOGETHER: &str = "together";

impl Origin {
    fn most_for_camera(&self, name: &str) -> Option<f64> {
        self.most_for_camera.iter().find(|(of, _)| of == name).map(|(_, most)| *most)
    }
}

const METHOD: &str = "regularised logistic regression, both labels weighing the same; 5th and 95th percentile of \
                      1,000 draws of whole sources; cap by the upper bound of false alarms";

/// The calibration of one check on these photos, without its cost.
pub(crate) fn check(about: &'static About, place: usize, shots: &[&Shot], origin: &Origin) -> CalibrationFile {
    let strata = Compression::ALL.into_iter().filter_map(|compression| {
        let of_stratum = |shot: &&&Shot| shot.compression == Some(compression) && score(shot, place).is_some();
        let shots: Vec<&Shot> = shots.iter().filter(of_stratum).copied().collect();
        stratum(about, place, compression, &shots, origin)
    });
    CalibrationFile {
        format: calibration::FORMAT.to_owned(),
        check: about.id.to_owned(),
        revision: about.revision,
        method: METHOD.to_owned(),
        generators_until: origin.generators_until.clone(),
        population: origin.population.clone(),
        made: origin.made.clone(),
        strata: strata.collect(),
    }
}

fn score(shot: &Shot, place: usize) -> Option<f64> {
    shot.scores.get(place).copied().flatten()
}

fn stratum(
    about: &'static About,
    place: usize,
    compression: Compression,
    shots: &[&Shot],
    origin: &Origin,
) -> Option<StratumFit> {
    let scored = shots.iter().copied().filter_map(|shot| Some((score(shot, place)?, shot.label, shot.source.as_str())));
    let knots = band::band(&Sample::new(scored))?;
    let rows: Vec<(f64, Label, f64)> = shots
        .iter()
        .zip(parts(shots))
        .filter_map(|(shot, part)| Some((score(shot, place)?, shot.label, part)))
        .collect();
    let camera = cap(&rows, Label::Camera)?.min(origin.most_for_camera(about.id).unwrap_or(f64::INFINITY));
    Some(StratumFit {
        compression: compression.id().to_owned(),
        ai: counted(shots.iter().copied(), Label::Ai),
        camera: counted(shots.iter().copied(), Label::Camera),
        cllr: None,
        cllr_min: None,
        cap: Caps { ai: rounded_down(cap(&rows, Label::Ai)?), camera: rounded_down(camera) },
        // Rounding keeps the order of numbers, so what rose still does not fall; two scores that became one
        // leave one knot.
        knots: {
            let mut knots: Vec<[f64; 4]> = knots
                .iter()
                .map(|knot| [knot.score, knot.low, knot.fitted, knot.high].map(|number| (number * 1e4).round() / 1e4))
                .collect();
            knots.dedup_by(|later, earlier| later[0] <= earlier[0]);
            knots
        },
    })
}

fn rounded_down(cap: f64) -> f64 {
    (cap * 100.0).floor() / 100.0
}

/// Calibrations as the core reads them, in the order of the checks.
pub(crate) type Calibrations = Vec<(&'static About, Calibration)>;

/// What the calibrations make of a shot.
pub(crate) fn evidence(shot: &Shot, calibrations: &Calibrations) -> Vec<Evidence> {
    let of = |((about, calibration), score): (&(&'static About, Calibration), &Option<f64>)| {
        let weight = calibration.weigh((*score)?, shot.stratum()).ok()?;
        Some(Evidence { check: about.id, revision: about.revision, family: about.family, weight })
    };
    calibrations.iter().zip(&shot.scores).filter_map(of).collect()
}

/// The fusion of these calibrations on these photos.
pub(crate) fn fusion(shots: &[&Shot], calibrations: &Calibrations, origin: &Origin) -> Fusion {
    let weighed: Vec<(&Shot, Vec<Evidence>)> =
        shots.iter().map(|shot| (*shot, evidence(shot, calibrations))).filter(|(_, items)| !items.is_empty()).collect();
    let of_weighed = |label| counted(weighed.iter().map(|(shot, _)| *shot), label);
    let mut fusion = Fusion {
        format: fused::FORMAT.to_owned(),
        ai: of_weighed(Label::Ai),
        camera: of_weighed(Label::Camera),
        cap: Caps { ai: f64::MAX, camera: f64::MAX },
        made: origin.made.clone(),
        families: families(&weighed, calibrations),
    };
    let together = weighed.iter().filter_map(|(shot, items)| match conclude(&[], None, items, &fusion) {
        Conclusion::Weighed(weighed) => Some((*shot, weighed.log10_lr)),
        _ => None,
    });
    let (shots, ratios): (Vec<&Shot>, Vec<f64>) = together.unzip();
    let rows: Vec<(f64, Label, f64)> = shots
        .iter()
        .zip(ratios)
        .zip(parts(&shots))
        .map(|((shot, log10_lr), part)| (log10_lr, shot.label, part))
        .collect();
    let of = |towards| rounded_down(cap(&rows, towards).unwrap_or(0.0));
    let camera = origin.most_for_camera(TOGETHER).map_or(of(Label::Camera), |most| of(Label::Camera).min(most));
    fusion.cap = Caps { ai: of(Label::Ai), camera: rounded_down(camera) };
    fusion
}

/// Coefficients of each family of which several checks weighed photos.
fn families(weighed: &[(&Shot, Vec<Evidence>)], calibrations: &Calibrations) -> Vec<FamilyFusion> {
    let gives_weight =
        |about: &&'static About| weighed.iter().any(|(_, items)| items.iter().any(|item| item.check == about.id));
    let abouts: Vec<&'static About> = calibrations.iter().map(|(about, _)| *about).filter(gives_weight).collect();
    let mut all: Vec<_> = abouts.iter().map(|about| about.family).collect();
    all.sort_unstable();
    all.dedup();
    let of = |family| {
        let checks: Vec<&'static About> = abouts.iter().copied().filter(|about| about.family == family).collect();
        let joint = |(shot, items): &(&'_ Shot, Vec<Evidence>)| {
            let claim = |about: &&'static About| {
                items.iter().find(|item| item.check == about.id).map(|item| item.weight.log10_lr)
            };
            checks.iter().map(claim).collect::<Option<Vec<f64>>>().map(|claims| (claims, shot.label))
        };
        let claims: Vec<(Vec<f64>, Label)> = weighed.iter().filter_map(joint).collect();
        let shots = || weighed.iter().filter(|row| joint(row).is_some()).map(|(shot, _)| *shot);
        let fitted = (checks.len() > 1).then(|| fusion::coefficients(&claims)).flatten()?;
        let coefficient = |(about, coefficient): (&&'static About, f64)| Coefficient {
            check: about.id.to_owned(),
            revision: about.revision,
            coefficient: (coefficient * 1e4).round() / 1e4,
        };
        Some(FamilyFusion {
            family: family.id().to_owned(),
            ai: counted(shots(), Label::Ai),
            camera: counted(shots(), Label::Camera),
            checks: checks.iter().zip(fitted).map(coefficient).collect(),
        })
    };
    all.into_iter().filter_map(of).collect()
}
