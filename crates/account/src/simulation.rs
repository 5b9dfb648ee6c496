//! Accounts drawn by chance: how often sets of camera photos alone would be called AI, and sets of AI pictures would be
//! found (methods F4). Photos of one drawn account have a part of their chance in common, as large as rho.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use statrs::distribution::{ContinuousCDF as _, Normal};

use crate::aggregation;
use catchlight_forensics::calibration::Caps;
use catchlight_forensics::conclusion::Level;

/// Where the weights of single photos come from.
#[derive(Debug, Clone, Copy)]
pub enum Photos<'a> {
    /// Measured log10 LRs, ascending.
    Measured(&'a [f64]),
    /// Equal-variance Gaussian log LRs: means of plus (AI) or minus (camera) half the variance.
    Gaussian {
        /// Distance of the two means in standard deviations (d').
        apart: f64,
        /// Whether the photos are AI pictures.
        ai: bool,
    },
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Drawn<'a> {
    /// Weights of single photos.
    pub photos: Photos<'a>,
    /// Photos of an account.
    pub count: usize,
    /// Part of the chance that an account's photos have in common, 0 to 1.
    pub rho: f64,
    /// Accounts.
    pub accounts: usize,
    /// Rho that the sum is shrunk with.
    pub rho_used: f64,
    /// Caps of one photo and of the set.
    pub caps: Caps,
}

/// Share of drawn accounts that are called "some signs of AI generation" or stronger. Always the same for the same
/// arguments.
pub fn called_ai(drawn: &Drawn<'_>) -> f64 {
    let mut random = ChaCha8Rng::seed_from_u64(0xacc0);
    let normal = Normal::standard();
    // The middle of one of 2^32 steps: never 0 or 1.
    let mut gaussian = move || normal.inverse_cdf((f64::from(random.next_u32()) + 0.5) / 4_294_967_296.0);
    let (common, own) = (drawn.rho.sqrt(), (1.0 - drawn.rho).max(0.0).sqrt());
    let called = (0..drawn.accounts).filter(|_| {
        let shared = gaussian() * common;
        let claims: Vec<f64> = (0..drawn.count).map(|_| claim(drawn, shared + gaussian() * own)).collect();
        let log10_lr = aggregation::shrunk(&claims, drawn.rho_used).clamp(-drawn.caps.camera, drawn.caps.ai);
        Level::of(log10_lr) >= Level::SomeAi
    });
    called.count() as f64 / drawn.accounts.max(1) as f64
}

/// The weight of a photo at this place of the standard Gaussian.
fn claim(drawn: &Drawn<'_>, place: f64) -> f64 {
    let log10_lr = match drawn.photos {
        Photos::Measured(values) => {
            let share = Normal::standard().cdf(place);
            let index = (share * values.len() as f64) as usize;
            values.get(index.min(values.len().saturating_sub(1))).copied().unwrap_or(0.0)
        }
        Photos::Gaussian { apart, ai } => {
            let side = if ai { 0.5 } else { -0.5 };
            (side * apart * apart + apart * place) / std::f64::consts::LN_10
        }
    };
    log10_lr.clamp(-drawn.caps.camera, drawn.caps.ai)
}

#[cfg(test)]
mod tests {
    use catchlight_forensics::fusion::Fusion;

    use super::*;
    use crate::correlation::Correlation;

    /// What the issue asks: at most 1 % of accounts of camera photos may be called AI, at either rho and any number.
    #[test]
    fn at_most_one_account_of_camera_photos_in_a_hundred_is_called_ai() {
        let (correlation, fusion) = (Correlation::shipped().unwrap(), Fusion::shipped().unwrap());
        let rho_used = correlation.estimate().rho();
        for (rho, count) in [(0.2, 5), (0.2, 20), (0.2, 50), (0.5, 5), (0.5, 20), (0.5, 50)] {
            let drawn = |photos| Drawn { photos, count, rho, accounts: 4000, rho_used, caps: fusion.cap };
            let wrong = called_ai(&drawn(Photos::Measured(&correlation.camera_log10_lr)));
            assert!(wrong <= 0.01, "rho {rho}, {count} photos: {wrong}");
            let found = called_ai(&drawn(Photos::Measured(&correlation.ai_log10_lr)));
            assert!(found >= 0.75, "rho {rho}, {count} photos: {found}");
        }
    }

    /// Without the shrinkage the promise breaks: the simulation can fail.
    #[test]
    fn a_plain_sum_calls_too_many() {
        let correlation = Correlation::shipped().unwrap();
        let caps = Caps { ai: 1.56, camera: 0.99 };
        let photos = Photos::Gaussian { apart: 1.466, ai: false };
        let drawn = |rho_used| called_ai(&Drawn { photos, count: 20, rho: 0.5, accounts: 2000, rho_used, caps });
        assert!(drawn(0.0) > 2.0 * drawn(correlation.estimate().rho()), "{} {}", drawn(0.0), drawn(0.2));
    }
}
