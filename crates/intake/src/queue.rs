//! Photos wait here and are examined one after another on a thread of their own; the checks of one
//! photo run beside each other. Everything that happens is told to a sink, so that the queue is tested
//! without an app.

mod work;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};

use catchlight_forensics::report::v1::Via;
use catchlight_forensics::text;
use catchlight_forensics::{Cancel, Exhibit, Limits};
use catchlight_record::v1::{CustodyEntry, Record, Remarks};

use crate::instruments::Instruments;
use crate::pictures::Pictures;
use crate::sources::{self, Source};
use crate::wire::{Event, Notice, Photo, Stage};
use crate::{now, receive};

/// Takes the queue's events in order. It may read the queue but must not change it.
pub type Sink = Box<dyn Fn(Event) + Send + Sync>;

/// Most characters of a file name that are shown.
const NAME_CHARACTERS: usize = 255;
/// Stack of the thread that decodes pictures.
const STACK_BYTES: usize = 8 << 20;

/// The photos of a session.
pub struct Queue {
    shared: Arc<Shared>,
    worker: Option<JoinHandle<()>>,
}

/// A picture of an examined photo, as PNG.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture<'a> {
    /// The small one of the queue.
    Thumbnail,
    /// The whole photo, upright, in sRGB.
    View,
    /// A picture of a finding by its key in the report, `<check>/<artifact>`.
    Artifact(&'a str),
}

struct Shared {
    instruments: Instruments,
    limits: Limits,
    sink: Sink,
    /// Held while the state changes and the sink is told, so that events come in the order of the
    /// changes; taken before `state`, which the sink may lock to read.
    order: Mutex<()>,
    state: Mutex<State>,
    wake: Condvar,
    pictures: Mutex<Pictures>,
    /// Held while a picture is made again, so that only one photo is decoded for that at a time.
    making: Mutex<()>,
}

#[derive(Default)]
struct State {
    entries: Vec<Entry>,
    last_id: u32,
    closing: bool,
}

struct Entry {
    photo: Photo,
    held: Held,
    via: Via,
    received_at: String,
    cancel: Arc<Cancel>,
    examined: Option<Examined>,
}

/// Where a photo's bytes are. Only those that came without a file are held.
#[derive(Clone)]
enum Held {
    File(PathBuf),
    Exhibit(Arc<Exhibit>),
}

/// What is kept of an examined photo.
#[derive(Clone)]
struct Examined {
    /// The report as JSON.
    report: Arc<str>,
    /// Digest of the bytes that were examined.
    sha256: String,
    /// PNG.
    thumbnail: Option<Arc<[u8]>>,
    /// Keys of the artifacts that are pictures.
    artifacts: Arc<BTreeSet<String>>,
    /// What stands beside the report.
    record: Record,
}

impl Queue {
    /// An empty queue and its thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(instruments: Instruments, limits: Limits, sink: Sink) -> std::io::Result<Self> {
        let shared = Arc::new(Shared {
            instruments,
            limits,
            sink,
            order: Mutex::default(),
            state: Mutex::default(),
            wake: Condvar::new(),
            pictures: Mutex::default(),
            making: Mutex::default(),
        });
        let worker = Builder::new().name("examinations".to_owned()).stack_size(STACK_BYTES).spawn({
            let shared = Arc::clone(&shared);
            move || work::run(&shared)
        })?;
        Ok(Self { shared, worker: Some(worker) })
    }

    /// Takes in what a user named: opens folders, tells what was left out.
    pub fn take_in<I: IntoIterator<Item = P>, P: AsRef<Path>>(&self, named: I, via: Via) {
        let expanded = sources::expand(named);
        self.add(expanded.sources, via);
        for notice in expanded.notices {
            self.tell(notice);
        }
    }

    /// Puts photos at the end.
    pub fn add(&self, sources: Vec<Source>, via: Via) {
        let received_at = now();
        for source in sources {
            let (name, held) = match source {
                Source::File(path) => (receive::name_of(&path), Held::File(path)),
                Source::Bytes { name, bytes } => {
                    let exhibit = receive::bytes(&name, &bytes, &self.shared.limits);
                    (name, Held::Exhibit(Arc::new(exhibit)))
                }
            };
            let name = text::quote(&name, NAME_CHARACTERS);
            let received_at = received_at.clone();
            self.shared.tell_of(move |state| {
                state.last_id = state.last_id.saturating_add(1);
                let photo = Photo { id: state.last_id, name, stage: Stage::Waiting };
                state.entries.push(Entry {
                    photo: photo.clone(),
                    held,
                    via,
                    received_at,
                    cancel: Arc::default(),
                    examined: None,
                });
                Some(Event::PhotoChanged { photo })
            });
        }
        self.shared.wake.notify_all();
    }

    /// Tells the user something that belongs to no photo.
    pub fn tell(&self, notice: Notice) {
        self.shared.tell_of(|_| Some(Event::Notice { notice }));
    }

    /// The photos in the order of arrival.
    pub fn photos(&self) -> Vec<Photo> {
        self.shared.state().entries.iter().map(|entry| entry.photo.clone()).collect()
    }

    /// The report of an examined photo, `report::v1` as JSON.
    pub fn report(&self, id: u32) -> Option<Arc<str>> {
        self.shared.examined(id).map(|examined| examined.report)
    }

    /// What stands beside the report of an examined photo: what persons entered, and the chain of custody.
    pub fn record(&self, id: u32) -> Option<Record> {
        self.shared.examined(id).map(|examined| examined.record)
    }

    /// Keeps what persons entered about an examined photo, in place of what they had entered before. False
    /// when there is no such photo.
    pub fn remark(&self, id: u32, remarks: Remarks) -> bool {
        self.shared.change_record(id, |record| record.remarks = remarks.bounded())
    }

    /// Keeps a chain that goes on from the one of [`Queue::record`]. False when there is no such photo.
    pub fn keep_chain(&self, id: u32, chain: Vec<CustodyEntry>) -> bool {
        self.shared.change_record(id, |record| record.chain = chain)
    }

    /// The bytes of an examined photo; `None` when the file has changed or gone since.
    pub fn original(&self, id: u32) -> Option<Arc<Exhibit>> {
        let (held, sha256) = {
            let state = self.shared.state();
            let entry = state.entries.iter().find(|entry| entry.photo.id == id)?;
            (entry.held.clone(), entry.examined.as_ref()?.sha256.clone())
        };
        let exhibit = work::read(&self.shared, &held, &Cancel::default()).ok()?;
        (exhibit.sha256() == sha256).then_some(exhibit)
    }

    /// Cancels one photo or all. A photo that waits is not examined; the one being examined ends with a
    /// partial report; one that has ended stays as it is.
    pub fn cancel(&self, id: Option<u32>) {
        let ids: Vec<u32> = match id {
            Some(id) => vec![id],
            None => self.photos().iter().map(|photo| photo.id).collect(),
        };
        for id in ids {
            self.shared.tell_of(|state| {
                let entry = state.entries.iter_mut().find(|entry| entry.photo.id == id)?;
                match entry.photo.stage {
                    Stage::Waiting => {
                        entry.photo.stage = Stage::Cancelled;
                        Some(Event::PhotoChanged { photo: entry.photo.clone() })
                    }
                    Stage::Examining { .. } => {
                        entry.cancel.set();
                        None
                    }
                    Stage::Examined { .. } | Stage::Unreadable { .. } | Stage::Cancelled => None,
                }
            });
        }
    }

    /// Takes a photo off the queue with its report and pictures, and stops its examination.
    pub fn remove(&self, id: u32) {
        self.shared.tell_of(|state| {
            let position = state.entries.iter().position(|entry| entry.photo.id == id)?;
            state.entries.remove(position).cancel.set();
            Some(Event::PhotoRemoved { id })
        });
        self.shared.pictures().forget(id);
    }

    /// A picture of an examined photo as PNG; made again from the file when it is no longer kept. `None`
    /// when there is no such picture, or when the file has changed or gone since.
    pub fn picture(&self, id: u32, picture: Picture<'_>) -> Option<Arc<[u8]>> {
        work::picture(&self.shared, id, picture)
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        {
            let mut state = self.shared.state();
            state.closing = true;
            for entry in &state.entries {
                entry.cancel.set();
            }
        }
        self.shared.wake.notify_all();
        if let Some(worker) = self.worker.take() {
            // A panic of the worker has been told of where it happened.
            let _ = worker.join();
        }
    }
}

impl Shared {
    /// Changes the state and tells the sink what changed.
    fn tell_of(&self, change: impl FnOnce(&mut State) -> Option<Event>) {
        let _in_order = unpoisoned(&self.order);
        let event = change(&mut self.state());
        if let Some(event) = event {
            (self.sink)(event);
        }
    }

    /// Moves a photo to another stage; a photo that was removed meanwhile has none.
    fn change(&self, id: u32, change: impl FnOnce(&mut Entry)) {
        self.tell_of(|state| {
            let entry = state.entries.iter_mut().find(|entry| entry.photo.id == id)?;
            let before = entry.photo.stage.clone();
            change(entry);
            (entry.photo.stage != before).then(|| Event::PhotoChanged { photo: entry.photo.clone() })
        });
    }

    fn change_record(&self, id: u32, change: impl FnOnce(&mut Record)) -> bool {
        let mut state = self.state();
        let entry = state.entries.iter_mut().find(|entry| entry.photo.id == id);
        let record = entry.and_then(|entry| entry.examined.as_mut()).map(|examined| &mut examined.record);
        record.map(change).is_some()
    }

    fn examined(&self, id: u32) -> Option<Examined> {
        self.state().entries.iter().find(|entry| entry.photo.id == id)?.examined.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        unpoisoned(&self.state)
    }

    fn pictures(&self) -> MutexGuard<'_, Pictures> {
        unpoisoned(&self.pictures)
    }
}

/// Locks; what a panicking thread left is still whole, because nothing is changed in steps.
fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
