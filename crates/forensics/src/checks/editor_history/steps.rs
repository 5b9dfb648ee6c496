//! What editors record of their own work: the XMP history, Photoshop's log, Camera Raw's settings and
//! VSCO's captions.

use crate::finding::Row;
use crate::metadata::{Field, Metadata, Standard};
use crate::text;
use crate::text::{Text, Words, quote};

/// Most steps that are listed one by one.
const MOST_STEPS: usize = 60;

/// Longest piece of a step that is shown, in characters.
const MOST_SHOWN: usize = 160;

/// The steps in the order in which the file records them.
pub(super) fn recorded(metadata: &Metadata) -> Vec<Row> {
    let mut rows = of_xmp(metadata);
    rows.extend(of_photoshop(metadata));
    let left = rows.len().saturating_sub(MOST_STEPS);
    rows.truncate(MOST_STEPS);
    if left > 0 {
        rows.push(Row::new(
            Words::new("Not listed", "未列出").into(),
            text!("{left} more steps", "另有 {left} 个步骤"),
        ));
    }
    rows
}

/// One entry of `xmpMM:History`.
#[derive(Default)]
struct Step<'a> {
    number: usize,
    action: Option<&'a str>,
    agent: Option<&'a str>,
    when: Option<&'a str>,
    parameters: Option<&'a str>,
    place: &'a str,
}

fn of_xmp(metadata: &Metadata) -> Vec<Row> {
    let mut steps: Vec<Step> = Vec::new();
    for field in metadata.fields.iter().filter(|field| field.standard == Standard::Xmp) {
        let Some((number, part)) = entry(&field.name) else { continue };
        if steps.last().is_none_or(|step| step.number != number) {
            steps.push(Step { number, place: &field.place, ..Step::default() });
        }
        let Some(step) = steps.last_mut() else { continue };
        let value = Some(field.value.as_str());
        match part {
            "stEvt:action" => step.action = value,
            "stEvt:softwareAgent" => step.agent = value,
            "stEvt:when" => step.when = value,
            "stEvt:parameters" => step.parameters = value,
            _ => {}
        }
    }
    steps.iter().map(Step::row).collect()
}

/// `xmpMM:History[2]/stEvt:action` as 2 and `stEvt:action`.
fn entry(name: &str) -> Option<(usize, &str)> {
    let (number, part) = name.strip_prefix("xmpMM:History[")?.split_once("]/")?;
    Some((number.parse().ok()?, part))
}

impl Step<'_> {
    fn row(&self) -> Row {
        let number = self.number;
        let action = quote(self.action.unwrap_or("?"), MOST_SHOWN);
        let stated = [self.agent, self.when, self.parameters];
        let stated: Vec<String> = stated.iter().flatten().map(|part| quote(part, MOST_SHOWN)).collect();
        let stated = stated.join("; ");
        let value = match action_in_chinese(&action) {
            Some(zh) => Text { en: join(&action, &stated), zh: join(&format!("{zh}（{action}）"), &stated) },
            None => Text::same(join(&action, &stated)),
        };
        Row::at(text!("Step {number}", "步骤 {number}"), value, format!("xmpMM:History[{number}], {}", self.place))
    }
}

fn join(action: &str, stated: &str) -> String {
    if stated.is_empty() { action.to_owned() } else { format!("{action}: {stated}") }
}

/// Actions of the standard (XMP specification part 2, ResourceEvent).
fn action_in_chinese(action: &str) -> Option<&'static str> {
    Some(match action {
        "converted" => "转换",
        "copied" => "复制",
        "created" => "创建",
        "cropped" => "裁剪",
        "derived" => "派生",
        "edited" => "编辑",
        "filtered" => "滤镜",
        "formatted" => "格式化",
        "printed" => "打印",
        "published" => "发布",
        "managed" => "管理",
        "produced" => "生成文件",
        "resized" => "缩放",
        "saved" => "保存",
        _ => return None,
    })
}

/// Photoshop's history log: one line a step.
fn of_photoshop(metadata: &Metadata) -> Vec<Row> {
    let logs =
        metadata.fields.iter().filter(|field| field.standard == Standard::Xmp && field.name == "photoshop:History");
    let lines = logs.flat_map(|field| field.value.split(['\n', '\r']).map(move |line| (field, line.trim())));
    lines
        .filter(|(_, line)| !line.is_empty())
        .map(|(field, line)| {
            let label = Words::new("Photoshop's log", "Photoshop 日志");
            Row::at(label.into(), Text::same(quote(line, MOST_SHOWN)), format!("photoshop:History, {}", field.place))
        })
        .collect()
}

/// The settings of Camera Raw and Lightroom that are listed; those that are zero did nothing.
#[rustfmt::skip]
const ADJUSTMENTS: &[(&str, Words)] = &[
    ("crs:Exposure2012", Words::new("exposure", "曝光")), ("crs:Exposure", Words::new("exposure", "曝光")),
    ("crs:Contrast2012", Words::new("contrast", "对比度")), ("crs:Highlights2012", Words::new("highlights", "高光")),
    ("crs:Shadows2012", Words::new("shadows", "阴影")), ("crs:Whites2012", Words::new("whites", "白色")),
    ("crs:Blacks2012", Words::new("blacks", "黑色")), ("crs:Texture", Words::new("texture", "纹理")),
    ("crs:Clarity2012", Words::new("clarity", "清晰度")), ("crs:Dehaze", Words::new("dehaze", "去朦胧")),
    ("crs:Vibrance", Words::new("vibrance", "自然饱和度")), ("crs:Saturation", Words::new("saturation", "饱和度")),
    ("crs:PostCropVignetteAmount", Words::new("vignette", "暗角")), ("crs:GrainAmount", Words::new("grain", "颗粒")),
    ("crs:LuminanceSmoothing", Words::new("noise reduction", "降噪")),
];

/// Camera Raw's settings that are not zero.
pub(super) fn adjustments(metadata: &Metadata) -> Vec<Row> {
    let stated =
        |name: &str| metadata.fields.iter().find(|field| field.standard == Standard::Xmp && field.name == name);
    let mut rows: Vec<Row> = ADJUSTMENTS
        .iter()
        .filter_map(|(name, words)| Some((stated(name)?, words)))
        .filter(|(field, _)| field.value.trim().parse::<f64>().is_ok_and(|amount| amount != 0.0))
        .map(|(field, words)| row((*words).into(), &field.value, field))
        .collect();
    let crop = stated("crs:HasCrop").filter(|field| field.value.eq_ignore_ascii_case("true"));
    rows.extend(
        crop.map(|field| Row::at(Words::new("crop", "裁剪").into(), Words::new("yes", "是").into(), place(field))),
    );
    rows
}

fn row(label: Text, value: &str, field: &Field) -> Row {
    Row::at(label, Text::same(quote(value, MOST_SHOWN)), place(field))
}

fn place(field: &Field) -> String {
    format!("{}, {}", field.name, field.place)
}

/// VSCO's captions: the preset, when one is named, and the field.
pub(super) fn vsco(metadata: &Metadata) -> Option<(Option<&str>, &Field)> {
    metadata.fields.iter().find_map(|field| {
        let is_caption = matches!(
            (field.standard, field.name.as_str()),
            (Standard::Iptc, "2:120 Caption/Abstract")
                | (Standard::Xmp, "dc:description" | "tiff:ImageDescription")
                | (Standard::Exif, "ImageDescription")
        );
        let rest = field.value.trim().strip_prefix("Processed with VSCO").filter(|_| is_caption)?;
        let rest = rest.strip_prefix("cam").unwrap_or(rest);
        let preset = rest.trim().strip_prefix("with ").and_then(|rest| rest.strip_suffix(" preset"));
        Some((preset, field))
    })
}
