//! Which parts of the picture the detector sees, and at which scales.

use super::INPUT;

/// Distance between neighbouring tiles in pixels of the scaled picture. Tiles overlap by a quarter of
/// their side, so a face of up to 48 pixels is whole in one of them; a wider one is whole, and still
/// wide enough, one scale coarser.
const STEP: u32 = 144;

/// Most tiles of one picture, which bounds the time: about 5 ms each on one core.
const MOST_TILES: usize = 160;

/// Greatest enlargement of a picture at the finer scales. More would only find faces of fewer pixels than
/// any check can use, at four times the cost.
const MOST_ENLARGEMENT: f32 = 1.0;

/// Longer side of the coarsest scale: half the detector's input. Faces that fill the picture are
/// found there; the detector misses those that fill its input.
const COARSEST: u32 = INPUT / 2;

/// One scale of the search.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Level {
    /// Pixels of this scale for one pixel of the picture.
    pub(super) scale: f32,
    /// Width of the scaled picture in pixels.
    pub(super) width: u32,
    /// Height of the scaled picture in pixels.
    pub(super) height: u32,
    /// The tiles, row by row.
    pub(super) windows: Vec<Window>,
}

/// One tile of [`INPUT`] x [`INPUT`] pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    /// Left edge in the scaled picture.
    pub(super) x: u32,
    /// Top edge in the scaled picture.
    pub(super) y: u32,
    /// Black columns on the left where the scaled picture is narrower than the tile.
    pub(super) pad_x: u32,
    /// Black rows above where it is lower.
    pub(super) pad_y: u32,
}

/// The scales for a picture of this size, coarse to fine. The two coarsest show the whole picture and
/// are always there.
pub(super) fn plan(width: u32, height: u32) -> Vec<Level> {
    let longest = width.max(height).max(1) as f32;
    let mut levels: Vec<Level> = Vec::new();
    let mut tiles = 0;
    let mut side = COARSEST;
    loop {
        let scale = side as f32 / longest;
        if side > INPUT && scale > MOST_ENLARGEMENT {
            return levels;
        }
        let scaled = |length: u32| ((length as f32 * scale).round() as u32).max(1);
        let (level_width, level_height) = (scaled(width), scaled(height));
        let (columns, rows) = (starts(level_width), starts(level_height));
        tiles += columns.len() * rows.len();
        if tiles > MOST_TILES {
            return levels;
        }
        let (pad_x, pad_y) = (padding(level_width), padding(level_height));
        let windows = rows.iter().flat_map(|&y| columns.iter().map(move |&x| Window { x, y, pad_x, pad_y })).collect();
        levels.push(Level { scale, width: level_width, height: level_height, windows });
        side = side.saturating_mul(2);
    }
}

/// First pixels of the tiles along one axis: evenly spread from edge to edge, at most [`STEP`] apart.
fn starts(length: u32) -> Vec<u32> {
    let room = length.saturating_sub(INPUT);
    let steps = room.div_ceil(STEP);
    // `steps` is 0 only where a single tile covers the axis.
    (0..=steps).map(|step| room * step / steps.max(1)).collect()
}

/// Black pixels before the picture where it is shorter than a tile: it lies in the middle.
fn padding(length: u32) -> u32 {
    INPUT.saturating_sub(length) / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_of_twelve_megapixels_is_searched_at_five_scales() {
        let levels = plan(4000, 3000);
        let sizes: Vec<_> = levels.iter().map(|level| (level.width, level.height, level.windows.len())).collect();
        assert_eq!(sizes, [(96, 72, 1), (192, 144, 1), (384, 288, 6), (768, 576, 20), (1536, 1152, 88)]);
    }

    #[test]
    fn tiles_cover_the_picture_and_their_number_is_bounded() {
        for (width, height) in [(64, 64), (100, 3000), (192, 193), (1440, 1080), (20_000, 300), (60_000, 60_000)] {
            let levels = plan(width, height);
            assert!(levels.len() >= 2, "{width} x {height}");
            assert!(levels.iter().map(|level| level.windows.len()).sum::<usize>() <= MOST_TILES);
            for level in &levels {
                for (length, along) in [(level.width, 0), (level.height, 1)] {
                    let mut edges: Vec<u32> = level.windows.iter().map(|window| [window.x, window.y][along]).collect();
                    edges.sort_unstable();
                    edges.dedup();
                    assert_eq!(edges.first(), Some(&0));
                    assert!(edges.last().is_some_and(|&last| last == length.saturating_sub(INPUT)));
                    assert!(edges.windows(2).all(|pair| pair[1] - pair[0] <= STEP));
                }
            }
        }
    }

    #[test]
    fn a_small_picture_lies_in_the_middle_of_its_tile() {
        let coarsest = &plan(400, 200)[0];
        assert_eq!((coarsest.width, coarsest.height), (96, 48));
        assert_eq!(coarsest.windows, [Window { x: 0, y: 0, pad_x: 48, pad_y: 72 }]);
    }
}
