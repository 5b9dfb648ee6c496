//! What standard input holds: paths, a tar archive, or a Parquet file.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use catchlight_forensics::container::{self, Kind};
use catchlight_forensics::text;
use catchlight_forensics::text::Text;
use catchlight_forensics::{Cancel, Exhibit, Limits};
use catchlight_intake::receive::{self, NotReceived};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::{Field, Row};

/// Bytes after which it is certain what standard input holds: those of a tar header up to its mark.
const MARK: std::ops::Range<usize> = 257..262;

/// Longest path in bytes.
const MOST_PATH: u64 = 64 << 10;

/// Names of columns that name a picture.
const NAMES: [&str; 6] = ["path", "file_name", "filename", "name", "key", "id"];

/// A photo of standard input.
#[derive(Debug)]
pub(super) enum Item {
    /// In a file.
    Path(PathBuf),
    /// At hand.
    Picture { name: String, exhibit: Exhibit },
    /// Neither.
    Unreadable { name: String, why: Text },
}

/// Hands every photo to `take`, until it answers false. How many entries of an archive were left out because they hold
/// no picture.
///
/// # Errors
/// The input breaks off, or is no archive or table after all.
pub(super) fn read(mut input: impl Read, cancel: &Cancel, take: &mut dyn FnMut(Item) -> bool) -> anyhow::Result<usize> {
    let start = start(&mut input)?;
    let is = |at: std::ops::Range<usize>, mark: &[u8]| start.get(at) == Some(mark);
    let (is_tar, is_parquet) = (is(MARK, b"ustar"), is(0..4, b"PAR1"));
    // Paths may be ended by NUL, as `find -print0` does.
    let end = if start.contains(&0) { 0 } else { b'\n' };
    let whole = Cursor::new(start).chain(input);
    match (is_tar, is_parquet) {
        (true, _) => archive(whole, cancel, take),
        (_, true) => table(whole, cancel, take),
        _ => paths(BufReader::new(whole), end, take).map(|()| 0),
    }
}

/// The first bytes: as few as tell what it is, so that whoever writes one path and waits for its line gets it.
fn start(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    let mut byte = [0];
    while start.len() < MARK.end && !start.contains(&b'\n') && !start.starts_with(b"PAR1") {
        match input.read(&mut byte) {
            Ok(0) => break,
            Ok(_) => start.extend(byte),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(start)
}

fn paths(mut input: impl BufRead, end: u8, take: &mut dyn FnMut(Item) -> bool) -> anyhow::Result<()> {
    loop {
        let mut line = Vec::new();
        if input.by_ref().take(MOST_PATH).read_until(end, &mut line)? == 0 {
            return Ok(());
        }
        if line.last() == Some(&end) {
            line.pop();
        } else if line.len() as u64 == MOST_PATH {
            bail!("a line is too long to be a path");
        }
        if !line.is_empty() && !take(Item::Path(path_of(line))) {
            return Ok(());
        }
    }
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
}

/// The pictures of a tar archive; files beside them, such as labels, are left out.
fn archive(input: impl Read, cancel: &Cancel, take: &mut dyn FnMut(Item) -> bool) -> anyhow::Result<usize> {
    let mut left_out = 0;
    for entry in tar::Archive::new(input).entries()? {
        let entry = entry?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = entry.path()?.into_owned();
        let (name, stated) = (path.display().to_string(), entry.size());
        let received = receive::reader(&receive::name_of(&path), entry, stated, &Limits::default(), cancel);
        let item = match received {
            Ok(exhibit) if container::kind_of(exhibit.bytes()) == Kind::Unknown => {
                left_out += 1;
                continue;
            }
            Ok(exhibit) => Item::Picture { name, exhibit },
            Err(NotReceived::Cancelled) => break,
            Err(NotReceived::Unreadable(why)) => Item::Unreadable { name, why },
        };
        if !take(item) {
            break;
        }
    }
    Ok(left_out)
}

/// The pictures of a Parquet file: the first column of bytes in each row, at the top (as Spark writes files) or inside a
/// group (as collections of images are published).
fn table(mut input: impl Read, cancel: &Cancel, take: &mut dyn FnMut(Item) -> bool) -> anyhow::Result<usize> {
    // Its directory lies at the end.
    let mut file = tempfile::tempfile().context("a temporary file could not be made")?;
    io::copy(&mut input, &mut file)?;
    // The library is written for files that mean well.
    let read = catch_unwind(AssertUnwindSafe(|| rows(file, cancel, take)));
    read.unwrap_or_else(|_| bail!("the Parquet file is damaged"))
}

fn rows(file: std::fs::File, cancel: &Cancel, take: &mut dyn FnMut(Item) -> bool) -> anyhow::Result<usize> {
    let reader = SerializedFileReader::new(file)?;
    for (number, row) in reader.get_row_iter(None)?.enumerate() {
        if cancel.is_set() {
            break;
        }
        let picture = Picture::of(&row?);
        let name = picture.name.unwrap_or_else(|| format!("row {number}"));
        let item = match picture.bytes {
            Some(bytes) => {
                let exhibit = receive::bytes(&name, &bytes, &Limits::default());
                Item::Picture { name, exhibit }
            }
            None => Item::Unreadable {
                why: text!("Row {number} held no bytes of a picture.", "第 {number} 行没有图像数据。"),
                name,
            },
        };
        if !take(item) {
            break;
        }
    }
    Ok(0)
}

/// What a row tells.
#[derive(Debug, Default)]
struct Picture {
    name: Option<String>,
    bytes: Option<Vec<u8>>,
}

impl Picture {
    fn of(row: &Row) -> Self {
        let mut picture = Self::default();
        for (column, field) in row.get_column_iter() {
            match field {
                Field::Bytes(bytes) if picture.bytes.is_none() => picture.bytes = Some(bytes.data().to_vec()),
                Field::Str(name) if NAMES.contains(&column.as_str()) && picture.name.is_none() => {
                    picture.name = Some(name.clone());
                }
                Field::Group(row) if picture.bytes.is_none() => {
                    let inside = Self::of(row);
                    picture.bytes = inside.bytes;
                    picture.name = picture.name.or(inside.name);
                }
                _ => {}
            }
        }
        picture
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use catchlight_rendered as rendered;
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    fn items(input: &[u8]) -> anyhow::Result<(Vec<Item>, usize)> {
        let mut items = Vec::new();
        let left_out = read(input, &Cancel::default(), &mut |item| {
            items.push(item);
            true
        })?;
        Ok((items, left_out))
    }

    fn png() -> Vec<u8> {
        rendered::png(&rendered::scene(40, 30, 1))
    }

    #[test]
    fn paths_are_ended_by_line_or_nul() {
        for input in [&b"a b.jpg\n/c.png\n\n"[..], b"a b.jpg\0/c.png\0", b"a b.jpg\n/c.png"] {
            let (items, _) = items(input).unwrap();
            let paths: Vec<PathBuf> = items
                .into_iter()
                .map(|item| if let Item::Path(path) = item { path } else { panic!("{item:?}") })
                .collect();
            assert_eq!(paths, [PathBuf::from("a b.jpg"), PathBuf::from("/c.png")]);
        }
        assert!(items(b"").unwrap().0.is_empty());
        assert!(items(&[b'x'; 100_000]).is_err(), "no path is that long");
    }

    #[test]
    fn a_single_path_is_taken_before_more_comes() {
        let (reader, mut writer) = io::pipe().unwrap();
        io::Write::write_all(&mut writer, b"first.jpg\n").unwrap();
        let taken = read(reader, &Cancel::default(), &mut |item| {
            assert!(matches!(item, Item::Path(path) if path.as_os_str() == "first.jpg"));
            false
        });
        assert_eq!(taken.unwrap(), 0);
        drop(writer);
    }

    #[test]
    fn an_archive_gives_its_pictures_and_counts_the_rest() {
        let mut archive = tar::Builder::new(Vec::new());
        for (name, bytes) in [("0001.png", png()), ("0001.json", b"{}".to_vec()), ("folder/0002.png", png())] {
            let mut header = tar::Header::new_ustar();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            archive.append_data(&mut header, name, &bytes[..]).unwrap();
        }
        let archive = archive.into_inner().unwrap();
        let (found, left_out) = items(&archive).unwrap();
        let names: Vec<(&str, &str)> = found
            .iter()
            .map(|item| {
                if let Item::Picture { name, exhibit } = item { (&**name, exhibit.name()) } else { panic!("{item:?}") }
            })
            .collect();
        assert_eq!((names, left_out), (vec![("0001.png", "0001.png"), ("folder/0002.png", "0002.png")], 1));
        assert!(items(&archive[..700]).is_err(), "it broke off");
    }

    /// A table with these columns of bytes or text, in the order of the schema's leaves.
    fn parquet(schema: &str, columns: &[Vec<Option<&[u8]>>]) -> Vec<u8> {
        let schema = Arc::new(parse_message_type(schema).unwrap());
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(WriterProperties::default())).unwrap();
        let mut group = writer.next_row_group().unwrap();
        for column in columns {
            let levels: Vec<i16> = column.iter().map(|value| i16::from(value.is_some())).collect();
            let values: Vec<ByteArray> = column.iter().flatten().map(|value| ByteArray::from(value.to_vec())).collect();
            let mut next = group.next_column().unwrap().unwrap();
            next.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).unwrap();
            next.close().unwrap();
        }
        group.close().unwrap();
        writer.into_inner().unwrap()
    }

    #[test]
    fn a_table_gives_its_column_of_bytes_at_the_top_or_in_a_group() {
        let picture = png();
        let spark = parquet(
            "message files { optional binary path (UTF8); optional binary content; }",
            &[vec![Some(b"a.png"), Some(b"b.png")], vec![Some(&picture), None]],
        );
        let (found, _) = items(&spark).unwrap();
        assert!(matches!(&found[0], Item::Picture { name, exhibit } if name == "a.png" && exhibit.bytes() == picture));
        assert!(matches!(&found[1], Item::Unreadable { name, .. } if name == "b.png"));

        let published = parquet(
            "message images { required group image { optional binary bytes; optional binary path (UTF8); } }",
            &[vec![Some(&picture)], vec![Some(b"c.png")]],
        );
        let (found, _) = items(&published).unwrap();
        assert!(matches!(&found[0], Item::Picture { name, .. } if name == "c.png"));
        assert!(items(&spark[..spark.len() - 20]).is_err());
    }
}
