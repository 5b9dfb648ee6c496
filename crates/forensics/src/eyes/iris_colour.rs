//! Colour of each iris, as it is and corrected by the white of its own eye.
//!
//! Different colours of the two irises were a frequent fault of early generators: Matern, Riess and
//! Stamminger, Exploiting Visual Artifacts to Expose Deepfakes and Face Manipulations, WACVW 2019,
//! doi:10.1109/WACVW.2019.00020. A window at one side colours one eye more than the other; dividing by the
//! white of the same eye takes most of that away.

use super::colour::{self, Lab};
use super::mask::Mask;
use super::view::{EyeView, IRIS_CELLS, SIDE, from_middle};
use super::{EyePair, Glints};

/// The part of the iris that is measured, in iris radii: outside most pupils, inside the dark limbus.
const RING: std::ops::RangeInclusive<f32> = 0.50..=0.88;

/// The white of the eye begins this far from the iris' middle, in iris radii.
const WHITE_FROM: f32 = 1.15;

/// Least cells, as a share of the iris disc.
const LEAST_IRIS: f32 = 0.10;
const LEAST_WHITE: f32 = 0.06;

/// A reflection spoils the colour this far around it, in pixels of the photo.
const GLINT_MARGIN_PX: f32 = 1.5;

/// Linear light that the white of an eye is brought to.
const WHITE: f32 = 0.60;

/// Colour of one iris.
#[derive(Debug, Clone, PartialEq)]
pub struct IrisColour {
    /// Mean of the ring, linear light.
    pub iris: [f32; 3],
    /// The white of the eye, linear light; `None` where too little of it is seen.
    pub white: Option<[f32; 3]>,
    /// Cells that were measured.
    pub cells: usize,
}

impl IrisColour {
    /// Colour as it is.
    pub fn lab(&self) -> Lab {
        colour::lab(self.iris)
    }

    /// Linear light after the white of the eye was made the same neutral white.
    pub fn corrected(&self) -> Option<[f32; 3]> {
        let white = self.white?;
        let divided = [0, 1, 2].map(|channel| WHITE * self.iris[channel] / white[channel].max(1e-3));
        Some(divided.map(|light| light.min(1.0)))
    }
}

/// Colours of both irises.
#[derive(Debug, Clone, PartialEq)]
pub struct Colours {
    /// The person's right eye.
    pub right: IrisColour,
    /// The person's left eye.
    pub left: IrisColour,
}

impl Colours {
    /// Colour difference as it is (delta E).
    pub fn difference(&self) -> f32 {
        colour::difference(self.right.lab(), self.left.lab())
    }

    /// Colour difference after each eye was corrected by its own white (delta E).
    pub fn corrected_difference(&self) -> Option<f32> {
        let (right, left) = (self.right.corrected()?, self.left.corrected()?);
        Some(colour::difference(colour::lab(right), colour::lab(left)))
    }
}

/// Measures both irises. `None` where too little of one can be seen.
pub fn measure(pair: &EyePair) -> Option<Colours> {
    let right = of_eye(&pair.right, &pair.right_glints)?;
    Some(Colours { right, left: of_eye(&pair.left, &pair.left_glints)? })
}

fn of_eye(view: &EyeView, glints: &Glints) -> Option<IrisColour> {
    let covered = glints.spots.grown(GLINT_MARGIN_PX / view.frame.px_per_cell);
    let radius = IRIS_CELLS / 2.0;
    let ring = Mask::from_fn(SIDE, |column, row| {
        let cell = (column, row);
        view.iris.has(cell) && !covered.has(cell) && RING.contains(&(from_middle(cell) / radius))
    });
    let disc = std::f32::consts::PI * radius * radius;
    let colours: Vec<_> =
        ring.iter().filter_map(|cell| view.pixel(cell)).map(|pixel| colour::linear(pixel.0.map(f32::from))).collect();
    if (colours.len() as f32) < LEAST_IRIS * disc {
        return None;
    }
    Some(IrisColour { iris: colour::median(&colours)?, white: white(view, LEAST_WHITE * disc), cells: colours.len() })
}

/// The white of the eye: of what lies between the lids beside the iris, the brighter half that is neither
/// a highlight nor coloured.
fn white(view: &EyeView, least: f32) -> Option<[f32; 3]> {
    const MOST_LUMA: f32 = 250.0;
    const MOST_SATURATION: f32 = 0.45;
    let beside = view.open.iter().filter(|&cell| from_middle(cell) > WHITE_FROM * IRIS_CELLS / 2.0);
    let mut cells: Vec<(f32, [f32; 3])> = beside
        .filter_map(|cell| Some((view.luma(cell), view.pixel(cell)?.0.map(f32::from))))
        .filter(|(luma, [red, green, blue])| {
            let most = red.max(*green).max(*blue);
            *luma < MOST_LUMA && most > 0.0 && (most - red.min(*green).min(*blue)) / most < MOST_SATURATION
        })
        .collect();
    if (cells.len() as f32) < least {
        return None;
    }
    cells.sort_by(|one, other| other.0.total_cmp(&one.0));
    cells.truncate(cells.len() / 2);
    colour::median(&cells.iter().map(|(_, pixel)| colour::linear(*pixel)).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests;
