//! `scores.jsonl`: every answer as it comes, so that an interrupted run can go on.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::Context as _;
use catchlight_forensics::About;
use serde::{Deserialize, Serialize};

use super::conditions::Condition;

/// Name of the file in the folder of results.
pub(crate) const FILE: &str = "scores.jsonl";

/// Version of this program; another version's answers are not used again.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// One answer of one check on one photo in one condition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Row {
    /// SHA-256 of the original file in lower-case hex.
    pub(crate) sha256: String,
    /// In which condition the check saw it.
    pub(crate) condition: Condition,
    /// Id of the check.
    pub(crate) check: String,
    /// Revision of the check.
    pub(crate) revision: u32,
    /// Version of the program.
    pub(crate) version: String,
    /// How it ended.
    pub(crate) state: State,
    /// The score, when the state is `scored`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) score: Option<f64>,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) why: Option<String>,
    /// The quality stratum of the file in this condition, where it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stratum: Option<String>,
    /// The compression of that stratum, by its stable name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) compression: Option<String>,
}

/// How a check ended on a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum State {
    /// It gave a score.
    Scored,
    /// It looked and gave no score.
    NoScore,
    /// It looked and could not tell.
    Inconclusive,
    /// A need was not met.
    NotApplicable,
    /// A measurement could not be made.
    Failed,
    /// The photo could not be read, or not be brought into the condition.
    Unreadable,
}

impl Row {
    /// A row without an answer yet.
    pub(crate) fn new(sha256: &str, condition: Condition, about: &About, state: State) -> Self {
        Self {
            sha256: sha256.to_owned(),
            condition,
            check: about.id.to_owned(),
            revision: about.revision,
            version: VERSION.to_owned(),
            state,
            score: None,
            why: None,
            stratum: None,
            compression: None,
        }
    }
}

/// Photo, condition and check.
type Key = (String, Condition, String);

/// The answers of earlier runs, and the file that takes those of this one.
pub(crate) struct Scores {
    earlier: HashMap<Key, Row>,
    file: Mutex<File>,
}

impl Scores {
    /// Opens the file in `folder`, or makes it. A last line that was not written to its end is removed; rows
    /// of another version or of an earlier revision of a check stay and are not used.
    ///
    /// # Errors
    /// A file that cannot be read or written, or a line that is no row.
    pub(crate) fn open(folder: &Path, checks: &[&About]) -> anyhow::Result<Self> {
        let path = folder.join(FILE);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error).with_context(|| format!("{} could not be read", path.display())),
        };
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let mut earlier = HashMap::new();
        for (number, line) in text.get(..whole).unwrap_or_default().split(|byte| *byte == b'\n').enumerate() {
            if line.is_empty() {
                continue;
            }
            let row: Row = serde_json::from_slice(line)
                .with_context(|| format!("{}, line {}: no row of scores", path.display(), number + 1))?;
            let current = checks.iter().any(|about| about.id == row.check && about.revision == row.revision);
            // What failed may not fail again.
            if current && row.version == VERSION && !matches!(row.state, State::Failed | State::Unreadable) {
                earlier.insert((row.sha256.clone(), row.condition, row.check.clone()), row);
            }
        }
        let file = OpenOptions::new().create(true).append(true).open(&path);
        let file = file.with_context(|| format!("{} could not be written", path.display()))?;
        if whole < text.len() {
            file.set_len(whole as u64).context("the broken last line could not be removed")?;
        }
        Ok(Self { earlier, file: Mutex::new(file) })
    }

    /// The answer of an earlier run.
    pub(crate) fn earlier(&self, sha256: &str, condition: Condition, check: &str) -> Option<&Row> {
        self.earlier.get(&(sha256.to_owned(), condition, check.to_owned()))
    }

    /// Writes rows at the end, each a whole line.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(crate) fn append(&self, rows: &[Row]) -> anyhow::Result<()> {
        let mut lines = Vec::new();
        for row in rows {
            serde_json::to_writer(&mut lines, row)?;
            lines.push(b'\n');
        }
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(&lines).context("the scores could not be written")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchlight_forensics::checks;

    fn about() -> &'static About {
        checks::find("spectral_traces").expect("registered").about()
    }

    fn scored(sha256: &str, score: f64) -> Row {
        Row { score: Some(score), ..Row::new(sha256, Condition::Jpeg85, about(), State::Scored) }
    }

    #[test]
    fn a_second_run_finds_what_the_first_wrote_and_a_broken_line_is_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let scores = Scores::open(folder.path(), &[about()]).expect("opened");
        scores.append(&[scored("aa", 1.25), Row::new("bb", Condition::Jpeg85, about(), State::Failed)]).expect("kept");
        drop(scores);
        let path = folder.path().join(FILE);
        let whole = fs::read(&path).expect("the file");
        fs::write(&path, [whole.as_slice(), b"{\"sha256\":\"cc"].concat()).expect("broken off");

        let scores = Scores::open(folder.path(), &[about()]).expect("opened again");
        let score = |sha256| scores.earlier(sha256, Condition::Jpeg85, about().id).and_then(|row| row.score);
        assert_eq!((score("aa"), score("bb"), score("cc")), (Some(1.25), None, None));
        assert_eq!(scores.earlier("aa", Condition::Original, about().id), None);
        assert!(scores.earlier("bb", Condition::Jpeg85, about().id).is_none(), "what failed is tried again");
        scores.append(&[scored("cc", -0.5)]).expect("kept");
        assert_eq!(fs::read_to_string(&path).expect("text").lines().count(), 3);
    }

    #[test]
    fn other_versions_are_not_used_and_other_files_not_taken_for_scores() {
        let folder = tempfile::tempdir().expect("a folder");
        let old = Row { version: "0.0.0".to_owned(), ..scored("aa", 1.0) };
        let earlier = Row { revision: 0, ..scored("bb", 1.0) };
        Scores::open(folder.path(), &[about()]).expect("opened").append(&[old, earlier]).expect("kept");
        let scores = Scores::open(folder.path(), &[about()]).expect("opened again");
        assert!(scores.earlier.is_empty());
        fs::write(folder.path().join(FILE), "something else\n").expect("a file");
        let error = Scores::open(folder.path(), &[about()]).err().expect("refused");
        assert!(format!("{error:#}").contains("line 1"), "{error:#}");
    }
}
