//! The chain of custody: entries that each carry the digest of the one before, so that none can be
//! changed, left out or put in between without all that follow being made anew. A signature over the last
//! makes that visible too.

use catchlight_forensics::text;
use catchlight_forensics::text::Text;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::v1::{CustodyEntry, CustodyEvent, FORMAT, Record, Redaction, Remarks};

/// What the first entry names as the one before.
const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A value that cannot be written as JSON.
#[derive(Debug, thiserror::Error)]
#[error("it cannot be written as canonical JSON: {0}")]
pub struct NotCanonical(#[from] serde_json::Error);

/// Where a chain does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// There are no entries.
    #[error("the chain is empty")]
    Empty,
    /// An entry's number is not its place.
    #[error("entry {0} stands in another place")]
    Place(u32),
    /// An entry does not name the digest of the one before.
    #[error("entry {0} does not follow the one before it")]
    Previous(u32),
    /// An entry was changed after its digest was made.
    #[error("entry {0} was changed")]
    Changed(u32),
}

impl Broken {
    /// The place for a reader.
    pub fn text(self) -> Text {
        match self {
            Self::Empty => text!("The chain of custody is empty.", "保管链是空的。"),
            Self::Place(number) => text!("Entry {number} stands in another place.", "条目 {number} 的位置不对。"),
            Self::Previous(number) => {
                text!("Entry {number} does not follow the one before it.", "条目 {number} 与前一条目不相接。")
            }
            Self::Changed(number) => text!("Entry {number} was changed.", "条目 {number} 已被改动。"),
        }
    }
}

impl Record {
    /// A record of an exhibit, with nothing in it.
    pub fn new(exhibit: &str) -> Self {
        Self { format: FORMAT.to_owned(), exhibit: exhibit.to_owned(), remarks: Remarks::none(), chain: Vec::new() }
    }

    /// Adds what happened. `at` is RFC 3339 with zone; the caller owns the clock.
    ///
    /// # Errors
    /// When the event cannot be written as JSON, which is a fault of this program.
    pub fn append(&mut self, at: &str, event: CustodyEvent) -> Result<(), NotCanonical> {
        let number = u32::try_from(self.chain.len()).unwrap_or(u32::MAX).saturating_add(1);
        let previous = self.chain.last().map_or(BEGINNING, |entry| &entry.digest).to_owned();
        let mut entry = CustodyEntry { number, at: at.to_owned(), event, previous, digest: String::new() };
        entry.digest = sealed(&entry)?;
        self.chain.push(entry);
        Ok(())
    }

    /// Adds that remarks were entered or changed, when they differ from those that were last entered.
    ///
    /// # Errors
    /// When the remarks cannot be written as JSON.
    pub fn append_remarks(&mut self, at: &str) -> Result<(), NotCanonical> {
        let remarks = digest(&self.remarks)?;
        let entered = self.chain.iter().rev().find_map(|entry| match &entry.event {
            CustodyEvent::Remarked { remarks } => Some(remarks.clone()),
            _ => None,
        });
        let known = match entered {
            Some(known) => known,
            None => digest(&Remarks::none())?,
        };
        if known != remarks {
            self.append(at, CustodyEvent::Remarked { remarks })?;
        }
        Ok(())
    }

    /// Adds that a report was written in these forms. `report` is its digest, and the remarks are those of
    /// this record, both as they were written.
    ///
    /// # Errors
    /// When the remarks cannot be written as JSON.
    pub fn append_export(
        &mut self,
        at: &str,
        report: String,
        forms: Vec<String>,
        redaction: Redaction,
    ) -> Result<(), NotCanonical> {
        let remarks = digest(&self.remarks)?;
        self.append(at, CustodyEvent::Exported { report, remarks, forms, redaction })
    }

    /// Digest of the remarks that the chain last named.
    pub fn remarked(&self) -> Option<&str> {
        self.chain.iter().rev().find_map(|entry| match &entry.event {
            CustodyEvent::Remarked { remarks } | CustodyEvent::Exported { remarks, .. } => Some(remarks.as_str()),
            _ => None,
        })
    }

    /// Follows the chain from its beginning.
    ///
    /// # Errors
    /// The first entry that does not hold.
    pub fn follow(&self) -> Result<(), Broken> {
        if self.chain.is_empty() {
            return Err(Broken::Empty);
        }
        let mut previous = BEGINNING;
        for (entry, number) in self.chain.iter().zip(1..) {
            if entry.number != number {
                return Err(Broken::Place(number));
            }
            if entry.previous != previous {
                return Err(Broken::Previous(number));
            }
            if sealed(entry).ok().as_deref() != Some(&entry.digest) {
                return Err(Broken::Changed(number));
            }
            previous = &entry.digest;
        }
        Ok(())
    }
}

/// SHA-256 of a value as canonical JSON (RFC 8785), in lower-case hex.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn digest(value: &impl Serialize) -> Result<String, NotCanonical> {
    // Through text, so that a number has one form whether it comes from memory or from a file.
    let value: Value = serde_json::from_str(&serde_json::to_string(value)?)?;
    Ok(hex(&Sha256::digest(serde_json_canonicalizer::to_vec(&value)?)))
}

/// Bytes in lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An entry's digest: everything but itself.
fn sealed(entry: &CustodyEntry) -> Result<String, NotCanonical> {
    let mut value = serde_json::to_value(entry)?;
    if let Some(fields) = value.as_object_mut() {
        fields.remove("digest");
    }
    digest(&value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchlight_forensics::report::v1::Via;
    use proptest::prelude::*;
    use std::fs;
    use std::path::Path;

    fn record() -> Record {
        let mut record = Record::new("ab");
        let received = CustodyEvent::Received { via: Via::Drop, sha256: "ab".to_owned(), bytes: 7 };
        record.append("2026-11-22T10:00:00+08:00", received).expect("an entry");
        record.remarks.by = "Ōe".to_owned();
        record.append_remarks("2026-11-22T10:01:00+08:00").expect("an entry");
        let forms = vec!["html".to_owned()];
        record.append_export("2026-11-22T10:02:00+08:00", "cd".to_owned(), forms, Redaction::NONE).expect("an entry");
        record
    }

    #[test]
    fn a_chain_holds_and_survives_json() {
        let record = record();
        assert_eq!(record.chain.len(), 3);
        assert_eq!(record.follow(), Ok(()));
        let again: Record =
            serde_json::from_str(&serde_json::to_string_pretty(&record).expect("JSON")).expect("a record");
        assert_eq!(again, record);
        assert_eq!(again.follow(), Ok(()));
    }

    /// Records of earlier versions, of which every field and every digest keeps its meaning.
    #[test]
    fn old_records_are_read_and_hold_for_ever() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/records/v1");
        let records: Vec<_> =
            fs::read_dir(folder).expect("the records").map(|entry| entry.expect("a record")).collect();
        assert!(!records.is_empty());
        for entry in records {
            let text = fs::read_to_string(entry.path()).expect("a file");
            let record: Record = serde_json::from_str(&text).expect("a record");
            assert_eq!(record.format, FORMAT);
            assert_eq!(record.follow(), Ok(()), "{}", entry.path().display());
            assert_eq!(record.remarked(), Some(digest(&record.remarks).expect("a digest").as_str()));
            let before: Value = serde_json::from_str(&text).expect("JSON");
            let now: Value = serde_json::to_value(&record).expect("JSON");
            assert_eq!(digest(&now).expect("a digest"), digest(&before).expect("a digest"), "nothing was lost");
        }
    }

    #[test]
    fn a_digest_is_that_of_the_canonical_form() {
        // The digest of the text {"a":1,"b":"ü"}, from sha256sum.
        let value = serde_json::json!({ "b": "ü", "a": 1.0 });
        assert_eq!(digest(&value).expect("a digest"), hex(&Sha256::digest("{\"a\":1,\"b\":\"ü\"}".as_bytes())));
    }

    #[test]
    fn unchanged_remarks_are_told_once() {
        let mut record = record();
        record.append_remarks("2026-11-22T10:03:00+08:00").expect("nothing");
        assert_eq!(record.chain.len(), 3);
        record.remarks.by.push('!');
        record.append_remarks("2026-11-22T10:04:00+08:00").expect("an entry");
        assert_eq!(record.chain.len(), 4);
        let mut silent = Record::new("ab");
        silent.append_remarks("2026-11-22T10:04:00+08:00").expect("nothing");
        assert_eq!(silent.follow(), Err(Broken::Empty));
    }

    #[test]
    fn an_entry_left_out_put_in_or_moved_is_named() {
        let mut without = record();
        without.chain.remove(1);
        assert_eq!(without.follow(), Err(Broken::Place(2)));
        let mut renumbered = record();
        renumbered.chain.remove(1);
        renumbered.chain[1].number = 2;
        assert_eq!(renumbered.follow(), Err(Broken::Previous(2)));
        let mut without_first = record();
        without_first.chain.remove(0);
        assert_eq!(without_first.follow(), Err(Broken::Place(1)));
    }

    proptest! {
        #[test]
        fn any_changed_character_of_the_chain_is_found(at in 0_usize..2_000, to in "[0-9a-z]") {
            let record = record();
            let text = serde_json::to_string(&record.chain).expect("JSON");
            let places: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()).map(|(at, _)| at).collect();
            let at = places[at % places.len()];
            prop_assume!(text[at..=at] != to);
            let changed = format!("{}{to}{}", &text[..at], &text[at + 1..]);
            if let Ok(chain) = serde_json::from_str(&changed) {
                let changed = Record { chain, ..record.clone() };
                // Numbers such as 1e2 have several forms; those that mean the same are no change.
                prop_assert!(changed == record || changed.follow().is_err(), "{}", changed.chain.len());
            }
        }
    }
}
