//! What many photos of one persona say together. Pure: no files, no clock, no network.
//!
//! Data flows one way: each photo's specimen and report leave [`Traits`]; [`checks`] look across them; weights are
//! added up ([`aggregation`]) with respect for how alike photos of one source are ([`correlation`]); one conclusion
//! speaks of the set of photos ([`v1`]).

pub mod across;
pub mod aggregation;
pub mod checks;
mod conclusion;
pub mod correlation;
mod dossier;
mod drawing;
mod matching;
mod set;
pub mod simulation;
pub mod traits;
pub mod v1;
mod weighing;

pub use dossier::{Options, Progress, examine};
pub use set::{Group, Photo, Set, bare};
pub use traits::{Traits, looks, traits};
