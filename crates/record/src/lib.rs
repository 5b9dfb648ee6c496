//! What stands beside a report: what persons entered ([`v1::Remarks`]), the chain of custody ([`chain`]),
//! and the words that guide both ([`guide`]). Pure: no file, no clock, no network.

pub mod chain;
pub mod guide;
mod limits;
pub mod v1;

pub use guide::Guide;
