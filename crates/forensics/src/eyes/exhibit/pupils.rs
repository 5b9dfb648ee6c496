//! Both irises with the outline of the pupil against its ellipse.

use image::RgbImage;

use super::{GAP, Panel};
use crate::eyes::EyePair;
use crate::eyes::drawing::{BLUE, Canvas, ORANGE, Pen};
use crate::eyes::pupil::PupilShape;

const SIDE_DOTS: u32 = 520;
const DOTS: f32 = 3.6;

/// Two panels: the person's right and left iris. The outline that was found is unbroken orange, the
/// ellipse that fits it best dashed blue; an eye that could not be measured shows its limbus only.
pub fn pupils(upright: &RgbImage, pair: &EyePair, shapes: [Option<&PupilShape>; 2]) -> Option<RgbImage> {
    let mut canvas = Canvas::new(2 * SIDE_DOTS + 3 * GAP, SIDE_DOTS + 2 * GAP)?;
    let panel = |left| Panel { left, top: GAP, width: SIDE_DOTS, height: SIDE_DOTS, dots: DOTS };
    let panels = [panel(GAP), panel(SIDE_DOTS + 2 * GAP)];
    for ((panel, view), shape) in panels.into_iter().zip([&pair.right, &pair.left]).zip(shapes) {
        panel.show_eye(&mut canvas, upright, view);
        let Some(shape) = shape else { continue };
        canvas.line(&panel.places(&shape.outline), true, Pen::solid(ORANGE, 2.6));
        canvas.line(&panel.places(&shape.ellipse.outline(120)), true, Pen::dashed(BLUE, 2.6));
    }
    Some(canvas.finished())
}
