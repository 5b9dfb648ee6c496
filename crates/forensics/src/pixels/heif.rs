//! The port through which AVIF and HEIC are decoded. Their decoders are the largest, and that of AV1 holds code
//! that the compiler does not check, so a product has them work in a process of their own (`crates/worker`).

use serde::{Deserialize, Serialize};

use super::{Pixels, Undecodable, avif, heic, isolated};
use crate::examination::Cancel;
use crate::limits::Limits;

/// Formats in the family of HEIF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// AV1 pictures.
    Avif,
    /// HEVC pictures.
    Heic,
}

/// A file that is to be decoded.
#[derive(Debug, Clone, Copy)]
pub struct Coded<'a> {
    /// Its format by content.
    pub format: Format,
    /// The whole file.
    pub bytes: &'a [u8],
    /// How its pixels must be turned to stand upright, as an EXIF orientation value (1 to 8).
    pub orientation: u8,
    /// Bounds of the decoded picture.
    pub limits: &'a Limits,
}

/// Decodes AVIF and HEIC.
pub trait HeifDecoder: Sync {
    /// The file's first picture. Gives up once `cancel` is set, if it can.
    ///
    /// # Errors
    /// [`Undecodable`] with the reason for a reader.
    fn decode(&self, coded: &Coded<'_>, cancel: &Cancel) -> Result<Pixels, Undecodable>;
}

/// Decodes in this process. A panic inside the HEVC decoder ends as a damaged file; one inside the AV1 decoder
/// lies behind a C interface and ends the process.
#[derive(Debug, Clone, Copy, Default)]
pub struct InThisProcess;

impl HeifDecoder for InThisProcess {
    fn decode(&self, coded: &Coded<'_>, _cancel: &Cancel) -> Result<Pixels, Undecodable> {
        isolated(|| match coded.format {
            Format::Avif => avif::decode(coded.bytes, coded.limits),
            Format::Heic => heic::decode(coded.bytes, coded.orientation, coded.limits),
        })
    }
}
