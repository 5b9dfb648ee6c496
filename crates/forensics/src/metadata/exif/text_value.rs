//! Text in EXIF values: ASCII fields, comments with a character set of their own, Windows' UTF-16.

use super::super::png_text::decoded;

/// Text, and whether its character set is one that is not decoded.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) is_undecoded: bool,
}

/// An ASCII value: strings that end in zeros. UTF-8 and Latin-1 occur in spite of the name.
pub(super) fn strings(bytes: &[u8]) -> String {
    let strings: Vec<String> = bytes
        .split(|byte| *byte == 0)
        .map(|string| decoded(string).trim_end().to_owned())
        .filter(|string| !string.is_empty())
        .collect();
    strings.join("; ")
}

/// A comment that begins with the eight-byte name of its character set (EXIF 4.6.5, UserComment).
/// Writers leave the name out, or write UTF-8 or either byte order under `UNICODE`.
pub(super) fn comment(bytes: &[u8], is_little: bool) -> Decoded {
    let Some((name, text)) = bytes.split_at_checked(8) else { return decoded_text(decoded(bytes)) };
    match name {
        b"UNICODE\0" => decoded_text(unicode(text, is_little)),
        b"ASCII\0\0\0" | [0, 0, 0, 0, 0, 0, 0, 0] => decoded_text(decoded(text)),
        b"JIS\0\0\0\0\0" => Decoded {
            text: decoded(text).trim_matches('\0').to_owned(),
            is_undecoded: !text.is_ascii() || text.contains(&0x1b),
        },
        _ => decoded_text(decoded(bytes)),
    }
}

fn decoded_text(text: String) -> Decoded {
    Decoded { text: text.trim_matches('\0').trim_end().to_owned(), is_undecoded: false }
}

/// UTF-16 in the byte order that a mark or the text itself shows, else in that of the block.
fn unicode(bytes: &[u8], is_little: bool) -> String {
    let has_no_zero = !bytes.contains(&0);
    match (bytes, str::from_utf8(bytes)) {
        ([0xff, 0xfe, rest @ ..], _) => utf16(rest, true),
        ([0xfe, 0xff, rest @ ..], _) => utf16(rest, false),
        // UTF-16 of anything but pure CJK has zeros; that of pure CJK is hardly ever valid UTF-8.
        (_, Ok(text)) if has_no_zero => text.to_owned(),
        _ => utf16(bytes, looks_little(bytes).unwrap_or(is_little)),
    }
}

/// The byte order by which more units are common characters: Latin ones have a zero high byte, and
/// CJK ones a high byte of 0x30 to 0x9f or 0xff. `None` when both orders do equally well.
fn looks_little(bytes: &[u8]) -> Option<bool> {
    let is_common = |high: u8, low: u8| match high {
        0 => low >= 0x20 || matches!(low, b'\n' | b'\r' | b'\t'),
        0x30 | 0x4e..=0x9f | 0xff => true,
        _ => false,
    };
    let (mut little, mut big) = (0_usize, 0_usize);
    for pair in bytes.chunks_exact(2) {
        let [first, second] = [pair.first().copied().unwrap_or(0), pair.last().copied().unwrap_or(0)];
        little += usize::from(is_common(second, first));
        big += usize::from(is_common(first, second));
    }
    (little != big).then_some(little > big)
}

/// UTF-16 with damaged units shown as �.
pub(super) fn utf16(bytes: &[u8], is_little: bool) -> String {
    let units = bytes
        .chunks_exact(2)
        .filter_map(|pair| <[u8; 2]>::try_from(pair).ok())
        .map(|pair| if is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) });
    let text: String = char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    text.trim_start_matches('\u{feff}').trim_matches('\0').trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str, is_little: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if is_little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn comments_are_read_in_every_character_set_that_occurs() {
        let read = |name: &[u8; 8], text: &[u8]| comment(&[name, text].concat(), true).text;
        assert_eq!(read(b"ASCII\0\0\0", b"Screenshot"), "Screenshot");
        assert_eq!(read(b"\0\0\0\0\0\0\0\0", "人工智能".as_bytes()), "人工智能");
        assert_eq!(read(b"{\"AIGC\":", b"1}"), "{\"AIGC\":1}");
        for is_little in [true, false] {
            assert_eq!(read(b"UNICODE\0", &units("a cat, Steps: 20", is_little)), "a cat, Steps: 20");
            assert_eq!(read(b"UNICODE\0", &units("一只猫，人工智能生成", is_little)), "一只猫，人工智能生成");
        }
        assert_eq!(read(b"UNICODE\0", b"plain after all"), "plain after all");
        assert_eq!(comment(b"short", true).text, "short");
        assert!(comment(b"JIS\0\0\0\0\0\x1b$B\x46\x7c", true).is_undecoded);
    }

    #[test]
    fn strings_are_cut_at_zeros_and_joined() {
        assert_eq!(strings(b"NIKON D70   \0"), "NIKON D70");
        assert_eq!(strings(b"photographer\0editor\0"), "photographer; editor");
        assert_eq!(strings(b"caf\xe9\0"), "café");
        assert_eq!(strings("美图\0".as_bytes()), "美图");
    }

    #[test]
    fn damaged_utf16_keeps_its_place() {
        assert_eq!(utf16(&[0x00, 0xd8, b'a', 0, b'b'], true), "\u{fffd}a");
    }
}
