//! Characters that a recogniser confuses, or that mean the same, made equal.

/// One character after folding, and where in the text it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Folded {
    /// The character in its folded form.
    pub(super) character: char,
    /// Index of its first byte in the text.
    pub(super) at: usize,
}

/// The letters, digits and ideographs of a text, folded: lower case, half width, simplified ideographs,
/// one form for `I`, `l`, `1` and `|`. White space and punctuation are left out.
pub(super) fn fold(text: &str) -> Vec<Folded> {
    text.char_indices().filter_map(|(at, character)| Some(Folded { character: folded(character)?, at })).collect()
}

/// The folded characters alone.
pub(super) fn folded_text(text: &str) -> String {
    fold(text).iter().map(|folded| folded.character).collect()
}

fn folded(character: char) -> Option<char> {
    let narrow = match character {
        // Full-width forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0)?,
        other => other,
    };
    let lower = narrow.to_lowercase().next()?;
    let plain = match lower {
        // "AI" is often read as "Al", "A1" or "A|".
        'i' | 'l' | '1' | '|' | '!' | 'ı' | 'í' | 'ì' | 'ï' | 'î' | 'ⅰ' => 'i',
        // Ideographs of the labels that have a traditional or Japanese form, or one that looks the same.
        '內' => '内',
        '為' | '爲' => '为',
        '圖' | '図' => '图',
        '畫' => '画',
        '夢' => '梦',
        '靈' | '霊' => '灵',
        '寶' | '寳' => '宝',
        '聲' => '声',
        '筆' => '笔',
        '記' => '记',
        '創' => '创',
        '製' => '制',
        '應' => '应',
        '該' => '该',
        '請' => '请',
        '別' => '别',
        '問' => '问',
        '義' => '义',
        '戍' | '戌' => '成',
        'エ' => '工',
        other => other,
    };
    plain.is_alphanumeric().then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_that_mean_the_same_are_equal() {
        for text in ["AI生成", "Al生成", "A1 生 成", "ＡＩ生成", "A|·生成", "ai生戌"] {
            assert_eq!(folded_text(text), "ai生成", "{text}");
        }
        assert_eq!(folded_text("內容由AI生成"), folded_text("内容由AI生成"));
        assert_eq!(folded_text("即夢AI"), folded_text("即梦Al"));
        assert_eq!(folded_text("★ -–—：，。"), "");
    }

    #[test]
    fn positions_are_those_of_the_text() {
        let folded = fold("由 Ａ");
        assert_eq!(folded.iter().map(|folded| folded.at).collect::<Vec<_>>(), [0, 4]);
    }
}
