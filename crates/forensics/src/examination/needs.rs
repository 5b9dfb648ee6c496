//! Needs of a check: tested once, worded once.

use crate::check::{Context, Need, Stopped};
use crate::container::Kind;
use crate::eyes::alignment;
use crate::jpeg_quality::{self, Quality};
use crate::portrait::{self, Gate};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// The first need that is not met, in words with the measured reason; `None` when the check can look.
///
/// # Errors
/// A measurement that a need rests on could not be made, or the user cancelled.
pub(super) fn unmet(needs: &[Need], specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Option<Text>, Stopped> {
    for need in needs {
        let why = match *need {
            Need::WholeFile => whole_file(specimen),
            Need::Container(kinds) => container(kinds, specimen),
            Need::Pixels { min_side } => pixels(min_side, specimen),
            Need::BitsPerSample { at_most } => bits_per_sample(at_most, specimen),
            Need::Model(id) => model(id, specimen),
            Need::CredentialReader => credential_reader(specimen),
            Need::SquarePicture => square(specimen),
            Need::Face(gate) => face(gate, specimen, context)?,
            Need::JpegQuality { at_least } => jpeg_quality(at_least, specimen),
        };
        if why.is_some() {
            return Ok(why);
        }
    }
    Ok(None)
}

/// A missing model and a picture that could not be decoded are needs of their own, so the models only
/// run when they can.
fn face(gate: Gate, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Option<Text>, Stopped> {
    let before = pixels(1, specimen).or_else(|| portrait::MODELS.iter().find_map(|id| model(id, specimen)));
    if before.is_some() {
        return Ok(before);
    }
    let found = specimen.faces(context)?.len();
    Ok(gate.unmet(specimen.portraits(context)?, found))
}

fn square(specimen: &Specimen<'_>) -> Option<Text> {
    let coded = &specimen.pixels().ok()?.coded;
    let (width, height) = (coded.width(), coded.height());
    (!alignment::is_square((width, height))).then(|| {
        text!(
            "This check applies to square pictures; this one was {width} x {height} pixels.",
            "此检查适用于正方形图像；该图像为 {width} x {height} 像素。"
        )
    })
}

fn jpeg_quality(at_least: u8, specimen: &Specimen<'_>) -> Option<Text> {
    let tables = &specimen.structure().jpeg.as_ref()?.tables;
    let (Quality::Standard(quality) | Quality::Nearest(quality)) = jpeg_quality::estimate(tables)?;
    (quality < at_least).then(|| {
        text!(
            "The picture was saved as JPEG at about quality {quality}; this check needs {at_least}. The original file would help.",
            "图像以约 {quality} 的质量存为 JPEG；此检查需要 {at_least}。若有原始文件，会有帮助。"
        )
    })
}

fn whole_file(specimen: &Specimen<'_>) -> Option<Text> {
    const TOO_LONG: Words = Words::new(
        "The file was too long to be held whole; this check needs all of it.",
        "文件过大，未能完整读取；此检查需要完整的文件。",
    );
    (!specimen.exhibit().is_whole()).then(|| TOO_LONG.into())
}

fn container(kinds: &[Kind], specimen: &Specimen<'_>) -> Option<Text> {
    let names = kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ");
    let is = specimen.structure().kind;
    let name = is.name();
    (!kinds.contains(&is)).then(|| {
        text!(
            "This check applies to {names}; the file's type was {name}.",
            "此检查适用于 {names}；该文件的类型为 {name}。"
        )
    })
}

fn pixels(min_side: u32, specimen: &Specimen<'_>) -> Option<Text> {
    match specimen.pixels() {
        Err(undecodable) => {
            let (en, zh) = (&undecodable.reason.en, &undecodable.reason.zh);
            Some(text!("This check needs the decoded picture. {en}", "此检查需要解码后的图像。{zh}"))
        }
        Ok(pixels) => {
            let side = pixels.coded.width().min(pixels.coded.height());
            (side < min_side).then(|| {
                text!(
                    "The shorter side of the picture was {side} pixels; this check needs {min_side}.",
                    "图像短边为 {side} 像素；此检查需要 {min_side} 像素。"
                )
            })
        }
    }
}

fn bits_per_sample(at_most: u8, specimen: &Specimen<'_>) -> Option<Text> {
    let bits = specimen.pixels().ok()?.bits_per_sample;
    (bits > at_most).then(|| {
        text!(
            "The picture was coded with {bits} bits a sample; this check needs {at_most} or fewer.",
            "图像每个采样为 {bits} 位；此检查需要不超过 {at_most} 位。"
        )
    })
}

fn model(id: &str, specimen: &Specimen<'_>) -> Option<Text> {
    let why = specimen.models().ready(id).err()?;
    let why = text::quote(&why.to_string(), 200);
    Some(text!(
        "This check needs a learned model that could not be used: {why}.",
        "此检查需要一个学习模型，但它无法使用：{why}。"
    ))
}

fn credential_reader(specimen: &Specimen<'_>) -> Option<Text> {
    const NO_READER: Words =
        Words::new("This build has no reader for Content Credentials.", "此版本不含内容凭证读取器。");
    (!specimen.has_credential_reader()).then(|| NO_READER.into())
}
