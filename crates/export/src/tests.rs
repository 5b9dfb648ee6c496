//! What holds for every format: nothing is said but what the report says, and whatever a report holds is
//! inert.

mod dossier;
mod hostile;
mod many;
mod redaction;
mod samples;
mod statements;

pub(crate) use samples::fonts;
