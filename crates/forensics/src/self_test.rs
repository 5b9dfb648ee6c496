//! The program's test of itself: pictures made by code, examined like any photo, whose scores are known. A damaged
//! model, another version of the runtime or a processor that computes otherwise shows here, and then in every
//! report.

mod expected;
mod pictures;

use crate::check::Check;
use crate::checks;
use crate::examination::{Answer, Cancel, answers};
use crate::exhibit::Exhibit;
use crate::limits::Limits;
use crate::model::Models;
use crate::report::v1;
use crate::specimen::Specimen;
use crate::text;
use crate::text::Text;

use expected::{EXPECTED, Expected};
pub use pictures::Golden;

/// Examines the golden pictures and compares; `None` when it was cancelled.
pub fn run(models: &dyn Models, cancel: &Cancel) -> Option<v1::SelfTest> {
    let mut ended = v1::SelfTest { compared: 0, differed: Vec::new(), untested: Vec::new() };
    for golden in Golden::ALL {
        let Some(file) = golden.file() else {
            let name = golden.name();
            ended.untested.push(text!("The picture {name} could not be made.", "无法生成图片 {name}。"));
            continue;
        };
        let exhibit = Exhibit::new(golden.name(), file);
        let specimen = Specimen::new(&exhibit, models, Limits::default());
        let expected: Vec<&Expected> = EXPECTED.iter().filter(|expected| expected.golden == golden).collect();
        let checks: Vec<&'static dyn Check> =
            expected.iter().filter_map(|expected| checks::find(expected.check)).collect();
        let answers = answers(&checks, &specimen, cancel);
        if cancel.is_set() {
            return None;
        }
        for (about, answer) in answers {
            let Some(expected) = expected.iter().find(|expected| expected.check == about.id) else { continue };
            compare(expected, &about.title.into(), answer, &mut ended);
        }
    }
    Some(ended)
}

fn compare(expected: &Expected, title: &Text, answer: Answer, ended: &mut v1::SelfTest) {
    let Text { en, zh } = title;
    let picture = expected.golden.name();
    let score = match answer {
        Answer::NotApplicable(why) | Answer::Failed(why) => {
            let Text { en: why, zh: why_zh } = why;
            ended.untested.push(text!("“{en}”: {why}", "“{zh}”：{why_zh}"));
            return;
        }
        Answer::Scored(score) => Ok(score),
        Answer::Described => Err(Text::same("")),
        Answer::Inconclusive(why) => Err(why),
    };
    ended.compared += 1;
    let Expected { score: wanted, within, .. } = expected;
    match score {
        Ok(score) if (score - wanted).abs() <= *within => {}
        Ok(score) => ended.differed.push(text!(
            "“{en}” gave the picture {picture} the score {score:.3}; {wanted:.3} was expected, within {within}.",
            "“{zh}”给图片 {picture} 的得分为 {score:.3}；预期为 {wanted:.3}，容差 {within}。"
        )),
        Err(Text { en: why, zh: why_zh }) => ended.differed.push(text!(
            "“{en}” gave the picture {picture} no score; {wanted:.3} was expected. {why}",
            "“{zh}”未给图片 {picture} 得分；预期为 {wanted:.3}。{why_zh}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::NoModels;
    use crate::text::Words;

    #[test]
    fn without_models_the_others_are_compared_and_those_are_untested() {
        let ended = run(&NoModels, &Cancel::default()).unwrap();
        let with_model = EXPECTED.iter().filter(|expected| expected.needs_model()).count();
        assert_eq!(ended.untested.len(), with_model, "{ended:?}");
        assert_eq!(ended.compared as usize, EXPECTED.len() - with_model);
        assert!(ended.differed.is_empty(), "{ended:?}");
    }

    #[test]
    fn every_check_with_a_weight_is_expected() {
        for check in checks::ALL.iter().filter(|check| check.about().calibration.is_some()) {
            let id = check.about().id;
            assert!(EXPECTED.iter().any(|expected| expected.check == id), "{id}");
        }
    }

    #[test]
    fn a_difference_is_told() {
        let expected = &EXPECTED[0];
        let title = Words::new("Check", "检查").into();
        let mut ended = v1::SelfTest { compared: 0, differed: Vec::new(), untested: Vec::new() };
        compare(expected, &title, Answer::Scored(expected.score + 0.9 * expected.within), &mut ended);
        assert_eq!((ended.compared, ended.differed.len()), (1, 0));
        compare(expected, &title, Answer::Scored(expected.score + 1.1 * expected.within), &mut ended);
        compare(expected, &title, Answer::Described, &mut ended);
        compare(expected, &title, Answer::Scored(f64::NAN), &mut ended);
        assert_eq!((ended.compared, ended.differed.len()), (4, 3));
        compare(expected, &title, Answer::Failed(Text::same("no")), &mut ended);
        assert_eq!((ended.compared, ended.untested.len()), (4, 1));
    }

    #[test]
    fn a_cancelled_test_tells_nothing() {
        let cancel = Cancel::default();
        cancel.set();
        assert!(run(&NoModels, &cancel).is_none());
    }
}
