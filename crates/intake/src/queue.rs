//! Photos of the open case wait here and are examined in the order of their arrival on a few threads; the checks
//! of one photo run beside each other. What an examination gave is in the casebook before anybody is told.
//! Everything that happens is told to a sink, so that the queue is tested without an app.

mod entries;
mod work;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};

use catchlight_casebook::{CaseId, Casebook, CasebookError, PhotoId};
use catchlight_forensics::report::v1::Via;
use catchlight_forensics::{Exhibit, Limits};
use catchlight_record::v1::{CustodyEntry, Record, Remarks};

use crate::instruments::Instruments;
use crate::now;
use crate::room::{Bounds, Room};
use crate::samples::Sampled;
use crate::sources::{self, Source};
use crate::views::Views;
use crate::wire::{Event, Notice, Photo, Samples, Stage};
use entries::Entry;

/// Takes the queue's events in order. It may read the queue but must not change it.
pub type Sink = Box<dyn Fn(Event) + Send + Sync>;

/// Stack of a thread that decodes pictures.
const STACK_BYTES: usize = 8 << 20;

/// The photos of the open case.
pub struct Queue {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
}

/// A case of a casebook.
#[derive(Debug, Clone)]
pub struct Open {
    /// The casebook.
    pub casebook: Arc<Casebook>,
    /// The case.
    pub case: CaseId,
}

/// Why a queue did not start.
#[derive(Debug, thiserror::Error)]
pub enum NotStarted {
    /// The case cannot be read.
    #[error(transparent)]
    Casebook(#[from] CasebookError),
    /// The system gives no thread.
    #[error("no thread: {0}")]
    Thread(#[from] std::io::Error),
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
    room: Room,
    /// Held while a photo is read and told from others.
    beginning: Mutex<()>,
    /// Held while the state changes and the sink is told, so that events come in the order of the
    /// changes; taken before `state`, which the sink may lock to read.
    order: Mutex<()>,
    state: Mutex<State>,
    wake: Condvar,
    /// Views that were made.
    views: Mutex<Views>,
    /// The photo whose pixels were asked for last.
    sampled: Mutex<Sampled>,
    /// Held while a view is made, or a photo is decoded for its samples, so that only one is at a time.
    making: Mutex<()>,
}

struct State {
    open: Open,
    entries: Vec<Entry>,
    paused: bool,
    closing: bool,
}

impl Queue {
    /// A queue of the photos of a case, and its threads: it goes on with those that wait.
    ///
    /// # Errors
    /// [`NotStarted`].
    pub fn start(
        instruments: Instruments,
        limits: Limits,
        bounds: Bounds,
        open: Open,
        sink: Sink,
    ) -> Result<Self, NotStarted> {
        let entries = entries::of_case(&open)?;
        let shared = Arc::new(Shared {
            instruments,
            limits,
            sink,
            room: Room::new(bounds),
            beginning: Mutex::default(),
            order: Mutex::default(),
            state: Mutex::new(State { open, entries, paused: false, closing: false }),
            wake: Condvar::new(),
            views: Mutex::default(),
            sampled: Mutex::default(),
            making: Mutex::default(),
        });
        let mut queue = Self { shared, workers: Vec::new() };
        for _ in 0..bounds.at_once.max(1) {
            let shared = Arc::clone(&queue.shared);
            let worker = Builder::new().name("examinations".to_owned()).stack_size(STACK_BYTES);
            queue.workers.push(worker.spawn(move || work::run(&shared))?);
        }
        Ok(queue)
    }

    /// The case whose photos these are.
    pub fn opened(&self) -> Open {
        self.shared.state().open.clone()
    }

    /// Puts the photos of another case in the place of these. A photo that is being examined waits again in its
    /// own case.
    ///
    /// # Errors
    /// When the case cannot be read; the one before stays open.
    pub fn open(&self, open: Open) -> Result<(), CasebookError> {
        let entries = entries::of_case(&open)?;
        self.shared.tell_of(|state| {
            state.entries.iter().for_each(Entry::put_off);
            state.open = open;
            state.entries = entries;
            state.paused = false;
            Some(Event::CaseOpened { photos: state.photos() })
        });
        self.shared.views().clear();
        self.shared.sampled().clear();
        self.shared.wake.notify_all();
        Ok(())
    }

    /// Lets no further photo begin until the queue goes on. Those that are being examined end.
    pub fn pause(&self, paused: bool) {
        self.shared.tell_of(|state| {
            let changes = state.paused != paused;
            state.paused = paused;
            changes.then_some(Event::Paused { paused })
        });
        self.shared.wake.notify_all();
    }

    /// Takes in what a user named: opens folders, tells what was left out.
    pub fn take_in<I: IntoIterator<Item = P>, P: AsRef<Path>>(&self, named: I, via: Via) {
        let expanded = sources::expand(named);
        self.add(expanded.sources, via);
        for notice in expanded.notices {
            self.tell(notice);
        }
    }

    /// Puts photos at the end. Those that the case has already are told of.
    pub fn add(&self, sources: Vec<Source>, via: Via) {
        let received_at = now();
        for notice in self.shared.add(sources, via, &received_at) {
            self.tell(notice);
        }
        self.shared.wake.notify_all();
    }

    /// Tells the user something that belongs to no photo.
    pub fn tell(&self, notice: Notice) {
        self.shared.tell_of(|_| Some(Event::Notice { notice }));
    }

    /// The photos in the order of arrival.
    pub fn photos(&self) -> Vec<Photo> {
        self.shared.state().photos()
    }

    /// The report of an examined photo, `report::v1` as JSON.
    ///
    /// # Errors
    /// When there is none, or it was changed since it was kept.
    pub fn report(&self, id: u32) -> Result<String, CasebookError> {
        let (open, photo) = self.shared.place(id)?;
        open.casebook.report_json(photo)
    }

    /// What stands beside the report of an examined photo: what persons entered, and the chain of custody.
    ///
    /// # Errors
    /// As [`Queue::report`].
    pub fn record(&self, id: u32) -> Result<Record, CasebookError> {
        let (open, photo) = self.shared.place(id)?;
        open.casebook.record(photo)
    }

    /// Keeps what persons entered about an examined photo, in place of what they had entered before.
    ///
    /// # Errors
    /// When the photo has no report, or it cannot be kept.
    pub fn remark(&self, id: u32, remarks: Remarks) -> Result<(), CasebookError> {
        let (open, photo) = self.shared.place(id)?;
        open.casebook.remark(photo, remarks)
    }

    /// Keeps a chain that goes on from the one of [`Queue::record`].
    ///
    /// # Errors
    /// When the photo has no report, the chain does not go on from the kept one, or it cannot be kept.
    pub fn keep_chain(&self, id: u32, chain: Vec<CustodyEntry>) -> Result<(), CasebookError> {
        let (open, photo) = self.shared.place(id)?;
        open.casebook.keep_chain(photo, chain)
    }

    /// The bytes of an examined photo; `None` when no copy was kept and the file has changed or gone since.
    pub fn original(&self, id: u32) -> Option<Arc<Exhibit>> {
        let (open, photo) = self.shared.place(id).ok()?;
        work::original(&self.shared, &open.casebook, photo)
    }

    /// Cancels one photo or all. A photo that waits is not examined; one that is being examined ends with a
    /// partial report; one that has ended stays as it is.
    pub fn cancel(&self, id: Option<u32>) {
        let ids: Vec<u32> = match id {
            Some(id) => vec![id],
            None => self.photos().iter().map(|photo| photo.id).collect(),
        };
        for id in ids {
            self.shared.tell_of(|state| {
                let casebook = Arc::clone(&state.open.casebook);
                let entry = state.entries.iter_mut().find(|entry| entry.photo.id == id)?;
                match entry.photo.stage {
                    Stage::Waiting => {
                        if let Err(error) = casebook.cancel(entry.number) {
                            return Some(entries::told(&error));
                        }
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

    /// Takes a photo out of its case with its report and pictures, and stops its examination. Of what was kept, the
    /// casebook keeps nothing but a note that something was deleted.
    pub fn remove(&self, id: u32) {
        self.shared.tell_of(|state| {
            let position = state.entries.iter().position(|entry| entry.photo.id == id)?;
            let entry = state.entries.get(position)?;
            entry.put_off();
            if let Err(error) = state.open.casebook.remove(entry.number, &now()) {
                return Some(entries::told(&error));
            }
            state.entries.remove(position);
            Some(Event::PhotoRemoved { id })
        });
        self.shared.views().forget(id);
        self.shared.sampled().forget(id);
    }

    /// A picture of an examined photo as PNG. `None` when there is no such picture; of the view also when the
    /// photo's bytes are no longer at hand.
    pub fn picture(&self, id: u32, picture: Picture<'_>) -> Option<Arc<[u8]>> {
        work::picture(&self.shared, id, picture)
    }

    /// Values of the upright photo in a square of `side` pixels whose top left pixel is (`x`, `y`). `None` when that
    /// lies outside the photo, `side` is zero or more than [`crate::samples::MOST_SIDE`], the photo has no pixels, or
    /// its bytes are no longer at hand.
    pub fn samples(&self, id: u32, x: u32, y: u32, side: u32) -> Option<Samples> {
        work::samples(&self.shared, id, x, y, side)
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        {
            let mut state = self.shared.state();
            state.closing = true;
            state.entries.iter().for_each(Entry::put_off);
        }
        self.shared.wake.notify_all();
        for worker in self.workers.drain(..) {
            // A panic of the worker has been told of where it happened.
            let _ = worker.join();
        }
    }
}

impl State {
    fn photos(&self) -> Vec<Photo> {
        self.entries.iter().map(|entry| entry.photo.clone()).collect()
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

    /// Where a photo on screen lies.
    fn place(&self, id: u32) -> Result<(Open, PhotoId), CasebookError> {
        let state = self.state();
        let entry = state.entries.iter().find(|entry| entry.photo.id == id);
        let number = entry.map(|entry| entry.number).ok_or(CasebookError::NoPhoto(PhotoId(id.into())))?;
        Ok((state.open.clone(), number))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        unpoisoned(&self.state)
    }

    fn views(&self) -> MutexGuard<'_, Views> {
        unpoisoned(&self.views)
    }

    fn sampled(&self) -> MutexGuard<'_, Sampled> {
        unpoisoned(&self.sampled)
    }
}

/// Locks; what a panicking thread left is still whole, because nothing is changed in steps.
fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
