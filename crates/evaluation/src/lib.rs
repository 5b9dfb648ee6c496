//! How well scores tell generated pictures from camera photos: numerics only, without files or a clock.
//!
//! A [`Sample`] holds scored photos with their labels and sources. From it follow the [`Roc`] curve with
//! its area, intervals by a bootstrap of whole sources ([`bootstrap`]), a calibration of scores to
//! likelihood ratios ([`logistic`], [`pav`]) with its [`band`] and [`cap`], what such ratios cost ([`mod@cllr`]) and whether they keep
//! their word ([`reliability`]). [`Summary`] puts the usual numbers of one sample together.

pub mod band;
pub mod bootstrap;
pub mod cap;
pub mod cllr;
pub mod fusion;
pub mod interval;
pub mod logistic;
pub mod pav;
pub mod reliability;
pub mod roc;
pub mod sample;
pub mod summary;

pub use cllr::cllr;
pub use interval::Interval;
pub use logistic::Logistic;
pub use roc::Roc;
pub use sample::{Case, Label, Sample};
pub use summary::{Measure, Summary};
