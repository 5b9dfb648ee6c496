use proptest::prelude::*;

use super::*;
use crate::history::Scale;
use crate::text::Text;

const MEDIUM: Option<Stratum> = Some(Stratum { compression: Compression::Medium, scale: Scale::Unknown });

fn fit(compression: &str, photos: u32, knots: Vec<[f64; 4]>) -> StratumFit {
    StratumFit {
        compression: compression.to_owned(),
        ai: Counted { photos, sources: 8 },
        camera: Counted { photos, sources: 10 },
        cllr: Some(0.4),
        cllr_min: Some(0.3),
        cap: Caps { ai: 1.5, camera: 0.9 },
        knots,
    }
}

fn file(strata: Vec<StratumFit>) -> CalibrationFile {
    CalibrationFile {
        format: FORMAT.to_owned(),
        check: "example".to_owned(),
        revision: 2,
        method: "logistic".to_owned(),
        generators_until: "2026-10".to_owned(),
        population: Text::same("Rendered pictures."),
        made: Made {
            on: "2026-11-22".to_owned(),
            version: "0".to_owned(),
            command: "none".to_owned(),
            manifest_sha256: String::new(),
        },
        strata,
    }
}

fn example() -> Calibration {
    let knots = vec![[-2.0, -3.0, -2.0, -1.0], [0.0, -0.5, 0.0, 0.5], [2.0, 1.0, 2.0, 3.0]];
    Calibration::new(file(vec![fit("medium", 100, knots.clone()), fit("heavy", 49, knots)]), "example", 2).unwrap()
}

fn log10_lr(score: f64) -> f64 {
    example().weigh(score, MEDIUM).unwrap().log10_lr
}

#[test]
fn the_nearer_end_of_the_band_speaks() {
    assert_eq!(log10_lr(2.0), 1.0);
    assert_eq!(log10_lr(1.0), 0.25);
    assert_eq!(log10_lr(0.0), 0.0, "0 lies inside the band");
    // -1.0 at the end, -0.25 half way: and the cap towards a camera photo.
    assert_eq!(log10_lr(-1.0), -0.25);
    assert_eq!(log10_lr(-2.0), -0.9);
    let weight = example().weigh(2.0, MEDIUM).unwrap();
    assert_eq!((weight.interval, weight.cap), ((1.0, 1.5), 1.5), "the cap holds the band, too");
}

#[test]
fn nothing_is_claimed_outside_what_was_measured() {
    assert_eq!(log10_lr(50.0), log10_lr(2.0));
    assert_eq!(log10_lr(-50.0), log10_lr(-2.0));
    assert!(example().weigh(f64::NAN, MEDIUM).is_err());
}

#[test]
fn strata_without_enough_photos_give_no_weight() {
    let at = |compression| example().weigh(1.0, Some(Stratum { compression, scale: Scale::Unknown })).unwrap_err();
    assert!(matches!(at(Compression::Heavy), CalibrationError::TooFew { ai: 49, camera: 49, .. }));
    assert!(matches!(at(Compression::Lossless), CalibrationError::NotCalibrated { .. }));
    assert_eq!(example().weigh(1.0, None), Err(CalibrationError::StratumUnknown));
}

#[test]
fn a_score_that_tells_nothing_gives_no_weight() {
    for cllr in [Some(0.91), None] {
        let useless = StratumFit { cllr, ..fit("medium", 100, vec![[0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0]]) };
        let calibration = Calibration::new(file(vec![useless]), "example", 2).unwrap();
        assert!(matches!(calibration.weigh(1.0, MEDIUM), Err(CalibrationError::Uninformative { .. })), "{cllr:?}");
    }
    let empty = Calibration::new(file(vec![fit("medium", 100, Vec::new())]), "example", 2).unwrap();
    assert!(empty.weigh(1.0, MEDIUM).is_err());
}

#[test]
fn another_revision_is_refused() {
    let source = toml::to_string(&file(Vec::new())).unwrap();
    assert!(Calibration::read(&source, "example", 2).is_ok());
    assert!(matches!(Calibration::read(&source, "example", 3), Err(CalibrationError::OtherRevision { .. })));
    assert!(matches!(Calibration::read(&source, "other", 2), Err(CalibrationError::OtherRevision { .. })));
}

#[test]
fn nonsense_is_refused() {
    let refused = |strata: Vec<StratumFit>| Calibration::new(file(strata), "example", 2).is_err();
    let good = || fit("medium", 100, vec![[0.0, 0.0, 0.1, 0.2], [1.0, 0.0, 0.2, 0.3]]);
    assert!(!refused(vec![good()]));
    assert!(refused(vec![StratumFit { cap: Caps { ai: -1.0, camera: 1.0 }, ..good() }]));
    assert!(refused(vec![StratumFit { compression: "odd".to_owned(), ..good() }]));
    assert!(refused(vec![good(), good()]), "a stratum stands twice");
    assert!(refused(vec![fit("medium", 100, vec![[0.0, 0.3, 0.2, 0.4]])]), "the band does not hold its line");
    assert!(refused(vec![fit("medium", 100, vec![[0.0, 0.0, 0.2, 0.4], [1.0, 0.0, 0.1, 0.4]])]), "it falls");
    assert!(refused(vec![fit("medium", 100, vec![[0.0, 0.0, f64::NAN, 0.4]])]));
    assert!(matches!(Calibration::read("cap = 1", "example", 2), Err(CalibrationError::Unreadable { .. })));
}

proptest! {
    #[test]
    fn weights_never_fall_and_never_pass_their_caps(
        mut scores in prop::collection::vec(-5.0..5.0_f64, 2..9),
        steps in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64, 0.0..1.0_f64), 9),
        probes in prop::collection::vec(-9.0..9.0_f64, 2..20),
    ) {
        scores.sort_by(f64::total_cmp);
        scores.dedup();
        let mut line = [-2.0, -1.0, 0.0];
        let knots = scores.iter().zip(&steps).map(|(score, step)| {
            line = [line[0] + step.0, (line[1] + step.1).max(line[0] + step.0), line[2] + step.2];
            line[2] = line[2].max(line[1]);
            [*score, line[0], line[1], line[2]]
        });
        let calibration = Calibration::new(file(vec![fit("medium", 100, knots.collect())]), "example", 2).unwrap();
        let mut probes = probes;
        probes.sort_by(f64::total_cmp);
        let weights: Vec<f64> = probes.iter().map(|score| calibration.weigh(*score, MEDIUM).unwrap().log10_lr).collect();
        for pair in weights.windows(2) {
            prop_assert!(pair[0] <= pair[1] + 1e-12, "{weights:?}");
        }
        prop_assert!(weights.iter().all(|weight| (-0.9..=1.5).contains(weight)));
    }
}
