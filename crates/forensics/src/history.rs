//! What happened to the pixels on the way into this file, as far as file and pixels still tell, and
//! the quality stratum that decides which traces may be believed.

mod halo;
mod lattice;
mod other_grid;
mod present;
mod resampling;
mod same_grid;
mod stratum;

use ndarray::Array2;

use crate::check::{Context, Stopped};
use crate::coefficients::Coefficients;
use crate::container::Structure;
use crate::text::Text;

pub use other_grid::{OtherGrid, grid_histogram};
pub use present::Present;
pub use resampling::{CURVE_STEP, Resampling};
pub use same_grid::SameGrid;
pub use stratum::{Compression, Scale, Stratum};

/// What file and pixels tell of their past.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// How this file codes its pixels.
    pub present: Present,
    /// Whether the coefficients of a JPEG show an earlier compression on the same grid, or why they
    /// could not be read; `None` for other formats.
    pub same_grid: Option<Result<SameGrid, Text>>,
    /// Whether the pixels show an earlier JPEG compression on a grid of another origin, or in another format.
    pub other_grid: OtherGrid,
    /// The strongest periodic trace of scaling; `None` where the picture was too small.
    pub resampling: Option<Resampling>,
    /// Median overshoot beside strong edges as a share of their height; `None` where there were too few.
    pub overshoot: Option<f64>,
}

/// Reads the past of a picture from its luma plane (0 to 255, as coded) and, for a JPEG, its coefficients.
///
/// # Errors
/// [`Stopped::Cancelled`].
pub fn read(
    structure: &Structure,
    luma: &Array2<f32>,
    coefficients: Option<&Result<Coefficients, Text>>,
    context: &Context<'_>,
) -> Result<History, Stopped> {
    let present = Present::read(structure);
    let same_grid = coefficients.map(|read| {
        let read = read.as_ref().map_err(Clone::clone)?;
        Ok(read.components.first().map_or(SameGrid::TooFew, same_grid::look))
    });
    context.go_on()?;
    let own = matches!(present, Present::Jpeg { .. }).then_some((0, 0));
    let other_grid = present.noise(structure).map_or(OtherGrid::Hidden, |noise| other_grid::look(luma, noise, own));
    context.go_on()?;
    let resampling = resampling::look(luma, present.grid(matches!(other_grid, OtherGrid::Found { .. })));
    context.go_on()?;
    Ok(History { present, same_grid, other_grid, resampling, overshoot: halo::overshoot(luma) })
}

impl History {
    /// Quality settings of earlier JPEG compressions that were found.
    pub fn earlier_qualities(&self) -> impl Iterator<Item = u8> {
        let same = match self.same_grid {
            Some(Ok(SameGrid::Found { quality, .. })) => Some(quality),
            _ => None,
        };
        let other = match self.other_grid {
            OtherGrid::Found { quality, .. } => Some(quality),
            _ => None,
        };
        same.into_iter().chain(other)
    }

    /// The quality stratum.
    pub fn stratum(&self) -> Stratum {
        let earlier = self.earlier_qualities().map(Compression::of_quality).max();
        let compression = match self.present.compression() {
            // A format whose strength was not read may be stronger than what was found under it.
            Compression::Unknown => Compression::Unknown,
            present => earlier.map_or(present, |earlier| earlier.max(present)),
        };
        let scale = match &self.resampling {
            Some(trace) if trace.is_found() => Scale::Resized,
            _ => Scale::Unknown,
        };
        Stratum { compression, scale }
    }
}

#[cfg(test)]
mod tests;
