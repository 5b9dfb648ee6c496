//! Real signatures, real files, and no network.

#![allow(clippy::unwrap_used, reason = "fixtures and helpers of tests may fail loudly")]

mod fixtures;
mod hostile;
mod lists;
mod offline;
mod provenance;
mod signed;
