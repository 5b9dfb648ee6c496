//! How alike the weights of photos of one source are, as measured on the calibration's sources: `correlation.toml`,
//! written by the example `correlation` and by nobody else.
//!
//! The measure is the intraclass correlation of a one-way analysis of variance, for each label apart (Shrout and
//! Fleiss 1979, ICC(1), with the mean group size for unequal groups), because photos of one account are alike
//! *given* what they are: same camera, same filter, same style.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Value of [`Correlation::format`].
pub const FORMAT: &str = "catchlight.correlation/1";

/// Least rho that is used, whatever was measured: 18 sources are too few to trust a smaller one (methods F4).
pub const LEAST_RHO: f64 = 0.2;

/// What a photo is known to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// A generative model made it.
    Ai,
    /// A camera took it.
    Camera,
}

/// What was measured of one label.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// Photos with a weight.
    pub photos: u32,
    /// Sources with at least one of them.
    pub sources: u32,
    /// Intraclass correlation, not below 0.
    pub icc: f64,
}

/// What was measured of both labels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Of AI pictures.
    pub ai: Measured,
    /// Of camera photos.
    pub camera: Measured,
}

impl Estimate {
    /// The rho to be used: the greater of both, and at least [`LEAST_RHO`].
    pub fn rho(&self) -> f64 {
        self.ai.icc.max(self.camera.icc).max(LEAST_RHO)
    }
}

/// The shipped file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correlation {
    /// Always [`FORMAT`].
    pub format: String,
    /// The command that wrote it.
    pub command: String,
    /// The calibration's camera photos: log10 LR of each, ascending. What real photos reach by chance.
    pub camera_log10_lr: Vec<f64>,
    /// The calibration's AI pictures: log10 LR of each, ascending. For simulations; no photo is compared with them.
    pub ai_log10_lr: Vec<f64>,
    /// Measured on AI pictures.
    pub ai: Measured,
    /// Measured on camera photos.
    pub camera: Measured,
}

/// Why the file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the file of correlations cannot be read: {0}")]
pub struct UnusableCorrelation(String);

static SHIPPED: LazyLock<Result<Correlation, UnusableCorrelation>> =
    LazyLock::new(|| Correlation::read(include_str!("correlation.toml")));

impl Correlation {
    /// The file that was compiled in.
    ///
    /// # Errors
    /// A file that does not parse or holds impossible numbers.
    pub fn shipped() -> Result<&'static Self, UnusableCorrelation> {
        SHIPPED.as_ref().map_err(Clone::clone)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// A file that does not parse or holds impossible numbers.
    pub fn read(source: &str) -> Result<Self, UnusableCorrelation> {
        let read: Self = toml::from_str(source).map_err(|error| UnusableCorrelation(error.to_string()))?;
        let is_ascending = |all: &[f64]| !all.is_empty() && all.is_sorted_by(|one, other| one <= other);
        let is_share = |share: f64| (0.0..=1.0).contains(&share);
        if read.format != FORMAT {
            return Err(UnusableCorrelation("it is of another format".to_owned()));
        }
        if !is_share(read.ai.icc)
            || !is_share(read.camera.icc)
            || !is_ascending(&read.camera_log10_lr)
            || !is_ascending(&read.ai_log10_lr)
        {
            return Err(UnusableCorrelation("a number is missing its sense".to_owned()));
        }
        Ok(read)
    }

    /// What was measured.
    pub fn estimate(&self) -> Estimate {
        Estimate { ai: self.ai, camera: self.camera }
    }

    /// Share of real photos whose log10 LR is at least this, with the photo itself counted (conformal p-value;
    /// Vovk and others 2005).
    pub fn p_value(&self, log10_lr: f64) -> f64 {
        let below = self.camera_log10_lr.partition_point(|real| *real < log10_lr);
        let at_least = self.camera_log10_lr.len() - below;
        (1 + at_least) as f64 / (1 + self.camera_log10_lr.len()) as f64
    }
}

/// Measures how alike the photos of one source are, from (source, label, log10 LR) of every photo with a weight.
/// `None` when a label has fewer than two sources, or no source of it has two photos.
pub fn estimate(photos: &[(&str, Label, f64)]) -> Option<Estimate> {
    Some(Estimate { ai: measured(photos, Label::Ai)?, camera: measured(photos, Label::Camera)? })
}

fn measured(photos: &[(&str, Label, f64)], label: Label) -> Option<Measured> {
    let mut sources = std::collections::BTreeMap::<&str, Vec<f64>>::new();
    for (source, of, log10_lr) in photos {
        if *of == label && log10_lr.is_finite() {
            sources.entry(source).or_default().push(*log10_lr);
        }
    }
    let all: usize = sources.values().map(Vec::len).sum();
    if sources.len() < 2 || all <= sources.len() {
        return None;
    }
    let (count, total) = (sources.len() as f64, all as f64);
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let of_all = sources.values().flatten().sum::<f64>() / total;
    let between: f64 = sources.values().map(|source| source.len() as f64 * (mean(source) - of_all).powi(2)).sum();
    let within: f64 = sources
        .values()
        .map(|source| {
            let middle = mean(source);
            source.iter().map(|value| (value - middle).powi(2)).sum::<f64>()
        })
        .sum();
    let (between, within) = (between / (count - 1.0), within / (total - count));
    let squares: f64 = sources.values().map(|source| (source.len() as f64).powi(2)).sum();
    let size = (total - squares / total) / (count - 1.0);
    let whole = between + (size - 1.0) * within;
    let icc = if whole > 0.0 { ((between - within) / whole).clamp(0.0, 1.0) } else { 0.0 };
    Some(Measured { photos: all as u32, sources: sources.len() as u32, icc })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photos(sources: &[(&'static str, &[f64])], label: Label) -> Vec<(&'static str, Label, f64)> {
        sources.iter().flat_map(|(name, values)| values.iter().map(move |value| (*name, label, *value))).collect()
    }

    /// Shrout and Fleiss (1979), table 2: six targets, four judges; ICC(1,1) is 0.17.
    #[test]
    fn the_published_example_comes_out() {
        let targets: [(&str, &[f64]); 6] = [
            ("1", &[9.0, 2.0, 5.0, 8.0]),
            ("2", &[6.0, 1.0, 3.0, 2.0]),
            ("3", &[8.0, 4.0, 6.0, 8.0]),
            ("4", &[7.0, 1.0, 2.0, 6.0]),
            ("5", &[10.0, 5.0, 6.0, 9.0]),
            ("6", &[6.0, 2.0, 4.0, 7.0]),
        ];
        let measured = measured(&photos(&targets, Label::Camera), Label::Camera).unwrap();
        assert!((measured.icc - 0.1657).abs() < 1e-3, "{measured:?}");
        assert_eq!((measured.photos, measured.sources), (24, 6));
    }

    #[test]
    fn equal_photos_of_a_source_are_wholly_alike_and_equal_sources_not_at_all() {
        let alike: [(&str, &[f64]); 2] = [("a", &[1.0, 1.0]), ("b", &[2.0, 2.0])];
        assert_eq!(measured(&photos(&alike, Label::Ai), Label::Ai).unwrap().icc, 1.0);
        let equal: [(&str, &[f64]); 2] = [("a", &[1.0, 2.0]), ("b", &[2.0, 1.0])];
        assert_eq!(measured(&photos(&equal, Label::Ai), Label::Ai).unwrap().icc, 0.0);
        assert_eq!(measured(&photos(&alike, Label::Ai), Label::Camera), None);
    }

    #[test]
    fn the_shipped_file_can_be_used_and_nonsense_is_refused() {
        let shipped = Correlation::shipped().unwrap();
        assert!(shipped.estimate().rho() >= LEAST_RHO);
        assert!(shipped.camera_log10_lr.len() > 100);
        let written = toml::to_string(shipped).unwrap();
        assert_eq!(&Correlation::read(&written).unwrap(), shipped);
        for nonsense in
            [written.replace("correlation/1", "other"), written.replace("icc = 0.", "icc = 7."), "x".to_owned()]
        {
            assert!(Correlation::read(&nonsense).is_err());
        }
    }

    #[test]
    fn p_values_count_the_photo_itself() {
        let shipped = Correlation::shipped().unwrap();
        let count = shipped.camera_log10_lr.len() as f64;
        assert_eq!(shipped.p_value(99.0), 1.0 / (count + 1.0));
        assert_eq!(shipped.p_value(-99.0), 1.0);
        assert!(shipped.p_value(0.0) >= shipped.p_value(0.5));
    }
}
