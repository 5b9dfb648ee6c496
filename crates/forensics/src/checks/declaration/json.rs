//! JSON as generators write it: Python's `NaN`, raw line breaks inside strings, a byte-order mark,
//! zeros at the end.

use serde_json::Value;

use crate::text;
use crate::text::Text;

/// Longest text that is parsed, in bytes: a parsed value takes many times its text.
const LONGEST: usize = 4 << 20;

/// Why a text is not JSON, in words that follow "could not be read: ".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::checks) struct Malformed(pub(in crate::checks) Text);

/// Parses a text.
///
/// # Errors
/// Why it is not JSON, with the place of the damage.
pub(in crate::checks) fn parse(text: &str) -> Result<Value, Malformed> {
    let text = text.trim_start_matches('\u{feff}').trim_matches(|c: char| c == '\0' || c.is_whitespace());
    let bytes = text.len();
    if bytes > LONGEST {
        return Err(Malformed(text!(
            "its JSON has {bytes} bytes, more than is parsed",
            "其 JSON 长 {bytes} 字节，超出可解析的上限"
        )));
    }
    serde_json::from_str(text).or_else(|error| serde_json::from_str(&tidied(text)).map_err(|_| malformed(&error)))
}

/// The members of a JSON object, or `None` for anything else.
pub(in crate::checks) fn object(text: &str) -> Option<serde_json::Map<String, Value>> {
    if !text.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t', '\0']).starts_with('{') {
        return None;
    }
    match parse(text) {
        Ok(Value::Object(members)) => Some(members),
        _ => None,
    }
}

/// A string, number or truth value as text; an empty string is none.
pub(in crate::checks) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

fn malformed(error: &serde_json::Error) -> Malformed {
    let (line, column) = (error.line(), error.column());
    Malformed(if error.is_eof() {
        text!("its JSON breaks off at line {line}, column {column}", "其 JSON 在第 {line} 行第 {column} 列中断")
    } else {
        text!("its JSON is damaged at line {line}, column {column}", "其 JSON 在第 {line} 行第 {column} 列损坏")
    })
}

/// The text with Python's non-numbers as `null` and control characters inside strings escaped.
fn tidied(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut in_string = false;
    while let Some(character) = rest.chars().next() {
        let mut taken = character.len_utf8();
        match character {
            '\\' if in_string => {
                tidy.push('\\');
                if let Some(escaped) = rest.get(taken..).and_then(|rest| rest.chars().next()) {
                    tidy.push(escaped);
                    taken += escaped.len_utf8();
                }
            }
            '"' => {
                in_string = !in_string;
                tidy.push('"');
            }
            '\n' if in_string => tidy.push_str("\\n"),
            control if in_string && control < ' ' => tidy.push(' '),
            _ if !in_string => match ["NaN", "-Infinity", "Infinity"].iter().find(|word| rest.starts_with(**word)) {
                Some(word) => {
                    taken = word.len();
                    tidy.push_str("null");
                }
                None => tidy.push(character),
            },
            _ => tidy.push(character),
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pythons_numbers_and_raw_line_breaks_are_read() {
        let value = parse("\u{feff}{\"a\": [NaN, -Infinity], \"b\": \"one\ntwo \\\" NaN\"}\0").unwrap();
        assert_eq!(value, serde_json::json!({"a": [null, null], "b": "one\ntwo \" NaN"}));
    }

    #[test]
    fn damage_is_named_with_its_place() {
        let Malformed(why) = parse("{\"a\": 1").unwrap_err();
        assert_eq!(why.en, "its JSON breaks off at line 1, column 7");
        assert!(parse("{\"a\" 1}").unwrap_err().0.en.contains("damaged at line 1"));
        // Deeper than the parser goes: refused, not overflowed.
        assert!(parse(&"[".repeat(100_000)).is_err());
        assert!(parse(&" ".repeat(5 << 20)).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".*") {
            let _ = parse(&text);
        }

        #[test]
        fn tidying_leaves_valid_json_as_it_is(words in proptest::collection::vec(".*", 0..4)) {
            let text = serde_json::to_string(&words).unwrap();
            prop_assert_eq!(tidied(&text), text);
        }
    }
}
