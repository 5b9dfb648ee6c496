//! Values that the metadata reader cuts: a graph of nodes is often longer than a field is kept, and
//! half of a JSON text is no JSON. The uncut bytes are read again from the block that held them.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::bufread::ZlibDecoder;

use crate::container::{Block, Holds};
use crate::metadata::{Field, Standard};
use crate::specimen::Specimen;

/// Shortest value that may have been cut, in bytes; a field keeps at least this many.
const MAY_BE_CUT: usize = 60 << 10;

/// The value of a field, whole where it was cut and can be read again: PNG text and comments.
pub(in crate::checks) fn whole_value<'a>(specimen: &'a Specimen<'_>, field: &'a Field) -> Cow<'a, str> {
    if field.value.len() < MAY_BE_CUT || !matches!(field.standard, Standard::PngText | Standard::Comment) {
        return Cow::Borrowed(&field.value);
    }
    let holder = specimen.structure().blocks.iter().find(|block| is_holder(block, field));
    let whole = holder.and_then(|block| text_of(specimen, block));
    match whole {
        Some(whole) if whole.len() > field.value.len() && whole.starts_with(field.value.as_str()) => Cow::Owned(whole),
        _ => Cow::Borrowed(&field.value),
    }
}

fn is_holder(block: &Block, field: &Field) -> bool {
    let Some(range) = block.ranges.first() else { return false };
    field.place == format!("{} at byte {}", block.part, range.start)
}

fn text_of(specimen: &Specimen<'_>, block: &Block) -> Option<String> {
    let most = specimen.limits().metadata_bytes;
    let [range] = block.ranges.as_slice() else { return None };
    let stored = specimen.exhibit().bytes().get(range.clone())?;
    let bytes = match block.holds {
        Holds::Text { .. } | Holds::Comment => Cow::Borrowed(stored.get(..most.min(stored.len()))?),
        Holds::CompressedText { .. } => {
            let mut inflated = Vec::new();
            ZlibDecoder::new(stored).take(most as u64).read_to_end(&mut inflated).ok()?;
            Cow::Owned(inflated)
        }
        _ => return None,
    };
    // Latin-1 where it is not UTF-8, as the metadata reader does.
    let text = match str::from_utf8(&bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    };
    Some(text.trim_end_matches(['\0', '\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::declaration::testing::specimen_of;
    use catchlight_rendered::{png, png_with_compressed_text, png_with_text, scene};

    #[test]
    fn a_text_longer_than_a_field_is_read_again() {
        let long = "x".repeat(300_000);
        let picture = png(&scene(16, 16, 1));
        for file in [
            png_with_text(&picture, "workflow", long.as_bytes()),
            png_with_compressed_text(&picture, "workflow", long.as_bytes()),
        ] {
            specimen_of("a.png", file, |specimen| {
                let field = specimen.metadata().fields.iter().find(|field| field.name == "workflow").unwrap();
                assert_eq!(whole_value(specimen, field).len(), long.len());
            });
        }
    }
}
