//! The photos of a dossier as a table.

use catchlight_account::v1::{Dossier, PhotoEntry};

use crate::ExportError;
use crate::said::{Languages, inert};
use crate::table::{named, said, tags, written};

/// The photos as CSV in UTF-8, a line each, as [`crate::table()`] writes it: the file, its conclusion and weight, how it
/// stood among the others, and the scores of the learned checks.
///
/// # Errors
/// When the table cannot be written into memory.
pub fn dossier_table(dossier: &Dossier, languages: Languages) -> Result<Vec<u8>, ExportError> {
    let mut experts: Vec<&str> = Vec::new();
    for score in dossier.photos.iter().flat_map(|photo| &photo.scores) {
        if !experts.contains(&score.check.as_str()) {
            experts.push(&score.check);
        }
    }
    let mut head: Vec<String> = BEFORE.iter().map(|name| (*name).to_owned()).collect();
    head.extend(tags(languages).iter().map(|tag| format!("conclusion:{tag}")));
    head.extend(AFTER.iter().map(|name| (*name).to_owned()));
    head.extend(experts.iter().map(|check| format!("{check}:score")));
    head.extend(tags(languages).iter().map(|tag| format!("marks:{tag}")));
    let lines = dossier.photos.iter().enumerate().map(|(place, photo)| line(place + 1, photo, &experts, languages));
    written(std::iter::once(head).chain(lines))
}

const BEFORE: &[&str] = &["number", "file", "sha256", "type", "width", "height", "stated_moment", "stated_camera"];
const AFTER: &[&str] =
    &["conclusion_kind", "declares", "log10_lr", "counted", "p_value", "flagged", "stood_out", "group"];

fn line(number: usize, photo: &PhotoEntry, experts: &[&str], languages: Languages) -> Vec<String> {
    let side = |side: Option<u32>| side.map(|side| side.to_string()).unwrap_or_default();
    let value = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let mut line = vec![
        number.to_string(),
        inert(&photo.name),
        inert(&photo.sha256),
        named(&photo.kind),
        side(photo.width),
        side(photo.height),
        photo.moment.as_deref().map(inert).unwrap_or_default(),
        photo.camera.as_deref().map(inert).unwrap_or_default(),
    ];
    line.extend(said(&photo.title, languages));
    line.extend([
        named(&photo.conclusion),
        photo.declares.as_ref().map(named).unwrap_or_default(),
        value(photo.log10_lr),
        photo.weighed.to_string(),
        value(photo.p_value),
        photo.flagged.to_string(),
        photo.stood_out.to_string(),
        (photo.group + 1).to_string(),
    ]);
    for check in experts {
        line.push(value(photo.scores.iter().find(|score| score.check == *check).and_then(|score| score.score)));
    }
    let marks: Vec<Vec<String>> = photo.badges.iter().map(|badge| said(&badge.title, languages)).collect();
    for (index, tag) in tags(languages).iter().enumerate() {
        let words: Vec<&str> = marks.iter().filter_map(|mark| mark.get(index)).map(String::as_str).collect();
        line.push(words.join(if *tag == "en" { "; " } else { "；" }));
    }
    line
}
