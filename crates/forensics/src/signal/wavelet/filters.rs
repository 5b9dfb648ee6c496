//! Filters of the wavelets.

/// A wavelet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wavelet {
    /// Haar: sums and differences of neighbours.
    Haar,
    /// Biorthogonal 1.3 (Cohen, Daubechies and Feauveau 1992): a Haar synthesis with a smoother analysis.
    Biorthogonal13,
    /// Daubechies with four vanishing moments and eight taps (1988).
    Daubechies4,
}

/// One half.
const ROOT: f32 = std::f32::consts::FRAC_1_SQRT_2;
/// An eighth of the root of one half.
const EIGHTH: f32 = ROOT / 8.0;

const HAAR: [f32; 2] = [ROOT, ROOT];
const BIORTHOGONAL_13_ANALYSIS: [f32; 6] = [-EIGHTH, EIGHTH, ROOT, ROOT, EIGHTH, -EIGHTH];
const BIORTHOGONAL_13_SYNTHESIS: [f32; 6] = [0.0, 0.0, ROOT, ROOT, 0.0, 0.0];
/// Daubechies, Orthonormal bases of compactly supported wavelets, 1988, table 1 (N = 4).
const DAUBECHIES_4: [f32; 8] = [
    -0.010_597_402,
    0.032_883_01,
    0.030_841_382,
    -0.187_034_81,
    -0.027_983_77,
    0.630_880_8,
    0.714_846_57,
    0.230_377_81,
];

/// The four filters of a two-channel bank.
pub(super) struct Bank {
    pub(super) analysis_low: Vec<f32>,
    pub(super) analysis_high: Vec<f32>,
    pub(super) synthesis_low: Vec<f32>,
    pub(super) synthesis_high: Vec<f32>,
}

impl Wavelet {
    /// The filters; high-pass filters follow from the low-pass ones by alternating signs.
    pub(super) fn bank(self) -> Bank {
        let (analysis, synthesis): (Vec<f32>, Vec<f32>) = match self {
            Self::Haar => (HAAR.to_vec(), HAAR.to_vec()),
            Self::Biorthogonal13 => (BIORTHOGONAL_13_ANALYSIS.to_vec(), BIORTHOGONAL_13_SYNTHESIS.to_vec()),
            Self::Daubechies4 => (DAUBECHIES_4.to_vec(), DAUBECHIES_4.iter().rev().copied().collect()),
        };
        Bank {
            analysis_high: alternating(&synthesis, -1.0),
            synthesis_high: alternating(&analysis, 1.0),
            analysis_low: analysis,
            synthesis_low: synthesis,
        }
    }
}

fn alternating(filter: &[f32], first: f32) -> Vec<f32> {
    filter.iter().enumerate().map(|(index, tap)| if index % 2 == 0 { first * tap } else { -first * tap }).collect()
}
