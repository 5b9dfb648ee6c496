//! Upsampling trace: the grid of 8 pixels that a generator's decoder leaves, told apart from JPEG's.
//!
//! After one JPEG save the rule points the wrong way (docs/validation/upsampling_trace.md), so the check
//! speaks only where no lossy compression can explain the peaks, and says why in every other file.

mod picture;
mod verdict;

use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::finding::{Direction, Finding, Group, Outcome, Row};
use crate::history::Present;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};
use crate::traces::upsampling::{Grid, Grids, quantisation::Quantisation};
use verdict::{Loss, Verdict, verdict};

/// The check.
pub(super) struct UpsamplingTrace;

static ABOUT: About = About {
    id: "upsampling_trace",
    revision: 1,
    family: Family::Spectrum,
    question: Question::Traces,
    title: Words::new("Trace of a generator's upsampling", "生成器上采样的痕迹"),
    explanation: Words::new(
        "Generators compute a picture at an eighth of its size and double it three times. That can leave differences which repeat every 8 pixels, too weak to see, but visible as bright points in the spectrum of the finest structure. JPEG leaves points at the same places, so the check looks whether JPEG, or a scaled JPEG, can explain them, and speaks only where it cannot.",
        "生成器先以八分之一的尺寸计算图像，再连续放大三次，每次两倍。这可能留下每 8 个像素重复一次的差别，肉眼看不见，但在最细微结构的频谱中显示为亮点。JPEG 会在相同位置留下亮点，因此此检查会判断 JPEG 或缩放过的 JPEG 能否解释这些亮点，只有不能解释时才作出判断。",
    ),
    look_for: Words::new(
        "Bright points inside the circles, at equal distances along both axes.",
        "圆圈内的亮点，沿两个轴等距分布。",
    ),
    ignore: Words::new(
        "The bright cross and haze in the middle: they are the picture itself. Points outside the circles come from patterns such as fabric.",
        "中央的亮十字和光晕：那是图像本身。圆圈之外的亮点来自织物之类的图案。",
    ),
    limits: &[
        Words::new(
            "It cannot speak about JPEG, lossy WebP, AVIF or HEIC files, nor about what was one of them before: compression erases the trace and puts its own at the same place. Nearly everything on social networks is such a file.",
            "对于 JPEG、有损 WebP、AVIF、HEIC 文件以及曾经是这些格式的图像，此检查无法判断：压缩会抹去痕迹，并在相同位置留下自己的痕迹。社交网络上的图片几乎都属此类。",
        ),
        Words::new(
            "A frame of a video, a photo that a learned program denoised or enlarged, a picture decoded from a format that is not recognised, or art with a regular pattern can have a grid of 8 pixels without having been generated.",
            "视频截帧、经学习型软件降噪或放大的照片、由未识别的格式解码得到的图像，或带有规则图案的作品，即使并非生成，也可能带有 8 像素的网格。",
        ),
        Words::new(
            "Many generators leave no such grid, and scaling moves it, so not finding it says nothing.",
            "许多生成器不留下这种网格，缩放也会使其移位，因此没有找到并不说明任何问题。",
        ),
    ],
    references: &[
        Reference {
            citation: "Marra, Gragnaniello, Verdoliva and Poggi, Do GANs leave artificial fingerprints?, IEEE MIPR, 2019",
            locator: "arXiv:1812.11842",
        },
        Reference {
            citation: "Corvi, Cozzolino, Poggi, Nagano and Verdoliva, Intriguing properties of synthetic images: from generative adversarial networks to diffusion models, CVPR Workshops, 2023",
            locator: "arXiv:2304.06408",
        },
        Reference {
            citation: "Bammey, Synthbuster: towards detection of diffusion model generated images, IEEE Open Journal of Signal Processing 5, 2024",
            locator: "doi:10.1109/OJSP.2023.3337714",
        },
    ],
    needs: &[Need::Pixels { min_side: 384 }, Need::BitsPerSample { at_most: 8 }],
    calibration: None,
};

impl Check for UpsamplingTrace {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn gives_score(&self) -> bool {
        true
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let grids = specimen.grids().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
        context.go_on()?;
        let Some(grids) = grids else {
            return Ok(Outcome::Inconclusive {
                why: NO_STRUCTURE.into(),
                finding: Finding::describing(NOT_MEASURED.into()),
            });
        };
        let history = specimen.history(context)?;
        let own = matches!(history.present, Present::Lossless);
        Ok(outcome(grids, Loss { own: !own, earlier: history.earlier_qualities().next().is_some() }))
    }
}

fn outcome(grids: &Grids, loss: Loss) -> Outcome {
    let strength = grids.eight.strength();
    let finding = |summary: Text| Finding {
        details: details(grids),
        artifacts: vec![picture::exhibit(grids, !loss.own)],
        ..Finding::describing(summary)
    };
    let peaks = text!(
        "Peaks at multiples of 1/8 cycles per pixel stood {strength:.1} (natural logarithm) above their surroundings on average.",
        "1/8 周/像素整数倍处的峰值平均高出周围 {strength:.1}（自然对数）。"
    );
    match verdict(grids, loss) {
        Verdict::Trace => Outcome::Found(Finding {
            points_to: Direction::Ai,
            score: Some(f64::from(strength)),
            ..finding(text!(
                "The finest structure repeated every 8 pixels (peaks {strength:.1} above their surroundings, natural logarithm), and no sign of an earlier JPEG that could explain it was found: decoders of generators leave such a grid.",
                "最细微的结构每 8 个像素重复一次（峰值高出周围 {strength:.1}，自然对数），且未发现可解释它的早先 JPEG 的迹象：生成器的解码器会留下这种网格。"
            ))
        }),
        Verdict::NoGrid => Outcome::NotFound(finding(text!(
            "The finest structure did not repeat every 8 pixels (peaks {strength:.1} above their surroundings, natural logarithm). Many generators leave no such grid, so this says nothing about where the picture came from.",
            "最细微的结构没有每 8 个像素重复（峰值高出周围 {strength:.1}，自然对数）。许多生成器不留下这种网格，因此这并不说明图像的来源。"
        ))),
        Verdict::Unclear(why) => Outcome::Inconclusive { why, finding: finding(peaks) },
    }
}

const NO_STRUCTURE: Words =
    Words::new("The picture had no fine structure along one of its axes.", "图像沿其中一个轴没有细微结构。");

const NOT_MEASURED: Words = Words::new("The spectrum could not be measured.", "无法测量频谱。");

fn details(grids: &Grids) -> Vec<Group> {
    let row = |label: Words, value: String| Row::new(label.into(), Text::same(value));
    let grid = |grid: &Grid| format!("{:.2} px: {:.2} ({:.2})", grid.period, grid.strength(), grid.odd());
    let combs = grids.quantisation.combs;
    vec![Group {
        title: Words::new("Peaks of the spectrum (natural logarithm)", "频谱峰值（自然对数）").into(),
        rows: vec![
            row(Words::new("At a period of 8 pixels (odd multiples)", "周期 8 像素处（奇数倍）"), grid(&grids.eight)),
            row(Words::new("Strongest period (odd multiples)", "最强的周期（奇数倍）"), grid(&grids.best)),
            row(Words::new("Off the axes", "轴外"), format!("{:.2}", grids.off_axes)),
            row(
                Words::new(
                    "Colour at 16 pixels, as halved colour of JPEG leaves it",
                    "色度在 16 像素处（JPEG 色度减半的痕迹）",
                ),
                format!("{:.2}", grids.halved_chroma),
            ),
            row(Words::new("Colour at 8 pixels", "色度在 8 像素处"), format!("{:.2}", grids.chroma_eight)),
            row(
                Words::new(
                    "Cosine coefficients with a comb; nearness to whole numbers (deviations)",
                    "呈梳齿状的余弦系数；接近整数的程度（标准差数）",
                ),
                format!(
                    "{combs} / {}; {:.3} ({:.0})",
                    Quantisation::MODES,
                    grids.quantisation.finest,
                    grids.quantisation.finest_significance
                ),
            ),
        ],
    }]
}

#[cfg(test)]
mod tests;
