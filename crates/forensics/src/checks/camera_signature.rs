//! Camera signature: whether the camera fields of a file form the consistent set that a camera writes,
//! and what stands against it.

use crate::check::{About, Check, Context, Family, Question, Reference, Stopped};
use crate::container::Kind;
use crate::finding::{Direction, Finding, Group, Outcome, Row};
use crate::jpeg_quality::{self, Quality};
use crate::metadata::{Metadata, Standard};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words, quote};

use super::declaration;

mod capture;
mod exposure;
mod lens;
mod maker;
mod requirements;
mod touch;

use capture::Capture;
use requirements::{Answer, Requirement};

/// The check.
pub(super) struct CameraSignature;

static ABOUT: About = About {
    id: "camera_signature",
    revision: 1,
    family: Family::Camera,
    question: Question::Declaration,
    title: Words::new("Camera fields", "相机字段"),
    explanation: Words::new(
        "Read the fields that a camera writes (maker's own notes, exposure, lens, times, size, thumbnail, position, JPEG tables) and tested whether they form the consistent set of a camera original. It points to a camera only when every requirement that is listed was met.",
        "读取了相机写入的字段（厂商私有注释、曝光、镜头、时间、尺寸、缩略图、位置、JPEG 量化表），检验它们是否构成相机原片应有的一致组合。只有列出的每一项要求都满足时，才指向相机。",
    ),
    look_for: Words::new(
        "Requirements that were not met, each with its ordinary explanation beside it.",
        "未满足的要求，以及旁边给出的通常解释。",
    ),
    ignore: Words::new(
        "Missing camera fields: nearly every platform and many apps remove them. Absence says nothing.",
        "相机字段缺失：几乎所有平台和许多应用都会将其删除。缺失不说明任何问题。",
    ),
    limits: &[
        Words::new(
            "All fields are unsigned. A complete set can be copied from a real photo onto any picture of the same size.",
            "所有字段都未经签名。可以把一张真实照片的整套字段复制到任何相同尺寸的图像上。",
        ),
        Words::new(
            "An edited, exported or posted photo of a real camera usually fails one or more requirements.",
            "真实相机拍摄的照片在编辑、导出或发布之后，通常会有一项或多项要求不满足。",
        ),
        Words::new(
            "How the MakerNotes of Xiaomi and many other phones begin is not known here, so their originals are never recognised.",
            "此处不了解小米及许多其他手机的 MakerNote 格式，因此无法识别它们的原片。",
        ),
    ],
    references: &[
        Reference { citation: "CIPA, Exchangeable image file format (Exif) 3.0, 2023", locator: "CIPA DC-008" },
        Reference { citation: "Harvey, ExifTool, MakerNotes.pm, 2022", locator: "exiftool.org, version 12.57" },
        Reference {
            citation: "Kee, Johnson and Farid, Digital image authentication from JPEG headers, IEEE Transactions on Information Forensics and Security 6(3), 2011",
            locator: "doi:10.1109/TIFS.2011.2128309",
        },
    ],
    needs: &[],
    calibration: None,
};

impl Check for CameraSignature {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let metadata = specimen.metadata();
        let capture = capture::read(specimen);
        context.go_on()?;
        let problems = &metadata.problems;
        let unread = group(
            Words::new("Could not be read", "无法读取"),
            problems
                .iter()
                .map(|problem| Row::new(Words::new("Not read", "未能读取").into(), problem.clone()))
                .collect(),
        );
        if capture.is_empty()
            || camera_named(metadata).is_none() && capture.maker_note.is_none() && holds_generator(&capture)
        {
            return without_fields(specimen, &capture, unread);
        }
        let answers = requirements::test(specimen, &capture);
        let is_consistent = answers.iter().all(|(_, answer)| answer.met);
        let mut details: Vec<Group> = [
            group(
                Words::new("Signs for a camera original", "支持相机原片的迹象"),
                signs_for(specimen, &capture, &answers),
            ),
            group(
                Words::new("Not met, with the ordinary explanation", "未满足的要求及通常解释"),
                requirement_rows(&answers, false),
            ),
            group(Words::new("Noted; decides nothing", "附注（不影响判断）"), notes(specimen, &capture)),
        ]
        .into_iter()
        .flatten()
        .collect();
        details.extend(unread);
        let points_to = if is_consistent && problems.is_empty() { Direction::Camera } else { Direction::Neither };
        let finding = Finding { points_to, details, ..Finding::describing(summary(&capture, &answers)) };
        Ok(if problems.is_empty() {
            Outcome::Found(finding)
        } else {
            Outcome::Inconclusive {
                why: Words::new(
                    "A part of the metadata could not be read, so the set of camera fields could not be judged whole.",
                    "部分元数据未能读取，因此无法完整判断相机字段组合。",
                )
                .into(),
                finding,
            }
        })
    }
}

/// Make and model as the file states them, unless they hold the data of a generator.
pub(super) fn camera_named(metadata: &Metadata) -> Option<(&str, &str)> {
    let of = |name| metadata.value(Standard::Exif, name).map(str::trim).filter(|value| !value.is_empty());
    let (make, model) = (of("Make")?, of("Model")?);
    (!requirements::is_generator(make, model)).then_some((make, model))
}

fn holds_generator(capture: &Capture) -> bool {
    let of = |value: &Option<String>| value.clone().unwrap_or_default();
    requirements::is_generator(&of(&capture.make), &of(&capture.model))
}

fn without_fields(specimen: &Specimen<'_>, capture: &Capture, unread: Option<Group>) -> Result<Outcome, Stopped> {
    if let Some(failure) = declaration::unreadable(specimen) {
        return Err(failure);
    }
    let summary = if holds_generator(capture) {
        Words::new(
            "The file carried no camera fields: Make and Model held the data of a generator, which another check reads.",
            "文件不含相机字段：厂商和型号字段中是生成工具的数据，由其他检查读取。",
        )
    } else {
        Words::new(
            "The file carried none of the fields looked for: make, model, maker's notes, exposure, aperture and sensitivity. Absence says nothing: platforms and apps remove them.",
            "文件不含所查找的任何字段：厂商、型号、厂商注释、曝光、光圈和感光度。缺失不说明任何问题：平台和应用会将其删除。",
        )
    };
    let finding = Finding { details: unread.clone().into_iter().collect(), ..Finding::describing(summary.into()) };
    Ok(match unread {
        None => Outcome::NotFound(finding),
        Some(_) => Outcome::Inconclusive {
            why: Words::new(
                "Metadata in which camera fields can stand could not be read.",
                "可能含有相机字段的元数据未能读取。",
            )
            .into(),
            finding,
        },
    })
}

fn group(title: Words, rows: Vec<Row>) -> Option<Group> {
    (!rows.is_empty()).then(|| Group { title: title.into(), rows })
}

fn requirement_rows(answers: &[(&Requirement, Answer)], met: bool) -> Vec<Row> {
    let wanted = answers.iter().filter(|(_, answer)| answer.met == met);
    wanted
        .map(|(requirement, answer)| Row {
            label: requirement.title.into(),
            value: answer.words.clone(),
            place: answer.place.clone(),
        })
        .collect()
}

fn summary(capture: &Capture, answers: &[(&Requirement, Answer)]) -> Text {
    let (total, unmet) = (answers.len(), answers.iter().filter(|(_, answer)| !answer.met).count());
    let camera = match (&capture.make, &capture.model) {
        (Some(make), Some(model)) if model.to_lowercase().starts_with(&make.to_lowercase()) => quote(model, 80),
        (Some(make), Some(model)) => format!("{} {}", quote(make, 60), quote(model, 60)),
        (one, other) => quote(one.as_deref().or(other.as_deref()).unwrap_or("?"), 80),
    };
    if unmet == 0 {
        return text!(
            "The camera fields formed the consistent set of a photo taken with {camera}: all {total} requirements were met. The fields are unsigned and could have been copied.",
            "相机字段构成了 {camera} 所摄照片应有的一致组合：{total} 项要求全部满足。这些字段未经签名，也可能是复制而来。"
        );
    }
    text!(
        "The file carried camera fields ({camera}). Requirements of a consistent camera original that were not met: {unmet} of {total}. Each has an ordinary explanation; this is no sign of generation.",
        "文件含有相机字段（{camera}），但一致的相机原片所需的 {total} 项要求中有 {unmet} 项未满足。每一项都有通常的解释，这并不是生成的迹象。"
    )
}

/// The requirements that were met, and what speaks for a camera beside them.
fn signs_for(specimen: &Specimen<'_>, capture: &Capture, answers: &[(&Requirement, Answer)]) -> Vec<Row> {
    let mut rows = requirement_rows(answers, true);
    let place = &capture.place;
    if let Some(fraction) = &capture.sub_seconds {
        let value = Text::same(quote(fraction, 20));
        rows.push(Row::at(
            Words::new("Fraction of a second", "秒的小数部分").into(),
            value,
            format!("SubSecTimeOriginal, {place}"),
        ));
    }
    if capture.has_thumbnail {
        let value = Words::new("embedded in EXIF", "内嵌于 EXIF");
        rows.push(Row::at(Words::new("Thumbnail", "缩略图").into(), value.into(), format!("IFD1, {place}")));
    }
    // Editors have tables of their own, too.
    let is_untouched =
        answers.iter().any(|(requirement, answer)| requirement.title == requirements::UNTOUCHED && answer.met);
    if let (true, Some(Quality::Nearest(quality))) = (is_untouched, tables(specimen)) {
        let value = text!(
            "the encoder's own, closest to quality {quality}, as cameras and Apple's software write them",
            "编码器自有，最接近质量 {quality}，相机和苹果软件会写入这种量化表"
        );
        rows.push(Row::new(Words::new("JPEG tables", "JPEG 量化表").into(), value));
    }
    rows
}

fn tables(specimen: &Specimen<'_>) -> Option<Quality> {
    let structure = specimen.structure();
    let jpeg = structure.jpeg.as_ref().filter(|_| structure.kind == Kind::Jpeg)?;
    jpeg_quality::estimate(&jpeg.tables)
}

/// What a reader may want to know and what happens to originals as well.
fn notes(specimen: &Specimen<'_>, capture: &Capture) -> Vec<Row> {
    let mut rows = Vec::new();
    let place = &capture.place;
    if let Some(Quality::Standard(quality)) = tables(specimen) {
        rows.push(Row::new(
            Words::new("JPEG tables", "JPEG 量化表").into(),
            text!(
                "the standard ones of quality {quality}: many phones write them, and so does nearly every program",
                "质量 {quality} 的标准量化表：许多手机使用，几乎所有程序也使用"
            ),
        ));
    }
    if let Some(time) = same_full_minute(capture) {
        let time = quote(time, 30);
        rows.push(Row::at(
            Words::new("Times", "时间").into(),
            text!(
                "all three are {time}, on the full minute and without a fraction; one photo in sixty is, and made-up times often are",
                "三个时间均为 {time}，恰为整分且无小数；每六十张照片约有一张如此，编造的时间也常如此"
            ),
            format!("DateTime, DateTimeOriginal, DateTimeDigitized, {place}"),
        ));
    } else if capture.sub_seconds.is_none() && capture.date_time_original.is_some() {
        let value =
            Words::new("no fraction of a second; older cameras write none", "没有秒的小数部分；较旧的相机不写入");
        rows.push(Row::at(Words::new("Times", "时间").into(), value.into(), place.as_str()));
    }
    if !capture.has_thumbnail {
        let value = Words::new("none; HEIC files and many phones carry none", "无；HEIC 文件和许多手机照片不含缩略图");
        rows.push(Row::new(Words::new("Thumbnail", "缩略图").into(), value.into()));
    }
    rows
}

/// The time, when all three are the same full minute and no fraction is stated.
fn same_full_minute(capture: &Capture) -> Option<&str> {
    let original = capture.date_time_original.as_deref()?;
    let others = [capture.date_time.as_deref()?, capture.date_time_digitized.as_deref()?];
    let is_same = others.iter().all(|other| *other == original);
    (is_same && original.ends_with(":00") && capture.sub_seconds.is_none()).then_some(original)
}

#[cfg(test)]
mod provenance_files;
#[cfg(test)]
mod tests;
