//! What each of the queue's threads does: reads, examines, and has the casebook keep what the page will ask for.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use catchlight_casebook::{Casebook, CasebookError, Finished, Held, Identity, Kept, PhotoId, Waiting};
use catchlight_forensics::examination::{self, Examination, Host, Progress};
use catchlight_forensics::pixels;
use catchlight_forensics::report::v1::{ExaminationOutcome, Received, Report};
use catchlight_forensics::text;
use catchlight_forensics::text::{Text, Words};
use catchlight_forensics::{Cancel, Context, Exhibit, Specimen};
use image::RgbImage;

use super::{Open, Picture, Shared, entries, unpoisoned};
use crate::receive::NotReceived;
use crate::wire::{Event, Notice, Samples, Stage};
use crate::{custody, now, receive, samples as values};

/// Longest side of a thumbnail in pixels.
const THUMBNAIL_SIDE: u32 = 256;
/// Longest side of a view in pixels; a page can hardly draw a larger picture.
const VIEW_SIDE: u32 = 12_000;

/// A photo whose turn it is.
struct Turn {
    id: u32,
    open: Open,
    photo: Waiting,
    cancel: Arc<Cancel>,
    put_off: Arc<AtomicBool>,
}

/// Why a turn ended without a report.
enum Ended {
    Cancelled,
    Unreadable(Text),
    /// Another photo of the case has the same bytes.
    Duplicate(PhotoId),
}

impl From<CasebookError> for Ended {
    fn from(error: CasebookError) -> Self {
        tracing::error!(%error, "a photo could not be kept");
        Self::Unreadable(error.text())
    }
}

/// Examines what waits until the queue closes.
pub(super) fn run(shared: &Shared) {
    while let Some((turn, begun)) = begin_next(shared) {
        let ended = begun.and_then(|exhibit| guarded(&turn, || examine(shared, &turn, &exhibit)));
        match ended {
            Ok(stage) => shared.change(turn.id, |entry| entry.photo.stage = stage),
            Err(ended) => without_report(shared, &turn, ended),
        }
    }
}

/// Waits for a photo, reads it and tells it from others of its case. One thread at a time: of two photos with the same
/// bytes the one that arrived first stays.
fn begin_next(shared: &Shared) -> Option<(Turn, Result<Exhibit, Ended>)> {
    let _in_order = unpoisoned(&shared.beginning);
    let turn = next(shared)?;
    let begun = guarded(&turn, || begin(shared, &turn));
    Some((turn, begun))
}

/// What a step of a turn gives; one that panics ends the turn.
fn guarded<T>(turn: &Turn, step: impl FnOnce() -> Result<T, Ended>) -> Result<T, Ended> {
    catch_unwind(AssertUnwindSafe(step)).unwrap_or_else(|_| {
        tracing::error!(photo = turn.id, "the examination panicked");
        Err(Ended::Unreadable(BROKE_OFF.into()))
    })
}

/// Waits for a photo that waits, and begins with it.
fn next(shared: &Shared) -> Option<Turn> {
    let mut state = shared.state();
    loop {
        if state.closing {
            return None;
        }
        let open = state.open.clone();
        let begun = if state.paused { Ok(None) } else { open.casebook.begin_next(Some(open.case)) };
        match begun {
            Ok(Some(photo)) => {
                let entry = state.entries.iter_mut().find(|entry| entry.number == photo.id);
                // Whatever waits in the open case is on screen. Under the same lock: who cancels it from here on
                // cancels an examination, and does not take a waiting photo off the casebook's list.
                let (cancel, put_off) = entry.map_or_else(Default::default, |entry| {
                    entry.photo.stage = Stage::Examining { step: 0, of: 0, check: None };
                    (Arc::clone(&entry.cancel), Arc::clone(&entry.put_off))
                });
                let id = u32::try_from(photo.id.0).unwrap_or(u32::MAX);
                return Some(Turn { id, open, photo, cancel, put_off });
            }
            Ok(None) => {}
            Err(error) => {
                drop(state);
                shared.tell_of(|_| Some(entries::told(&error)));
                state = shared.state();
            }
        }
        state = shared.wake.wait(state).unwrap_or_else(std::sync::PoisonError::into_inner);
    }
}

/// The bytes of a photo that no other photo of its case has.
fn begin(shared: &Shared, turn: &Turn) -> Result<Exhibit, Ended> {
    shared.tell_of(|state| {
        let entry = state.entries.iter().find(|entry| entry.photo.id == turn.id)?;
        Some(Event::PhotoChanged { photo: entry.photo.clone() })
    });
    let casebook = &turn.open.casebook;
    let exhibit = read(shared, casebook, &turn.photo, &turn.cancel)?;
    if let Identity::Duplicate(other) = casebook.identify(turn.photo.id, exhibit.sha256())? {
        return Err(Ended::Duplicate(other));
    }
    Ok(exhibit)
}

/// Examines one photo and has its report and pictures kept.
fn examine(shared: &Shared, turn: &Turn, exhibit: &Exhibit) -> Result<Stage, Ended> {
    let (casebook, examined_at) = (&turn.open.casebook, now());
    let received = Received { received_at: turn.photo.received_at.clone(), examined_at, via: turn.photo.via };
    let host = Host { received: Some(received), self_test: shared.instruments.self_test(), ..Host::default() };
    let specimen = shared.instruments.specimen(exhibit, shared.limits).until(&turn.cancel);
    let _place = shared.room.enter(&specimen, &turn.cancel);
    let progress = |progress: Progress| step(shared, turn.id, progress);
    let Examination { report, images } = examination::examine(&specimen, &host, &turn.cancel, &progress);
    let partial = report.outcome == ExaminationOutcome::Cancelled;
    if partial && turn.put_off.load(Ordering::Acquire) {
        return Err(Ended::Cancelled);
    }
    let broke_off = |error: &dyn std::fmt::Display| {
        tracing::error!(photo = turn.id, %error, "the report could not be written");
        Ended::Unreadable(BROKE_OFF.into())
    };
    let record = custody::begin(&report, &shared.instruments, &shared.limits, &now());
    let record = record.map_err(|error| broke_off(&error))?;
    let thumbnail = thumbnail(&specimen);
    let traits = traits(&specimen, &report, &turn.cancel);
    let pictures: BTreeMap<String, Vec<u8>> =
        images.iter().map(|(key, image)| (key.clone(), pixels::png_bytes(image))).collect();
    let finished = Finished {
        report: &report,
        record: &record,
        traits: traits.as_deref(),
        pictures: &pictures,
        thumbnail: thumbnail.as_deref(),
        original: Some(exhibit.bytes()).filter(|_| exhibit.is_whole()),
    };
    if let Kept::Duplicate(other) = casebook.finish(turn.photo.id, &finished)? {
        return Err(Ended::Duplicate(other));
    }
    Ok(Stage::Examined {
        conclusion: report.conclusion.kind,
        title: report.conclusion.title,
        kind: report.exhibit.kind,
        has_view: thumbnail.is_some(),
        partial,
    })
}

/// Ends a turn that gave no report.
fn without_report(shared: &Shared, turn: &Turn, ended: Ended) {
    let (casebook, photo) = (&turn.open.casebook, turn.photo.id);
    let (kept, stage) = match ended {
        Ended::Duplicate(other) => return joined(shared, turn, other),
        Ended::Cancelled if turn.put_off.load(Ordering::Acquire) => (casebook.again(photo), Stage::Waiting),
        Ended::Cancelled => (casebook.cancel(photo), Stage::Cancelled),
        Ended::Unreadable(why) => (casebook.unreadable(photo, &why), Stage::Unreadable { why }),
    };
    match kept {
        Ok(()) => {}
        // It was deleted while it was being examined.
        Err(CasebookError::NoPhoto(_)) => return,
        // It waits again when the casebook is opened next.
        Err(error) => shared.tell_of(|_| Some(entries::told(&error))),
    }
    shared.change(turn.id, |entry| entry.photo.stage = stage);
}

/// Takes a photo off the screen that is another photo of its case.
fn joined(shared: &Shared, turn: &Turn, other: PhotoId) {
    let mut notice = None;
    shared.tell_of(|state| {
        let position = state.entries.iter().position(|entry| entry.number == turn.photo.id)?;
        let removed = state.entries.remove(position).photo;
        let other = state.entries.iter().find(|entry| entry.number == other).map(|entry| entry.photo.name.as_str());
        let (name, other) = (&removed.name, other.unwrap_or_default());
        notice = Some(text!(
            "{name} is the same file as {other} and was not examined twice.",
            "{name} 与 {other} 是同一文件，没有重复检查。"
        ));
        Some(Event::PhotoRemoved { id: removed.id })
    });
    if let Some(text) = notice {
        shared.tell_of(|_| Some(Event::Notice { notice: Notice { text } }));
    }
}

/// Tells how far an examination is. Checks end on many threads, so that steps may arrive out of order.
fn step(shared: &Shared, id: u32, progress: Progress) {
    shared.change(id, |entry| {
        if let Stage::Examining { step, .. } = entry.photo.stage
            && progress.step > step
        {
            let check = Some(Text::from(progress.check.title));
            entry.photo.stage = Stage::Examining { step: progress.step, of: progress.of, check };
        }
    });
}

/// The bytes of a photo.
fn read(shared: &Shared, casebook: &Casebook, photo: &Waiting, cancel: &Cancel) -> Result<Exhibit, Ended> {
    match &photo.held {
        Held::File(path) => receive::file(path, &shared.limits, cancel).map_err(|error| match error {
            NotReceived::Cancelled => Ended::Cancelled,
            NotReceived::Unreadable(why) => Ended::Unreadable(why),
        }),
        Held::Copy => Ok(receive::bytes(&photo.name, &casebook.original(photo.id)?, &shared.limits)),
    }
}

/// The bytes that were examined: the kept copy, else the file where it lay, if it is still the same.
pub(super) fn original(shared: &Shared, casebook: &Casebook, id: PhotoId) -> Option<Arc<Exhibit>> {
    let photo = casebook.photo(id).ok()?;
    let exhibit = match casebook.original(id) {
        Ok(bytes) => receive::bytes(&photo.name, &bytes, &shared.limits),
        Err(error) => {
            tracing::info!(%error, "no copy");
            receive::file(&casebook.path(id).ok()??, &shared.limits, &Cancel::default()).ok()?
        }
    };
    (Some(exhibit.sha256()) == photo.sha256.as_deref()).then(|| Arc::new(exhibit))
}

/// What is compared between photos, as JSON; absent of a photo whose examination was cancelled.
fn traits(specimen: &Specimen<'_>, report: &Report, cancel: &Cancel) -> Option<String> {
    let measured = catch_unwind(AssertUnwindSafe(|| {
        let traits = catchlight_account::traits(specimen, &Context::new(cancel), report).ok()?;
        traits.write().inspect_err(|error| tracing::error!(%error, "traits were not kept")).ok()
    }));
    measured.ok().flatten()
}

/// The photo's small picture; absent when it cannot be decoded. The runner isolates its own panics; a
/// decoder may still panic here.
fn thumbnail(specimen: &Specimen<'_>) -> Option<Vec<u8>> {
    let small = catch_unwind(AssertUnwindSafe(|| {
        specimen.view().ok().map(|(view, _)| pixels::png_bytes(&pixels::thumbnail(view, THUMBNAIL_SIDE)))
    }));
    small.ok().flatten()
}

/// A picture as PNG: kept, or made from the bytes that were examined.
pub(super) fn picture(shared: &Shared, id: u32, picture: Picture<'_>) -> Option<Arc<[u8]>> {
    let (open, photo) = shared.place(id).ok()?;
    match picture {
        Picture::Thumbnail => open.casebook.thumbnail(photo).ok().map(Into::into),
        Picture::Artifact(key) => open.casebook.picture(photo, key).ok().map(Into::into),
        Picture::View => {
            let kept = || shared.views().get(id);
            kept().or_else(|| {
                let _one_at_a_time = unpoisoned(&shared.making);
                // Another request may have made it meanwhile.
                kept().or_else(|| {
                    let made = catch_unwind(AssertUnwindSafe(|| view(shared, &open.casebook, photo))).ok().flatten()?;
                    shared.views().put(id, Arc::clone(&made));
                    Some(made)
                })
            })
        }
    }
}

/// Values of a few pixels of an examined photo.
pub(super) fn samples(shared: &Shared, id: u32, x: u32, y: u32, side: u32) -> Option<Samples> {
    // Before a photo is decoded in vain.
    if !values::answers(side) {
        return None;
    }
    let (open, photo) = shared.place(id).ok()?;
    let kept = || shared.sampled().get(id);
    let upright = kept().or_else(|| {
        let _one_at_a_time = unpoisoned(&shared.making);
        // Another request may have decoded it meanwhile.
        kept().or_else(|| {
            let decoded = catch_unwind(AssertUnwindSafe(|| upright(shared, &open.casebook, photo)))
                .ok()
                .flatten()
                .map(Arc::new)?;
            shared.sampled().put(id, &decoded);
            Some(decoded)
        })
    })?;
    values::cut(&upright, x, y, side)
}

/// The whole photo, upright, in 8-bit sRGB.
fn upright(shared: &Shared, casebook: &Casebook, photo: PhotoId) -> Option<RgbImage> {
    // Without a thumbnail there are no pixels.
    casebook.thumbnail(photo).ok()?;
    let exhibit = original(shared, casebook, photo)?;
    let specimen = shared.instruments.specimen(&exhibit, shared.limits);
    specimen.upright().ok().cloned()
}

/// The whole photo, upright.
fn view(shared: &Shared, casebook: &Casebook, photo: PhotoId) -> Option<Arc<[u8]>> {
    // Without a thumbnail there is nothing to view.
    casebook.thumbnail(photo).ok()?;
    let exhibit = original(shared, casebook, photo)?;
    let specimen = shared.instruments.specimen(&exhibit, shared.limits);
    let (view, _) = specimen.view().ok()?;
    let png = if view.width().max(view.height()) > VIEW_SIDE {
        pixels::png_bytes(&pixels::thumbnail(view, VIEW_SIDE))
    } else {
        pixels::png_bytes(view)
    };
    Some(png.into())
}

const BROKE_OFF: Words = Words::new(
    "The examination broke off because of an error in Catchlight itself. That says nothing about the photo.",
    "由于 Catchlight 自身的错误，检查中断。这与照片本身无关。",
);
