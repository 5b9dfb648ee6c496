//! The list of labelled photos.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use catchlight_evaluation::Label;
use sha2::{Digest as _, Sha256};

/// One photo of the list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// Line of the manifest, counted from 1 with the heading.
    pub(crate) line: u64,
    /// The file as the manifest writes it.
    pub(crate) file: String,
    /// Where it lies.
    pub(crate) path: PathBuf,
    /// What it is known to be.
    pub(crate) label: Label,
    /// Where it came from: a photographer, an account, a repository.
    pub(crate) source: String,
    /// What made it; empty where that is not known or it is a camera photo.
    pub(crate) generator: String,
    /// What is special about it, such as a kind of retouching; empty where nothing is.
    pub(crate) category: String,
    /// Faces in it, where somebody counted.
    pub(crate) faces: Option<u32>,
}

/// Which photos of the list are taken.
#[derive(Debug, Default)]
pub(crate) struct Selection<'a> {
    /// Only those of this split.
    pub(crate) split: Option<&'a str>,
    /// At most so many of each source of a label.
    pub(crate) most: Option<usize>,
}

const REQUIRED: [&str; 3] = ["file", "label", "source"];

/// Reads a manifest (CSV with a heading; the columns `file`, `label` and `source`, and where there are any
/// `generator`, `category`, `faces` and `split`; others are ignored). Files are relative to `photos`.
///
/// # Errors
/// What is wrong, with the line's number.
pub(crate) fn read(text: &[u8], photos: &Path, selection: &Selection<'_>) -> anyhow::Result<Vec<Entry>> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text);
    let columns = Columns::of(reader.headers().context("the heading could not be read")?, selection)?;
    let mut entries = Vec::new();
    let mut lines = HashMap::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let entry = columns.entry(&record, line, photos).with_context(|| format!("line {line}"))?;
        if let Some(before) = lines.insert(entry.file.clone(), line) {
            bail!("line {line}: {} stands on line {before} already", entry.file);
        }
        let wanted = selection.split.is_none_or(|split| columns.get(&record, "split") == split);
        if wanted {
            entries.push(entry);
        }
    }
    if let Some(most) = selection.most {
        entries = at_most(entries, most);
    }
    match (entries.is_empty(), selection.split) {
        (true, Some(split)) => bail!("no photo has the split {split:?}"),
        (true, None) => bail!("it lists no photo"),
        (false, _) => Ok(entries),
    }
}

/// Places of the columns by name.
struct Columns(HashMap<String, usize>);

impl Columns {
    fn of(heading: &csv::StringRecord, selection: &Selection<'_>) -> anyhow::Result<Self> {
        // Spreadsheets write a byte order mark before the first name.
        let names = heading.iter().map(|name| name.trim_start_matches('\u{feff}').to_lowercase());
        let columns: HashMap<String, usize> = names.enumerate().map(|(place, name)| (name, place)).collect();
        let split = selection.split.map(|_| "split");
        let missing: Vec<&str> =
            REQUIRED.into_iter().chain(split).filter(|name| !columns.contains_key(*name)).collect();
        if !missing.is_empty() {
            bail!("line 1: the heading lacks the column {}", missing.join(", "));
        }
        Ok(Self(columns))
    }

    /// A value, empty where there is no such column.
    fn get<'a>(&self, record: &'a csv::StringRecord, name: &str) -> &'a str {
        self.0.get(name).and_then(|place| record.get(*place)).unwrap_or_default()
    }

    fn entry(&self, record: &csv::StringRecord, line: u64, photos: &Path) -> anyhow::Result<Entry> {
        let (file, source) = (self.get(record, "file"), self.get(record, "source"));
        if file.is_empty() || source.is_empty() {
            bail!("file and source must not be empty");
        }
        let label = match self.get(record, "label") {
            "ai" => Label::Ai,
            "camera" => Label::Camera,
            other => bail!("the label {other:?} is neither ai nor camera"),
        };
        let faces = match self.get(record, "faces") {
            "" => None,
            count => Some(count.parse().with_context(|| format!("{count:?} is no number of faces"))?),
        };
        Ok(Entry {
            line,
            file: file.to_owned(),
            path: photos.join(file),
            label,
            source: source.to_owned(),
            generator: self.get(record, "generator").to_owned(),
            category: self.get(record, "category").to_owned(),
            faces,
        })
    }
}

/// At most so many of each source of a label: those whose names have the smallest digests, so that the choice
/// is the same every time and follows nobody's order. The manifest's order is kept.
fn at_most(entries: Vec<Entry>, most: usize) -> Vec<Entry> {
    let digest = |entry: &Entry| Sha256::digest(entry.file.as_bytes());
    let mut by_digest: Vec<(usize, &Entry)> = entries.iter().enumerate().collect();
    by_digest.sort_by_cached_key(|(_, entry)| digest(entry));
    let mut taken: HashMap<(Label, &str), usize> = HashMap::new();
    let mut kept = vec![false; entries.len()];
    for (place, entry) in by_digest {
        let taken = taken.entry((entry.label, &entry.source)).or_default();
        if let Some(kept) = kept.get_mut(place).filter(|_| *taken < most) {
            *kept = true;
            *taken += 1;
        }
    }
    entries.into_iter().zip(kept).filter_map(|(entry, kept)| kept.then_some(entry)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, selection: &Selection<'_>) -> Result<Vec<Entry>, String> {
        read(text.as_bytes(), Path::new("/photos"), selection).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn columns_are_found_by_name_and_others_ignored() {
        let text = "\u{feff}sha256,file,label,source,generator,faces,split\n0,a b.jpg,ai,gallery,FLUX.1,2,test\n\
                    1,c.jpg,camera,someone,,,train\n";
        let entries = of(text, &Selection::default()).unwrap();
        assert_eq!(entries.len(), 2);
        assert_eq!((entries[0].path.as_path(), entries[0].faces), (Path::new("/photos/a b.jpg"), Some(2)));
        assert_eq!((entries[1].label, entries[1].line, entries[1].generator.as_str()), (Label::Camera, 3, ""));
        let test = of(text, &Selection { split: Some("test"), most: None }).unwrap();
        assert_eq!(test, entries[..1]);
    }

    #[test]
    fn what_is_wrong_names_its_line() {
        let of = |text: &str| of(text, &Selection::default()).unwrap_err();
        assert_eq!(of("file,source\na,b\n"), "line 1: the heading lacks the column label");
        assert!(of("file,label,source\na,ai,b\nc,real,d\n").starts_with("line 3: the label \"real\""));
        assert!(of("file,label,source\na,ai,\n").starts_with("line 2: file and source"));
        assert!(of("file,label,source,faces\na,ai,b,many\n").starts_with("line 2: \"many\" is no number"));
        assert_eq!(of("file,label,source\na,ai,b\na,camera,b\n"), "line 3: a stands on line 2 already");
        assert!(of("file,label,source\na,ai\n").contains("line: 2"), "{}", of("file,label,source\na,ai\n"));
        assert_eq!(of("file,label,source\n"), "it lists no photo");
    }

    #[test]
    fn a_split_must_exist() {
        let split = Selection { split: Some("test"), most: None };
        assert_eq!(
            of("file,label,source\na,ai,b\n", &split).unwrap_err(),
            "line 1: the heading lacks the column split"
        );
        let none = of("file,label,source,split\na,ai,b,train\n", &split).unwrap_err();
        assert_eq!(none, "no photo has the split \"test\"");
    }

    #[test]
    fn at_most_so_many_of_a_source_are_taken() {
        let mut text = "file,label,source\n".to_owned();
        for photo in 0..30 {
            text.push_str(&format!("{photo}.jpg,{},s{}\n", if photo % 2 == 0 { "ai" } else { "camera" }, photo % 3));
        }
        let selection = Selection { split: None, most: Some(2) };
        let entries = of(&text, &selection).unwrap();
        assert_eq!(entries.len(), 2 * 6);
        assert_eq!(entries, of(&text, &selection).unwrap());
        assert!(entries.is_sorted_by_key(|entry| entry.line));
    }
}
