//! Both eyes with their reflections, and the reflections laid over each other.

use image::RgbImage;

use super::{GAP, Panel};
use crate::artifact::{Outline, Shape, Stroke};
use crate::eyes::drawing::{BLUE, Canvas, ORANGE, Pen};
use crate::eyes::mask::Mask;
use crate::eyes::reflections::{Comparison, MOST_SHIFT};
use crate::eyes::view::{EyeView, IRIS_CELLS, SIDE};
use crate::eyes::{EyePair, Glints};
use crate::faces::Point;
use crate::portrait::Portrait;
use crate::text::{Text, Words};

const EYE: (u32, u32) = (560, 400);
const EYE_DOTS: f32 = 1.98;
const OVERLAY: u32 = 400;
const OVERLAY_DOTS: f32 = 2.78;

/// Three panels: the person's right eye with its reflections in unbroken orange, the left eye with its in
/// dashed blue, and both in one iris after the shift with the best overlap. The dotted circle is the
/// allowed shift, the line in it the shift that was made. Without a comparison the third panel shows
/// the reflections where they are.
pub fn reflections(upright: &RgbImage, pair: &EyePair, comparison: Option<&Comparison>) -> Option<RgbImage> {
    let (width, height) = (2 * EYE.0 + OVERLAY + 4 * GAP, EYE.1 + 2 * GAP);
    let mut canvas = Canvas::new(width, height)?;
    let panel = |left| Panel { left, top: GAP, width: EYE.0, height: EYE.1, dots: EYE_DOTS };
    let (right, left) = (panel(GAP), panel(EYE.0 + 2 * GAP));
    let overlay = Panel { left: 2 * EYE.0 + 3 * GAP, top: GAP, width: OVERLAY, height: OVERLAY, dots: OVERLAY_DOTS };
    for (panel, view, glints, pen) in [
        (right, &pair.right, &pair.right_glints, Pen::solid(ORANGE, 2.2)),
        (left, &pair.left, &pair.left_glints, Pen::dashed(BLUE, 2.2)),
    ] {
        panel.show_eye(&mut canvas, upright, view);
        for outline in glints.mask.outlines() {
            canvas.line(&panel.places(&outline), true, pen);
        }
    }
    overlaid(&mut canvas, overlay, pair, comparison);
    Some(canvas.finished())
}

fn overlaid(canvas: &mut Canvas, panel: Panel, pair: &EyePair, comparison: Option<&Comparison>) {
    panel.show_empty(canvas);
    let (middle, radius) = (panel.middle(), panel.iris_radius());
    for share in [1.0 / 3.0, 2.0 / 3.0] {
        canvas.circle(middle, radius * share, Pen::guide(0.14));
    }
    canvas.circle(middle, radius, Pen::guide(0.75));
    let arm = 7.0;
    canvas.line(&[(middle.0 - arm, middle.1), (middle.0 + arm, middle.1)], false, Pen::guide(0.4));
    canvas.line(&[(middle.0, middle.1 - arm), (middle.0, middle.1 + arm)], false, Pen::guide(0.4));
    let (shift, scale) = comparison.map_or(((0.0, 0.0), 1.0), |found| (found.shift, found.scale));
    let centre = pair.right_glints.mask.centroid();
    let moved = |(x, y): Point| {
        let (from_x, from_y) = centre.unwrap_or((x, y));
        let (x, y) = (from_x + (x - from_x) * scale, from_y + (y - from_y) * scale);
        (x + shift.0 * IRIS_CELLS, y + shift.1 * IRIS_CELLS)
    };
    let right: Vec<Vec<Point>> = outlines(&pair.right_glints.mask, moved, panel);
    let left: Vec<Vec<Point>> = outlines(&pair.left_glints.mask, |point| point, panel);
    for outline in &right {
        canvas.area(outline, ORANGE, 0.38);
    }
    for outline in &left {
        canvas.area(outline, BLUE, 0.38);
    }
    for outline in &right {
        canvas.line(outline, true, Pen::solid(ORANGE, 2.2));
    }
    for outline in &left {
        canvas.line(outline, true, Pen::dashed(BLUE, 2.2));
    }
    // The shift is shown at the largest reflection that has a partner.
    let shown = comparison.and_then(|found| found.matched.iter().map(|(right, _)| *right).min()).unwrap_or(0);
    let from = pair.right_glints.each.get(shown).map(|glint| glint.centre);
    if let (Some(from), Some(_)) = (from, comparison) {
        let (from, to) = (panel.place(from), panel.place(moved(from)));
        canvas.circle(from, MOST_SHIFT * IRIS_CELLS * panel.dots, Pen::dotted([0xff; 3], 2.0));
        canvas.line(&[from, to], false, Pen::solid([0xff; 3], 2.0));
        canvas.dot(from, 3.4, [0xff; 3], 1.0);
    }
}

fn outlines(mask: &Mask, moved: impl Fn(Point) -> Point, panel: Panel) -> Vec<Vec<Point>> {
    let placed = |outline: Vec<Point>| outline.into_iter().map(|point| panel.place(moved(point))).collect();
    mask.outlines().into_iter().map(placed).collect()
}

/// Limbus, lids and reflections of a face over the photo, in pixels of the upright picture.
pub fn glint_outlines(portrait: &Portrait, pair: &EyePair) -> Vec<Outline> {
    let mut outlines = Vec::new();
    let mut add = |label: Words, stroke, shape| outlines.push(Outline { label: Text::from(label), stroke, shape });
    for eye in [&portrait.right_eye, &portrait.left_eye] {
        add(Words::new("Eyelids", "眼睑"), Stroke::Dotted, Shape::Polygon(eye.lids.clone()));
        let circle = Shape::Circle { centre: eye.iris.centre, radius: eye.iris.radius };
        add(Words::new("Edge of the iris", "虹膜边缘"), Stroke::DashDotted, circle);
    }
    for (view, glints, stroke, label) in [
        (
            &pair.right,
            &pair.right_glints,
            Stroke::Solid,
            Words::new("Reflections in the person's right eye", "人物右眼的反光"),
        ),
        (
            &pair.left,
            &pair.left_glints,
            Stroke::Dashed,
            Words::new("Reflections in the person's left eye", "人物左眼的反光"),
        ),
    ] {
        for outline in in_picture(view, glints) {
            add(label, stroke, Shape::Polygon(outline));
        }
    }
    outlines
}

fn in_picture(view: &EyeView, glints: &Glints) -> Vec<Vec<Point>> {
    /// Every so many points are enough for a line over the photo.
    const EVERY: usize = 2;
    debug_assert_eq!(glints.mask.side(), SIDE);
    let placed =
        |outline: Vec<Point>| outline.into_iter().step_by(EVERY).map(|point| view.frame.to_picture(point)).collect();
    glints.mask.outlines().into_iter().map(placed).collect()
}
