//! What the tests of the declaration checks share.

use catchlight_rendered::{Exif, jpeg, png, scene, with_exif, with_xmp};

use crate::check::{Check, Context, Stopped};
use crate::finding::{Finding, Outcome};
use crate::model::NoModels;
use crate::{Cancel, Exhibit, Limits, Specimen};

/// Lays bytes under the lens.
pub(in crate::checks) fn specimen_of<T>(name: &str, bytes: Vec<u8>, look: impl FnOnce(&Specimen<'_>) -> T) -> T {
    let exhibit = Exhibit::new(name, bytes);
    look(&Specimen::new(&exhibit, &NoModels, Limits::default()))
}

/// Runs a check on bytes.
pub(in crate::checks) fn examine(check: &dyn Check, bytes: Vec<u8>) -> Outcome {
    specimen_of("file", bytes, |specimen| check.examine(specimen, &Context::new(&Cancel::default())).unwrap())
}

/// Why a check failed on bytes, in English.
#[track_caller]
pub(in crate::checks) fn failure(check: &dyn Check, bytes: Vec<u8>) -> String {
    match specimen_of("file", bytes, |specimen| check.examine(specimen, &Context::new(&Cancel::default()))) {
        Err(Stopped::Failed(why)) => why.en,
        other => unreachable!("it did not fail: {other:?}"),
    }
}

/// The finding of a trace that was found.
#[track_caller]
pub(in crate::checks) fn found(check: &dyn Check, bytes: Vec<u8>) -> Finding {
    match examine(check, bytes) {
        Outcome::Found(finding) => finding,
        other => unreachable!("nothing was found: {other:?}"),
    }
}

/// The values of all rows with this English label, in order.
pub(in crate::checks) fn values<'a>(finding: &'a Finding, label: &str) -> Vec<&'a str> {
    let rows = finding.details.iter().flat_map(|group| &group.rows);
    rows.filter(|row| row.label.en == label).map(|row| row.value.en.as_str()).collect()
}

/// The places of all rows with this English label, in order.
pub(in crate::checks) fn places<'a>(finding: &'a Finding, label: &str) -> Vec<&'a str> {
    let rows = finding.details.iter().flat_map(|group| &group.rows);
    rows.filter(|row| row.label.en == label).filter_map(|row| row.place.as_deref()).collect()
}

/// A small rendered JPEG.
pub(in crate::checks) fn small_jpeg() -> Vec<u8> {
    jpeg(&scene(32, 24, 1), 90)
}

/// A small rendered PNG.
pub(in crate::checks) fn small_png() -> Vec<u8> {
    png(&scene(32, 24, 1))
}

/// A JPEG with these EXIF fields.
pub(in crate::checks) fn jpeg_with_exif(exif: Exif) -> Vec<u8> {
    with_exif(&small_jpeg(), &exif)
}

/// A JPEG with this EXIF comment.
pub(in crate::checks) fn jpeg_with_comment(comment: &str) -> Vec<u8> {
    jpeg_with_exif(Exif { user_comment: Some(comment.to_owned()), ..Exif::default() })
}

/// An XMP packet; `inside` stands in one `rdf:Description` whose start tag carries `attributes`.
pub(in crate::checks) fn packet(attributes: &str, inside: &str) -> String {
    format!(
        r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" {attributes}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta>"#
    )
}

/// A JPEG with such a packet.
pub(in crate::checks) fn jpeg_with_packet(attributes: &str, inside: &str) -> Vec<u8> {
    with_xmp(&small_jpeg(), &packet(attributes, inside))
}

/// Characters as XML text.
pub(in crate::checks) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
