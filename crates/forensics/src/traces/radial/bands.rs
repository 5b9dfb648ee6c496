//! Where the curves of real photos lie, measured once and committed: `bands.toml`, which only
//! `examples/radial_bands.rs` writes.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::RINGS;
use crate::history::Compression;
use crate::text;
use crate::text::Text;

/// The bands of all kinds of compression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bands {
    /// When they were measured.
    pub measured: String,
    /// The command that wrote them.
    pub command: String,
    /// One band a compression.
    pub band: Vec<Band>,
}

/// The range of the curves of real photos with about the same compression, in decibels as
/// [`super::measure`] gives them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// [`Compression::id`].
    pub compression: String,
    /// Photos that were measured.
    pub photos: usize,
    /// Sources that they came from.
    pub sources: usize,
    /// Share of a curve outside the band that 95 of 100 of these photos do not exceed, 0 to 1.
    pub outside: f32,
    /// 5 of 100 photos lie below.
    pub low: [f32; RINGS],
    /// The median.
    pub middle: [f32; RINGS],
    /// 95 of 100 photos lie below.
    pub high: [f32; RINGS],
}

impl Band {
    /// Share of a curve outside the band, 0 to 1; the first ring, which holds the broadest shapes, is
    /// left out.
    pub fn outside(&self, rings: &[f32; RINGS]) -> f32 {
        let outside = (1..RINGS).filter(|ring| rings[*ring] < self.low[*ring] || rings[*ring] > self.high[*ring]);
        outside.count() as f32 / (RINGS - 1) as f32
    }
}

static BANDS: LazyLock<Result<Bands, Text>> = LazyLock::new(|| {
    toml::from_str(include_str!("bands.toml"))
        .map_err(|why| text!("The bands of real photos could not be read: {why}.", "无法读取真实照片的范围：{why}。"))
});

/// The band of photos with a compression; `None` where too few were measured.
///
/// # Errors
/// The committed bands cannot be read, which a test rules out.
pub fn band(compression: Compression) -> Result<Option<&'static Band>, Text> {
    let bands = BANDS.as_ref().map_err(Clone::clone)?;
    Ok(bands.band.iter().find(|band| band.compression == compression.id()))
}
