//! Where the model saw most, and whether its answer held.

use super::Copies;
use super::held_out::HeldOut;
use crate::artifact::{Artifact, Axis, Band, Content, Mark, Plot, Series};
use crate::learned::Seen;
use crate::learned::map::{self, Scored};
use crate::learned::views::Crop;
use crate::text::{Text, Words};

/// Scores at the two ends of the palette and of the plot.
const MOST: f32 = 6.0;

/// Rarest share of real photos on the plot, in percent.
const RAREST: f64 = 0.1;

/// Each view's score over its place in the photo, averaged where views lie over each other. `coded` is
/// the width and height of the coded picture, which `orientation` turns upright.
pub(super) fn map(seen: &Seen, coded: (u32, u32), orientation: u8) -> Artifact {
    // In a square photo several views are the same; each counts once.
    let is_first = |index: usize, crop: &Crop| seen.crops.iter().position(|other| other == crop) == Some(index);
    let views = seen.crops.iter().zip(&seen.answer.views).enumerate();
    let squares = views.filter(|(index, (crop, _))| is_first(*index, crop)).map(|(_, (crop, score))| {
        let Crop { x, y, side } = *crop;
        Scored { x, y, width: side, height: side, score: *score }
    });
    Artifact {
        id: "views",
        title: Words::new("Where the model saw most", "模型在何处所见最多").into(),
        caption: Words::new(
            "The score of each view over the part of the photo that it showed, averaged where views overlap; places that no view showed are left out. Only the large squares count in the photo's score; the pieces are shown. The scale goes from −6 to 6 and is the same for every photo. The map shows where, never why.",
            "各视图的得分，显示在其所示的照片区域上，重叠处取平均；没有视图覆盖的位置留空。照片的得分只计入大的方块；小的局部仅供展示。刻度为 −6 到 6，所有照片相同。此图只显示位置，从不说明原因。",
        )
        .into(),
        content: Content::Map {
            plane: map::plane(&squares.collect::<Vec<_>>(), coded, orientation),
            range: (-MOST, MOST),
            unit: Words::new("log odds", "对数几率").into(),
        },
    }
}

/// The three scores on one axis, with those of real photos.
pub(super) fn stability(photo: f64, copies: Copies, measured: &HeldOut) -> Artifact {
    let most = f64::from(MOST);
    let on_axis = |score: f64| score.clamp(-most, most);
    let mark = |label: Words, score: f64| Mark { label: label.into(), at: on_axis(score) };
    let x = Axis::even(Words::new("Score (logarithm of the odds)", "得分（几率的对数）").into(), -most, most);
    let y = Axis::logarithmic(
        Words::new("Real photos that score as high (%)", "得分同样高的真实照片（%）").into(),
        RAREST,
        100.0,
    );
    let points = measured.reached_by.iter().rev().map(|(percent, score)| (on_axis(*score), *percent));
    let curve = Series::line(REAL_PHOTOS.into(), points.collect());
    let (low, high) = measured.middle;
    let band = Band {
        label: Words::new("5 to 95 % of real photos of unseen sources", "未见来源的真实照片的 5 % 至 95 %").into(),
        edges: [low, high].map(|score| (on_axis(score), RAREST, 100.0)).to_vec(),
    };
    let marks = vec![
        mark(Words::new("photo", "照片"), photo),
        mark(Words::new("JPEG 85", "JPEG 85"), copies.resaved),
        mark(Words::new("0.75", "0.75"), copies.scaled),
    ];
    Artifact {
        id: "stability",
        title: Words::new("Does the answer hold?", "答案是否稳定？").into(),
        caption: caption(),
        content: Content::Plot(Plot { bands: vec![band], marks, ..Plot::new(x, y, vec![curve]) }),
    }
}

const REAL_PHOTOS: Words = Words::new("Real photos of unseen sources", "未见来源的真实照片");

fn caption() -> Text {
    Words::new(
        "The score of the photo as it was, and moved as its middle square moved when the photo was re-saved as JPEG of quality 85 and when it was scaled to three quarters. Marks that lie far apart mean that the answer hangs on how the file was saved. A score beyond the axis stands at its end.",
        "照片原样的得分，以及以质量 85 重新存为 JPEG、缩小到四分之三之后，按中间方块的变动推算的得分。标记相距较远，说明答案取决于文件的保存方式。超出坐标轴的得分标在轴端。",
    )
    .into()
}
