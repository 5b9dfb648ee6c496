//! Whether anything else than the camera names itself in the file.

use super::capture::Capture;
use super::requirements::{Answer, met, not_met};
use crate::checks::editor_history::{records, software};
use crate::metadata::Standard;
use crate::platform::{self, Grade, Platform};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Words, quote};

/// Whether no editor, library, app or platform names itself.
pub(super) fn untouched(specimen: &Specimen<'_>, _: &Capture) -> Answer {
    let metadata = specimen.metadata();
    if let Some(named) = software::named(metadata).first() {
        let program = named.program.name;
        let (en, zh) = (program.en, program.zh);
        let words = if named.program.sort == software::Sort::Library {
            text!(
                "{en} is named, a library with which programs and platforms write pictures; cameras do not use it.",
                "写有 {zh}，这是程序和平台写入图像所用的库；相机不使用它。"
            )
        } else {
            text!("{en} is named: the file was saved after the capture.", "写有 {zh}：文件在拍摄之后又被保存。")
        };
        return not_met(words, format!("{}, {}", named.field.name, named.field.place));
    }
    let (records, _) = records::read(metadata);
    if let Some(record) = records.first() {
        return not_met(
            Words::new("An app recorded its work in the file.", "有应用在文件中记录了其操作。").into(),
            format!("{}, {}", record.field.name, record.field.place),
        );
    }
    let grounds = platform::grounds(specimen);
    let names_platform = |platform: Platform| !matches!(platform, Platform::HuggingFace);
    if let Some(ground) =
        grounds.iter().find(|ground| ground.grade == Grade::SpecificMark && names_platform(ground.platform))
    {
        let platform = ground.platform.words();
        let (en, zh) = (platform.en, platform.zh);
        return not_met(
            text!("The file carries the mark of {en}.", "文件带有{zh}的标记。"),
            ground.place.as_deref().map(|place| quote(place, 200)).unwrap_or_default(),
        );
    }
    let structure = specimen.structure();
    let adobe = structure.parts.iter().find(|part| {
        (part.name == "APP14" && part.content.starts_with("Adobe"))
            || (part.name == "APP12" && part.content.starts_with("Ducky"))
    });
    if let Some(part) = adobe {
        return not_met(
            Words::new("A segment that Adobe's programs write is there.", "存在 Adobe 软件写入的段。").into(),
            format!("{} at byte {}", part.name, part.offset),
        );
    }
    met(Words::new("none was named", "均未发现").into(), "")
}

/// Whether no field declares a generative origin.
pub(super) fn not_declared(specimen: &Specimen<'_>, _: &Capture) -> Answer {
    let declares = specimen.metadata().fields.iter().find(|field| {
        let lower = field.value.to_lowercase();
        match field.standard {
            Standard::Xmp if field.name.ends_with("DigitalSourceType") => lower.contains("algorithmicmedia"),
            Standard::Xmp => field.name == "TC260:AIGC",
            Standard::PngText => field.name == "AIGC" || field.name == "parameters",
            Standard::Exif => field.name == "UserComment" && lower.trim_start().starts_with("{\"aigc\""),
            _ => false,
        }
    });
    match declares {
        Some(field) => not_met(
            Words::new(
                "A field declares a generative origin, which another check reads.",
                "有字段声明为生成内容，由其他检查读取。",
            )
            .into(),
            format!("{}, {}", quote(&field.name, 80), field.place),
        ),
        None => met(
            Words::new(
                "digital source type, AIGC label and generation parameters: none stated it",
                "数字来源类型、AIGC 标识和生成参数：均未声明",
            )
            .into(),
            "",
        ),
    }
}
