//! The reflections on the corneas of one face: both eyes see the same scene.

use image::RgbImage;

use super::examined_faces::{self, Examined, GENERATORS_PASS, NO_WEIGHT};
use crate::artifact::Artifact;
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::eyes::exhibit;
use crate::eyes::reflections::{self, Comparison, NoReflection};
use crate::eyes::{Glints, gini};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::portrait::Gate;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// The check.
pub(super) struct CornealHighlights;

static ABOUT: About = About {
    id: "corneal_highlights",
    revision: 2,
    family: Family::Face,
    question: Question::Face,
    title: Words::new("Reflections in the eyes", "眼神光是否一致"),
    explanation: Words::new(
        "The corneas of a person's two eyes are small mirrors of nearly the same shape, a few centimetres apart, that see the same lights. In a photo their reflections (catch-lights) therefore have the same number, shape and place; a light close by shifts them a little from eye to eye: by 7 % of the iris for a ring light at 30 cm, 4 % at 50 cm, 1 % for a window at 2 m. This check found the reflections in the original pixels, laid those of one eye over those of the other, allowed that shift and a small change of size, and measured how much of them overlaps. Image generators draw each eye on its own and sometimes give the eyes different lights.",
        "人的两个角膜是形状几乎相同、相距数厘米的小镜面，照见的是同一组光源。因此在照片中，两眼的反光（眼神光）在数量、形状和位置上应当一致；近处的光源会使反光在两眼间略有错位：30 厘米处的环形灯约为虹膜直径的 7 %，50 厘米处约 4 %，2 米外的窗户约 1 %。此检查在原始像素中找出反光，把一只眼的反光叠到另一只眼上，在允许上述错位和少量大小变化的前提下，测量两者重叠了多少。图像生成模型往往分别绘制每只眼睛，有时会让两眼映出不同的光源。",
    ),
    look_for: Words::new(
        "Reflections that have no partner in the other eye, or partners of another shape: a square window in one eye and a round lamp in the other, or a reflection on opposite sides of the two pupils.",
        "一只眼中有而另一只眼中没有的反光，或形状不同的反光：一只眼里是方形窗户，另一只眼里是圆形灯；或者反光分别位于两个瞳孔相反的一侧。",
    ),
    ignore: Words::new(
        "A small sideways shift, a reflection that a lid, lashes, hair or the nose cuts off in one eye, and small specks along the lower lid: these are normal. Lights and screens of different colours are normal too, as long as both eyes show them.",
        "轻微的左右错位，被眼睑、睫毛、头发或鼻子挡去一部分的反光，以及下眼睑边缘的细小亮点：这些都属正常。只要两眼都能看到，不同颜色的灯光或屏幕反光也属正常。",
    ),
    limits: &[
        NO_WEIGHT,
        GENERATORS_PASS,
        Words::new(
            "Real photos differ too: a window behind lashes, a light that the nose hides from one eye, eyes that look far to one side, coloured contact lenses with a second shiny surface, and glasses that were not recognised.",
            "真实照片也会不一致：被睫毛遮挡的窗户、被鼻子挡住而只照到一只眼的光源、斜视一侧的目光、表面另有反光的美瞳，以及未被识别出的眼镜。",
        ),
        Words::new(
            "It hardly separates: of 127 real portraits of a face dataset whose reflections could be compared, half overlapped by less than 52 % and 12 % by less than 20 %; of 114 pictures of StyleGAN2, half by less than 44 % and 13 % by less than 20 %.",
            "区分能力很弱：在某人脸数据集中 127 张可比较反光的真实人像里，一半的重叠率低于 52 %，12 % 低于 20 %；在 114 张 StyleGAN2 图片里，一半低于 44 %，13 % 低于 20 %。",
        ),
        Words::new(
            "Retouching hides or makes differences: catch-lights that were painted in, and bright-eye filters that add the same star or ring to both eyes.",
            "修图会掩盖或造成差异：手工画上的眼神光，以及给两眼加上相同星芒或光环的亮眼滤镜。",
        ),
        Words::new(
            "In small irises a shift by one pixel changes the overlap much; below 24 pixels nothing is compared.",
            "虹膜较小时，错位一个像素就会使重叠率大幅变化；小于 24 像素时不作比较。",
        ),
    ],
    references: &[
        Reference {
            citation: "Hu, Li and Lyu, Exposing GAN-generated Faces Using Inconsistent Corneal Specular Highlights, ICASSP 2021",
            locator: "arXiv:2009.11924",
        },
        Reference {
            citation: "Lotz, Primack and Madau, A New Nonparametric Approach to Galaxy Morphological Classification, The Astronomical Journal 128, 2004 (Gini coefficient)",
            locator: "doi:10.1086/421849",
        },
    ],
    needs: &[Need::Pixels { min_side: 64 }, Need::JpegQuality { at_least: 75 }, Need::Face(GATE)],
    calibration: None,
};

const GATE: Gate = Gate::EYES;

/// Overlap below which the reflections are said to differ, and from which they are said to agree. Of
/// real portraits whose reflections could be compared, 12 % lay below the first and 51 % reached the
/// second; see docs/validation.
const DIFFERS_BELOW: f32 = 0.20;
const AGREES_FROM: f32 = 0.50;

impl Check for CornealHighlights {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn gives_score(&self) -> bool {
        true
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let (upright, faces) = examined_faces::examined(specimen, GATE, context)?;
        let mut compared = Vec::new();
        for face in &faces {
            context.go_on()?;
            compared.push(reflections::compare(&face.pair));
        }
        let mut outcome = outcome(&faces, &compared);
        outcome.finding_mut().artifacts = context.pictures(|| {
            let outlines = faces.iter().flat_map(|face| exhibit::glint_outlines(face.portrait, &face.pair)).collect();
            let over_photo = examined_faces::over_photo(specimen, OVER_PHOTO, outlines);
            picture(upright, &faces, &compared).into_iter().chain(over_photo).collect()
        });
        Ok(outcome)
    }
}

const OVER_PHOTO: (&str, Words, Words) = (
    "outlines",
    Words::new("Eyes and reflections on the photo", "照片上的眼睛与反光"),
    Words::new(
        "Dotted: the lids. Dashes and dots: the edge of the iris. Unbroken: reflections in the person's right eye. Dashed: reflections in the left eye.",
        "点线：眼睑。点划线：虹膜边缘。实线：人物右眼的反光。虚线：人物左眼的反光。",
    ),
);

const PICTURE: (&str, Words, Words) = (
    "eyes",
    Words::new("Both eyes, and their reflections laid over each other", "双眼及其反光的叠加"),
    Words::new(
        "Left: the person's right eye, its reflections outlined in unbroken orange. Middle: the left eye, its reflections in dashed blue. The thin circle is the edge of the iris. Right: both in one iris after the best shift; where they agree the two outlines lie on each other. The dotted white circle is the allowed shift, the white line inside it the shift that was made.",
        "左：人物的右眼，反光以橙色实线勾出。中：人物的左眼，反光以蓝色虚线勾出。细圆为虹膜边缘。右：按最佳位移叠放在同一虹膜内；两者一致时，两条轮廓线相互重合。白色点线圆为允许的位移范围，圆内白线为实际采用的位移。",
    ),
);

/// The result of the largest face, with what was measured in all of them.
fn outcome(faces: &[Examined<'_>], compared: &[Result<Comparison, NoReflection>]) -> Outcome {
    let details = (1..).zip(faces.iter().zip(compared)).map(|(number, (face, result))| group(number, face, result));
    let details: Vec<Group> = details.collect();
    let Some(result) = compared.first() else {
        return Outcome::Inconclusive {
            why: Words::new(
                "The irises could not be laid on a grid: they reach beyond the picture.",
                "虹膜超出画面范围，无法建立测量网格。",
            )
            .into(),
            finding: Finding { details, ..Finding::describing(NOT_COMPARED.into()) },
        };
    };
    let describing = |summary: Text| Finding { details: details.clone(), ..Finding::describing(summary) };
    match result {
        Err(missing) => {
            Outcome::Inconclusive { why: missing_words(*missing).into(), finding: describing(NOT_COMPARED.into()) }
        }
        Ok(found) => {
            let finding = Finding { score: Some(found.score()), ..describing(summary(found)) };
            if found.best_iou < DIFFERS_BELOW {
                Outcome::Found(finding)
            } else if found.best_iou >= AGREES_FROM {
                Outcome::NotFound(finding)
            } else {
                Outcome::Inconclusive { why: BETWEEN.into(), finding }
            }
        }
    }
}

const BETWEEN: Words = Words::new(
    "The overlap was between 20 and 50 %, where real and generated portraits lie alike: reflections half behind lashes or lids look like this too.",
    "重叠率在 20 % 到 50 % 之间，真实人像与生成人像都常落在这一范围：被睫毛或眼睑遮住一半的反光也会如此。",
);

const NOT_COMPARED: Words = Words::new("The reflections of the two eyes were not compared.", "未能比较两眼的反光。");

fn missing_words(missing: NoReflection) -> Words {
    match missing {
        NoReflection::Neither => Words::new(
            "There were no reflections to compare: neither iris showed a bright spot. Soft daylight, half-closed lids or strong smoothing can cause this.",
            "没有可比较的反光：两个虹膜上都没有亮点。柔和的日光、半闭的眼睑或过度磨皮都可能造成这种情况。",
        ),
        NoReflection::Right => Words::new(
            "There were no reflections to compare: only the person's left eye showed one. The nose, hair, lashes or a shadow can hide a light from one eye.",
            "没有可比较的反光：只有人物的左眼有反光。鼻子、头发、睫毛或阴影都可能使一只眼照不到光源。",
        ),
        NoReflection::Left => Words::new(
            "There were no reflections to compare: only the person's right eye showed one. The nose, hair, lashes or a shadow can hide a light from one eye.",
            "没有可比较的反光：只有人物的右眼有反光。鼻子、头发、睫毛或阴影都可能使一只眼照不到光源。",
        ),
        NoReflection::Covered => Words::new(
            "There were no reflections to compare: where one eye reflected, the lids covered the other.",
            "没有可比较的反光：一只眼有反光的位置，在另一只眼中被眼睑遮住。",
        ),
    }
}

fn summary(found: &Comparison) -> Text {
    let overlap = 100.0 * found.best_iou;
    let (right, left) = found.counts;
    let shift = 100.0 * found.shift.0.hypot(found.shift.1);
    let verdict = if found.best_iou < DIFFERS_BELOW {
        Words::new("differed", "不一致")
    } else if found.best_iou >= AGREES_FROM {
        Words::new("agreed", "一致")
    } else {
        Words::new("agreed in part", "部分一致")
    };
    let (en, zh) = (verdict.en, verdict.zh);
    text!(
        "The reflections in the two eyes of the largest face {en}: {overlap:.0} % overlapped after the best shift, by {shift:.1} % of the iris ({right} in the right eye, {left} in the left).",
        "最大人脸的两眼反光{zh}：按最佳位移（虹膜直径的 {shift:.1} %）叠放后重叠 {overlap:.0} %（右眼 {right} 处，左眼 {left} 处）。"
    )
}

/// The eyes of the largest face, also where their reflections could not be compared.
fn picture(
    upright: &RgbImage,
    faces: &[Examined<'_>],
    compared: &[Result<Comparison, NoReflection>],
) -> Option<Artifact> {
    let (face, result) = faces.first().zip(compared.first())?;
    let drawn = exhibit::reflections(upright, &face.pair, result.as_ref().ok())?;
    Some(examined_faces::drawn(PICTURE, drawn))
}

fn group(number: usize, face: &Examined<'_>, result: &Result<Comparison, NoReflection>) -> Group {
    let mut rows = vec![examined_faces::iris_row(face.portrait)];
    let mut row = |label: Words, value: Text| rows.push(Row::new(label.into(), value));
    row(Words::new("Reflections in the right eye", "右眼的反光"), described(&face.pair.right_glints));
    row(Words::new("Reflections in the left eye", "左眼的反光"), described(&face.pair.left_glints));
    match result {
        Err(missing) => row(Words::new("Comparison", "比较"), missing_words(*missing).into()),
        Ok(found) => {
            let percent = |share: f32| Text::same(format!("{:.0} %", 100.0 * share));
            row(Words::new("Overlap without a shift", "未位移时的重叠"), percent(found.plain_iou));
            row(Words::new("Best overlap within the allowance", "允许范围内的最大重叠"), percent(found.best_iou));
            let (across, down) = (100.0 * found.shift.0, 100.0 * found.shift.1);
            let scale = found.scale;
            row(
                Words::new("Shift with the best overlap", "最大重叠时的位移"),
                text!(
                    "{across:+.1} % of the iris to the right, {down:+.1} % down; size x {scale:.2}",
                    "向右 {across:+.1} %、向下 {down:+.1} %（占虹膜直径）；大小 x {scale:.2}"
                ),
            );
            let (matched, unmatched) = (found.matched.len(), found.unmatched());
            row(
                Words::new("Matched one to one", "一一对应"),
                text!("{matched} pairs; {unmatched} without a partner", "{matched} 对；{unmatched} 处没有对应"),
            );
            row(Words::new("Smaller over larger area", "面积之比（小比大）"), percent(found.area_ratio));
            if let Some(difference) = found.colour_difference {
                row(
                    Words::new("Colour difference of the pairs", "成对反光的色差"),
                    Text::same(format!("ΔE {difference:.1}")),
                );
            }
        }
    }
    if let (Some(right), Some(left)) = (gini::of_iris(&face.pair.right), gini::of_iris(&face.pair.left)) {
        let difference = (right - left).abs();
        row(
            Words::new("Gini coefficient of the irises' brightness", "虹膜亮度的基尼系数"),
            text!(
                "right {right:.3}, left {left:.3}; difference {difference:.3}",
                "右 {right:.3}，左 {left:.3}；相差 {difference:.3}"
            ),
        );
    }
    Group { title: examined_faces::title(number), rows }
}

/// Each reflection: size and place.
fn described(glints: &Glints) -> Text {
    if glints.each.is_empty() {
        return Words::new("none", "无").into();
    }
    let (mut en, mut zh) = (Vec::new(), Vec::new());
    for glint in &glints.each {
        let (area, radius, degrees) = (100.0 * glint.area, 100.0 * glint.radius, glint.degrees);
        en.push(format!("{area:.1} % of the iris, {radius:.0} % out from its middle at {degrees:.0}°"));
        zh.push(format!("占虹膜 {area:.1} %，距中心为半径的 {radius:.0} %，方向 {degrees:.0}°"));
    }
    Text { en: en.join("; "), zh: zh.join("；") }
}

#[cfg(test)]
mod tests;
