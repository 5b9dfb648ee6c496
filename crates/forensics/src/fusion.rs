//! How weights are combined, as measured on photos with joint results: `fusion.toml`, written by
//! `catchlight calibrate`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::calibration::{Caps, Counted, Made};
use crate::check::Family;
use crate::evidence::Evidence;

/// Value of [`Fusion::format`].
pub const FORMAT: &str = "catchlight.fusion/1";

/// Fewest photos with joint results of a family's checks, both labels together, from which coefficients may be
/// fitted (methods E2).
pub const LEAST_JOINT_PHOTOS: u32 = 300;

/// Caps of everything together, and the coefficients inside families.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fusion {
    /// Always [`FORMAT`].
    pub format: String,
    /// AI pictures that the whole pipeline was measured on.
    pub ai: Counted,
    /// Camera photos that the whole pipeline was measured on.
    pub camera: Counted,
    /// Largest log10 LR of all evidence together that these numbers support.
    pub cap: Caps,
    /// When and from what it was made.
    pub made: Made,
    /// Families of which several checks were calibrated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub families: Vec<FamilyFusion>,
}

/// Logistic fusion inside a family: the log10 LRs of its checks, each times a coefficient from 0 to 1, add up
/// (Morrison 2013). The coefficients were fitted on photos that every one of the checks had weighed, so what
/// the checks have in common is not counted twice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilyFusion {
    /// [`Family::id`].
    pub family: String,
    /// AI pictures with joint results.
    pub ai: Counted,
    /// Camera photos with joint results.
    pub camera: Counted,
    /// The checks.
    pub checks: Vec<Coefficient>,
}

/// How much of a check's claim counts beside the others of its family.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coefficient {
    /// Id of the check.
    pub check: String,
    /// Revision of the check.
    pub revision: u32,
    /// From 0 to 1.
    pub coefficient: f64,
}

/// Why a fusion file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the fusion file cannot be read: {0}")]
pub struct UnusableFusion(String);

static SHIPPED: LazyLock<Result<Fusion, UnusableFusion>> = LazyLock::new(|| Fusion::read(include_str!("fusion.toml")));

impl Fusion {
    /// The file that was compiled in.
    ///
    /// # Errors
    /// A file that does not parse or holds impossible numbers.
    pub fn shipped() -> Result<&'static Self, UnusableFusion> {
        SHIPPED.as_ref().map_err(Clone::clone)
    }

    /// No measured numbers: every cap is 0.
    pub(crate) fn nothing() -> Self {
        let none = Counted { photos: 0, sources: 0 };
        let made =
            Made { on: String::new(), version: String::new(), command: String::new(), manifest_sha256: String::new() };
        let cap = Caps { ai: 0.0, camera: 0.0 };
        Self { format: FORMAT.to_owned(), ai: none, camera: none, cap, made, families: Vec::new() }
    }

    /// Reads a fusion file.
    ///
    /// # Errors
    /// A file that does not parse or holds impossible numbers.
    pub fn read(source: &str) -> Result<Self, UnusableFusion> {
        let fusion: Self = toml::from_str(source).map_err(|error| UnusableFusion(error.to_string()))?;
        let is_cap = |cap: f64| cap.is_finite() && cap >= 0.0;
        let coefficients = fusion.families.iter().flat_map(|family| &family.checks).map(|check| check.coefficient);
        if fusion.format != FORMAT {
            return Err(UnusableFusion("it is of another format".to_owned()));
        }
        if !is_cap(fusion.cap.ai)
            || !is_cap(fusion.cap.camera)
            || !coefficients.into_iter().all(|part| (0.0..=1.0).contains(&part))
        {
            return Err(UnusableFusion("a number is missing its sense".to_owned()));
        }
        Ok(fusion)
    }

    /// The coefficients of a family's evidence, in its order; `None` unless all of it was measured together in
    /// these revisions, on enough photos.
    pub(crate) fn coefficients(&self, family: Family, evidence: &[&Evidence]) -> Option<Vec<f64>> {
        let measured = self.families.iter().find(|entry| entry.family == family.id())?;
        if measured.ai.photos + measured.camera.photos < LEAST_JOINT_PHOTOS {
            return None;
        }
        let of = |item: &&Evidence| {
            let mut checks = measured.checks.iter();
            let same = checks.find(|check| check.check == item.check && check.revision == item.revision);
            same.map(|check| check.coefficient)
        };
        evidence.iter().map(of).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Nothing measured together, and caps out of the way.
    pub(crate) fn without_families(cap: f64) -> Fusion {
        Fusion { cap: Caps { ai: cap, camera: cap }, ..Fusion::nothing() }
    }

    #[test]
    fn the_shipped_file_can_be_used() {
        assert!(Fusion::shipped().unwrap().cap.ai > 0.0);
    }

    #[test]
    fn nonsense_is_refused() {
        let read = |fusion: &Fusion| Fusion::read(&toml::to_string(fusion).unwrap());
        assert!(read(&without_families(2.0)).is_ok());
        assert!(read(&without_families(-1.0)).is_err());
        assert!(read(&Fusion { format: "other".to_owned(), ..without_families(2.0) }).is_err());
        let families = vec![FamilyFusion {
            family: "tone".to_owned(),
            ai: Counted { photos: 200, sources: 5 },
            camera: Counted { photos: 200, sources: 5 },
            checks: vec![Coefficient { check: "a".to_owned(), revision: 1, coefficient: 1.1 }],
        }];
        assert!(read(&Fusion { families, ..without_families(2.0) }).is_err());
        assert!(Fusion::read("families = 3").is_err());
    }
}
