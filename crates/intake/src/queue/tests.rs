use std::fs;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use catchlight_forensics::model::{ModelError, Models};
use catchlight_forensics::pixels::InThisProcess;
use catchlight_forensics::report::v1::{ExaminationOutcome, Kind, Report};
use image::{Rgb, RgbImage};

use super::*;

/// Longer than any examination here takes; only a hanging test waits that long.
const MOMENT: &str = "2026-11-23T03:00:00+00:00";

const PATIENCE: Duration = Duration::from_secs(120);

/// A new case in a casebook that keeps nothing.
fn unkept() -> Open {
    let casebook = Arc::new(Casebook::keep_nothing().expect("a casebook"));
    let case = casebook.create_case("a case", MOMENT).expect("a case");
    Open { casebook, case }
}

fn start_with(open: &Open, instruments: Instruments) -> (Queue, Receiver<Event>) {
    let (send, events) = channel();
    // A test that has seen enough no longer listens.
    let sink = Box::new(move |event| drop(send.send(event)));
    (Queue::start(instruments, Limits::default(), Bounds::default(), open.clone(), sink).expect("a queue"), events)
}

fn start() -> (Queue, Receiver<Event>) {
    start_with(&unkept(), Instruments::none())
}

/// Waits for the next event that `wanted` accepts and returns all up to it.
fn until(events: &Receiver<Event>, wanted: impl Fn(&Event) -> bool) -> Vec<Event> {
    let mut seen = Vec::new();
    loop {
        let event = events.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no such event after {seen:?}"));
        let found = wanted(&event);
        seen.push(event);
        if found {
            return seen;
        }
    }
}

fn ended(event: &Event, wanted: u32) -> bool {
    matches!(event, Event::PhotoChanged { photo: Photo { id, stage: Stage::Examined { .. } | Stage::Unreadable { .. } | Stage::Cancelled, .. } } if *id == wanted)
}

/// Waits until each of these photos has ended, in whatever order, and returns all events up to then.
fn until_ended(events: &Receiver<Event>, ids: impl IntoIterator<Item = u32>) -> Vec<Event> {
    let mut wanted: Vec<u32> = ids.into_iter().collect();
    let mut seen = Vec::new();
    while !wanted.is_empty() {
        let until = until(events, |event| wanted.iter().any(|id| ended(event, *id)));
        wanted.retain(|id| !until.last().is_some_and(|event| ended(event, *id)));
        seen.extend(until);
    }
    seen
}

fn stage(queue: &Queue, id: u32) -> Stage {
    queue.photos().into_iter().find(|photo| photo.id == id).expect("the photo").stage
}

/// A PNG whose picture depends on `seed`.
fn png(width: u32, height: u32, seed: u8) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb([(x * 3) as u8, (y * 5) as u8, seed]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("memory");
    bytes.into_inner()
}

fn pasted(bytes: Vec<u8>) -> Vec<Source> {
    vec![Source::Bytes { name: "pasted.png".to_owned(), bytes }]
}

#[test]
fn a_photo_passes_through_its_stages_to_a_report() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.png"), png(300, 200, 7)).expect("a file");
    let (queue, events) = start();
    queue.take_in([folder.path()], Via::Drop);
    let seen = until(&events, |event| ended(event, 1));

    assert!(
        matches!(&seen[0], Event::PhotoChanged { photo: Photo { id: 1, name, stage: Stage::Waiting } } if name == "a.png")
    );
    let steps: Vec<u32> = seen
        .iter()
        .filter_map(|event| match event {
            Event::PhotoChanged { photo: Photo { stage: Stage::Examining { step, .. }, .. } } => Some(*step),
            _ => None,
        })
        .collect();
    assert_eq!(steps.first(), Some(&0));
    assert!(steps.is_sorted_by(|left, right| left < right), "{steps:?}");

    let report: Report = serde_json::from_str(&queue.report(1).expect("a report")).expect("report::v1");
    assert_eq!(report.outcome, ExaminationOutcome::Completed);
    assert_eq!(report.received.as_ref().expect("received").via, Via::Drop);
    let Stage::Examined { kind, has_view, partial, conclusion, .. } = stage(&queue, 1) else {
        panic!("{:?}", stage(&queue, 1))
    };
    assert_eq!((kind, has_view, partial, conclusion), (Kind::Png, true, false, report.conclusion.kind));
}

#[test]
fn pictures_are_served_for_examined_photos_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.png");
    fs::write(&path, png(600, 300, 1)).expect("a file");
    let (queue, events) = start();
    queue.take_in([&path], Via::CommandLine);
    until(&events, |event| ended(event, 1));

    let size = |picture| {
        let png = queue.picture(1, picture)?;
        let image = image::load_from_memory_with_format(&png, image::ImageFormat::Png).expect("a PNG");
        Some((image.width(), image.height()))
    };
    assert_eq!(size(Picture::Thumbnail), Some((256, 128)));
    assert_eq!(size(Picture::View), Some((600, 300)));
    assert_eq!(size(Picture::Artifact("no/such")), None);
    assert_eq!(queue.picture(2, Picture::View), None);

    let report: Report = serde_json::from_str(&queue.report(1).expect("a report")).expect("report::v1");
    let keys: Vec<String> = report
        .results
        .iter()
        .flat_map(|result| &result.artifacts)
        .filter_map(|artifact| match &artifact.content {
            catchlight_forensics::report::v1::Content::Map { image, .. }
            | catchlight_forensics::report::v1::Content::Spectrum { image, .. }
            | catchlight_forensics::report::v1::Content::Picture { image, .. } => Some(image.clone()),
            _ => None,
        })
        .collect();
    for key in &keys {
        assert!(size(Picture::Artifact(key)).is_some(), "{key}");
    }
    // The view is made again from the copy that was kept, whatever became of the file.
    queue.shared.views().clear();
    fs::write(&path, png(600, 300, 2)).expect("another file");
    assert_eq!(size(Picture::View), Some((600, 300)));
}

#[test]
fn values_of_pixels_are_given_for_examined_photos_in_small_squares() {
    let (queue, events) = start();
    queue.add(pasted(png(60, 30, 7)), Via::PastedPixels);
    until(&events, |event| ended(event, 1));

    let samples = queue.samples(1, 58, 29, 64).expect("samples");
    assert_eq!((samples.x, samples.y, samples.width, samples.height), (58, 29, 2, 1));
    // Red, green and blue of the pixels (58, 29) and (59, 29): 174, 145, 7 and 177, 145, 7.
    assert_eq!(samples.rgb, "rpEHsZEH");
    for (id, x, y, side) in [(2, 0, 0, 1), (1, 60, 0, 1), (1, 0, 30, 1), (1, 0, 0, 0), (1, 0, 0, 65)] {
        assert_eq!(queue.samples(id, x, y, side), None, "{id} {x} {y} {side}");
    }
    queue.remove(1);
    assert_eq!(queue.samples(1, 0, 0, 1), None, "a photo that was removed is not remembered");
}

#[test]
fn without_a_copy_another_file_is_not_shown_for_the_one_examined() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.png");
    fs::write(&path, png(600, 300, 1)).expect("a file");
    let open = unkept();
    open.casebook.keep_originals(false).expect("chosen");
    let (queue, events) = start_with(&open, Instruments::none());
    queue.take_in([&path], Via::CommandLine);
    until(&events, |event| ended(event, 1));
    assert!(queue.picture(1, Picture::View).is_some() && queue.original(1).is_some());
    queue.shared.views().clear();
    fs::write(&path, png(600, 300, 2)).expect("another file");
    assert!(queue.picture(1, Picture::View).is_none() && queue.original(1).is_none());
    assert!(queue.picture(1, Picture::Thumbnail).is_some(), "the small picture is kept");
}

#[test]
fn waiting_photos_are_cancelled_at_once_and_the_rest_of_the_queue_goes_on() {
    let (queue, events) = start();
    for seed in 0..6 {
        queue.add(pasted(png(800, 800, seed)), Via::PastedPixels);
    }
    queue.cancel(Some(4));
    queue.add(pasted(png(64, 64, 0)), Via::PastedPixels);
    until_ended(&events, [1, 2, 3, 5, 6, 7]);
    assert_eq!(stage(&queue, 4), Stage::Cancelled);
    assert!(queue.report(4).is_err());
    for id in [1, 2, 3, 5, 6, 7] {
        assert!(matches!(stage(&queue, id), Stage::Examined { .. }), "{id}: {:?}", stage(&queue, id));
    }
}

#[test]
fn cancelling_everything_leaves_nothing_waiting() {
    let (queue, events) = start();
    for seed in 0..20 {
        queue.add(pasted(png(1200, 900, seed)), Via::PastedPixels);
    }
    until(&events, |event| {
        matches!(event, Event::PhotoChanged { photo: Photo { stage: Stage::Examining { .. }, .. } })
    });
    queue.cancel(None);
    assert!(queue.photos().iter().all(|photo| photo.stage != Stage::Waiting));
    // A photo added afterwards is examined: the cancellation was of the others.
    queue.add(pasted(png(64, 64, 0)), Via::PastedPixels);
    until_ended(&events, [21]);
    assert!(matches!(stage(&queue, 21), Stage::Examined { partial: false, .. }));
    assert!(matches!(stage(&queue, 20), Stage::Cancelled));
    for photo in queue.photos() {
        if let Stage::Examined { partial, .. } = photo.stage {
            let report: Report = serde_json::from_str(&queue.report(photo.id).expect("a report")).expect("report::v1");
            assert_eq!(partial, report.outcome == ExaminationOutcome::Cancelled);
        }
    }
}

#[test]
fn a_removed_photo_is_gone_even_while_it_is_examined() {
    let (queue, events) = start();
    queue.add(pasted(png(1500, 1500, 0)), Via::PastedPixels);
    until(&events, |event| {
        matches!(event, Event::PhotoChanged { photo: Photo { stage: Stage::Examining { .. }, .. } })
    });
    queue.remove(1);
    queue.remove(1);
    let seen = until(&events, |event| *event == Event::PhotoRemoved { id: 1 });
    queue.add(pasted(png(64, 64, 0)), Via::PastedPixels);
    let after = until(&events, |event| ended(event, 2));
    assert!(
        !after.iter().any(|event| matches!(event, Event::PhotoChanged { photo } if photo.id == 1)),
        "{seen:?} {after:?}"
    );
    assert!(queue.report(1).is_err() && queue.picture(1, Picture::Thumbnail).is_none());
    assert!(queue.picture(1, Picture::View).is_none());
}

#[test]
fn what_cannot_be_read_says_why_and_what_is_no_picture_still_gets_a_report() {
    let folder = tempfile::tempdir().expect("a folder");
    let note = folder.path().join("note.jpg");
    fs::write(&note, "no picture").expect("a file");
    let (queue, events) = start();
    queue.take_in([folder.path().join("none.jpg"), note], Via::CommandLine);
    until_ended(&events, [1, 2]);
    assert!(matches!(stage(&queue, 1), Stage::Unreadable { why } if why.en.contains("no file of this name")));
    let Stage::Examined { kind, has_view, .. } = stage(&queue, 2) else { panic!("{:?}", stage(&queue, 2)) };
    assert_eq!((kind, has_view), (Kind::Unknown, false));
    assert!(queue.picture(2, Picture::Thumbnail).is_none() && queue.picture(2, Picture::View).is_none());
}

#[test]
fn what_was_left_out_is_told() {
    let (queue, events) = start();
    queue.take_in(["https://example.org/a.jpg"], Via::Drop);
    until(&events, |event| matches!(event, Event::Notice { notice } if notice.text.en.contains("never goes online")));
    assert!(queue.photos().is_empty());
}

#[test]
fn a_deceptive_name_is_shown_harmless() {
    let (queue, _events) = start();
    queue.add(vec![Source::Bytes { name: "a\u{202e}gpj.exe".to_owned(), bytes: Vec::new() }], Via::Drop);
    assert_eq!(queue.photos()[0].name, "a\u{fffd}gpj.exe");
}

/// Models that panic whenever they are asked.
struct Panicking;

impl Models for Panicking {
    fn ready(&self, id: &str) -> Result<(), ModelError> {
        panic!("asked for {id}")
    }

    fn run(&self, id: &str, _input: ndarray::ArrayD<f32>) -> Result<Vec<ndarray::ArrayD<f32>>, ModelError> {
        panic!("asked for {id}")
    }

    fn sha256(&self, id: &str) -> Option<String> {
        panic!("asked for {id}")
    }
}

#[test]
fn a_panic_ends_one_photo_and_not_the_queue() {
    let (queue, events) = start_with(&unkept(), Instruments::new(Arc::new(Panicking), None, Arc::new(InThisProcess)));
    queue.add(pasted(png(200, 200, 0)), Via::PastedPixels);
    queue.add(pasted(png(200, 200, 1)), Via::PastedPixels);
    until_ended(&events, [1, 2]);
    assert!(!matches!(stage(&queue, 1), Stage::Waiting | Stage::Examining { .. }));
}

#[test]
fn closing_the_queue_stops_an_examination() {
    let (queue, events) = start();
    for seed in 0..10 {
        queue.add(pasted(png(1500, 1500, seed)), Via::PastedPixels);
    }
    until(&events, |event| {
        matches!(event, Event::PhotoChanged { photo: Photo { stage: Stage::Examining { .. }, .. } })
    });
    drop(queue);
    let examined = events
        .iter()
        .filter(|event| {
            matches!(event, Event::PhotoChanged { photo: Photo { stage: Stage::Examined { partial: false, .. }, .. } })
        })
        .count();
    assert!(examined < 10, "all {examined} photos were examined after the queue was closed");
}

#[test]
fn a_record_goes_with_each_report_and_keeps_what_persons_enter() {
    let (queue, events) = start();
    queue.add(pasted(png(64, 64, 1)), Via::PastedPixels);
    until(&events, |event| ended(event, 1));
    let record = queue.record(1).expect("a record");
    assert_eq!(record.chain.len(), 2, "received, examined");
    assert_eq!(record.follow(), Ok(()));
    let exhibit = queue.original(1).expect("the bytes");
    assert_eq!(record.exhibit, exhibit.sha256());

    let remarks = Remarks { by: "x".repeat(9_000), ..Remarks::none() };
    queue.remark(1, remarks).expect("kept");
    let entered = queue.record(1).expect("a record");
    assert_eq!(entered.remarks.by.len(), 4_000, "bounded");
    assert_eq!(entered.chain, record.chain, "entering is no event until it is exported");

    let mut longer = entered;
    longer.append_remarks(&now()).expect("an entry");
    queue.keep_chain(1, longer.chain.clone()).expect("kept");
    assert_eq!(queue.record(1).expect("a record"), longer);
    assert_eq!(longer.chain.len(), 3);
    assert!(queue.remark(2, Remarks::none()).is_err() && queue.record(2).is_err() && queue.original(2).is_none());
}

#[test]
fn what_waited_when_the_program_ended_is_examined_afterwards_and_nothing_twice() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || {
        let casebook = Arc::new(Casebook::open(&folder.path().join("casebook")).expect("a casebook"));
        let case = casebook.cases().expect("the cases").first().map(|case| case.id);
        let case = case.unwrap_or_else(|| casebook.create_case("a case", MOMENT).expect("a case"));
        Open { casebook, case }
    };
    let (queue, events) = start_with(&open(), Instruments::none());
    for seed in 0..8 {
        queue.add(pasted(png(700, 700, seed)), Via::PastedPixels);
    }
    let mut seen = until(&events, |event| ended(event, 2));
    drop(queue);
    seen.extend(events.iter());
    let before: Vec<u32> = seen.iter().filter_map(finished).collect();

    let (queue, events) = start_with(&open(), Instruments::none());
    assert_eq!(queue.photos().len(), 8);
    let rest = (1..=8).filter(|id| !before.contains(id));
    let after: Vec<u32> = until_ended(&events, rest).iter().filter_map(finished).collect();
    for id in 1..=8 {
        assert!(matches!(stage(&queue, id), Stage::Examined { partial: false, .. }), "{id}");
        let report: Report = serde_json::from_str(&queue.report(id).expect("a report")).expect("report::v1");
        assert_eq!(report.outcome, ExaminationOutcome::Completed);
        assert!(!(before.contains(&id) && after.contains(&id)), "{id} was examined twice");
    }
}

fn finished(event: &Event) -> Option<u32> {
    match event {
        Event::PhotoChanged { photo: Photo { id, stage: Stage::Examined { .. }, .. } } => Some(*id),
        _ => None,
    }
}

#[test]
fn another_case_takes_the_place_of_the_first_which_goes_on_later() {
    let first = unkept();
    let (queue, events) = start_with(&first, Instruments::none());
    for seed in 0..4 {
        queue.add(pasted(png(1000, 1000, seed)), Via::PastedPixels);
    }
    until(&events, |event| {
        matches!(event, Event::PhotoChanged { photo: Photo { stage: Stage::Examining { .. }, .. } })
    });
    let second = first.casebook.create_case("another", MOMENT).expect("a case");
    queue.open(Open { case: second, ..first.clone() }).expect("opened");
    until(&events, |event| *event == Event::CaseOpened { photos: Vec::new() });
    queue.add(pasted(png(64, 64, 9)), Via::PastedPixels);
    let seen = until(&events, |event| ended(event, 5));
    let others = seen.iter().filter(|event| matches!(event, Event::PhotoChanged { photo } if photo.id != 5));
    assert_eq!(others.count(), 0, "{seen:?}");
    assert!(queue.report(1).is_err(), "photos of other cases are not on screen");

    queue.open(first).expect("opened");
    let is_examined = |photo: &Photo| matches!(photo.stage, Stage::Examined { .. });
    let rest: Vec<u32> = queue.photos().iter().filter(|photo| !is_examined(photo)).map(|photo| photo.id).collect();
    until_ended(&events, rest);
    assert!(queue.photos().iter().all(|photo| matches!(photo.stage, Stage::Examined { partial: false, .. })));
    assert_eq!(queue.photos().len(), 4);
}

#[test]
fn the_same_file_is_examined_once() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a.png", "b.png"] {
        fs::write(folder.path().join(name), png(64, 64, 1)).expect("a file");
    }
    let (queue, events) = start();
    queue.take_in([folder.path()], Via::Drop);
    let seen = until(&events, |event| matches!(event, Event::Notice { .. }));
    assert!(seen.contains(&Event::PhotoRemoved { id: 2 }), "{seen:?}");
    assert!(
        matches!(seen.last(), Some(Event::Notice { notice }) if notice.text.en == "b.png is the same file as a.png and was not examined twice."),
        "{seen:?}"
    );
    queue.take_in([folder.path()], Via::Drop);
    until(&events, |event| matches!(event, Event::Notice { notice } if notice.text.en.starts_with("2 photos were in")));
    assert_eq!(queue.photos().len(), 1);
}

#[test]
fn a_paused_queue_begins_with_nothing() {
    let (queue, events) = start();
    queue.pause(true);
    until(&events, |event| *event == Event::Paused { paused: true });
    queue.add(pasted(png(64, 64, 1)), Via::PastedPixels);
    assert!(events.recv_timeout(PATIENCE).is_ok_and(|event| matches!(event, Event::PhotoChanged { .. })));
    assert!(events.recv_timeout(Duration::from_millis(300)).is_err(), "nothing begins");
    queue.pause(false);
    until(&events, |event| ended(event, 1));
}
