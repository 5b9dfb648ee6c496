//! The photos of the open case as they stand on screen, and how new ones arrive.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use catchlight_casebook::{Arrival, CasebookError, New, Origin, PhotoId, Query, Row, Stage as Kept};
use catchlight_forensics::Cancel;
use catchlight_forensics::report::v1::Via;
use catchlight_forensics::text;
use catchlight_forensics::text::Text;

use super::{Open, Shared, State, unpoisoned};
use crate::receive;
use crate::sources::Source;
use crate::wire::{Event, Notice, Photo, Stage};

/// Most characters of a file name that are shown.
const NAME_CHARACTERS: usize = 255;

/// A photo on screen.
pub(super) struct Entry {
    /// As the page knows it.
    pub(super) photo: Photo,
    /// As the casebook knows it.
    pub(super) number: PhotoId,
    /// Stops its examination.
    pub(super) cancel: Arc<Cancel>,
    /// Says, when the examination was stopped, that the photo waits again instead of getting a partial report.
    pub(super) put_off: Arc<AtomicBool>,
}

impl Entry {
    fn new(number: PhotoId, name: String, stage: Stage) -> Self {
        // Numbers of photos begin at 1 and stay far below.
        let id = u32::try_from(number.0).unwrap_or(u32::MAX);
        Self { photo: Photo { id, name, stage }, number, cancel: Arc::default(), put_off: Arc::default() }
    }

    /// Stops its examination, if it is being examined, as if it had not begun.
    pub(super) fn put_off(&self) {
        self.put_off.store(true, Ordering::Release);
        self.cancel.set();
    }
}

/// The photos of a case as the casebook has them, in the order of arrival.
///
/// # Errors
/// When it cannot be read.
pub(super) fn of_case(open: &Open) -> Result<Vec<Entry>, CasebookError> {
    let mut entries: Vec<Entry> = Vec::new();
    loop {
        let offset = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let page = open.casebook.photos(&Query { case: Some(open.case), offset, ..Query::default() })?;
        if page.rows.is_empty() {
            return Ok(entries);
        }
        entries.extend(page.rows.into_iter().map(|row| Entry::new(row.id, row.name.clone(), stage(row))));
    }
}

fn stage(row: Row) -> Stage {
    match row.stage {
        Kept::Waiting => Stage::Waiting,
        // The thread says how far it is as soon as the next check ends.
        Kept::Examining => Stage::Examining { step: 0, of: 0, check: None },
        Kept::Examined { conclusion, kind, partial } => Stage::Examined {
            conclusion,
            title: row.title.unwrap_or_else(|| Text::same("")),
            kind,
            has_view: row.has_thumbnail,
            partial,
        },
        Kept::Unreadable { why } => Stage::Unreadable { why },
        Kept::Cancelled => Stage::Cancelled,
    }
}

impl Shared {
    /// Puts photos at the end of the open case and tells of each; what a person should know besides.
    pub(super) fn add(&self, sources: Vec<Source>, via: Via, received_at: &str) -> Vec<Notice> {
        let photos = sources.into_iter().map(|source| {
            let (name, origin) = match source {
                Source::File(path) => (receive::name_of(&path), Origin::File(path)),
                Source::Bytes { name, bytes } => (name, Origin::Bytes(bytes)),
            };
            New { name, origin, via, received_at: received_at.to_owned() }
        });
        let photos: Vec<New> = photos.collect();
        let names: Vec<String> = photos.iter().map(|photo| text::quote(&photo.name, NAME_CHARACTERS)).collect();
        let _in_order = unpoisoned(&self.order);
        // Held until the new ones are on screen: the thread that examines begins with what is there.
        let mut state = self.state();
        let open = state.open.clone();
        let arrivals = match open.casebook.add(open.case, photos) {
            Ok(arrivals) => arrivals,
            Err(error) => return vec![Notice { text: error.text() }],
        };
        let mut events = Vec::new();
        let mut known = 0_usize;
        for (arrival, name) in arrivals.into_iter().zip(names) {
            match arrival {
                Arrival::Waits(number) => {
                    let entry = Entry::new(number, name, Stage::Waiting);
                    events.push(Event::PhotoChanged { photo: entry.photo.clone() });
                    state.entries.push(entry);
                }
                Arrival::Duplicate(number) => {
                    known += 1;
                    events.extend(state.enter_again(number));
                }
            }
        }
        drop(state);
        events.into_iter().for_each(|event| (self.sink)(event));
        already_there(known)
    }
}

impl State {
    /// A photo that comes again after it was cancelled or could not be read waits again.
    fn enter_again(&mut self, number: PhotoId) -> Option<Event> {
        let entry = self.entries.iter_mut().find(|entry| entry.number == number)?;
        if !matches!(entry.photo.stage, Stage::Cancelled | Stage::Unreadable { .. }) {
            return None;
        }
        if let Err(error) = self.open.casebook.again(number) {
            return Some(told(&error));
        }
        *entry = Entry::new(number, std::mem::take(&mut entry.photo.name), Stage::Waiting);
        Some(Event::PhotoChanged { photo: entry.photo.clone() })
    }
}

/// An error of the casebook as an event.
pub(super) fn told(error: &CasebookError) -> Event {
    tracing::error!(%error, "the casebook did not do what was asked");
    Event::Notice { notice: Notice { text: error.text() } }
}

fn already_there(known: usize) -> Vec<Notice> {
    let text = match known {
        0 => return Vec::new(),
        1 => text!("One photo was in this case already.", "有 1 张照片已在此案件中。"),
        _ => text!("{known} photos were in this case already.", "有 {known} 张照片已在此案件中。"),
    };
    vec![Notice { text }]
}
