//! What the checks make of the golden pictures.

use super::Golden;

/// One score that is known.
pub(super) struct Expected {
    pub(super) golden: Golden,
    /// Id of the check.
    pub(super) check: &'static str,
    pub(super) score: f64,
    /// Farthest that another processor may lie.
    pub(super) within: f64,
}

/// Measured with this version on x86-64. The image tower computes in 8-bit steps that processors may round
/// differently: a change of one grey level moved scores by up to 0.83 (docs/validation/semantic_detector.md).
pub(super) const EXPECTED: &[Expected] = &[
    Expected { golden: Golden::Landscape, check: "semantic_detector", score: -0.17, within: 1.0 },
    Expected { golden: Golden::Landscape, check: "spectral_traces", score: -3.209, within: 0.01 },
    Expected { golden: Golden::Joints, check: "upsampling_trace", score: 2.373, within: 0.01 },
];

impl Expected {
    /// Whether its check runs a model.
    #[cfg(test)]
    pub(super) fn needs_model(&self) -> bool {
        use crate::check::Need;
        let needs = crate::checks::find(self.check).map(|check| check.about().needs).unwrap_or_default();
        needs.iter().any(|need| matches!(need, Need::Model(_)))
    }
}
