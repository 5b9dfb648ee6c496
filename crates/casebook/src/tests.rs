//! Tests over several modules.

mod deletion;
mod keeping;
mod model;
mod samples;
mod searching;
mod transfer;
