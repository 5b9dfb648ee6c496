//! The manifests in words: who made each claim, what was done, and which files went into it.

use super::vocabulary::{action_words, source_type_words};
use crate::credentials::{Action, Ingredient, Manifest, Origin, Relationship, Store, source_type_name};
use crate::finding::{Declaration, Group, Row};
use crate::text;
use crate::text::{Text, Words, quote};

/// Manifests that are shown one by one.
const MOST_MANIFESTS: usize = 16;
/// Actions, ingredients or statements of one manifest that are shown one by one.
const MOST_ROWS: usize = 40;

/// What the statements say together, and where they were read.
pub(super) fn interpretation(store: &Store, origin: Origin, places: &[String]) -> Group {
    let declared = match origin.declares {
        Some(Declaration::Generated) => Words::new(
            "generated: the picture was stated to be the output of a generative model as a whole",
            "生成：声明画面整体为生成模型的输出",
        ),
        Some(Declaration::PartlyGenerated) => Words::new(
            "partly generated: a generative model was stated to have made parts of the picture",
            "部分生成：声明画面的一部分由生成模型产生",
        ),
        Some(Declaration::Captured) => {
            Words::new("captured: a camera was stated to have taken the picture", "拍摄：声明画面由相机拍摄")
        }
        None => Words::new("none: no statement named a camera or a generative model", "无：没有声明写明相机或生成模型"),
    };
    let mut rows = vec![Row::new(Words::new("Declared origin", "声明的来源").into(), declared.into())];
    if origin.earlier {
        let earlier = Words::new(
            "in an earlier step of the file's history, for which the last signer vouched",
            "在文件历史的较早步骤中，由最后的签名者作保",
        );
        rows.push(Row::new(Words::new("Where in the history", "所处的历史步骤").into(), earlier.into()));
    }
    if origin.edited {
        let edited = Words::new("editing after that was stated as well", "此外还声明了其后的编辑");
        rows.push(Row::new(Words::new("Editing", "编辑").into(), edited.into()));
    }
    let steps = store.manifests.len();
    let label = Words::new("Manifests", "清单");
    let value = text!("{steps}, the last of them active", "{steps} 份，最后一份为当前清单");
    rows.push(match places.first() {
        Some(place) => Row::at(label.into(), value, place),
        None => Row::new(label.into(), value),
    });
    Group { title: Words::new("What the credentials declared", "凭证的声明").into(), rows }
}

/// One group for each manifest, the active one first and then backwards through the store.
pub(super) fn manifests(store: &Store) -> Vec<Group> {
    let others = store.manifests.iter().enumerate().rev().filter(|(index, _)| *index != store.active);
    let active = store.manifests.iter().enumerate().filter(|(index, _)| *index == store.active);
    let of = store.manifests.len();
    let mut groups: Vec<Group> = active
        .chain(others)
        .take(MOST_MANIFESTS)
        .map(|(index, manifest)| {
            let number = index + 1;
            let title = if index == store.active {
                text!("Manifest {number} of {of} (active)", "清单 {number}/{of}（当前）")
            } else {
                text!("Manifest {number} of {of}", "清单 {number}/{of}")
            };
            Group { title, rows: rows(manifest) }
        })
        .collect();
    let left = of.saturating_sub(MOST_MANIFESTS);
    if let (Some(group), true) = (groups.last_mut(), left > 0) {
        group.rows.push(Row::new(
            Words::new("Not shown", "未显示").into(),
            text!("{left} more manifests", "另有 {left} 份清单"),
        ));
    }
    groups
}

fn rows(manifest: &Manifest) -> Vec<Row> {
    let at = |field: &str| quote(&format!("{} {field}", manifest.label), 160);
    let mut rows = Vec::new();
    if let Some(generator) = &manifest.claim_generator {
        rows.push(Row::at(
            Words::new("Claim made by", "声明程序").into(),
            Text::same(quote(generator, 200)),
            at("claim_generator"),
        ));
    }
    for (name, version) in manifest.generators.iter().take(MOST_ROWS) {
        let shown = quote(&format!("{name} {}", version.as_deref().unwrap_or_default()), 120);
        let label = Words::new("Program and version", "程序与版本");
        rows.push(Row::at(label.into(), Text::same(shown), at("claim_generator_info")));
    }
    if let Some(signer) = &manifest.signer {
        let names = [signer.organisation.as_deref(), signer.common_name.as_deref(), signer.issuer.as_deref()];
        let shown = names.map(|name| quote(name.unwrap_or("?"), 80));
        let [organisation, name, issuer] = shown;
        rows.push(Row::new(
            Words::new("Signed by", "签名者").into(),
            text!(
                "{organisation}, {name}; certificate issued by {issuer}",
                "{organisation}，{name}；证书签发者：{issuer}"
            ),
        ));
    }
    if let Some(title) = &manifest.title {
        rows.push(Row::at(Words::new("Title", "标题").into(), Text::same(quote(title, 120)), at("dc:title")));
    }
    if let Some(binding) = &manifest.hard_binding {
        rows.push(Row::new(
            Words::new("Bound to the content by", "与内容的绑定方式").into(),
            Text::same(quote(binding, 60)),
        ));
    }
    rows.extend(limited(&manifest.actions, |action| {
        Row::at(action_words(&action.action), action_in_words(action), at("c2pa.actions"))
    }));
    rows.extend(limited(&manifest.ingredients, |ingredient| {
        Row::at(relationship(ingredient.relationship).into(), ingredient_in_words(ingredient), at("c2pa.ingredient"))
    }));
    rows.extend(limited(&manifest.assertions, |assertion| {
        let content = quote(&assertion.content, 300);
        let shown = if content.is_empty() { Words::new("present", "存在").into() } else { Text::same(content) };
        Row::at(Text::same(quote(&assertion.label, 80)), shown, at(&assertion.label))
    }));
    rows
}

/// The first rows of a list, and how many there are beyond.
fn limited<T>(items: &[T], row: impl Fn(&T) -> Row) -> Vec<Row> {
    let mut rows: Vec<Row> = items.iter().take(MOST_ROWS).map(row).collect();
    let left = items.len().saturating_sub(MOST_ROWS);
    if left > 0 {
        rows.push(Row::new(Words::new("Not shown", "未显示").into(), text!("{left} more", "另有 {left} 项")));
    }
    rows
}

fn action_in_words(action: &Action) -> Text {
    let mut parts = Vec::new();
    if let Some(source) = &action.source_type {
        let name = quote(source_type_name(source), 120);
        parts.push(match source_type_words(source) {
            Some(Words { en, zh }) => text!("{en} ({name})", "{zh}（{name}）"),
            None => text!("source type {name}", "来源类型 {name}"),
        });
    }
    if let Some(agent) = action.software_agent.as_deref().map(|agent| quote(agent, 120)) {
        parts.push(text!("by {agent}", "由 {agent} 执行"));
    }
    if let Some(description) = action.description.as_deref().map(|description| quote(description, 200)) {
        parts.push(text!("“{description}”", "“{description}”"));
    }
    if let Some(when) = action.when.as_deref().map(|when| quote(when, 40)) {
        parts.push(text!("at {when}", "时间 {when}"));
    }
    for (name, value) in action.parameters.iter().take(MOST_ROWS) {
        parts.push(Text::same(format!("{}: {}", quote(name, 60), quote(value, 120))));
    }
    joined(parts)
}

fn ingredient_in_words(ingredient: &Ingredient) -> Text {
    let mut parts = Vec::new();
    if let Some(title) = &ingredient.title {
        parts.push(Text::same(quote(title, 120)));
    }
    parts.push(match ingredient.manifest.as_deref().map(|label| quote(label, 120)) {
        Some(label) => text!("with Content Credentials of its own ({label})", "自带内容凭证（{label}）"),
        None => Words::new("without Content Credentials of its own", "没有自带内容凭证").into(),
    });
    joined(parts)
}

fn joined(parts: Vec<Text>) -> Text {
    if parts.is_empty() {
        return Words::new("stated without details", "已声明，无详情").into();
    }
    let en: Vec<&str> = parts.iter().map(|part| part.en.as_str()).collect();
    let zh: Vec<&str> = parts.iter().map(|part| part.zh.as_str()).collect();
    Text { en: en.join("; "), zh: zh.join("；") }
}

fn relationship(relationship: Relationship) -> Words {
    match relationship {
        Relationship::Parent => Words::new("Made from", "由此编辑而来"),
        Relationship::Component => Words::new("Contains", "包含素材"),
        Relationship::Input => Words::new("Given as input", "用作输入"),
    }
}
