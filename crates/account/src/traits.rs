//! What is kept of one photo, so that many can be looked at together when their pixels are long gone.

mod bytes;
mod facts;
mod features;
mod look;
mod places;
mod residual;
mod sensor;

pub use bytes::Bytes;
pub use facts::{Declared, FileFacts, Sequence};
pub use features::{Feature, Features};
pub use look::{Look, SMALL_SIDE};
pub use places::{CROP_SIDE, FacePlace, Faces};
pub use residual::{PIECE_SIDE, Piece};
pub(crate) use sensor::Signs;
pub use sensor::{SENSOR_SIDE, Sensor};

use catchlight_forensics::check::{Context, Stopped};
use catchlight_forensics::portrait::likeness::FaceLook;
use catchlight_forensics::report::v1::Report;
use catchlight_forensics::specimen::Specimen;
use catchlight_forensics::text::Text;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Value of [`Traits::format`].
pub const FORMAT: &str = "catchlight.traits/1";

/// Longest serialised traits that are read, in bytes.
pub const MOST_BYTES: usize = 400_000;

/// What is kept of one photo: facts of the file and small measurements of the picture, under 150 kB as JSON, of
/// a camera's own picture under 350 kB. Pixels are kept only as two small grey pictures ([`Look::small`],
/// [`Faces::crop`]), a piece of the noise ([`Piece`]) and its signs ([`Sensor`]).
/// A measurement that could not be made is `Err` with the reason.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Traits {
    /// Always [`FORMAT`].
    pub format: String,
    /// Facts of the file.
    pub file: FileFacts,
    /// How the picture looks from afar.
    pub look: Result<Look, Text>,
    /// Where faces and eyes lie.
    pub faces: Result<Faces, Text>,
    /// Corners with their surroundings, for finding the same place again.
    pub features: Result<Features, Text>,
    /// A piece of what is left without the smooth part of the picture.
    pub residual: Result<Piece, Text>,
    /// Signs of the noise in the middle of a picture that may be a camera's own.
    pub sensor: Result<Sensor, Text>,
}

/// Why kept traits cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnusableTraits {
    /// More bytes than traits can have.
    #[error("the kept measurements of a photo are too long")]
    TooLong,
    /// Not the JSON of traits.
    #[error("the kept measurements of a photo cannot be read: {0}")]
    Unreadable(String),
    /// Of another version.
    #[error("the kept measurements of a photo are of another version")]
    OtherFormat,
    /// A number or length that no measurement gives.
    #[error("the kept measurements of a photo hold an impossible value: {0}")]
    Impossible(&'static str),
}

/// Measures what is kept of a photo, from the views that its examination has left warm.
///
/// # Errors
/// [`Stopped::Cancelled`]; every other failure is kept as the reason of one part.
pub fn traits(specimen: &Specimen<'_>, context: &Context<'_>, report: &Report) -> Result<Traits, Stopped> {
    let file = facts::of(specimen, report);
    let upright = specimen.upright().map_err(|undecodable| undecodable.reason.clone());
    context.go_on()?;
    let grey = upright.map(look::grey);
    let look = grey.as_ref().map(look::look).map_err(Text::clone);
    context.go_on()?;
    let features = grey.as_ref().map_err(Text::clone).and_then(features::features);
    context.go_on()?;
    let faces = kept(places::faces(specimen, context))?;
    let residual = residual::piece(specimen);
    context.go_on()?;
    let sensor = sensor::sensor(specimen, &file);
    context.go_on()?;
    Ok(Traits { format: FORMAT.to_owned(), file, look, faces, features, residual, sensor })
}

/// How the faces of a photo look, for comparing them with those of others; to be computed only when somebody asks for
/// that, and to be kept nowhere. `None` after a cancellation.
pub fn looks(specimen: &Specimen<'_>, context: &Context<'_>) -> Option<Result<Vec<FaceLook>, Text>> {
    kept(specimen.face_looks(context)).ok()
}

/// A failure as a reason; only a cancellation goes on.
fn kept<T>(measured: Result<T, Stopped>) -> Result<Result<T, Text>, Stopped> {
    match measured {
        Ok(value) => Ok(Ok(value)),
        Err(Stopped::Failed(why)) => Ok(Err(why)),
        Err(Stopped::Cancelled) => Err(Stopped::Cancelled),
    }
}

impl Traits {
    /// Reads kept traits from JSON. What it gives keeps every bound that measuring keeps.
    ///
    /// # Errors
    /// Anything that [`traits`] cannot have written.
    pub fn read(json: &str) -> Result<Self, UnusableTraits> {
        if json.len() > MOST_BYTES {
            return Err(UnusableTraits::TooLong);
        }
        let traits: Self = serde_json::from_str(json).map_err(|error| UnusableTraits::Unreadable(error.to_string()))?;
        if traits.format != FORMAT {
            return Err(UnusableTraits::OtherFormat);
        }
        let sense = [
            traits.look.as_ref().map_or(true, Look::has_sense).then_some(()).ok_or("the small picture"),
            traits.faces.as_ref().map_or(true, Faces::has_sense).then_some(()).ok_or("a face"),
            traits.features.as_ref().map_or(true, Features::has_sense).then_some(()).ok_or("a corner"),
            traits.residual.as_ref().map_or(true, Piece::has_sense).then_some(()).ok_or("the piece of noise"),
            traits.sensor.as_ref().map_or(true, Sensor::has_sense).then_some(()).ok_or("the signs of noise"),
        ];
        sense.into_iter().collect::<Result<(), _>>().map_err(UnusableTraits::Impossible)?;
        Ok(traits)
    }

    /// The traits as JSON.
    ///
    /// # Errors
    /// A number that JSON cannot hold.
    pub fn write(&self) -> Result<String, UnusableTraits> {
        serde_json::to_string(self).map_err(|error| UnusableTraits::Unreadable(error.to_string()))
    }
}

#[cfg(test)]
pub(crate) mod tests;
