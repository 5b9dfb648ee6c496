//! The font of the printed document and of the card.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// A file that is no font, or none that can set a report.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum UnusableFont {
    /// The bytes hold no font.
    #[error("the file holds no font")]
    NoFont,
    /// The font lacks characters that every report holds.
    #[error("the font has no Chinese characters or no Latin letters")]
    Incomplete,
}

/// Fonts for typesetting, regular first. The caller reads the files.
#[derive(Debug, Clone)]
pub struct Fonts {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
}

impl Fonts {
    /// Fonts of one family from the bytes of their files (TrueType or OpenType).
    ///
    /// # Errors
    /// When a file holds no font, or one without the characters of both languages.
    pub fn new(files: impl IntoIterator<Item = Vec<u8>>) -> Result<Self, UnusableFont> {
        let mut fonts = Vec::new();
        for file in files {
            let font = Font::new(Bytes::new(file), 0).ok_or(UnusableFont::NoFont)?;
            if !['A', 'z', '照', '片', '。', '…'].iter().all(|needed| font.info().coverage.contains(u32::from(*needed)))
            {
                return Err(UnusableFont::Incomplete);
            }
            fonts.push(font);
        }
        if fonts.is_empty() {
            return Err(UnusableFont::NoFont);
        }
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        Ok(Self { fonts, book })
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(crate) fn get(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// Name of the family.
    pub(crate) fn family(&self) -> &str {
        self.fonts.first().map_or("", |font| font.info().family.as_str())
    }

    /// Whether every weight can draw this character.
    fn draws(&self, character: char) -> bool {
        self.fonts.iter().all(|font| font.info().coverage.contains(u32::from(character)))
    }

    /// Characters that can be drawn and broken into lines: one without a glyph is named by its number
    /// (`[U+1F525]`) instead of leaving an empty box, and a long run of letters may break, after a sign where
    /// there is one.
    pub(crate) fn drawable(&self, words: &str) -> String {
        /// Characters without a gap after which a line may break, at any place and after a sign.
        const RUN: usize = 26;
        const RUN_BEFORE_SIGN: usize = 6;
        const ZERO_WIDTH_SPACE: char = '\u{200b}';
        let mut drawable = String::with_capacity(words.len());
        let mut run = 0;
        for character in words.chars() {
            if self.draws(character) {
                drawable.push(character);
                // Lines break between ideographs by themselves.
                run = if character == ' ' || u32::from(character) >= 0x2e80 { 0 } else { run + 1 };
            } else {
                drawable.push_str(&format!("[U+{:04X}]", u32::from(character)));
                run = RUN;
            }
            if run >= RUN || (run > RUN_BEFORE_SIGN && "/\\._-:;,=&?+@|".contains(character)) {
                drawable.push(ZERO_WIDTH_SPACE);
                run = 0;
            }
        }
        drawable
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::fonts;

    #[test]
    fn what_the_font_lacks_is_named_and_long_runs_break() {
        let Some(fonts) = fonts() else { return };
        assert_eq!(fonts.drawable("a 照 ✓\u{1f525}").matches("[U+").count(), 1 + usize::from(!fonts.draws('✓')));
        assert_eq!(fonts.drawable("plain words, as they are"), "plain words, as they are");
        assert_eq!(fonts.drawable("claimSignature.insideValidity"), "claimSignature.\u{200b}insideValidity");
        assert_eq!(fonts.drawable(&"x".repeat(60)).matches('\u{200b}').count(), 2);
    }
}
