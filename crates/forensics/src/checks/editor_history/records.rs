//! What apps record as JSON in text fields: Meitu's list of beauty operations and the records of
//! ByteDance's apps. Field names as read in real files or, for Meitu, as published.

use serde_json::{Map, Value};

use super::software::Sort;
use crate::metadata::{Field, Metadata, Standard};
use crate::text;
use crate::text::{Text, Words, quote};

/// A record that could be read.
#[derive(Debug)]
pub(in crate::checks) struct Record<'a> {
    pub(in crate::checks) field: &'a Field,
    pub(in crate::checks) app: App,
}

/// Which app wrote a record, and what it states.
#[derive(Debug)]
pub(in crate::checks) enum App {
    /// Meitu: operations that were on, and how many were off.
    Meitu { on: Vec<Text>, off: usize },
    /// An app of ByteDance.
    ByteDance(ByteDance),
}

/// The record of an app of ByteDance; characters as they stand in the file.
#[derive(Debug, Default)]
pub(in crate::checks) struct ByteDance {
    source_type: Option<String>,
    pub(in crate::checks) product: Option<String>,
    export_type: Option<String>,
    aigc_label_type: Option<String>,
    app_version: Option<String>,
    system: Option<String>,
}

/// Reads all records of a file; the texts are records that are there and could not be read.
pub(in crate::checks) fn read(metadata: &Metadata) -> (Vec<Record<'_>>, Vec<Text>) {
    let mut records: Vec<Record> = Vec::new();
    let mut problems = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for field in metadata.fields.iter().filter(|field| is_carrier(field)) {
        let value = field.value.trim();
        if !value.starts_with('{') || seen.contains(&value) {
            continue;
        }
        seen.push(value);
        match serde_json::from_str(value) {
            Ok(Value::Object(object)) => {
                records.extend(meitu(&object).or_else(|| byte_dance(&object)).map(|app| Record { field, app }));
            }
            Ok(_) => {}
            Err(why) if KEYS.iter().any(|key| value.contains(key)) => {
                let (name, place) = (quote(&field.name, 60), quote(&field.place, 120));
                let why = quote(&why.to_string(), 120);
                problems.push(text!(
                    "{name}, {place}: an app's record is not well-formed JSON ({why})",
                    "{name}，{place}：应用记录不是格式正确的 JSON（{why}）"
                ));
            }
            Err(_) => {}
        }
    }
    (records, problems)
}

/// Keys by which a damaged record is still known for one.
const KEYS: [&str; 3] = ["\"BeautyInfo\"", "\"source_type\"", "\"product\""];

fn is_carrier(field: &Field) -> bool {
    matches!(
        (field.standard, field.name.as_str()),
        (Standard::Exif, "UserComment" | "ImageDescription")
            | (Standard::Xmp, "exif:UserComment" | "tiff:ImageDescription" | "dc:description")
            | (Standard::Comment, _)
    )
}

/// Meitu's operations: section, key, what it does.
#[rustfmt::skip]
const OPERATIONS: &[(&str, &str, Words)] = &[
    ("BeautyInfo", "IsAIBeauty", Words::new("automatic beautification", "AI 美颜")),
    ("BeautyInfo", "IsOldBeauty", Words::new("skin smoothing", "磨皮")),
    ("BeautyInfo", "IsSkinColour", Words::new("skin tone", "肤色")),
    ("BeautyInfo", "SwitchMedicatedAcne", Words::new("blemish removal", "祛痘")),
    ("BeautyInfo", "IsBrightEyes", Words::new("bright eyes", "亮眼")),
    ("BeautyInfo", "IsReduceBlackEyes", Words::new("dark circles reduced", "祛黑眼圈")),
    ("BeautyInfo", "IsSharpen", Words::new("sharpening", "锐化")),
    ("FaceliftInfo", "IsChangeFacelift", Words::new("face reshaping", "面部重塑")),
    ("FaceliftInfo", "IsChangeThinFace", Words::new("slimmer face", "瘦脸")),
    ("FaceliftInfo", "IsChangeEyeLift", Words::new("larger eyes", "大眼")),
    ("FaceliftInfo", "IsChangeFaceChin", Words::new("chin", "下巴")),
    ("FaceliftInfo", "IsChangeNose", Words::new("nose", "鼻子")),
    ("FaceliftInfo", "IsChangeMouth", Words::new("mouth", "嘴唇")),
    ("FilterInfo", "IsUseFilter", Words::new("filter", "滤镜")),
];

/// Sections without known keys: on when any value in them is.
const SECTIONS: [(&str, Words); 3] = [
    ("ARInfo", Words::new("AR effect", "AR 特效")),
    ("MakeupInfo", Words::new("make-up", "美妆")),
    ("SoftHairInfo", Words::new("hair smoothing", "柔发")),
];

fn meitu(object: &Map<String, Value>) -> Option<App> {
    object.get("BeautyInfo")?;
    let mut on: Vec<Text> = Vec::new();
    let mut off = 0;
    for (section, key, words) in OPERATIONS {
        match object.get(*section).and_then(|section| section.get(key)).map(is_on) {
            Some(true) => on.push((*words).into()),
            Some(false) => off += 1,
            None => {}
        }
    }
    for (section, words) in SECTIONS {
        if object.get(section).is_some_and(any_on) {
            on.push(words.into());
        }
    }
    Some(App::Meitu { on, off })
}

fn is_on(value: &Value) -> bool {
    match value {
        Value::Bool(on) => *on,
        Value::Number(number) => number.as_f64().is_some_and(|number| number != 0.0),
        Value::String(text) => !matches!(text.trim(), "" | "0" | "false" | "NO" | "no"),
        _ => false,
    }
}

/// Whether anything inside is on. The parser bounds the depth.
fn any_on(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().any(any_on),
        Value::Object(values) => values.values().any(any_on),
        value => is_on(value),
    }
}

fn byte_dance(object: &Map<String, Value>) -> Option<App> {
    let data = object.get("data").and_then(Value::as_object);
    let of = |holder: Option<&Map<String, Value>>, key: &str| holder?.get(key).and_then(plain);
    let record = ByteDance {
        source_type: of(Some(object), "source_type"),
        product: of(data, "product"),
        export_type: of(data, "exportType"),
        aigc_label_type: of(object.get("aigc_info").and_then(Value::as_object), "aigc_label_type"),
        app_version: of(data, "appversion"),
        system: of(data, "os"),
    };
    (record.source_type.is_some() || record.product.is_some()).then_some(App::ByteDance(record))
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(on) => Some(on.to_string()),
        _ => None,
    }
}

/// A product of ByteDance.
pub(in crate::checks) struct Product {
    value: &'static str,
    /// Canonical name.
    pub(in crate::checks) id: &'static str,
    pub(super) name: Words,
    /// `None` for an app that generates pictures: another check reads those.
    pub(in crate::checks) sort: Option<Sort>,
}

#[rustfmt::skip]
static PRODUCTS: &[Product] = &[
    Product { value: "beautyme", id: "douyin beauty camera", name: Words::new("Douyin's beauty camera", "抖音美颜相机"), sort: Some(Sort::BeautyApp) },
    Product { value: "retouch", id: "xingtu", name: Words::new("Xingtu", "醒图"), sort: Some(Sort::BeautyApp) },
    Product { value: "lv", id: "capcut", name: Words::new("CapCut (Jianying)", "剪映"), sort: Some(Sort::Editor) },
    Product { value: "vicut", id: "vicut", name: Words::new("Vicut", "Vicut"), sort: Some(Sort::Editor) },
    Product { value: "aweme", id: "douyin", name: Words::new("Douyin", "抖音"), sort: Some(Sort::SocialApp) },
    Product { value: "doubao", id: "doubao", name: Words::new("Doubao", "豆包"), sort: None },
    Product { value: "xinghui", id: "xinghui", name: Words::new("Xinghui", "星绘"), sort: None },
    Product { value: "dreamina", id: "dreamina", name: Words::new("Dreamina (Jimeng)", "即梦"), sort: None },
    Product { value: "dreamina_oversea", id: "dreamina", name: Words::new("Dreamina", "Dreamina"), sort: None },
];

impl ByteDance {
    /// The product, when it is a known one.
    pub(in crate::checks) fn known(&self) -> Option<&'static Product> {
        let by_value = |value: &str| PRODUCTS.iter().find(|product| product.value == value);
        match (self.product.as_deref().and_then(by_value), self.source_type.as_deref()) {
            (Some(product), _) => Some(product),
            (None, Some("douyin_beauty_me")) => by_value("beautyme"),
            _ => None,
        }
    }

    /// The stated facts as `key=value`, in a fixed order; not yet quoted.
    pub(in crate::checks) fn facts(&self) -> String {
        let pairs = [
            ("source_type", &self.source_type),
            ("product", &self.product),
            ("exportType", &self.export_type),
            ("aigc_label_type", &self.aigc_label_type),
        ];
        let stated = pairs.iter().filter_map(|(key, value)| Some(format!("{key}={}", value.as_deref()?)));
        stated.collect::<Vec<_>>().join(" ")
    }

    /// Version of the app and system of the device, as stated.
    pub(super) fn version(&self) -> Option<String> {
        let stated = [&self.app_version, &self.system];
        let stated: Vec<&str> = stated.iter().filter_map(|value| value.as_deref()).collect();
        (!stated.is_empty()).then(|| stated.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(json: &str) -> Option<App> {
        let Ok(Value::Object(object)) = serde_json::from_str(json) else { unreachable!("an object") };
        meitu(&object).or_else(|| byte_dance(&object))
    }

    #[test]
    fn meitu_lists_what_was_on() {
        let json = r#"{"Version":"1.0.0","BeautyInfo":{"IsAIBeauty":true,"IsSharpen":0,"IsBrightEyes":"1"},
            "FaceliftInfo":{"IsChangeThinFace":1,"IsChangeNose":false},"MakeupInfo":{"Lip":{"Alpha":40}},"ARInfo":{}}"#;
        let Some(App::Meitu { on, off }) = record(json) else { unreachable!("Meitu's record") };
        let on: Vec<&str> = on.iter().map(|text| text.en.as_str()).collect();
        assert_eq!(on, ["automatic beautification", "bright eyes", "slimmer face", "make-up"]);
        assert_eq!(off, 2);
    }

    #[test]
    fn products_are_editors_or_generators() {
        let of = |json: &str| match record(json) {
            Some(App::ByteDance(record)) => (record.known().map(|product| (product.id, product.sort)), record.facts()),
            other => unreachable!("{other:?}"),
        };
        let (known, facts) =
            of(r#"{"source_type":"douyin_beauty_me","data":{"appversion":"3.4.0","product":"beautyme"}}"#);
        assert_eq!(known, Some(("douyin beauty camera", Some(Sort::BeautyApp))));
        assert_eq!(facts, "source_type=douyin_beauty_me product=beautyme");
        let (known, facts) =
            of(r#"{"aigc_info":{"aigc_label_type":0},"data":{"product":"dreamina","exportType":"generation"}}"#);
        assert_eq!(known, Some(("dreamina", None)));
        assert_eq!(facts, "product=dreamina exportType=generation aigc_label_type=0");
        assert_eq!(of(r#"{"data":{"product":"retouch"}}"#).0, Some(("xingtu", Some(Sort::BeautyApp))));
        assert_eq!(of(r#"{"data":{"product":"something new"}}"#).0, None);
    }

    #[test]
    fn other_json_is_no_record() {
        assert!(record(r#"{"AIGC":{"Label":"1"}}"#).is_none());
        assert!(record(r#"{"prompt":{"3":{"inputs":{}}}}"#).is_none());
    }
}
