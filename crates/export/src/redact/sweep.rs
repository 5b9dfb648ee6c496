//! Finding what was removed wherever else it stands: whole, cut short, in other capitals or with other
//! white space.

use std::collections::HashSet;

/// Shortest value that is looked for elsewhere, in bytes: shorter ones stand in every sentence.
const LEAST: usize = 4;
/// Length from which a part of a value is looked for too, in bytes: about three words, or seven ideographs.
const PART: usize = 20;

/// Words of every report, which tell nothing of a file that is called so.
const ORDINARY: &[&str] = &[
    "camera",
    "download",
    "face",
    "file",
    "image",
    "original",
    "photo",
    "picture",
    "portrait",
    "scan",
    "screenshot",
    "untitled",
    "人脸",
    "图片",
    "图像",
    "截图",
    "照片",
];

/// Values that were removed.
#[derive(Debug, Default)]
pub(super) struct Removed {
    /// Values shorter than a part.
    whole: HashSet<Vec<char>>,
    /// Every part of the longer ones.
    parts: HashSet<Vec<char>>,
}

/// A character as it is compared, and where it stands in its string, in bytes.
struct Folded {
    character: char,
    start: usize,
    end: usize,
}

/// Small letters, one space for any white space, none around, no mark of a cut.
fn folded(text: &str) -> Vec<Folded> {
    let mut folded: Vec<Folded> = Vec::new();
    for (start, character) in text.char_indices() {
        let end = start + character.len_utf8();
        if character.is_whitespace() {
            match folded.last_mut() {
                Some(last) if last.character == ' ' => last.end = end,
                Some(_) => folded.push(Folded { character: ' ', start, end }),
                None => {}
            }
        } else {
            // The first of the few that have several; all are compared alike.
            let character = character.to_lowercase().next().unwrap_or(character);
            folded.push(Folded { character, start, end });
        }
    }
    folded
}

/// How many characters from here make a part.
fn part(characters: &[char]) -> Option<usize> {
    let mut bytes = 0;
    let last = characters.iter().position(|character| {
        bytes += character.len_utf8();
        bytes >= PART
    });
    last.map(|last| last + 1)
}

impl Removed {
    /// Remembers a value that was removed.
    pub(super) fn insert(&mut self, value: &str) {
        let value = value.trim().trim_end_matches('…').trim();
        if value.len() < LEAST || ORDINARY.contains(&value.to_lowercase().as_str()) {
            return;
        }
        let characters: Vec<char> = folded(value).iter().map(|one| one.character).collect();
        if part(&characters).is_none() {
            self.whole.insert(characters);
            return;
        }
        for start in 0..characters.len() {
            let rest = &characters[start..];
            if let Some(length) = part(rest) {
                self.parts.insert(rest[..length].to_vec());
            }
        }
    }

    /// Replaces every occurrence of what was removed by these words, those that touch each other by one.
    pub(super) fn sweep(&self, text: &mut String, left_out: &str) {
        if self.whole.is_empty() && self.parts.is_empty() {
            return;
        }
        let places = folded(text);
        let characters: Vec<char> = places.iter().map(|one| one.character).collect();
        let mut covered: Vec<(usize, usize)> = Vec::new();
        for start in 0..characters.len() {
            let rest = &characters[start..];
            let of_part = part(rest).filter(|length| self.parts.contains(&rest[..*length]));
            let of_whole = self.whole.iter().filter(|value| rest.starts_with(value)).map(Vec::len).max();
            let Some(length) = of_part.max(of_whole) else { continue };
            // Spaces around what is replaced stay.
            let matched = &places[start..start + length];
            let (Some(first), Some(last)) =
                (matched.iter().find(|one| one.character != ' '), matched.iter().rfind(|one| one.character != ' '))
            else {
                continue;
            };
            let (from, to) = (first.start, last.end);
            match covered.last_mut() {
                Some((_, end)) if from <= *end => *end = to.max(*end),
                _ => covered.push((from, to)),
            }
        }
        for (from, to) in covered.into_iter().rev() {
            text.replace_range(from..to, left_out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn swept(removed: &[&str], text: &str) -> String {
        let mut all = Removed::default();
        removed.iter().for_each(|value| all.insert(value));
        let mut text = text.to_owned();
        all.sweep(&mut text, "[-]");
        text
    }

    #[test]
    fn values_are_found_whole_in_part_and_in_other_capitals() {
        assert_eq!(swept(&["Anna"], "By ANNA and Anna."), "By [-] and [-].");
        assert_eq!(swept(&["张伟"], "作者张伟拍摄"), "作者[-]拍摄");
        let prompt = "a castle above the clouds at dawn, volumetric light, masterpiece";
        assert_eq!(swept(&[prompt], "It said: a castle above the clouds at da…"), "It said: [-]…");
        assert_eq!(swept(&[prompt], "Steps: 20, at dawn,\n  volumetric LIGHT, masterpiece"), "Steps: 20, [-]");
        assert_eq!(swept(&[prompt, "clouds"], "above the clouds"), "above the [-]");
    }

    #[test]
    fn what_is_short_or_elsewhere_stays() {
        assert_eq!(swept(&["N", "31", "", "…", "Photo"], "31 N, nothing in the photo"), "31 N, nothing in the photo");
        assert_eq!(swept(&["Anna"], "nothing of it"), "nothing of it");
        assert_eq!(swept(&["Anna"], ""), "");
    }
}
