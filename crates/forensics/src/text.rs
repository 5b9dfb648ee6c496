//! Words that a user reads, always in English and Simplified Chinese.

use serde::{Deserialize, Serialize};

/// A sentence or label in both languages of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS, schemars::JsonSchema))]
pub struct Text {
    /// English.
    pub en: String,
    /// Simplified Chinese.
    #[serde(rename = "zh-Hans")]
    pub zh: String,
}

impl Text {
    /// The same characters in both languages: a number, a file name, a quoted value.
    pub fn same(words: impl Into<String>) -> Self {
        let en = words.into();
        Self { zh: en.clone(), en }
    }
}

/// Fixed words in both languages, for the constants of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: &'static str,
    /// Simplified Chinese.
    pub zh: &'static str,
}

impl Words {
    /// Both languages of a constant.
    pub const fn new(en: &'static str, zh: &'static str) -> Self {
        Self { en, zh }
    }
}

impl From<Words> for Text {
    fn from(words: Words) -> Self {
        Self { en: words.en.to_owned(), zh: words.zh.to_owned() }
    }
}

/// Formats a [`Text`]: `text!("{n} faces were found.", "找到 {n} 张人脸。")`.
#[macro_export]
macro_rules! text {
    ($en:literal, $zh:literal $(,)?) => {
        $crate::text::Text { en: format!($en), zh: format!($zh) }
    };
}

/// Makes characters from an untrusted file safe to quote: control and direction-changing characters
/// become `�`, white space collapses, and more than `most` characters end in `…`.
pub fn quote(untrusted: &str, most: usize) -> String {
    let mut quoted = String::new();
    let mut count = 0;
    let mut gap = false;
    for character in untrusted.trim().chars() {
        if character.is_whitespace() {
            gap = true;
            continue;
        }
        if count >= most {
            quoted.push('…');
            return quoted;
        }
        if gap {
            quoted.push(' ');
            count += 1;
            gap = false;
        }
        quoted.push(if is_deceptive(character) { '\u{fffd}' } else { character });
        count += 1;
    }
    quoted
}

/// A number with its thousands set apart.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// The beginning of a photo's name without its ending, for naming files after it: letters, digits, hyphens and
/// underscores, which every file system takes and which hold no path.
pub fn harmless_stem(name: &str) -> String {
    /// Characters of the name that are kept.
    const CHARACTERS: usize = 60;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let harmless = |character: char| character.is_alphanumeric() || "-_".contains(character);
    stem.chars().take(CHARACTERS).map(|character| if harmless(character) { character } else { '_' }).collect()
}

/// Control characters, and the invisible ones that can reorder or hide text on screen.
fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quote_disarms_direction_overrides_and_controls() {
        assert_eq!(quote("a\u{202e}b\u{7}c", 10), "a\u{fffd}b\u{fffd}c");
    }

    #[test]
    fn quote_collapses_white_space_and_cuts() {
        assert_eq!(quote("  one \n\t two  ", 10), "one two");
        assert_eq!(quote("abcdef", 3), "abc…");
        assert_eq!(quote("abc", 3), "abc");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(3_600_000_000), "3,600,000,000");
    }

    #[test]
    fn text_formats_both_languages() {
        let n = 3;
        assert_eq!(text!("{n} eyes", "{n} 只眼睛"), Text { en: "3 eyes".into(), zh: "3 只眼睛".into() });
    }
}
