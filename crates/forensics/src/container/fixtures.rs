//! Small files of every format, built byte by byte for tests.

use std::io::Write as _;

/// A JPEG segment.
pub(crate) fn segment(marker: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 2).unwrap();
    [&[0xff, marker], &length.to_be_bytes()[..], payload].concat()
}

/// A quantisation table of which every value is `value`.
pub(crate) fn quantisation(id: u8, value: u8) -> Vec<u8> {
    segment(0xdb, &[&[id], &[value; 64][..]].concat())
}

/// A frame header with 4:2:0 components.
pub(crate) fn frame(marker: u8, width: u16, height: u16, components: u8) -> Vec<u8> {
    let mut payload = vec![8];
    payload.extend(height.to_be_bytes());
    payload.extend(width.to_be_bytes());
    payload.push(components);
    for index in 0..components {
        payload.extend([index + 1, if index == 0 { 0x22 } else { 0x11 }, index.min(1)]);
    }
    segment(marker, &payload)
}

/// A scan with stuffed zeros and a restart marker in its coded data.
pub(crate) fn scan() -> Vec<u8> {
    [segment(0xda, &[1, 1, 0, 0, 63, 0]), vec![0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]].concat()
}

/// A JPEG of 64 x 48 pixels with these segments in front of its frame.
pub(crate) fn jpeg(segments: &[Vec<u8>]) -> Vec<u8> {
    let jfif = segment(0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    let pieces = [
        vec![0xff, 0xd8],
        jfif,
        segments.concat(),
        quantisation(0, 8),
        frame(0xc0, 64, 48, 3),
        scan(),
        vec![0xff, 0xd9],
    ];
    pieces.concat()
}

/// A PNG chunk with its checksum.
pub(crate) fn chunk(name: [u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&name[..], data].concat();
    let length = u32::try_from(data.len()).unwrap();
    [&length.to_be_bytes()[..], &body, &crc32fast::hash(&body).to_be_bytes()].concat()
}

/// A PNG text chunk: keyword, zero, the rest.
pub(crate) fn text_chunk(name: [u8; 4], key: &str, rest: &[u8]) -> Vec<u8> {
    chunk(name, &[key.as_bytes(), &[0], rest].concat())
}

/// The header chunk of an 8-bit RGB picture of 64 x 48 pixels.
pub(crate) fn ihdr() -> Vec<u8> {
    chunk(*b"IHDR", &[0, 0, 0, 64, 0, 0, 0, 48, 8, 2, 0, 0, 0])
}

/// A PNG with these chunks in front of its data.
pub(crate) fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
    let data = chunk(*b"IDAT", &zlib(&[0; 64]));
    [b"\x89PNG\r\n\x1a\n".to_vec(), ihdr(), chunks.concat(), data, chunk(*b"IEND", b"")].concat()
}

/// zlib data.
pub(crate) fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A RIFF chunk, padded to an even length.
pub(crate) fn riff_chunk(name: [u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap();
    let mut chunk = [&name[..], &length.to_le_bytes(), data].concat();
    chunk.resize(chunk.len() + data.len() % 2, 0);
    chunk
}

/// A lossy bitstream of 64 x 48 pixels, as far as its header goes.
pub(crate) fn vp8() -> Vec<u8> {
    riff_chunk(*b"VP8 ", &[0x10, 0, 0, 0x9d, 0x01, 0x2a, 64, 0, 48, 0, 1, 2, 3])
}

/// `VP8X` with a canvas of 64 x 48 pixels.
pub(crate) fn vp8x(flags: u8) -> Vec<u8> {
    riff_chunk(*b"VP8X", &[flags, 0, 0, 0, 63, 0, 0, 47, 0, 0])
}

/// A WebP file of these chunks.
pub(crate) fn webp(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = [b"WEBP".to_vec(), chunks.concat()].concat();
    [b"RIFF".to_vec(), u32::try_from(body.len()).unwrap().to_le_bytes().to_vec(), body].concat()
}

/// An ISOBMFF box.
pub(crate) fn boxed(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let size = u32::try_from(body.len() + 8).unwrap();
    [&size.to_be_bytes()[..], name, body].concat()
}

/// A full box of version 0 without flags.
pub(crate) fn full_box(name: &[u8; 4], version: u8, body: &[u8]) -> Vec<u8> {
    boxed(name, &[&[version, 0, 0, 0], body].concat())
}

/// A metadata item of a HEIF file.
pub(crate) struct HeifItem<'a> {
    /// `Exif`, or `mime` for XMP.
    pub(crate) kind: &'a [u8; 4],
    pub(crate) data: &'a [u8],
    /// Whether the data lie in `idat` rather than in `mdat`.
    pub(crate) in_meta: bool,
}

/// A HEIF file of one picture of 64 x 48 pixels with these metadata items; the picture's properties
/// besides size and depth are `properties`.
pub(crate) fn heif(brand: &[u8; 4], codec: &[u8; 4], properties: &[Vec<u8>], items: &[HeifItem]) -> Vec<u8> {
    let ftyp = boxed(b"ftyp", &[&brand[..], &[0; 4], brand, b"mif1"].concat());
    let infe = |id: u16, kind: &[u8; 4]| {
        let content: &[u8] = if kind == b"mime" { b"\0application/rdf+xml\0" } else { b"\0" };
        full_box(b"infe", 2, &[&id.to_be_bytes()[..], &[0, 0], kind, content].concat())
    };
    let mut entries = vec![infe(1, codec)];
    entries.extend(items.iter().zip(2..).map(|(item, id)| infe(id, item.kind)));
    let count = u16::try_from(entries.len()).unwrap();
    let iinf = full_box(b"iinf", 0, &[count.to_be_bytes().to_vec(), entries.concat()].concat());
    let ispe = full_box(b"ispe", 0, &[0, 0, 0, 64, 0, 0, 0, 48]);
    let pixi = full_box(b"pixi", 0, &[3, 8, 8, 8]);
    let ipco = boxed(b"ipco", &[ispe, pixi, properties.concat()].concat());
    let numbers: Vec<u8> = (1..=u8::try_from(properties.len() + 2).unwrap()).collect();
    let associations = [&[0, 0, 0, 1, 0, 1, u8::try_from(numbers.len()).unwrap()], &numbers[..]].concat();
    let iprp = boxed(b"iprp", &[ipco, full_box(b"ipma", 0, &associations)].concat());
    let idat: Vec<u8> = items.iter().filter(|item| item.in_meta).flat_map(|item| item.data.to_vec()).collect();
    let mdat: Vec<u8> = items.iter().filter(|item| !item.in_meta).flat_map(|item| item.data.to_vec()).collect();
    // The places depend on the length of `meta`, which does not depend on the places.
    let meta = |start: usize| {
        let (mut in_file, mut in_idat) = (start, 0);
        let mut places = vec![];
        for (item, id) in items.iter().zip(2_u16..) {
            let at = if item.in_meta { &mut in_idat } else { &mut in_file };
            places.extend(id.to_be_bytes());
            places.extend([0, u8::from(item.in_meta), 0, 0, 0, 1]);
            places.extend(u32::try_from(*at).unwrap().to_be_bytes());
            places.extend(u32::try_from(item.data.len()).unwrap().to_be_bytes());
            *at += item.data.len();
        }
        let count = u16::try_from(items.len()).unwrap();
        let iloc = full_box(b"iloc", 1, &[&[0x44, 0x00], &count.to_be_bytes()[..], &places].concat());
        let pitm = full_box(b"pitm", 0, &[0, 1]);
        let tables = [iloc, pitm, iinf.clone(), iprp.clone(), boxed(b"idat", &idat)].concat();
        full_box(b"meta", 0, &tables)
    };
    let start = ftyp.len() + meta(0).len() + 8;
    [ftyp, meta(start), boxed(b"mdat", &mdat)].concat()
}

/// A GIF of 64 x 48 pixels with these extensions in front of its image.
pub(crate) fn gif(extensions: &[Vec<u8>]) -> Vec<u8> {
    let screen = [b"GIF89a".to_vec(), vec![64, 0, 48, 0, 0x80, 0, 0], vec![0; 6]].concat();
    let image = vec![0x2c, 0, 0, 0, 0, 64, 0, 48, 0, 0, 2, 2, 0x4c, 1, 0];
    [screen, extensions.concat(), image, vec![0x3b]].concat()
}

/// A Windows bitmap of 4 x 2 pixels.
pub(crate) fn bmp() -> Vec<u8> {
    let mut bytes = b"BM".to_vec();
    bytes.extend([70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 4, 0, 0, 0]);
    // A height of -2: from the top.
    bytes.extend((-2_i32).to_le_bytes());
    bytes.extend([1, 0, 24, 0]);
    bytes.resize(54 + 24, 0);
    bytes
}

/// A value of a TIFF entry.
#[derive(Clone)]
pub(crate) enum Value {
    Ascii(&'static str),
    Short(u16),
    Long(u32),
    Rational(u32, u32),
    Undefined(Vec<u8>),
    Bytes(Vec<u8>),
    /// Type, count, and the four bytes of the value or offset field, right or wrong.
    Raw(u16, u32, [u8; 4]),
    /// A directory that the entry points to.
    Directory(Vec<(u16, Value)>),
}

/// A TIFF structure of these directories.
pub(crate) fn tiff(little: bool, directories: &[Vec<(u16, Value)>]) -> Vec<u8> {
    let mut bytes = if little { b"II*\0".to_vec() } else { b"MM\0*".to_vec() };
    let mut link = 4;
    bytes.extend([0; 4]);
    for entries in directories {
        let at = bytes.len();
        put(&mut bytes, link, at, little);
        link = directory(&mut bytes, entries, little);
    }
    bytes
}

/// Appends a directory and its values; returns where the offset of the next one goes.
fn directory(bytes: &mut Vec<u8>, entries: &[(u16, Value)], little: bool) -> usize {
    let word = |value: u16| if little { value.to_le_bytes() } else { value.to_be_bytes() };
    let long = |value: u32| if little { value.to_le_bytes() } else { value.to_be_bytes() };
    let start = bytes.len();
    bytes.extend(word(u16::try_from(entries.len()).unwrap()));
    let link = start + 2 + entries.len() * 12;
    bytes.resize(link + 4, 0);
    for (index, (tag, value)) in entries.iter().enumerate() {
        let at = start + 2 + index * 12;
        let (kind, count, data) = match value {
            Value::Ascii(text) => (2, text.len() + 1, [text.as_bytes(), &[0]].concat()),
            Value::Short(number) => (3, 1, word(*number).to_vec()),
            Value::Long(number) => (4, 1, long(*number).to_vec()),
            Value::Rational(above, below) => (5, 1, [long(*above), long(*below)].concat()),
            Value::Undefined(data) => (7, data.len(), data.clone()),
            Value::Bytes(data) => (1, data.len(), data.clone()),
            Value::Raw(kind, count, data) => (*kind, *count as usize, data.to_vec()),
            Value::Directory(entries) => {
                let offset = bytes.len();
                directory(bytes, entries, little);
                (4, 1, long(u32::try_from(offset).unwrap()).to_vec())
            }
        };
        bytes[at..at + 2].copy_from_slice(&word(*tag));
        bytes[at + 2..at + 4].copy_from_slice(&word(kind));
        bytes[at + 4..at + 8].copy_from_slice(&long(u32::try_from(count).unwrap()));
        if data.len() <= 4 {
            bytes[at + 8..at + 8 + data.len()].copy_from_slice(&data);
        } else {
            let offset = bytes.len();
            put(bytes, at + 8, offset, little);
            bytes.extend(data);
        }
    }
    link
}

fn put(bytes: &mut [u8], at: usize, value: usize, little: bool) {
    let value = u32::try_from(value).unwrap();
    bytes[at..at + 4].copy_from_slice(&if little { value.to_le_bytes() } else { value.to_be_bytes() });
}

/// EXIF of a camera, with a thumbnail directory.
pub(crate) fn exif(little: bool) -> Vec<u8> {
    use Value::{Ascii, Directory, Long, Rational, Short, Undefined};
    let comment = [b"ASCII\0\0\0".as_slice(), b"made for a test"].concat();
    let capture = vec![
        (0x829a, Rational(1, 125)),
        (0x829d, Rational(18, 10)),
        (0x9003, Ascii("2024:05:06 07:08:09")),
        (0x9286, Undefined(comment)),
    ];
    let place = vec![(0x0001, Ascii("N")), (0x0002, Value::Raw(5, 3, [0; 4])), (0x001d, Ascii("2024:05:06"))];
    let first = vec![
        (0x010f, Ascii("Catch")),
        (0x0110, Ascii("Light 1")),
        (0x0112, Short(6)),
        (0x011a, Rational(72, 1)),
        (0x0128, Short(2)),
        (0x8769, Directory(capture)),
        (0x8825, Directory(place)),
    ];
    let second = vec![(0x0103, Short(6)), (0x0201, Long(0)), (0x0202, Long(4))];
    tiff(little, &[first, second])
}

/// A TIFF file of 4 x 3 grey pixels with XMP and IPTC.
pub(crate) fn tiff_file(little: bool) -> Vec<u8> {
    use Value::{Ascii, Bytes, Long, Short, Undefined};
    tiff(
        little,
        &[vec![
            (0x0100, Short(4)),
            (0x0101, Short(3)),
            (0x0102, Short(8)),
            (0x0103, Short(1)),
            (0x0106, Short(1)),
            (0x0111, Long(8)),
            (0x0115, Short(1)),
            (0x0131, Ascii("Catchlight tests")),
            (0x02bc, Bytes(xmp(r#"xmp:CreatorTool="A""#, "").into_bytes())),
            (0x83bb, Undefined(iptc(&[(2, 80, b"Somebody")]))),
        ]],
    )
}

/// An XMP packet with these attributes and elements in its description.
pub(crate) fn xmp(attributes: &str, elements: &str) -> String {
    format!(
        r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Catchlight tests"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
 xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#" xmlns:xmpNote="http://ns.adobe.com/xmp/note/"
 xmlns:iptcExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:own="http://example.org/own/">
<rdf:Description rdf:about="" {attributes}>{elements}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"#
    )
}

/// IPTC-IIM datasets: record, number, data.
pub(crate) fn iptc(datasets: &[(u8, u8, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (record, number, data) in datasets {
        bytes.extend([0x1c, *record, *number]);
        bytes.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        bytes.extend(*data);
    }
    bytes
}

/// A Photoshop resource.
pub(crate) fn resource(id: u16, data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap();
    let mut bytes = [b"8BIM".as_slice(), &id.to_be_bytes(), &[0, 0], &length.to_be_bytes(), data].concat();
    bytes.resize(bytes.len() + data.len() % 2, 0);
    bytes
}

/// A JUMBF superbox with a label.
pub(crate) fn jumbf(label: &str) -> Vec<u8> {
    let description = [&[0x11; 16][..], &[3], label.as_bytes(), &[0]].concat();
    boxed(b"jumb", &[boxed(b"jumd", &description), boxed(b"json", b"{}")].concat())
}

/// An ICC profile, as far as its header goes.
pub(crate) fn icc(length: usize) -> Vec<u8> {
    let mut bytes = vec![0x5a; length];
    bytes[..4].copy_from_slice(&u32::try_from(length).unwrap().to_be_bytes());
    bytes[36..40].copy_from_slice(b"acsp");
    bytes
}

/// One file of every format, with metadata of every sort.
pub(crate) fn every_format() -> Vec<(&'static str, Vec<u8>)> {
    let exif_jpeg = segment(0xe1, &[b"Exif\0\0", &exif(true)[..]].concat());
    let packet = xmp(
        r#"xmp:CreatorTool="A""#,
        "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>B</rdf:li></rdf:Alt></dc:title>",
    );
    let xmp_jpeg = segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat());
    let photoshop = [b"Photoshop 3.0\0".as_slice(), &resource(0x0404, &iptc(&[(2, 80, b"Somebody")]))].concat();
    let jumbf_jpeg = segment(0xeb, &[b"JP\0\x01\0\0\0\x01".as_slice(), &jumbf("c2pa")].concat());
    let icc_jpeg = segment(0xe2, &[b"ICC_PROFILE\0\x01\x01".as_slice(), &icc(64)].concat());
    let jpeg_segments =
        [exif_jpeg, xmp_jpeg, segment(0xed, &photoshop), jumbf_jpeg, icc_jpeg, segment(0xfe, b"a comment")];
    let png_chunks = [
        chunk(*b"eXIf", &exif(false)),
        text_chunk(*b"tEXt", "Software", b"Catchlight tests"),
        text_chunk(*b"zTXt", "Comment", &[&[0], &zlib(b"packed")[..]].concat()),
        text_chunk(*b"iTXt", "XML:com.adobe.xmp", &[b"\0\0\0\0", packet.as_bytes()].concat()),
        text_chunk(*b"iCCP", "profile", &[&[0], &zlib(&icc(64))[..]].concat()),
        chunk(*b"caBX", &jumbf("c2pa")),
    ];
    let webp_chunks = [
        vp8x(0x2c),
        riff_chunk(*b"ICCP", &icc(64)),
        vp8(),
        riff_chunk(*b"EXIF", &exif(true)),
        riff_chunk(*b"XMP ", packet.as_bytes()),
        riff_chunk(*b"C2PA", &jumbf("c2pa")),
    ];
    let exif_item = [&[0, 0, 0, 6], b"Exif\0\0".as_slice(), &exif(false)].concat();
    let items = [
        HeifItem { kind: b"Exif", data: &exif_item, in_meta: false },
        HeifItem { kind: b"mime", data: packet.as_bytes(), in_meta: true },
    ];
    let comment = [&[0x21, 0xfe, 9], b"a comment".as_slice(), &[0]].concat();
    vec![
        ("jpeg", jpeg(&jpeg_segments)),
        ("png", png(&png_chunks)),
        ("webp", webp(&webp_chunks)),
        ("avif", heif(b"avif", b"av01", &[boxed(b"irot", &[1])], &items)),
        ("heic", heif(b"heic", b"hvc1", &[], &items)),
        ("gif", gif(&[comment])),
        ("tiff", tiff_file(true)),
        ("tiff, big-endian", tiff_file(false)),
        ("bmp", bmp()),
    ]
}
