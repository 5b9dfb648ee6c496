//! Small files of every format, with metadata of every sort.

use std::path::{Path, PathBuf};

use catchlight_rendered as rendered;
use catchlight_rendered::{Exif, Subsampling};

/// A side that keeps a file small: damage is quick to try at many places.
const WIDTH: u32 = 48;
const HEIGHT: u32 = 32;

/// An XMP packet with these attributes and elements in its description.
pub fn packet(attributes: &str, elements: &str) -> String {
    format!(
        r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" xmlns:xmpNote="http://ns.adobe.com/xmp/note/"
 xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:iptcExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:own="http://example.org/own/">
<rdf:Description rdf:about="" {attributes}>{elements}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"#
    )
}

/// Elements with each form that RDF knows.
pub const ELEMENTS: &str = "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>B</rdf:li><rdf:li xml:lang='zh'>C</rdf:li></rdf:Alt></dc:title>\
<xmpMM:History><rdf:Seq><rdf:li stEvt:action='saved' stEvt:softwareAgent='A'/><rdf:li rdf:parseType='Resource'><stEvt:action>made</stEvt:action></rdf:li></rdf:Seq></xmpMM:History>\
<iptcExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia</iptcExt:DigitalSourceType>";

/// Files made by code, and the fixtures of the project that code cannot make, each with a name.
pub fn all() -> Vec<(String, Vec<u8>)> {
    let mut files = rendered();
    files.extend(committed(16 << 10));
    files
}

/// Files made by code.
pub fn rendered() -> Vec<(String, Vec<u8>)> {
    let scene = rendered::scene(WIDTH, HEIGHT, 7);
    let jpeg = rendered::jpeg(&scene, 60);
    let png = rendered::png(&rendered::scene(12, 9, 7));
    let webp = rendered::webp_lossless(&rendered::scene(12, 9, 7));
    let thumbnail = rendered::jpeg(&rendered::scene(8, 8, 1), 40);
    let exif = Exif {
        user_comment: Some("a comment".into()),
        thumbnail: Some(thumbnail),
        pixel_size: Some((WIDTH, HEIGHT)),
        ..Exif::of_camera()
    };
    let packet = packet("xmp:CreatorTool='A'", ELEMENTS);
    let store = b"\0\0\0\x26jumb\0\0\0\x1ejumdc2pa\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\x03c2pa\0";
    let datasets: [(u8, u8, &[u8]); 3] = [(1, 90, b"\x1b%G"), (2, 80, b"Somebody"), (2, 120, b"a caption")];
    let guid = "0123456789abcdef0123456789abcdef";
    let named: Vec<(&str, Vec<u8>)> = vec![
        ("baseline.jpg", jpeg.clone()),
        ("progressive.jpg", rendered::jpeg_with(&scene, 70, true, Subsampling::HalfBoth)),
        ("full.jpg", rendered::jpeg_with(&scene, 90, false, Subsampling::Full)),
        ("restarts.jpg", rendered::jpeg_with_restarts(&scene, 50, 2)),
        ("grey.jpg", rendered::grey_jpeg(&scene, 75)),
        ("cmyk.jpg", rendered::cmyk_jpeg(&scene, 75)),
        ("ycck.jpg", rendered::ycck_jpeg(&scene, 75)),
        ("exif.jpg", rendered::with_exif(&jpeg, &exif)),
        ("xmp.jpg", rendered::with_xmp(&jpeg, &packet)),
        (
            "extended.jpg",
            rendered::with_extended_xmp(
                &rendered::with_xmp(&jpeg, &self::packet(&format!("xmpNote:HasExtendedXMP='{guid}'"), "")),
                guid,
                &packet,
                700,
            ),
        ),
        ("iptc.jpg", rendered::with_iptc(&jpeg, &datasets)),
        ("icc.jpg", rendered::with_icc(&jpeg, &[0x5a; 300])),
        ("comment.jpg", rendered::with_comment(&jpeg, b"a comment")),
        ("store.jpg", rendered::jpeg_with_segment(&jpeg, 0xeb, &[b"JP\0\x01\0\0\0\x01", store.as_slice()].concat())),
        ("bomb.jpg", rendered::hostile::header_bomb_jpeg()),
        ("cyclic.jpg", rendered::hostile::cyclic_ifd_jpeg()),
        ("twelve.jpg", rendered::hostile::twelve_bit_jpeg()),
        ("plain.png", png.clone()),
        ("deep.png", rendered::png16(&rendered::scene(12, 9, 7))),
        ("palette.png", rendered::png_palette(&rendered::scene(12, 9, 7))),
        ("grey4.png", rendered::png_grey4(&rendered::scene(12, 9, 7))),
        ("animated.png", rendered::apng(&rendered::scene(12, 9, 7))),
        ("text.png", rendered::png_with_text(&png, "Software", b"Catchlight tests")),
        ("packed.png", rendered::png_with_compressed_text(&png, "Comment", b"some words, some words")),
        ("utf8.png", rendered::png_with_utf8_text(&png, "XML:com.adobe.xmp", &packet, false)),
        ("packed-utf8.png", rendered::png_with_utf8_text(&png, "parameters", "a cat\nSteps: 20", true)),
        ("exif.png", rendered::png_with_exif(&png, &exif)),
        ("icc.png", rendered::png_with_icc(&png, &[0x5a; 300])),
        ("store.png", rendered::png_with_chunk(&png, b"caBX", store)),
        ("plain.webp", webp.clone()),
        (
            "metadata.webp",
            rendered::webp_with_chunks(
                &webp,
                &[(b"EXIF", exif.to_tiff().as_slice()), (b"XMP ", packet.as_bytes()), (b"C2PA", store)],
            ),
        ),
        ("plain.gif", rendered::gif(&rendered::scene(12, 9, 7))),
        ("plain.tif", rendered::tiff(&rendered::scene(12, 9, 7))),
        ("deep.tif", rendered::tiff16(&rendered::scene(12, 9, 7))),
        ("float.tif", rendered::tiff_float(&rendered::scene(12, 9, 7))),
        ("exif.tif", exif.to_tiff()),
        ("plain.bmp", rendered::bmp(&rendered::scene(12, 9, 7))),
    ];
    named.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect()
}

/// Fixture files of the project of at most so many bytes, in the order of their names.
pub fn committed(most_bytes: u64) -> Vec<(String, Vec<u8>)> {
    ["pixels", "visible_label"]
        .iter()
        .flat_map(|folder| of(&root().join("tests/exhibits").join(folder), most_bytes))
        .collect()
}

/// Real files beside the project, where they are; never part of it.
pub fn beside(most_bytes: u64) -> Vec<(String, Vec<u8>)> {
    of(&root().join("../shared/fixtures/provenance"), most_bytes)
}

/// Root of the project.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn of(folder: &Path, most_bytes: u64) -> Vec<(String, Vec<u8>)> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
        .into_iter()
        .filter(|path| {
            path.extension().is_some_and(|ending| !["md", "py", "csv", "json"].iter().any(|no| ending == *no))
        })
        .filter(|path| std::fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() <= most_bytes))
        .filter_map(|path| {
            let name = path.file_name()?.to_string_lossy().into_owned();
            Some((name, std::fs::read(&path).ok()?))
        })
        .collect()
}
