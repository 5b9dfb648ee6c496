//! The label of a JUMBF superbox (ISO/IEC 19566-5), enough to say that a store is there.

use std::ops::Range;

use super::octets::{be32, run};

/// Bytes that hold the box headers and the label.
const BEGINNING: usize = 128;

/// The label of the JUMBF superbox that a file stores in these ranges.
pub(super) fn label_of(file: &[u8], ranges: &[Range<usize>]) -> Option<String> {
    let pieces = ranges.iter().take(BEGINNING).filter_map(|range| file.get(range.clone()));
    let beginning: Vec<u8> = pieces.flatten().copied().take(BEGINNING).collect();
    label(&beginning)
}

/// The label of the JUMBF superbox that `bytes` begin with (`c2pa` for a C2PA store), or `None` when
/// they do not begin with one.
pub(super) fn label(bytes: &[u8]) -> Option<String> {
    if run(bytes, 4, 4)? != b"jumb" {
        return None;
    }
    let description = if be32(bytes, 0)? == 1 { 16 } else { 8 };
    if run(bytes, description + 4, 4)? != b"jumd" {
        return None;
    }
    // Box header (8), type UUID (16), toggles (1), then the label when the toggles say so.
    if bytes.get(description + 24)? & 0b10 == 0 {
        return Some(String::new());
    }
    let text = bytes.get(description + 25..)?;
    let text = text.get(..text.len().min(64))?;
    let end = text.iter().position(|byte| *byte == 0)?;
    Some(super::octets::code(text.get(..end)?))
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::jumbf;
    use super::*;

    #[test]
    fn a_store_is_known_by_superbox_and_label() {
        assert_eq!(label(&jumbf("c2pa")).as_deref(), Some("c2pa"));
        assert_eq!(label(b"....c2pa"), None);
    }
}
