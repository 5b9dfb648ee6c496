//! The side that has a picture decoded: it starts the decoder's process, watches it and ends it.

mod process;

use std::ffi::OsString;
use std::io::{self, Read, Write as _};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use catchlight_forensics::pixels::{Coded, HeifDecoder, Pixels, Undecodable};
use catchlight_forensics::{Cancel, Limits};

use crate::confinement::Bounds;
use crate::refusal::{self, because};
use crate::wire::{self, Task, Unanswered};
use process::{Process, Streams};

/// How long a picture may take: about ten times what the largest that the limits allow takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often it is looked whether the user has cancelled.
const GLANCE: Duration = Duration::from_millis(50);
/// How long a process may take to end after it has closed its answer.
const LAST_BREATH: Duration = Duration::from_secs(2);
/// Most threads of a decoder: those of a HEIC decode tiles.
const MOST_THREADS: usize = 8;
/// Address space of one thread: its stack and its reserve in the allocator of glibc.
const THREAD_BYTES: u64 = 80 << 20;
/// Address space that decoding takes whatever the picture's size.
const BASE_BYTES: u64 = 256 << 20;
/// Bytes that decoders hold at the same time for one byte of [`Limits::decoded_bytes`]: the planes twice, while tiles
/// are put together, and the picture, which is twice as large as its planes at most.
const COPIES: u64 = 4;
/// Bytes that are kept of what the decoder says on standard error.
const MOST_SAID: u64 = 8 << 10;

/// Decodes each picture in a process of its own.
#[derive(Debug, Clone)]
pub struct InOwnProcess {
    program: PathBuf,
    arguments: Vec<OsString>,
    patience: Duration,
}

impl InOwnProcess {
    /// By this very program, which calls [`take_over`](crate::take_over) first of all.
    ///
    /// # Errors
    /// The system does not tell where the program lies.
    pub fn of_this_program() -> io::Result<Self> {
        let itself = PathBuf::from("/proc/self/exe");
        // On Linux a name that still holds after an update has put another file in the program's place.
        let program = if cfg!(target_os = "linux") && itself.exists() { itself } else { std::env::current_exe()? };
        Ok(Self::of(program))
    }

    /// By another program that calls [`take_over`](crate::take_over).
    pub fn of(program: impl Into<PathBuf>) -> Self {
        Self { program: program.into(), arguments: Vec::new(), patience: PATIENCE }
    }

    /// With arguments before those of the task.
    pub fn with_arguments(mut self, arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        self.arguments = arguments.into_iter().map(Into::into).collect();
        self
    }

    /// With another time that a picture may take.
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    fn task(&self, coded: &Coded<'_>, threads: usize) -> Task {
        let (file_bytes, Limits { pixels, decoded_bytes, .. }) = (coded.bytes.len() as u64, *coded.limits);
        let threads = threads as u64;
        let parts = [
            BASE_BYTES,
            threads * THREAD_BYTES,
            // As it is read, and parts of it as they are decoded.
            file_bytes.saturating_mul(2),
            decoded_bytes.saturating_mul(COPIES),
        ];
        let bounds = Bounds {
            memory: parts.into_iter().fold(0, u64::saturating_add),
            processor_seconds: self.patience.as_secs().max(1) * threads,
        };
        Task { format: coded.format, orientation: coded.orientation, file_bytes, pixels, decoded_bytes, bounds }
    }
}

impl HeifDecoder for InOwnProcess {
    fn decode(&self, coded: &Coded<'_>, cancel: &Cancel) -> Result<Pixels, Undecodable> {
        if cancel.is_set() {
            return Err(because(refusal::CANCELLED));
        }
        let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        let task = self.task(coded, threads);
        let started = Process::start(&self.program, &self.arguments, &task, threads);
        let (process, streams) = started.map_err(|error| not_started(&error))?;
        conversation(process, streams, coded, Instant::now() + self.patience, cancel)
    }
}

fn not_started(error: &io::Error) -> Undecodable {
    tracing::error!(%error, "the decoder could not be started");
    because(refusal::NOT_STARTED)
}

/// Gives the file to the process and takes its answer. Whatever comes of it, the process has ended afterwards.
fn conversation(
    mut process: Process,
    streams: Streams,
    coded: &Coded<'_>,
    deadline: Instant,
    cancel: &Cancel,
) -> Result<Pixels, Undecodable> {
    let Streams { mut file, answer, said } = streams;
    thread::scope(|scope| {
        // Three pipes, none of which may wait for another.
        let (send, answered) = channel();
        let begun = || -> io::Result<_> {
            let spawn = || thread::Builder::new().name("decoder".to_owned());
            // An answer may come before the whole file was read; what is left then finds no reader.
            spawn().spawn_scoped(scope, move || drop(file.write_all(coded.bytes)))?;
            spawn().spawn_scoped(scope, move || drop(send.send(wire::read(answer, coded.limits))))?;
            spawn().spawn_scoped(scope, move || last_words(said))
        };
        let said = begun().map_err(|error| {
            process.end();
            not_started(&error)
        })?;
        let outcome = awaited(&answered, deadline, cancel);
        let by_itself = match outcome {
            Outcome::Answered(Err(Unanswered::Ended)) => process.ended_within(LAST_BREATH),
            _ => None,
        };
        process.end();
        let said = said.join().unwrap_or_default();
        match outcome {
            Outcome::Answered(Ok(decoded)) => decoded,
            Outcome::Answered(Err(Unanswered::Nonsense(rule))) => {
                tracing::warn!(rule, said, "the decoder's answer breaks a rule");
                Err(because(refusal::NONSENSE))
            }
            Outcome::Answered(Err(Unanswered::Ended)) => {
                tracing::warn!(status = ?by_itself, said, "the decoder gave no answer");
                let no_memory = OUT_OF_MEMORY.iter().any(|words| said.contains(words));
                Err(because(if no_memory { refusal::TOO_MUCH_MEMORY } else { refusal::ENDED }))
            }
            Outcome::TooLong => {
                tracing::warn!(said, "the decoder took too long");
                Err(because(refusal::TOO_LONG))
            }
            Outcome::Cancelled => Err(because(refusal::CANCELLED)),
        }
    })
}

/// How Rust's standard library ends a program that gets no memory, and how it words an error for want of some.
const OUT_OF_MEMORY: [&str; 2] = ["memory allocation of ", "out of memory"];

enum Outcome {
    Answered(Result<Result<Pixels, Undecodable>, Unanswered>),
    TooLong,
    Cancelled,
}

fn awaited(
    answered: &Receiver<Result<Result<Pixels, Undecodable>, Unanswered>>,
    deadline: Instant,
    cancel: &Cancel,
) -> Outcome {
    loop {
        match answered.recv_timeout(GLANCE) {
            Ok(answer) => return Outcome::Answered(answer),
            Err(RecvTimeoutError::Disconnected) => return Outcome::Answered(Err(Unanswered::Ended)),
            Err(RecvTimeoutError::Timeout) if cancel.is_set() => return Outcome::Cancelled,
            Err(RecvTimeoutError::Timeout) if Instant::now() >= deadline => return Outcome::TooLong,
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// The beginning of what the process says; the rest is read and dropped, so that it never waits.
fn last_words(mut said: impl Read) -> String {
    let mut words = Vec::new();
    let read = said.by_ref().take(MOST_SAID).read_to_end(&mut words);
    if read.is_ok() {
        // Ends when the process does, or earlier with an error that changes nothing.
        drop(io::copy(&mut said, &mut io::sink()));
    }
    String::from_utf8_lossy(&words).into_owned()
}
