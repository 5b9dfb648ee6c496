//! Tone histogram: the deliberately simple check, and the example for new ones.
//!
//! A camera or a generator writes every tone between the darkest and the brightest. A tone curve that
//! is applied to 8-bit samples afterwards stretches some ranges, and tones inside them stay unused:
//! gaps in the histogram.

use ndarray::Array2;

use crate::artifact::{Artifact, Axis, Content, Plot, Series};
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// The check.
pub(super) struct ToneHistogram;

static ABOUT: About = About {
    id: "tone_histogram",
    revision: 1,
    family: Family::Tone,
    question: Question::Processing,
    title: Words::new("Tones and clipping", "影调与溢出"),
    explanation: Words::new(
        "Counted how often each of the 256 brightness levels occurred. Unused levels between used ones (gaps) arise when brightness or contrast is raised after the picture was stored with 8 bits. The share of fully black and fully white pixels shows where detail was lost.",
        "统计了 256 个亮度等级各自出现的次数。若图像以 8 位保存之后又提高亮度或对比度，已使用的等级之间会出现未使用的等级（断层）。纯黑与纯白像素的比例显示哪里丢失了细节。",
    ),
    look_for: Words::new(
        "A comb: many regular gaps across the middle of the curve.",
        "梳齿状：曲线中部出现大量有规律的断层。",
    ),
    ignore: Words::new(
        "Empty levels at the dark and bright ends, and clipped lamps, windows or reflections: they are normal.",
        "暗端和亮端的空白等级，以及灯光、窗户、反光处的溢出：这些都属正常。",
    ),
    limits: &[
        Words::new(
            "Gaps tell of editing, not of generation: most published photos were edited.",
            "断层只说明经过编辑，并不说明由 AI 生成：多数发布的照片都经过编辑。",
        ),
        Words::new(
            "Scaling the picture or saving it again as JPEG or WebP fills the gaps, so their absence says nothing.",
            "缩放图像或再次保存为 JPEG、WebP 会填平断层，因此没有断层并不说明任何问题。",
        ),
    ],
    references: &[Reference {
        citation: "Stamm and Liu, Forensic detection of image manipulation using statistical intrinsic fingerprints, IEEE Transactions on Information Forensics and Security 5(3), 2010",
        locator: "doi:10.1109/TIFS.2010.2053202",
    }],
    needs: &[Need::Pixels { min_side: 64 }, Need::BitsPerSample { at_most: 8 }],
    calibration: None,
};

/// Levels of an 8-bit sample.
const LEVELS: usize = 256;

/// A level can count as a gap only where its neighbours hold this many pixels on average: with fewer,
/// an empty level is likely by chance.
const PIXELS_BESIDE_A_GAP: u64 = 25;

/// Fewest levels between the darkest and the brightest for the histogram to be read.
const LEAST_SPAN: usize = 32;

/// Side of a block of the clipping map, in coded pixels.
const BLOCK: usize = 16;

/// Upper end of the plot, in percent of all pixels at one level: fixed, so that two photos compare.
const PLOT_MOST_PERCENT: f64 = 5.0;

impl Check for ToneHistogram {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let luma = specimen.luma().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
        let histogram = histogram(luma);
        context.go_on()?;
        let artifacts = context.pictures(|| vec![plot(&histogram), clipping_map(luma)]);
        let total: u64 = histogram.iter().sum();
        let percent = |count: u64| 100.0 * count as f64 / total as f64;
        let (black, white) = (percent(histogram[0]), percent(histogram[LEVELS - 1]));
        let row = |label: Words, value: String| Row::new(label.into(), Text::same(value));
        let mut rows = vec![
            row(Words::new("Fully black pixels", "纯黑像素"), format!("{black:.2} %")),
            row(Words::new("Fully white pixels", "纯白像素"), format!("{white:.2} %")),
        ];
        let Tones { darkest, brightest, gaps } = tones(&histogram);
        rows.insert(
            0,
            row(Words::new("Darkest and brightest level", "最暗与最亮等级"), format!("{darkest} – {brightest}")),
        );
        rows.push(row(Words::new("Gaps", "断层"), gaps.to_string()));
        let finding = |summary| Finding {
            details: vec![Group { title: Words::new("Brightness levels", "亮度等级").into(), rows }],
            artifacts,
            ..Finding::describing(summary)
        };
        let span = brightest - darkest + 1;
        if span < LEAST_SPAN {
            return Ok(Outcome::Inconclusive {
                why: text!(
                    "The picture used only {span} brightness levels; at least {LEAST_SPAN} are needed.",
                    "图像只使用了 {span} 个亮度等级；至少需要 {LEAST_SPAN} 个。"
                ),
                finding: finding(text!(
                    "The picture used the brightness levels {darkest} to {brightest}.",
                    "图像使用了 {darkest} 至 {brightest} 的亮度等级。"
                )),
            });
        }
        Ok(if gaps > 0 {
            Outcome::Found(finding(text!(
                "{gaps} of the {span} brightness levels from {darkest} to {brightest} were unused although their neighbours were common: the tones were stretched after the picture was stored with 8 bits.",
                "在 {darkest} 至 {brightest} 的 {span} 个亮度等级中，有 {gaps} 个未被使用，而相邻等级却很常见：图像以 8 位保存之后，影调又被拉伸。"
            )))
        } else {
            Outcome::NotFound(finding(text!(
                "All brightness levels from {darkest} to {brightest} that could be judged were in use; {black:.2} % of the pixels were fully black and {white:.2} % fully white.",
                "{darkest} 至 {brightest} 之间所有可判断的亮度等级均被使用；纯黑像素占 {black:.2} %，纯白像素占 {white:.2} %。"
            )))
        })
    }
}

/// Pixels at each brightness level.
fn histogram(luma: &Array2<f32>) -> [u64; LEVELS] {
    let mut histogram = [0; LEVELS];
    for value in luma {
        histogram[level(*value)] += 1;
    }
    histogram
}

/// Luma is 0..=255, so the cast cannot leave the levels.
fn level(luma: f32) -> usize {
    usize::from(luma.round() as u8)
}

struct Tones {
    darkest: usize,
    brightest: usize,
    gaps: usize,
}

fn tones(histogram: &[u64; LEVELS]) -> Tones {
    let darkest = histogram.iter().position(|count| *count > 0).unwrap_or(0);
    let brightest = histogram.iter().rposition(|count| *count > 0).unwrap_or(0);
    let is_gap = |window: &&[u64]| window[1] == 0 && window[0] + window[2] >= 2 * PIXELS_BESIDE_A_GAP;
    let gaps = histogram[darkest..=brightest].windows(3).filter(is_gap).count();
    Tones { darkest, brightest, gaps }
}

fn plot(histogram: &[u64; LEVELS]) -> Artifact {
    let total = histogram.iter().sum::<u64>() as f64;
    let point = |(level, count): (usize, &u64)| {
        let percent = (100.0 * *count as f64 / total).min(PLOT_MOST_PERCENT);
        // Rounded so that the report does not carry digits that mean nothing.
        (level as f64, (percent * 1e4).round() / 1e4)
    };
    Artifact {
        id: "histogram",
        title: Words::new("Brightness levels of the picture", "图像的亮度等级").into(),
        caption: Words::new(
            "Each point is one brightness level; its height is the share of all pixels, cut off at 5 %. Gaps are points on the zero line between high neighbours.",
            "每个点代表一个亮度等级；高度为其占全部像素的比例，超过 5 % 的部分截去。断层是夹在较高相邻点之间、落在零线上的点。",
        )
        .into(),
        content: Content::Plot(Plot::new(
            Axis::even(Words::new("Brightness level", "亮度等级").into(), 0.0, (LEVELS - 1) as f64),
            Axis::even(Words::new("Share of pixels (%)", "像素占比（%）").into(), 0.0, PLOT_MOST_PERCENT),
            vec![Series::line(
                Words::new("Luma (BT.601)", "亮度（BT.601）").into(),
                histogram.iter().enumerate().map(point).collect(),
            )],
        )),
    }
}

/// Share of fully black or white pixels in each block, in percent.
fn clipping_map(luma: &Array2<f32>) -> Artifact {
    let (height, width) = luma.dim();
    let plane = Array2::from_shape_fn((height.div_ceil(BLOCK), width.div_ceil(BLOCK)), |(row, column)| {
        let (top, left) = (row * BLOCK, column * BLOCK);
        let block = luma.slice(ndarray::s![top..(top + BLOCK).min(height), left..(left + BLOCK).min(width)]);
        let clipped = block.iter().filter(|value| matches!(level(**value), 0 | 255)).count();
        100.0 * clipped as f32 / block.len() as f32
    });
    Artifact {
        id: "clipping",
        title: Words::new("Where black or white was clipped", "黑白溢出的位置").into(),
        caption: Words::new(
            "Share of fully black or fully white pixels in each block of 16 x 16 pixels.",
            "每个 16 x 16 像素块中纯黑或纯白像素的比例。",
        )
        .into(),
        content: Content::Map { plane, range: (0.0, 100.0), unit: Text::same("%") },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cancel, Exhibit, Limits, model::NoModels};
    use catchlight_rendered::{png, scene};
    use image::RgbImage;

    fn examine(picture: &RgbImage) -> Outcome {
        let exhibit = Exhibit::new("picture.png", png(picture));
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        ToneHistogram.examine(&specimen, &Context::new(&Cancel::default())).unwrap()
    }

    /// A grey ramp: every level equally often.
    fn ramp(levels: u32) -> RgbImage {
        RgbImage::from_fn(256, 128, |x, _| image::Rgb([(x % levels) as u8; 3]))
    }

    #[test]
    fn a_smooth_scene_has_no_gaps() {
        assert!(matches!(examine(&scene(512, 384, 7)), Outcome::NotFound(_)));
    }

    #[test]
    fn a_stretched_scene_has_gaps_that_are_counted() {
        let stretched = RgbImage::from_fn(256, 128, |x, _| image::Rgb([(x / 2 * 2) as u8; 3]));
        let Outcome::Found(finding) = examine(&stretched) else { unreachable!("the tones were stretched") };
        assert!(finding.summary.en.starts_with("127 of the 255"), "{}", finding.summary.en);
    }

    #[test]
    fn a_flat_picture_cannot_be_judged() {
        assert!(matches!(examine(&ramp(20)), Outcome::Inconclusive { .. }));
    }

    #[test]
    fn the_clipping_map_has_percent_of_each_block() {
        let mut luma = Array2::from_elem((16, 32), 100.0);
        luma.slice_mut(ndarray::s![.., 16..24]).fill(255.0);
        let Content::Map { plane, range, .. } = clipping_map(&luma).content else { unreachable!("a map") };
        assert_eq!((plane, range), (ndarray::array![[0.0, 50.0]], (0.0, 100.0)));
    }
}
