//! Photograph or not: whether the checks that reason about cameras have anything to look at. See
//! docs/validation/photograph.md for what it can and cannot do.

use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::learned::photograph::{self, Answer, IsPhotograph, MEASURED};
use crate::learned::tower;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// The check.
pub(super) struct Photograph;

static ABOUT: About = About {
    id: "photograph",
    revision: 1,
    family: Family::Learned,
    question: Question::Content,
    title: Words::new("Photograph or not", "是否为照片"),
    explanation: Words::new(
        "Asked whether the picture looked like a photograph at all. A drawing, painting, 3D rendering, logo or page of text has no lens, no sensor and no light to measure, so what other checks know of cameras does not hold for it. Three squares of the picture, scaled down, were shown to a general-purpose image model that was trained by others; a small part trained here told photographs and pictures that look like photographs from all others.",
        "判断该图像看起来是否为照片。绘画、三维渲染图、标志或文字页面没有镜头、传感器和可供测量的光线，因此其他检查关于相机的知识对其并不适用。将图像的三个方块缩小后交给一个由他人训练的通用图像模型；由本项目训练的一个很小的部分将照片及看起来像照片的图像与其他图像区分开来。",
    ),
    look_for: Words::new(
        "Whether the picture was called no photograph: what then follows from the other checks is little.",
        "该图像是否被判断为非照片：若是，其他检查的结果意义不大。",
    ),
    ignore: Words::new(
        "Who or what made the picture: people draw and render, and so do generators.",
        "图像由谁或由什么制作：人会绘画和渲染，生成器也会。",
    ),
    limits: LIMITS,
    references: &[Reference {
        citation: "Radford et al., Learning transferable visual models from natural language supervision (CLIP), ICML, 2021",
        locator: "arXiv:2103.00020",
    }],
    needs: &[
        Need::Pixels { min_side: photograph::LEAST_SIDE },
        Need::BitsPerSample { at_most: 8 },
        // The small one first: where it is missing, the large one need not be loaded.
        Need::Model(photograph::MODEL),
        Need::Model(tower::MODEL),
    ],
    calibration: None,
};

const LIMITS: &[Words] = &[
    Words::new(
        "It says nothing about AI: a picture that looks like a photograph may be generated, and a drawing may be made by a person. It gives no score and has no weight.",
        "此检查与 AI 无关：看起来像照片的图像可能是生成的，绘画也可能出自人手。它不给出得分，也不占权重。",
    ),
    Words::new(
        "Photos with much text or graphics on them, collages, photos of paintings and screens, and faithful 3D renderings lie between both and can be judged either way.",
        "带有大量文字或图形的照片、拼贴画、翻拍的绘画和屏幕，以及逼真的三维渲染图介于两者之间，可能被判断为任一种。",
    ),
    Words::new(
        "Beauty filters, studio retouching, night mode and the like were simulated for the tests; real ones were hardly among them. How it answers by skin tone or age was not measured.",
        "测试中的美颜、精修、夜景等效果是模拟的，真实的此类照片很少。未按肤色或年龄测量其表现。",
    ),
    Words::new(
        "Transparent parts are seen as the file stores their colours, not as a page shows them.",
        "透明部分按文件中存储的颜色处理，而不是按网页显示的样子。",
    ),
];

impl Check for Photograph {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let answer = specimen.photograph(context)?;
        Ok(judged(answer, details(answer, specimen)))
    }
}

fn judged(answer: &Answer, details: Vec<Group>) -> Outcome {
    let finding = |summary: Text| Finding { details, ..Finding::describing(summary) };
    let (camera, generated, recognised) = (MEASURED.camera, MEASURED.generated, MEASURED.recognised);
    match answer.judged() {
        IsPhotograph::NotAPhotograph { depiction } => {
            let what = Text::from(depiction.words());
            Outcome::Found(finding(Text {
                en: format!(
                    "This was not a photograph: it looked like {}. Of pictures from sources that the model had never seen, {camera} of camera photos and {generated} of generated pictures in the style of photos were called so by mistake.",
                    what.en
                ),
                zh: format!(
                    "这不是照片：看起来是{}。在模型从未见过的来源中，被误判的相机照片占 {camera}，照片风格的生成图像占 {generated}。",
                    what.zh
                ),
            }))
        }
        IsPhotograph::Photograph => Outcome::NotFound(finding(text!(
            "The picture looked like a photograph, which pictures made by AI can, too. Of drawings, renderings, graphics and pages of text from sources that the model had never seen, {recognised} were recognised.",
            "该图像看起来像照片，而 AI 生成的图像也可能如此。在模型从未见过的来源中，绘画、渲染图、图形和文字页面有 {recognised} 被识别出来。"
        ))),
        IsPhotograph::Unclear => Outcome::Inconclusive { why: UNCLEAR.into(), finding: finding(UNCLEAR.into()) },
        IsPhotograph::NotLooked(why) => Outcome::Inconclusive { why: why.clone(), finding: finding(why) },
    }
}

fn details(answer: &Answer, specimen: &Specimen<'_>) -> Vec<Group> {
    let number = |value: f64| Text::same(format!("{value:.2}"));
    let rows = vec![
        Row::new(
            Words::new("How much it looked like no photograph", "与非照片的相似程度").into(),
            number(answer.score),
        ),
        Row::new(Words::new("Called unclear from", "判为不明确的起点").into(), number(MEASURED.unclear_from)),
        Row::new(Words::new("Called no photograph from", "判为非照片的起点").into(), number(MEASURED.none_from)),
        Row::new(
            Words::new("What it looked like most, if it is none", "若非照片，最像").into(),
            answer.depiction.words().into(),
        ),
    ];
    let models = [tower::MODEL, photograph::MODEL].into_iter().filter_map(|id| {
        let digest = specimen.models().sha256(id)?;
        Some(Row::new(text!("SHA-256 of {id}", "{id} 的 SHA-256"), Text::same(digest)))
    });
    vec![
        Group { title: Words::new("Model's answer", "模型的答案").into(), rows },
        Group { title: Words::new("Models", "模型").into(), rows: models.collect() },
    ]
}

const UNCLEAR: Words = Words::new(
    "The picture lay between photographs and drawings, renderings or graphics.",
    "该图像介于照片与绘画、渲染图或图形之间。",
);

#[cfg(test)]
mod tests;
