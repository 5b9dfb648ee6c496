//! Stated metadata: what EXIF, XMP, IPTC and text fields say, in readable groups, and where they
//! contradict each other or the picture.

mod contradictions;
mod groups;
mod thumbnail;

use crate::check::{About, Check, Context, Family, Question, Reference, Stopped};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::metadata::Metadata;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words, quote};

use super::declaration;

/// The check.
pub(super) struct StatedMetadata;

static ABOUT: About = About {
    id: "stated_metadata",
    revision: 1,
    family: Family::Metadata,
    question: Question::Declaration,
    title: Words::new("What the metadata states", "元数据的陈述"),
    explanation: Words::new(
        "Read the text fields of the file (EXIF, XMP, IPTC, comments) and compared them with each other, with the embedded thumbnail and with the picture.",
        "读取了文件中的文字字段（EXIF、XMP、IPTC、注释），并将它们相互比较，也与内嵌缩略图和画面作了比较。",
    ),
    look_for: Words::new(
        "A thumbnail that shows another picture, dates that contradict each other, software that writes or edits pictures.",
        "与画面不同的缩略图、相互矛盾的日期、生成或编辑图像的软件。",
    ),
    ignore: Words::new(
        "Missing metadata: nearly every platform removes it when a photo is posted.",
        "元数据缺失：几乎所有平台在发布照片时都会将其删除。",
    ),
    limits: &[
        Words::new(
            "Every field is unsigned text that anybody can write, copy or remove.",
            "每个字段都是未经签名的文字，任何人都可以写入、复制或删除。",
        ),
        Words::new(
            "Ordinary editing and a wrongly set camera clock also cause contradictions.",
            "普通编辑或相机时钟设置错误也会造成矛盾。",
        ),
    ],
    references: &[
        Reference { citation: "CIPA, Exchangeable image file format (Exif) 3.0, 2023", locator: "CIPA DC-008" },
        Reference { citation: "Adobe, Extensible metadata platform (XMP), 2019", locator: "ISO 16684-1" },
        Reference { citation: "IPTC, Information Interchange Model 4.2, 2014", locator: "IPTC-IIM 4.2" },
        Reference {
            citation: "Kee and Farid, Digital image authentication from thumbnails, SPIE Media Forensics and Security, 2010",
            locator: "doi:10.1117/12.839042",
        },
    ],
    needs: &[],
    calibration: None,
};

impl Check for StatedMetadata {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let metadata = specimen.metadata();
        context.go_on()?;
        let thumbnail = thumbnail::compare(specimen);
        let contradictions = contradictions::find(specimen, thumbnail.contradiction.clone());
        let mut details = Vec::new();
        if !contradictions.is_empty() {
            let noted = Words::new("Noted", "发现");
            let rows = contradictions.iter().map(|text| Row::new(noted.into(), text.clone())).collect();
            details.push(Group { title: Words::new("Contradictions", "矛盾之处").into(), rows });
        }
        details.extend(groups::readable(metadata));
        details.extend(unread(metadata, thumbnail.problem));
        let finding = Finding {
            details,
            artifacts: thumbnail.artifact.into_iter().collect(),
            ..Finding::describing(summary(metadata, contradictions.len()))
        };
        let carries_something = !metadata.fields.is_empty() || metadata.thumbnail.is_some();
        match (carries_something, declaration::unreadable(specimen)) {
            (true, _) => Ok(Outcome::Found(finding)),
            (false, None) => Ok(Outcome::NotFound(finding)),
            (false, Some(failure)) => Err(failure),
        }
    }
}

fn summary(metadata: &Metadata, contradictions: usize) -> Text {
    let count = metadata.fields.len();
    if count == 0 && metadata.thumbnail.is_none() {
        return Words::new(
            "The file carried no EXIF, XMP or IPTC field and no comment, as is usual after a platform has handled it.",
            "文件不含 EXIF、XMP、IPTC 字段和注释；经平台处理后通常如此。",
        )
        .into();
    }
    let mut text = match groups::camera_in_words(metadata) {
        Some(camera) => text!(
            "The file stated {count} fields and named the camera {camera}.",
            "文件陈述了 {count} 个字段，所写相机为 {camera}。"
        ),
        None => {
            text!("The file stated {count} fields; none named a camera.", "文件陈述了 {count} 个字段，均未写明相机。")
        }
    };
    if let Some(software) = groups::software_in_words(metadata) {
        let more = text!(" It named the software {software}.", "所写软件为 {software}。");
        text.en.push_str(&more.en);
        text.zh.push_str(&more.zh);
    }
    let more = match contradictions {
        0 => text!(" No contradiction was noted.", "未发现矛盾。"),
        _ => text!(" Points noted in comparison: {contradictions}.", "比较中发现 {contradictions} 处值得注意。"),
    };
    text.en.push_str(&more.en);
    text.zh.push_str(&more.zh);
    text
}

/// What could not be read is part of the answer.
fn unread(metadata: &Metadata, thumbnail_problem: Option<Text>) -> Option<Group> {
    let problems = metadata.problems.iter().cloned().chain(thumbnail_problem);
    let rows: Vec<Row> = problems.map(|problem| Row::new(Words::new("Not read", "未能读取").into(), problem)).collect();
    (!rows.is_empty()).then(|| Group { title: Words::new("Could not be read", "无法读取").into(), rows })
}

/// A field's value as it is shown.
fn shown(value: &str) -> String {
    /// Longest value that is shown, in characters.
    const MOST: usize = 400;
    quote(value, MOST)
}

#[cfg(test)]
mod tests;
