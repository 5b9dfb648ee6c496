//! Noise from part to part: how strong it is compared with other parts of the same brightness.

use crate::artifact::{Artifact, Axis, Band, Content, Plot, Series};
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::local::noise::{self, Noise};
use crate::local::patches;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// The check.
pub(super) struct NoiseMap;

static ABOUT: About = About {
    id: "noise_map",
    revision: 1,
    family: Family::Noise,
    question: Question::Processing,
    title: Words::new("Noise from part to part", "各部分的噪点"),
    explanation: Words::new(
        "Measured how strong the fine noise was in squares of 32 pixels and compared each square with others of the same brightness, because the noise of a sensor grows with light. A part that came from another picture, or that was smoothed or painted over, can have more or less noise than the rest.",
        "测量了每个 32 像素方块中细微噪点的强度，并与亮度相同的其他方块比较，因为传感器的噪点随光线增强而变大。来自另一幅图像的部分，或被磨皮、涂抹过的部分，噪点可能比其余部分更多或更少。",
    ),
    look_for: Words::new(
        "A part with a clear outline whose noise differs from surroundings of the same texture and sharpness.",
        "轮廓分明、且噪点与纹理和清晰度相同的周围区域明显不同的部分。",
    ),
    ignore: Words::new(
        "Hair, foliage, text and other fine texture (more), and skies, walls and blurred backgrounds (less): they differ in every photo.",
        "头发、枝叶、文字等细密纹理（偏多），以及天空、墙面和虚化背景（偏少）：任何照片中都有这种差异。",
    ),
    limits: &[
        MEASURED,
        Words::new(
            "An illustration: it tells where noise differs, not why. Blur, texture, sharpening and noise reduction of the camera differ from part to part in unedited photos too.",
            "仅供展示：它只说明噪点在哪里不同，不说明原因。在未编辑的照片中，虚化、纹理、锐化和相机降噪也因部位而异。",
        ),
        Words::new(
            "JPEG and WebP remove fine noise, most where a part is even; then the map shows the compression rather than the noise.",
            "JPEG 和 WebP 会去除细微噪点，平坦处尤甚；此时图中显示的是压缩而非噪点。",
        ),
        Words::new(
            "It does not tell generated pictures from photos, and a picture that was generated as a whole may be as uniform as a photo.",
            "它不能区分生成的图像与照片；整体生成的图像也可以与照片一样均匀。",
        ),
    ],
    references: &[
        Reference {
            citation: "Mahdian and Saic, Using noise inconsistencies for blind image forensics, Image and Vision Computing 27(10), 2009",
            locator: "doi:10.1016/j.imavis.2009.02.001",
        },
        Reference {
            citation: "Donoho and Johnstone, Ideal spatial adaptation by wavelet shrinkage, Biometrika 81(3), 1994",
            locator: "doi:10.1093/biomet/81.3.425",
        },
    ],
    needs: &[Need::Pixels { min_side: 256 }, Need::BitsPerSample { at_most: 8 }],
    calibration: None,
};

/// Why no part is named; see docs/validation/noise_map.md.
const MEASURED: Words = Words::new(
    "No part is named, because unedited photos differ as much: 41 of 210 camera photos had a connected part of 2 % of the picture or more with four times the noise of others of the same brightness.",
    "不指出任何部分，因为未编辑的照片同样有差异：210 张相机照片中有 41 张含有占画面 2% 以上、噪点四倍于同亮度其他部分的连续区域。",
);

/// Doublings or halvings of the noise at the two ends of the palette.
const MOST_DOUBLINGS: f32 = 3.0;

/// Upper end of the plot in levels.
const PLOT_MOST: f64 = 12.0;

/// Brightness levels of a step of the plot, and the fewest squares that a step needs.
const PLOT_STEP: usize = 16;
const PLOT_SQUARES: usize = 8;

impl Check for NoiseMap {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let luma = specimen.luma().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
        context.go_on()?;
        Ok(outcome(&noise::measure(luma)))
    }
}

fn outcome(noise: &Noise) -> Outcome {
    let squares = noise.level.len();
    let compared = noise.doublings.iter().filter(|value| !value.is_nan()).count();
    let middle = patches::median(noise.level.iter().copied());
    let spread = patches::median(noise.doublings.iter().map(|value| value.abs()));
    let describing = |summary: Text| Finding {
        details: details(noise, compared),
        artifacts: vec![map(noise), plot(noise)],
        ..Finding::describing(summary)
    };
    let inconclusive = |why: Text| Outcome::Inconclusive {
        why,
        finding: describing(Words::new("The noise was not compared.", "未能比较噪点。").into()),
    };
    let (Some(middle), Some(spread), true) = (middle, spread, 2 * compared >= squares) else {
        return inconclusive(text!(
            "Only {compared} of {squares} squares could be compared: the others were black, white, or of a brightness of their own.",
            "{squares} 个方块中只有 {compared} 个可以比较：其余为纯黑、纯白，或没有亮度相近者。"
        ));
    };
    if middle <= noise::LEAST_LEVEL {
        return inconclusive(
            Words::new(
                "Most squares held no more noise than the rounding to whole levels makes: compression or smoothing had removed it.",
                "多数方块的噪点不超过取整造成的误差：噪点已被压缩或平滑去除。",
            )
            .into(),
        );
    }
    let factor = spread.exp2();
    Outcome::Found(describing(text!(
        "The noise of the middle square was {middle:.1} of 255 levels, and half of the squares differed from others of the same brightness by at most a factor of {factor:.1}. The map shows where; this has no weight.",
        "中位方块的噪点为 {middle:.1} 级（共 255 级）；半数方块与亮度相同的其他方块相差不超过 {factor:.1} 倍。差异所在见图；此结果不占权重。"
    )))
}

fn map(noise: &Noise) -> Artifact {
    Artifact {
        id: "noise",
        title: Words::new("Noise against the same brightness", "与相同亮度相比的噪点").into(),
        caption: Words::new(
            "0: as strong as in other squares of the same brightness. 1: twice as strong; −1: half as strong. The scale is the same for every photo.",
            "0：与亮度相同的其他方块一样强。1：强一倍；−1：弱一半。所有照片使用同一色标。",
        )
        .into(),
        content: Content::Map {
            plane: noise.doublings.clone(),
            range: (-MOST_DOUBLINGS, MOST_DOUBLINGS),
            unit: Words::new("doublings", "次翻倍").into(),
        },
    }
}

/// Noise level by brightness: the middle square, and where eight in ten squares lie.
fn plot(noise: &Noise) -> Artifact {
    let steps: Vec<(f64, [f64; 3])> = (0..256 / PLOT_STEP)
        .filter_map(|step| {
            let brightness = (step * PLOT_STEP) as f32..((step + 1) * PLOT_STEP) as f32;
            let squares = noise.brightness.iter().zip(&noise.level);
            let mut levels: Vec<f32> = squares
                .filter(|(bright, level)| brightness.contains(*bright) && !level.is_nan())
                .map(|(_, level)| *level)
                .collect();
            levels.sort_by(f32::total_cmp);
            let at = |share: f64| {
                levels.get((share * (levels.len() - 1) as f64).round() as usize).map(|level| f64::from(*level))
            };
            if levels.len() < PLOT_SQUARES {
                return None;
            }
            Some(((step * PLOT_STEP + PLOT_STEP / 2) as f64, [at(0.1)?, at(0.5)?, at(0.9)?]))
        })
        .collect();
    let middle = steps.iter().map(|(brightness, [_, middle, _])| (*brightness, *middle)).collect();
    let band = steps.iter().map(|(brightness, [low, _, high])| (*brightness, *low, *high)).collect();
    let mut plot = Plot::new(
        Axis::even(Words::new("Brightness level", "亮度等级").into(), 0.0, 256.0),
        Axis::even(Words::new("Noise (levels)", "噪点（级）").into(), 0.0, PLOT_MOST),
        vec![Series::line(Words::new("Middle square", "中位方块").into(), middle)],
    );
    plot.bands = vec![Band {
        label: Words::new("Eight in ten squares of this photo", "此照片中十分之八的方块").into(),
        edges: band,
    }];
    Artifact {
        id: "by-brightness",
        title: Words::new("Noise by brightness", "各亮度的噪点").into(),
        caption: Words::new(
            "The noise of an unprocessed sensor grows with brightness; processing and compression flatten the curve. A wide band means that parts of the same brightness differ.",
            "未经处理的传感器，其噪点随亮度增大；处理和压缩会使曲线变平。区域越宽，说明亮度相同的部分差异越大。",
        )
        .into(),
        content: Content::Plot(plot),
    }
}

fn details(noise: &Noise, compared: usize) -> Vec<Group> {
    let row = |label: Words, value: Text| Row::new(label.into(), value);
    let squares = noise.level.len();
    let mut rows = vec![row(
        Words::new("Squares compared", "可比较的方块"),
        text!("{compared} of {squares}", "{compared} / {squares}"),
    )];
    if let Some(middle) = patches::median(noise.level.iter().copied()) {
        rows.push(row(
            Words::new("Noise of the middle square", "中位方块的噪点"),
            text!("{middle:.1} levels", "{middle:.1} 级"),
        ));
    }
    if let Some(spread) = patches::median(noise.doublings.iter().map(|value| value.abs())) {
        let factor = spread.exp2();
        rows.push(row(
            Words::new("Half of the squares differ by at most", "半数方块相差不超过"),
            text!("a factor of {factor:.1}", "{factor:.1} 倍"),
        ));
    }
    vec![Group { title: Words::new("Noise", "噪点").into(), rows }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examination::Cancel;
    use crate::model::NoModels;
    use crate::{Exhibit, Limits};
    use image::RgbImage;

    /// Grey noise, weaker in a box.
    fn noisy(width: u32, height: u32, weaker: impl Fn(u32, u32) -> bool) -> RgbImage {
        let mut state = 5_u64;
        RgbImage::from_fn(width, height, |x, y| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let noise = ((state >> 58) as i16) - 32;
            let level = 120 + if weaker(x, y) { noise / 10 } else { noise };
            image::Rgb([level as u8; 3])
        })
    }

    fn examined(picture: &RgbImage) -> Outcome {
        let exhibit = Exhibit::new("a.png", catchlight_rendered::png(picture));
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        NoiseMap.examine(&specimen, &Context::new(&Cancel::default())).unwrap()
    }

    #[test]
    fn a_smoothed_part_shows_in_the_map() {
        let outcome = examined(&noisy(640, 512, |x, y| (64..224).contains(&x) && (128..288).contains(&y)));
        let Outcome::Found(finding) = outcome else { panic!("{outcome:?}") };
        let Content::Map { plane, range, .. } = &finding.artifacts[0].content else { panic!("a map") };
        assert_eq!((plane.dim(), *range), ((16, 20), (-3.0, 3.0)));
        assert!(plane[[6, 4]] < -2.0, "inside: {}", plane[[6, 4]]);
        assert!(plane[[12, 15]].abs() < 0.6, "outside: {}", plane[[12, 15]]);
        assert_eq!(finding.score, None, "an illustration has no score");
    }

    #[test]
    fn a_picture_without_noise_is_not_compared() {
        let smooth = RgbImage::from_fn(512, 512, |x, _| image::Rgb([(60 + x / 8) as u8; 3]));
        let Outcome::Inconclusive { why, .. } = examined(&smooth) else { panic!("there is no noise") };
        assert!(why.en.contains("rounding"), "{}", why.en);
    }

    #[test]
    fn a_white_picture_is_not_compared() {
        let outcome = examined(&RgbImage::from_pixel(300, 300, image::Rgb([255; 3])));
        let Outcome::Inconclusive { why, .. } = outcome else { panic!("{outcome:?}") };
        assert!(why.en.starts_with("Only 0 of 81"), "{}", why.en);
    }
}
