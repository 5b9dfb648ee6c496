//! Everything fitted without one source after the other, and what it concludes about that source's photos.

use catchlight_evaluation::{Label, Sample, cllr, pav};
use catchlight_forensics::About;
use catchlight_forensics::calibration::{Calibration, CalibrationFile, StratumFit};
use catchlight_forensics::conclusion::{Conclusion, conclude};
use catchlight_forensics::fusion::Fusion;
use rayon::prelude::*;

use super::fit::{self, Calibrations, Origin};
use super::shots::{Shot, sources};

/// What was fitted, and what is concluded about each photo by a fit that did not see its source.
pub(crate) struct Fitted {
    /// Calibration files of the checks on all photos, with their costs.
    pub(crate) files: Vec<CalibrationFile>,
    /// The fusion on all photos.
    pub(crate) fusion: Fusion,
    /// The conclusion about each shot, in their order.
    pub(crate) conclusions: Vec<Conclusion>,
}

/// Fits on all sources, and without each.
///
/// # Errors
/// A fit that the core refuses: a fault of this program.
pub(crate) fn fit(shots: &[Shot], abouts: &[&'static About], origin: &Origin) -> anyhow::Result<Fitted> {
    let sources = sources(shots);
    let files_without = |left_out: Option<&(Label, String)>| -> Vec<CalibrationFile> {
        let used: Vec<&Shot> = shots.iter().filter(|shot| !is_of(shot, left_out)).collect();
        abouts.iter().enumerate().map(|(place, about)| fit::check(about, place, &used, origin)).collect()
    };
    let mut files = files_without(None);
    let mut without: Vec<Vec<CalibrationFile>> = sources.par_iter().map(|source| files_without(Some(source))).collect();
    for place in 0..abouts.len() {
        costs(shots, &sources, abouts, place, &mut files, &mut without)?;
    }
    let all: Vec<&Shot> = shots.iter().collect();
    let fusion = fit::fusion(&all, &calibrations(abouts, &files)?, origin);
    let of_source = sources
        .par_iter()
        .zip(&without)
        .map(|(source, files)| {
            let calibrations = calibrations(abouts, files)?;
            let used: Vec<&Shot> = shots.iter().filter(|shot| !is_of(shot, Some(source))).collect();
            Ok((fit::fusion(&used, &calibrations, origin), calibrations))
        })
        .collect::<anyhow::Result<Vec<(Fusion, Calibrations)>>>()?;
    let concluded = |shot: &Shot| {
        let place = sources.iter().position(|source| is_of(shot, Some(source)));
        match place.and_then(|place| of_source.get(place)) {
            Some((fusion, calibrations)) => conclude(&[], None, &fit::evidence(shot, calibrations), fusion),
            None => Conclusion::NothingWeighed,
        }
    };
    let conclusions = shots.iter().map(concluded).collect();
    Ok(Fitted { files, fusion, conclusions })
}

fn is_of(shot: &Shot, source: Option<&(Label, String)>) -> bool {
    source.is_some_and(|(label, name)| shot.label == *label && shot.source == *name)
}

fn calibrations(abouts: &[&'static About], files: &[CalibrationFile]) -> anyhow::Result<Calibrations> {
    let read = |(about, file): (&&'static About, &CalibrationFile)| {
        Ok((*about, Calibration::new(file.clone(), about.id, about.revision)?))
    };
    abouts.iter().zip(files).map(read).collect()
}

/// Puts the cost of each stratum into the files of a check: that of the weights, as they would be shipped, on
/// sources that a fit had not seen. The files without a source get the same costs, because they decide only
/// whether a stratum gives weight at all.
fn costs(
    shots: &[Shot],
    sources: &[(Label, String)],
    abouts: &[&'static About],
    place: usize,
    files: &mut [CalibrationFile],
    without: &mut [Vec<CalibrationFile>],
) -> anyhow::Result<()> {
    let (Some(file), Some(about)) = (files.get_mut(place), abouts.get(place)) else { return Ok(()) };
    for stratum in &mut file.strata {
        let enough = stratum.ai.sources > 1 && stratum.camera.sources > 1;
        let mut rows: Vec<(f64, Label, &str)> = Vec::new();
        for (source, files) in sources.iter().zip(&*without).filter(|_| enough) {
            let Some(fitted) = files.get(place) else { continue };
            // Only to weigh: whether the stratum tells enough is what is being asked.
            let trusted = |fit: &StratumFit| StratumFit { cllr: Some(0.0), ..fit.clone() };
            let strata = fitted.strata.iter().map(trusted).collect();
            let calibration = Calibration::new(CalibrationFile { strata, ..fitted.clone() }, about.id, about.revision)?;
            for shot in shots.iter().filter(|shot| is_of(shot, Some(source))) {
                let of_stratum = shot.compression.is_some_and(|compression| compression.id() == stratum.compression);
                let score = shot.scores.get(place).copied().flatten().filter(|_| of_stratum);
                let weight = score.and_then(|score| calibration.weigh(score, shot.stratum()).ok());
                rows.extend(weight.map(|weight| (weight.log10_lr, shot.label, shot.source.as_str())));
            }
        }
        (stratum.cllr, stratum.cllr_min) = cost(&rows);
    }
    let costs: Vec<(String, Option<f64>, Option<f64>)> =
        file.strata.iter().map(|fit| (fit.compression.clone(), fit.cllr, fit.cllr_min)).collect();
    for fit in without.iter_mut().filter_map(|files| files.get_mut(place)).flat_map(|file| &mut file.strata) {
        if let Some((_, cllr, cllr_min)) = costs.iter().find(|(compression, ..)| *compression == fit.compression) {
            (fit.cllr, fit.cllr_min) = (*cllr, *cllr_min);
        }
    }
    Ok(())
}

/// Cllr and its unavoidable part, of (log10 LR, label, source).
pub(crate) fn cost(rows: &[(f64, Label, &str)]) -> (Option<f64>, Option<f64>) {
    let rounded = |cost: f64| (cost * 1e4).round() / 1e4;
    let ln10 = std::f64::consts::LN_10;
    let cllr = cllr(rows.iter().map(|(log10_lr, label, _)| (log10_lr * ln10, *label, 1.0)));
    (cllr.map(rounded), pav::least_cllr(&Sample::new(rows.iter().copied())).map(rounded))
}
