//! Random sequences of operations against a simple model.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::samples::{AT, Sample, bytes, file};
use crate::{Arrival, Casebook, Identity, Kept, PhotoId, Query, Row, Stage, StageName};

/// What happens to a case. Numbers name files, of which each two hold the same bytes.
#[derive(Debug, Clone, Copy)]
enum Step {
    AddFile(u8),
    AddBytes(u8),
    Begin,
    Finish { identified: bool },
    Unreadable,
    Cancel(u8),
    Again(u8),
    Remove(u8),
    KeepOriginals(bool),
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0..8_u8).prop_map(Step::AddFile),
        2 => (0..8_u8).prop_map(Step::AddBytes),
        4 => Just(Step::Begin),
        4 => any::<bool>().prop_map(|identified| Step::Finish { identified }),
        1 => Just(Step::Unreadable),
        1 => (0..8_u8).prop_map(Step::Cancel),
        1 => (0..8_u8).prop_map(Step::Again),
        1 => (0..8_u8).prop_map(Step::Remove),
        1 => any::<bool>().prop_map(Step::KeepOriginals),
        1 => Just(Step::Reopen),
    ]
}

/// What a file holds.
fn content(file: u8) -> String {
    format!("content {}", file / 2)
}

#[derive(Debug, Clone, PartialEq)]
struct Photo {
    stage: StageName,
    /// What it holds when somebody looks.
    content: String,
    /// Whether its digest is known.
    is_known: bool,
    names: BTreeSet<String>,
    files: BTreeSet<u8>,
    has_original: bool,
}

/// The model: photos by number.
#[derive(Debug, Default)]
struct Model {
    photos: BTreeMap<PhotoId, Photo>,
    dropped_originals: bool,
}

impl Model {
    fn at(&self, stage: StageName) -> Option<PhotoId> {
        self.photos.iter().find(|(_, photo)| photo.stage == stage).map(|(id, _)| *id)
    }

    fn nth(&self, number: u8) -> Option<PhotoId> {
        self.photos.keys().nth(usize::from(number)).copied()
    }

    /// Looks at the bytes of a photo: the one that goes on, when it is another.
    fn identify(&mut self, id: PhotoId) -> Option<PhotoId> {
        let content = self.photos[&id].content.clone();
        let other = self.photos.iter().find(|(at, photo)| **at != id && photo.is_known && photo.content == content);
        let other = other.map(|(at, photo)| (*at, photo.stage));
        let (goes, stays) = match other {
            None => {
                self.photos.get_mut(&id).expect("a photo").is_known = true;
                return None;
            }
            Some((other, StageName::Cancelled | StageName::Unreadable)) => (other, id),
            Some((other, _)) => (id, other),
        };
        let gone = self.photos.remove(&goes).expect("a photo");
        let photo = self.photos.get_mut(&stays).expect("a photo");
        photo.is_known = true;
        photo.names.extend(gone.names);
        photo.files.extend(gone.files);
        (stays != id).then_some(stays)
    }
}

fn stage_of(row: &Row) -> StageName {
    match row.stage {
        Stage::Waiting => StageName::Waiting,
        Stage::Examining => StageName::Examining,
        Stage::Examined { .. } => StageName::Examined,
        Stage::Unreadable { .. } => StageName::Unreadable,
        Stage::Cancelled => StageName::Cancelled,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn a_casebook_does_what_the_model_does(steps in prop::collection::vec(step(), 1..40)) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut casebook = Casebook::open(folder.path()).expect("a casebook");
        let case = casebook.create_case("a", AT).expect("a case");
        let mut model = Model::default();
        for step in steps {
            match step {
                Step::AddFile(number) | Step::AddBytes(number) => {
                    let name = format!("{number}.jpg");
                    let is_file = matches!(step, Step::AddFile(_));
                    let new = if is_file { file(&name) } else { bytes(&name, &content(number)) };
                    let known = model.photos.iter().find(|(_, photo)| {
                        if is_file { photo.files.contains(&number) } else { photo.is_known && photo.content == content(number) }
                    });
                    let known = known.map(|(id, _)| *id);
                    let arrival = casebook.add(case, vec![new]).expect("added")[0];
                    let files = BTreeSet::from_iter(is_file.then_some(number));
                    match known {
                        Some(known) => {
                            prop_assert_eq!(arrival, Arrival::Duplicate(known));
                            let photo = model.photos.get_mut(&known).expect("a photo");
                            photo.names.insert(name);
                            photo.files.extend(files);
                        }
                        None => {
                            prop_assert!(matches!(arrival, Arrival::Waits(id) if model.photos.keys().all(|known| *known < id)));
                            model.photos.insert(arrival.photo(), Photo {
                                stage: StageName::Waiting,
                                content: content(number),
                                is_known: !is_file,
                                names: BTreeSet::from([name]),
                                files,
                                has_original: !is_file,
                            });
                        }
                    }
                }
                Step::Begin => {
                    let next = model.at(StageName::Waiting);
                    prop_assert_eq!(casebook.begin_next(Some(case)).expect("the next").map(|waiting| waiting.id), next);
                    if let Some(next) = next {
                        model.photos.get_mut(&next).expect("a photo").stage = StageName::Examining;
                    }
                }
                Step::Finish { identified } => {
                    let Some(id) = model.at(StageName::Examining) else { continue };
                    let sample = Sample::with(&model.photos[&id].content, |report| report.results.truncate(1));
                    let other = model.identify(id);
                    if identified {
                        let expected = other.map_or(Identity::New, Identity::Duplicate);
                        let digest = &sample.report.exhibit.sha256;
                        prop_assert_eq!(casebook.identify(id, digest).expect("identified"), expected);
                    }
                    if other.is_none() || !identified {
                        let expected = other.map_or(Kept::Kept, Kept::Duplicate);
                        prop_assert_eq!(casebook.finish(id, &sample.finished()).expect("finished"), expected);
                    }
                    if other.is_none() {
                        let keeps = !model.dropped_originals;
                        let photo = model.photos.get_mut(&id).expect("a photo");
                        photo.stage = StageName::Examined;
                        photo.has_original = keeps;
                    }
                }
                Step::Unreadable => {
                    let Some(id) = model.at(StageName::Examining) else { continue };
                    casebook.unreadable(id, &catchlight_forensics::text::Text::same("gone")).expect("noted");
                    model.photos.get_mut(&id).expect("a photo").stage = StageName::Unreadable;
                }
                Step::Cancel(number) => {
                    let Some(id) = model.nth(number) else { continue };
                    let photo = model.photos.get_mut(&id).expect("a photo");
                    let may = matches!(photo.stage, StageName::Waiting | StageName::Examining);
                    prop_assert_eq!(casebook.cancel(id).is_ok(), may);
                    photo.stage = if may { StageName::Cancelled } else { photo.stage };
                }
                Step::Again(number) => {
                    let Some(id) = model.nth(number) else { continue };
                    let photo = model.photos.get_mut(&id).expect("a photo");
                    let may = !matches!(photo.stage, StageName::Waiting | StageName::Examined);
                    prop_assert_eq!(casebook.again(id).is_ok(), may);
                    photo.stage = if may { StageName::Waiting } else { photo.stage };
                }
                Step::Remove(number) => {
                    let Some(id) = model.nth(number) else { continue };
                    casebook.remove(id, AT).expect("removed");
                    model.photos.remove(&id);
                }
                Step::KeepOriginals(keep) => {
                    casebook.keep_originals(keep).expect("set");
                    model.dropped_originals = !keep;
                }
                Step::Reopen => {
                    drop(casebook);
                    casebook = Casebook::open(folder.path()).expect("the casebook again");
                    for photo in model.photos.values_mut().filter(|photo| photo.stage == StageName::Examining) {
                        photo.stage = StageName::Waiting;
                    }
                }
            }
            let rows = casebook.photos(&Query { case: Some(case), ..Query::default() }).expect("read").rows;
            prop_assert_eq!(rows.len(), model.photos.len());
            for (row, (id, photo)) in rows.iter().zip(&model.photos) {
                prop_assert_eq!(row.id, *id);
                prop_assert_eq!(stage_of(row), photo.stage);
                let names: BTreeSet<String> = row.further_names.iter().cloned().chain([row.name.clone()]).collect();
                prop_assert_eq!(&names, &photo.names);
                prop_assert_eq!(row.has_original, photo.has_original);
                if photo.has_original {
                    prop_assert_eq!(casebook.original(*id).expect("the file"), photo.content.as_bytes());
                }
            }
            // One copy for each content that a photo has, and nothing besides.
            let copies: BTreeSet<&String> =
                model.photos.values().filter(|photo| photo.has_original).map(|photo| &photo.content).collect();
            prop_assert_eq!(copies_in(&folder.path().join("originals")), copies.len());
        }
        casebook.check().expect("whole");
    }
}

fn copies_in(folder: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .map(|entry| entry.expect("an entry").path())
        .map(|path| if path.is_dir() { copies_in(&path) } else { 1 })
        .sum()
}
