//! Actions and source types of the standards in plain words.

use crate::credentials::source_type_name;
use crate::text;
use crate::text::{Text, Words, quote};

/// An action in words, with its code.
pub(super) fn action_words(action: &str) -> Text {
    let code = quote(action, 60);
    match known_action(action) {
        Some(Words { en, zh }) => text!("{en} ({code})", "{zh}（{code}）"),
        None => Text::same(code),
    }
}

/// C2PA specification, section "Actions".
fn known_action(action: &str) -> Option<Words> {
    Some(match action {
        "c2pa.created" => Words::new("Created", "创建"),
        "c2pa.opened" => Words::new("Opened", "打开"),
        "c2pa.edited" => Words::new("Edited", "编辑"),
        "c2pa.edited.metadata" => Words::new("Metadata edited", "编辑元数据"),
        "c2pa.placed" => Words::new("Another file placed", "置入其他文件"),
        "c2pa.removed" => Words::new("An ingredient removed", "移除素材"),
        "c2pa.color_adjustments" | "c2pa.adjustedColor" => Words::new("Colours adjusted", "调整颜色"),
        "c2pa.filtered" => Words::new("Filtered", "应用滤镜"),
        "c2pa.cropped" => Words::new("Cropped", "裁剪"),
        "c2pa.resized" => Words::new("Resized", "调整尺寸"),
        "c2pa.resized.proportional" => Words::new("Resized in proportion", "按比例调整尺寸"),
        "c2pa.orientation" => Words::new("Turned", "旋转"),
        "c2pa.drawing" => Words::new("Drawn on", "绘制"),
        "c2pa.addedText" => Words::new("Text added", "添加文字"),
        "c2pa.enhanced" => Words::new("Enhanced", "增强"),
        "c2pa.converted" => Words::new("Format converted", "转换格式"),
        "c2pa.transcoded" => Words::new("Transcoded", "转码"),
        "c2pa.repackaged" => Words::new("Repackaged", "重新封装"),
        "c2pa.published" => Words::new("Published", "发布"),
        "c2pa.redacted" => Words::new("Statements redacted", "删减声明"),
        "c2pa.watermarked" | "c2pa.watermarked.bound" | "c2pa.watermarked.unbound" => {
            Words::new("Invisible mark added", "添加不可见标记")
        }
        "c2pa.unknown" => Words::new("Something unknown done", "未知操作"),
        _ => return None,
    })
}

/// A source type in words (IPTC NewsCodes digital source type), or `None` when it is not one of them.
pub(super) fn source_type_words(source_type: &str) -> Option<Words> {
    Some(match source_type_name(source_type) {
        "trainedAlgorithmicMedia" | "trainedAlgorithmicData" => {
            Words::new("made by a generative model", "由生成模型产生")
        }
        "compositeWithTrainedAlgorithmicMedia" => {
            Words::new("edited or composed with a generative model", "使用生成模型编辑或合成")
        }
        "compositeSynthetic" => Words::new("a composite with generated parts", "含生成部分的合成图"),
        "digitalCapture" => Words::new("taken with a digital camera", "由数码相机拍摄"),
        "computationalCapture" => Words::new(
            "taken with a camera and computed from several exposures or sensors",
            "由相机拍摄，经多帧或多传感器计算合成",
        ),
        "negativeFilm" => Words::new("digitised from a negative on film", "由底片负片数字化"),
        "positiveFilm" => Words::new("digitised from a positive on film", "由底片正片数字化"),
        "print" => Words::new("digitised from a print", "由印刷品数字化"),
        "humanEdits" | "minorHumanEdits" => Words::new("edited by a person", "由人编辑"),
        "algorithmicallyEnhanced" => Words::new("enhanced by an algorithm", "由算法增强"),
        "algorithmicMedia" => Words::new("made by an algorithm that was not trained", "由未经训练的算法产生"),
        "dataDrivenMedia" => Words::new("drawn from data", "由数据绘制"),
        "digitalCreation" | "digitalArt" | "softwareImage" => {
            Words::new("made by a person with software", "由人使用软件制作")
        }
        "screenCapture" => Words::new("a capture of a screen", "屏幕截图"),
        "virtualRecording" => Words::new("a recording of a virtual event", "虚拟活动的录制"),
        "composite" => Words::new("a composite; its parts are not named", "合成图，未写明组成部分"),
        "compositeCapture" => Words::new("a composite of captured pictures", "由拍摄的画面合成"),
        "empty" => Words::new("empty", "空白"),
        _ => return None,
    })
}
