//! The photo with the places of eyes and mouth, and those of the FFHQ rule.

use image::RgbImage;
use image::imageops::{self, FilterType};

use super::GAP;
use crate::eyes::alignment::{NEAR, Places, TEMPLATE};
use crate::eyes::drawing::{BLUE, Canvas, ORANGE, Pen};
use crate::faces::Point;

const SIDE_DOTS: u32 = 640;

/// The photo, the measured places as orange crosses and those of the rule as dashed blue circles whose
/// radius is the distance up to which a face counts as placed by it.
pub fn alignment(upright: &RgbImage, places: &Places) -> Option<RgbImage> {
    let mut canvas = Canvas::new(SIDE_DOTS + 2 * GAP, SIDE_DOTS + 2 * GAP)?;
    canvas.picture(&imageops::resize(upright, SIDE_DOTS, SIDE_DOTS, FilterType::CatmullRom), (GAP, GAP));
    let side = SIDE_DOTS as f32;
    let place = |(x, y): Point| (GAP as f32 + x * side, GAP as f32 + y * side);
    let placed = |places: &Places| [places.right_eye, places.left_eye, places.mouth].map(place);
    for point in placed(&TEMPLATE) {
        canvas.circle(point, NEAR * side, Pen::dashed(BLUE, 2.6));
    }
    for (x, y) in placed(places) {
        let arm = 9.0;
        canvas.line(&[(x - arm, y), (x + arm, y)], false, Pen::solid(ORANGE, 2.6));
        canvas.line(&[(x, y - arm), (x, y + arm)], false, Pen::solid(ORANGE, 2.6));
    }
    Some(canvas.finished())
}
