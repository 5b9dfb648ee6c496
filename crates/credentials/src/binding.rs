//! The hash over the content, computed apart from the library.

use std::io::Cursor;

use c2pa::assertions::DataHash;
use c2pa::hash_stream_by_alg;
use catchlight_forensics::container;
use catchlight_forensics::limits::Limits;

/// How the content compares to its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Binding {
    /// It matches.
    Matches {
        /// Bytes that the hash leaves out though they do not belong to the manifest store.
        beyond_store: u64,
    },
    /// It does not match.
    Differs,
    /// It could not be compared.
    Unknown,
}

/// Hashes the file without the ranges that the statement leaves out.
pub(crate) fn verify(hash: &DataHash, bytes: &[u8]) -> Binding {
    // SHA-256 is what the standard assumes where a claim names no algorithm of its own.
    let algorithm = hash.alg.as_deref().unwrap_or("sha256");
    let excluded = hash.exclusions.clone().unwrap_or_default();
    let inside = |start: u64, length: u64| start.checked_add(length).is_some_and(|end| end <= bytes.len() as u64);
    if !excluded.iter().all(|range| inside(range.start(), range.length())) {
        return Binding::Differs;
    }
    let ranges: Vec<(u64, u64)> =
        excluded.iter().map(|range| (range.start(), range.start().saturating_add(range.length()))).collect();
    match hash_stream_by_alg(algorithm, &mut Cursor::new(bytes), Some(excluded), true) {
        Ok(computed) if computed == hash.hash => Binding::Matches { beyond_store: beyond(&ranges, &store(bytes)) },
        Ok(_) => Binding::Differs,
        Err(_) => Binding::Unknown,
    }
}

/// Ranges of the file that hold the manifest store, the format's own headers included.
fn store(bytes: &[u8]) -> Vec<(u64, u64)> {
    let structure = container::read(bytes, &Limits::default());
    let holds_store =
        |part: &&container::Part| matches!(part.name.as_str(), "caBX" | "C2PA") || part.content == "JUMBF";
    let range = |part: &container::Part| (part.offset as u64, part.offset.saturating_add(part.length) as u64);
    structure.parts.iter().filter(holds_store).map(range).collect()
}

/// Bytes of `ranges` outside of `store`. Ranges that overlap each other count twice: too many rather
/// than too few.
fn beyond(ranges: &[(u64, u64)], store: &[(u64, u64)]) -> u64 {
    let left_out: u64 = ranges.iter().map(|(start, end)| end.saturating_sub(*start)).sum();
    let shared = |range: &(u64, u64)| -> u64 {
        store.iter().map(|(start, end)| range.1.min(*end).saturating_sub(range.0.max(*start))).sum()
    };
    left_out.saturating_sub(ranges.iter().map(shared).sum())
}
