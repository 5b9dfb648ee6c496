//! Resampling: the periodic trace that scaling leaves in the pixels.

use crate::artifact::{Artifact, Axis, Content, Mark, Plot, Series};
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::history::{CURVE_STEP, Resampling};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// The check.
pub(super) struct ResamplingTrace;

static ABOUT: About = About {
    id: "resampling_trace",
    revision: 1,
    family: Family::History,
    question: Question::Processing,
    title: Words::new("Scaling", "缩放"),
    explanation: Words::new(
        "Looked for a regular pattern in how well each pixel follows from its neighbours. Enlarging a picture computes new pixels between the old ones at regular distances, which leaves such a pattern.",
        "查找了每个像素由相邻像素推算的吻合程度中是否有规则图样。放大画面时，新像素按固定间距由旧像素算出，会留下这种图样。",
    ),
    look_for: Words::new(
        "One narrow peak far above the rest of the curve, at the marked place.",
        "在标记处有一个远高于曲线其余部分的窄峰。",
    ),
    ignore: Words::new(
        "Low, broad hills: content with regular texture, such as fabric or bricks, makes them.",
        "低而宽的起伏：织物、砖墙等规则纹理会造成。",
    ),
    limits: &[
        Words::new(
            "Scaling says nothing of how the picture came about: platforms scale what is posted, and so do people.",
            "缩放不能说明画面如何产生：平台会缩放上传内容，人们也会。",
        ),
        Words::new(
            "Scaling down, which platforms do, mostly leaves no trace, and so does much of the scaling before a strong compression. Frequencies of the file's own compression grid are left out.",
            "平台常做的缩小多半不留痕迹，强压缩之前的缩放也大多如此。文件自身压缩网格的频率不予考察。",
        ),
        Words::new(
            "The factor holds for one enlargement by 1.05 to 2. Other factors, a reduction, or an old compression grid that was scaled can leave the same peak. See docs/validation/resampling_trace.md.",
            "倍数仅适用于一次 1.05 至 2 倍的放大。其他倍数、缩小，或被缩放的旧压缩网格可能留下相同的峰。见 docs/validation/resampling_trace.md。",
        ),
    ],
    references: &[
        Reference {
            citation: "Gallagher, Detection of linear and cubic interpolation in JPEG compressed images, Canadian Conference on Computer and Robot Vision, 2005",
            locator: "doi:10.1109/CRV.2005.33",
        },
        Reference {
            citation: "Kirchner, Fast and reliable resampling detection by spectral analysis of fixed linear predictor residue, ACM Workshop on Multimedia and Security, 2008",
            locator: "doi:10.1145/1411328.1411333",
        },
    ],
    needs: &[Need::Pixels { min_side: 128 }],
    calibration: None,
};

impl Check for ResamplingTrace {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let history = specimen.history(context)?;
        let Some(trace) = &history.resampling else {
            return Err(Stopped::Failed(Words::new("The picture is too small.", "画面过小。").into()));
        };
        let (strength, period) = (trace.strength, 1.0 / trace.frequency);
        let mut rows = vec![
            Row::new(
                Words::new("Strength of the strongest peak", "最强峰的强度").into(),
                Text::same(format!("{strength:.1}")),
            ),
            Row::new(Words::new("Period", "周期").into(), text!("{period:.3} pixels", "{period:.3} 像素")),
        ];
        if let Some(overshoot) = history.overshoot {
            let percent = 100.0 * overshoot;
            rows.push(Row::new(
                Words::new("Overshoot beside strong edges (sharpening)", "强边缘旁的过冲（锐化）").into(),
                text!("{percent:.1} % of the edge's height (median)", "边缘高度的 {percent:.1} %（中位数）"),
            ));
        }
        let is_found = trace.is_found();
        if is_found {
            let factor = trace.factor();
            rows.push(Row::new(
                Words::new("Enlargement that leaves this peak", "可留下此峰的放大倍数").into(),
                Text::same(format!("{factor:.3}")),
            ));
        }
        let finding = |summary| Finding {
            details: vec![Group { title: Words::new("Periodic trace", "周期痕迹").into(), rows }],
            artifacts: vec![plot(trace)],
            ..Finding::describing(summary)
        };
        Ok(if is_found {
            let factor = trace.factor();
            Outcome::Found(finding(text!(
                "The pixels carried a regular pattern of scaling with a period of {period:.2} pixels; one enlargement by {factor:.2} would leave it.",
                "像素带有周期为 {period:.2} 像素的规则缩放图样；一次 {factor:.2} 倍的放大会留下这样的图样。"
            )))
        } else {
            Outcome::NotFound(finding(text!(
                "No regular pattern of an enlargement stood out (strongest peak {strength:.1}). Scaling down leaves none.",
                "没有突出的放大图样（最强峰 {strength:.1}）。缩小不会留下这种图样。"
            )))
        })
    }
}

/// Upper end of the plot.
const PLOT_MOST: f64 = 10.0;

fn plot(trace: &Resampling) -> Artifact {
    let round = |value: f64| (value * 1e4).round() / 1e4;
    let points = trace.curve.iter().map(|&(at, strength)| (round(at), round(strength.clamp(0.0, PLOT_MOST)))).collect();
    let marks = if trace.is_found() {
        let period = 1.0 / trace.frequency;
        vec![Mark { label: text!("{period:.2} px", "{period:.2} 像素"), at: trace.frequency }]
    } else {
        Vec::new()
    };
    Artifact {
        id: "periodicity",
        title: Words::new("Regular patterns in the pixels", "像素中的规则图样").into(),
        caption: text!(
            "How far each frequency stands out along rows and columns together, the strongest within each {CURVE_STEP} cycles per pixel. Gaps are frequencies of the file's own compression grid.",
            "各频率在行与列上合计的突出程度，取每 {CURVE_STEP} 周/像素内的最强值。缺口为文件自身压缩网格的频率。"
        ),
        content: Content::Plot(Plot {
            marks,
            ..Plot::new(
                Axis::even(Words::new("Frequency (cycles per pixel)", "频率（周/像素）").into(), 0.0, 0.5),
                Axis::even(Words::new("Strength (natural logarithm)", "强度（自然对数）").into(), 0.0, PLOT_MOST),
                vec![Series::line(Words::new("Rows and columns", "行与列").into(), points)],
            )
        }),
    }
}
