//! Spectral traces: a trained model's answer to what spectra and other statistics of the finest structure
//! look like. See docs/validation/spectral_traces.md for what it can and cannot do.

mod exhibits;
mod held_out;

use ndarray::{ArrayD, IxDyn};

use super::reached;
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::container::Kind;
use crate::finding::{Direction, Finding, Group, Outcome, Row};
use crate::history::Compression;
use crate::jpeg_quality::{self, Quality};
use crate::model::ModelError;
use crate::specimen::Specimen;
use crate::spectral;
use crate::text;
use crate::text::{Text, Words};

/// The check.
pub(super) struct SpectralTraces;

/// The model of this check in `models/manifest.toml`.
const MODEL: &str = "spectral-traces";

static ABOUT: About = About {
    id: "spectral_traces",
    revision: 1,
    family: Family::Learned,
    question: Question::Traces,
    title: Words::new("Learned frequency traces", "学习到的频率痕迹"),
    explanation: Words::new(
        "Took up to twelve pieces of 256 by 256 pixels at the picture's own size, measured how their finest structure is distributed over frequencies, directions, colours and brightness, and gave these numbers to a small trained model. It was trained on camera photos and generated pictures that had gone through the same scalings and compressions, and tested on cameras' and generators' pictures from sources that it had never seen.",
        "按图像的原始尺寸取最多十二块 256 × 256 像素的区域，测量其最细微结构在频率、方向、颜色和亮度上的分布，并将这些数值交给一个小型的训练模型。该模型用经过相同缩放和压缩的相机照片与生成图像训练，并在从未见过的来源的相机照片与生成图像上测试。",
    ),
    look_for: Words::new(
        "The model's score, and the share of real photos that scored as high.",
        "模型的得分，以及得分同样高的真实照片所占的比例。",
    ),
    ignore: Words::new(
        "The curves themselves: they depend on the subject far more than on where the picture came from, and nobody can read an origin from them by eye.",
        "曲线本身：它们受拍摄内容的影响远大于图像的来源，任何人都无法凭肉眼从中看出来源。",
    ),
    limits: LIMITS,
    references: &[
        Reference {
            citation: "Bammey, Synthbuster: towards detection of diffusion model generated images, IEEE Open Journal of Signal Processing 5, 2024",
            locator: "doi:10.1109/OJSP.2023.3337714",
        },
        Reference {
            citation: "Corvi, Cozzolino, Poggi, Nagano and Verdoliva, Intriguing properties of synthetic images: from generative adversarial networks to diffusion models, CVPR Workshops, 2023",
            locator: "arXiv:2304.06408",
        },
        Reference {
            citation: "Pevný, Bas and Fridrich, Steganalysis by subtractive pixel adjacency matrix, IEEE Transactions on Information Forensics and Security 5(2), 2010",
            locator: "doi:10.1109/TIFS.2010.2045842",
        },
    ],
    needs: &[Need::Pixels { min_side: spectral::LEAST_SIDE }, Need::BitsPerSample { at_most: 8 }, Need::Model(MODEL)],
    calibration: Some(include_str!("spectral_traces.toml")),
};

/// Pixels of the longer side up to which the training's pictures went.
const LARGEST_TRAINED: u32 = 1536;

/// Best JPEG quality of the training's and the tests' pictures.
const BEST_QUALITY: u8 = 95;

const LIMITS: &[Words] = &[
    Words::new(
        "Its weight was measured on photos of 18 public collections, for each kind of compression apart; where they were too few it has none. The page “How reliable is this?” has the error rates.",
        "其权重是在 18 个公开照片集上、按压缩程度分别测得的；照片太少的类别不占权重。误差率见“这个结论有多可靠？”页面。",
    ),
    Words::new(
        "It is weak: of generators and sources that it had never seen it found about 6 in a hundred generated pictures at one false alarm in a hundred real photos. The figures stand in docs/validation/spectral_traces.md. A low score says nothing about where a picture came from.",
        "它的能力很弱：对于从未见过的来源和生成器，在每百张真实照片误报一张的条件下，每百张生成图像约能找出 6 张。具体数字见 docs/validation/spectral_traces.md。得分低并不说明图像的来源。",
    ),
    Words::new(
        "Tested on JPEG of quality 75 to 95 and WebP of quality 75 to 90. In other files, and in photos beyond 1536 pixels, it measures but does not judge.",
        "在质量 75 至 95 的 JPEG 和质量 75 至 90 的 WebP 上测试过。对其他文件以及边长超过 1536 像素的照片，只测量，不作判断。",
    ),
    Words::new(
        "Retouching, beauty filters, noise reduction and scaling change the same structure as generators do. Phone selfies and beauty-filtered portraits were hardly among the tested photos.",
        "修图、美颜、降噪和缩放所改变的正是生成器所影响的结构。手机自拍和美颜人像在测试照片中极少。",
    ),
];

impl Check for SpectralTraces {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn gives_score(&self) -> bool {
        true
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let pixels = specimen.pixels().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
        let Some(measured) = spectral::measure(&pixels.coded.to_rgb8()) else {
            return Ok(Outcome::Inconclusive { why: FLAT.into(), finding: Finding::describing(NOT_MEASURED.into()) });
        };
        context.go_on()?;
        let logit = logit(specimen, &measured.features).map_err(|error| Stopped::Failed(not_run(&error)))?;
        context.go_on()?;
        let is_jpeg = specimen.structure().kind == Kind::Jpeg;
        let mut outcome = outcome(logit, measured.tiles, not_validated(specimen, context)?);
        outcome.finding_mut().artifacts = context
            .pictures(|| vec![exhibits::rings(&measured.averaged), exhibits::spectrum(&measured.averaged, is_jpeg)]);
        Ok(outcome)
    }
}

/// The model's answer: the natural logarithm of the odds for a generated picture when both kinds are
/// equally common among pictures like those of the training.
fn logit(specimen: &Specimen<'_>, features: &[f32]) -> Result<f64, ModelError> {
    let input = ArrayD::from_shape_vec(IxDyn(&[1, features.len()]), features.to_vec())
        .map_err(|_| ModelError::unexpected(MODEL))?;
    let outputs = specimen.models().run(MODEL, input)?;
    let answer = outputs.first().and_then(|output| output.first()).copied();
    answer.filter(|logit| logit.is_finite()).map(f64::from).ok_or_else(|| ModelError::unexpected(MODEL))
}

fn not_run(error: &ModelError) -> Text {
    let why = text::quote(&error.to_string(), 200);
    text!("The model of this check did not run: {why}", "此检查的模型未能运行：{why}")
}

/// Why the file is unlike those on which the model was tested.
fn not_validated(specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Option<Text>, Stopped> {
    let pixels = specimen.pixels().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
    let longest = pixels.coded.width().max(pixels.coded.height());
    if longest > LARGEST_TRAINED {
        return Ok(Some(text!(
            "The photo was {longest} pixels long; the model was tested up to {LARGEST_TRAINED}, because finest structure changes with scaling.",
            "照片长边为 {longest} 像素；模型只测试到 {LARGEST_TRAINED} 像素，因为最细微的结构会随缩放改变。"
        )));
    }
    let compression = specimen.stratum(context)?.compression;
    if !matches!(compression, Compression::Light | Compression::Medium) {
        let Words { en, zh } = compression.words();
        return Ok(Some(text!(
            "The model was tested on JPEG of quality 75 to 95 and WebP of quality 75 to 90 only; the finest structure of other files ({en}) looks different whether a camera or a generator made them.",
            "模型仅在质量 75 至 95 的 JPEG 和质量 75 至 90 的 WebP 上测试过；其他文件（{zh}）无论出自相机还是生成器，其最细微的结构都有所不同。"
        )));
    }
    let tables = specimen.structure().jpeg.as_ref().map(|jpeg| jpeg.tables.as_slice());
    Ok(match tables.and_then(jpeg_quality::estimate) {
        Some(Quality::Standard(quality) | Quality::Nearest(quality)) if quality > BEST_QUALITY => Some(text!(
            "The JPEG's quality was about {quality}; the model was tested up to {BEST_QUALITY}.",
            "JPEG 的质量约为 {quality}；模型只测试到 {BEST_QUALITY}。"
        )),
        _ => None,
    })
}

fn outcome(logit: f64, tiles: usize, not_validated: Option<Text>) -> Outcome {
    let as_high = reached::camera_photos_as_high(held_out::REACHED_BY, logit);
    let finding = |summary: Text| Finding {
        score: Some(logit),
        details: vec![Group {
            title: Words::new("Model", "模型").into(),
            rows: vec![
                Row::new(
                    Words::new("Score (logarithm of the odds)", "得分（几率的对数）").into(),
                    Text::same(format!("{logit:.2}")),
                ),
                Row::new(
                    Words::new(
                        "Real photos of unseen sources that scored as high",
                        "未见来源的真实照片中得分同样高的比例",
                    )
                    .into(),
                    as_high.clone(),
                ),
                Row::new(Words::new("Pieces measured", "测量的区域数").into(), Text::same(tiles.to_string())),
            ],
        }],
        ..Finding::describing(summary)
    };
    if let Some(why) = not_validated {
        let mut finding = finding(text!(
            "The model's score was {logit:.2}; for a file like this one it was not tested.",
            "模型的得分为 {logit:.2}；对此类文件未经测试。"
        ));
        finding.score = None;
        return Outcome::Inconclusive { why, finding };
    }
    let rare = held_out::FOUND_AT_MOST;
    if logit >= held_out::FOUND_FROM {
        Outcome::Found(Finding {
            points_to: Direction::Ai,
            ..finding(text!(
                "The finest structure looked to the model like that of generated pictures: score {logit:.2}, as high as at most {rare} of real photos from sources that it had never seen. This is shown as an illustration; it has no weight.",
                "在模型看来，最细微的结构与生成图像相似：得分 {logit:.2}，在从未见过的来源的真实照片中，得分同样高的至多占 {rare}。此结果仅供展示，不占权重。"
            ))
        })
    } else {
        Outcome::NotFound(finding(text!(
            "The model did not find the finest structure to be unusual for a real photo (score {logit:.2}). Many generated pictures score like this, so it says nothing about where the picture came from.",
            "模型未发现最细微的结构对真实照片而言有何异常（得分 {logit:.2}）。许多生成图像也会得到这样的分数，因此这并不说明图像的来源。"
        )))
    }
}

const FLAT: Words =
    Words::new("The picture had too little fine structure to measure.", "图像的细微结构太少，无法测量。");

const NOT_MEASURED: Words = Words::new("Nothing was measured.", "未作测量。");

#[cfg(test)]
mod tests;
