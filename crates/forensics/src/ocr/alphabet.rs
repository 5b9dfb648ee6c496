//! The recogniser's characters.

use std::collections::HashMap;
use std::sync::LazyLock;

/// One character a line, in the order of the recogniser's classes; taken from the model's own metadata.
const LIST: &str = include_str!("../../../../models/text-recogniser/characters.txt");

/// The class that stands for "no new character" (connectionist temporal classification).
pub(super) const BLANK: usize = 0;

/// Characters by class. Class 0 is the blank, and the one after the list's last is a space.
static BY_CLASS: LazyLock<Vec<char>> = LazyLock::new(|| {
    ['\0'].into_iter().chain(LIST.lines().filter_map(|line| line.chars().next())).chain([' ']).collect()
});

static CLASSES: LazyLock<HashMap<char, usize>> =
    LazyLock::new(|| BY_CLASS.iter().enumerate().skip(1).map(|(class, character)| (*character, class)).collect());

/// How many classes the recogniser tells apart, the blank among them.
pub(super) fn size() -> usize {
    BY_CLASS.len()
}

/// The character of a class; `None` for the blank.
pub(super) fn character(class: usize) -> Option<char> {
    if class == BLANK { None } else { BY_CLASS.get(class).copied() }
}

/// The class of a character; `None` when the recogniser does not know it.
pub(super) fn class(character: char) -> Option<usize> {
    CLASSES.get(&character).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    #[test]
    fn the_list_is_the_one_that_the_manifest_pins() {
        let digest: String = Sha256::digest(LIST).iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(include_str!("../../../../models/manifest.toml").contains(&digest), "{digest}");
        assert_eq!((size(), character(1), character(6905)), (6906, Some('!'), Some(' ')));
    }

    #[test]
    fn classes_and_characters_are_each_others_inverse() {
        for class_number in 1..size() {
            assert_eq!(character(class_number).and_then(class), Some(class_number));
        }
        assert_eq!((character(0), class('\0'), class('\u{1f600}')), (None, None, None));
    }
}
