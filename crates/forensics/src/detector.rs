//! Detectors that an entry of `models/manifest.toml` adds, without code: see docs/detectors.md.
//!
//! [`check`] makes a check of what the entry states. A mistake in the entry is that check's failure,
//! in every report, and nobody else's.

mod spec;
mod views;

pub use spec::Spec;

use image::RgbImage;
use ndarray::ArrayD;

use crate::artifact::{Artifact, Content};
use crate::calibration::Calibration;
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::finding::{Direction, Finding, Group, Outcome, Row};
use crate::learned::map::{self, Scored};
use crate::learned::{not_run, side_by_side};
use crate::model::ModelError;
use crate::pixels;
use crate::report::words;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

use spec::{Combine, Ready};

/// What an entry states of a detector.
#[derive(Debug, Clone)]
pub struct Stated {
    /// The model's id.
    pub id: String,
    /// Its licence (SPDX).
    pub licence: String,
    /// Where the model comes from.
    pub source: String,
    /// Lengths of the axes of its input; 0 for an axis of any length.
    pub input: Vec<usize>,
    /// Names of what it hands out, in order.
    pub outputs: Vec<String>,
    /// The entry's table `detector`.
    pub table: toml::Table,
    /// The text of the calibration file that the table names, or why it could not be read.
    pub calibration: Option<Result<String, String>>,
}

/// Scores at the two ends of the palette.
const MOST: f32 = 6.0;

/// A check of one model of the manifest.
struct Detector {
    about: &'static About,
    model: &'static str,
    /// How the model is used, or what is wrong with the entry.
    ready: Result<Ready, String>,
    made_by: String,
    licence: String,
    /// Why there is no calibration although the entry names one.
    no_calibration: Option<String>,
}

/// The check of a detector. It lives as long as the program: make it once.
pub fn check(stated: Stated) -> &'static dyn Check {
    let spec = Spec::read(&stated.table);
    let ready = spec.clone().and_then(|spec| Ready::new(spec, &stated));
    let spec = spec.ok();
    let made_by = spec.as_ref().map_or_else(String::new, |spec| text::quote(&spec.made_by, 200));
    let (calibration, no_calibration) = match stated.calibration.clone() {
        None => (None, None),
        Some(Ok(calibration)) => (Some(leaked(calibration)), None),
        Some(Err(why)) => (None, Some(why)),
    };
    let model = leaked(stated.id.clone());
    let about = about(&stated, spec.as_ref(), ready.as_ref().ok(), model, calibration);
    let licence = text::quote(&stated.licence, 100);
    Box::leak(Box::new(Detector { about, model, ready, made_by, licence, no_calibration }))
}

fn leaked(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

fn about(
    stated: &Stated,
    spec: Option<&Spec>,
    ready: Option<&Ready>,
    model: &'static str,
    calibration: Option<&'static str>,
) -> &'static About {
    let id = text::quote(&stated.id, 100);
    let title = spec.map_or_else(|| Text::same(id.clone()), |spec| quoted(&spec.title));
    let explanation = text!(
        "Gave the picture to the model {id}, which was added to this installation by an entry in its list of models and was made by others.",
        "将图像交给模型 {id}；该模型由本安装的模型列表中的一项条目添加，由他人制作。"
    );
    let mut needs = Vec::new();
    // A detector whose entry is wrong has no needs: it fails, and says why.
    if let Some(ready) = ready {
        needs =
            vec![Need::Pixels { min_side: ready.least_side() }, Need::BitsPerSample { at_most: 8 }, Need::Model(model)];
    }
    let own = spec.map(|spec| spec.limits.iter().map(quoted).map(words)).into_iter().flatten();
    let limits: Vec<Words> = own.chain([LIMIT]).collect();
    let reference = Reference { citation: leaked(text::quote(&stated.source, 300)), locator: model };
    Box::leak(Box::new(About {
        id: leaked(format!("detector_{}", stated.id.replace('-', "_"))),
        revision: spec.map_or(1, |spec| spec.revision),
        family: Family::Learned,
        question: Question::Traces,
        title: words(title),
        explanation: words(explanation),
        look_for: Words::new("The score and who made the model.", "得分，以及模型的制作者。"),
        ignore: Words::new(
            "A high score without a calibration: it is not known how often real photos score as high.",
            "未经校准的高分：真实照片得到同样高分的频率并不清楚。",
        ),
        limits: limits.leak(),
        references: vec![reference].leak(),
        needs: needs.leak(),
        calibration,
    }))
}

fn words(text: Text) -> Words {
    Words::new(leaked(text.en), leaked(text.zh))
}

fn quoted(text: &Text) -> Text {
    Text { en: text::quote(&text.en, 300), zh: text::quote(&text.zh, 300) }
}

impl Check for Detector {
    fn about(&self) -> &'static About {
        self.about
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let ready = self.ready.as_ref().map_err(|why| {
            let why = text::quote(why, 300);
            Stopped::Failed(text!(
                "The entry of this detector in the list of models is not valid: {why}",
                "模型列表中此检测器的条目无效：{why}"
            ))
        })?;
        let pixels = specimen.pixels().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
        let orientation = specimen.orientation();
        let upright = pixels::upright_as_coded(pixels, orientation);
        let squares = self.scores(ready, &upright, specimen, context)?;
        let score = combined(ready.spec.combine, squares.iter().map(|square| f64::from(square.score)));
        let coded = (pixels.coded.width(), pixels.coded.height());
        let finding = Finding {
            score: Some(score),
            details: self.details(score, squares.len(), specimen),
            artifacts: vec![picture(&squares, coded, orientation)],
            ..Finding::describing(text!("The model's score was {score:.2}.", "模型的得分为 {score:.2}。"))
        };
        self.judged(score, finding, specimen, context)
    }

    fn gives_score(&self) -> bool {
        true
    }
}

impl Detector {
    /// The score of every view.
    fn scores(
        &self,
        ready: &Ready,
        upright: &RgbImage,
        specimen: &Specimen<'_>,
        context: &Context<'_>,
    ) -> Result<Vec<Scored>, Stopped> {
        let places = views::places(ready, upright.dimensions());
        side_by_side(places.len(), context, |index| {
            let nonsense = || ModelError::unexpected(self.model);
            let place = places.get(index).ok_or_else(|| not_run(&nonsense()))?;
            let input = ready.input(&views::cut(ready, upright, place));
            let outputs: Vec<ArrayD<f32>> =
                specimen.models().run(self.model, input).map_err(|error| not_run(&error))?;
            let score = ready.score(&outputs).ok_or_else(|| not_run(&nonsense()))?;
            let (x, y, width, height) = (place.x as f32, place.y as f32, place.width as f32, place.height as f32);
            Ok(Scored { x, y, width, height, score: score as f32 })
        })
    }

    /// Found when the calibration makes the score speak for a generated picture. Without a calibration
    /// the score is shown and nothing is judged.
    fn judged(
        &self,
        score: f64,
        finding: Finding,
        specimen: &Specimen<'_>,
        context: &Context<'_>,
    ) -> Result<Outcome, Stopped> {
        if let Some(why) = &self.no_calibration {
            let why = text::quote(why, 200);
            let why =
                text!("The calibration of this detector could not be read: {why}", "无法读取此检测器的校准文件：{why}");
            return Ok(Outcome::Inconclusive { why, finding });
        }
        let Some(calibration) = self.about.calibration else {
            // Context, and a score that an evaluation can measure so that a calibration can be made.
            let Text { en, zh } = &finding.summary;
            let Words { en: en_not, zh: zh_not } = NOT_VALIDATED;
            return Ok(Outcome::Found(Finding { summary: text!("{en} {en_not}", "{zh}{zh_not}"), ..finding }));
        };
        let calibration = match Calibration::read(calibration, self.about.id, self.about.revision) {
            Ok(calibration) => calibration,
            Err(error) => {
                let why = text::quote(&error.to_string(), 200);
                let why = text!("The calibration was refused: {why}.", "校准文件被拒绝：{why}。");
                return Ok(Outcome::Inconclusive { why, finding });
            }
        };
        Ok(match calibration.weigh(score, Some(specimen.stratum(context)?)) {
            Err(error) => Outcome::Inconclusive { why: words::not_weighed(&error), finding },
            Ok(weight) if weight.log10_lr > 0.0 => Outcome::Found(Finding { points_to: Direction::Ai, ..finding }),
            Ok(_) => Outcome::NotFound(finding),
        })
    }

    fn details(&self, score: f64, views: usize, specimen: &Specimen<'_>) -> Vec<Group> {
        let row = |label: Words, value: String| Row::new(label.into(), Text::same(value));
        let mut rows = vec![
            row(
                Words::new("Score (logarithm of the odds, high for generated)", "得分（几率的对数，越高越像生成）"),
                format!("{score:.2}"),
            ),
            row(Words::new("Views", "视图数"), views.to_string()),
            row(Words::new("Made by", "制作者"), self.made_by.clone()),
            row(Words::new("Licence", "许可证"), self.licence.clone()),
        ];
        if let Some(digest) = specimen.models().sha256(self.model) {
            rows.push(row(Words::new("SHA-256 of the model", "模型的 SHA-256"), digest));
        }
        vec![Group { title: Words::new("Model", "模型").into(), rows }]
    }
}

fn combined(combine: Combine, scores: impl Iterator<Item = f64>) -> f64 {
    let mut scores: Vec<f64> = scores.collect();
    let count = scores.len();
    match combine {
        Combine::Mean => scores.iter().sum::<f64>() / count as f64,
        Combine::Median => {
            scores.sort_by(f64::total_cmp);
            let at = |index: usize| scores.get(index).copied().unwrap_or(f64::NAN);
            (at(count.saturating_sub(1) / 2) + at(count / 2)) / 2.0
        }
    }
}

fn picture(squares: &[Scored], coded: (u32, u32), orientation: u8) -> Artifact {
    Artifact {
        id: "views",
        title: Words::new("Where the model saw most", "模型在何处所见最多").into(),
        caption: Words::new(
            "The score of each view over the part of the photo that it showed; places that no view showed are left out. The scale goes from −6 to 6 and is the same for every photo. The map shows where, never why.",
            "各视图的得分，显示在其所示的照片区域上；没有视图覆盖的位置留空。刻度为 −6 到 6，所有照片相同。此图只显示位置，从不说明原因。",
        )
        .into(),
        content: Content::Map {
            plane: map::plane(squares, coded, orientation),
            range: (-MOST, MOST),
            unit: Words::new("log odds", "对数几率").into(),
        },
    }
}

const LIMIT: Words = Words::new(
    "Its makers' figures were not repeated here. Without a calibration that was measured for this model, its score is shown and never weighed.",
    "其制作者给出的数字未在此复核。若没有为该模型测得的校准，其得分仅供展示，不计入权重。",
);

const NOT_VALIDATED: Words = Words::new(
    "This detector was not validated here: it is not known how often real photos score as high, so nothing follows from it.",
    "此检测器未在此验证：真实照片得到同样高分的频率并不清楚，因此不能据此得出任何结论。",
);

#[cfg(test)]
mod tests;
