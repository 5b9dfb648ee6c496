//! The pictures of a finding.

use image::RgbImage;
use image::imageops::{self, FilterType};

use super::mark::Mark;
use crate::artifact::{Artifact, Content, Region};
use crate::geometry;
use crate::ocr::Bounds;
use crate::text;
use crate::text::Words;

/// A label is enlarged to this height, but the crop to no more than this width, in pixels.
const HEIGHT: f32 = 96.0;
const MOST_WIDTH: f32 = 1200.0;

/// Most boxes that are drawn.
const MOST_BOXES: usize = 64;

/// A box around each mark.
pub(super) fn boxes(marks: &[Mark], coded: (u32, u32), orientation: u8) -> Artifact {
    let region = |mark: &Mark| {
        let Bounds { x, y, width, height } = mark.bounds;
        let label = mark.name.clone();
        let region = Region { label, x: x as f32, y: y as f32, width: width as f32, height: height as f32 };
        geometry::region_coded(region, coded, orientation)
    };
    Artifact {
        id: "labels",
        title: Words::new("Where the label stands", "标识所在位置").into(),
        caption: Words::new(
            "One box around each line with the words of a label, or around the star.",
            "每个含标识字样的文字行或星形对应一个方框。",
        )
        .into(),
        content: Content::Regions(marks.iter().take(MOST_BOXES).map(region).collect()),
    }
}

/// The mark with what is around it, enlarged.
pub(super) fn enlarged(mark: &Mark, upright: &RgbImage) -> Artifact {
    let Bounds { x, y, width, height } = mark.bounds;
    let margin = height / 2;
    let (left, top) = (x.saturating_sub(margin), y.saturating_sub(margin));
    let right = x.saturating_add(width).saturating_add(margin).min(upright.width());
    let bottom = y.saturating_add(height).saturating_add(margin).min(upright.height());
    let (width, tall) = (right.saturating_sub(left).max(1), bottom.saturating_sub(top).max(1));
    let crop = imageops::crop_imm(upright, left, top, width, tall).to_image();
    let scale = (HEIGHT / height.max(1) as f32).min(MOST_WIDTH / width as f32);
    let side = |pixels: u32| ((pixels as f32 * scale).round() as u32).max(1);
    let picture = imageops::resize(&crop, side(width), side(tall), FilterType::Triangle);
    Artifact {
        id: "label",
        title: Words::new("The label, enlarged", "放大的标识").into(),
        caption: text!(
            "The part of the upright picture around the label, {scale:.1} times as large.",
            "摆正后的画面中标识周围的部分，放大 {scale:.1} 倍。"
        ),
        content: Content::Picture(picture),
    }
}
