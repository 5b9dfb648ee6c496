//! The fields that state a source, read into statements.

use crate::finding::{Declaration, Group, Row};
use crate::metadata::{Field, Standard};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words, quote};

use super::super::declaration::{group, is_xmp_property, local_name, place, quoted};
use super::vocabulary;

/// Longest prompt that is shown, in characters.
const LONGEST_PROMPT: usize = 2_000;

/// What one field states.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) subject: Subject,
    pub(super) declares: Option<Declaration>,
    /// The statement in words that follow a colon.
    pub(super) what: Text,
    pub(super) rows: Vec<Row>,
}

/// What a statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// The digital source type of the picture.
    SourceType,
    /// An AI system or its prompt (IPTC 2025.1).
    AiSystem,
    /// A credit line that a generator writes.
    Credit,
    /// A generative edit in a photo.
    Edit,
    /// A field that is shown and declares nothing.
    Context,
}

/// Everything that the fields state, in file order.
pub(super) fn read(specimen: &Specimen<'_>) -> Vec<Statement> {
    let fields = &specimen.metadata().fields;
    let mut statements: Vec<Statement> = fields.iter().filter_map(statement).collect();
    statements.extend(generative_fills(fields));
    statements
}

/// The statements as readable groups.
pub(super) fn groups(statements: Vec<Statement>) -> Vec<Group> {
    const TITLES: [(Subject, Words); 5] = [
        (Subject::SourceType, Words::new("Digital source type", "数字来源类型")),
        (Subject::AiSystem, Words::new("AI system (IPTC 2025.1)", "AI 系统（IPTC 2025.1）")),
        (Subject::Credit, Words::new("Credit line of a generator", "生成工具的署名行")),
        (Subject::Edit, Words::new("Generative edit", "生成式编辑")),
        (Subject::Context, Words::new("Read, but no declaration", "已读取，但不是声明")),
    ];
    let mut groups: Vec<Group> = Vec::new();
    for (subject, title) in TITLES {
        let of_subject = statements.iter().filter(|statement| statement.subject == subject);
        let rows: Vec<Row> = of_subject.flat_map(|statement| statement.rows.clone()).collect();
        if !rows.is_empty() {
            groups.push(group(title, rows));
        }
    }
    groups
}

fn statement(field: &Field) -> Option<Statement> {
    if field.value.trim().is_empty() {
        return None;
    }
    let name = local_name(&field.name);
    if field.standard == Standard::Xmp && name.eq_ignore_ascii_case("DigitalSourceType") {
        return Some(source_type(field));
    }
    ai_field(field, name).or_else(|| credit(field, name))
}

fn source_type(field: &Field) -> Statement {
    let term = vocabulary::term(&field.value);
    let is_own = is_xmp_property(field, "DigitalSourceType");
    let mut rows = vec![quoted(Words::new("Digital source type", "数字来源类型"), &field.value, field)];
    let what = match term {
        Some(term) => {
            let (code, Words { en, zh }) = (term.code, term.meaning);
            rows.push(Row::new(Words::new("Meaning", "含义").into(), term.meaning.into()));
            text!("IPTC digital source type {code} ({en})", "IPTC 数字来源类型 {code}（{zh}）")
        }
        None => {
            let unknown = Words::new("not a term of the IPTC vocabulary", "不属于 IPTC 词表");
            rows.push(Row::new(Words::new("Meaning", "含义").into(), unknown.into()));
            let value = quote(&field.value, 80);
            text!(
                "digital source type “{value}”, which is not in the IPTC vocabulary",
                "数字来源类型“{value}”，不在 IPTC 词表中"
            )
        }
    };
    if !is_own {
        let of_part = Words::new(
            "belongs to an ingredient or a part, not to the picture as a whole",
            "属于素材或局部，而非整幅画面",
        );
        rows.push(Row::new(Words::new("Note", "说明").into(), of_part.into()));
    }
    Statement {
        subject: if is_own { Subject::SourceType } else { Subject::Context },
        declares: term.filter(|_| is_own).and_then(|term| term.declares),
        what,
        rows,
    }
}

/// IPTC 2025.1: all four describe how a generative system made the picture.
fn ai_field(field: &Field, name: &str) -> Option<Statement> {
    const FIELDS: [(&str, Words); 4] = [
        ("AISystemUsed", Words::new("AI system", "AI 系统")),
        ("AISystemVersionUsed", Words::new("Version of the AI system", "AI 系统版本")),
        ("AIPromptInformation", Words::new("Prompt", "提示词")),
        ("AIPromptWriterName", Words::new("Writer of the prompt", "提示词作者")),
    ];
    if field.standard != Standard::Xmp {
        return None;
    }
    let (name, label) = *FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let value = quote(&field.value, LONGEST_PROMPT);
    let short = quote(&field.value, 80);
    let is_own = is_xmp_property(field, name);
    Some(Statement {
        subject: if is_own { Subject::AiSystem } else { Subject::Context },
        declares: None,
        what: text!("the IPTC field {name} says “{short}”", "IPTC 字段 {name} 写有“{short}”"),
        rows: vec![Row::at(label.into(), Text::same(value), place(field))],
    })
}

/// Credit lines that a generator writes, word for word; any other is a person's.
fn credit(field: &Field, name: &str) -> Option<Statement> {
    const CREDITS: [(&str, Declaration, &str); 5] = [
        ("Made with Google AI", Declaration::Generated, "Google AI"),
        ("Edited with Google AI", Declaration::PartlyGenerated, "Google AI"),
        ("Apple Photos Clean Up", Declaration::PartlyGenerated, "Apple Photos Clean Up"),
        ("Image Playground", Declaration::Generated, "Apple Image Playground"),
        ("Apple Image Playground", Declaration::Generated, "Apple Image Playground"),
    ];
    let is_credit = match field.standard {
        Standard::Xmp => field.name.starts_with("photoshop:") && name == "Credit",
        Standard::Iptc => field.name.starts_with("2:110"),
        _ => false,
    };
    if !is_credit {
        return None;
    }
    let mut rows = vec![quoted(Words::new("Credit line", "署名行"), &field.value, field)];
    let value = quote(&field.value, 80);
    let what = text!("credit line “{value}”", "署名行“{value}”");
    let known = CREDITS.iter().find(|(credit, _, _)| field.value.trim().eq_ignore_ascii_case(credit));
    Some(match known {
        Some((_, declares, tool)) => {
            rows.push(Row::new(Words::new("Generator", "生成工具").into(), Text::same(*tool)));
            Statement { subject: Subject::Credit, declares: Some(*declares), what, rows }
        }
        None => {
            let by_hand = Words::new("not a line that a generator is known to write", "不是已知生成工具写入的署名");
            rows.push(Row::new(Words::new("Note", "说明").into(), by_hand.into()));
            Statement { subject: Subject::Context, declares: None, what, rows }
        }
    })
}

/// Lightroom and Camera Raw write `crs:fill_method="firefly"` at a generative removal.
fn generative_fills(fields: &[Field]) -> Option<Statement> {
    let is_fill = |field: &&Field| {
        field.standard == Standard::Xmp
            && field.name.rsplit('/').next().is_some_and(|step| step.starts_with("crs:"))
            && local_name(&field.name) == "fill_method"
            && field.value.trim().eq_ignore_ascii_case("firefly")
    };
    let fills: Vec<&Field> = fields.iter().filter(is_fill).collect();
    let first = fills.first()?;
    let count = fills.len();
    Some(Statement {
        subject: Subject::Edit,
        declares: Some(Declaration::PartlyGenerated),
        what: text!(
            "generative removals noted by Lightroom or Camera Raw: {count} (crs:fill_method=firefly)",
            "Lightroom 或 Camera Raw 记录的生成式移除：{count} 处（crs:fill_method=firefly）"
        ),
        rows: vec![
            Row::at(Words::new("Local edit", "局部编辑").into(), Text::same("crs:fill_method=firefly"), place(first)),
            Row::new(
                Words::new("Meaning", "含义").into(),
                text!(
                    "Generative Remove in an otherwise existing picture; entries noted: {count}. Adobe has not published the meaning of this field; it was inferred from edited photos.",
                    "在一幅既有画面上使用了生成式移除，共记录 {count} 处。Adobe 没有公布该字段的含义，这是根据经过编辑的照片推断的。"
                ),
            ),
        ],
    })
}
