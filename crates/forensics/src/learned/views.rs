//! The views of a photo: where each is cut and how it is scaled.

use image::imageops::{self, FilterType};
use image::{RgbImage, SubImage};

/// Side of a view in pixels: the input of the image tower.
pub const SIDE: u32 = 224;

/// Squares of the photo that are scored: at its middle, at its left or upper end, at the other end.
pub const SQUARES: usize = 3;

/// Side of a piece in pixels of the photo.
const PIECE_SIDE: u32 = 448;

/// Places of the pieces, which only the map shows: shares of the room to the left and above. (0, 0) is the
/// photo's upper left corner, (1, 1) the lower right one. The first is that of the training.
const PIECES: [(f64, f64); 3] = [(0.5, 0.35), (0.0, 0.65), (1.0, 0.65)];

/// A square of the upright photo, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crop {
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

/// The squares of an upright picture, as large as it allows and scaled to the view; in a square picture
/// all are the same. `None` when its short side is below [`SIDE`].
pub fn squares(picture: &RgbImage) -> Option<Vec<View>> {
    let squares = Squares::of(picture)?;
    Some(squares.places().map(|place| squares.view(place)).to_vec())
}

/// The first of the [`squares`], at the middle.
pub fn middle(picture: &RgbImage) -> Option<View> {
    let squares = Squares::of(picture)?;
    let [middle, ..] = squares.places();
    Some(squares.view(middle))
}

/// A picture of which the squares are cut.
struct Squares {
    /// The picture with a short side of [`SIDE`].
    small: RgbImage,
    /// Its pixels for one of the photo.
    scale: f64,
}

impl Squares {
    fn of(picture: &RgbImage) -> Option<Self> {
        let (width, height) = picture.dimensions();
        if width.min(height) < SIDE {
            return None;
        }
        let scale = f64::from(SIDE) / f64::from(width.min(height));
        // Halves round to the even pixel, as Python's `round` does.
        let length = |side: u32| ((f64::from(side) * scale).round_ties_even() as u32).max(SIDE);
        Some(Self { small: scaled(picture, length(width), length(height)), scale })
    }

    fn places(&self) -> [(u32, u32); SQUARES] {
        let (right, lower) = (self.small.width() - SIDE, self.small.height() - SIDE);
        [(right / 2, lower / 2), (0, 0), (right, lower)]
    }

    fn view(&self, (x, y): (u32, u32)) -> View {
        let in_photo = |length: u32| (f64::from(length) / self.scale) as f32;
        View {
            crop: Crop { x: in_photo(x), y: in_photo(y), side: in_photo(SIDE) },
            picture: cut(&self.small, x, y, SIDE).to_image(),
        }
    }
}

/// The squares, then the pieces; `None` as for [`squares`].
pub fn all(picture: &RgbImage) -> Option<Vec<View>> {
    let mut views = squares(picture)?;
    views.extend(pieces(picture));
    Some(views)
}

/// The pieces of a picture whose short side is at least [`SIDE`].
pub fn pieces(picture: &RgbImage) -> Vec<View> {
    PIECES.iter().map(|place| piece(picture, *place)).collect()
}

/// A square of 448 pixels, or as many as the photo has, scaled to the view.
fn piece(picture: &RgbImage, (across, down): (f64, f64)) -> View {
    let side = PIECE_SIDE.min(picture.width()).min(picture.height());
    let at = |length: u32, share: f64| (f64::from(length - side) * share).round_ties_even() as u32;
    let (x, y) = (at(picture.width(), across), at(picture.height(), down));
    let crop = Crop { x: x as f32, y: y as f32, side: side as f32 };
    View { crop, picture: scaled(&cut(picture, x, y, side).to_image(), SIDE, SIDE) }
}

/// The kernel is the cubic one with a = -0.5, widened when the picture shrinks: `BICUBIC` of Pillow's
/// `Image.resize`, with which training scaled.
fn scaled(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    if picture.dimensions() == (width, height) {
        return picture.clone();
    }
    imageops::resize(picture, width, height, FilterType::CatmullRom)
}

fn cut(picture: &RgbImage, x: u32, y: u32, side: u32) -> SubImage<&RgbImage> {
    imageops::crop_imm(picture, x, y, side, side)
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

    fn crops(views: &[View]) -> Vec<(f32, f32, f32)> {
        views.iter().map(|view| (view.crop.x, view.crop.y, view.crop.side)).collect()
    }

    #[test]
    fn squares_lie_at_the_middle_and_at_both_ends() {
        let wide = squares(&places(896, 448)).unwrap();
        assert_eq!(crops(&wide), [(224.0, 0.0, 448.0), (0.0, 0.0, 448.0), (448.0, 0.0, 448.0)]);
        let tall = squares(&places(448, 1344)).unwrap();
        assert_eq!(crops(&tall), [(0.0, 448.0, 448.0), (0.0, 0.0, 448.0), (0.0, 896.0, 448.0)]);
        let square = squares(&places(300, 300)).unwrap();
        assert_eq!(square[0].picture, square[2].picture);
        assert_eq!(crops(&square), [(0.0, 0.0, 300.0); 3]);
    }

    #[test]
    fn pieces_lie_where_the_training_took_them() {
        // Half of 553 pixels of room is 276.5: to the even pixel.
        let views = all(&places(1001, 700)).unwrap();
        assert_eq!(crops(&views[SQUARES..]), [(276.0, 88.0, 448.0), (0.0, 164.0, 448.0), (553.0, 164.0, 448.0)]);
    }

    #[test]
    fn a_small_photo_has_smaller_pieces_and_a_smaller_one_no_views() {
        let views = all(&places(224, 300)).unwrap();
        assert_eq!(views[SQUARES].crop.side, 224.0);
        assert_eq!(views[SQUARES].picture.get_pixel(5, 5), places(224, 300).get_pixel(5, 5 + 27));
        assert!(squares(&places(223, 3000)).is_none() && all(&places(223, 3000)).is_none());
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
        #![proptest_config(ProptestConfig::with_cases(8))]
        #[test]
        fn every_view_lies_inside_its_photo(width in 224_u32..700, height in 224_u32..700) {
            let picture = RgbImage::new(width, height);
            for view in all(&picture).unwrap() {
                prop_assert_eq!(view.picture.dimensions(), (SIDE, SIDE));
                let Crop { x, y, side } = view.crop;
                prop_assert!(x >= 0.0 && y >= 0.0 && side >= 223.9);
                // Rounding in the scaled picture is up to half a pixel there.
                let rounding = 0.5 * width.min(height) as f32 / SIDE as f32 + 0.1;
                prop_assert!(x + side <= width as f32 + rounding && y + side <= height as f32 + rounding);
            }
        }
    }
}
