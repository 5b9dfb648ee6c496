//! What one tool left in a file, and the fields in which it is looked for.

use serde_json::{Map, Value};

use crate::finding::{Declaration, Group, Row};
use crate::metadata::{Field, Standard};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words, quote};

use super::super::declaration::{json, local_name, place};

/// Longest prompt that is shown, in characters.
const LONGEST_PROMPT: usize = 2_000;
/// Longest other value that is shown, in characters.
const LONGEST: usize = 300;

/// What a tool's notes say about the picture. The order is that of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// A generative model made it.
    Generated,
    /// A generative model made parts of it.
    PartlyGenerated,
    /// The notes of a tool that do not say so.
    Undeclared,
    /// Notes of an ordinary app, shown as context: not what this check looks for.
    Ordinary,
}

impl Meaning {
    /// What the file declares with it.
    pub(super) fn declares(self) -> Option<Declaration> {
        match self {
            Self::Generated => Some(Declaration::Generated),
            Self::PartlyGenerated => Some(Declaration::PartlyGenerated),
            Self::Undeclared | Self::Ordinary => None,
        }
    }
}

/// Everything that was seen so far.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) traces: Vec<Trace>,
    /// Recognised notes that could not be read, in whole sentences.
    pub(super) troubles: Vec<Text>,
    /// Whether the lowest bits of the samples were looked at too.
    pub(super) looked_at_bits: bool,
}

impl Seen {
    /// Notes that were recognised as a tool's and could not be read.
    pub(super) fn trouble(&mut self, tool: &str, field: &Field, json::Malformed(why): json::Malformed) {
        let place = quote(&place(field), 160);
        let Text { en, zh } = why;
        self.troubles.push(text!(
            "{place} looked like notes of {tool} and could not be read: {en}.",
            "{place} 形似 {tool} 的记录，但无法读取：{zh}。"
        ));
    }
}

/// The notes of one tool.
#[derive(Debug)]
pub(super) struct Trace {
    /// The tool's name.
    pub(super) tool: Text,
    pub(super) meaning: Meaning,
    rows: Vec<Row>,
}

impl Trace {
    /// Notes of this tool that were recognised in this field.
    pub(super) fn new(tool: &str, meaning: Meaning, field: &Field) -> Self {
        Self::at(tool, meaning, place(field))
    }

    /// Notes of this tool that were recognised at a place that is no field.
    pub(super) fn at(tool: &str, meaning: Meaning, place: impl Into<String>) -> Self {
        let tool = Text::same(quote(tool, 80));
        let label = match meaning {
            Meaning::Ordinary => Words::new("App", "应用"),
            _ => Words::new("Generator", "生成工具"),
        };
        let rows = vec![Row::at(label.into(), tool.clone(), place)];
        Self { tool, meaning, rows }
    }

    /// A fact that was read in a field; nothing for an empty value.
    pub(super) fn row(&mut self, label: Words, value: impl AsRef<str>, field: &Field) -> &mut Self {
        self.row_at(label, value, place(field))
    }

    /// A fact that was read at a place.
    pub(super) fn row_at(&mut self, label: Words, value: impl AsRef<str>, place: impl Into<String>) -> &mut Self {
        let value = value.as_ref();
        if !value.trim().is_empty() {
            let most = if label == PROMPT || label == NEGATIVE { LONGEST_PROMPT } else { LONGEST };
            self.rows.push(Row::at(label.into(), Text::same(quote(value, most)), place));
        }
        self
    }

    /// Rows of the members that an object has under these names; the first name that holds a value
    /// speaks for its label.
    pub(super) fn members(
        &mut self,
        members: &Map<String, Value>,
        names: &[(Words, &[&str])],
        field: &Field,
    ) -> &mut Self {
        for (label, names) in names {
            let value = names.iter().find_map(|name| members.get(*name).and_then(json::scalar));
            self.row(*label, value.unwrap_or_default(), field);
        }
        self
    }

    /// What a reader must know about these notes.
    pub(super) fn note(&mut self, note: Words) -> &mut Self {
        self.rows.push(Row::new(Words::new("Note", "说明").into(), note.into()));
        self
    }

    pub(super) fn into_group(self) -> Group {
        let Text { en, zh } = &self.tool;
        let title = match self.meaning {
            Meaning::Ordinary => text!("Read, but no declaration: {en}", "已读取，但不是声明：{zh}"),
            Meaning::Undeclared => text!("Notes of {en}, without a declaration", "{zh} 的记录，不含声明"),
            Meaning::Generated | Meaning::PartlyGenerated => text!("Notes of {en}", "{zh} 的记录"),
        };
        Group { title, rows: self.rows }
    }
}

/// The fields of a file, or those that were hidden in its picture.
#[derive(Debug)]
pub(super) struct Fields<'a>(Vec<Item<'a>>);

/// A field whose value is tried as the record of a generator.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) field: &'a Field,
}

impl<'a> Fields<'a> {
    /// The fields that the file states.
    pub(super) fn of(specimen: &'a Specimen<'_>) -> Self {
        Self::hidden(&specimen.metadata().fields)
    }

    /// Fields that were hidden in the picture.
    pub(super) fn hidden(fields: &'a [Field]) -> Self {
        Self(fields.iter().map(|field| Item { field }).collect())
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Item<'a>> {
        self.0.iter()
    }

    /// The first field of a standard with this name.
    pub(super) fn get(&self, standard: Standard, name: &str) -> Option<&Item<'a>> {
        self.0.iter().find(|item| item.field.standard == standard && item.field.name == name)
    }

    /// The first PNG text under a keyword, in any capitals.
    pub(super) fn png(&self, key: &str) -> Option<&Item<'a>> {
        self.0.iter().find(|item| item.field.standard == Standard::PngText && item.field.name.eq_ignore_ascii_case(key))
    }

    /// Comments: EXIF UserComment, in XMP too, and comments without a key. Programs write them;
    /// people write captions, which are other fields.
    pub(super) fn comments(&self) -> impl Iterator<Item = &Item<'a>> {
        self.0.iter().filter(|Item { field }| match field.standard {
            Standard::Exif => field.name == "UserComment",
            Standard::Xmp => !field.name.contains('/') && local_name(&field.name) == "UserComment",
            Standard::Comment => true,
            _ => false,
        })
    }

    /// Fields that name the program: EXIF Software, PNG Software, XMP CreatorTool.
    pub(super) fn programs(&self) -> impl Iterator<Item = &Item<'a>> {
        self.0.iter().filter(|Item { field }| match field.standard {
            Standard::Exif | Standard::PngText => field.name.eq_ignore_ascii_case("Software"),
            Standard::Xmp => matches!(field.name.as_str(), "xmp:CreatorTool" | "CreatorTool"),
            _ => false,
        })
    }
}

impl Item<'_> {
    /// The value without white space and zeros around it.
    pub(super) fn trimmed(&self) -> &str {
        self.field.value.trim_matches(|character: char| character == '\0' || character.is_whitespace())
    }

    /// The members of the JSON object that the value is; `None` for anything else.
    pub(super) fn object(&self) -> Option<Map<String, Value>> {
        json::object(self.trimmed())
    }
}

pub(super) const PROMPT: Words = Words::new("Prompt", "提示词");
pub(super) const NEGATIVE: Words = Words::new("Negative prompt", "反向提示词");
pub(super) const MODEL: Words = Words::new("Model", "模型");
pub(super) const MODEL_HASH: Words = Words::new("Model hash", "模型哈希");
pub(super) const SEED: Words = Words::new("Seed", "随机种子");
pub(super) const SAMPLER: Words = Words::new("Sampler", "采样器");
pub(super) const STEPS: Words = Words::new("Steps", "步数");
pub(super) const GUIDANCE: Words = Words::new("Guidance scale", "引导强度");
pub(super) const SIZE: Words = Words::new("Size as stated", "写明的尺寸");
pub(super) const LORA: Words = Words::new("LoRA", "LoRA");
pub(super) const VERSION: Words = Words::new("Version", "版本");
pub(super) const STRENGTH: Words = Words::new("Denoising strength", "重绘强度");
pub(super) const JOB: Words = Words::new("Job id", "任务编号");
pub(super) const SOURCE: Words = Words::new("Source", "来源");
