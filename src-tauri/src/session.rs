//! The session of this window: its queue, and the way from the queue to the page.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use catchlight_forensics::Limits;
use catchlight_forensics::report::v1::Via;
use catchlight_intake::queue::Queue;
use catchlight_intake::wire::{Event, Photo};
use tauri::{AppHandle, Emitter as _, Manager as _};

use crate::instruments;

/// Name of the one event that the page listens to.
const EVENT: &str = "catchlight";

/// What lives as long as the window.
pub(crate) struct Session {
    pub(crate) queue: Queue,
    /// Notices from before the page listened; `None` once it does. Photos need no such care: the page
    /// asks for the list.
    early: Mutex<Option<Vec<Event>>>,
}

impl Session {
    /// An empty queue whose events go to the page.
    pub(crate) fn begin(app: &AppHandle) -> anyhow::Result<Self> {
        let sink = {
            let app = app.clone();
            Box::new(move |event: Event| match event {
                Event::Notice { .. } => notify(&app, event),
                event => send(&app, &event),
            })
        };
        let queue = Queue::start(instruments::of_installation(app)?, Limits::default(), sink)?;
        Ok(Self { queue, early: Mutex::new(Some(Vec::new())) })
    }

    /// The list that the page asks for once it listens, and what it has missed until then.
    pub(crate) fn page_listens(&self, app: &AppHandle) -> Vec<Photo> {
        let early = self.early.lock().unwrap_or_else(PoisonError::into_inner).take();
        for event in early.unwrap_or_default() {
            send(app, &event);
        }
        self.queue.photos()
    }
}

/// Takes files and folders into the queue on a thread of its own: a folder may be large or slow.
pub(crate) fn take_in(app: &AppHandle, named: Vec<PathBuf>, via: Via) {
    if named.is_empty() {
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || app.state::<Session>().queue.take_in(named, via));
}

/// Sends an event to the page.
pub(crate) fn send(app: &AppHandle, event: &Event) {
    if let Err(error) = app.emit(EVENT, event) {
        tracing::error!(%error, "an event did not reach the page");
    }
}

/// Sends a notice, or keeps it until the page listens.
fn notify(app: &AppHandle, notice: Event) {
    let session = app.state::<Session>();
    let mut early = session.early.lock().unwrap_or_else(PoisonError::into_inner);
    match early.as_mut() {
        Some(early) => early.push(notice),
        None => send(app, &notice),
    }
}
