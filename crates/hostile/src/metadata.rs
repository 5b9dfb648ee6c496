//! Blocks of metadata, each as if a file of no particular format held it.

use catchlight_forensics::Limits;
use catchlight_forensics::container::{Block, Holds, Structure};
use catchlight_rendered::{Exif, iptc_resource, zlib};

use crate::files;
use crate::structure::{held, stated};

/// Reads bytes as blocks that lie one after another: what each holds, and its length.
fn blocks(bytes: &[u8], holds: Vec<(Holds, usize)>) {
    let mut at = 0;
    let mut structure = Structure::default();
    for (holds, length) in holds {
        let end = (at + length).min(bytes.len());
        structure.blocks.push(Block { holds, ranges: std::iter::once(at..end).collect(), part: "block".to_owned() });
        at = end;
    }
    stated(bytes, &structure, &Limits { metadata_bytes: 1 << 20, ..Limits::default() });
}

/// EXIF, starting at its byte-order mark.
pub fn exif(bytes: &[u8]) {
    blocks(bytes, vec![(Holds::Exif, bytes.len())]);
}

/// The guid of the extended packet.
const GUID: &str = "0123456789abcdef0123456789abcdef";

/// A packet, and behind a zero an extended one.
pub fn xmp(bytes: &[u8]) {
    let main = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let extended = Holds::ExtendedXmp { guid: GUID.to_owned() };
    blocks(bytes, vec![(Holds::Xmp, main), (Holds::Comment, 1), (extended, bytes.len())]);
}

/// IPTC-IIM datasets.
pub fn iptc(bytes: &[u8]) {
    blocks(bytes, vec![(Holds::Iptc, bytes.len())]);
}

/// Photoshop resources, in as many segments of a JPEG as they need.
pub fn photoshop(bytes: &[u8]) {
    let mut file = vec![0xff, 0xd8];
    for piece in bytes.chunks(65_000) {
        let payload = [b"Photoshop 3.0\0".as_slice(), piece].concat();
        let length = u16::try_from(payload.len() + 2).expect("a piece fits a segment");
        file.extend([&[0xff, 0xed], length.to_be_bytes().as_slice(), &payload].concat());
    }
    file.extend([0xff, 0xd9]);
    held(&file, &Limits::default());
}

/// Text of a PNG: a byte that says how it is stored, the keyword, a zero, the text.
pub fn text(bytes: &[u8]) {
    let Some((how, rest)) = bytes.split_first() else { return };
    let end = rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len()).min(79);
    let (key, text) = rest.split_at(end);
    let (key, utf8) = (String::from_utf8_lossy(key).into_owned(), how & 1 == 1);
    let holds = match how >> 1 & 3 {
        0 => Holds::Text { key, utf8 },
        1 => Holds::CompressedText { key, utf8 },
        2 => Holds::CompressedXmp,
        _ => Holds::CompressedIcc,
    };
    let text = text.get(1..).unwrap_or_default();
    blocks(text, vec![(holds, text.len())]);
}

/// EXIF of a camera, in both byte orders as far as code writes them.
pub fn exif_seeds() -> Vec<Vec<u8>> {
    let full = Exif {
        user_comment: Some("a comment".into()),
        image_description: Some("a title".into()),
        artist: Some("Somebody".into()),
        thumbnail: Some(vec![0xff, 0xd8, 0xff, 0xd9]),
        pixel_size: Some((48, 32)),
        ..Exif::of_camera()
    };
    // Big-endian, one directory that points to another: Orientation, and ExifIFD with an exposure time.
    let big = b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x87\x69\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0\
\0\x01\x82\x9a\0\x05\0\0\0\x01\0\0\0\x38\0\0\0\0\0\0\0\x01\0\0\0\x7d";
    vec![Exif::default().to_tiff(), Exif::of_camera().to_tiff(), full.to_tiff(), big.to_vec()]
}

/// Packets of every form.
pub fn xmp_seeds() -> Vec<Vec<u8>> {
    let noted = files::packet(&format!("xmpNote:HasExtendedXMP='{GUID}'"), "");
    let full = files::packet("xmp:CreatorTool='A'", files::ELEMENTS);
    let nested =
        "<own:a><rdf:Bag><rdf:li><rdf:Bag><rdf:li>&#x41;<![CDATA[<]]></rdf:li></rdf:Bag></rdf:li></rdf:Bag></own:a>";
    vec![
        full.clone().into_bytes(),
        files::packet("", nested).into_bytes(),
        [noted.as_bytes(), b"\0", full.as_bytes()].concat(),
        b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x:xmpmeta xmlns:x='adobe:ns:meta/'>&a;</x:xmpmeta>".to_vec(),
    ]
}

/// Datasets with their lengths in the short and in the long form.
pub fn iptc_seeds() -> Vec<Vec<u8>> {
    let datasets: [(u8, u8, &[u8]); 4] =
        [(1, 90, b"\x1b%G"), (2, 5, b"title"), (2, 25, b"word"), (2, 80, "照".as_bytes())];
    let resource = iptc_resource(&datasets);
    let long = b"\x1c\x02\x78\x80\x04\0\0\0\x05words\x1c\x02\x50\0\x01A";
    vec![resource.get(12..).unwrap_or_default().to_vec(), long.to_vec()]
}

/// Resources, one of them with a name.
pub fn photoshop_seeds() -> Vec<Vec<u8>> {
    let iptc = iptc_resource(&[(2, 80, b"Somebody")]);
    let named = b"8BIM\x04\x22\x04name\0\0\0\0\x04abcd8BIM\x04\x0f\0\0\0\0\0\x02xx";
    vec![iptc.clone(), [named.as_slice(), &iptc].concat()]
}

/// Text of every way of storing it.
pub fn text_seeds() -> Vec<Vec<u8>> {
    let of = |how: u8, text: &[u8]| [&[how], b"parameters\0".as_slice(), text].concat();
    let packet = files::packet("xmp:CreatorTool='A'", files::ELEMENTS);
    let raw = [&[0], b"Raw profile type iptc\0\niptc\n       14\n1c0250000853 6f6d65626f64790a".as_slice()].concat();
    vec![
        of(0, b"a caf\xe9"),
        of(1, "照片".as_bytes()),
        of(2, &zlib(b"some words, some words")),
        of(3, &zlib("照片".as_bytes())),
        of(4, &zlib(packet.as_bytes())),
        of(6, &zlib(&[0x5a; 200])),
        raw,
    ]
}
