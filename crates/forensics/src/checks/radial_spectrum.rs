//! Radial spectrum: how much structure of each fineness the picture holds, against real photos of the same
//! compression. It says inside or outside, and nothing else.

use crate::artifact::{self, Artifact, Axis, Content, Plot, Series};
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::history::Compression;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};
use crate::traces::radial::{self, Band, RINGS};

/// The check.
pub(super) struct RadialSpectrum;

static ABOUT: About = About {
    id: "radial_spectrum",
    revision: 1,
    family: Family::Spectrum,
    question: Question::Traces,
    title: Words::new("Fineness of the structure", "结构的精细程度"),
    explanation: Words::new(
        "Measured how much structure of each fineness the picture holds, from broad shapes to gratings of 2 pixels, and laid the curve over the range in which nine of ten real photos with about the same compression lie.",
        "测量了图像中各种精细程度的结构有多少，从大的形状到 2 像素的细纹，并将曲线叠加在压缩程度相近的真实照片中十分之九所处的范围上。",
    ),
    look_for: Words::new(
        "Where the curve leaves the band: below at the fine end after smoothing, enlarging or denoising; above after sharpening.",
        "曲线在何处离开范围：平滑、放大或降噪之后，细端低于范围；锐化之后高于范围。",
    ),
    ignore: Words::new(
        "A curve at the edge of the band: one real photo in ten lies outside at each place.",
        "处于范围边缘的曲线：在每一处，十张真实照片中就有一张在范围之外。",
    ),
    limits: &[
        Words::new(
            "The curve tells of focus, sharpening, scaling, denoising and compression, and of what the scene is. Real photos leave the band and generated pictures lie inside it; it carries no weight.",
            "曲线反映对焦、锐化、缩放、降噪和压缩，以及场景内容。真实照片可能超出范围，生成的图像也可能在范围之内；因此不计权重。",
        ),
        Words::new(
            "The band comes from photographers' web pages and public collections; photos with beauty filters and those of very new phones are hardly among them.",
            "该范围来自摄影师的网页和公开图集；其中几乎没有美颜照片和最新手机的照片。",
        ),
    ],
    references: &[
        Reference {
            citation: "Durall, Keuper and Keuper, Watch your up-convolution: CNN based generative deep neural networks are failing to reproduce spectral distributions, CVPR, 2020",
            locator: "arXiv:2003.01826",
        },
        Reference {
            citation: "Ricker, Damm, Holz and Fischer, Towards the detection of diffusion model deepfakes, VISAPP, 2024",
            locator: "arXiv:2210.14571",
        },
    ],
    needs: &[Need::Pixels { min_side: 384 }],
    calibration: None,
};

/// Axis of the plot in decibels: fixed, so that two photos compare.
const PLOT: (f64, f64) = (-70.0, 30.0);

impl Check for RadialSpectrum {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let luma = specimen.luma().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
        let compression = specimen.stratum(context)?.compression;
        let band = radial::band(compression).map_err(Stopped::Failed)?;
        Ok(outcome(radial::measure(luma.view()), compression, band))
    }
}

fn outcome(rings: Option<[f32; RINGS]>, compression: Compression, band: Option<&Band>) -> Outcome {
    let Some(rings) = rings else {
        return Outcome::Inconclusive {
            why: Words::new("The picture had no structure to be measured.", "图像没有可测量的结构。").into(),
            finding: Finding::describing(NOT_COMPARED.into()),
        };
    };
    let fine = rings[RINGS * 3 / 4];
    let artifacts = vec![plot(&rings, band)];
    let Some(band) = band else {
        let Words { en, zh } = compression.words();
        return Outcome::Inconclusive {
            why: text!(
                "There were too few real photos to compare with of this kind: {en}.",
                "可供比较的同类真实照片太少：{zh}。"
            ),
            finding: Finding { artifacts, ..Finding::describing(NOT_COMPARED.into()) },
        };
    };
    let outside = band.outside(&rings);
    let (share, most, photos) = (100.0 * outside, 100.0 * band.outside, band.photos);
    let finding = |summary: Text| Finding {
        details: details(&rings, compression, band, outside),
        artifacts,
        ..Finding::describing(summary)
    };
    if outside > band.outside {
        Outcome::Found(finding(text!(
            "The curve lay outside the band of {photos} real photos of the same compression over {share:.0} % of its length; of those photos, 95 of 100 leave it over at most {most:.0} %. Fine structure stood at {fine:.0} decibels.",
            "曲线有 {share:.0} % 的长度位于 {photos} 张同等压缩的真实照片的范围之外；这些照片中每 100 张有 95 张超出范围的长度不超过 {most:.0} %。细微结构为 {fine:.0} 分贝。"
        )))
    } else {
        Outcome::NotFound(finding(text!(
            "The curve lay inside the band of {photos} real photos of the same compression, but for {share:.0} % of its length. Generated pictures often do as well. Fine structure stood at {fine:.0} decibels.",
            "曲线除 {share:.0} % 的长度外，均在 {photos} 张同等压缩的真实照片的范围之内。生成的图像也常常如此。细微结构为 {fine:.0} 分贝。"
        )))
    }
}

const NOT_COMPARED: Words = Words::new("The curve was not compared with real photos.", "未将曲线与真实照片比较。");

fn details(rings: &[f32; RINGS], compression: Compression, band: &Band, outside: f32) -> Vec<Group> {
    let row = |label: Words, value: Text| Row::new(label.into(), value);
    let at = |ring: usize| {
        let (value, low, high) = (rings[ring], band.low[ring], band.high[ring]);
        text!("{value:.1} ({low:.1} to {high:.1})", "{value:.1}（{low:.1} 至 {high:.1}）")
    };
    vec![Group {
        title: Words::new(
            "Decibels relative to coarse structure (range of nine photos in ten)",
            "相对于粗结构的分贝（十分之九照片的范围）",
        )
        .into(),
        rows: vec![
            row(Words::new("Structure of 8 pixels", "8 像素的结构"), at(RINGS / 4)),
            row(Words::new("Structure of 4 pixels", "4 像素的结构"), at(RINGS / 2)),
            row(Words::new("Structure of 2.7 pixels", "2.7 像素的结构"), at(RINGS * 3 / 4)),
            row(Words::new("Finest structure", "最细的结构"), at(RINGS - 1)),
            row(Words::new("Outside the band", "范围之外"), Text::same(format!("{:.0} %", 100.0 * outside))),
            row(Words::new("Compared with", "比较对象"), {
                let (name, photos) = (compression.words(), band.photos);
                let (en, zh) = (name.en, name.zh);
                text!("{photos} real photos: {en}", "{photos} 张真实照片：{zh}")
            }),
        ],
    }]
}

fn plot(rings: &[f32; RINGS], band: Option<&Band>) -> Artifact {
    // Rounded so that the report does not carry digits that mean nothing.
    let rounded = |value: f32| (f64::from(value) * 10.0).round() / 10.0;
    let frequency = |ring: usize| (ring as f64 + 0.5) * 0.5 / RINGS as f64;
    let value = |value: f32| rounded(value).clamp(PLOT.0, PLOT.1);
    let line = |label: Words, rings: &[f32; RINGS]| {
        Series::line(label.into(), (1..RINGS).map(|ring| (frequency(ring), value(rings[ring]))).collect())
    };
    let mut lines = vec![line(Words::new("This picture", "本图像"), rings)];
    lines.extend(band.map(|band| line(Words::new("Median of real photos", "真实照片的中位数"), &band.middle)));
    let area = |band: &Band| artifact::Band {
        label: Words::new("9 of 10 real photos of the same compression", "同等压缩的真实照片中的九成").into(),
        edges: (1..RINGS).map(|ring| (frequency(ring), value(band.low[ring]), value(band.high[ring]))).collect(),
    };
    let bands = band.map(area).into_iter().collect();
    Artifact {
        id: "radial-spectrum",
        title: Words::new("Structure by fineness", "按精细程度的结构").into(),
        caption: Words::new(
            "From left (broad shapes) to right (gratings of 2 pixels): power in decibels relative to structures of 8 to 16 pixels. The area is where nine of ten real photos with about the same compression lie.",
            "从左（大的形状）到右（2 像素的细纹）：相对于 8 至 16 像素结构的功率（分贝）。阴影区域是压缩程度相近的真实照片中九成所处的范围。",
        )
        .into(),
        content: Content::Plot(Plot {
            bands,
            ..Plot::new(
                Axis::even(Words::new("Frequency (cycles per pixel)", "频率（周/像素）").into(), 0.0, 0.5),
                Axis::even(Words::new("Power (dB)", "功率（dB）").into(), PLOT.0, PLOT.1),
                lines,
            )
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signal::{gaussian, testing::noise};

    #[test]
    fn the_bands_are_read_and_in_order() {
        for compression in [Compression::Lossless, Compression::Light, Compression::Medium, Compression::Heavy] {
            let band = radial::band(compression).unwrap().unwrap();
            assert!(band.photos >= 100, "{compression:?}");
            for ring in 1..RINGS {
                assert!(band.low[ring] <= band.middle[ring] && band.middle[ring] <= band.high[ring]);
            }
        }
        assert_eq!(radial::band(Compression::Unknown).unwrap(), None);
    }

    #[test]
    fn a_curve_like_the_median_is_inside_and_a_blurred_picture_is_outside() {
        let band = radial::band(Compression::Light).unwrap();
        let middle = band.map(|band| band.middle);
        assert!(matches!(outcome(middle, Compression::Light, band), Outcome::NotFound(_)));
        let blurred = radial::measure(gaussian(&noise(500, 500, 40.0, 1), 2.0).view());
        let Outcome::Found(finding) = outcome(blurred, Compression::Light, band) else { unreachable!("a blur") };
        assert_eq!((finding.points_to, finding.score), (crate::finding::Direction::Neither, None));
    }

    #[test]
    fn without_structure_or_band_nothing_is_compared() {
        assert!(matches!(outcome(None, Compression::Light, None), Outcome::Inconclusive { .. }));
        assert!(matches!(outcome(Some([0.0; RINGS]), Compression::Unknown, None), Outcome::Inconclusive { .. }));
    }
}
