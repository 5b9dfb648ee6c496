//! The session of this window: its queue, and the way from the queue to the page.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use catchlight_forensics::Limits;
use catchlight_forensics::report::v1::Via;
use catchlight_forensics::text;
use catchlight_forensics::text::Text;
use catchlight_inference::Installed;
use catchlight_intake::instruments::Instruments;
use catchlight_intake::place::Choice;
use catchlight_intake::queue::Queue;
use catchlight_intake::room::Bounds;
use catchlight_intake::wire::{Event, Notice, Photo};
use tauri::{AppHandle, Emitter as _, Manager as _};

use crate::together::Last;
use crate::{casebook, instruments};

/// Name of the one event that the page listens to.
const EVENT: &str = "catchlight";

/// What lives as long as the window.
pub(crate) struct Session {
    pub(crate) queue: Queue,
    /// What the photos say together, as last asked for.
    pub(crate) together: Last,
    /// The same as the queue's.
    pub(crate) instruments: Instruments,
    /// The models among them.
    pub(crate) installed: Arc<Installed>,
    /// What the queue was started with.
    pub(crate) bounds: Bounds,
    /// Notices from before the page listened; `None` once it does. Photos need no such care: the page
    /// asks for the list.
    early: Mutex<Option<Vec<Event>>>,
}

impl Session {
    /// A queue whose events go to the page, of the case to begin with.
    pub(crate) fn begin(app: &AppHandle, with_photos: bool) -> anyhow::Result<Self> {
        let sink = {
            let app = app.clone();
            Box::new(move |event: Event| match event {
                Event::Notice { .. } => notify(&app, event),
                event => send(&app, &event),
            })
        };
        let (instruments, installed) = instruments::of_installation(app)?;
        // What cannot be read was told of by whoever opened the casebook.
        let bounds = Choice::read().unwrap_or_default().bounds();
        let (open, told) = casebook::chosen(with_photos)?;
        let queue = Queue::start(instruments.clone(), Limits::default(), bounds, open, sink)?;
        let early = told.map(|text| Event::Notice { notice: Notice { text } }).into_iter().collect();
        let early = Mutex::new(Some(early));
        Ok(Self { queue, together: Last::default(), instruments, installed, bounds, early })
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

/// Tests the models beside everything else, once the session is managed, and tells the reader when they do not
/// measure what they should.
pub(crate) fn test(app: &AppHandle) {
    let app = app.clone();
    let instruments = app.state::<Session>().instruments.clone();
    tauri::async_runtime::spawn_blocking(move || {
        for differs in instruments.test_themselves().iter().flat_map(|ended| &ended.differed) {
            let Text { en, zh } = differs;
            let text = text!(
                "Catchlight's test of itself failed, so its results cannot be relied on. {en} Installing it anew may help.",
                "Catchlight 的自检未通过，其结果不可依赖。{zh}重新安装可能有帮助。"
            );
            notify(&app, Event::Notice { notice: Notice { text } });
        }
    });
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
