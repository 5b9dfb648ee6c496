//! The casebook: cases, their photos with report, record and pictures, and what was deleted, in one embedded
//! database ([`Casebook`]) with the kept originals beside it. It is the durable queue, too: whatever happens to
//! the process, a finished report is there, and a photo that waited waits again.
//!
//! Knows files; knows neither clock (moments are passed in, RFC 3339 with zone) nor network, and examines
//! nothing.

mod arrivals;
mod casebook;
mod cases;
mod deletion;
mod error;
mod finish;
mod ids;
mod moments;
mod originals;
mod paths;
mod queue;
mod reading;
mod records;
mod schema;
mod search;
mod settings;
mod stated;
mod transfer;
mod two;

#[cfg(test)]
mod tests;

// The samples of the tests are used by the test of crashes, too, which is a program of its own.
#[cfg(test)]
extern crate self as catchlight_casebook;

pub use arrivals::{Arrival, New, Origin};
pub use casebook::Casebook;
pub use cases::Case;
pub use deletion::Deletion;
pub use error::CasebookError;
pub use finish::{Finished, Kept};
pub use ids::{CaseId, PhotoId};
pub use queue::{Held, Identity, Waiting};
pub use search::{Page, Query, Row, Sort, Stage, StageName};
pub use transfer::{Already, Exported, Imported, NotACase};
pub use two::{Pair, Said, Two};
