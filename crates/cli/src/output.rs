//! Where words and files go.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use catchlight_forensics::Examination;
use catchlight_forensics::text::harmless_stem;
use image::RgbaImage;

/// Prints a line on standard output. A reader that went away (`| head`) is no error of ours; the line
/// is simply not read.
pub(crate) fn print(line: &str) {
    let _ = writeln!(io::stdout().lock(), "{line}");
}

/// Prints a line on standard error.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Writes a report and its pictures into `<directory>/<name>-<digest>/`: `report.json`, and one
/// `<check>.<artifact>.png` for each picture. The digest keeps photos of one name apart. Returns the
/// folder.
///
/// # Errors
/// A folder or file that could not be written.
pub(crate) fn write(directory: &Path, examination: &Examination) -> anyhow::Result<PathBuf> {
    let folder = directory.join(folder_name(&examination.report.exhibit.name, &examination.report.exhibit.sha256));
    let report = serde_json::to_vec_pretty(&examination.report).context("the report could not be written as JSON")?;
    write_beside(&folder, "report.json", &report, &examination.images)?;
    Ok(folder)
}

/// Writes JSON into a folder, with its pictures beside it: one `<check>.<artifact>.png` each.
///
/// # Errors
/// A folder or file that could not be written.
pub(crate) fn write_beside(
    folder: &Path,
    name: &str,
    json: &[u8],
    images: &BTreeMap<String, RgbaImage>,
) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("{} could not be made", folder.display()))?;
    write_file(&folder.join(name), json)?;
    for (key, image) in images {
        let png = catchlight_forensics::pixels::png_bytes(image);
        write_file(&folder.join(format!("{}.png", key.replace('/', "."))), &png)?;
    }
    Ok(())
}

fn write_file(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    fs::write(path, bytes).with_context(|| format!("{} could not be written", path.display()))
}

/// A name of harmless characters for a folder or file; the name of a photo may hold any.
pub(crate) fn folder_name(name: &str, sha256: &str) -> String {
    /// Hex digits of the digest: enough to keep photos apart, short enough to read.
    const DIGEST_CHARACTERS: usize = 12;
    format!("{}-{}", harmless_stem(name), sha256.get(..DIGEST_CHARACTERS).unwrap_or(sha256))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_names_hold_no_path() {
        assert_eq!(folder_name("../../etc/pass wd.jpg", "0123456789abcdef"), "______etc_pass_wd-0123456789ab");
        assert_eq!(folder_name("照片.jpg", "0123456789abcdef"), "照片-0123456789ab");
    }
}
