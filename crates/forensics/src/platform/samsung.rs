//! The trailer that Samsung devices append to pictures (SEF): named entries behind the end of the
//! picture, found from the end of the file. Layout as in ExifTool's `Samsung.pm` (ProcessSamsung).

use crate::container::octets::{le16, le32, run};
use crate::text;
use crate::text::Text;

/// An entry of the trailer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its name, such as `Samsung_Capture_Info`.
    pub(crate) name: String,
    /// Its data as they stand.
    pub(crate) data: Vec<u8>,
    /// Offset of the entry in the file.
    pub(crate) offset: usize,
}

/// Most entries that are read; real trailers have fewer than 50.
const MOST_ENTRIES: usize = 256;

/// Bytes of one line of the index: a zero, the type, the distance back from the index, the length.
const LINE: usize = 12;

/// Reads the trailer of a whole file. No trailer at all is an empty list.
///
/// # Errors
/// Why a trailer that is there could not be read.
pub(crate) fn entries(file: &[u8]) -> Result<Vec<Entry>, Text> {
    if !file.ends_with(b"SEFT") {
        return Ok(Vec::new());
    }
    read(file).ok_or_else(|| text!("the Samsung trailer at the file's end is damaged", "文件末尾的三星附加数据已损坏"))
}

fn read(file: &[u8]) -> Option<Vec<Entry>> {
    let length_at = file.len().checked_sub(8)?;
    let length = le32(file, length_at)? as usize;
    let index = length_at.checked_sub(length)?;
    if run(file, index, 4)? != b"SEFH" {
        return None;
    }
    let count = le32(file, index.checked_add(8)?)? as usize;
    let lines = index.checked_add(12)?;
    (0..count.min(MOST_ENTRIES)).map(|line| entry(file, index, lines.checked_add(line.checked_mul(LINE)?)?)).collect()
}

fn entry(file: &[u8], index: usize, line: usize) -> Option<Entry> {
    let kind = le16(file, line.checked_add(2)?)?;
    let offset = index.checked_sub(le32(file, line.checked_add(4)?)? as usize)?;
    let entry = run(file, offset, le32(file, line.checked_add(8)?)? as usize)?;
    if le16(entry, 2)? != kind {
        return None;
    }
    let name = run(entry, 8, le32(entry, 4)? as usize)?;
    let data = entry.get(8_usize.checked_add(name.len())?..)?.to_vec();
    Some(Entry { name: String::from_utf8_lossy(name).into_owned(), data, offset })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A file with a trailer of these entries behind it.
    pub(crate) fn with_trailer(picture: &[u8], entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut file = picture.to_vec();
        let mut places = Vec::new();
        for (name, data) in entries {
            places.push(file.len());
            file.extend_from_slice(&[0, 0, 0x51, 0x0c]);
            file.extend_from_slice(&(name.len() as u32).to_le_bytes());
            file.extend_from_slice(name.as_bytes());
            file.extend_from_slice(data);
        }
        let index = file.len();
        file.extend_from_slice(b"SEFH\x6b\0\0\0");
        file.extend_from_slice(&(entries.len() as u32).to_le_bytes());
        for (place, (name, data)) in places.iter().zip(entries) {
            file.extend_from_slice(&[0, 0, 0x51, 0x0c]);
            file.extend_from_slice(&((index - place) as u32).to_le_bytes());
            file.extend_from_slice(&((8 + name.len() + data.len()) as u32).to_le_bytes());
        }
        let length = (file.len() - index) as u32;
        file.extend_from_slice(&length.to_le_bytes());
        file.extend_from_slice(b"SEFT");
        file
    }

    #[test]
    fn entries_are_read_with_their_names_and_places() {
        let file = with_trailer(b"picture", &[("Samsung_Capture_Info", b"Screenshot"), ("PEg_Info", b"{}")]);
        let entries = entries(&file).unwrap();
        assert_eq!(entries[0].name, "Samsung_Capture_Info");
        assert_eq!(entries[0].data, b"Screenshot");
        assert_eq!((entries[0].offset, entries[1].name.as_str()), (7, "PEg_Info"));
    }

    #[test]
    fn no_trailer_is_empty_and_a_damaged_one_says_so() {
        assert_eq!(entries(b"picture"), Ok(Vec::new()));
        assert!(entries(b"pictureSEFT").is_err());
        let mut file = with_trailer(b"picture", &[("name", b"data")]);
        let length_at = file.len() - 8;
        file[length_at] ^= 0x40;
        assert!(entries(&file).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_end_in_an_answer(mut bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = entries(&bytes);
            bytes.extend_from_slice(b"SEFT");
            let _ = entries(&bytes);
        }
    }
}
