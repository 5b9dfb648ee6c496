//! Boxes, lines and circles over the photo or over a spectrum, as SVG that lies on the picture.

use std::fmt::Write as _;

use catchlight_forensics::report::v1::{Outline, Region, Shape, Stroke};

use super::{path_through, place};

/// Length of the longer side of a drawing, in its own pixels: strokes have the same width in all.
const LONGER_SIDE: f64 = 600.0;
/// Most shapes that are drawn over one picture.
const MOST_SHAPES: usize = 2_000;
/// Most points of one shape that are drawn.
const MOST_POINTS: usize = 4_000;
/// How much of the shapes' size is shown around them when only a part of the photo is.
const MARGIN: f64 = 0.35;
/// A part is shown only when it is smaller than this share of the photo's sides; else the whole.
const MOST_PART: f64 = 0.6;
/// Smallest part that is shown, in pixels of the photo.
const LEAST_PART: f64 = 96.0;

/// A part of a plane: of the upright photo in pixels, or of a spectrum in cycles per pixel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Frame {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Frame {
    /// A whole photo.
    pub(crate) fn photo(width: u32, height: u32) -> Self {
        Self { left: 0.0, top: 0.0, width: f64::from(width).max(1.0), height: f64::from(height).max(1.0) }
    }

    /// Every frequency of a spectrum.
    pub(crate) const SPECTRUM: Self = Self { left: -0.5, top: -0.5, width: 1.0, height: 1.0 };

    /// The part of the whole that shows these points well, in whole pixels.
    pub(crate) fn around(self, points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut bounds: Option<[f64; 4]> = None;
        for (x, y) in points.into_iter().filter(|(x, y)| x.is_finite() && y.is_finite()) {
            let [left, top, right, bottom] = bounds.unwrap_or([x, y, x, y]);
            bounds = Some([left.min(x), top.min(y), right.max(x), bottom.max(y)]);
        }
        let Some([left, top, right, bottom]) = bounds else { return self };
        let margin = ((right - left).max(bottom - top) * MARGIN).max(LEAST_PART / 3.0);
        let low = |value: f64, from: f64| (value - margin).max(from).floor();
        let high = |value: f64, to: f64| (value + margin).min(to).ceil();
        let (left, top) = (low(left, self.left), low(top, self.top));
        let (right, bottom) = (high(right, self.left + self.width), high(bottom, self.top + self.height));
        let part = Self { left, top, width: right - left, height: bottom - top };
        let is_small = part.width < self.width * MOST_PART && part.height < self.height * MOST_PART;
        // Shapes outside the photo leave nothing to show but the whole.
        if is_small && part.width >= 8.0 && part.height >= 8.0 { part } else { self }
    }

    fn scale(self) -> f64 {
        LONGER_SIDE / self.width.max(self.height)
    }

    fn place(self, (x, y): (f64, f64)) -> (f64, f64) {
        ((x - self.left) * self.scale(), (y - self.top) * self.scale())
    }

    fn opening(self) -> String {
        let (width, height) = (place(self.width * self.scale()), place(self.height * self.scale()));
        format!(
            r#"<svg class="overlay" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" preserveAspectRatio="none" font-family="Noto Sans SC" font-size="15" font-weight="700">"#
        )
    }
}

/// Every point of an outline's bounds.
pub(crate) fn points(outline: &Outline) -> Vec<(f64, f64)> {
    let wide = |(x, y): &(f32, f32)| (f64::from(*x), f64::from(*y));
    match &outline.shape {
        Shape::Polyline { points } | Shape::Polygon { points } | Shape::Dots { points } => {
            points.iter().map(wide).collect()
        }
        Shape::Circle { x, y, radius } => vec![wide(&(x - radius, y - radius)), wide(&(x + radius, y + radius))],
    }
}

/// The corners of a box.
pub(crate) fn corners(region: &Region) -> [(f64, f64); 2] {
    let (x, y) = (f64::from(region.x), f64::from(region.y));
    [(x, y), (x + f64::from(region.width), y + f64::from(region.height))]
}

/// Boxes with their numbers, counted from one.
pub(crate) fn regions(regions: &[Region], frame: Frame) -> String {
    let mut drawing = frame.opening();
    for (index, region) in regions.iter().take(MOST_SHAPES).enumerate() {
        let [(left, top), (right, bottom)] = corners(region).map(|corner| frame.place(corner));
        let path = path_through([(left, top), (right, top), (right, bottom), (left, bottom)]);
        if path.matches(['M', 'L']).count() != 4 {
            continue;
        }
        stroke(&mut drawing, &format!("{path}Z"), Stroke::Dashed);
        // Inside the box where there is no room above it, and never outside the picture. Writing into a
        // string cannot fail.
        let (widest, highest) = (frame.width * frame.scale(), frame.height * frame.scale());
        let beside = if top > 20.0 { top - 5.0 } else { top + 17.0 };
        let _ = write!(
            drawing,
            r##"<text x="{}" y="{}" fill="#f0c541" stroke="#000000" stroke-opacity="0.7" stroke-width="3" paint-order="stroke">{}</text>"##,
            place((left + 3.0).min(widest - 20.0).max(3.0)),
            place(beside.min(highest - 4.0).max(17.0)),
            index + 1
        );
    }
    drawing + "</svg>"
}

/// Lines, circles and dots.
pub(crate) fn outlines(outlines: &[Outline], frame: Frame) -> String {
    let mut drawing = frame.opening();
    for outline in outlines.iter().take(MOST_SHAPES) {
        let placed = |points: &[(f32, f32)]| -> Vec<(f64, f64)> {
            let wide = |(x, y): &(f32, f32)| frame.place((f64::from(*x), f64::from(*y)));
            points.iter().take(MOST_POINTS).map(wide).collect()
        };
        match &outline.shape {
            Shape::Polyline { points } => stroke(&mut drawing, &path_through(placed(points)), outline.stroke),
            Shape::Polygon { points } => {
                let path = path_through(placed(points));
                if !path.is_empty() {
                    stroke(&mut drawing, &format!("{path}Z"), outline.stroke);
                }
            }
            Shape::Circle { x, y, radius } => {
                let (x, y) = frame.place((f64::from(*x), f64::from(*y)));
                let radius = f64::from(*radius) * frame.scale();
                let (left, right, middle, radius) = (place(x - radius), place(x + radius), place(y), place(radius));
                if [left, right, middle, radius].iter().all(|value| value.is_finite()) {
                    let arc = format!("A{radius} {radius} 0 0 1");
                    stroke(
                        &mut drawing,
                        &format!("M{left} {middle}{arc} {right} {middle}{arc} {left} {middle}Z"),
                        outline.stroke,
                    );
                }
            }
            Shape::Dots { points } => {
                let (colour, ..) = look(outline.stroke);
                for (x, y) in placed(points).into_iter().filter(|(x, y)| x.is_finite() && y.is_finite()) {
                    let _ = write!(
                        drawing,
                        r##"<circle cx="{}" cy="{}" r="2.5" fill="{colour}" stroke="#000000" stroke-opacity="0.55" stroke-width="0.75"/>"##,
                        place(x),
                        place(y)
                    );
                }
            }
        }
    }
    drawing + "</svg>"
}

/// A line with a dark one under it, so that it is seen on light and dark ground.
fn stroke(drawing: &mut String, path: &str, stroke: Stroke) {
    let (colour, dash, width) = look(stroke);
    let _ = write!(
        drawing,
        r##"<path d="{path}" fill="none" stroke="#000000" stroke-opacity="0.7" stroke-width="3.5" stroke-linejoin="round"/><path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dash}" stroke-linecap="{}" stroke-linejoin="round"/>"##,
        if matches!(stroke, Stroke::Dotted | Stroke::DashDotted) { "round" } else { "butt" }
    );
}

/// Colour, dash and width of a stroke, as in the app's viewer (colours after Okabe and Ito, 2008).
fn look(stroke: Stroke) -> (&'static str, &'static str, &'static str) {
    match stroke {
        Stroke::Solid => ("#ffffff", "none", "1.75"),
        Stroke::Dashed => ("#f0c541", "8 4", "1.75"),
        Stroke::Dotted => ("#6cc0f0", "0.1 4.5", "2.5"),
        Stroke::DashDotted => ("#f39a4d", "9 4 0.1 4", "1.75"),
    }
}

/// The sample of ground on which nothing is drawn.
pub(crate) fn ground_sample() -> String {
    r##"<svg class="sample" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 12"><rect width="44" height="12" rx="2" fill="#3a4248"/></svg>"##.to_owned()
}

/// The sample of a stroke in a legend.
pub(crate) fn sample(kind: Stroke) -> String {
    let mut drawing = r##"<svg class="sample" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 12"><rect width="44" height="12" rx="2" fill="#3a4248"/>"##.to_owned();
    let (colour, dash, width) = look(kind);
    let _ = write!(
        drawing,
        r#"<path d="M5 6H39" fill="none" stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dash}" stroke-linecap="{}"/></svg>"#,
        if matches!(kind, Stroke::Dotted | Stroke::DashDotted) { "round" } else { "butt" }
    );
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchlight_forensics::text::Text;

    #[test]
    fn small_shapes_are_shown_near_and_large_ones_whole() {
        let whole = Frame::photo(4000, 3000);
        let part = whole.around([(1000.0, 1000.0), (1200.0, 1100.0)]);
        assert_eq!(part, Frame { left: 930.0, top: 930.0, width: 340.0, height: 240.0 });
        assert_eq!(whole.around([(0.0, 0.0), (3900.0, 2000.0)]), whole);
        assert_eq!(whole.around([]), whole);
        assert_eq!(whole.around([(f64::NAN, 1.0)]), whole);
        assert_eq!(whole.around([(-9e9, -9e9)]), whole, "a shape outside the photo");
    }

    #[test]
    fn the_number_of_a_box_that_lies_partly_outside_is_inside() {
        let region = Region { label: Text::same(""), x: 90.0, y: -30.0, width: 40.0, height: 50.0 };
        let drawn = regions(&[region], Frame::photo(100, 100));
        assert!(drawn.contains(r#"<text x="543" y="17""#), "{drawn}");
    }

    #[test]
    fn any_numbers_give_a_drawing_without_words() {
        let wild = [f32::INFINITY, f32::NEG_INFINITY, f32::NAN, f32::MAX, -1.0];
        let shapes: Vec<Outline> = wild
            .into_iter()
            .flat_map(|value| {
                [
                    Shape::Circle { x: value, y: 1.0, radius: value },
                    Shape::Polygon { points: vec![(value, 0.0), (1.0, value)] },
                    Shape::Dots { points: vec![(value, value)] },
                ]
            })
            .map(|shape| Outline { label: Text::same("<script>"), stroke: Stroke::Dotted, shape })
            .collect();
        let drawn = outlines(&shapes, Frame::photo(100, 100));
        assert!(!drawn.contains("NaN") && !drawn.contains("inf") && !drawn.contains("script"), "{drawn}");
        let boxes = [Region { label: Text::same("&"), x: f32::NAN, y: 0.0, width: 1.0, height: 1.0 }];
        assert!(!regions(&boxes, Frame::photo(100, 100)).contains("NaN"));
    }
}
