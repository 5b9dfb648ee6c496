//! Open invisible watermarks: the marks that open generators embed by default and that anybody can
//! decode.

mod decode;

use std::sync::OnceLock;

use image::RgbImage;

use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::container::Kind;
use crate::finding::{Declaration, Direction, Finding, Group, Outcome, Row};
use crate::jpeg_quality::{self, Quality};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};
use decode::{Path, bits, embed, matching};

/// The check.
pub(super) struct OpenWatermark;

static ABOUT: About = About {
    id: "open_watermark",
    revision: 1,
    family: Family::Watermark,
    question: Question::Declaration,
    title: Words::new("Open invisible watermarks", "公开的不可见水印"),
    explanation: Words::new(
        "Decoded the invisible marks that the original programs of Stable Diffusion, SDXL, FLUX and InvokeAI can embed, and compared the bits with the known marks. Before the first photo the decoder was tested on a picture with a mark of its own.",
        "解码了 Stable Diffusion、SDXL、FLUX 与 InvokeAI 原始程序可能嵌入的不可见标记，并与已知标记逐位比较。在检查第一张照片之前，先用一张自带标记的图像对解码器作了验证。",
    ),
    look_for: Words::new("A mark whose bits nearly all agree.", "几乎所有比特都一致的标记。"),
    ignore: Words::new(
        "About half of the bits always agree by chance; the highest agreement of an unmarked photo was 36 of 48.",
        "约一半比特总会因偶然而一致；无标记照片中的最高一致数为 48 位中的 36 位。",
    ),
    limits: &[
        Words::new(
            "Most programs do not embed these marks, and scaling, cropping, WebP or ordinary JPEG compression destroys them: their absence says nothing.",
            "多数程序并不嵌入这些标记，而缩放、裁剪、WebP 或普通 JPEG 压缩都会破坏它们：没有标记并不说明任何问题。",
        ),
        Words::new(
            "Anybody can embed such a mark in any picture. Marks of other makers (Adobe TrustMark, SynthID and others) cannot be decoded here.",
            "任何人都可以把这种标记嵌入任何图像。其他开发者的水印（如 Adobe TrustMark、SynthID 等）无法在此解码。",
        ),
    ],
    references: &[
        Reference {
            citation: "ShieldMnt, invisible-watermark (method dwtDct), 2021",
            locator: "PyPI invisible-watermark",
        },
        Reference {
            citation: "Stability AI, Generative Models, scripts/demo/detect.py, 2023",
            locator: "Stability-AI/generative-models",
        },
        Reference { citation: "Black Forest Labs, FLUX, src/flux/util.py, 2024", locator: "black-forest-labs/flux" },
    ],
    // Smaller pictures hold too few blocks for a vote.
    needs: &[Need::Pixels { min_side: 256 }],
    calibration: None,
};

/// A known mark.
struct Mark {
    name: &'static str,
    /// The embedded bits, first bit first.
    bits: Bits,
    /// Whether the embedding program held samples as 8-bit integers.
    rounded: bool,
    /// Agreeing bits from which the mark counts as present.
    present: usize,
    /// Agreeing bits from which presence is open.
    doubtful: usize,
}

enum Bits {
    Ascii(&'static str),
    Binary(&'static str),
}

/// The gates are above the highest agreement among 2,317 unmarked pictures in two channel orders and
/// two number types: 36 of 48, 35 of 46, 89 of 136, 44 of 64. For the 32-bit mark none was measured,
/// so every bit must agree.
const MARKS: &[Mark] = &[
    Mark {
        name: "SDXL (Stability AI, Diffusers)",
        bits: Bits::Binary("101100111110110010010000011110111011000110011110"),
        rounded: false,
        present: 40,
        doubtful: 36,
    },
    Mark {
        name: "FLUX (Black Forest Labs)",
        bits: Bits::Binary("1010101111111010000111100111001111010100101110"),
        rounded: false,
        present: 40,
        doubtful: 38,
    },
    Mark {
        name: "Stable Diffusion 1",
        bits: Bits::Ascii("StableDiffusionV1"),
        rounded: true,
        present: 110,
        doubtful: 100,
    },
    Mark { name: "Stable Diffusion 2", bits: Bits::Ascii("SDV2"), rounded: true, present: 32, doubtful: 32 },
    Mark { name: "InvokeAI", bits: Bits::Ascii("InvokeAI"), rounded: true, present: 54, doubtful: 50 },
];

impl Mark {
    fn bits(&self) -> Vec<bool> {
        match self.bits {
            Bits::Binary(digits) => digits.bytes().map(|digit| digit == b'1').collect(),
            Bits::Ascii(text) => {
                text.bytes().flat_map(|byte| (0..8).rev().map(move |place| byte >> place & 1 == 1)).collect()
            }
        }
    }
}

/// Marks that no check can read here, and why.
const UNREADABLE: &[(&str, Words)] = &[
    (
        "Adobe TrustMark",
        Words::new(
            "not available: its decoder needs a model that its maker offers only as a download from its own server",
            "不可用：其解码器所需的模型只能从开发者自己的服务器下载",
        ),
    ),
    (
        "Google SynthID, Microsoft InvisMark, Amazon Titan, Meta Content Seal",
        Words::new("not available: only the maker's own service can read them", "不可用：只有开发者自己的服务能够读取"),
    ),
];

/// How well one mark was met.
struct Match {
    mark: &'static Mark,
    length: usize,
    agreeing: usize,
    path: Path,
}

impl Check for OpenWatermark {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        if !decoder_works() {
            return Err(Stopped::Failed(
                Words::new(
                    "The decoder did not find a mark that it had embedded itself, so its answer would mean nothing.",
                    "解码器没有找到它自己嵌入的标记，因此其结果没有意义。",
                )
                .into(),
            ));
        }
        let pixels = specimen.pixels().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
        let matches = matches(&pixels.coded.to_rgb8(), context)?;
        let best = |gate: fn(&Mark) -> usize| matches.iter().find(|found| found.agreeing >= gate(found.mark));
        let details = vec![
            Group {
                title: Words::new("Bits that agreed", "一致的比特").into(),
                rows: matches.iter().map(row).collect(),
            },
            Group {
                title: Words::new("Marks that could not be looked for", "无法查找的标记").into(),
                rows: UNREADABLE.iter().map(|(name, why)| Row::new(Text::same(*name), (*why).into())).collect(),
            },
        ];
        let finding = |summary| Finding { details, ..Finding::describing(summary) };
        if let Some(Match { mark, length, agreeing, .. }) = best(|mark| mark.present) {
            let name = mark.name;
            return Ok(Outcome::Found(Finding {
                points_to: Direction::Ai,
                declares: Some(Declaration::Generated),
                ..finding(text!(
                    "The invisible mark of {name} was decoded: {agreeing} of {length} bits agreed.",
                    "解码出 {name} 的不可见标记：{length} 位中有 {agreeing} 位一致。"
                ))
            }));
        }
        if let Some(Match { mark, length, agreeing, .. }) = best(|mark| mark.doubtful) {
            let name = mark.name;
            let why = text!(
                "{agreeing} of {length} bits of the mark of {name} agreed: more than chance usually gives, too few to call it present.",
                "{name} 的标记有 {length} 位中的 {agreeing} 位一致：高于通常的偶然水平，但不足以认定存在。"
            );
            return Ok(Outcome::Inconclusive { why: why.clone(), finding: finding(why) });
        }
        let summary = Words::new("None of the known open marks was decoded.", "没有解码出任何已知的公开标记。").into();
        Ok(match destroyed_by(specimen) {
            Some(why) => Outcome::Inconclusive { why, finding: finding(summary) },
            None => Outcome::NotFound(finding(summary)),
        })
    }
}

/// Every mark with its best reading, in the order of [`MARKS`].
fn matches(picture: &RgbImage, context: &Context<'_>) -> Result<Vec<Match>, Stopped> {
    let mut matches: Vec<Match> = Vec::with_capacity(MARKS.len());
    for rounded in [false, true] {
        for swapped in [false, true] {
            context.go_on()?;
            let path = Path { swapped, rounded };
            let votes = bits(picture, path);
            for mark in MARKS.iter().filter(|mark| mark.rounded == rounded) {
                let bits = mark.bits();
                let agreeing = matching(&votes, &bits);
                match matches.iter_mut().find(|found| std::ptr::eq(found.mark, mark)) {
                    Some(found) if found.agreeing >= agreeing => {}
                    Some(found) => (found.agreeing, found.path) = (agreeing, path),
                    None => matches.push(Match { mark, length: bits.len(), agreeing, path }),
                }
            }
        }
    }
    Ok(matches)
}

fn row(found: &Match) -> Row {
    let Match { mark: Mark { name, present, .. }, length, agreeing, path } = found;
    let order = if path.swapped { "BGR" } else { "RGB" };
    Row::new(
        Text::same(*name),
        text!(
            "{agreeing} of {length} ({order}); present from {present}",
            "{length} 位中 {agreeing} 位（{order}）；达到 {present} 位视为存在"
        ),
    )
}

/// Why a mark would not have survived the file's own compression; `None` for a file that would keep it.
fn destroyed_by(specimen: &Specimen<'_>) -> Option<Text> {
    /// Lowest JPEG quality at which the marks were still decoded, without chroma subsampling.
    const LEAST_QUALITY: u8 = 95;
    let structure = specimen.structure();
    let kept = match structure.kind {
        Kind::Png | Kind::Bmp | Kind::Tiff => true,
        Kind::Webp => structure.header.as_ref().is_some_and(|header| header.coding.contains("VP8L")),
        Kind::Jpeg => structure.jpeg.as_ref().is_some_and(|jpeg| {
            let Some(Quality::Standard(quality) | Quality::Nearest(quality)) = jpeg_quality::estimate(&jpeg.tables)
            else {
                return false;
            };
            quality >= LEAST_QUALITY && jpeg.sampling.iter().all(|factors| *factors == (1, 1))
        }),
        Kind::Avif | Kind::Heic | Kind::Gif | Kind::Unknown => false,
    };
    (!kept).then(|| {
        Words::new(
            "The file was saved with a compression that destroys such marks, so their absence says nothing.",
            "文件以会破坏此类标记的方式压缩保存，因此没有标记并不说明任何问题。",
        )
        .into()
    })
}

/// The positive control, once in a process: a mark is embedded in a picture and must be read back.
fn decoder_works() -> bool {
    static CONTROL: OnceLock<bool> = OnceLock::new();
    *CONTROL.get_or_init(|| {
        let mut picture = carrier(256);
        MARKS.iter().all(|mark| {
            let (path, present, mark) = (Path { swapped: false, rounded: mark.rounded }, mark.present, mark.bits());
            embed(&mut picture, &mark, path);
            matching(&bits(&picture, path), &mark) >= present
        })
    })
}

/// Coloured patches of 2 x 2 pixels from a small hash: texture that can carry a mark.
fn carrier(side: u32) -> RgbImage {
    let patch = |x: u32, y: u32, channel: u32| {
        let seed =
            (x / 2).wrapping_mul(0x9e37_79b1) ^ (y / 2).wrapping_mul(0x85eb_ca6b) ^ channel.wrapping_mul(0xc2b2_ae35);
        let mixed = (seed ^ seed >> 15).wrapping_mul(0x2c1b_3c6d);
        64 + (mixed >> 24) as u8 / 2
    };
    RgbImage::from_fn(side, side, |x, y| image::Rgb([0, 1, 2].map(|channel| patch(x, y, channel))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cancel, Exhibit, Limits, model::NoModels};
    use catchlight_rendered::{jpeg, png, scene};

    fn examine(name: &str, bytes: Vec<u8>) -> Outcome {
        let exhibit = Exhibit::new(name, bytes);
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        OpenWatermark.examine(&specimen, &Context::new(&Cancel::default())).unwrap()
    }

    fn marked(mut picture: RgbImage, mark: &Mark, swapped: bool) -> RgbImage {
        embed(&mut picture, &mark.bits(), Path { swapped, rounded: mark.rounded });
        picture
    }

    #[test]
    fn the_positive_control_passes() {
        assert!(decoder_works());
    }

    #[test]
    fn every_mark_is_found_in_both_channel_orders_and_named() {
        for (mark, swapped) in MARKS.iter().flat_map(|mark| [(mark, false), (mark, true)]) {
            let Outcome::Found(finding) = examine("a.png", png(&marked(carrier(512), mark, swapped))) else {
                unreachable!("{}", mark.name)
            };
            assert!(finding.summary.en.contains(mark.name), "{}", finding.summary.en);
            assert_eq!(finding.declares, Some(Declaration::Generated));
        }
    }

    #[test]
    fn a_mark_is_found_in_a_scene_with_smooth_parts() {
        let Outcome::Found(finding) = examine("a.png", png(&marked(scene(512, 512, 3), &MARKS[0], false))) else {
            unreachable!("marked")
        };
        assert!(finding.summary.en.contains("SDXL"), "{}", finding.summary.en);
    }

    #[test]
    fn pictures_without_a_mark_have_none_and_name_what_could_not_be_read() {
        for seed in 0..12 {
            let Outcome::NotFound(finding) = examine("a.png", png(&scene(320, 320, seed))) else {
                unreachable!("seed {seed}")
            };
            let rows = finding.details.iter().flat_map(|group| &group.rows);
            assert!(rows.into_iter().any(|row| row.label.en == "Adobe TrustMark"), "seed {seed}");
        }
    }

    #[test]
    fn compression_that_destroys_marks_is_said() {
        let Outcome::Inconclusive { why, .. } = examine("a.jpg", jpeg(&scene(320, 320, 1), 80)) else {
            unreachable!("lossy")
        };
        assert!(why.en.contains("destroys such marks"));
    }

    #[test]
    fn known_marks_have_their_published_lengths() {
        assert_eq!(MARKS.iter().map(|mark| mark.bits().len()).collect::<Vec<_>>(), [48, 46, 136, 32, 64]);
    }
}
