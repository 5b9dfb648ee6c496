//! The semantic detector: a general-purpose image model, and a small part trained here on top of it. See
//! docs/validation/semantic_detector.md for what it can and cannot do.

mod exhibits;
mod held_out;

use image::RgbImage;

use super::reached;
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::finding::{Direction, Finding, Group, Outcome, Row};
use crate::learned::{self, Seen, copies, head, tower};
use crate::pixels;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

use held_out::{HeldOut, MEASURED};

/// The check.
pub(super) struct SemanticDetector;

static ABOUT: About = About {
    id: "semantic_detector",
    revision: 1,
    family: Family::Learned,
    question: Question::Traces,
    title: Words::new("Learned look of the picture", "学习到的画面特征"),
    explanation: Words::new(
        "Showed squares of the picture, scaled down, to a general-purpose image model that was trained by others on hundreds of millions of web pictures with their captions. On top of that model, which stayed as it was, a small part was trained here to separate camera photos from generated pictures that had gone through the same scalings and compressions. The middle square was looked at again in two copies of the photo, one re-saved as JPEG of quality 85 and one scaled to three quarters, to see whether the answer held; that counts only for scores that might reach the threshold.",
        "将图像中的若干方块缩小后交给一个通用图像模型；该模型由他人用数亿张网络图片及其说明文字训练而成。此模型保持不变，在其之上由本项目训练了一个很小的部分，用来区分经过相同缩放和压缩的相机照片与生成图像。对照片的两个副本（一个以质量 85 重新存为 JPEG，一个缩小到四分之三），又检查了其中间的方块，以查看答案是否稳定；这只对可能达到阈值的得分起作用。",
    ),
    look_for: Words::new(
        "The score against those of real photos, and whether the three marks lie close together.",
        "得分与真实照片得分的对比，以及三个标记是否彼此靠近。",
    ),
    ignore: Words::new(
        "Why a part of the map is high: the map shows where the model saw most, never why, and a high part is no proof that this part was edited.",
        "图中某处数值高的原因：此图只显示模型在何处所见最多，从不说明原因；某处数值高也不证明该处经过编辑。",
    ),
    limits: LIMITS,
    references: &[
        Reference {
            citation: "Radford et al., Learning transferable visual models from natural language supervision (CLIP), ICML, 2021",
            locator: "arXiv:2103.00020",
        },
        Reference {
            citation: "Ojha, Li and Lee, Towards universal fake image detectors that generalize across generative models, CVPR, 2023",
            locator: "arXiv:2302.10174",
        },
        Reference {
            citation: "Koutlis and Papadopoulos, Leveraging representations from intermediate encoder-blocks for synthetic image detection (RINE), ECCV, 2024",
            locator: "arXiv:2402.19091",
        },
    ],
    needs: &[
        Need::Pixels { min_side: LEAST_SIDE },
        Need::BitsPerSample { at_most: 8 },
        // The small one first: where it is missing, the large one need not be loaded.
        Need::Model(head::MODEL),
        Need::Model(tower::MODEL),
    ],
    calibration: Some(include_str!("semantic_detector.toml")),
};

/// Pixels of the shorter side: the photo at three quarters must still fill a view of 224.
const LEAST_SIDE: u32 = 300;

const LIMITS: &[Words] = &[
    Words::new(
        "Its weight was measured on photos of 18 public collections, for each kind of compression apart; where they were too few it has none. The page “How reliable is this?” has the error rates.",
        "其权重是在 18 个公开照片集上、按压缩程度分别测得的；照片太少的类别不占权重。误差率见“这个结论有多可靠？”页面。",
    ),
    Words::new(
        "Of generators and sources that it had never seen it found about 43 in a hundred generated pictures (36 of those with a face) at one false alarm in a hundred real photos; of faces by an unseen GAN (StyleGAN) hardly any. The figures stand in docs/validation/semantic_detector.md. A low score says nothing about where a picture came from.",
        "对于从未见过的来源和生成器，在每百张真实照片误报一张的条件下，每百张生成图像约能找出 43 张（含人脸的为 36 张）；对从未见过的 GAN（StyleGAN）生成的人脸几乎找不出。具体数字见 docs/validation/semantic_detector.md。得分低并不说明图像的来源。",
    ),
    Words::new(
        "Part of what it reads is style and subject. Stock photos, staged and strongly retouched pictures score higher than snapshots; beauty filters, night mode and the like were simulated for the tests, and real ones were not among them.",
        "它所依据的部分是风格和拍摄内容。图库照片、摆拍和精修照片的得分高于随手拍；测试中的美颜、夜景等效果是模拟的，未包含真实的此类照片。",
    ),
    Words::new(
        "The image model's own training data is not public, and it carries the habits of web pictures up to 2021.",
        "该图像模型自身的训练数据并未公开，其中带有 2021 年以前网络图片的习惯特征。",
    ),
    Words::new(
        "It was trained on photos. Drawings, renderings, screenshots and pages of text are something else, and the check may judge them wrongly.",
        "它以照片训练。绘画、渲染图、截图和文字页面属于其他类型，此检查可能作出错误判断。",
    ),
];

impl Check for SemanticDetector {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let pixels = specimen.pixels().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
        let orientation = specimen.orientation();
        let looked = looked(&pixels::upright_as_coded(pixels, orientation), specimen, context)?;
        let coded = (pixels.coded.width(), pixels.coded.height());
        let finding = Finding {
            score: Some(looked.score()),
            details: details(&looked, &MEASURED, specimen),
            artifacts: context.pictures(|| {
                let stability = looked.copies.map(|copies| exhibits::stability(looked.score(), copies, &MEASURED));
                [exhibits::map(&looked.photo, coded, orientation)].into_iter().chain(stability).collect()
            }),
            ..Finding::describing(NOT_JUDGED.into())
        };
        Ok(judged(finding, &looked, &MEASURED))
    }

    fn gives_score(&self) -> bool {
        true
    }
}

/// What was seen in the photo and in its copies.
#[derive(Debug)]
struct Looked {
    photo: Seen,
    /// `None` when the copies could not matter and nobody would have seen them.
    copies: Option<Copies>,
}

/// The photo's score, moved as its middle square moved in each copy.
#[derive(Debug, Clone, Copy)]
struct Copies {
    resaved: f64,
    scaled: f64,
}

impl Looked {
    fn score(&self) -> f64 {
        self.photo.answer.logit
    }
}

impl Copies {
    fn scores(self) -> [f64; 2] {
        [self.resaved, self.scaled]
    }
}

fn looked(upright: &RgbImage, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Looked, Stopped> {
    let photo = learned::look(upright, specimen.squares(context)?, specimen.models(), context)?;
    let matters = MEASURED.might_be_found(photo.answer.logit);
    if !matters && !context.wants_pictures() {
        return Ok(Looked { photo, copies: None });
    }
    let score = |copy: &RgbImage| {
        learned::moved(&photo.answer, copy, specimen.models(), context).map(|moved| photo.answer.logit + moved)
    };
    let resaved = match copies::resaved(upright) {
        Some(resaved) => resaved,
        None if matters => return Err(Stopped::Failed(TOO_LONG.into())),
        None => return Ok(Looked { photo, copies: None }),
    };
    let copies = Copies { resaved: score(&resaved)?, scaled: score(&copies::scaled(upright))? };
    Ok(Looked { photo, copies: Some(copies) })
}

/// The outcome by what was measured on photos that the model had never seen.
fn judged(finding: Finding, looked: &Looked, measured: &HeldOut) -> Outcome {
    let inconclusive = |why: Text, finding: Finding| Outcome::Inconclusive { why, finding };
    let answer = &looked.photo.answer;
    let (score, distance) = (looked.score(), answer.distance);
    if distance > measured.farthest {
        let farthest = measured.farthest;
        return inconclusive(
            text!(
                "The picture was unlike those on which the model was trained: its distance from them was {distance:.2}, and 99 in 100 pictures of sources that it had never seen lay within {farthest:.2}.",
                "该图像与训练所用的图像不相似：与它们的距离为 {distance:.2}，而来自未见来源的图像每百张有 99 张在 {farthest:.2} 以内。"
            ),
            finding,
        );
    }
    if let Some(Copies { resaved, scaled }) = looked.copies.filter(|copies| !measured.holds(score, copies.scores())) {
        return inconclusive(
            text!(
                "The answer did not hold: the score was {score:.2} for the photo, and, as its middle square moved, {resaved:.2} after saving it as JPEG of quality 85 and {scaled:.2} after scaling it to three quarters.",
                "答案不稳定：照片得分为 {score:.2}；按中间方块的变动推算，以质量 85 存为 JPEG 后为 {resaved:.2}，缩小到四分之三后为 {scaled:.2}。"
            ),
            finding,
        );
    }
    if score >= measured.found_from {
        let rare = measured.found_at_most;
        Outcome::Found(Finding {
            points_to: Direction::Ai,
            summary: text!(
                "The picture looked to the model like generated pictures: score {score:.2}, as high as at most {rare} of real photos from sources that it had never seen. The answer held for two copies.",
                "在模型看来，该图像与生成图像相似：得分 {score:.2}，在从未见过的来源的真实照片中，得分同样高的至多占 {rare}。两个副本的答案一致。"
            ),
            ..finding
        })
    } else {
        Outcome::NotFound(Finding {
            summary: text!(
                "The picture did not look to the model as unusual as it would have to for a real photo (score {score:.2}). Many generated pictures score like this, so it says nothing about where the picture came from.",
                "在模型看来，该图像对真实照片而言并不足够异常（得分 {score:.2}）。许多生成图像也会得到这样的分数，因此这并不说明图像的来源。"
            ),
            ..finding
        })
    }
}

fn details(looked: &Looked, measured: &HeldOut, specimen: &Specimen<'_>) -> Vec<Group> {
    let row = |label: Words, value: Text| Row::new(label.into(), value);
    let number = |value: f64| Text::same(format!("{value:.2}"));
    let of_copy = |score: fn(Copies) -> f64| looked.copies.map_or(NO_COPIES.into(), |copies| number(score(copies)));
    let answer = &looked.photo.answer;
    let rows = vec![
        row(Words::new("Score (logarithm of the odds)", "得分（几率的对数）"), number(answer.logit)),
        row(
            Words::new("Real photos of unseen sources that scored as high", "未见来源的真实照片中得分同样高的比例"),
            reached::camera_photos_as_high(measured.reached_by, answer.logit),
        ),
        row(
            Words::new("Score when re-saved as JPEG 85", "以 JPEG 85 重新保存后的得分"),
            of_copy(|copies| copies.resaved),
        ),
        row(Words::new("Score when scaled to 0.75", "缩放到 0.75 后的得分"), of_copy(|copies| copies.scaled)),
        row(Words::new("Distance from the training's photos", "与训练照片的距离"), number(answer.distance)),
    ];
    let models = [tower::MODEL, head::MODEL].into_iter().filter_map(|id| {
        let digest = specimen.models().sha256(id)?;
        Some(Row::new(text!("SHA-256 of {id}", "{id} 的 SHA-256"), Text::same(digest)))
    });
    vec![
        Group { title: Words::new("Model's answer", "模型的答案").into(), rows },
        Group { title: Words::new("Models", "模型").into(), rows: models.collect() },
    ]
}

const NO_COPIES: Words = Words::new(
    "Not looked at: the photo's score was so low that no usual move would have reached the threshold",
    "未检查：照片得分很低，通常的变动不会达到阈值",
);

const TOO_LONG: Words = Words::new(
    "The photo could not be saved again as JPEG, so it was not known whether the answer would hold.",
    "无法将照片重新存为 JPEG，因此无从得知答案是否稳定。",
);

const NOT_JUDGED: Words = Words::new("The picture was measured and not judged.", "已测量图像，未作判断。");

#[cfg(test)]
mod tests;
