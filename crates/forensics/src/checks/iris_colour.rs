//! The colours of the two irises of one face, each corrected by the white of its own eye.

use super::examined_faces::{self, Examined, GENERATORS_PASS, NO_WEIGHT};
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::eyes::colour;
use crate::eyes::exhibit;
use crate::eyes::iris_colour::{self, Colours, IrisColour};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::portrait::Gate;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// The check.
pub(super) struct IrisColours;

static ABOUT: About = About {
    id: "iris_colour",
    revision: 2,
    family: Family::Face,
    question: Question::Face,
    title: Words::new("Colour of the irises", "虹膜颜色"),
    explanation: Words::new(
        "Nearly all people have two irises of the same colour. This check took the middle colour of a ring of each iris, without reflections and pupil, and divided it by the white of the same eye, because a window at one side or a coloured lamp tints one eye more than the other. It then measured how different the two colours are (ΔE: 2 is just visible side by side, 20 is blue beside brown). Generators of 2018 to 2020 often mixed up the colours of the two eyes.",
        "几乎所有人的两个虹膜颜色相同。此检查取每个虹膜一圈区域（不含反光和瞳孔）的中间颜色，再除以同一只眼的眼白颜色，因为一侧的窗户或有色灯光会使一只眼染色更重。然后测量两种颜色相差多少（ΔE：2 为并排时刚好可见，20 相当于蓝色与棕色之别）。2018 至 2020 年的生成模型常把两眼颜色弄混。",
    ),
    look_for: Words::new(
        "Two halves of clearly different colour in the lower disc, which shows the irises after the correction.",
        "下方圆盘（校正后的虹膜颜色）左右两半颜色明显不同。",
    ),
    ignore: Words::new(
        "A difference in the upper disc that the lower one no longer shows: that was the light. Brightness alone differs when one side of the face lies in shadow.",
        "上方圆盘有差异而下方圆盘已消失：那是光线造成的。脸的一侧处于阴影中时，仅亮度会有不同。",
    ),
    limits: &[
        NO_WEIGHT,
        GENERATORS_PASS,
        Words::new(
            "About one person in a hundred or fewer has eyes of different colours (heterochromia), and a single coloured contact lens (美瞳) has the same effect.",
            "约百分之一或更少的人天生双眼异色（异色症），只戴一片美瞳也会有同样效果。",
        ),
        Words::new(
            "It does not separate: of 203 real portraits of a face dataset 7 differed by ΔE 20 or more, of 154 pictures of StyleGAN2 none.",
            "没有区分能力：在某人脸数据集的 203 张真实人像中，7 张的色差达到 ΔE 20 以上；在 154 张 StyleGAN2 图片中一张也没有。",
        ),
        Words::new(
            "The white of an eye is not white in everybody, and coloured light that falls on one eye's iris but not on its white is not corrected.",
            "并非每个人的眼白都是白色；若有色光只照到一只眼的虹膜而没有照到眼白，则无法校正。",
        ),
        Words::new(
            "Dark brown irises differ little from each other in any photo, so a small difference says little there.",
            "深棕色虹膜在任何照片中彼此差异都很小，因此差异小并不说明问题。",
        ),
    ],
    references: &[Reference {
        citation: "Matern, Riess and Stamminger, Exploiting Visual Artifacts to Expose Deepfakes and Face Manipulations, IEEE Winter Applications of Computer Vision Workshops 2019",
        locator: "doi:10.1109/WACVW.2019.00020",
    }],
    needs: &[Need::Pixels { min_side: 64 }, Need::Face(GATE)],
    calibration: None,
};

const GATE: Gate = Gate { min_iris_px: 20, ..Gate::EYES };

/// Corrected colour difference from which the irises are said to differ; see docs/validation.
const DIFFERS_FROM: f32 = 20.0;

impl Check for IrisColours {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn gives_score(&self) -> bool {
        true
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let (upright, faces) = examined_faces::examined(specimen, GATE, context)?;
        let measured: Vec<_> = faces.iter().map(|face| iris_colour::measure(&face.pair)).collect();
        let mut outcome = outcome(&faces, &measured);
        outcome.finding_mut().artifacts = context.pictures(|| {
            let largest = faces.first().zip(measured.first());
            let picture = largest.and_then(|(face, colours)| exhibit::colours(upright, &face.pair, colours.as_ref()?));
            picture.map(|picture| examined_faces::drawn(PICTURE, picture)).into_iter().collect()
        });
        Ok(outcome)
    }
}

const PICTURE: (&str, Words, Words) = (
    "irises",
    Words::new("The irises and their colours", "虹膜及其颜色"),
    Words::new(
        "Left: the person's right eye; right: the left eye. The colour was taken between the two dotted circles. Each disc between them is halved: its left half belongs to the right eye, its right half to the left eye. Upper disc: the colours as photographed, with the white of each eye as the rim. Lower disc: after both whites were made equal; an empty dotted circle means that too little white was seen.",
        "左：人物的右眼；右：人物的左眼。颜色取自两条点线圆之间。中间的圆盘各分两半：左半属于右眼，右半属于左眼。上方圆盘：照片中的颜色，外圈为各自眼白的颜色。下方圆盘：将两只眼的眼白调成一致之后的颜色；若为空的点线圆，表示可见的眼白太少。",
    ),
);

fn outcome(faces: &[Examined<'_>], measured: &[Option<Colours>]) -> Outcome {
    let details: Vec<Group> =
        (1..).zip(faces.iter().zip(measured)).map(|(number, (face, colours))| group(number, face, colours)).collect();
    let describing = |summary: Text| Finding { details: details.clone(), ..Finding::describing(summary) };
    let inconclusive = |why: Words| Outcome::Inconclusive {
        why: why.into(),
        finding: describing(Words::new("The colours of the irises were not compared.", "未能比较虹膜颜色。").into()),
    };
    let Some(Some(colours)) = measured.first() else {
        return inconclusive(Words::new(
            "Lids and reflections left too little of an iris to take its colour.",
            "眼睑和反光之外可见的虹膜太少，无法取色。",
        ));
    };
    let Some(difference) = colours.corrected_difference() else {
        return inconclusive(Words::new(
            "Too little of the white of an eye was seen to correct for the light.",
            "可见的眼白太少，无法校正光线的影响。",
        ));
    };
    let plain = colours.difference();
    let finding = |summary: Text| Finding { score: Some(f64::from(difference)), ..describing(summary) };
    if difference >= DIFFERS_FROM {
        Outcome::Found(finding(text!(
            "The irises of the largest face differed in colour: ΔE {difference:.0} after the correction by the white of each eye ({plain:.0} before).",
            "最大人脸的两个虹膜颜色不同：经各自眼白校正后 ΔE 为 {difference:.0}（校正前 {plain:.0}）。"
        )))
    } else {
        Outcome::NotFound(finding(text!(
            "The irises of the largest face had similar colours: ΔE {difference:.0} after the correction by the white of each eye ({plain:.0} before).",
            "最大人脸的两个虹膜颜色相近：经各自眼白校正后 ΔE 为 {difference:.0}（校正前 {plain:.0}）。"
        )))
    }
}

fn group(number: usize, face: &Examined<'_>, colours: &Option<Colours>) -> Group {
    let mut rows = vec![examined_faces::iris_row(face.portrait)];
    if let Some(colours) = colours {
        for (label, eye) in
            [(Words::new("Right iris", "右虹膜"), &colours.right), (Words::new("Left iris", "左虹膜"), &colours.left)]
        {
            rows.push(Row::new(label.into(), described(eye)));
        }
        let (plain, corrected) = (colours.difference(), colours.corrected_difference());
        let number = |value: f32| Text::same(format!("ΔE {value:.1}"));
        rows.push(Row::new(Words::new("Difference as photographed", "照片中的色差").into(), number(plain)));
        rows.push(Row::new(
            Words::new("Difference after the correction", "校正后的色差").into(),
            corrected.map_or_else(|| Words::new("not measured", "未测量").into(), number),
        ));
    }
    Group { title: examined_faces::title(number), rows }
}

fn described(eye: &IrisColour) -> Text {
    let hex = |linear: [f32; 3]| colour::srgb(linear).iter().map(|sample| format!("{sample:02x}")).collect::<String>();
    let iris = hex(eye.iris);
    match (eye.white.map(hex), eye.corrected().map(hex)) {
        (Some(white), Some(corrected)) => text!(
            "#{iris}; white of the eye #{white}; corrected #{corrected}",
            "#{iris}；眼白 #{white}；校正后 #{corrected}"
        ),
        _ => text!("#{iris}; too little white of the eye", "#{iris}；可见眼白太少"),
    }
}

#[cfg(test)]
mod tests;
