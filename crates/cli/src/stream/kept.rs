//! A file of lines that a later run goes on with.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, Seek as _, SeekFrom};
use std::path::Path;

use anyhow::{Context as _, bail};
use catchlight_forensics::report::v1::ExaminationOutcome;
use serde::Deserialize;

use super::FORMAT;

/// What is read of a line.
#[derive(Deserialize)]
struct Kept {
    format: String,
    sha256: Option<String>,
    report: Option<KeptReport>,
}

#[derive(Deserialize)]
struct KeptReport {
    outcome: ExaminationOutcome,
    application: Application,
}

#[derive(Deserialize)]
struct Application {
    version: String,
}

impl Kept {
    /// The digest of a photo that this version has examined.
    fn done(self) -> Option<String> {
        let report = self.report?;
        let is_done =
            report.outcome == ExaminationOutcome::Completed && report.application.version == env!("CARGO_PKG_VERSION");
        self.sha256.filter(|_| is_done)
    }
}

/// Opens or makes a file of lines: the digests of photos that need not be examined again, and the file, to be written at
/// its end. A last line that broke off is taken away.
///
/// # Errors
/// It cannot be read or written, another process writes it, or it holds something else.
pub(super) fn open(path: &Path) -> anyhow::Result<(HashSet<String>, File)> {
    let named = || path.display().to_string();
    let mut options = OpenOptions::new();
    let mut file = options.read(true).write(true).create(true).truncate(false).open(path).with_context(named)?;
    file.try_lock().with_context(|| format!("{} is being written by another process", named()))?;
    let (mut done, mut whole, mut line) = (HashSet::new(), 0, Vec::new());
    let mut reader = BufReader::new(&file);
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line).with_context(named)?;
        if read == 0 {
            break;
        }
        if line.last() != Some(&b'\n') {
            // Only the beginning of a line of ours is taken away.
            let begin = format!("{{\"format\":\"{FORMAT}\"");
            let same = line.len().min(begin.len());
            if line.get(..same) != begin.as_bytes().get(..same) {
                bail!("{} ends with something that is no line of this program", named());
            }
            break;
        }
        let kept: Kept = serde_json::from_slice(&line)
            .ok()
            .filter(|kept: &Kept| kept.format == FORMAT)
            .with_context(|| format!("{} holds something that is no line of this program", named()))?;
        whole += read as u64;
        done.extend(kept.done());
    }
    file.set_len(whole).with_context(named)?;
    file.seek(SeekFrom::Start(whole)).with_context(named)?;
    Ok((done, file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::io::Write as _;

    fn line(sha256: &str, outcome: &str, version: &str) -> String {
        let report =
            format!(r#"{{"outcome":"{outcome}","application":{{"name":"Catchlight","version":"{version}"}}}}"#);
        format!("{{\"format\":\"{FORMAT}\",\"name\":\"a\",\"sha256\":\"{sha256}\",\"report\":{report}}}\n")
    }

    #[test]
    fn finished_photos_of_this_version_are_known_and_half_a_line_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lines.jsonl");
        let version = env!("CARGO_PKG_VERSION");
        let unread = format!("{{\"format\":\"{FORMAT}\",\"name\":\"b\",\"error\":{{\"en\":\"\",\"zh-Hans\":\"\"}}}}\n");
        let whole = [
            line("aa", "completed", version),
            line("bb", "cancelled", version),
            line("cc", "completed", "0.0.0"),
            unread,
        ]
        .concat();
        fs::write(&path, format!("{whole}{{\"format\":\"catch")).unwrap();
        let (done, mut file) = open(&path).unwrap();
        assert_eq!(done, HashSet::from(["aa".to_owned()]));
        file.write_all(b"more\n").unwrap();
        assert!(open(&path).is_err(), "it is being written");
        drop(file);
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("{whole}more\n"));
    }

    #[test]
    fn another_file_is_refused_and_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("letter.txt");
        for text in ["Dear all", "Dear all,\n", "{\"format\":\"other\"}\n"] {
            fs::write(&path, text).unwrap();
            assert!(open(&path).is_err(), "{text}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}
