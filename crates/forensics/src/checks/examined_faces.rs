//! What the checks of the eyes share: the faces that they examine and the words that they have in common.

use image::RgbImage;

use crate::artifact::{Artifact, Content, Outline};
use crate::check::{Context, Stopped};
use crate::eyes::EyePair;
use crate::finding::Row;
use crate::geometry;
use crate::portrait::{Gate, Portrait};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// Faces that are examined one by one, the widest first.
const MOST: usize = 8;

/// A limit of every check of the eyes.
pub(super) const NO_WEIGHT: Words = Words::new(
    "The check has no calibration yet: its result is shown as an illustration and has no weight in the conclusion.",
    "此检查尚未校准：结果仅供展示，在结论中不占权重。",
);

/// A limit of every check of the eyes.
pub(super) const GENERATORS_PASS: Words = Words::new(
    "Modern generators often pass this check. A photo that passes is no more likely to come from a camera.",
    "新一代生成模型往往能通过此检查。通过检查并不表示照片更可能出自相机。",
);

/// A face whose eyes can be examined.
pub(super) struct Examined<'s> {
    pub(super) portrait: &'s Portrait,
    pub(super) pair: EyePair,
}

/// The faces that meet the gate, the widest first, with both eyes on their grids.
///
/// # Errors
/// As [`Specimen::portraits`].
pub(super) fn examined<'s>(
    specimen: &'s Specimen<'_>,
    gate: Gate,
    context: &Context<'_>,
) -> Result<(&'s RgbImage, Vec<Examined<'s>>), Stopped> {
    let upright = specimen.upright().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
    let mut faces = Vec::new();
    for portrait in specimen.portraits_that_pass(gate, context)?.into_iter().take(MOST) {
        context.go_on()?;
        if let Some(pair) = EyePair::new(upright, portrait) {
            faces.push(Examined { portrait, pair });
        }
    }
    Ok((upright, faces))
}

/// The title of a face's facts: its number in the list of faces that could be examined.
pub(super) fn title(number: usize) -> Text {
    if number == 1 {
        Words::new("The largest face", "最大的人脸").into()
    } else {
        text!("Face {number}", "人脸 {number}")
    }
}

/// The row with the irises' sizes.
pub(super) fn iris_row(portrait: &Portrait) -> Row {
    let (right, left) = (portrait.right_eye.iris_diameter_px(), portrait.left_eye.iris_diameter_px());
    Row::new(
        Words::new("Diameter of the irises", "虹膜直径").into(),
        text!("right {right:.0} px, left {left:.0} px", "右 {right:.0} 像素，左 {left:.0} 像素"),
    )
}

/// Outlines of the upright picture as an artifact over the photo; `None` without pixels.
pub(super) fn over_photo(
    specimen: &Specimen<'_>,
    (id, title, caption): (&'static str, Words, Words),
    outlines: Vec<Outline>,
) -> Option<Artifact> {
    let coded = &specimen.pixels().ok()?.coded;
    let (size, orientation) = ((coded.width(), coded.height()), specimen.orientation());
    let outlines = outlines.into_iter().map(|outline| geometry::outline_coded(outline, size, orientation)).collect();
    Some(Artifact { id, title: title.into(), caption: caption.into(), content: Content::Outlines(outlines) })
}

/// A drawn picture as an artifact.
pub(super) fn drawn((id, title, caption): (&'static str, Words, Words), picture: RgbImage) -> Artifact {
    Artifact { id, title: title.into(), caption: caption.into(), content: Content::Picture(picture) }
}
