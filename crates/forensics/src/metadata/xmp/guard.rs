//! A look at XML before it is parsed. The parser takes memory by counting `<` and `=`, copies the
//! namespaces in scope into every element that declares one, and compares attributes pairwise; a
//! packet that would make it take more than its size is worth is refused here.

use memchr::{memchr, memchr_iter, memchr3, memmem};

use super::super::collection::Collection;
use crate::text;
use crate::text::Text;

/// Elements, comments and instructions.
const MOST_TAGS: usize = 400_000;
/// Equals signs, wherever they stand.
const MOST_EQUALS: usize = 400_000;
/// Namespace declarations.
const MOST_NAMESPACES: usize = 1_000;
/// Elements inside one another.
const DEEPEST: usize = 64;

/// Why a packet is not parsed, or `None` when it may be; the steps that parsing will take are then
/// taken from the file's share.
pub(super) fn objection(collection: &mut Collection, packet: &str) -> Option<Text> {
    let bytes = packet.as_bytes();
    let most = collection.limits.metadata_bytes;
    if bytes.len() > most {
        let mebibytes = most >> 20;
        return Some(text!("larger than {mebibytes} MiB, and not read", "大于 {mebibytes} MiB，未读取"));
    }
    if memmem::find(bytes, b"<!DOCTYPE").is_some() {
        return Some(text!(
            "it declares a document type, which XMP does not allow, and was not read",
            "其中声明了 XMP 不允许的文档类型，未读取"
        ));
    }
    let tags = memchr_iter(b'<', bytes).count();
    let namespaces = memmem::find_iter(bytes, b"xmlns").count();
    let is_large = tags > MOST_TAGS || namespaces > MOST_NAMESPACES || memchr_iter(b'=', bytes).count() > MOST_EQUALS;
    let shape = if is_large { None } else { Shape::of(bytes) };
    let steps = shape.map(|shape| shape.pairs.saturating_add(tags.saturating_mul(namespaces)));
    match steps.and_then(|steps| collection.xml_steps.checked_sub(steps)) {
        Some(left) => {
            collection.xml_steps = left;
            None
        }
        None => Some(text!("its XML is built out of all proportion, and was not read", "其 XML 结构规模异常，未读取")),
    }
}

/// How the elements of a packet are built.
struct Shape {
    /// Pairs of attributes of one element, summed over all elements.
    pairs: usize,
}

impl Shape {
    /// `None` when elements are nested too deep.
    fn of(bytes: &[u8]) -> Option<Self> {
        let (mut depth, mut pairs, mut at) = (0_usize, 0_usize, 0);
        while let Some(start) = find(bytes, at, |rest| memchr(b'<', rest)) {
            let rest = bytes.get(start..)?;
            let ending: Option<&[u8]> = if rest.starts_with(b"<!--") {
                Some(b"-->")
            } else if rest.starts_with(b"<![CDATA[") {
                Some(b"]]>")
            } else if rest.starts_with(b"<?") {
                Some(b"?>")
            } else {
                None
            };
            if let Some(ending) = ending {
                // Without an end the parser stops here too.
                let Some(end) = find(bytes, start + 2, |rest| memmem::find(rest, ending)) else { break };
                at = end + ending.len();
                continue;
            }
            let Some((end, attributes)) = end_of_tag(bytes, start + 1) else { break };
            pairs = pairs.saturating_add(attributes.saturating_mul(attributes));
            if rest.starts_with(b"</") {
                depth = depth.saturating_sub(1);
            } else if bytes.get(end - 1) != Some(&b'/') {
                depth += 1;
            }
            if depth > DEEPEST {
                return None;
            }
            at = end + 1;
        }
        Some(Self { pairs })
    }
}

/// Offset of the `>` that ends a tag, and how many quoted values come before it.
fn end_of_tag(bytes: &[u8], from: usize) -> Option<(usize, usize)> {
    let (mut at, mut values) = (from, 0);
    loop {
        let found = find(bytes, at, |rest| memchr3(b'>', b'"', b'\'', rest))?;
        match bytes.get(found)? {
            b'>' => return Some((found, values)),
            quote => {
                values += 1;
                at = find(bytes, found + 1, |rest| memchr(*quote, rest))? + 1;
            }
        }
    }
}

fn find(bytes: &[u8], from: usize, search: impl Fn(&[u8]) -> Option<usize>) -> Option<usize> {
    search(bytes.get(from..)?)?.checked_add(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    fn objects(packet: &str) -> bool {
        objection(&mut Collection::new(&Limits::default()), packet).is_some()
    }

    #[test]
    fn ordinary_packets_pass() {
        assert!(!objects("<a b='>' c=\"'\"><!-- <<< --><![CDATA[ <x> ]]><?p?><d/></a>"));
        let siblings = "<li>x</li>".repeat(50_000);
        assert!(!objects(&format!("<a>{siblings}</a>")));
    }

    #[test]
    fn hostile_packets_do_not() {
        assert!(objects("<!DOCTYPE x [<!ENTITY a 'b'>]><a/>"));
        assert!(objects(&"<a>".repeat(100)));
        assert!(objects(&"<".repeat(1_000_000)));
        assert!(objects(&format!("<a {}/>", "b='>' ".repeat(20_000))));
        assert!(objects(&"<a xmlns:b='c'/>".repeat(2_000)));
        assert!(objects(&" ".repeat(17 << 20)));
    }

    #[test]
    fn many_packets_share_the_steps() {
        let limits = Limits::default();
        let mut collection = Collection::new(&limits);
        let packet = format!("<a {}/>", "b='' ".repeat(5_000));
        let read = (0..10).filter(|_| objection(&mut collection, &packet).is_none()).count();
        // 25 million of 100 million steps each.
        assert_eq!(read, 4);
    }
}
