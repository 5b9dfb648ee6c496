//! The decoder's process.

use std::ffi::OsString;
use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;

use catchlight_forensics::Cancel;
use catchlight_forensics::pixels::{Coded, HeifDecoder as _, InThisProcess};

use crate::confinement::confine;
use crate::wire::{self, ARGUMENT, Task};

/// Makes this process the decoder when it was started as one, and gives its exit code when it is done. A program
/// calls it before anything else: before it reads arguments, opens a file or a window, or starts a thread.
pub fn take_over() -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next()? != ARGUMENT {
        return None;
    }
    Some(match work(arguments.next()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to be told when this fails.
            drop(writeln!(io::stderr(), "{error}"));
            ExitCode::FAILURE
        }
    })
}

fn work(task: Option<OsString>) -> io::Result<()> {
    let task = task.ok_or_else(|| io::Error::other("a task is missing"))?;
    let task: Task = serde_json::from_slice(task.as_encoded_bytes())?;
    confine(&task.bounds);
    let bytes = file(task.file_bytes)?;
    let limits = task.limits();
    let coded = Coded { format: task.format, bytes: &bytes, orientation: task.orientation, limits: &limits };
    let decoded = InThisProcess.decode(&coded, &Cancel::default());
    wire::write(io::stdout().lock(), &decoded)
}

/// The whole file; a shorter one means that who sent it is gone.
fn file(length: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(usize::try_from(length).map_err(io::Error::other)?)?;
    io::stdin().lock().take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
