//! Producer codes: split into their parts, tested by their check digit, and resolved by a dated table.

use std::sync::LazyLock;

use serde::Deserialize;

/// The table that ships with this revision.
pub(super) static TABLE: LazyLock<Table> =
    LazyLock::new(|| toml::from_str(include_str!("producers.toml")).unwrap_or_default());

/// Names of producers, with the table's own date.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    /// Day on which the table was made.
    pub(super) date: String,
    /// Where its names come from, in English and in Chinese.
    pub(super) source_en: String,
    pub(super) source_zh: String,
    producer: Vec<Producer>,
    bare: Vec<Bare>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Producer {
    uscc: String,
    name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bare {
    code: String,
    name: String,
}

impl Table {
    /// The name that the table gives to a code; `None` when it does not know it.
    pub(super) fn name(&self, code: &str) -> Option<&str> {
        let code = code.trim();
        if let Some(parts) = Code::split(code) {
            let producer = self.producer.iter().find(|producer| producer.uscc == parts.uscc)?;
            return Some(&producer.name);
        }
        let bare = self.bare.iter().find(|bare| bare.code.eq_ignore_ascii_case(code))?;
        Some(&bare.name)
    }
}

/// The parts of a producer code: `001`, a type digit, the USCC of the company, a suffix of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Code<'a> {
    /// The digit after `001`.
    pub(super) kind: char,
    /// Unified social credit code (GB 32100-2015), 18 characters.
    pub(super) uscc: &'a str,
    /// What the company appended to tell its services apart.
    pub(super) suffix: &'a str,
}

impl<'a> Code<'a> {
    /// Splits a code; `None` when it is not built so.
    pub(super) fn split(code: &'a str) -> Option<Self> {
        let rest = code.strip_prefix("001").filter(|rest| rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))?;
        let kind = rest.chars().next().filter(char::is_ascii_digit)?;
        let (uscc, suffix) = (rest.get(1..19)?, rest.get(19..)?);
        (suffix.len() == 5).then_some(Self { kind, uscc, suffix })
    }

    /// Whether the check digit of the USCC is right (GB 32100-2015, 4.7).
    pub(super) fn check_digit_is_right(&self) -> bool {
        /// Digits and letters without I, O, S, V and Z.
        const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        let value = |character: char| ALPHABET.find(character);
        let mut weight = 1;
        let mut sum = 0;
        for character in self.uscc.chars().take(17) {
            let Some(value) = value(character) else { return false };
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        self.uscc.chars().nth(17).and_then(value) == Some((31 - sum % 31) % 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_table_is_read_and_dated() {
        assert!(TABLE.producer.len() >= 13 && TABLE.bare.len() >= 5);
        assert_eq!(TABLE.date.len(), 10);
        assert!(!TABLE.source_en.is_empty() && !TABLE.source_zh.is_ascii());
    }

    #[test]
    fn every_code_of_the_table_has_a_right_check_digit() {
        for producer in &TABLE.producer {
            let code = format!("0011{}00000", producer.uscc);
            let code = Code::split(&code).unwrap();
            assert!(code.check_digit_is_right(), "{}", producer.uscc);
        }
    }

    #[test]
    fn codes_are_split_and_resolved() {
        let code = Code::split("00119144030008867405X210001").unwrap();
        assert_eq!((code.kind, code.uscc, code.suffix), ('1', "9144030008867405X2", "10001"));
        assert_eq!(TABLE.name("001191440300708461136T1WFUO"), Some("Tencent Yuanbao (腾讯元宝)"));
        assert_eq!(TABLE.name("Doubao"), Some("Doubao (豆包)"));
        assert_eq!(TABLE.name("00119144030008867405X3ABCDE"), None);
        assert!(!Code::split("00119144030008867405X310001").unwrap().check_digit_is_right());
        assert_eq!(
            (Code::split("doubao"), Code::split("0011"), Code::split("001一二三四五六七八九十一二三四")),
            (None, None, None)
        );
    }

    proptest! {
        #[test]
        fn any_code_is_split_or_refused(code in "\\PC*", tail in "[0-9A-Z]{0,30}") {
            for code in [code.clone(), format!("001{tail}"), format!("001{code}")] {
                if let Some(parts) = Code::split(&code) {
                    let _ = parts.check_digit_is_right();
                }
                let _ = TABLE.name(&code);
            }
        }
    }
}
