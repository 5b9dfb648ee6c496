//! Finding a label's words in a line that was read.

use std::sync::LazyLock;

use super::fold::{Folded, fold, folded_text};
use super::vocabulary::{LABELS, Label};

/// A label in a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Match {
    pub(super) label: &'static Label,
    /// Letters, digits and ideographs of the line beside the label's own.
    pub(super) beside: usize,
}

/// Every label with its folded words.
static FOLDED: LazyLock<Vec<(&Label, Vec<char>)>> =
    LazyLock::new(|| LABELS.iter().map(|label| (label, folded_text(label.words).chars().collect())).collect());

/// The longest label that the line says; none when it denies or asks.
pub(super) fn label_in(text: &str) -> Option<Match> {
    let line = fold(text);
    let found = FOLDED.iter().filter(|(_, words)| {
        line.windows(words.len()).any(|part| {
            part.iter().zip(words).all(|(folded, character)| folded.character == *character) && stands_alone(text, part)
        })
    });
    let (label, words) = found.max_by_key(|(_, words)| words.len())?;
    Some(Match { label, beside: line.len() - words.len() })
}

/// Whether `part` of the text is a word or phrase of its own that is neither denied nor asked.
fn stands_alone(text: &str, part: &[Folded]) -> bool {
    let (Some(first), Some(last)) = (part.first(), part.last()) else { return false };
    let (before, from) = text.split_at_checked(first.at).unwrap_or_default();
    let rest = text.get(last.at..).unwrap_or_default();
    let mut rest = rest.chars();
    let end = rest.next();
    !is_inside_a_word(before, from, end, rest.as_str()) && !is_denied(before) && !is_asked(before, rest.as_str())
}

/// "email" is no "AI", and "AI information" no "AI info". A change from lower to upper case parts words:
/// recognisers drop spaces.
fn is_inside_a_word(before: &str, from: &str, end: Option<char>, rest: &str) -> bool {
    let ascii = |character: Option<char>| character.filter(char::is_ascii_alphanumeric);
    let joins = |left: char, right: char| !(left.is_ascii_lowercase() && right.is_ascii_uppercase());
    let before = ascii(before.chars().next_back()).zip(ascii(from.chars().next()));
    let after = ascii(end).zip(ascii(rest.chars().next()));
    // "可灵AI3.0": a version may follow.
    before.is_some_and(|(left, right)| joins(left, right))
        || after.is_some_and(|(left, right)| !right.is_ascii_digit() && joins(left, right))
}

/// "Not AI generated", "非AI生成".
fn is_denied(before: &str) -> bool {
    const DENIALS: &[&str] = &[
        "非",
        "不",
        "不是",
        "不由",
        "不含",
        "不使用",
        "不用",
        "未使用",
        "未用",
        "无",
        "没有",
        "拒绝",
        "禁止",
        "反对",
        "抵制",
        "并未",
    ];
    const ENGLISH: &[&str] =
        &["not", "no", "non", "never", "without", "isn't", "isnt", "nothing", "stop", "anti", "ban"];
    let before = before.trim_end_matches(|character: char| !character.is_alphanumeric());
    let word = before.rsplit(|character: char| !character.is_ascii_alphabetic() && character != '\'').next();
    // What may stand between the denial and the label: "不是由AI生成".
    let linked =
        std::iter::successors(Some(before), |rest| rest.strip_suffix(['由', '为', '是', '用', '经', '过', '通']));
    linked.into_iter().any(|rest| DENIALS.iter().any(|denial| rest.ends_with(denial)))
        || word.is_some_and(|word| ENGLISH.contains(&word.to_ascii_lowercase().as_str()))
}

/// "AI生成？", "是否AI生成", "Is it AI generated?".
fn is_asked(before: &str, rest: &str) -> bool {
    ["是否", "是不是", "如何", "怎么", "怎样"].iter().any(|question| before.contains(question))
        || rest.trim_start().starts_with(['?', '？', '吗', '嗎'])
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::Speaker;
    use super::*;

    fn words(text: &str) -> Option<&'static str> {
        label_in(text).map(|found| found.label.words)
    }

    #[test]
    fn labels_are_found_as_recognisers_write_them() {
        for (text, label) in [
            ("AI 生 成", "AI生成"),
            ("Algenerated", "AI generated"),
            ("AI-Generated", "AI generated"),
            ("Ａ１生成", "AI生成"),
            ("★即梦Al", "即梦AI"),
            ("可灵AI 3.0", "可灵AI"),
            ("可灵AI3.0", "可灵AI"),
            ("百度 AI生成", "百度AI生成"),
            ("RunningHubAI生成", "RunningHub AI生成"),
            ("由AI生成", "AI生成"),
            ("該圖片由人工智能生成", "人工智能生成"),
            ("SkyworkAI生成", "AI生成"),
            ("lmagined with Al", "Imagined with AI"),
            ("作者声明:內容由AI生成", "作者声明：内容由AI生成"),
            ("疑似使用AI", "疑似使用AI"),
            ("笔记含AI合成内容", "笔记含AI合成内容"),
            ("AI info", "AI info"),
            ("Alinfo", "AI info"),
        ] {
            assert_eq!(words(text), Some(label), "{text}");
        }
    }

    #[test]
    fn words_that_only_look_alike_are_no_labels() {
        for text in [
            "Said generated",
            "Dubai generated",
            "email",
            "EMAIL生成",
            "DNA合成",
            "AI速成",
            "AI集成",
            "AI infographic",
            "人工智能生态",
            "MAI generated",
            "AI generatedness",
            "可灵AIR",
            "豆包",
            "元宝",
            "生成",
            "",
        ] {
            assert_eq!(words(text), None, "{text}");
        }
    }

    #[test]
    fn denials_and_questions_are_no_labels() {
        for text in [
            "非AI生成",
            "本图不是由AI生成",
            "不含AI生成内容",
            "Not AI generated",
            "NotAIgenerated",
            "No AI-generated images",
            "not made with AI",
            "是否AI生成",
            "AI生成？",
            "AI generated?",
            "AI生成吗",
        ] {
            assert_eq!(words(text), None, "{text}");
        }
        assert_eq!(words("Casino AI generated"), Some("AI generated"));
    }

    #[test]
    fn what_stands_beside_a_label_is_counted() {
        assert_eq!(label_in("本图由AI生成").unwrap().beside, 3);
        assert_eq!(label_in("Most AI-generated images look real").unwrap().beside, 18);
    }

    #[test]
    fn every_label_is_found_in_its_own_words() {
        for label in LABELS {
            let found = label_in(label.words).unwrap_or_else(|| unreachable!("{}", label.words));
            assert_eq!((found.label.words, found.beside), (label.words, 0));
        }
        assert_eq!(label_in("疑似使用AI").unwrap().label.speaker, Speaker::Platform);
    }
}
