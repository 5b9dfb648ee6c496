use std::sync::Mutex;

use super::*;
use crate::artifact::{Artifact, Content, Outline, Region, Shape, Stroke};
use crate::check::{Family, Need, Question};
use crate::exhibit::Exhibit;
use crate::limits::Limits;
use crate::model::{ModelError, Models, NoModels};
use crate::portrait::Gate;
use crate::report::v1::{EvidenceGroup, State};
use crate::text::{Text, Words};

const NOTHING: Words = Words::new("", "");

const fn about(id: &'static str, needs: &'static [Need], calibration: Option<&'static str>) -> About {
    About {
        id,
        revision: 1,
        family: Family::Tone,
        question: Question::Processing,
        title: NOTHING,
        explanation: NOTHING,
        look_for: NOTHING,
        ignore: NOTHING,
        limits: &[],
        references: &[],
        needs,
        calibration,
    }
}

/// Declares a check whose `examine` is the given closure body.
macro_rules! check {
    ($name:ident, $about:expr, |$specimen:ident, $context:ident| $body:expr) => {
        struct $name;
        impl Check for $name {
            fn about(&self) -> &'static About {
                static ABOUT: About = $about;
                &ABOUT
            }
            fn examine(&self, $specimen: &Specimen<'_>, $context: &Context<'_>) -> Result<Outcome, Stopped> {
                $body
            }
        }
    };
}

fn scored(score: f64) -> Finding {
    Finding { score: Some(score), ..Finding::describing(Text::same("seen")) }
}

check!(Sees, about("sees", &[], None), |_specimen, _context| Ok(Outcome::Found(Finding::describing(Text::same(
    "seen"
)))));
check!(Misses, about("misses", &[], None), |_specimen, _context| Ok(Outcome::NotFound(scored(0.25))));
check!(Doubts, about("doubts", &[], Some(CALIBRATION)), |_specimen, _context| Ok(Outcome::Inconclusive {
    why: Text::same("too dark"),
    finding: scored(1.0)
}));
check!(Needs, about("needs", &[Need::Pixels { min_side: 5000 }], None), |_specimen, _context| {
    unreachable!("the need is not met")
});
check!(NeedsModel, about("needs-model", &[Need::Model("absent")], None), |_specimen, _context| {
    unreachable!("the need is not met")
});
check!(NeedsFace, about("needs-face", &[Need::Face(Gate::EYES)], None), |_specimen, _context| {
    unreachable!("the need is not met")
});
check!(NeedsQuality, about("needs-quality", &[Need::JpegQuality { at_least: 95 }], None), |_specimen, _context| {
    unreachable!("the need is not met")
});
check!(Panics, about("panics", &[], None), |_specimen, _context| panic!("on purpose"));
check!(Breaks, about("breaks", &[], None), |_specimen, _context| Err(Stopped::Failed(Text::same("no light"))));
check!(Waits, about("waits", &[], None), |_specimen, context| {
    loop {
        context.go_on()?;
        std::thread::yield_now();
    }
});
check!(Weighs, about("weighs", &[], Some(CALIBRATION)), |_specimen, _context| Ok(Outcome::Found(scored(1.0))));
check!(WeighsOld, about("weighs-old", &[], Some(CALIBRATION)), |_specimen, _context| Ok(Outcome::Found(scored(1.0))));
check!(Boxes, about("boxes", &[], None), |_specimen, _context| Ok(Outcome::Found(Finding {
    artifacts: vec![Artifact {
        id: "corner",
        title: NOTHING.into(),
        caption: NOTHING.into(),
        content: Content::Regions(vec![Region { label: Text::same("a"), x: 0.0, y: 0.0, width: 2.0, height: 1.0 }]),
    }],
    ..Finding::describing(Text::same("seen"))
})));

check!(Lines, about("lines", &[], None), |_specimen, _context| Ok(Outcome::Found(Finding {
    artifacts: vec![Artifact {
        id: "iris",
        title: NOTHING.into(),
        caption: NOTHING.into(),
        content: Content::Outlines(vec![Outline {
            label: Text::same("a"),
            stroke: Stroke::DashDotted,
            shape: Shape::Circle { centre: (2.0, 1.001), radius: 0.5 },
        }]),
    }],
    ..Finding::describing(Text::same("seen"))
})));

const CALIBRATION: &str = r#"
    format = "catchlight.calibration/1"
    check = "weighs"
    revision = 1
    method = "by hand"
    generators_until = "2026-01"
    population = { en = "Rendered pictures.", zh-Hans = "渲染图片。" }
    made = { on = "2026-11-22", version = "0", command = "none", manifest_sha256 = "" }

    [[strata]]
    compression = "light"
    ai = { photos = 100, sources = 5 }
    camera = { photos = 100, sources = 5 }
    cllr = 0.4
    cap = { ai = 1.5, camera = 1.5 }
    knots = [[0.0, 0.0, 0.0, 0.0], [1.0, 5.0, 5.0, 5.0]]
"#;

fn photo(orientation: Option<u16>) -> Exhibit {
    let jpeg = catchlight_rendered::jpeg(&catchlight_rendered::scene(96, 64, 1), 90);
    let exif = catchlight_rendered::exif::Exif { orientation, ..Default::default() };
    Exhibit::new("photo.jpg", catchlight_rendered::with_exif(&jpeg, &exif))
}

fn examined(exhibit: &Exhibit, checks: &[&'static dyn Check], cancel: &Cancel) -> Examination {
    let specimen = Specimen::new(exhibit, &NoModels, Limits::default());
    examine_with(checks, &specimen, &Host::default(), cancel, &|_| {})
}

#[test]
fn every_check_answers_in_the_order_of_the_registry() {
    let checks: &[&'static dyn Check] = &[&Sees, &Misses, &Doubts, &Needs, &NeedsModel, &Panics, &Breaks];
    let examination = examined(&photo(None), checks, &Cancel::default());
    let states: Vec<_> =
        examination.report.results.iter().map(|result| (result.check.id.as_str(), result.state)).collect();
    assert_eq!(
        states,
        [
            ("sees", State::Found),
            ("misses", State::NotFound),
            ("doubts", State::Inconclusive),
            ("needs", State::NotApplicable),
            ("needs-model", State::NotApplicable),
            ("panics", State::Failed),
            ("breaks", State::Failed),
        ]
    );
    for result in &examination.report.results[2..] {
        assert_eq!(result.group, EvidenceGroup::CouldNotLook, "{}", result.check.id);
        assert!(result.why.is_some(), "{} says why", result.check.id);
    }
    let needs = examination.report.results[3].why.as_ref().unwrap();
    assert_eq!(needs.en, "The shorter side of the picture was 64 pixels; this check needs 5000.");
}

#[test]
fn a_file_that_is_no_picture_still_gets_a_report() {
    let examination = examined(&Exhibit::new("notes.jpg", b"hello".to_vec()), &[&Sees, &Needs], &Cancel::default());
    assert_eq!(examination.report.conclusion.kind, v1::ConclusionKind::NoConclusion);
    assert!(examination.report.exhibit.undecodable.is_some());
    assert_eq!(examination.report.results[1].state, State::NotApplicable);
}

#[test]
fn only_a_calibration_of_this_revision_gives_weight() {
    let examination = examined(&photo(None), &[&Sees, &Weighs, &WeighsOld, &Doubts], &Cancel::default());
    let weights: Vec<_> =
        examination.report.results.iter().map(|result| result.weight.as_ref().map(|w| w.log10_lr)).collect();
    assert_eq!(weights, [None, Some(1.5), None, None]);
    assert!(examination.report.results[2].why.as_ref().unwrap().en.contains("could not be weighed"));
    assert_eq!(examination.report.conclusion.kind, v1::ConclusionKind::SomeSignsOfAi);
    assert_eq!(examination.report.conclusion.weighed, 1);
}

#[test]
fn a_score_without_a_calibration_says_that_it_has_no_weight() {
    let examination = examined(&photo(None), &[&Sees, &Misses, &Weighs], &Cancel::default());
    let summaries: Vec<_> =
        examination.report.results.iter().map(|result| result.summary.as_ref().unwrap().en.as_str()).collect();
    assert_eq!(summaries, ["seen", "seen This is shown as an illustration; it has no weight.", "seen"]);
}

/// Models of which every question breaks off.
struct Broken;

impl Models for Broken {
    fn ready(&self, _id: &str) -> Result<(), ModelError> {
        panic!("on purpose")
    }

    fn run(&self, _id: &str, _input: ndarray::ArrayD<f32>) -> Result<Vec<ndarray::ArrayD<f32>>, ModelError> {
        panic!("on purpose")
    }

    fn sha256(&self, _id: &str) -> Option<String> {
        None
    }
}

#[test]
fn a_model_that_panics_costs_no_report() {
    let exhibit = photo(None);
    let specimen = Specimen::new(&exhibit, &Broken, Limits::default());
    let checks: &[&'static dyn Check] = &[&Sees, &NeedsModel, &Weighs];
    let report = examine_with(checks, &specimen, &Host::default(), &Cancel::default(), &|_| {}).report;
    assert_eq!(report.results[1].state, State::Failed);
    assert_eq!(report.conclusion.weighed, 1);
}

#[test]
fn cancelling_ends_a_check_that_would_never_end() {
    let cancel = Cancel::default();
    let exhibit = photo(None);
    let examination = std::thread::scope(|scope| {
        let running = scope.spawn(|| examined(&exhibit, &[&Sees, &Waits], &cancel));
        cancel.set();
        running.join().unwrap()
    });
    assert_eq!(examination.report.outcome, v1::ExaminationOutcome::Cancelled);
    assert_eq!(examination.report.conclusion.kind, v1::ConclusionKind::NoConclusion);
    assert_eq!(examination.report.results[1].state, State::Failed);
}

#[test]
fn progress_counts_every_check_once() {
    let steps = Mutex::new(Vec::new());
    let exhibit = photo(None);
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
    examine_with(&[&Sees, &Panics, &Breaks], &specimen, &Host::default(), &Cancel::default(), &|progress| {
        steps.lock().unwrap().push((progress.step, progress.of));
    });
    let mut steps = steps.into_inner().unwrap();
    steps.sort_unstable();
    assert_eq!(steps, [(1, 3), (2, 3), (3, 3)]);
}

#[test]
fn regions_stand_upright_in_the_report() {
    // Orientation 6 turns the coded picture clockwise: its top left corner goes to the top right.
    let examination = examined(&photo(Some(6)), &[&Boxes], &Cancel::default());
    let v1::Content::Regions { regions } = &examination.report.results[0].artifacts[0].content else {
        unreachable!("the check draws regions")
    };
    assert_eq!((regions[0].x, regions[0].y, regions[0].width, regions[0].height), (63.0, 0.0, 1.0, 2.0));
}

#[test]
fn outlines_stand_upright_in_the_report() {
    let examination = examined(&photo(Some(6)), &[&Lines], &Cancel::default());
    let v1::Content::Outlines { outlines } = &examination.report.results[0].artifacts[0].content else {
        unreachable!("the check draws outlines")
    };
    assert_eq!(outlines[0].shape, v1::Shape::Circle { x: 63.0, y: 2.0, radius: 0.5 });
    let written = serde_json::to_value(&outlines[0]).unwrap();
    assert_eq!((&written["stroke"], &written["shape"]["type"]), (&"dash_dotted".into(), &"circle".into()));
}

/// Models that run and see no face; counts the runs.
#[derive(Default)]
struct NoFace(std::sync::atomic::AtomicUsize);

impl Models for NoFace {
    fn ready(&self, _id: &str) -> Result<(), ModelError> {
        Ok(())
    }

    fn run(&self, id: &str, _input: ndarray::ArrayD<f32>) -> Result<Vec<ndarray::ArrayD<f32>>, ModelError> {
        assert_eq!(id, "face-detector", "without a face nothing else runs");
        self.0.fetch_add(1, Ordering::Relaxed);
        let zeros = |values: usize| ndarray::ArrayD::zeros(ndarray::IxDyn(&[1, 2304, values]));
        Ok(vec![zeros(16), zeros(1) - 50.0])
    }

    fn sha256(&self, _id: &str) -> Option<String> {
        None
    }
}

#[test]
fn a_need_of_a_face_names_what_is_missing_and_faces_are_searched_once() {
    let why = |examination: &Examination, index: usize| {
        let result = &examination.report.results[index];
        assert_eq!(result.state, State::NotApplicable);
        result.why.clone().unwrap().en
    };
    let without = examined(&photo(None), &[&NeedsFace, &NeedsQuality], &Cancel::default());
    assert!(why(&without, 0).contains("needs a learned model"), "{}", why(&without, 0));
    let low = "The picture was saved as JPEG at about quality 90; this check needs 95. The original file would help.";
    assert_eq!(why(&without, 1), low);

    let (exhibit, models) = (photo(None), NoFace::default());
    let specimen = Specimen::new(&exhibit, &models, Limits::default());
    let checks: &[&'static dyn Check] = &[&NeedsFace, &NeedsFace, &NeedsFace];
    let examination = examine_with(checks, &specimen, &Host::default(), &Cancel::default(), &|_| {});
    for index in 0..3 {
        assert_eq!(why(&examination, index), "No face was found in the photo; this check examines eyes.");
    }
    // The two coarsest scales of a picture of 96 x 64 pixels: one tile each, whatever the number of checks.
    assert_eq!(models.0.load(Ordering::Relaxed), 2);
}

#[test]
fn chosen_checks_answer_as_they_would_in_a_report() {
    let chosen: [&'static dyn Check; 6] = [&Weighs, &Sees, &Doubts, &Needs, &Panics, &Breaks];
    let exhibit = Exhibit::new("a.png", Vec::new());
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
    let answers = answers(&chosen, &specimen, &Cancel::default());
    let ids: Vec<&str> = answers.iter().map(|(about, _)| about.id).collect();
    assert_eq!(ids, ["weighs", "sees", "doubts", "needs", "panics", "breaks"]);
    let kinds: Vec<&Answer> = answers.iter().map(|(_, answer)| answer).collect();
    assert_eq!(kinds[0], &Answer::Scored(1.0));
    assert_eq!(kinds[1], &Answer::Described);
    assert_eq!(kinds[2], &Answer::Inconclusive(Text::same("too dark")));
    assert!(matches!(kinds[3], Answer::NotApplicable(_)), "{:?}", kinds[3]);
    assert!(matches!(kinds[4], Answer::Failed(_)), "{:?}", kinds[4]);
    assert_eq!(kinds[5], &Answer::Failed(Text::same("no light")));
}
