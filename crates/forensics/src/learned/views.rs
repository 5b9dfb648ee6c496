//! The views of a photo: where each is cut and how it is scaled.

use image::imageops::{self, FilterType};
use image::{RgbImage, SubImage};

/// Side of a view in pixels: the input of the image tower.
pub const SIDE: u32 = 224;

/// Side of the square that a mid-sized view shows, in pixels of the photo.
const MIDDLE_SIDE: u32 = 448;

/// How a view is taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// The photo scaled until its short side fills the view; its middle.
    Whole,
    /// A square of 448 pixels, or as many as the photo has, scaled to the view. Its place is a share of
    /// the room beside it: (0, 0) is the photo's upper left corner, (1, 1) the lower right one.
    Middle(f64, f64),
}

/// The views whose mean is the photo's score, in the order in which the trained part takes them.
pub const SCORED: [Kind; 2] = [Kind::Whole, Kind::Middle(0.5, 0.35)];

/// Further views, which only the map shows.
const SHOWN: [Kind; 4] =
    [Kind::Middle(0.0, 0.0), Kind::Middle(1.0, 0.0), Kind::Middle(0.0, 1.0), Kind::Middle(1.0, 1.0)];

/// A square of the upright photo, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crop {
    /// How the view was taken.
    pub kind: Kind,
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Side.
    pub side: f32,
}

/// One view: its place and its samples.
#[derive(Debug, Clone)]
pub struct View {
    /// Where it lay.
    pub crop: Crop,
    /// [`SIDE`] by [`SIDE`] pixels.
    pub picture: RgbImage,
}

/// The views of an upright picture that are scored; `None` when its short side is below [`SIDE`].
pub fn scored(picture: &RgbImage) -> Option<Vec<View>> {
    let (width, height) = picture.dimensions();
    if width.min(height) < SIDE {
        return None;
    }
    Some(SCORED.iter().map(|kind| taken(picture, *kind)).collect())
}

/// The scored views, then those for the map that show something else; `None` as for [`scored`].
pub fn all(picture: &RgbImage) -> Option<Vec<View>> {
    let mut views = scored(picture)?;
    for kind in SHOWN {
        let view = taken(picture, kind);
        // In a small photo the places fall together.
        if !views.iter().any(|other| other.crop.covers(&view.crop)) {
            views.push(view);
        }
    }
    Some(views)
}

impl Crop {
    /// Whether both are the same square.
    fn covers(&self, other: &Self) -> bool {
        (self.x, self.y, self.side) == (other.x, other.y, other.side)
    }
}

fn taken(picture: &RgbImage, kind: Kind) -> View {
    match kind {
        Kind::Whole => whole(picture),
        Kind::Middle(across, down) => {
            let crop = square(picture, kind, (across, down));
            let piece = cut(picture, crop.x as u32, crop.y as u32, crop.side as u32).to_image();
            View { crop, picture: scaled(&piece, SIDE, SIDE) }
        }
    }
}

/// The kernel is the cubic one with a = -0.5, widened when the picture shrinks: `BICUBIC` of Pillow's
/// `Image.resize`, with which training scaled.
fn scaled(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    if picture.dimensions() == (width, height) {
        return picture.clone();
    }
    imageops::resize(picture, width, height, FilterType::CatmullRom)
}

/// Lengths round to the nearest pixel, halves to the even one, as Python's `round` does.
fn whole(picture: &RgbImage) -> View {
    let (width, height) = picture.dimensions();
    let scale = f64::from(SIDE) / f64::from(width.min(height));
    let length = |side: u32| ((f64::from(side) * scale).round_ties_even() as u32).max(SIDE);
    let (small_width, small_height) = (length(width), length(height));
    let (left, top) = ((small_width - SIDE) / 2, (small_height - SIDE) / 2);
    let small = scaled(picture, small_width, small_height);
    let crop = Crop {
        kind: Kind::Whole,
        x: left as f32 / scale as f32,
        y: top as f32 / scale as f32,
        side: SIDE as f32 / scale as f32,
    };
    View { crop, picture: cut(&small, left, top, SIDE).to_image() }
}

fn square(picture: &RgbImage, kind: Kind, (across, down): (f64, f64)) -> Crop {
    let side = MIDDLE_SIDE.min(picture.width()).min(picture.height());
    let at = |length: u32, share: f64| (f64::from(length - side) * share).round_ties_even() as f32;
    Crop { kind, x: at(picture.width(), across), y: at(picture.height(), down), side: side as f32 }
}

fn cut(picture: &RgbImage, left: u32, top: u32, side: u32) -> SubImage<&RgbImage> {
    imageops::crop_imm(picture, left, top, side, side)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;
    use proptest::prelude::*;

    /// Red tells the column, green the row, blue both halves of 256.
    fn places(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, (x / 256 * 16 + y / 256) as u8]))
    }

    #[test]
    fn the_whole_view_is_the_middle_of_the_photo() {
        let crop = scored(&places(896, 448)).unwrap()[0].crop;
        assert_eq!((crop.x, crop.y, crop.side), (224.0, 0.0, 448.0));
        let crop = scored(&places(448, 1344)).unwrap()[0].crop;
        assert_eq!((crop.x, crop.y, crop.side), (0.0, 448.0, 448.0));
    }

    #[test]
    fn a_piece_lies_where_the_training_took_it() {
        // Half of 553 pixels of room is 276.5: to the even pixel.
        let crop = scored(&places(1001, 700)).unwrap()[1].crop;
        assert_eq!((crop.x, crop.y, crop.side), (276.0, 88.0, 448.0));
        let pieces: Vec<_> =
            all(&places(1001, 700)).unwrap()[2..].iter().map(|view| (view.crop.x, view.crop.y)).collect();
        assert_eq!(pieces, [(0.0, 0.0), (553.0, 0.0), (0.0, 252.0), (553.0, 252.0)]);
    }

    #[test]
    fn a_small_photo_has_smaller_pieces_and_fewer_and_a_smaller_one_none() {
        let views = all(&places(224, 300)).unwrap();
        assert_eq!(views.len(), 4, "left and right fall together");
        assert_eq!(views[1].crop.side, 224.0);
        assert_eq!(views[1].picture.get_pixel(5, 5), places(224, 300).get_pixel(5, 5 + 27));
        assert!(scored(&places(223, 3000)).is_none() && all(&places(223, 3000)).is_none());
    }

    /// Values of Pillow 13.0.0: `Image.fromarray(a).resize((224, 224), Image.BICUBIC)` with
    /// `a[y, x] = ((x * 7 + y * 3) % 256, (x * x // 5 + y) % 256, (x ^ y) & 255)`, 448 by 448.
    #[test]
    fn scaling_is_that_of_the_training() {
        let picture = RgbImage::from_fn(448, 448, |x, y| {
            Rgb([((x * 7 + y * 3) % 256) as u8, ((x * x / 5 + y) % 256) as u8, ((x ^ y) & 255) as u8])
        });
        let small = scaled(&picture, 224, 224);
        for ((x, y), pillow) in PILLOW {
            let ours = small.get_pixel(*x, *y).0;
            for (ours, pillow) in ours.into_iter().zip(pillow) {
                assert!(ours.abs_diff(*pillow) <= 1, "{ours} is not {pillow} at {x}, {y}");
            }
        }
    }

    const PILLOW: &[((u32, u32), [u8; 3])] = &[
        ((0, 0), [6, 1, 1]),
        ((223, 0), [55, 81, 190]),
        ((0, 223), [63, 190, 190]),
        ((223, 223), [112, 124, 1]),
        ((100, 37), [92, 150, 131]),
        ((51, 180), [30, 170, 12]),
        ((130, 131), [52, 148, 3]),
        ((17, 64), [116, 111, 158]),
    ];

    proptest! {
        #[test]
        fn every_view_lies_inside_its_photo(width in 224_u32..700, height in 224_u32..700) {
            let picture = RgbImage::new(width, height);
            for view in all(&picture).unwrap() {
                prop_assert_eq!(view.picture.dimensions(), (SIDE, SIDE));
                let Crop { x, y, side, .. } = view.crop;
                prop_assert!(x >= 0.0 && y >= 0.0 && side >= 223.9);
                prop_assert!(x + side <= width as f32 + 1.0 && y + side <= height as f32 + 1.0);
            }
        }
    }
}
