//! What stands beside a report: what persons entered ([`v1::Remarks`]), the chain of custody ([`chain`]), the
//! words that guide both ([`guide`]), and the signed bundle of it all ([`bundle`]). Pure: no file, no clock,
//! no network.

pub mod bundle;
pub mod chain;
pub mod compare;
pub mod guide;
mod limits;
pub mod signature;
pub mod v1;

pub use guide::Guide;
