//! ByteDance's apps (Jimeng/Dreamina, Doubao, CapCut, Xingtu, Douyin) write one JSON object in an
//! EXIF description or comment. The product alone declares nothing: beauty cameras write it too.

use serde_json::{Map, Value};

use crate::metadata::Standard;
use crate::text::Words;

use super::super::declaration::{json, local_name};
use super::trace::{Fields, Item, JOB, Meaning, Seen, Trace};

const NAME: &str = "ByteDance";

pub(super) fn read(fields: &Fields<'_>, seen: &mut Seen) {
    let is_carrier = |item: &&Item<'_>| match item.field.standard {
        Standard::Exif => matches!(item.field.name.as_str(), "ImageDescription" | "UserComment"),
        Standard::Xmp => matches!(local_name(&item.field.name), "UserComment" | "description"),
        Standard::Comment => true,
        Standard::PngText => matches!(item.field.name.as_str(), "Comment" | "Description"),
        _ => false,
    };
    let mut last: Option<App> = None;
    for item in fields.all().filter(is_carrier).filter(|item| item.trimmed().starts_with('{')) {
        let members = match json::parse(item.trimmed()) {
            Ok(Value::Object(members)) => members,
            Ok(_) => continue,
            Err(malformed) => {
                if is_marked(item.trimmed()) {
                    seen.trouble(NAME, item.field, malformed);
                }
                continue;
            }
        };
        let Some(app) = App::read(&members) else { continue };
        // Several fields and chunks often carry copies.
        if last.as_ref() == Some(&app) {
            continue;
        }
        seen.traces.push(app.trace(item));
        last = Some(app);
    }
}

/// Whether damaged JSON is one of these objects all the same.
fn is_marked(text: &str) -> bool {
    ["\"aigc_info\"", "\"exportType\"", "\"aigc_label_type\""].iter().any(|name| text.contains(name))
}

/// What the object states.
#[derive(Debug, PartialEq, Eq)]
struct App {
    source_type: Option<String>,
    product: Option<String>,
    export: Option<String>,
    label: Option<String>,
    aigc_type: Option<String>,
    source: Option<String>,
    item: Option<String>,
}

impl App {
    /// `None` for any other object.
    fn read(members: &Map<String, Value>) -> Option<Self> {
        let below = |object: &str, name: &str| {
            let inner = members.get(object)?;
            // Sometimes an object is written as text inside the object.
            let parsed = inner.as_str().and_then(json::object).map(Value::Object);
            parsed.as_ref().unwrap_or(inner).get(name).and_then(json::scalar)
        };
        let app = Self {
            source_type: members.get("source_type").and_then(json::scalar),
            product: below("data", "product"),
            export: below("data", "exportType"),
            label: below("aigc_info", "aigc_label_type"),
            aigc_type: below("aigc_info", "aigc_type").or_else(|| below("data", "aigc_type")),
            source: below("aigc_info", "source_info"),
            item: below("trace_info", "originItemId"),
        };
        let is_app = app.product.is_some() || members.contains_key("aigc_info");
        (is_app && (members.contains_key("data") || members.contains_key("aigc_info"))).then_some(app)
    }

    /// Whether the object says that the picture was generated: an export of a generation, or a label
    /// of 1 or 2. A label of 0 and the product alone say nothing.
    fn is_generated(&self) -> bool {
        self.export.as_deref() == Some("generation")
            || matches!(self.label.as_deref(), Some("1" | "2"))
            || (self.product.as_deref() == Some("aweme") && self.aigc_type.as_deref() == Some("1"))
    }

    fn trace(&self, item: &Item<'_>) -> Trace {
        let meaning = if self.is_generated() { Meaning::Generated } else { Meaning::Ordinary };
        let product = self.product.as_deref().or(self.source.as_deref()).unwrap_or_default();
        let mut trace = Trace::new(&product_name(product), meaning, item.field);
        for (label, value) in [
            (Words::new("source_type", "source_type"), &self.source_type),
            (Words::new("product", "product"), &self.product),
            (Words::new("exportType", "exportType"), &self.export),
            (Words::new("aigc_label_type", "aigc_label_type"), &self.label),
            (Words::new("aigc_type", "aigc_type"), &self.aigc_type),
            (JOB, &self.item),
        ] {
            trace.row(label, value.as_deref().unwrap_or_default(), item.field);
        }
        if meaning == Meaning::Ordinary {
            trace.note(Words::new(
                "The app's editor or camera writes this beside ordinary photos too; it does not say that the picture was generated.",
                "该应用的编辑器或相机也会在普通照片中写入这些内容；并未说明画面为生成。",
            ));
        }
        trace
    }
}

/// The app behind a product code, with the code.
fn product_name(product: &str) -> String {
    let name = match product {
        "dreamina" | "dreamina_oversea" => "Jimeng / Dreamina (即梦)",
        "doubao" => "Doubao (豆包)",
        "xinghui" => "Xinghui (星绘)",
        "retouch" => "Xingtu (醒图)",
        "lv" => "CapCut / Jianying (剪映)",
        "aweme" => "Douyin (抖音)",
        "beautyme" => "Douyin beauty camera (轻颜 / 抖音美颜相机)",
        _ => return "ByteDance".to_owned(),
    };
    name.to_owned()
}
