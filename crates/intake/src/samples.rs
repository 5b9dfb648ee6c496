//! Values of a few pixels of a photo, for the page's loupe: what a person reads off must be what is there, and not
//! what a web view made of it.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::RgbImage;

use crate::wire::Samples;

/// Most pixels a side that are given out at once, 12 KiB of values: enough for a loupe, and no way to carry photos.
pub const MOST_SIDE: u32 = 64;

/// Largest upright photo that stays in memory between two questions, in pixels; 150 MB of values.
const MOST_KEPT_PIXELS: u64 = 50_000_000;

/// The upright photo that was asked about last, so that a loupe that moves decodes it once.
#[derive(Default)]
pub(crate) struct Sampled {
    kept: Option<(u32, Arc<RgbImage>)>,
}

impl Sampled {
    /// The photo, if it is the one asked about last.
    pub(crate) fn get(&self, photo: u32) -> Option<Arc<RgbImage>> {
        self.kept.as_ref().filter(|(kept, _)| *kept == photo).map(|(_, picture)| Arc::clone(picture))
    }

    /// Keeps a photo in the place of the one before, unless it is too large.
    pub(crate) fn put(&mut self, photo: u32, picture: &Arc<RgbImage>) {
        let pixels = u64::from(picture.width()) * u64::from(picture.height());
        self.kept = (pixels <= MOST_KEPT_PIXELS).then(|| (photo, Arc::clone(picture)));
    }

    /// Lets go of a photo.
    pub(crate) fn forget(&mut self, photo: u32) {
        self.kept.take_if(|(kept, _)| *kept == photo);
    }

    /// Lets go of whatever is kept.
    pub(crate) fn clear(&mut self) {
        self.kept = None;
    }
}

/// Whether so large a square is given out at all; asked before a photo is decoded for it.
pub(crate) fn answers(side: u32) -> bool {
    (1..=MOST_SIDE).contains(&side)
}

/// The values in the square of `side` pixels whose top left pixel is (`x`, `y`), as far as the photo goes. `None`
/// when that pixel lies outside the photo, or the square is empty or too large.
pub(crate) fn cut(upright: &RgbImage, x: u32, y: u32, side: u32) -> Option<Samples> {
    if !answers(side) || x >= upright.width() || y >= upright.height() {
        return None;
    }
    let width = side.min(upright.width() - x);
    let height = side.min(upright.height() - y);
    let mut rgb = Vec::with_capacity(3 * width as usize * height as usize);
    for row in y..y + height {
        for column in x..x + width {
            rgb.extend_from_slice(&upright.get_pixel_checked(column, row)?.0);
        }
    }
    Some(Samples { x, y, width, height, rgb: STANDARD.encode(rgb) })
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    fn picture(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, (x + y) as u8]))
    }

    fn bytes(samples: &Samples) -> Vec<u8> {
        STANDARD.decode(&samples.rgb).expect("Base64")
    }

    #[test]
    fn values_are_those_of_the_pixels_row_by_row() {
        let samples = cut(&picture(100, 80), 10, 20, 2).expect("samples");
        assert_eq!((samples.x, samples.y, samples.width, samples.height), (10, 20, 2, 2));
        assert_eq!(bytes(&samples), [10, 20, 30, 11, 20, 31, 10, 21, 31, 11, 21, 32]);
    }

    #[test]
    fn a_square_ends_where_the_photo_ends() {
        let samples = cut(&picture(100, 80), 98, 79, MOST_SIDE).expect("samples");
        assert_eq!((samples.width, samples.height), (2, 1));
        assert_eq!(bytes(&samples), [98, 79, 177, 99, 79, 178]);
    }

    #[test]
    fn what_lies_outside_and_what_is_too_large_is_refused() {
        let picture = picture(100, 80);
        for (x, y, side) in [(100, 0, 1), (0, 80, 1), (u32::MAX, u32::MAX, 64), (0, 0, 0), (0, 0, 65), (0, 0, u32::MAX)]
        {
            assert_eq!(cut(&picture, x, y, side), None, "{x} {y} {side}");
        }
        assert_eq!(cut(&RgbImage::new(0, 0), 0, 0, 1), None);
    }

    #[test]
    fn only_the_photo_asked_about_last_is_kept() {
        let mut sampled = Sampled::default();
        sampled.put(1, &Arc::new(picture(4, 4)));
        sampled.put(2, &Arc::new(picture(4, 4)));
        assert!(sampled.get(1).is_none() && sampled.get(2).is_some());
        sampled.forget(1);
        assert!(sampled.get(2).is_some());
        sampled.forget(2);
        assert!(sampled.get(2).is_none());
        sampled.put(3, &Arc::new(picture(4, 4)));
        sampled.clear();
        assert!(sampled.get(3).is_none());
    }
}
