//! The ICC profile, taken as it is: colour conversion is not the business of metadata.

use super::collection::{Collection, Source};
use crate::container::octets::{be32, run};
use crate::text;

/// Keeps the first profile of a file.
pub(super) fn read(collection: &mut Collection, source: Source) {
    let place = source.place();
    let bytes = &source.bytes;
    // Profile header: size at 0, signature `acsp` at 36.
    if run(bytes, 36, 4) != Some(b"acsp") {
        collection.problem(&place, || text!("it is not an ICC profile", "其内容不是 ICC 配置文件"));
        return;
    }
    let (stated, found) = (be32(bytes, 0).unwrap_or_default() as usize, bytes.len());
    if stated > found {
        collection.problem(&place, || {
            text!(
                "the ICC profile states {stated} bytes, of which {found} are there",
                "ICC 配置文件标明为 {stated} 字节，实际只有 {found} 字节"
            )
        });
        return;
    }
    if collection.metadata.icc.is_some() {
        return;
    }
    if found > collection.limits.metadata_bytes {
        collection.too_large(&place);
        return;
    }
    collection.metadata.icc = Some(source.bytes.into_owned());
}
