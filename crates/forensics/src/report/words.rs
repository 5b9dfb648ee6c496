//! The one table of words for endings and conclusions.

mod conclusion;

pub(crate) use conclusion::{Moved, Said, conclusion};

use crate::calibration::CalibrationError;
use crate::text;
use crate::text::{Text, Words};

/// The summary of a finding whose check has no calibration, so that its score weighs nothing.
pub fn unweighed(summary: &Text) -> Text {
    let Text { en, zh } = summary;
    text!("{en} This is shown as an illustration; it has no weight.", "{zh}此结果仅供展示，不占权重。")
}

/// The check had not ended when the user cancelled.
pub const CANCELLED: Words =
    Words::new("The examination was cancelled before this check had ended.", "检查在此项完成之前被取消。");

/// A view for experts in an examination without pictures.
pub const NO_PICTURES: Words = Words::new(
    "This is a view to look at, and the examination was made without pictures.",
    "此项是供查看的视图，而本次检查未生成图片。",
);

/// The check ran into a fault of its own.
pub const PANICKED: Words = Words::new(
    "This check broke off because of a fault in Catchlight. The other checks were not affected.",
    "由于 Catchlight 自身的错误，此项检查中断。其他检查不受影响。",
);

/// Why a score that was measured got no weight.
pub fn not_weighed(error: &CalibrationError) -> Text {
    let of_files = |compression: &crate::history::Compression| compression.words();
    match error {
        CalibrationError::StratumUnknown => Words::new(
            "The measurement was made and has no weight: what compression had left in the file could not be read, so it was not known how often real photos like it score so.",
            "已完成测量，但不占权重：无法读取压缩在文件中留下了什么，因此不知道同类真实照片得到此分的频率。",
        )
        .into(),
        CalibrationError::NotCalibrated { compression, .. } => {
            let Words { en, zh } = of_files(compression);
            text!(
                "The measurement was made and has no weight: how often real photos score so was not measured on files of this kind ({en}).",
                "已完成测量，但不占权重：尚未在此类文件（{zh}）上测过真实照片得到此分的频率。"
            )
        }
        CalibrationError::TooFew { compression, ai, camera, .. } => {
            let Words { en, zh } = of_files(compression);
            text!(
                "The measurement was made and has no weight: on files of this kind ({en}) it was tested with only {ai} AI pictures and {camera} camera photos.",
                "已完成测量，但不占权重：在此类文件（{zh}）上仅用 {ai} 张 AI 图像和 {camera} 张相机照片测试过。"
            )
        }
        CalibrationError::Uninformative { compression, .. } => {
            let Words { en, zh } = of_files(compression);
            text!(
                "The measurement was made and has no weight: on files of this kind ({en}) it told AI pictures and camera photos hardly apart.",
                "已完成测量，但不占权重：在此类文件（{zh}）上，它几乎无法区分 AI 图像和相机照片。"
            )
        }
        CalibrationError::Unreadable { .. }
        | CalibrationError::OtherRevision { .. }
        | CalibrationError::ScoreNotFinite(_) => text!(
            "The measurement was made but could not be weighed: {error}.",
            "已完成测量，但无法加权：{error}。"
        ),
    }
}
