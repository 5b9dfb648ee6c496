//! The outline of the pupils: a real one is close to an ellipse.

use super::examined_faces::{self, Examined, GENERATORS_PASS, NO_WEIGHT};
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::eyes::exhibit;
use crate::eyes::pupil::{self, LEAST_CONTRAST, NoPupil, PupilShape};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::portrait::Gate;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// The check.
pub(super) struct PupilOutline;

static ABOUT: About = About {
    id: "pupil_shape",
    revision: 2,
    family: Family::Face,
    question: Question::Face,
    title: Words::new("Shape of the pupils", "瞳孔形状"),
    explanation: Words::new(
        "A pupil is round, and seen from the side it is an ellipse. This check found the dark pupil inside each iris, fitted the ellipse that comes closest to its outline, and measured how well the two agree along the edge: 100 % is a perfect ellipse. Parts of the outline under a reflection or a lid were left out. Early image generators often drew pupils with dents, corners or frayed edges.",
        "瞳孔是圆形，从侧面看是椭圆形。此检查在每个虹膜内找到暗色的瞳孔，拟合出最接近其轮廓的椭圆，并沿边缘测量两者的吻合程度：100 % 即完美的椭圆。被反光或眼睑遮住的轮廓不计入。早期的图像生成模型常把瞳孔画得有凹陷、带棱角或边缘破碎。",
    ),
    look_for: Words::new(
        "Dents, corners or bulges where the orange outline leaves the dashed ellipse although nothing covers the pupil there.",
        "在没有遮挡的位置，橙色轮廓偏离虚线椭圆而形成的凹陷、棱角或鼓包。",
    ),
    ignore: Words::new(
        "Differences beside a bright reflection, under the upper lid, and steps of single pixels in small eyes.",
        "亮反光旁边、上眼睑下方的差异，以及小尺寸眼睛中单个像素的台阶。",
    ),
    limits: &[
        NO_WEIGHT,
        GENERATORS_PASS,
        Words::new(
            "In dark brown irises the edge of the pupil can mostly not be seen. The check then does not answer; it never fills in a value. It therefore examines people with light eyes more often.",
            "深棕色虹膜的瞳孔边缘大多无法看清。此时检查不作回答，也绝不填入替代数值。因此它更常能检查浅色眼睛的人。",
        ),
        Words::new(
            "Some people's pupils are irregular (coloboma, inflammation, surgery), and coloured contact lenses (美瞳) have printed edges of their own.",
            "有些人的瞳孔本来就不规则（虹膜缺损、炎症、手术后），美瞳也带有自己的印刷边缘。",
        ),
        Words::new(
            "It hardly separates: of 192 real portraits of a face dataset with irises large enough, only 39 could be measured, and 8 % of these agreed by less than 35 %; of 30 measured pictures of StyleGAN2, 3 %. Beside bright reflections the outline is often found wrongly: look at it.",
            "区分能力很弱：在某人脸数据集中虹膜足够大的 192 张真实人像里，只有 39 张可以测量，其中 8 % 的吻合度低于 35 %；在 30 张可测量的 StyleGAN2 图片里为 3 %。亮反光旁边的轮廓常会找错，请以眼见为准。",
        ),
        Words::new(
            "Motion blur, strong compression and eye make-up filters change the outline.",
            "运动模糊、强压缩以及美化眼睛的滤镜都会改变轮廓。",
        ),
    ],
    references: &[
        Reference {
            citation: "Guo, Hu, Wang, Chang and Lyu, Eyes Tell All: Irregular Pupil Shapes Reveal GAN-generated Faces, ICASSP 2022",
            locator: "arXiv:2109.00162",
        },
        Reference {
            citation: "Cheng, Girshick, Dollár, Berg and Kirillov, Boundary IoU: Improving Object-Centric Image Segmentation Evaluation, CVPR 2021",
            locator: "arXiv:2103.16562",
        },
        Reference {
            citation: "Halíř and Flusser, Numerically Stable Direct Least Squares Fitting of Ellipses, WSCG 1998",
            locator: "WSCG 1998, pages 125 to 132",
        },
    ],
    needs: &[Need::Pixels { min_side: 64 }, Need::JpegQuality { at_least: 75 }, Need::Face(GATE)],
    calibration: None,
};

const GATE: Gate = Gate { min_iris_px: 40, ..Gate::EYES };

/// Agreement along the edge below which a pupil is said to be irregular, and from which it is said to be
/// regular. Of real portraits whose pupils could be measured, 3 % lay below the first and 64 % reached the
/// second; see docs/validation.
const IRREGULAR_BELOW: f32 = 0.35;
const REGULAR_FROM: f32 = 0.55;

type Measured = Result<PupilShape, NoPupil>;

impl Check for PupilOutline {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn gives_score(&self) -> bool {
        true
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let (upright, faces) = examined_faces::examined(specimen, GATE, context)?;
        let mut measured = Vec::new();
        for Examined { pair, .. } in &faces {
            context.go_on()?;
            measured
                .push([pupil::measure(&pair.right, &pair.right_glints), pupil::measure(&pair.left, &pair.left_glints)]);
        }
        let mut outcome = outcome(&faces, &measured);
        outcome.finding_mut().artifacts = context.pictures(|| {
            let largest = faces.first().zip(measured.first());
            let picture = largest.and_then(|(face, [right, left])| {
                exhibit::pupils(upright, &face.pair, [right.as_ref().ok(), left.as_ref().ok()])
            });
            picture.map(|picture| examined_faces::drawn(PICTURE, picture)).into_iter().collect()
        });
        Ok(outcome)
    }
}

const PICTURE: (&str, Words, Words) = (
    "pupils",
    Words::new("The pupils and the ellipses that fit them", "瞳孔与拟合椭圆"),
    Words::new(
        "Left: the person's right eye; right: the left eye. Unbroken orange: the outline of the pupil that was found. Dashed blue: the ellipse that comes closest. The thin circle is the edge of the iris. An eye without the two lines could not be measured.",
        "左：人物的右眼；右：人物的左眼。橙色实线：找到的瞳孔轮廓。蓝色虚线：最接近的椭圆。细圆为虹膜边缘。没有这两条线的眼睛未能测量。",
    ),
);

/// The result of the largest face: of the pupil that agrees less, where both could be measured.
fn outcome(faces: &[Examined<'_>], measured: &[[Measured; 2]]) -> Outcome {
    let details: Vec<Group> =
        (1..).zip(faces.iter().zip(measured)).map(|(number, (face, eyes))| group(number, face, eyes)).collect();
    let describing = |summary: Text| Finding { details: details.clone(), ..Finding::describing(summary) };
    let Some([right, left]) = measured.first() else {
        return Outcome::Inconclusive {
            why: Words::new("The irises reach beyond the picture.", "虹膜超出画面范围。").into(),
            finding: describing(NOT_MEASURED.into()),
        };
    };
    let agreement = |eye: &Measured| eye.as_ref().ok().map(|shape| shape.boundary_iou);
    let (right_agreement, left_agreement) = (agreement(right), agreement(left));
    let Some(least) = [right_agreement, left_agreement].into_iter().flatten().reduce(f32::min) else {
        let why = |eye: &Measured| eye.as_ref().err().map_or_else(|| Text::same(""), |why| words(*why));
        let (right, left) = (why(right), why(left));
        let (right_en, left_en, right_zh, left_zh) = (right.en, left.en, right.zh, left.zh);
        return Outcome::Inconclusive {
            why: text!("Right eye: {right_en} Left eye: {left_en}", "右眼：{right_zh}左眼：{left_zh}"),
            finding: describing(NOT_MEASURED.into()),
        };
    };
    let eyes = usize::from(right_agreement.is_some()) + usize::from(left_agreement.is_some());
    let percent = 100.0 * least;
    let finding = |summary: Text| Finding { score: Some(1.0 - f64::from(least)), ..describing(summary) };
    let verdict = if least < IRREGULAR_BELOW {
        Words::new("were irregular", "形状不规则")
    } else if least >= REGULAR_FROM {
        Words::new("were regular", "形状规则")
    } else {
        Words::new("were regular in part", "形状部分规则")
    };
    let (en, zh) = (verdict.en, verdict.zh);
    let finding = finding(text!(
        "The pupils of the largest face {en}: the less regular one agreed with its best ellipse by {percent:.0} % along the edge ({eyes} of 2 pupils could be measured).",
        "最大人脸的瞳孔{zh}：较不规则的一个与最佳椭圆沿边缘吻合 {percent:.0} %（2 个瞳孔中测得 {eyes} 个）。"
    ));
    if least < IRREGULAR_BELOW {
        Outcome::Found(finding)
    } else if least >= REGULAR_FROM {
        Outcome::NotFound(finding)
    } else {
        Outcome::Inconclusive { why: BETWEEN.into(), finding }
    }
}

const BETWEEN: Words = Words::new(
    "The agreement was between 35 and 55 %, where real and generated portraits lie alike: in irises under 60 pixels a step of one pixel costs this much.",
    "吻合度在 35 % 到 55 % 之间，真实人像与生成人像都常落在这一范围：虹膜小于 60 像素时，一个像素的台阶就足以造成这样的差距。",
);

const NOT_MEASURED: Words =
    Words::new("Neither pupil of the largest face was measured.", "最大人脸的两个瞳孔均未测量。");

fn words(why: NoPupil) -> Text {
    match why {
        NoPupil::NotFound => Words::new(
            "no dark and roughly round spot was found in the middle of the iris.",
            "虹膜中央没有找到大致呈圆形的暗斑。",
        )
        .into(),
        NoPupil::LittleContrast(levels) => text!(
            "the iris was only {levels:.0} of 255 levels brighter than the pupil; {LEAST_CONTRAST:.0} are needed to see its edge. Dark brown eyes often allow no measurement.",
            "虹膜仅比瞳孔亮 {levels:.0} 级（共 255 级）；需要 {LEAST_CONTRAST:.0} 级才能看清边缘。深棕色眼睛常常无法测量。"
        ),
        NoPupil::OddSize(ratio) => {
            let percent = 100.0 * ratio;
            text!(
                "the dark spot was {percent:.0} % as wide as the iris; pupils are 15 to 75 %.",
                "暗斑宽度为虹膜的 {percent:.0} %；瞳孔应为 15 至 75 %。"
            )
        }
        NoPupil::FaintEdge(share) => {
            let percent = 100.0 * share;
            text!(
                "only {percent:.0} % of the dark spot's outline was a clear edge; 80 % are needed. Shadows of the lid and dark irises often hide the edge.",
                "暗斑轮廓只有 {percent:.0} % 是清晰边缘；需要 80 %。眼睑阴影和深色虹膜常会遮掩边缘。"
            )
        }
        NoPupil::Covered(seen) => {
            let percent = 100.0 * seen;
            text!(
                "reflections and lids left {percent:.0} % of the pupil's outline to be seen; 60 % are needed.",
                "反光和眼睑只露出瞳孔轮廓的 {percent:.0} %；需要 60 %。"
            )
        }
    }
}

fn group(number: usize, face: &Examined<'_>, eyes: &[Measured; 2]) -> Group {
    let mut rows = vec![examined_faces::iris_row(face.portrait)];
    for (label, eye) in [Words::new("Right pupil", "右瞳孔"), Words::new("Left pupil", "左瞳孔")].into_iter().zip(eyes)
    {
        let value = match eye {
            Err(why) => words(*why),
            Ok(shape) => {
                let (agreement, ratio, seen) = (100.0 * shape.boundary_iou, 100.0 * shape.ratio, 100.0 * shape.seen);
                let contrast = shape.contrast;
                text!(
                    "{agreement:.0} % agreement along the edge; {ratio:.0} % of the iris' diameter; {seen:.0} % of its outline seen; iris {contrast:.0} levels brighter",
                    "沿边缘吻合 {agreement:.0} %；为虹膜直径的 {ratio:.0} %；轮廓可见 {seen:.0} %；虹膜亮 {contrast:.0} 级"
                )
            }
        };
        rows.push(Row::new(label.into(), value));
    }
    Group { title: examined_faces::title(number), rows }
}

#[cfg(test)]
mod tests;
