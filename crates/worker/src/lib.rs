//! AVIF and HEIC decoded in a process of their own: this very program, started again for one picture.
//!
//! Whatever the decoder does there, whether it breaks down, hangs, asks for all memory or is made to run foreign
//! code, it costs that picture and nothing else. Before a byte of the file is read, the process gives up what a
//! decoder does not need ([`confinement`]). Who has it started ([`InOwnProcess`]) watches its time and believes nothing
//! of its answer that was not tested.

mod child;
pub mod confinement;
mod own_process;
pub mod refusal;
mod wire;

pub use child::take_over;
pub use own_process::InOwnProcess;
