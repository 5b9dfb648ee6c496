//! Plans of Fourier transforms, made once for a length and shared by all threads.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use realfft::{ComplexToReal, RealFftPlanner, RealToComplex};
use rustfft::{Fft, FftDirection, FftPlanner};

/// Lengths after which the plans are forgotten: thousands of photos of different sizes must not fill
/// the memory with twiddle factors.
const MOST_LENGTHS: usize = 64;

#[derive(Default)]
struct Plans {
    real: Option<RealFftPlanner<f32>>,
    complex: Option<FftPlanner<f32>>,
    lengths: HashSet<usize>,
}

static PLANS: LazyLock<Mutex<Plans>> = LazyLock::new(Mutex::default);

/// Forward transform of real samples.
pub(super) fn real_forward(length: usize) -> Arc<dyn RealToComplex<f32>> {
    with_plans(length, |plans| plans.real.get_or_insert_with(RealFftPlanner::new).plan_fft_forward(length))
}

/// Inverse of [`real_forward`], without the division by the length.
pub(super) fn real_inverse(length: usize) -> Arc<dyn ComplexToReal<f32>> {
    with_plans(length, |plans| plans.real.get_or_insert_with(RealFftPlanner::new).plan_fft_inverse(length))
}

/// Transform of complex samples, without any division.
pub(super) fn complex(length: usize, direction: FftDirection) -> Arc<dyn Fft<f32>> {
    with_plans(length, |plans| plans.complex.get_or_insert_with(FftPlanner::new).plan_fft(length, direction))
}

fn with_plans<T>(length: usize, plan: impl FnOnce(&mut Plans) -> T) -> T {
    let mut plans = PLANS.lock().unwrap_or_else(PoisonError::into_inner);
    if plans.lengths.len() >= MOST_LENGTHS && !plans.lengths.contains(&length) {
        *plans = Plans::default();
    }
    plans.lengths.insert(length);
    plan(&mut plans)
}
