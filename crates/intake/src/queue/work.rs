//! The queue's thread: reads, examines and keeps what the page will ask for.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use catchlight_forensics::examination::{self, Examination, Host, Progress};
use catchlight_forensics::pixels;
use catchlight_forensics::report::v1::{ExaminationOutcome, Received, Via};
use catchlight_forensics::text::{Text, Words};
use catchlight_forensics::{Cancel, Exhibit, Specimen};
use image::RgbaImage;

use super::{Examined, Held, Picture, Shared, unpoisoned};
use crate::pictures::MOST_BYTES;
use crate::receive::NotReceived;
use crate::wire::Stage;
use crate::{custody, now, receive};

/// Longest side of a thumbnail in pixels.
const THUMBNAIL_SIDE: u32 = 256;
/// Longest side of a view in pixels; a page can hardly draw a larger picture.
const VIEW_SIDE: u32 = 12_000;
/// Key of the view among the kept pictures; an artifact's key holds a slash.
const VIEW: &str = "view";

/// A photo whose turn it is.
struct Turn {
    id: u32,
    held: Held,
    via: Via,
    received_at: String,
    cancel: Arc<Cancel>,
}

/// Examines what waits until the queue closes.
pub(super) fn run(shared: &Shared) {
    while let Some(turn) = next(shared) {
        let ended = catch_unwind(AssertUnwindSafe(|| examine(shared, &turn)));
        if ended.is_err() {
            tracing::error!(photo = turn.id, "the examination panicked");
            end(shared, turn.id, Stage::Unreadable { why: BROKE_OFF.into() }, None);
        }
    }
}

/// Waits for a photo that waits, and begins with it.
fn next(shared: &Shared) -> Option<Turn> {
    let mut state = shared.state();
    loop {
        if state.closing {
            return None;
        }
        let waiting = state.entries.iter().find(|entry| entry.photo.stage == Stage::Waiting);
        if let Some(entry) = waiting {
            return Some(Turn {
                id: entry.photo.id,
                held: entry.held.clone(),
                via: entry.via,
                received_at: entry.received_at.clone(),
                cancel: Arc::clone(&entry.cancel),
            });
        }
        state = shared.wake.wait(state).unwrap_or_else(std::sync::PoisonError::into_inner);
    }
}

/// Examines one photo and keeps its report and pictures.
fn examine(shared: &Shared, turn: &Turn) {
    let mut begun = false;
    shared.change(turn.id, |entry| {
        // It may have been cancelled since it was chosen.
        if entry.photo.stage == Stage::Waiting {
            entry.photo.stage = Stage::Examining { step: 0, of: 0, check: None };
            begun = true;
        }
    });
    if !begun {
        return;
    }
    let examined_at = now();
    let exhibit = match read(shared, &turn.held, &turn.cancel) {
        Ok(exhibit) => exhibit,
        Err(NotReceived::Cancelled) => return end(shared, turn.id, Stage::Cancelled, None),
        Err(NotReceived::Unreadable(why)) => return end(shared, turn.id, Stage::Unreadable { why }, None),
    };
    let received = Received { received_at: turn.received_at.clone(), examined_at, via: turn.via };
    let host = Host { received: Some(received), self_test: shared.instruments.self_test() };
    let specimen = shared.instruments.specimen(&exhibit, shared.limits);
    let progress = |progress: Progress| step(shared, turn.id, progress);
    let Examination { report, images } = examination::examine(&specimen, &host, &turn.cancel, &progress);
    let record =
        custody::begin(&report, &shared.instruments, &shared.limits, &now()).map_err(|error| error.to_string());
    let json = serde_json::to_string(&report).map_err(|error| error.to_string());
    let (json, record) = match json.and_then(|json| Ok((json, record?))) {
        Ok(both) => both,
        Err(error) => {
            tracing::error!(photo = turn.id, %error, "the report could not be written");
            return end(shared, turn.id, Stage::Unreadable { why: BROKE_OFF.into() }, None);
        }
    };
    let thumbnail = thumbnail(&specimen);
    let examined = Examined {
        report: json.into(),
        sha256: exhibit.sha256().to_owned(),
        artifacts: Arc::new(images.keys().cloned().collect()),
        thumbnail: thumbnail.clone(),
        record,
    };
    let stage = Stage::Examined {
        conclusion: report.conclusion.kind,
        title: report.conclusion.title,
        kind: report.exhibit.kind,
        has_view: thumbnail.is_some(),
        partial: report.outcome == ExaminationOutcome::Cancelled,
    };
    keep(shared, turn.id, &images);
    end(shared, turn.id, stage, Some(examined));
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

/// Ends a photo's turn.
fn end(shared: &Shared, id: u32, stage: Stage, examined: Option<Examined>) {
    shared.change(id, |entry| {
        entry.examined = examined;
        entry.photo.stage = stage;
    });
    if shared.state().entries.iter().all(|entry| entry.photo.id != id) {
        // Removed while it was being examined, perhaps after its pictures were kept.
        shared.pictures().forget(id);
    }
}

/// The bytes of a photo.
pub(super) fn read(shared: &Shared, held: &Held, cancel: &Cancel) -> Result<Arc<Exhibit>, NotReceived> {
    match held {
        Held::File(path) => receive::file(path, &shared.limits, cancel).map(Arc::new),
        Held::Exhibit(exhibit) => Ok(Arc::clone(exhibit)),
    }
}

/// The photo's small picture; absent when it cannot be decoded. The runner isolates its own panics; a
/// decoder may still panic here.
fn thumbnail(specimen: &Specimen<'_>) -> Option<Arc<[u8]>> {
    let small = catch_unwind(AssertUnwindSafe(|| {
        specimen.view().ok().map(|(view, _)| png(&pixels::thumbnail(view, THUMBNAIL_SIDE)))
    }));
    small.ok().flatten()
}

/// A picture as PNG: kept, or made again from the bytes that were examined.
pub(super) fn picture(shared: &Shared, id: u32, picture: Picture<'_>) -> Option<Arc<[u8]>> {
    let examined = shared.examined(id)?;
    let key = match picture {
        Picture::Thumbnail => return examined.thumbnail,
        // Without a thumbnail there is nothing to view.
        Picture::View => examined.thumbnail.as_ref().map(|_| VIEW)?,
        Picture::Artifact(key) => examined.artifacts.get(key)?,
    };
    let kept = || shared.pictures().get(id, key);
    kept().or_else(|| {
        let _one_at_a_time = unpoisoned(&shared.making);
        // Another request may have made it meanwhile.
        kept().or_else(|| catch_unwind(AssertUnwindSafe(|| make(shared, id, key, &examined))).ok().flatten())
    })
}

/// Makes a picture again.
fn make(shared: &Shared, id: u32, key: &str, examined: &Examined) -> Option<Arc<[u8]>> {
    let held = shared.state().entries.iter().find(|entry| entry.photo.id == id)?.held.clone();
    let cancel = Cancel::default();
    let exhibit = read(shared, &held, &cancel).ok()?;
    if exhibit.sha256() != examined.sha256 {
        // The file is another one now: its picture would not be the one that was examined.
        return None;
    }
    let specimen = shared.instruments.specimen(&exhibit, shared.limits);
    if key == VIEW {
        let (view, _) = specimen.view().ok()?;
        let png = if view.width().max(view.height()) > VIEW_SIDE {
            png(&pixels::thumbnail(view, VIEW_SIDE))
        } else {
            png(view)
        };
        shared.pictures().put(id, key, Arc::clone(&png), MOST_BYTES);
        return Some(png);
    }
    let images = examination::examine(&specimen, &Host::default(), &cancel, &|_| ()).images;
    keep(shared, id, &images);
    images.get(key).map(png)
}

/// Keeps the pictures of a photo's findings.
fn keep(shared: &Shared, id: u32, images: &BTreeMap<String, RgbaImage>) {
    for (key, image) in images {
        shared.pictures().put(id, key, png(image), MOST_BYTES);
    }
}

fn png(image: &RgbaImage) -> Arc<[u8]> {
    pixels::png_bytes(image).into()
}

const BROKE_OFF: Words = Words::new(
    "The examination broke off because of an error in Catchlight itself. That says nothing about the photo.",
    "由于 Catchlight 自身的错误，检查中断。这与照片本身无关。",
);
