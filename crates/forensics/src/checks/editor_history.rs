//! Editor and app history: the programs, apps and recorded steps that a file names. Context that can
//! explain what other checks see; never a sign of generation by itself.

use crate::check::{About, Check, Context, Family, Question, Reference, Stopped};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::metadata::Metadata;
use crate::platform::{self, Grade, Platform};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words, quote};

use super::declaration;

pub(super) mod records;
pub(super) mod software;
mod steps;

use records::{App, Record};

/// The check.
pub(super) struct EditorHistory;

static ABOUT: About = About {
    id: "editor_history",
    revision: 1,
    family: Family::History,
    question: Question::Processing,
    title: Words::new("Editors and beauty apps", "编辑软件与美颜应用"),
    explanation: Words::new(
        "Read which programs and apps the file names, which operations and steps they recorded, and whether it is a screenshot or a served copy. Editing is not generation: nearly every published portrait was edited.",
        "读取了文件写明的软件和应用、它们记录的操作与步骤，以及文件是否为截屏或平台分发的副本。编辑不等于生成：几乎所有发布的人像都经过编辑。",
    ),
    look_for: Words::new(
        "Beauty apps and recorded operations: they explain smooth skin and changed proportions in a photo of a real person.",
        "美颜应用和记录的操作：它们可以解释真人照片中光滑的皮肤和改变的五官比例。",
    ),
    ignore: Words::new(
        "A program's name by itself: the same programs also save generated pictures.",
        "单独的软件名称：同样的软件也会保存生成的图像。",
    ),
    limits: &[
        Words::new(
            "Every field is unsigned text that anybody can write, copy or remove, and most apps write nothing at all.",
            "每个字段都是未经签名的文字，任何人都可以写入、复制或删除；多数应用什么也不写。",
        ),
        Words::new(
            "The exact strings of BeautyCam, B612, Faceu, SNOW, Ulike, Facetune, BeautyPlus, Remini, Lensa, PicsArt and FaceApp are not known; a field that contains such a name is shown as a mention only.",
            "美颜相机、B612、Faceu、SNOW、Ulike、Facetune、BeautyPlus、Remini、Lensa、PicsArt 和 FaceApp 的确切字符串未知；包含这些名称的字段只作为“提及”显示。",
        ),
    ],
    references: &[
        Reference {
            citation: "Adobe, XMP specification part 2: additional properties (ResourceEvent), 2016",
            locator: "Adobe XMP part 2, section 1.2",
        },
        Reference { citation: "CIPA, Exchangeable image file format (Exif) 3.0, 2023", locator: "CIPA DC-008" },
        Reference {
            citation: "Tuchong, EXIF page of a photo saved by Meitu",
            locator: "tuchong.com/photo/532924671/exif",
        },
    ],
    needs: &[],
    calibration: None,
};

impl Check for EditorHistory {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let metadata = specimen.metadata();
        context.go_on()?;
        let (records, problems) = records::read(metadata);
        let named = names(metadata, &records);
        let copies = copies(specimen);
        let found = [
            group(Words::new("Programs and apps named", "写明的软件与应用"), programs(metadata, &records)),
            group(Words::new("Steps recorded, in their order", "按顺序记录的步骤"), steps::recorded(metadata)),
            group(Words::new("Adjustments recorded", "记录的调整"), steps::adjustments(metadata)),
            group(Words::new("Screenshot or served copy", "截屏或分发副本"), copies.clone()),
            group(Words::new("Other traces of editors", "编辑软件的其他痕迹"), other_traces(specimen)),
            group(
                Words::new("Mentions of apps whose exact mark is unknown", "提及确切标记未知的应用"),
                mentions(metadata),
            ),
        ];
        let found: Vec<Group> = found.into_iter().flatten().collect();
        let (is_found, summary) = (!found.is_empty(), summary(&named, &copies, &found, &records));
        let unread = unread(specimen, problems);
        let is_read_whole = unread.is_none();
        let mut details = found;
        details.extend(group(Words::new("Records of apps that generate", "生成类应用的记录"), generators(&records)));
        details.extend(unread);
        let finding = Finding { details, ..Finding::describing(summary) };
        Ok(match (is_found, is_read_whole) {
            (true, _) => Outcome::Found(finding),
            (false, true) => Outcome::NotFound(finding),
            (false, false) => match declaration::unreadable(specimen) {
                Some(failure) => return Err(failure),
                None => Outcome::Inconclusive {
                    why: Words::new(
                        "A field in which programs name themselves could not be read.",
                        "软件写入自身名称的字段未能读取。",
                    )
                    .into(),
                    finding,
                },
            },
        })
    }
}

fn group(title: Words, rows: Vec<Row>) -> Option<Group> {
    (!rows.is_empty()).then(|| Group { title: title.into(), rows })
}

/// Canonical names in the order EXIF software, XMP creator tool, PNG software, app records.
pub(super) fn canonical_names(metadata: &Metadata) -> Vec<&'static str> {
    let (records, _) = records::read(metadata);
    let mut ids: Vec<&str> = software::named(metadata).iter().map(|named| named.program.id).collect();
    ids.extend(records.iter().filter_map(|record| match &record.app {
        App::Meitu { .. } => Some("meitu"),
        App::ByteDance(record) => record.known().filter(|product| product.sort.is_some()).map(|product| product.id),
    }));
    ids.extend(steps::vsco(metadata).map(|_| "vsco"));
    let mut unique: Vec<&str> = Vec::new();
    for id in ids {
        if !unique.contains(&id) {
            unique.push(id);
        }
    }
    unique
}

/// The same for a reader.
fn names(metadata: &Metadata, records: &[Record]) -> Vec<Words> {
    let mut named: Vec<Words> = software::named(metadata).iter().map(|named| named.program.name).collect();
    named.extend(records.iter().filter_map(|record| match &record.app {
        App::Meitu { .. } => Some(Words::new("Meitu", "美图秀秀")),
        App::ByteDance(record) => record.known().filter(|product| product.sort.is_some()).map(|product| product.name),
    }));
    named.extend(steps::vsco(metadata).map(|_| Words::new("VSCO", "VSCO")));
    let mut unique: Vec<Words> = Vec::new();
    for name in named {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    unique
}

fn programs(metadata: &Metadata, records: &[Record]) -> Vec<Row> {
    let mut rows: Vec<Row> = software::named(metadata)
        .iter()
        .map(|named| {
            let sort = named.program.sort.words();
            let (sort, sort_zh, stated) = (sort.en, sort.zh, shown(&named.field.value));
            let value = match named.version.map(shown) {
                Some(version) => text!(
                    "{sort}, version {version}; stated as \"{stated}\"",
                    "{sort_zh}，版本 {version}；原文 “{stated}”"
                ),
                None => text!("{sort}; stated as \"{stated}\"", "{sort_zh}；原文 “{stated}”"),
            };
            Row::at(named.program.name.into(), value, place(&named.field.name, &named.field.place))
        })
        .collect();
    rows.extend(records.iter().filter_map(record_row));
    rows.extend(steps::vsco(metadata).map(|(preset, field)| {
        let value = match preset.map(shown) {
            Some(preset) => text!("caption with the preset {preset}", "图说中写有预设 {preset}"),
            None => Words::new("caption without a preset", "图说中未写预设").into(),
        };
        Row::at(Words::new("VSCO", "VSCO").into(), value, place(&field.name, &field.place))
    }));
    let canonical = canonical_names(metadata).join("; ");
    if !canonical.is_empty() {
        rows.push(Row::new(Words::new("Canonical names", "规范名称").into(), Text::same(canonical)));
    }
    rows
}

/// The record of an app that edits; those of apps that generate have a group of their own.
fn record_row(record: &Record) -> Option<Row> {
    let field = record.field;
    let (label, value): (Text, Text) = match &record.app {
        App::Meitu { on, off } => {
            let join = |part: fn(&Text) -> &str, between: &str| on.iter().map(part).collect::<Vec<_>>().join(between);
            let (list, list_zh) = (join(|text| &text.en, ", "), join(|text| &text.zh, "、"));
            let value = if on.is_empty() {
                text!("beauty app; all {off} operations recorded as off", "美颜应用；记录的 {off} 项操作均为关闭")
            } else {
                text!(
                    "beauty app; operations recorded as on: {list}; off: {off}",
                    "美颜应用；记录为开启的操作：{list_zh}；关闭：{off} 项"
                )
            };
            (Words::new("Meitu", "美图秀秀").into(), value)
        }
        App::ByteDance(record) => {
            let facts = shown(&record.facts());
            let Some(product) = record.known() else {
                let value = text!("unknown product; it recorded {facts}", "未知产品；记录内容为 {facts}");
                let at = place(&field.name, &field.place);
                return Some(Row::at(Words::new("App record", "应用记录").into(), value, at));
            };
            let sort = product.sort?.words();
            let (sort, sort_zh) = (sort.en, sort.zh);
            let value = match record.version().as_deref().map(shown) {
                Some(version) => {
                    text!("{sort}, {version}; it recorded {facts}", "{sort_zh}，{version}；记录内容为 {facts}")
                }
                None => text!("{sort}; it recorded {facts}", "{sort_zh}；记录内容为 {facts}"),
            };
            (product.name.into(), value)
        }
    };
    Some(Row::at(label, value, place(&field.name, &field.place)))
}

fn generators(records: &[Record]) -> Vec<Row> {
    let generators = records.iter().filter_map(|record| match &record.app {
        App::ByteDance(app) => {
            app.known().filter(|product| product.sort.is_none()).map(|product| (record, app, product))
        }
        App::Meitu { .. } => None,
    });
    generators
        .map(|(record, app, product)| {
            let facts = shown(&app.facts());
            let value = text!(
                "recorded {facts}; this is read by the check of generator metadata",
                "记录内容为 {facts}；由生成工具元数据检查读取"
            );
            Row::at(product.name.into(), value, place(&record.field.name, &record.field.place))
        })
        .collect()
}

/// Screenshots and copies that servers made, by their specific marks.
fn copies(specimen: &Specimen<'_>) -> Vec<Row> {
    let grounds = platform::grounds(specimen);
    // What a computing job did is not known: it may have generated the picture.
    let is_copy = |platform: Platform| platform != Platform::HuggingFace;
    let marks = grounds.into_iter().filter(|ground| ground.grade == Grade::SpecificMark && is_copy(ground.platform));
    marks
        .map(|ground| Row {
            label: ground.platform.words().into(),
            value: ground.seen,
            place: ground.place.map(|place| quote(&place, 200)),
        })
        .collect()
}

/// Segments that only Adobe's programs write.
fn other_traces(specimen: &Specimen<'_>) -> Vec<Row> {
    let ducky =
        specimen.structure().parts.iter().find(|part| part.name == "APP12" && part.content.starts_with("Ducky"));
    let row = ducky.map(|part| {
        let value = Words::new("segment of Adobe's \"Save for Web\"", "Adobe “存储为 Web 所用格式”写入的段");
        Row::at(Words::new("Adobe", "Adobe").into(), value.into(), format!("APP12 at byte {}", part.offset))
    });
    row.into_iter().collect()
}

fn mentions(metadata: &Metadata) -> Vec<Row> {
    let mentions = software::mentions(metadata);
    mentions
        .into_iter()
        .map(|(app, field)| {
            let stated = shown(&field.value);
            let value = text!("mentioned in \"{stated}\"", "在 “{stated}” 中提及");
            Row::at(Text::same(app), value, place(&field.name, &field.place))
        })
        .collect()
}

fn summary(named: &[Words], copies: &[Row], found: &[Group], records: &[Record]) -> Text {
    let join =
        |part: fn(&Words) -> &'static str, between: &str| named.iter().map(part).collect::<Vec<_>>().join(between);
    let (list, list_zh) = (join(|words| words.en, ", "), join(|words| words.zh, "、"));
    if !named.is_empty() {
        return text!(
            "The file named {list} as having edited or saved it. Editing is not generation: retouched camera photos carry such marks, too.",
            "文件写明曾由{list_zh}编辑或保存。编辑不等于生成：修饰过的相机照片同样带有此类标记。"
        );
    }
    if let Some(copy) = copies.first() {
        let (en, zh) = (&copy.label.en, &copy.label.zh);
        return text!(
            "The file named no editor; it carried the mark of {en}. Neither is a sign of generation.",
            "文件未写明任何编辑软件；带有{zh}的标记。两者都不是生成的迹象。"
        );
    }
    if let Some(group) = found.first() {
        let (en, zh) = (group.title.en.to_lowercase(), &group.title.zh);
        return text!(
            "No editor was named in the software fields, but other traces were read ({en}). Editing is not generation.",
            "软件字段未写明编辑软件，但读到其他痕迹（{zh}）。编辑不等于生成。"
        );
    }
    if generators(records).is_empty() {
        Words::new(
            "No editor, beauty app, screenshot or recorded step was named in the software fields, comments, captions and XMP history. Most apps leave no trace.",
            "软件字段、注释、图说和 XMP 历史中没有写明编辑软件、美颜应用、截屏或步骤。多数应用不留痕迹。",
        )
        .into()
    } else {
        Words::new(
            "No editor was named. The record of an app that generates pictures was left to the check of generator metadata.",
            "未写明任何编辑软件。生成类应用的记录由生成工具元数据检查读取。",
        )
        .into()
    }
}

/// What could not be looked at.
fn unread(specimen: &Specimen<'_>, records: Vec<Text>) -> Option<Group> {
    let mut problems = specimen.metadata().problems.clone();
    problems.extend(records);
    let exhibit = specimen.exhibit();
    if !exhibit.is_whole() {
        let held = exhibit.bytes().len();
        problems.push(text!(
            "only the first {held} bytes of the file were held; the rest was not looked at",
            "只载入了文件的前 {held} 字节；其余未检查"
        ));
    }
    let not_read = Words::new("Not read", "未能读取");
    group(
        Words::new("Could not be read", "无法读取"),
        problems.into_iter().map(|problem| Row::new(not_read.into(), problem)).collect(),
    )
}

fn place(name: &str, place: &str) -> String {
    format!("{}, {}", quote(name, 80), quote(place, 160))
}

fn shown(value: &str) -> String {
    /// Longest value that is shown, in characters.
    const MOST: usize = 200;
    quote(value, MOST)
}

#[cfg(test)]
mod tests;
