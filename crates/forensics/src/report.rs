//! The report: wire types and the words that the runner and the conclusion use.

pub(crate) mod assemble;
pub mod v1;
pub mod words;

pub use assemble::{apart, detail_group};
