//! Rows whose value is left out: by their label, by the field at which they were read, and, where raw notes
//! hold anything, by what stands in them.

use std::collections::BTreeSet;

use catchlight_forensics::report::v1::{CheckResult, Content, DetailRow, Report};
use catchlight_record::v1::{Record, Redaction};

use super::blur::Patch;
use super::sweep::Removed;
use super::{LEFT_OUT_IN_BOTH, left_out};

/// Parts of labels and field names, in small letters, of file names, persons, accounts and their devices.
const NAMES: &[&str] = &[
    "2:115",
    "2:118",
    "account",
    "address in the file",
    "artist",
    "attribution",
    "author",
    "by-line",
    "byline",
    "cawg.identity",
    "content id",
    "contentid",
    "contributor",
    "copyright",
    "creativework",
    "creatorcontact",
    "credit",
    "dc:creator",
    "dc:title",
    "document name",
    "documentname",
    "file name",
    "filename",
    "given as input",
    "headline",
    "host computer",
    "hostcomputer",
    "imagecreator",
    "input picture",
    "iptc4xmpcore:creator",
    "job id",
    "licensor",
    "made from",
    "mp:region",
    "mwg-rs",
    "name as received",
    "object name",
    "owner",
    "personinimage",
    "photographer",
    "photoshop:source",
    "picture id",
    "produce id",
    "propagate id",
    "rights",
    "serial",
    "service user",
    "title",
    "user id",
    "user name",
    "userid",
    "username",
    "writer",
    "xpauthor",
];
/// Where Content Credentials list what was done, with its parameters.
const ACTIONS: &str = "c2pa.actions";
/// The same of prompts, in labels, and of the free texts in which tools keep them.
const PROMPTS: &[&str] = &[
    "caption",
    "comment",
    "description",
    "dream",
    "generation_data",
    "headline",
    "invokeai",
    "keywords",
    "parameters",
    "prompt",
    "sd-metadata",
    "special instructions",
    "stealth",
    "subject",
    "text in the graph",
    "title",
    "workflow",
];
/// The same of places.
const PLACES: &[&str] = &[
    "city",
    "country",
    "gps",
    "geotag",
    "latitude",
    "location",
    "longitude",
    "altitude",
    "photoshop:state",
    "province",
    "stds.exif",
];
/// Fields beside a place that do not tell it: their values also stand where no place is meant.
const BESIDE_PLACES: &[&str] = &["datum", "measuremode", "method", "stamp", "version"];
/// Words in a value that make it one of them whatever its row is called: raw notes in JSON or XML.
const NAMES_WITHIN: &[&str] =
    &["\"author\"", "\"creator\"", "\"uid\"", "\"user\"", "\"user_id\"", "\"userid\"", "\"username\""];
const PROMPTS_WITHIN: &[&str] = &["prompt", "提示词"];
const PLACES_WITHIN: &[&str] = &["gps", "latitude", "longitude"];
/// The check that reads words in the picture, and the row of what it read.
const VISIBLE_LABEL: &str = "visible_label";
const READ_AS: &str = "Read as";

/// Title of the group of credit lines that a generator is known to write word for word: they name a tool,
/// declare what made the picture, and stay.
const CREDIT_OF_GENERATOR: &str = "Credit line of a generator";

/// Replaces what is to be left out, and adds each replaced value to `removed`.
pub(super) fn leave_out(
    report: &mut Report,
    record: Option<&mut Record>,
    redaction: &Redaction,
    blurred: &[Patch],
    removed: &mut Removed,
) {
    if redaction.names {
        name(&mut report.exhibit.name, removed);
        if let Some(remarks) = record.map(|record| &mut record.remarks) {
            let obtained = remarks.obtained.iter_mut();
            let strings = obtained.flat_map(|obtained| [&mut obtained.from, &mut obtained.at, &mut obtained.remark]);
            std::iter::once(&mut remarks.by).chain(strings).for_each(|string| replace(string, removed));
        }
    }
    let of_generators = credits_of_generators(report);
    for result in &mut report.results {
        let words_blurred = result.check.id == VISIBLE_LABEL && meets(result, blurred);
        for row in result.details.iter_mut().flat_map(|group| &mut group.rows) {
            if of_generators.contains(&row.value.en) {
                continue;
            }
            if concerns(row, redaction) || (words_blurred && row.label.en == READ_AS) {
                if !has_any(&called(row), BESIDE_PLACES) {
                    removed.insert(&row.value.en);
                    removed.insert(&row.value.zh);
                }
                row.value = left_out();
            }
        }
    }
}

fn credits_of_generators(report: &Report) -> BTreeSet<String> {
    let groups = report.results.iter().flat_map(|result| &result.details);
    let rows = groups.filter(|group| group.title.en == CREDIT_OF_GENERATOR).flat_map(|group| &group.rows);
    rows.map(|row| row.value.en.clone()).collect()
}

/// The name of a file, which is looked for with and without its ending.
fn name(name: &mut String, removed: &mut Removed) {
    if let Some((stem, _)) = name.rsplit_once('.') {
        removed.insert(stem);
    }
    replace(name, removed);
}

fn replace(string: &mut String, removed: &mut Removed) {
    if !string.trim().is_empty() {
        removed.insert(string);
        *string = LEFT_OUT_IN_BOTH.to_owned();
    }
}

/// Whether the words that a result read stand in what was blurred.
fn meets(result: &CheckResult, blurred: &[Patch]) -> bool {
    result.artifacts.iter().any(|artifact| match &artifact.content {
        Content::Regions { regions } => {
            regions.iter().any(|region| blurred.iter().any(|area| area.meets(&Patch::of(region))))
        }
        _ => false,
    })
}

/// What a row and the field at which it was read are called, in small letters.
fn called(row: &DetailRow) -> String {
    format!("{}\n{}", row.label.en, row.place.as_deref().unwrap_or_default()).to_lowercase()
}

fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

fn concerns(row: &DetailRow, redaction: &Redaction) -> bool {
    // What was quoted from the file is the same in both languages, or says where it was read.
    if row.value.en != row.value.zh && row.place.is_none() {
        return false;
    }
    let (called, label, value) = (called(row), row.label.en.to_lowercase(), row.value.en.to_lowercase());
    let either = |names, within| has_any(&called, names) || has_any(&value, within);
    // Tools keep all their notes in the field of the prompt: there the label decides.
    let is_prompt = has_any(&label, PROMPTS) || called.contains(ACTIONS) || has_any(&value, PROMPTS_WITHIN);
    (redaction.names && either(NAMES, NAMES_WITHIN))
        || (redaction.prompts && is_prompt)
        || (redaction.places && either(PLACES, PLACES_WITHIN))
}
