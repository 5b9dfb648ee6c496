//! Local noise: how much noise the smoothest parts have at each brightness. It describes.

use crate::artifact::{Artifact, Axis, Content, Plot, Series};
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::specimen::Specimen;
use crate::text;
use crate::text::Words;
use crate::traces::noise::{self, Noise};

/// The check.
pub(super) struct LocalNoise;

static ABOUT: About = About {
    id: "local_noise",
    revision: 1,
    family: Family::Noise,
    question: Question::Traces,
    title: Words::new("Noise at each brightness", "各亮度下的噪点"),
    explanation: Words::new(
        "Measured how much the smoothest blocks of the picture varied from pixel to pixel, separately for dark and bright parts. A sensor's noise depends on brightness; denoising, beauty filters, scaling and compression change or remove it.",
        "分别在暗部和亮部测量了图像最平滑的块中像素之间的起伏。传感器的噪点随亮度变化；降噪、美颜、缩放和压缩会改变或去除噪点。",
    ),
    look_for: Words::new(
        "The course of the curve: noise that changes smoothly from dark to bright is what sensors and denoisers leave alike.",
        "曲线的走势：从暗到亮平滑变化的噪点，传感器和降噪软件都会留下。",
    ),
    ignore: Words::new(
        "How low the curve is. Little noise is normal for phones, daylight, filters and saved copies, and is no sign of AI.",
        "曲线的高低。手机、日光、滤镜以及保存的副本噪点都少，这很正常，并不是 AI 的迹象。",
    ),
    limits: &[
        Words::new(
            "Little noise is no sign of AI generation: phones denoise strongly, and every compressed copy has less. In tests the direction even reversed with the file format.",
            "噪点少并不是 AI 生成的迹象：手机降噪很强，每个压缩副本的噪点也更少。在测试中，方向甚至会随文件格式反转。",
        ),
        Words::new(
            "Where no part of the picture is smooth, fine texture counts as noise.",
            "若图像没有平滑的部分，细小纹理会被当作噪点。",
        ),
    ],
    references: &[Reference {
        citation: "Immerkaer, Fast noise variance estimation, Computer Vision and Image Understanding 64(2), 1996",
        locator: "doi:10.1006/cviu.1996.0060",
    }],
    needs: &[Need::Pixels { min_side: 256 }],
    calibration: None,
};

/// Upper end of the plot, in levels: fixed, so that two photos compare.
const PLOT_MOST: f64 = 10.0;

/// Fewest ranges of brightness for a course.
const LEAST_RANGES: usize = 2;

impl Check for LocalNoise {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, _context: &Context<'_>) -> Result<Outcome, Stopped> {
        let luma = specimen.luma().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
        Ok(outcome(&noise::measure(luma)))
    }
}

fn outcome(noise: &Noise) -> Outcome {
    let ranges = noise.by_brightness.len();
    let (Some(typical), true) = (noise.typical(), ranges >= LEAST_RANGES) else {
        return Outcome::Inconclusive {
            why: text!(
                "Only {ranges} of 16 ranges of brightness had enough blocks that were not clipped; {LEAST_RANGES} are needed.",
                "16 个亮度范围中只有 {ranges} 个有足够的未溢出块；至少需要 {LEAST_RANGES} 个。"
            ),
            finding: Finding::describing(
                Words::new("The noise could not be measured at different brightnesses.", "无法在不同亮度下测量噪点。")
                    .into(),
            ),
        };
    };
    let without = 100.0 * noise.without_noise;
    Outcome::Found(Finding {
        details: details(noise),
        artifacts: vec![plot(noise)],
        ..Finding::describing(text!(
            "The smoothest parts varied by {typical:.2} levels (of 255) from pixel to pixel; {without:.0} % of all blocks had no noise at all. Little noise is no sign of AI.",
            "最平滑的部分像素间起伏为 {typical:.2} 级（共 255 级）；{without:.0} % 的块完全没有噪点。噪点少并不是 AI 的迹象。"
        ))
    })
}

fn details(noise: &Noise) -> Vec<Group> {
    let at = |(brightness, deviation): &(f32, f32)| {
        Row::new(
            text!("At brightness {brightness:.0}", "亮度 {brightness:.0} 处"),
            text!("{deviation:.2} levels", "{deviation:.2} 级"),
        )
    };
    vec![Group {
        title: Words::new("Standard deviation of the noise", "噪点的标准差").into(),
        rows: noise.by_brightness.iter().map(at).collect(),
    }]
}

fn plot(noise: &Noise) -> Artifact {
    // Rounded so that the report does not carry digits that mean nothing.
    let rounded = |value: f32| (f64::from(value) * 1e3).round() / 1e3;
    let point = |(brightness, deviation): &(f32, f32)| (rounded(*brightness), rounded(*deviation).min(PLOT_MOST));
    Artifact {
        id: "noise-by-brightness",
        title: Words::new("Noise of the smoothest blocks", "最平滑块的噪点").into(),
        caption: Words::new(
            "Each point is a range of 16 brightness levels; its height is the standard deviation of the noise in the smoothest tenth of its blocks, cut off at 10 levels.",
            "每个点代表 16 个亮度等级的范围；高度为其中最平滑的十分之一块的噪点标准差，超过 10 级的部分截去。",
        )
        .into(),
        content: Content::Plot(Plot::new(
            Axis::even(Words::new("Brightness level", "亮度等级").into(), 0.0, 255.0),
            Axis::even(Words::new("Noise (levels)", "噪点（级）").into(), 0.0, PLOT_MOST),
            vec![Series::line(Words::new("This picture", "本图像").into(), noise.by_brightness.iter().map(point).collect())],
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cancel, Exhibit, Limits, model::NoModels};
    use catchlight_rendered::png;
    use image::{Rgb, RgbImage};

    fn examine(picture: &RgbImage) -> Outcome {
        let exhibit = Exhibit::new("picture.png", png(picture));
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        LocalNoise.examine(&specimen, &Context::new(&Cancel::default())).unwrap()
    }

    #[test]
    fn the_noise_is_described_and_points_nowhere() {
        let noise = crate::signal::testing::noise(512, 512, 3.3, 8);
        let picture = RgbImage::from_fn(512, 512, |x, y| {
            Rgb([(40.0 + x as f32 / 3.0 + noise[[y as usize, x as usize]]) as u8; 3])
        });
        let Outcome::Found(finding) = examine(&picture) else { unreachable!("noise") };
        assert_eq!((finding.points_to, finding.score), (crate::finding::Direction::Neither, None));
        assert!(finding.summary.en.starts_with("The smoothest parts varied by 3."), "{}", finding.summary.en);
        assert!(finding.summary.en.ends_with("no sign of AI."));
    }

    #[test]
    fn a_picture_of_one_brightness_cannot_be_described() {
        assert!(matches!(examine(&RgbImage::from_pixel(300, 300, Rgb([90; 3]))), Outcome::Inconclusive { .. }));
    }
}
