//! What the recogniser thought of one line (connectionist temporal classification, CTC).

use ndarray::{Array2, ArrayView1};

use super::alphabet::{self, BLANK};

/// Probabilities below this are as good as none; keeps logarithms finite.
const LEAST_PROBABILITY: f32 = 1e-9;

/// The probability of every character at every column of one line.
#[derive(Debug, Clone)]
pub struct Reading {
    /// `[columns, classes]`.
    probabilities: Array2<f32>,
    /// The likeliest class of each column and its probability.
    likeliest: Vec<(usize, f32)>,
}

/// How well certain words fit a part of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Mean over the words' characters of log(probability of the words) - log(probability of the
    /// likeliest text) in that part: 0 when the words are the likeliest text, else below.
    pub log_ratio: f32,
    /// The line's text with the words put in place of what was likeliest there.
    pub text: String,
}

impl Reading {
    /// `probabilities` is `[columns, classes]`.
    pub(super) fn new(probabilities: Array2<f32>) -> Self {
        let likeliest = probabilities.rows().into_iter().map(likeliest).collect();
        Self { probabilities, likeliest }
    }

    /// The likeliest text and the mean probability of its characters, 0 to 1; no text has none.
    pub fn text(&self) -> (String, f32) {
        text(&self.likeliest)
    }

    /// Where in the line these words fit best, and how well; `None` when the line is too short for them
    /// or the recogniser does not know one of their characters.
    pub fn fit(&self, words: &str) -> Option<Fit> {
        let mut states = Vec::new();
        for character in words.chars() {
            if !states.is_empty() {
                states.push(BLANK);
            }
            states.push(alphabet::class(character)?);
        }
        let path = self.best_path(&states)?;
        let characters = states.len().div_ceil(2) as f32;
        let before = self.likeliest.get(..path.start).unwrap_or_default();
        let after = self.likeliest.get(path.end..).unwrap_or_default();
        let text = [text(before).0.as_str(), words, text(after).0.as_str()].concat();
        Some(Fit { log_ratio: path.log_ratio / characters, text })
    }

    /// Viterbi search for the states (characters with blanks between them) that may begin and end at
    /// any column.
    fn best_path(&self, states: &[usize]) -> Option<Path> {
        let mut best: Option<Path> = None;
        let mut paths: Vec<Option<Path>> = vec![None; states.len()];
        for (column, (row, (_, most))) in self.probabilities.rows().into_iter().zip(&self.likeliest).enumerate() {
            let previous = std::mem::take(&mut paths);
            let came_from = |state: usize| previous.get(state).copied().flatten();
            paths = states
                .iter()
                .enumerate()
                .map(|(state, &class)| {
                    let fresh = (state == 0).then_some(Path { start: column, end: column, log_ratio: 0.0 });
                    let step = state.checked_sub(1).and_then(came_from);
                    // A blank may be left out between two characters that differ.
                    let skip = state
                        .checked_sub(2)
                        .filter(|&two| class != BLANK && states.get(two).is_some_and(|&earlier| earlier != class));
                    let candidates = [fresh, came_from(state), step, skip.and_then(came_from)];
                    let from = candidates.into_iter().flatten().max_by(|a, b| a.log_ratio.total_cmp(&b.log_ratio))?;
                    let probability = row.get(class).copied().unwrap_or_default();
                    Some(Path { end: column + 1, log_ratio: from.log_ratio + log(probability) - log(*most), ..from })
                })
                .collect();
            if let Some(path) = paths.last().copied().flatten()
                && best.is_none_or(|best| path.log_ratio > best.log_ratio)
            {
                best = Some(path);
            }
        }
        best
    }
}

/// Columns `start..end` read as certain words.
#[derive(Debug, Clone, Copy)]
struct Path {
    start: usize,
    end: usize,
    log_ratio: f32,
}

fn log(probability: f32) -> f32 {
    // `max` also turns a value that is not a number into the least one.
    probability.max(LEAST_PROBABILITY).ln()
}

fn likeliest(row: ArrayView1<'_, f32>) -> (usize, f32) {
    row.iter().copied().enumerate().fold(
        (BLANK, 0.0),
        |best, (class, probability)| {
            if probability > best.1 { (class, probability) } else { best }
        },
    )
}

/// Repeats are one character, blanks are none.
fn text(likeliest: &[(usize, f32)]) -> (String, f32) {
    let mut text = String::new();
    let mut sum = 0.0;
    let mut characters = 0.0;
    let mut previous = BLANK;
    for &(class, probability) in likeliest {
        if class != previous
            && let Some(character) = alphabet::character(class)
        {
            text.push(character);
            sum += probability;
            characters += 1.0;
        }
        previous = class;
    }
    (text, if characters > 0.0 { sum / characters } else { 0.0 })
}
