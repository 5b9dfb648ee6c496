//! File identity: what the bytes are and how they were last written.

use crate::check::{About, Check, Context, Family, Question, Reference, Stopped};
use crate::container::{Header, JpegEncoding, Kind, Structure};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::jpeg_quality::{self, Quality};
use crate::pixels;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words, quote};

/// The check.
pub(super) struct FileIdentity;

static ABOUT: About = About {
    id: "file_identity",
    revision: 1,
    family: Family::File,
    question: Question::Identity,
    title: Words::new("File identity", "文件标识"),
    explanation: Words::new(
        "Read the type of the file from its content, its digest, its structure and the settings of the encoder that wrote it last.",
        "根据内容而非文件名读取了文件类型、摘要、结构，以及最后一次写入该文件的编码器的设置。",
    ),
    look_for: Words::new(
        "A file ending that does not fit the type, damage, data after the picture's end, a low JPEG quality.",
        "与类型不符的文件扩展名、损坏、图像结束之后的多余数据、较低的 JPEG 质量。",
    ),
    ignore: Words::new(
        "The encoder alone: apps, platforms and generators use the same libraries.",
        "单凭编码器不能说明问题：应用、平台和生成工具使用相同的编码库。",
    ),
    limits: &[
        Words::new(
            "Says how the file was written last, not how the picture first came about.",
            "只说明文件最后一次如何写入，而不说明画面最初如何产生。",
        ),
        Words::new(
            "The perceptual hash finds copies of the same picture; equal hashes of different pictures occur.",
            "感知哈希用于寻找同一图像的副本；不同图像的哈希也可能相同。",
        ),
    ],
    references: &[
        Reference { citation: "NIST, Secure Hash Standard, 2015", locator: "FIPS 180-4" },
        Reference {
            citation: "ITU-T, Digital compression and coding of continuous-tone still images, 1992",
            locator: "ITU-T T.81",
        },
        Reference {
            citation: "Zauner, Implementation and benchmarking of perceptual image hash functions, 2010",
            locator: "Master's thesis, FH Hagenberg",
        },
    ],
    needs: &[],
    calibration: None,
};

/// Most parts of the file that are listed one by one.
const PARTS_LISTED: usize = 60;

impl Check for FileIdentity {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, _context: &Context<'_>) -> Result<Outcome, Stopped> {
        let structure = specimen.structure();
        let mut details = vec![file(specimen)];
        details.extend(structure.header.as_ref().map(|header| picture(header, specimen)));
        details.extend(structure.jpeg.as_ref().map(jpeg));
        details.extend(parts(structure));
        details.extend(problems(structure));
        let finding = Finding { details, ..Finding::describing(summary(structure)) };
        Ok(match structure.kind {
            Kind::Unknown => Outcome::Inconclusive {
                why: Words::new(
                    "The content was not of a picture type that Catchlight reads.",
                    "文件内容不属于 Catchlight 能够读取的图像类型。",
                )
                .into(),
                finding,
            },
            _ => Outcome::Found(finding),
        })
    }
}

fn summary(structure: &Structure) -> Text {
    let kind = structure.kind.name();
    let problems = structure.problems.len();
    let mut text = match &structure.header {
        Some(Header { width, height, coding, .. }) => {
            let coding = quote(coding, 40);
            text!(
                "The file was a {kind} of {width} x {height} pixels ({coding}).",
                "文件为 {kind}，{width} x {height} 像素（{coding}）。"
            )
        }
        None => text!(
            "The file's type was {kind}; no readable picture header was found.",
            "文件类型为 {kind}；没有找到可读取的图像文件头。"
        ),
    };
    if let Some(quality) = structure.jpeg.as_ref().and_then(|jpeg| jpeg_quality::estimate(&jpeg.tables)) {
        let estimated = match quality {
            Quality::Standard(quality) => {
                text!(" It was last saved at JPEG quality {quality}.", "最后一次以 JPEG 质量 {quality} 保存。")
            }
            Quality::Nearest(quality) => text!(
                " Its compression was closest to JPEG quality {quality}.",
                "其压缩程度最接近 JPEG 质量 {quality}。"
            ),
        };
        text.en.push_str(&estimated.en);
        text.zh.push_str(&estimated.zh);
    }
    if problems > 0 {
        let more =
            text!(" Irregularities of its structure that were noted: {problems}.", "记录到的结构异常：{problems} 处。");
        text.en.push_str(&more.en);
        text.zh.push_str(&more.zh);
    }
    text
}

fn row(label: Words, value: impl Into<String>) -> Row {
    Row::new(label.into(), Text::same(value))
}

fn file(specimen: &Specimen<'_>) -> Group {
    let exhibit = specimen.exhibit();
    let length = exhibit.length();
    let mut rows = vec![
        row(Words::new("Name as received", "收到时的文件名"), quote(exhibit.name(), 255)),
        row(Words::new("SHA-256", "SHA-256"), exhibit.sha256()),
        Row::new(Words::new("Length", "长度").into(), text!("{length} bytes", "{length} 字节")),
        row(Words::new("Type by content", "按内容判断的类型"), specimen.structure().kind.name()),
    ];
    if !exhibit.is_whole() {
        let held = exhibit.bytes().len();
        rows.push(Row::new(
            Words::new("Examined", "已检查").into(),
            text!(
                "only the first {held} bytes: the file was longer than the limit",
                "仅前 {held} 字节：文件超过长度上限"
            ),
        ));
    }
    let hash = match specimen.pixels() {
        Ok(pixels) => Text::same(format!("{:016x}", pixels::perceptual_hash(pixels))),
        Err(undecodable) => {
            let (en, zh) = (&undecodable.reason.en, &undecodable.reason.zh);
            text!("could not be computed: {en}", "无法计算：{zh}")
        }
    };
    rows.push(Row::new(Words::new("Perceptual hash (64-bit DCT)", "感知哈希（64 位 DCT）").into(), hash));
    Group { title: Words::new("File", "文件").into(), rows }
}

fn picture(header: &Header, specimen: &Specimen<'_>) -> Group {
    let Header { width, height, bits_per_sample, frames, .. } = header;
    let mut rows = vec![
        row(Words::new("Size as coded", "编码尺寸"), format!("{width} x {height} px")),
        row(Words::new("Orientation to view (EXIF value)", "显示方向（EXIF 值）"), specimen.orientation().to_string()),
        row(Words::new("Colour model", "颜色模型"), quote(&header.colour, 40)),
        Row::new(
            Words::new("Bits of a sample", "采样位深").into(),
            text!("{bits_per_sample} bits", "{bits_per_sample} 位"),
        ),
        row(Words::new("Coding", "编码方式"), quote(&header.coding, 80)),
    ];
    if *frames > 1 {
        rows.push(Row::new(
            Words::new("Frames or pages", "帧数或页数").into(),
            text!("{frames}; only the first was examined", "{frames}；只检查了第一帧"),
        ));
    }
    if let Ok((_, colour)) = specimen.view() {
        rows.push(Row::new(Words::new("Colour profile", "颜色配置文件").into(), colour_note(colour)));
    }
    if let Ok(pixels) = specimen.pixels() {
        rows.extend(pixels.notes.iter().map(|note| Row::new(Words::new("Decoding", "解码").into(), note.clone())));
    }
    Group { title: Words::new("Picture", "图像").into(), rows }
}

fn colour_note(note: &pixels::ColourNote) -> Text {
    match note {
        pixels::ColourNote::AssumedSrgb => Words::new("none; sRGB was assumed", "无；按 sRGB 处理").into(),
        pixels::ColourNote::Converted(name) => Text::same(quote(name, 80)),
        pixels::ColourNote::UnusableProfile => {
            Words::new("embedded, but it could not be used; sRGB was assumed", "已嵌入，但无法使用；按 sRGB 处理")
                .into()
        }
    }
}

fn jpeg(encoding: &JpegEncoding) -> Group {
    let quality = match jpeg_quality::estimate(&encoding.tables) {
        Some(Quality::Standard(quality)) => {
            text!("{quality} (exactly the standard tables)", "{quality}（与标准量化表完全一致）")
        }
        Some(Quality::Nearest(quality)) => {
            text!("about {quality} (the encoder's own tables)", "约 {quality}（编码器自有量化表）")
        }
        None => Words::new("unknown: the file holds no quantisation table", "未知：文件中没有量化表").into(),
    };
    let sampling = encoding.sampling.iter().map(|(h, v)| format!("{h}x{v}")).collect::<Vec<_>>().join(", ");
    let mut rows = vec![
        Row::new(Words::new("Quality", "质量").into(), quality),
        row(Words::new("Chroma subsampling", "色度抽样"), format!("{} ({sampling})", subsampling(&encoding.sampling))),
        Row::new(
            Words::new("Scans", "扫描方式").into(),
            if encoding.progressive {
                Words::new("progressive", "渐进式")
            } else {
                Words::new("sequential", "顺序式")
            }
            .into(),
        ),
    ];
    for table in &encoding.tables {
        let id = table.id;
        let values = table.values.iter().map(u16::to_string).collect::<Vec<_>>().join(" ");
        rows.push(Row::new(
            text!("Quantisation table {id} (zig-zag)", "量化表 {id}（之字形顺序）"),
            Text::same(values),
        ));
    }
    if let Some(interval) = encoding.restart_interval {
        rows.push(row(Words::new("Restart interval (MCUs)", "重启间隔（MCU）"), interval.to_string()));
    }
    if encoding.trailing_bytes > 0 {
        let trailing = encoding.trailing_bytes;
        rows.push(Row::new(
            Words::new("After the picture's end", "图像结束之后").into(),
            text!("{trailing} bytes", "{trailing} 字节"),
        ));
    }
    Group { title: Words::new("JPEG encoder", "JPEG 编码器").into(), rows }
}

/// The usual name of a subsampling: `4:2:0` for factors 2x2, 1x1, 1x1.
fn subsampling(sampling: &[(u8, u8)]) -> &'static str {
    match sampling {
        [_] => "greyscale",
        [(1, 1), (1, 1), (1, 1)] => "4:4:4",
        [(2, 1), (1, 1), (1, 1)] => "4:2:2",
        [(2, 2), (1, 1), (1, 1)] => "4:2:0",
        [(1, 2), (1, 1), (1, 1)] => "4:4:0",
        [(4, 1), (1, 1), (1, 1)] => "4:1:1",
        _ => "other",
    }
}

fn parts(structure: &Structure) -> Option<Group> {
    let mut rows: Vec<Row> = structure
        .parts
        .iter()
        .take(PARTS_LISTED)
        .map(|part| {
            let length = part.length;
            let name = quote(&format!("{} {}", part.name, part.content), 80);
            Row::at(Text::same(name), text!("{length} bytes", "{length} 字节"), format!("byte {}", part.offset))
        })
        .collect();
    let left = structure.parts.len().saturating_sub(PARTS_LISTED);
    if left > 0 {
        rows.push(Row::new(
            Words::new("Not listed", "未列出").into(),
            text!("{left} more parts", "另有 {left} 个部分"),
        ));
    }
    (!rows.is_empty()).then(|| Group { title: Words::new("Parts of the file", "文件的组成部分").into(), rows })
}

fn problems(structure: &Structure) -> Option<Group> {
    let rows: Vec<Row> = structure
        .problems
        .iter()
        .map(|problem| {
            Row::at(Words::new("Noted", "异常").into(), problem.text.clone(), format!("byte {}", problem.offset))
        })
        .collect();
    (!rows.is_empty()).then(|| Group { title: Words::new("Irregularities", "结构异常").into(), rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cancel, Exhibit, Limits, model::NoModels};
    use catchlight_rendered::{jpeg, png, scene};

    fn examine(bytes: Vec<u8>) -> Outcome {
        let exhibit = Exhibit::new("picture.jpg", bytes);
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        FileIdentity.examine(&specimen, &Context::new(&Cancel::default())).unwrap()
    }

    fn value<'a>(finding: &'a Finding, label: &str) -> Option<&'a str> {
        finding
            .details
            .iter()
            .flat_map(|group| &group.rows)
            .find(|row| row.label.en == label)
            .map(|row| row.value.en.as_str())
    }

    #[test]
    fn a_jpeg_is_named_with_its_quality_and_subsampling() {
        let Outcome::Found(finding) = examine(jpeg(&scene(160, 120, 1), 85)) else { unreachable!("a JPEG") };
        assert!(finding.summary.en.starts_with("The file was a JPEG of 160 x 120 pixels"), "{}", finding.summary.en);
        assert!(value(&finding, "Quality").unwrap().contains("85"));
        assert!(value(&finding, "Chroma subsampling").unwrap().starts_with("4:"));
        assert_eq!(value(&finding, "Perceptual hash (64-bit DCT)").unwrap().len(), 16);
    }

    #[test]
    fn a_png_named_jpg_is_a_png() {
        let Outcome::Found(finding) = examine(png(&scene(32, 32, 1))) else { unreachable!("a PNG") };
        assert_eq!(value(&finding, "Type by content"), Some("PNG"));
        assert_eq!(value(&finding, "Quality"), None);
    }

    #[test]
    fn damage_is_counted_and_the_hash_says_why_it_is_missing() {
        let mut bytes = jpeg(&scene(64, 64, 1), 85);
        bytes.truncate(200);
        let Outcome::Found(finding) = examine(bytes) else { unreachable!("still a JPEG") };
        assert!(finding.summary.en.contains("Irregularities"), "{}", finding.summary.en);
        assert!(value(&finding, "Perceptual hash (64-bit DCT)").unwrap().starts_with("could not be computed"));
    }

    #[test]
    fn something_else_is_inconclusive() {
        assert!(matches!(examine(b"#!/bin/sh\n".to_vec()), Outcome::Inconclusive { .. }));
    }
}
