//! The boxes of a manifest store (JUMBF, ISO/IEC 19566-5), as far as the library does not show them:
//! the order of the manifests, and the statement that binds a manifest to the content.

use c2pa::assertions::DataHash;

/// Boxes of one level that are read.
const MOST_BOXES: usize = 4096;

/// A superbox: its label and the boxes in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Superbox<'a> {
    pub(crate) label: &'a str,
    boxes: &'a [u8],
}

/// The manifests of a store, in its order.
pub(crate) fn manifests(store: &[u8]) -> Vec<Superbox<'_>> {
    superboxes(store)
        .into_iter()
        .find(|found| found.label == "c2pa")
        .map_or_else(Vec::new, |store| superboxes(store.boxes))
}

/// The manifest with this label.
pub(crate) fn manifest<'a>(store: &'a [u8], label: Option<&str>) -> Option<Superbox<'a>> {
    manifests(store).into_iter().find(|found| Some(found.label) == label)
}

impl<'a> Superbox<'a> {
    /// The statements of a manifest.
    pub(crate) fn assertions(&self) -> Vec<Superbox<'a>> {
        let store = superboxes(self.boxes).into_iter().find(|found| found.label == "c2pa.assertions");
        store.map_or_else(Vec::new, |store| superboxes(store.boxes))
    }

    /// The binding to the content by its hash with ranges left out (`c2pa.hash.data`).
    pub(crate) fn data_hash(&self) -> Option<DataHash> {
        let found =
            self.assertions().into_iter().find(|found| found.label.split("__").next() == Some("c2pa.hash.data"))?;
        let content = boxes(found.boxes).into_iter().find(|(name, _)| name == b"cbor")?.1;
        c2pa_cbor::from_slice(content).ok()
    }
}

fn superboxes(bytes: &[u8]) -> Vec<Superbox<'_>> {
    boxes(bytes).into_iter().filter(|(name, _)| name == b"jumb").filter_map(|(_, body)| superbox(body)).collect()
}

/// A superbox begins with its description: type (16 bytes), toggles (1), then the label if the toggles
/// say that there is one.
fn superbox(body: &[u8]) -> Option<Superbox<'_>> {
    let (name, description) = boxes(body).into_iter().next()?;
    if &name != b"jumd" || description.get(16)? & 0b10 == 0 {
        return None;
    }
    let label = description.get(17..)?;
    let end = label.iter().position(|byte| *byte == 0)?;
    let label = std::str::from_utf8(label.get(..end)?).ok()?;
    // The description box itself is skipped by whoever reads the boxes by name.
    Some(Superbox { label, boxes: body })
}

/// The boxes of one level: name and content. Stops at the first that does not fit.
fn boxes(bytes: &[u8]) -> Vec<([u8; 4], &[u8])> {
    let mut found = Vec::new();
    let mut rest = bytes;
    while found.len() < MOST_BOXES {
        let Some((name, header, length)) = header(rest) else { break };
        let (Some(content), Some(after)) = (rest.get(header..length), rest.get(length..)) else { break };
        found.push((name, content));
        rest = after;
    }
    found
}

/// Name, length of the header and length of the box with it.
fn header(bytes: &[u8]) -> Option<([u8; 4], usize, usize)> {
    let length = u32::from_be_bytes(bytes.first_chunk::<4>().copied()?);
    let name = bytes.get(4..)?.first_chunk::<4>().copied()?;
    match length {
        // The box goes on to the end.
        0 => Some((name, 8, bytes.len())),
        1 => {
            let long = u64::from_be_bytes(bytes.get(8..)?.first_chunk::<8>().copied()?);
            Some((name, 16, usize::try_from(long).ok()?)).filter(|(_, header, length)| header <= length)
        }
        _ => Some((name, 8, usize::try_from(length).ok()?)).filter(|(_, header, length)| header <= length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        [&(content.len() as u32 + 8).to_be_bytes()[..], name, content].concat()
    }

    fn labelled(label: &str, inside: &[u8]) -> Vec<u8> {
        let description = of(b"jumd", &[&[0; 16][..], &[3], label.as_bytes(), &[0]].concat());
        of(b"jumb", &[description, inside.to_vec()].concat())
    }

    #[test]
    fn manifests_come_in_the_order_of_the_store() {
        let store = labelled("c2pa", &[labelled("urn:b", b""), labelled("urn:a", b"")].concat());
        let labels: Vec<&str> = manifests(&store).iter().map(|manifest| manifest.label).collect();
        assert_eq!(labels, ["urn:b", "urn:a"]);
    }

    #[test]
    fn boxes_that_lie_about_their_length_end_the_list() {
        let mut store = labelled("c2pa", &labelled("urn:a", b""));
        for cut in 0..store.len() {
            assert!(manifests(&store[..cut]).is_empty(), "{cut}");
        }
        store[3] = 4;
        assert!(manifests(&store).is_empty());
    }
}
