//! The signed form of a reserved code (TC260 practice guide 202511A): bindings, signature and key are
//! shown; nothing is verified, because the key is the file's own and what is hashed is not published.

use serde_json::Value;

use crate::finding::Row;
use crate::metadata::Field;
use crate::text;
use crate::text::{Text, Words, quote};

use super::super::declaration::{json, place, utc};

/// Most bindings or signatures that are listed.
const MOST: usize = 8;

/// The rows of a signed code; `None` when the code is not one.
pub(super) fn rows(name: &'static str, code: &Value, field: &Field) -> Option<Vec<Row>> {
    let parsed = match code {
        Value::String(text) => Value::Object(json::object(text)?),
        other => other.clone(),
    };
    let signed = parsed.get("SecurityData").unwrap_or(&parsed);
    // One writer puts a space before the type.
    let kind = signed.get("Type").and_then(Value::as_str).map(str::trim);
    if kind != Some("TC260PG") && signed.get("PubSD").is_none() {
        return None;
    }
    let mut rows = vec![Row::at(
        Words::new("Signed form", "签名形式").into(),
        text!(
            "{name} held a signed label of type TC260PG. The signature was not verified: the key is the file's own, so a valid one would show consistency and not who signed.",
            "{name} 中含有 TC260PG 类型的签名标识。未验证签名：密钥由文件自带，即使有效也只说明内容一致，并不说明签名者是谁。"
        ),
        place(field),
    )];
    let text = |value: &Value, key: &str| value.get(key).and_then(json::scalar).map(|text| quote(&text, 200));
    if let Some(version) = text(signed, "Version") {
        rows.push(row(Words::new("Version of the signed form", "签名形式版本"), Text::same(version)));
    }
    for binding in list(signed, "Bindings") {
        let kind = text(binding, "Type").unwrap_or_default();
        let algorithm = text(binding, "AlgID").unwrap_or_default();
        let value = text(binding, "Value").unwrap_or_default();
        rows.push(row(
            Words::new("Binding (not verified)", "绑定（未验证）"),
            text!("{kind}, algorithm {algorithm}: {value}", "{kind}，算法 {algorithm}：{value}"),
        ));
    }
    for item in list(signed, "PubSD") {
        let algorithm = text(item, "AlgID").unwrap_or_default();
        let (label, value) = match text(item, "Signature") {
            Some(signature) => (Words::new("Signature (not verified)", "签名（未验证）"), signature),
            None => (Words::new("Key in the file", "文件自带的密钥"), text(item, "KeyValue").unwrap_or_default()),
        };
        rows.push(row(label, text!("algorithm {algorithm}: {value}", "算法 {algorithm}：{value}")));
    }
    let extension = signed.get("Extension");
    if let Some(time) = extension.and_then(|extension| extension.get("Timestamp")).and_then(seconds).and_then(utc) {
        rows.push(row(
            Words::new("Time stated in the signed form", "签名形式中写明的时间"),
            text!("{time} (apparently when the label was signed)", "{time}（似为标识签名的时间）"),
        ));
    }
    if let Some(key) = extension.and_then(|extension| text(extension, "KeyVersion")) {
        rows.push(row(Words::new("Key version", "密钥版本"), Text::same(key)));
    }
    Some(rows)
}

fn row(label: Words, value: Text) -> Row {
    Row::new(label.into(), value)
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten().take(MOST)
}

/// Unix seconds; a number of milliseconds is brought to seconds.
fn seconds(value: &Value) -> Option<i64> {
    /// 5138-11-16: above this, a number counts milliseconds.
    const MOST_SECONDS: i64 = 100_000_000_000;
    let number = value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())?;
    Some(if number > MOST_SECONDS { number / 1_000 } else { number })
}
