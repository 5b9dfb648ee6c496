//! Coordinates of a picture as coded and upright, for the eight EXIF orientations (CIPA DC-008).

use ndarray::Array2;

use crate::artifact::{Outline, Region, Shape};

/// Width and height after the orientation is applied, in pixels.
pub fn upright_size(width: u32, height: u32, orientation: u8) -> (u32, u32) {
    if swaps_axes(orientation) { (height, width) } else { (width, height) }
}

/// A point of the coded picture (`size` is its width and height in pixels) in the upright picture.
pub fn point_upright((x, y): (f32, f32), size: (u32, u32), orientation: u8) -> (f32, f32) {
    let (width, height) = (size.0 as f32, size.1 as f32);
    match orientation {
        2 => (width - x, y),
        3 => (width - x, height - y),
        4 => (x, height - y),
        5 => (y, x),
        6 => (height - y, x),
        7 => (height - y, width - x),
        8 => (y, width - x),
        _ => (x, y),
    }
}

/// A point of the upright picture in the coded one; `size` is the *coded* width and height in pixels.
pub fn point_coded(point: (f32, f32), size: (u32, u32), orientation: u8) -> (f32, f32) {
    // Every orientation but 6 and 8, which are each other's inverse, undoes itself.
    let (inverse, turned) = match orientation {
        6 => (8, upright_size(size.0, size.1, 6)),
        8 => (6, upright_size(size.0, size.1, 8)),
        5 | 7 => (orientation, upright_size(size.0, size.1, orientation)),
        same => (same, size),
    };
    point_upright(point, turned, inverse)
}

/// A box of the coded picture in the upright one; `size` is the coded width and height in pixels.
pub fn region_upright(region: Region, size: (u32, u32), orientation: u8) -> Region {
    turned(region, |point| point_upright(point, size, orientation))
}

/// A box of the upright picture in the coded one; `size` is the *coded* width and height in pixels.
pub fn region_coded(region: Region, size: (u32, u32), orientation: u8) -> Region {
    turned(region, |point| point_coded(point, size, orientation))
}

/// An outline of the coded picture in the upright one; `size` is the coded width and height in pixels.
pub fn outline_upright(outline: Outline, size: (u32, u32), orientation: u8) -> Outline {
    redrawn(outline, |point| point_upright(point, size, orientation))
}

/// An outline of the upright picture in the coded one; `size` is the *coded* width and height in
/// pixels.
pub fn outline_coded(outline: Outline, size: (u32, u32), orientation: u8) -> Outline {
    redrawn(outline, |point| point_coded(point, size, orientation))
}

/// A plane over the coded picture, `[height, width]`, over the upright one.
pub fn plane_upright(plane: &Array2<f32>, orientation: u8) -> Array2<f32> {
    turned_plane(plane, orientation, |index, length| length - 1 - index)
}

/// A spectrum of the coded picture, frequency zero at `[height / 2, width / 2]`, as that of the upright
/// one: turned about frequency zero. Marks in cycles per pixel turn as outlines of a picture of size 0.
pub fn spectrum_upright(plane: &Array2<f32>, orientation: u8) -> Array2<f32> {
    // Of an even number of frequencies the first, -1/2, is its own mirror image.
    turned_plane(plane, orientation, |index, length| (2 * (length / 2) + length - index) % length)
}

fn turned_plane(plane: &Array2<f32>, orientation: u8, mirrored: impl Fn(usize, usize) -> usize) -> Array2<f32> {
    let (height, width) = plane.dim();
    let size = if swaps_axes(orientation) { (width, height) } else { (height, width) };
    Array2::from_shape_fn(size, |(y, x)| {
        plane[match orientation {
            2 => (y, mirrored(x, width)),
            3 => (mirrored(y, height), mirrored(x, width)),
            4 => (mirrored(y, height), x),
            5 => (x, y),
            6 => (mirrored(x, height), y),
            7 => (mirrored(x, height), mirrored(y, width)),
            8 => (x, mirrored(y, width)),
            _ => (y, x),
        }]
    })
}

fn redrawn(outline: Outline, turn: impl Fn((f32, f32)) -> (f32, f32)) -> Outline {
    let all = |points: Vec<(f32, f32)>| points.into_iter().map(&turn).collect();
    let shape = match outline.shape {
        Shape::Polyline(points) => Shape::Polyline(all(points)),
        Shape::Polygon(points) => Shape::Polygon(all(points)),
        Shape::Dots(points) => Shape::Dots(all(points)),
        // Turning and mirroring keep a circle's radius.
        Shape::Circle { centre, radius } => Shape::Circle { centre: turn(centre), radius },
    };
    Outline { shape, ..outline }
}

fn turned(region: Region, turn: impl Fn((f32, f32)) -> (f32, f32)) -> Region {
    let (x1, y1) = turn((region.x, region.y));
    let (x2, y2) = turn((region.x + region.width, region.y + region.height));
    Region { label: region.label, x: x1.min(x2), y: y1.min(y2), width: (x1 - x2).abs(), height: (y1 - y2).abs() }
}

fn swaps_axes(orientation: u8) -> bool {
    matches!(orientation, 5..=8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artifact::Stroke;
    use crate::pixels;
    use crate::text::Text;
    use image::{DynamicImage, Rgb, RgbImage};

    #[test]
    fn points_turn_as_pixels_do() {
        let mut picture = RgbImage::new(5, 3);
        picture.put_pixel(3, 1, Rgb([255, 0, 0]));
        for orientation in 1..=8 {
            let upright = pixels::upright(DynamicImage::ImageRgb8(picture.clone()), orientation).into_rgb8();
            assert_eq!(upright.dimensions(), upright_size(5, 3, orientation), "orientation {orientation}");
            let (x, y) = point_upright((3.5, 1.5), (5, 3), orientation);
            assert_eq!(upright.get_pixel(x as u32, y as u32).0, [255, 0, 0], "orientation {orientation}");
        }
    }

    #[test]
    fn planes_turn_as_pixels_do() {
        let plane = Array2::from_shape_fn((3, 5), |(y, x)| (10 * y + x) as f32);
        for orientation in 1..=8 {
            let upright = plane_upright(&plane, orientation);
            for ((y, x), value) in plane.indexed_iter() {
                let (u, v) = point_upright((x as f32 + 0.5, y as f32 + 0.5), (5, 3), orientation);
                assert_eq!(upright[[v as usize, u as usize]], *value, "orientation {orientation}");
            }
        }
    }

    #[test]
    fn a_spectrum_turns_about_frequency_zero() {
        for (height, width) in [(4, 6), (3, 5), (4, 5)] {
            let (middle_y, middle_x) = (height as i32 / 2, width as i32 / 2);
            let plane = Array2::from_shape_fn((height, width), |(y, x)| (10 * y + x) as f32);
            for orientation in 1..=8 {
                let upright = spectrum_upright(&plane, orientation);
                let middle = [upright.dim().0 / 2, upright.dim().1 / 2];
                assert_eq!(upright[middle], plane[[height / 2, width / 2]], "orientation {orientation}");
                let frequency = ((1 - middle_x) as f32, (1 - middle_y) as f32);
                let (u, v) = point_upright(frequency, (0, 0), orientation);
                let turned = [(middle[0] as f32 + v) as usize, (middle[1] as f32 + u) as usize];
                assert_eq!(upright[turned], plane[[1, 1]], "orientation {orientation}");
            }
        }
    }

    #[test]
    fn coded_undoes_upright() {
        for orientation in 1..=8 {
            let region = Region { label: Text::same(""), x: 1.0, y: 2.0, width: 3.0, height: 0.5 };
            let there = region_upright(region, (7, 4), orientation);
            let back = region_coded(there, (7, 4), orientation);
            assert_eq!((back.x, back.y, back.width, back.height), (1.0, 2.0, 3.0, 0.5), "orientation {orientation}");
        }
    }

    #[test]
    fn outlines_turn_as_points_do() {
        for orientation in 1..=8 {
            let shapes = [
                Shape::Polyline(vec![(0.0, 0.5), (2.0, 1.0)]),
                Shape::Polygon(vec![(0.0, 0.5), (2.0, 1.0), (3.0, 3.0)]),
                Shape::Dots(vec![(6.5, 3.5)]),
                Shape::Circle { centre: (1.0, 2.0), radius: 0.5 },
            ];
            for shape in shapes {
                let outline = Outline { label: Text::same("a"), stroke: Stroke::Dotted, shape };
                let there = outline_upright(outline.clone(), (7, 4), orientation);
                if let Shape::Circle { centre, radius } = there.shape {
                    assert_eq!((centre, radius), (point_upright((1.0, 2.0), (7, 4), orientation), 0.5));
                }
                assert_eq!(outline_coded(there, (7, 4), orientation), outline, "orientation {orientation}");
            }
        }
    }
}
