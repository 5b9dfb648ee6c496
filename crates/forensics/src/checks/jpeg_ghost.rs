//! JPEG ghosts: parts of a picture that were compressed differently before the last save.

use crate::artifact::{Artifact, Axis, Content, Plot, Region, Series};
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::jpeg_quality::{self, Quality};
use crate::local::ghost::{Ghosts, Part, QUALITIES, WINDOW};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// The check.
pub(super) struct JpegGhost;

static ABOUT: About = About {
    id: "jpeg_ghost",
    revision: 1,
    family: Family::Compression,
    question: Question::Processing,
    title: Words::new("Parts with another compression history (JPEG ghosts)", "压缩历史不同的部分（JPEG 鬼影）"),
    explanation: Words::new(
        "Saved the picture again at 17 JPEG qualities and measured, in squares of 16 pixels, how much each save changed it. A part that had been saved at one of these qualities before changes little at that quality: its curve dips there. When the rest dips and one part does not, or the other way round, the part came into the picture after the rest had been saved, or from another file.",
        "以 17 种 JPEG 质量再次保存图像，并在每个 16 像素方块中测量每次保存改变了多少。某部分若曾以其中一种质量保存过，以该质量再次保存时变化很小：其曲线在该处下凹。若其余部分下凹而某一部分没有，或者相反，则该部分是在其余部分保存之后才进入画面的，或来自另一个文件。",
    ),
    look_for: Words::new(
        "A part with a clear outline, such as a face or an object, that is dark while all the rest is bright, or bright while the rest is dark.",
        "轮廓分明的部分（如人脸或物体），其本身较暗而其余较亮，或者相反。",
    ),
    ignore: Words::new(
        "Speckles, and brightness that follows the texture: even skies and walls are not measured, and fine foliage and hair behave differently from the rest.",
        "零星斑点，以及随纹理变化的明暗：平坦的天空和墙面不作测量，细密的枝叶和头发与其余部分表现不同。",
    ),
    limits: &[
        Words::new(
            "An illustration without a calibration: it speaks only of parts that were compressed differently, never of the photo as a whole, and says nothing on whether it was generated.",
            "未经校准，仅供展示：它只说明某些部分的压缩过程不同，不涉及整张照片，也不说明是否由 AI 生成。",
        ),
        Words::new(
            "Nothing shows when the picture was scaled or cropped off the 8-pixel grid after the edit, when the last save was as strong as the one before, or when the picture had never been a JPEG before.",
            "若编辑之后图像被缩放，或裁剪位置偏离 8 像素网格，或最后一次保存与之前同样强，或图像此前从未保存为 JPEG，则不会显示任何痕迹。",
        ),
        MEASURED,
        Words::new(
            "Standard tables are used. A camera or program with tables of its own leaves a weaker ghost.",
            "使用标准量化表。自带量化表的相机或程序留下的鬼影较弱。",
        ),
    ],
    references: &[Reference {
        citation: "Farid, Exposing digital forgeries from JPEG ghosts, IEEE Transactions on Information Forensics and Security 4(1), 2009",
        locator: "doi:10.1109/TIFS.2008.2012215",
    }],
    needs: &[Need::Pixels { min_side: 256 }, Need::BitsPerSample { at_most: 8 }, Need::JpegQuality { at_least: 70 }],
    calibration: None,
};

/// What was measured of the check; see docs/validation/jpeg_ghost.md.
const MEASURED: Words = Words::new(
    "It misses more than half: of 102 photos with a foreign part pasted between two saves it named 38. Of 251 camera photos as found on the web it named none; of 91 unedited photos that were saved twice, 2.",
    "漏检过半：在 102 张于两次保存之间贴入外来部分的照片中，它指出了 38 张。在 251 张网上原样的相机照片中没有误报；在 91 张未编辑但保存过两次的照片中误报 2 张。",
);

/// Score from which a part is named; see docs/validation/jpeg_ghost.md.
const NAMED_FROM: f32 = 3.0;

/// Least share of windows with detail for the picture to be read.
const LEAST_MEASURED: f32 = 0.2;

/// The file's own quality and the qualities from this many steps below it are not compared.
const OWN_MARGIN: u8 = 4;

/// Change in levels squared at the upper and lower end of the plot.
const PLOT_RANGE: (f64, f64) = (0.1, 1000.0);

impl Check for JpegGhost {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let luma = specimen.luma().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
        let tables = specimen.structure().jpeg.as_ref().and_then(|jpeg| jpeg_quality::estimate(&jpeg.tables));
        let own = tables.map(|(Quality::Standard(quality) | Quality::Nearest(quality))| quality);
        context.go_on()?;
        let ghosts = Ghosts::measure(luma);
        context.go_on()?;
        Ok(outcome(&ghosts, own))
    }
}

fn outcome(ghosts: &Ghosts, own: Option<u8>) -> Outcome {
    let windows = ghosts.size().0 * ghosts.size().1;
    let measured = ghosts.measured();
    let places = Ghosts::places(own.map_or(100, |own| own.saturating_sub(OWN_MARGIN)));
    let part = ghosts.part(places.clone());
    let finding = |summary: Text| Finding {
        details: details(windows, measured, own, part.as_ref()),
        artifacts: artifacts(ghosts, part.as_ref()),
        ..Finding::describing(summary)
    };
    if (measured as f32) < LEAST_MEASURED * windows as f32 || places.is_empty() {
        let finding =
            finding(Words::new("The compression of parts was not compared.", "未能比较各部分的压缩情况。").into());
        let why = text!(
            "Only {measured} of {windows} squares held enough detail for a save to change it.",
            "{windows} 个方块中只有 {measured} 个包含足够细节，保存时会发生变化。"
        );
        return Outcome::Inconclusive { why, finding };
    }
    let qualities = places.len();
    let Some(part) = part.filter(|part| part.score() >= NAMED_FROM) else {
        return Outcome::NotFound(finding(text!(
            "No part stood out: {measured} squares changed alike when the picture was saved again at {qualities} qualities.",
            "没有突出的部分：以 {qualities} 种质量再次保存时，{measured} 个方块的变化相似。"
        )));
    };
    let percent = 100.0 * part.share;
    let quality = QUALITIES[part.place];
    let summary = if part.contrast < 0.0 {
        text!(
            "A connected part of {percent:.0} % of the measured area lacked traces of an earlier save at quality {quality} or lower that the rest showed. It was compressed differently before the last save; this has no weight.",
            "占可测区域 {percent:.0}% 的一个连续部分缺少其余部分所具有的、质量为 {quality} 或更低的早先保存痕迹。它在最后一次保存之前经过不同的压缩；此结果不占权重。"
        )
    } else {
        text!(
            "A connected part of {percent:.0} % of the measured area showed traces of an earlier save at quality {quality} or lower that the rest lacked. It was compressed differently before the last save; this has no weight.",
            "占可测区域 {percent:.0}% 的一个连续部分带有其余部分所没有的、质量为 {quality} 或更低的早先保存痕迹。它在最后一次保存之前经过不同的压缩；此结果不占权重。"
        )
    };
    let mut finding = finding(summary);
    finding.artifacts.push(region(&part));
    Outcome::Found(finding)
}

/// The map at the quality at which a part stands out most, and the curves of that part and of the rest.
fn artifacts(ghosts: &Ghosts, part: Option<&Part>) -> Vec<Artifact> {
    let Some(part) = part else { return Vec::new() };
    let quality = QUALITIES[part.place];
    let map = Artifact {
        id: "ghost",
        title: text!("Ghosts at quality {quality}", "质量 {quality} 处的鬼影"),
        caption: text!(
            "How much less each square changed at quality {quality} than at the qualities around it. 100 %: not at all, as in a part that was saved at this quality before. 0 % and below: no ghost. The scale is the same for every photo; even squares are not measured. Of all qualities this is the one at which a part differs most from the rest. The earlier save may have been at a lower one, whose steps are multiples.",
            "与相邻质量相比，每个方块在质量 {quality} 处的变化少了多少。100%：毫无变化，如曾以此质量保存过的部分。0% 及以下：没有鬼影。所有照片使用同一色标；平坦方块不作测量。在所有质量中，这是某一部分与其余差异最大的一个。早先的保存也可能是更低的质量，其量化步长为此处的整数倍。"
        ),
        content: Content::Map {
            plane: ghosts.dip(part.place).mapv(|dip| 100.0 * (1.0 - (-dip).exp())),
            range: (0.0, 100.0),
            unit: Text::same("%"),
        },
    };
    let quality_axis = Words::new("JPEG quality of the new save", "再次保存的 JPEG 质量");
    let change_axis = Words::new("Change (levels squared)", "变化（级的平方）");
    let (first, last) = (f64::from(QUALITIES[0]), f64::from(QUALITIES[QUALITIES.len() - 1]));
    let plot = Artifact {
        id: "curves",
        title: Words::new("Change at each quality", "各质量下的变化").into(),
        caption: Words::new(
            "The middle square inside the box of the part, and of the rest. A dip tells of an earlier save at that quality; both curves fall towards the file's own quality.",
            "该部分方框内与其余部分的中位方块。下凹说明曾以该质量保存；两条曲线都会在文件自身质量附近下降。",
        )
        .into(),
        content: Content::Plot(Plot {
            marks: vec![crate::artifact::Mark { label: Text::same(quality.to_string()), at: f64::from(quality) }],
            ..Plot::new(
                Axis::even(quality_axis.into(), first, last),
                Axis::logarithmic(change_axis.into(), PLOT_RANGE.0, PLOT_RANGE.1),
                vec![
                    Series::line(Words::new("The rest", "其余部分").into(), ghosts.curve(&part.patch, false)),
                    Series::line(Words::new("The part", "该部分").into(), ghosts.curve(&part.patch, true)),
                ],
            )
        }),
    };
    vec![map, plot]
}

fn region(part: &Part) -> Artifact {
    let pixels = |windows: usize| (windows * WINDOW) as f32;
    let region = Region {
        label: Words::new("Compressed differently", "压缩情况不同").into(),
        x: pixels(part.patch.left),
        y: pixels(part.patch.top),
        width: pixels(part.patch.width),
        height: pixels(part.patch.height),
    };
    Artifact {
        id: "part",
        title: Words::new("The part that stood out", "突出的部分").into(),
        caption: Words::new("The box encloses the part; the map shows its shape.", "方框围住该部分；其形状见图。")
            .into(),
        content: Content::Regions(vec![region]),
    }
}

fn details(windows: usize, measured: usize, own: Option<u8>, part: Option<&Part>) -> Vec<Group> {
    let row = |label: Words, value: Text| Row::new(label.into(), value);
    let mut rows = vec![row(
        Words::new("Squares with enough detail", "细节足够的方块"),
        text!("{measured} of {windows}", "{measured} / {windows}"),
    )];
    rows.push(row(
        Words::new("The file's own quality", "文件自身的质量"),
        own.map_or_else(|| Words::new("not a JPEG", "不是 JPEG").into(), |own| Text::same(own.to_string())),
    ));
    if let Some(part) = part {
        let (quality, percent, score) = (QUALITIES[part.place], 100.0 * part.share, part.score());
        rows.push(row(
            Words::new("Part that differed most", "差异最大的部分"),
            text!(
                "at quality {quality}, {percent:.1} % of the measured squares",
                "质量 {quality} 处，占可测方块的 {percent:.1}%"
            ),
        ));
        rows.push(row(
            Words::new("How far it stood out", "突出程度"),
            text!("{score:.2}; named from {NAMED_FROM:.2}", "{score:.2}；达到 {NAMED_FROM:.2} 时指出"),
        ));
    }
    vec![Group { title: Words::new("Saves compared", "保存比较").into(), rows }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchlight_rendered::detailed_scene;

    use crate::examination::Cancel;
    use crate::finding::Direction;
    use crate::model::NoModels;
    use crate::{Exhibit, Limits};
    use image::{RgbImage, imageops};

    fn examined(picture: &RgbImage, quality: u8) -> Outcome {
        let exhibit = Exhibit::new("a.jpg", catchlight_rendered::jpeg(picture, quality));
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        JpegGhost.examine(&specimen, &Context::new(&Cancel::default())).unwrap()
    }

    #[test]
    fn a_part_with_a_past_of_its_own_is_named_and_points_to_nobody() {
        let mut composed = detailed_scene(512, 384, 3);
        let saved = image::load_from_memory(&catchlight_rendered::jpeg(&composed, 66)).unwrap().into_rgb8();
        let part = imageops::crop_imm(&saved, 160, 96, 160, 128).to_image();
        imageops::replace(&mut composed, &part, 160, 96);
        let outcome = examined(&composed, 95);
        let Outcome::Found(finding) = outcome else { panic!("{outcome:?}") };
        assert!(finding.summary.en.contains("showed traces of an earlier save at quality 6"), "{}", finding.summary.en);
        assert_eq!((finding.points_to, finding.score), (Direction::Neither, None));
        let Content::Regions(regions) = &finding.artifacts[2].content else { panic!("a box") };
        assert!((96.0..=208.0).contains(&regions[0].x), "{regions:?}");
    }

    #[test]
    fn a_picture_that_was_saved_as_a_whole_shows_no_part() {
        let first = catchlight_rendered::jpeg(&detailed_scene(512, 384, 3), 66);
        for picture in [detailed_scene(512, 384, 5), image::load_from_memory(&first).unwrap().into_rgb8()] {
            let outcome = examined(&picture, 90);
            let Outcome::NotFound(finding) = outcome else { panic!("{outcome:?}") };
            assert!(finding.summary.en.contains("alike"), "{}", finding.summary.en);
        }
    }

    #[test]
    fn an_even_picture_cannot_be_read() {
        let outcome = examined(&RgbImage::from_pixel(320, 320, image::Rgb([120, 130, 140])), 90);
        let Outcome::Inconclusive { why, .. } = outcome else { panic!("{outcome:?}") };
        assert!(why.en.starts_with("Only 0 of 400"), "{}", why.en);
    }
}
