//! Both eyes, and between them discs of their iris colours.

use image::RgbImage;

use super::{GAP, Panel};
use crate::eyes::EyePair;
use crate::eyes::colour;
use crate::eyes::drawing::{Canvas, PANEL, Pen};
use crate::eyes::iris_colour::Colours;
use crate::faces::Point;

const EYE: (u32, u32) = (520, 372);
const EYE_DOTS: f32 = 1.84;
const DISCS_WIDTH: u32 = 220;
const DISC: f32 = 76.0;

/// Three panels: the person's right eye, two discs, the left eye. Each disc is halved: the left half is
/// the right eye's iris, the right half the left eye's. The upper disc shows the colours as they are, with
/// the white of each eye as a rim; the lower one after both whites were made equal.
pub fn colours(upright: &RgbImage, pair: &EyePair, colours: &Colours) -> Option<RgbImage> {
    let mut canvas = Canvas::new(2 * EYE.0 + DISCS_WIDTH + 4 * GAP, EYE.1 + 2 * GAP)?;
    let eye = |left| Panel { left, top: GAP, width: EYE.0, height: EYE.1, dots: EYE_DOTS };
    let discs = Panel { left: EYE.0 + 2 * GAP, top: GAP, width: DISCS_WIDTH, height: EYE.1, dots: 1.0 };
    for (panel, view) in [(eye(GAP), &pair.right), (eye(EYE.0 + DISCS_WIDTH + 3 * GAP), &pair.left)] {
        panel.show_eye(&mut canvas, upright, view);
        for share in [0.50, 0.88] {
            canvas.circle(panel.middle(), panel.iris_radius() * share, Pen::dotted([0xff; 3], 1.6));
        }
    }
    discs.show_empty(&mut canvas);
    let x = discs.left as f32 + discs.width as f32 / 2.0;
    let (upper, lower) = (discs.top as f32 + EYE.1 as f32 * 0.27, discs.top as f32 + EYE.1 as f32 * 0.73);
    let halves = |linear: [Option<[f32; 3]>; 2]| linear.map(|light| light.map_or(PANEL, colour::srgb));
    disc(&mut canvas, (x, upper), DISC, halves([colours.right.white, colours.left.white]));
    disc(&mut canvas, (x, upper), DISC - 13.0, halves([Some(colours.right.iris), Some(colours.left.iris)]));
    let corrected = [colours.right.corrected(), colours.left.corrected()];
    if corrected.iter().all(Option::is_some) {
        disc(&mut canvas, (x, lower), DISC, [colour::srgb([0.6; 3]); 2]);
        disc(&mut canvas, (x, lower), DISC - 13.0, halves(corrected));
    } else {
        canvas.circle((x, lower), DISC, Pen::dotted([0x80; 3], 2.0));
    }
    Some(canvas.finished())
}

/// A disc of two halves with a hair of ground between them.
fn disc(canvas: &mut Canvas, centre: Point, radius: f32, [left, right]: [[u8; 3]; 2]) {
    use std::f32::consts::PI;
    for (from, fill) in [(PI / 2.0, left), (-PI / 2.0, right)] {
        let arc = |step: u16| {
            let angle = from + PI * f32::from(step) / 48.0;
            (centre.0 + radius * angle.cos(), centre.1 + radius * angle.sin())
        };
        canvas.area(&(0..=48).map(arc).collect::<Vec<_>>(), fill, 1.0);
    }
    canvas.circle(centre, radius, Pen::guide(0.16));
}
