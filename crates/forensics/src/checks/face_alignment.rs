//! Where the eyes and the mouth lie in a square picture of one face.

use super::examined_faces::{self, GENERATORS_PASS, NO_WEIGHT};
use crate::artifact::{Outline, Shape, Stroke};
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::eyes::alignment::{self, NEAR, Places, TEMPLATE};
use crate::eyes::exhibit;
use crate::faces::Point;
use crate::finding::{Finding, Group, Outcome, Row};
use crate::portrait::Gate;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// The check.
pub(super) struct FaceAlignment;

static ABOUT: About = About {
    id: "face_alignment",
    revision: 1,
    family: Family::Face,
    question: Question::Face,
    title: Words::new("Place of the face in the picture", "人脸在画面中的位置"),
    explanation: Words::new(
        "Face generators of the StyleGAN family were trained on square crops in which eyes and mouth always lie at the same places (the FFHQ rule), and repeat these places in every picture. This check measured, in a square picture, how far both eyes lie from the places of the rule, in widths of the picture.",
        "StyleGAN 系列人脸生成模型以正方形裁切图训练，图中眼睛和嘴总在相同位置（FFHQ 规则），生成的每张图也会重复这些位置。此检查在正方形画面中测量双眼与该规则位置相距多远，以画面宽度为单位。",
    ),
    look_for: Words::new(
        "Both orange crosses of the eyes inside the dashed circles. Across the profile pictures of several accounts, the same places again and again.",
        "双眼的橙色十字都落在虚线圆内。若多个账号的头像都反复落在相同位置，更值得注意。",
    ),
    ignore: Words::new(
        "The mouth: it moves with the expression and is only shown for orientation.",
        "嘴的位置：会随表情移动，仅供参考。",
    ),
    limits: &[
        NO_WEIGHT,
        Words::new(
            "Real portraits are cropped the same way by passport tools, face datasets and apps that centre a face: of 391 real portraits of such a dataset, 91 % lay within the limit, as did 98 % of 199 pictures of StyleGAN2. A place by itself is no sign of generation.",
            "证件照工具、人脸数据集以及会把人脸居中的应用，也会以同样方式裁切真实照片：在此类数据集的 391 张真实人像中，91 % 在界限之内；199 张 StyleGAN2 图片中则为 98 %。仅凭位置不能说明由 AI 生成。",
        ),
        Words::new(
            "Any crop or border after generation moves the face away. Generators that make pictures from a text do not follow the rule.",
            "生成后只要再裁切或加边框，位置就会改变。由文字生成图片的模型不遵循此规则。",
        ),
        GENERATORS_PASS,
    ],
    references: &[
        Reference {
            citation: "Karras, Laine and Aila, A Style-Based Generator Architecture for Generative Adversarial Networks, CVPR 2019 (the FFHQ rule)",
            locator: "arXiv:1812.04948",
        },
        Reference {
            citation: "Yang, Singh and Menczer, Characteristics and Prevalence of Fake Social Media Profiles with AI-generated Faces, 2024",
            locator: "arXiv:2401.02627",
        },
    ],
    needs: &[Need::Pixels { min_side: 128 }, Need::SquarePicture, Need::Face(GATE)],
    calibration: None,
};

/// Any face that has a mesh: closed eyes and glasses do not matter here.
const GATE: Gate = Gate {
    min_iris_px: 5,
    max_yaw: 60,
    max_pitch: 60,
    min_opening: 0,
    min_visible: 0,
    min_sharpness: 0,
    max_glasses: 100,
};

impl Check for FaceAlignment {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn gives_score(&self) -> bool {
        true
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let upright = specimen.upright().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
        let faces = specimen.portraits_that_pass(GATE, context)?;
        let places = faces.first().and_then(|face| alignment::places(face, upright.dimensions()));
        let found = specimen.faces(context)?.len();
        let mut outcome = outcome(places, found);
        if let Some(places) = places {
            outcome.finding_mut().artifacts = context.pictures(|| {
                let drawn = exhibit::alignment(upright, &places);
                let drawn = drawn.map(|picture| examined_faces::drawn(PICTURE, picture));
                let outlines = outlines(&places, upright.dimensions());
                drawn.into_iter().chain(examined_faces::over_photo(specimen, OVER_PHOTO, outlines)).collect()
            });
        }
        Ok(outcome)
    }
}

const PICTURE: (&str, Words, Words) = (
    "places",
    Words::new("Eyes and mouth against the FFHQ places", "眼睛和嘴与 FFHQ 位置的对照"),
    Words::new(
        "Orange crosses: the eyes and the mouth as measured. Dashed blue circles: where the FFHQ rule puts them; the radius is the distance up to which an eye counts as placed by the rule.",
        "橙色十字：测得的眼睛和嘴。蓝色虚线圆：FFHQ 规则规定的位置；半径为判定眼睛符合规则的最大距离。",
    ),
);

const OVER_PHOTO: (&str, Words, Words) = (
    "outlines",
    Words::new("Places on the photo", "照片上的位置"),
    Words::new(
        "Unbroken: as measured. Dashed: the places of the FFHQ rule.",
        "实线：测得的位置。虚线：FFHQ 规则的位置。",
    ),
);

fn outcome(places: Option<Places>, faces: usize) -> Outcome {
    let Some(places) = places else {
        return Outcome::Inconclusive {
            why: Words::new("The mesh of the face was not whole.", "面部网格不完整。").into(),
            finding: Finding::describing(
                Words::new("The places of eyes and mouth were not measured.", "未能测量眼睛和嘴的位置。").into(),
            ),
        };
    };
    let (eyes, mouth) = (places.eyes_from(&TEMPLATE), places.mouth_from(&TEMPLATE));
    let (eyes_percent, mouth_percent, near) = (100.0 * eyes, 100.0 * mouth, 100.0 * NEAR);
    let details = vec![group(&places, mouth_percent)];
    let describing = |summary: Text| Finding { details: details.clone(), ..Finding::describing(summary) };
    if faces > 1 {
        return Outcome::Inconclusive {
            why: text!(
                "{faces} faces were found; the rule is for pictures of a single face.",
                "找到 {faces} 张人脸；该规则只适用于单人头像。"
            ),
            finding: describing(text!(
                "The eyes of the largest face lay {eyes_percent:.1} % of the picture's width from the places of the FFHQ rule.",
                "最大人脸的双眼与 FFHQ 规则位置相距画面宽度的 {eyes_percent:.1} %。"
            )),
        };
    }
    let finding = |summary: Text| Finding { score: Some(-f64::from(eyes)), ..describing(summary) };
    if eyes <= NEAR {
        Outcome::Found(finding(text!(
            "The eyes lay where the FFHQ rule puts them, {eyes_percent:.1} % of the picture's width away on average (at most {near:.0} %). Real photos that were cropped by face lie there too.",
            "双眼位于 FFHQ 规则规定的位置，平均相距画面宽度的 {eyes_percent:.1} %（上限 {near:.0} %）。按人脸裁切的真实照片也会如此。"
        )))
    } else {
        Outcome::NotFound(finding(text!(
            "The eyes lay {eyes_percent:.1} % of the picture's width from the places of the FFHQ rule (at most {near:.0} % would count).",
            "双眼与 FFHQ 规则位置相距画面宽度的 {eyes_percent:.1} %（不超过 {near:.0} % 才算符合）。"
        )))
    }
}

fn group(places: &Places, mouth_percent: f32) -> Group {
    let at = |(x, y): Point| Text::same(format!("{x:.3}, {y:.3}"));
    let row = |label: Words, value: Text| Row::new(label.into(), value);
    Group {
        title: Words::new("Places as shares of width and height", "位置（占宽度和高度的比例）").into(),
        rows: vec![
            row(Words::new("Right eye", "右眼"), at(places.right_eye)),
            row(Words::new("Left eye", "左眼"), at(places.left_eye)),
            row(Words::new("Mouth", "嘴"), at(places.mouth)),
            row(Words::new("Rule: right eye", "规则：右眼"), at(TEMPLATE.right_eye)),
            row(Words::new("Rule: left eye", "规则：左眼"), at(TEMPLATE.left_eye)),
            row(
                Words::new("Mouth from its place in the rule", "嘴与规则位置的距离"),
                Text::same(format!("{mouth_percent:.1} %")),
            ),
        ],
    }
}

fn outlines(places: &Places, (width, height): (u32, u32)) -> Vec<Outline> {
    let (width, height) = (width as f32, height as f32);
    let points =
        |places: &Places| [places.right_eye, places.left_eye, places.mouth].map(|(x, y)| (x * width, y * height));
    let circle = |label: Words, stroke: Stroke, radius: f32| {
        move |centre: Point| Outline { label: label.into(), stroke, shape: Shape::Circle { centre, radius } }
    };
    let measured = circle(Words::new("As measured", "测得的位置"), Stroke::Solid, 0.006 * width);
    let rule = circle(Words::new("FFHQ rule", "FFHQ 规则"), Stroke::Dashed, NEAR * width);
    points(places).map(measured).into_iter().chain(points(&TEMPLATE).map(rule)).collect()
}

#[cfg(test)]
mod tests;
