//! The views that a detector is shown.

use image::RgbImage;
use image::imageops::{self, FilterType};

use super::spec::{Ready, Views};

/// A rectangle of the upright photo, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// Where the views of a photo lie.
pub(super) fn places(ready: &Ready, (width, height): (u32, u32)) -> Vec<Place> {
    let side = ready.side;
    match ready.spec.views {
        Views::Squeezed => vec![Place { x: 0, y: 0, width, height }],
        Views::Whole => {
            let short = width.min(height);
            vec![Place { x: (width - short) / 2, y: (height - short) / 2, width: short, height: short }]
        }
        Views::Native => {
            let (rows, columns) = counts((width, height), side, ready.spec.most_views as u32);
            let starts = |count: u32, length: u32| {
                let room = u64::from(length.saturating_sub(side));
                (0..count).map(move |at| match count {
                    1 => (room / 2) as u32,
                    _ => (room * u64::from(at) / u64::from(count - 1)) as u32,
                })
            };
            let row = |y: u32| starts(columns, width).map(move |x| Place { x, y, width: side, height: side });
            starts(rows, height).flat_map(row).collect()
        }
    }
}

/// Rows and columns of squares: as many as lie beside each other, thinned out evenly to the bound.
fn counts((width, height): (u32, u32), side: u32, most: u32) -> (u32, u32) {
    let fitting = |length: u32| (length / side).max(1);
    let (mut rows, mut columns) = (fitting(height), fitting(width));
    while u64::from(rows) * u64::from(columns) > u64::from(most) {
        let rows_are_closer = u64::from(rows) * u64::from(width) >= u64::from(columns) * u64::from(height);
        if rows_are_closer && rows > 1 || columns == 1 {
            rows -= 1;
        } else {
            columns -= 1;
        }
    }
    (rows, columns)
}

/// The view at a place, scaled to the model's input where it is not taken at the photo's own size.
pub(super) fn cut(ready: &Ready, upright: &RgbImage, place: &Place) -> RgbImage {
    let part = imageops::crop_imm(upright, place.x, place.y, place.width, place.height).to_image();
    if part.dimensions() == (ready.side, ready.side) {
        return part;
    }
    imageops::resize(&part, ready.side, ready.side, FilterType::CatmullRom)
}
