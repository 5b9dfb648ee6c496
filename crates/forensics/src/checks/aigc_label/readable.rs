//! A label in words.

use serde_json::{Map, Value};

use crate::finding::{Group, Row};
use crate::metadata::Field;
use crate::text;
use crate::text::{Text, Words, quote};

use super::super::declaration::{group as titled, json, place};
use super::carriers::Carried;
use super::producers::{Code, TABLE};
use super::{signed, times};

/// Longest id or code that is shown, in characters.
const LONGEST: usize = 300;
/// Most fields beside the known ones that are listed.
const MOST_OTHERS: usize = 16;

/// What `Label` says; the greater speaks for the file when several labels differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Claim {
    /// None of the three values of the standard.
    Unclear,
    /// 3: suspected.
    Suspected,
    /// 2: possibly.
    Possibly,
    /// 1: belongs to generated content.
    Generated,
}

impl Claim {
    /// The claim of a label; its value occurs as a string and as a number.
    pub(super) fn of(members: &Map<String, Value>) -> Self {
        match members.get("Label").and_then(json::scalar).as_deref().map(str::trim) {
            Some("1") => Self::Generated,
            Some("2") => Self::Possibly,
            Some("3") => Self::Suspected,
            _ => Self::Unclear,
        }
    }

    fn words(self) -> Words {
        match self {
            Self::Generated => Words::new("1: belongs to generated content", "1：属于生成合成内容"),
            Self::Possibly => Words::new("2: possibly generated content", "2：可能为生成合成内容"),
            Self::Suspected => Words::new("3: suspected generated content", "3：疑似生成合成内容"),
            Self::Unclear => Words::new("not a value of the standard", "不是标准规定的取值"),
        }
    }
}

/// The producer of a label for a sentence: its name and its raw code.
pub(super) fn producer_in_words(members: &Map<String, Value>) -> Option<Text> {
    let code = scalar(members, "ContentProducer").or_else(|| scalar(members, "ServiceProvider"))?;
    let shown = quote(&code, 60);
    Some(match TABLE.name(&code) {
        Some(name) => text!("it names the producer {name}, code {shown}", "所写服务提供者为 {name}，编码 {shown}"),
        None => text!("it names a producer by the code {shown}", "所写服务提供者编码为 {shown}"),
    })
}

/// One label as a group of rows.
pub(super) fn group(carried: &Carried) -> Group {
    let Carried { field, members } = carried;
    let mut rows = Vec::new();
    let claim = Claim::of(members);
    let raw = scalar(members, "Label").unwrap_or_default();
    rows.push(Row::at(
        Words::new("Label", "标识取值（Label）").into(),
        match (claim, raw.is_empty()) {
            (Claim::Unclear, true) => text!("not stated", "未写明"),
            (Claim::Unclear, false) => {
                let raw = quote(&raw, 60);
                text!("“{raw}”: not a value of the standard", "“{raw}”：不是标准规定的取值")
            }
            _ => claim.words().into(),
        },
        place(field),
    ));
    provider(
        &mut rows,
        members,
        field,
        "ContentProducer",
        [Words::new("Producer code", "服务提供者编码"), Words::new("Producer", "服务提供者")],
    );
    identifier(
        &mut rows,
        members,
        field,
        "ProduceID",
        "ContentProducer",
        [Words::new("Produce id", "内容制作编号"), Words::new("Time in the produce id", "制作编号中的时间")],
    );
    provider(
        &mut rows,
        members,
        field,
        "ContentPropagator",
        [Words::new("Propagator code", "传播服务提供者编码"), Words::new("Propagator", "传播服务提供者")],
    );
    identifier(
        &mut rows,
        members,
        field,
        "PropagateID",
        "ContentPropagator",
        [Words::new("Propagate id", "内容传播编号"), Words::new("Time in the propagate id", "传播编号中的时间")],
    );
    for name in ["ReservedCode1", "ReservedCode2"] {
        let Some(code) = members.get(name) else { continue };
        match signed::rows(name, code, field) {
            Some(more) => rows.extend(more),
            None => shown(&mut rows, members, field, name, Text::same(name)),
        }
    }
    for (name, label) in [
        ("ServiceProvider", Words::new("Service provider", "服务提供方")),
        ("ServiceUser", Words::new("Service user", "服务使用方")),
        ("Time", Words::new("Time as stated", "写明的时间")),
        ("ContentId", Words::new("Content id", "内容编号")),
        ("ContentID", Words::new("Content id", "内容编号")),
    ] {
        shown(&mut rows, members, field, name, label.into());
    }
    let others = members.keys().filter(|name| !KNOWN_ROWS.contains(&name.as_str())).take(MOST_OTHERS);
    for name in others {
        shown(&mut rows, members, field, name, Text::same(quote(name, 60)));
    }
    if ["ContentProducer", "ContentPropagator"].iter().any(|name| scalar(members, name).is_some()) {
        let (date, en, zh) = (&TABLE.date, &TABLE.source_en, &TABLE.source_zh);
        let table = Text { en: format!("{date}, {en}"), zh: format!("{date}，{zh}") };
        rows.push(Row::new(Words::new("Table of producer names", "服务提供者名称表").into(), table));
    }
    titled(Words::new("AIGC label (GB 45438-2025)", "AIGC 标识（GB 45438-2025）"), rows)
}

const KNOWN_ROWS: [&str; 12] = [
    "Label",
    "ContentProducer",
    "ProduceID",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode1",
    "ReservedCode2",
    "ServiceProvider",
    "ServiceUser",
    "Time",
    "ContentId",
    "ContentID",
];

fn scalar(members: &Map<String, Value>, name: &str) -> Option<String> {
    members.get(name).and_then(json::scalar)
}

/// A row with a value as it stands; nothing for an empty one.
fn shown(rows: &mut Vec<Row>, members: &Map<String, Value>, field: &Field, name: &str, label: Text) {
    if let Some(value) = scalar(members, name) {
        rows.push(Row::at(label, Text::same(quote(&value, LONGEST)), place(field)));
    }
}

/// The raw code of a provider and, beside it, what it resolves to.
fn provider(rows: &mut Vec<Row>, members: &Map<String, Value>, field: &Field, name: &str, labels: [Words; 2]) {
    let Some(code) = scalar(members, name) else { return };
    let [raw, resolved] = labels;
    rows.push(Row::at(raw.into(), Text::same(quote(&code, LONGEST)), place(field)));
    let date = &TABLE.date;
    let mut text = match TABLE.name(&code) {
        Some(name) => text!("{name} (table of {date})", "{name}（{date} 编码表）"),
        None => text!("not in the table of {date}", "不在 {date} 编码表中"),
    };
    if let Some(parts) = Code::split(code.trim()) {
        let Code { kind, uscc, suffix } = parts;
        let digit = if parts.check_digit_is_right() {
            Words::new("check digit right", "校验码正确")
        } else {
            Words::new("check digit wrong", "校验码错误")
        };
        let (en, zh) = (digit.en, digit.zh);
        let more = text!(
            "; type {kind}, company code (USCC) {uscc}, {en}, suffix {suffix}",
            "；类型 {kind}，统一社会信用代码 {uscc}（{zh}），后缀 {suffix}"
        );
        text.en.push_str(&more.en);
        text.zh.push_str(&more.zh);
    }
    rows.push(Row::new(resolved.into(), text));
}

/// An id and the time that it carries where its build is known.
fn identifier(
    rows: &mut Vec<Row>,
    members: &Map<String, Value>,
    field: &Field,
    name: &str,
    provider: &str,
    labels: [Words; 2],
) {
    let Some(id) = scalar(members, name) else { return };
    let [raw, time] = labels;
    rows.push(Row::at(raw.into(), Text::same(quote(&id, LONGEST)), place(field)));
    if let Some(text) = times::of_id(&id, scalar(members, provider).as_deref()) {
        rows.push(Row::new(time.into(), text));
    }
}
