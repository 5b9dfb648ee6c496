//! `catchlight examine --jsonl`: photos from standard input, one line of JSON for each.

mod input;
mod kept;

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::Context as _;
use catchlight_forensics::report::v1::Report;
use catchlight_forensics::text::Text;
use catchlight_forensics::{Cancel, Exhibit, Limits, Pictures};
use catchlight_intake::instruments::Instruments;
use catchlight_intake::receive::{self, NotReceived};
use catchlight_intake::room::{self, Room};
use indicatif::ProgressBar;
use serde::Serialize;

use crate::arguments::{EXIT_INCOMPLETE, EXIT_INTERRUPTED, Language};
use crate::examine::{examine, instruments};
use crate::output;
use input::Item;

/// Value of a line's `format`.
const FORMAT: &str = "catchlight.line/1";

/// One photo: its report, or why it has none.
#[derive(Debug, Serialize)]
struct Line<'a> {
    format: &'static str,
    /// The path as given, or the name inside the archive or table.
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha256: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'a Report>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a Text>,
}

/// Examines what standard input names or holds. Lines come as photos end, in whatever order.
///
/// # Errors
/// The instruments, standard input or the lines' file cannot be used.
pub(crate) fn run(into: Option<&Path>, pictures: Pictures, cancel: &Cancel) -> anyhow::Result<ExitCode> {
    let (done, output): (HashSet<String>, Box<dyn Write + Send>) = match into {
        Some(path) => kept::open(path).map(|(done, file)| (done, Box::new(file) as Box<dyn Write + Send>))?,
        None => (HashSet::new(), Box::new(io::stdout())),
    };
    let work = Work {
        instruments: instruments()?,
        room: Room::default(),
        done,
        output: Mutex::new(output),
        unwritten: Mutex::default(),
        incomplete: AtomicBool::new(false),
        pictures,
        cancel,
    };
    // No more photos are held than are examined and wait next.
    let (send, received) = sync_channel(room::examinations());
    let received = Mutex::new(received);
    let read = thread::scope(|scope| {
        for _ in 0..room::examinations() {
            scope.spawn(|| work.through(&received));
        }
        let read = input::read(io::stdin().lock(), cancel, &mut |item| work.goes_on() && send.send(item).is_ok());
        drop(send);
        read
    });
    if let Some(error) = work.unwritten.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error).context("a line could not be written");
    }
    let left_out = read.context("standard input could not be read to its end")?;
    if left_out > 0 {
        output::complain(&format!("Left out because their content is not a picture: {left_out}."));
    }
    Ok(match (cancel.is_set(), work.incomplete.into_inner()) {
        (true, _) => ExitCode::from(EXIT_INTERRUPTED),
        (false, true) => ExitCode::from(EXIT_INCOMPLETE),
        (false, false) => ExitCode::SUCCESS,
    })
}

/// What the threads share.
struct Work<'a> {
    instruments: Instruments,
    room: Room,
    /// Digests of photos that have a line already.
    done: HashSet<String>,
    output: Mutex<Box<dyn Write + Send>>,
    /// Why a line could not be written; nothing is examined after that.
    unwritten: Mutex<Option<io::Error>>,
    /// Whether a photo has no report.
    incomplete: AtomicBool,
    pictures: Pictures,
    cancel: &'a Cancel,
}

impl Work<'_> {
    /// Examines whatever comes. What comes after the end is taken and left, so that whoever sends never waits in vain.
    fn through(&self, received: &Mutex<Receiver<Item>>) {
        loop {
            let next = received.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(item) = next else { return };
            if self.goes_on() {
                self.take(item);
            }
        }
    }

    fn goes_on(&self) -> bool {
        !self.cancel.is_set() && self.unwritten.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    fn take(&self, item: Item) {
        let (name, received) = match item {
            Item::Path(path) => (path.display().to_string(), receive::file(&path, &Limits::default(), self.cancel)),
            Item::Picture { name, exhibit } => (name, Ok(exhibit)),
            Item::Unreadable { name, why } => (name, Err(NotReceived::Unreadable(why))),
        };
        match received {
            Ok(exhibit) => self.report(&name, &exhibit),
            Err(NotReceived::Cancelled) => {}
            Err(NotReceived::Unreadable(why)) => {
                self.incomplete.store(true, Ordering::Relaxed);
                self.write(&Line { format: FORMAT, name: &name, sha256: None, report: None, error: Some(&why) });
            }
        }
    }

    fn report(&self, name: &str, exhibit: &Exhibit) {
        if self.done.contains(exhibit.sha256()) {
            return;
        }
        let received_at = catchlight_intake::now();
        let specimen = self.instruments.specimen(exhibit, Limits::default()).until(self.cancel);
        let _place = self.room.enter(&specimen, self.cancel);
        let examination =
            examine(&specimen, received_at, self.pictures, self.cancel, &ProgressBar::hidden(), Language::En);
        // A partial report would count as done when the same photos come again.
        if !self.cancel.is_set() {
            let (sha256, report) = (Some(exhibit.sha256()), Some(&examination.report));
            self.write(&Line { format: FORMAT, name, sha256, report, error: None });
        }
    }

    /// Writes a whole line at once.
    fn write(&self, line: &Line<'_>) {
        let written = serde_json::to_vec(line).map_err(io::Error::from).and_then(|mut line| {
            line.push(b'\n');
            let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
            output.write_all(&line)?;
            output.flush()
        });
        if let Err(error) = written {
            self.unwritten.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
    }
}
