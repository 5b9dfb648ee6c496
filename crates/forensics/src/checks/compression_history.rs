//! Compression history: how the file is compressed now, and which earlier JPEG compression still shows.

mod exhibit;

use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::history::{History, OtherGrid, Present, SameGrid};
use crate::jpeg_quality::Quality;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// The check.
pub(super) struct CompressionHistory;

static ABOUT: About = About {
    id: "compression_history",
    revision: 1,
    family: Family::Compression,
    question: Question::Processing,
    title: Words::new("Compression history", "压缩历史"),
    explanation: Words::new(
        "Read how strongly the file is compressed, and looked for an earlier JPEG compression: in the coded coefficients where the earlier grid of 8 x 8 pixels is the present one, and in the pixels on all other 63 grids, where the picture was cropped or stored in another format since.",
        "读取了文件的压缩强度，并查找更早的 JPEG 压缩：若早先的 8 x 8 像素网格与现在相同，则查编码系数；若此后经过裁剪或改存为其他格式，则在像素上查其余 63 种网格位置。",
    ),
    look_for: Words::new(
        "Bars that gather at the marked multiples with gaps in between: values that were rounded to a coarser step once.",
        "柱形聚集在标出的倍数处、其间留有空隙：说明数值曾按更粗的步长取整。",
    ),
    ignore: Words::new(
        "A slow decline without regular gaps: that is how pictures look that were compressed once.",
        "平缓下降而没有规则空隙：只压缩过一次的图像就是这样。",
    ),
    limits: &[
        Words::new(
            "Compression says nothing of how the picture came about: camera photos and generated pictures are saved alike.",
            "压缩不能说明画面如何产生：相机照片和生成图像的保存方式相同。",
        ),
        Words::new(
            "An earlier compression of higher quality than the present one, or one before the picture was scaled, mostly leaves no trace. Earlier settings of encoders with tables of their own are given as the nearest standard quality.",
            "质量高于当前的早先压缩，或缩放之前的压缩，多半不留痕迹。若早先的编码器使用自有量化表，则以最接近的标准质量表示。",
        ),
        Words::new(
            "Measured on 100 camera photos that were scaled down first: an earlier save at a quality lower by 10 was found in 97 of 100, a grid of quality 85 in a cropped PNG in 99 of 100; see docs/validation/compression_history.md.",
            "在 100 张先行缩小的相机照片上测得：质量低 10 的早先保存有 97 张被发现，裁剪后存为 PNG 的质量 85 网格有 99 张被发现；见 docs/validation/compression_history.md。",
        ),
    ],
    references: &[
        Reference {
            citation: "Fan and de Queiroz, Identification of bitmap compression history: JPEG detection and quantizer estimation, IEEE Transactions on Image Processing, 2003",
            locator: "doi:10.1109/TIP.2002.807361",
        },
        Reference {
            citation: "Bianchi and Piva, Detection of nonaligned double JPEG compression based on integer periodicity maps, IEEE Transactions on Information Forensics and Security, 2012",
            locator: "doi:10.1109/TIFS.2011.2170836",
        },
        Reference {
            citation: "ITU-T T.81, Digital compression and coding of continuous-tone still images, 1992",
            locator: "ITU-T T.81",
        },
    ],
    needs: &[Need::Pixels { min_side: 96 }],
    calibration: None,
};

impl Check for CompressionHistory {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let history = specimen.history(context)?;
        let stratum = history.stratum();
        let (compression, compression_zh) = (stratum.compression.words().en, stratum.compression.words().zh);
        let finding = |summary| Finding {
            details: vec![Group {
                title: Words::new("Compression", "压缩").into(),
                rows: vec![
                    Row::new(Words::new("Now", "现在").into(), present(history.present)),
                    Row::new(Words::new("Earlier, on the same grid", "早先，同一网格").into(), same_grid(history)),
                    Row::new(
                        Words::new("Earlier, on another grid", "早先，其他网格").into(),
                        other_grid(history.other_grid),
                    ),
                    Row::new(Words::new("Quality stratum", "质量层级").into(), stratum.compression.words().into()),
                ],
            }],
            artifacts: exhibit::histogram(specimen, history).into_iter().collect(),
            ..Finding::describing(summary)
        };
        let now = present(history.present);
        let (now, now_zh) = (now.en, now.zh);
        let earlier: Vec<String> = history.earlier_qualities().map(|quality| quality.to_string()).collect();
        if !earlier.is_empty() {
            let (qualities, qualities_zh) = (earlier.join(" and "), earlier.join(" 和 "));
            return Ok(Outcome::Found(finding(text!(
                "The picture had been saved as JPEG before, at a quality of about {qualities}; this file: {now}.",
                "画面此前曾以约 {qualities_zh} 的质量存为 JPEG；本文件：{now_zh}。"
            ))));
        }
        let summary = text!(
            "No earlier JPEG compression showed through; this file: {now} ({compression}).",
            "没有显现更早的 JPEG 压缩；本文件：{now_zh}（{compression_zh}）。"
        );
        Ok(match could_not_look(history) {
            None => Outcome::NotFound(finding(summary)),
            Some(why) => Outcome::Inconclusive {
                why,
                finding: finding(text!("This file: {now} ({compression}).", "本文件：{now_zh}（{compression_zh}）。")),
            },
        })
    }
}

/// Why a part of the search could not be made.
fn could_not_look(history: &History) -> Option<Text> {
    match &history.same_grid {
        Some(Err(why)) => return Some(why.clone()),
        Some(Ok(SameGrid::TooFew)) => {
            return Some(
                Words::new(
                    "Too few coefficients of the JPEG were other than zero to compare.",
                    "JPEG 中非零系数过少，无法比较。",
                )
                .into(),
            );
        }
        _ => {}
    }
    match history.other_grid {
        OtherGrid::TooSmall => {
            Some(Words::new("The picture has too few blocks of 8 x 8 pixels.", "画面中 8 x 8 像素块过少。").into())
        }
        OtherGrid::Hidden => Some(HIDDEN.into()),
        OtherGrid::Found { .. } | OtherGrid::NotFound { .. } => None,
    }
}

const HIDDEN: Words = Words::new(
    "The file's own lossy coding (WebP, AVIF, HEIC, or one whose strength was not read) hides the grid of an earlier JPEG.",
    "文件自身的有损编码（WebP、AVIF、HEIC，或强度未能读取的编码）会掩盖早先 JPEG 的网格。",
);

fn present(present: Present) -> Text {
    match present {
        Present::Lossless => Words::new("coded without loss", "无损编码").into(),
        Present::Jpeg { quality: Some(Quality::Standard(quality)) } => {
            text!("JPEG, quality {quality} of the standard encoder", "JPEG，标准编码器质量 {quality}")
        }
        Present::Jpeg { quality: Some(Quality::Nearest(quality)) } => {
            text!("JPEG with tables of its own, nearest to quality {quality}", "JPEG，自有量化表，最接近质量 {quality}")
        }
        Present::Jpeg { quality: None } => Words::new("JPEG without readable tables", "JPEG，量化表无法读取").into(),
        Present::Webp { quality: Some(quality) } => text!("WebP, quality about {quality}", "WebP，质量约 {quality}"),
        Present::Webp { quality: None } => {
            Words::new("WebP with loss, strength not read", "有损 WebP，强度未读取").into()
        }
        Present::Other => Words::new("with loss, strength not read", "有损编码，强度未读取").into(),
    }
}

fn same_grid(history: &History) -> Text {
    match &history.same_grid {
        None => Words::new("not looked for: the file is no JPEG", "未查找：文件不是 JPEG").into(),
        Some(Err(why)) => why.clone(),
        Some(Ok(SameGrid::TooFew)) => Words::new("could not be told", "无法判断").into(),
        Some(Ok(SameGrid::Found { quality, per_coefficient })) => text!(
            "JPEG at quality of about {quality} (log-likelihood ratio {per_coefficient:.2} a coefficient)",
            "JPEG，质量约 {quality}（每系数对数似然比 {per_coefficient:.2}）"
        ),
        Some(Ok(SameGrid::NotFound { per_coefficient })) => text!(
            "none found (log-likelihood ratio {per_coefficient:.2} a coefficient)",
            "未发现（每系数对数似然比 {per_coefficient:.2}）"
        ),
    }
}

fn other_grid(grid: OtherGrid) -> Text {
    match grid {
        OtherGrid::TooSmall => Words::new("could not be told: the picture is too small", "无法判断：画面过小").into(),
        OtherGrid::Hidden => HIDDEN.into(),
        OtherGrid::NotFound { lead_per_block } => {
            text!("none found (lead {lead_per_block:.2} a block)", "未发现（每块领先 {lead_per_block:.2}）")
        }
        OtherGrid::Found { quality, origin: (0, 0), lead_per_block } => text!(
            "JPEG at quality of about {quality}, grid at the picture's corner (lead {lead_per_block:.2} a block)",
            "JPEG，质量约 {quality}，网格始于画面角点（每块领先 {lead_per_block:.2}）"
        ),
        OtherGrid::Found { quality, origin: (column, row), lead_per_block } => text!(
            "JPEG at quality of about {quality}, grid begins at column {column} and row {row}: the picture was cropped or moved since (lead {lead_per_block:.2} a block)",
            "JPEG，质量约 {quality}，网格始于第 {column} 列、第 {row} 行：此后画面经过裁剪或平移（每块领先 {lead_per_block:.2}）"
        ),
    }
}
