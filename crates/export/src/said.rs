//! Words of a report in the languages of an export, made harmless to show.

use catchlight_forensics::text::{Text, Words, quote};
use serde::Serialize;

/// Longest statement that is shown, in characters; what is longer ends in `…`, and report::v1 holds all of it.
pub const MOST_CHARACTERS: usize = 4_000;

/// Languages of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Languages {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
    /// Both, side by side.
    Both,
}

impl Languages {
    /// The tag of the language that a program reading the export should take it for (BCP 47).
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English | Self::Both => EN,
            Self::Chinese => ZH,
        }
    }
}

const EN: &str = "en";
const ZH: &str = "zh-Hans";

/// The same statement in each language of the export.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Said(pub(crate) Vec<Spoken>);

/// A statement in one language.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Spoken {
    /// Its language (BCP 47); absent where the characters are the same in all.
    pub(crate) lang: Option<&'static str>,
    /// The words.
    pub(crate) words: String,
}

impl Said {
    /// A text of the report.
    pub(crate) fn of(text: &Text, languages: Languages) -> Self {
        let (en, zh) = (inert(&text.en), inert(&text.zh));
        if en == zh {
            return Self(vec![Spoken { lang: None, words: en }]);
        }
        let en = || Spoken { lang: Some(EN), words: en.clone() };
        let zh = || Spoken { lang: Some(ZH), words: zh.clone() };
        Self(match languages {
            Languages::English => vec![en()],
            Languages::Chinese => vec![zh()],
            Languages::Both => vec![en(), zh()],
        })
    }

    /// Fixed words.
    pub(crate) fn fixed(words: Words, languages: Languages) -> Self {
        Self::of(&words.into(), languages)
    }

    /// Characters without a language.
    pub(crate) fn same(characters: &str) -> Self {
        Self(vec![Spoken { lang: None, words: inert(characters) }])
    }
}

/// Characters that can be shown anywhere: no control characters, none that reorder or hide others, and
/// not without end. The core has quoted what it read, but a report may come from a file.
pub(crate) fn inert(untrusted: &str) -> String {
    let quoted = quote(untrusted, MOST_CHARACTERS);
    if !quoted.contains(is_invisible) {
        return quoted;
    }
    quoted.chars().map(|character| if is_invisible(character) { '\u{fffd}' } else { character }).collect()
}

/// Invisible characters beyond those that the core replaces: soft hyphen, Arabic letter mark, Mongolian
/// vowel separator, interlinear annotations, tags and noncharacters.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{fdd0}'..='\u{fdef}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
        | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchlight_forensics::text;

    #[test]
    fn a_statement_is_said_in_the_languages_asked_for() {
        let said = |languages| {
            let Said(said) = Said::of(&text!("3 eyes", "3 只眼睛"), languages);
            said.into_iter().map(|spoken| (spoken.lang, spoken.words)).collect::<Vec<_>>()
        };
        assert_eq!(said(Languages::English), [(Some("en"), "3 eyes".to_owned())]);
        assert_eq!(said(Languages::Chinese), [(Some("zh-Hans"), "3 只眼睛".to_owned())]);
        assert_eq!(said(Languages::Both).len(), 2);
        assert_eq!(Said::of(&Text::same("a.jpg"), Languages::Both).0.len(), 1, "nothing is said twice");
    }

    #[test]
    fn what_reorders_hides_or_never_ends_is_disarmed() {
        assert_eq!(inert("a\u{202e}b\u{61c}c\u{e0041}d\0e\nf"), "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e f");
        assert_eq!(inert(&"x".repeat(1 << 20)).chars().count(), MOST_CHARACTERS + 1);
    }
}
