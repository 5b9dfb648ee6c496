//! What many photos of one persona say together. Pure: no files, no clock, no network.
//!
//! Data flows one way: each photo's specimen and report leave traits; checks look across them; weights are
//! added up with respect for how alike photos of one source are; one conclusion speaks of the set of photos.

pub mod aggregation;
pub mod correlation;
pub mod traits;
pub mod v1;

pub use traits::{Traits, traits};
