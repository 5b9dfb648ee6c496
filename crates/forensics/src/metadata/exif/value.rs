//! Readable values of EXIF fields, with the unit where the standard gives one.

use exif::{Context, Field, In, Rational, SRational, Tag, Value};

use super::super::collection::Collection;
use super::super::png_text::decoded;
use super::text_value;
use crate::container::octets::{latin1, run};
use crate::container::tiff::directory::{Directory, Entry, Tiff};

/// Values of one field that are written out; of more, the first and their number.
const MOST_VALUES: usize = 64;
/// Longest binary value that is written in hex.
const MOST_HEX: usize = 64;
/// Longest text that is decoded, in bytes: what the value of a field keeps by default, in UTF-16.
const MOST_TEXT: usize = 4 << 20;
/// Values up to this many bytes are read without counting.
const CHEAP: usize = 4096;
/// Decimals of a measured number.
const DECIMALS: usize = 6;

/// A value as text.
pub(super) struct Read {
    pub(super) text: String,
    /// Whether its character set is one that is not decoded.
    pub(super) is_undecoded: bool,
    /// Whether it is so long that its end was not read.
    pub(super) is_cut: bool,
}

/// Whether a value may be read: entries can state the same long text thousands of times, so long
/// ones share the budget for expanded data.
pub(super) fn affordable(collection: &mut Collection, entry: &Entry, place: &str) -> bool {
    let length = entry.length.unwrap_or(0).min(MOST_TEXT);
    length <= CHEAP || collection.expand(length, place)
}

/// Fields of a directory that give others their unit or reference.
pub(super) struct Units(Vec<Field>);

/// A field and the one that gives it its unit.
const UNIT_OF: [(Context, u16, u16); 14] = [
    (Context::Tiff, 0x011a, 0x0128),
    (Context::Tiff, 0x011b, 0x0128),
    (Context::Exif, 0xa20e, 0xa210),
    (Context::Exif, 0xa20f, 0xa210),
    (Context::Gps, 0x02, 0x01),
    (Context::Gps, 0x04, 0x03),
    (Context::Gps, 0x06, 0x05),
    (Context::Gps, 0x0d, 0x0c),
    (Context::Gps, 0x0f, 0x0e),
    (Context::Gps, 0x11, 0x10),
    (Context::Gps, 0x14, 0x13),
    (Context::Gps, 0x16, 0x15),
    (Context::Gps, 0x18, 0x17),
    (Context::Gps, 0x1a, 0x19),
];

impl Units {
    /// The units that a directory states.
    pub(super) fn of(tiff: &Tiff, directory: &Directory, context: Context) -> Self {
        let mut fields: Vec<Field> = Vec::new();
        for entry in directory.entries(tiff) {
            let is_unit = UNIT_OF.iter().any(|(of, _, unit)| *of == context && *unit == entry.tag);
            let tag = Tag(context, entry.tag);
            if is_unit
                && !fields.iter().any(|field| field.tag == tag)
                && let Some(bytes) = entry.value(tiff).filter(|bytes| bytes.len() <= 16)
            {
                fields.push(Field { tag, ifd_num: In::PRIMARY, value: parse(tiff, &entry, bytes) });
            }
        }
        Self(fields)
    }

    fn get(&self, tag: Tag) -> Option<&Field> {
        let (_, _, unit) = UNIT_OF.iter().find(|(of, field, _)| *of == tag.context() && *field == tag.number())?;
        self.0.iter().find(|field| field.tag == Tag(tag.context(), *unit))
    }
}

/// The value of an entry; `None` when it lies outside the block or its type is unknown.
pub(super) fn read(tiff: &Tiff, tag: Tag, entry: &Entry, units: &Units) -> Option<Read> {
    let whole = entry.value(tiff)?;
    let bytes = whole.get(..whole.len().min(MOST_TEXT))?;
    let is_cut = bytes.len() < whole.len();
    let plain = |text: String| Some(Read { text, is_undecoded: false, is_cut: false });
    let text = |text: String| Some(Read { text, is_undecoded: false, is_cut });
    match (tag.context(), tag.number(), entry.kind) {
        // UserComment, GPSProcessingMethod, GPSAreaInformation.
        (Context::Exif, 0x9286, _) | (Context::Gps, 0x1b | 0x1c, _) => {
            let text_value::Decoded { text, is_undecoded } = text_value::comment(bytes, tiff.is_little());
            return Some(Read { text, is_undecoded, is_cut });
        }
        // Windows writes its texts in UTF-16, always little-endian.
        (Context::Tiff, 0x9c9b..=0x9c9f, 1 | 7) => return text(text_value::utf16(bytes, true)),
        (_, _, 2 | 129) => return text(text_value::strings(bytes)),
        (_, _, 7) if tag.description().is_none() || tag == Tag::MakerNote || bytes.len() > MOST_HEX => {
            return plain(undefined(whole));
        }
        _ => {}
    }
    if entry.count > MOST_VALUES as u64 {
        let size = entry.length?.checked_div(usize::try_from(entry.count).ok()?)?;
        let first = run(bytes, 0, size.checked_mul(8)?)?;
        let values = parse(tiff, &Entry { count: 8, ..*entry }, first).display_as(NO_TAG).to_string();
        return plain(format!("{values}, … ({} values)", entry.count));
    }
    let field = Field { tag, ifd_num: In::PRIMARY, value: parse(tiff, entry, bytes) };
    let readable = match units.get(tag) {
        Some(unit) => field.display_value().with_unit(unit).to_string(),
        None => field.display_value().with_unit(()).to_string(),
    };
    // A division by zero stands for "unknown" or "infinite"; the stated fraction says more.
    if readable.contains("NaN") || readable.contains("inf") {
        return plain(field.value.display_as(NO_TAG).to_string());
    }
    plain(shorten(&readable))
}

/// A tag that the crate shows without interpretation.
const NO_TAG: Tag = Tag(Context::Tiff, 0xffff);

/// Binary data: text where it is text, hex where it is short, else its length.
fn undefined(bytes: &[u8]) -> String {
    if bytes.len() > MOST_TEXT {
        return format!("({} bytes)", bytes.len());
    }
    let text = decoded(bytes);
    let text = text.trim_matches('\0').trim_end();
    let is_text = text.chars().count() >= 4
        && text.chars().all(|character| !character.is_control() || character.is_whitespace())
        && (bytes.is_ascii() || str::from_utf8(bytes).is_ok());
    if is_text {
        return text.to_owned();
    }
    if bytes.len() <= MOST_HEX {
        return Value::Undefined(bytes.to_vec(), 0).display_as(NO_TAG).to_string();
    }
    // Maker notes and the like begin with their owner's name.
    let owner = bytes.iter().take(16).take_while(|byte| byte.is_ascii_graphic() || **byte == b' ').count();
    match bytes.get(..owner).map(latin1) {
        Some(owner) if owner.len() >= 4 => format!("{owner}… ({} bytes)", bytes.len()),
        _ => format!("({} bytes)", bytes.len()),
    }
}

/// The values of an entry in the crate's form; `bytes` holds all of them.
fn parse(tiff: &Tiff, entry: &Entry, bytes: &[u8]) -> Value {
    let little = tiff.is_little();
    match entry.kind {
        1 => Value::Byte(bytes.to_vec()),
        2 | 129 => Value::Ascii(vec![bytes.split(|byte| *byte == 0).next().unwrap_or_default().to_vec()]),
        3 => Value::Short(numbers(bytes, little, u16::from_le_bytes, u16::from_be_bytes)),
        4 | 13 => Value::Long(numbers(bytes, little, u32::from_le_bytes, u32::from_be_bytes)),
        5 => {
            let parts = numbers(bytes, little, u32::from_le_bytes, u32::from_be_bytes);
            let pairs = parts.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
            Value::Rational(pairs.map(|(num, denom)| Rational { num, denom }).collect())
        }
        6 => Value::SByte(bytes.iter().map(|byte| byte.cast_signed()).collect()),
        8 => Value::SShort(numbers(bytes, little, i16::from_le_bytes, i16::from_be_bytes)),
        9 => Value::SLong(numbers(bytes, little, i32::from_le_bytes, i32::from_be_bytes)),
        10 => {
            let parts = numbers(bytes, little, i32::from_le_bytes, i32::from_be_bytes);
            let pairs = parts.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
            Value::SRational(pairs.map(|(num, denom)| SRational { num, denom }).collect())
        }
        11 => Value::Float(numbers(bytes, little, f32::from_le_bytes, f32::from_be_bytes)),
        12 => Value::Double(numbers(bytes, little, f64::from_le_bytes, f64::from_be_bytes)),
        // BigTIFF's numbers of eight bytes have no form in the crate; offsets below 4 GiB fit.
        16 | 18 => Value::Long(
            numbers(bytes, little, u64::from_le_bytes, u64::from_be_bytes)
                .into_iter()
                .map(|number| u32::try_from(number).unwrap_or(u32::MAX))
                .collect(),
        ),
        _ => Value::Undefined(bytes.to_vec(), 0),
    }
}

fn numbers<T, const N: usize>(bytes: &[u8], little: bool, le: fn([u8; N]) -> T, be: fn([u8; N]) -> T) -> Vec<T> {
    bytes
        .chunks_exact(N)
        .filter_map(|chunk| <[u8; N]>::try_from(chunk).ok())
        .map(|chunk| if little { le(chunk) } else { be(chunk) })
        .collect()
}

/// Rounds numbers with more decimals than anything is measured to: `2.2750070478485` to `2.275007`.
fn shorten(readable: &str) -> String {
    let mut short = String::with_capacity(readable.len());
    let mut rest = readable;
    while let Some(start) = rest.find(|character: char| character.is_ascii_digit()) {
        let (before, number) = rest.split_at(start);
        let end =
            number.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(number.len());
        let (number, after) = number.split_at(end);
        short.push_str(before);
        let decimals = number.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        match number.parse::<f64>() {
            Ok(value) if decimals > DECIMALS && value >= 0.001 => {
                let rounded = format!("{value:.DECIMALS$}");
                short.push_str(rounded.trim_end_matches('0').trim_end_matches('.'));
            }
            _ => short.push_str(number),
        }
        rest = after;
    }
    short.push_str(rest);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_decimals_are_rounded_and_the_rest_is_left() {
        assert_eq!(shorten("2.2750070478485 EV"), "2.275007 EV");
        assert_eq!(shorten("10 deg 20 min 30.5 sec N"), "10 deg 20 min 30.5 sec N");
        assert_eq!(shorten("1/59.999999999"), "1/60");
        assert_eq!(shorten("0.00012345678 s"), "0.00012345678 s");
        assert_eq!(shorten("2.3.0.0"), "2.3.0.0");
    }

    #[test]
    fn binary_data_are_text_hex_or_a_length() {
        assert_eq!(undefined(b"0231"), "0231");
        assert_eq!(undefined(&[1, 2, 255]), "0x0102ff");
        assert_eq!(undefined(&[0xff; 1000]), "(1000 bytes)");
        assert_eq!(undefined(&[b"Apple iOS\0".as_slice(), &[0xff; 90]].concat()), "Apple iOS… (100 bytes)");
    }
}
