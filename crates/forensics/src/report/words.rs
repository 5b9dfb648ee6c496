//! The one table of words for endings and conclusions.

use crate::conclusion::Conclusion;
use crate::finding::Declaration;
use crate::report::v1::{self, ConclusionKind};
use crate::text;
use crate::text::{Text, Words};

/// |log10 LR| from which a conclusion speaks of "some signs": a likelihood ratio of 10, the lower end
/// of "moderate support" (ENFSI Guideline for Evaluative Reporting, 2015).
const SOME_LOG10_LR: f64 = 1.0;

/// |log10 LR| from which a conclusion speaks of "strong signs": a likelihood ratio of 100, the lower
/// end of "moderately strong support" (same source).
const STRONG_LOG10_LR: f64 = 2.0;

/// What every conclusion must not be taken for.
const LIMITATIONS: &[Words] = &[
    Words::new(
        "This report is about the file, not about the person shown or the person who posted it.",
        "本报告只针对文件本身，不针对照片中的人物或发布者。",
    ),
    Words::new(
        "A camera photo with parts that were edited by AI is a third case; the conclusion speaks of it only when a check says so.",
        "“真实照片的局部经 AI 编辑”是第三种情况；只有当某项检查明确提到时，结论才涉及它。",
    ),
];

const DECLARED_WOULD_CHANGE: &[Words] = &[Words::new(
    "Proof that the declaration was copied from another file or added afterwards.",
    "能够证明该声明是从其他文件复制而来或事后添加的证据。",
)];

/// The summary of a finding whose check has no calibration, so that its score weighs nothing.
pub fn unweighed(summary: &Text) -> Text {
    let Text { en, zh } = summary;
    text!("{en} This is shown as an illustration; it has no weight.", "{zh}此结果仅供展示，不占权重。")
}

/// The conclusion in words.
pub fn conclusion(conclusion: Conclusion, weighed: usize, ran: usize) -> v1::Conclusion {
    let (kind, title, statement, would_change) = match conclusion {
        Conclusion::Cancelled => (
            ConclusionKind::NoConclusion,
            Words::new("No conclusion: the examination was cancelled", "没有结论：检查已被取消").into(),
            Words::new(
                "The examination was stopped before every check had ended, so nothing was concluded.",
                "检查尚未全部完成就被停止，因此没有得出结论。",
            )
            .into(),
            vec![Words::new("Examine the photo again and let it end.", "重新检查这张照片，并等待检查完成。")],
        ),
        Conclusion::NotExamined => (
            ConclusionKind::NoConclusion,
            Words::new("No conclusion: the picture could not be decoded", "没有结论：图像无法解码").into(),
            Words::new(
                "Only the file's header and metadata could be examined; none of it was weighed.",
                "只检查了文件头和元数据，没有任何可以加权的证据。",
            )
            .into(),
            vec![Words::new(
                "An undamaged copy of the file, best the original, in a format that Catchlight reads.",
                "一份完好的文件副本，最好是原始文件，并且格式受 Catchlight 支持。",
            )],
        ),
        Conclusion::NothingWeighed => (
            ConclusionKind::Inconclusive,
            Words::new("Inconclusive", "无法判断").into(),
            crate::text!(
                "{ran} checks looked at this file and described what they saw. None of what they saw carries a measured error rate, so nothing was weighed for or against AI generation.",
                "{ran} 项检查查看了此文件并描述了所见。这些发现都没有经过实测的错误率，因此没有对“AI 生成”作出支持或反对的加权。"
            ),
            vec![
                Words::new(
                    "The original file as it left the camera or the generator, with its metadata.",
                    "相机或生成工具直接输出、保留元数据的原始文件。",
                ),
                Words::new(
                    "Evidence from outside the file: where it was first published, and what its author says.",
                    "文件以外的证据：最早在哪里发布，以及作者的说明。",
                ),
            ],
        ),
        Conclusion::Declared(Declaration::PartlyGenerated) => (
            ConclusionKind::DeclaredPartlyAi,
            Words::new("Declared as partly AI by the file itself", "文件自身声明部分内容由 AI 生成").into(),
            Words::new(
                "The file itself declares that parts of the picture came from a generative model. A declaration is a statement of whoever wrote the file; unless it is signed, it can be added or removed by anybody.",
                "文件自身声明画面的部分内容来自生成式模型。声明是写入文件者的陈述；未经签名的声明任何人都可以添加或删除。",
            )
            .into(),
            DECLARED_WOULD_CHANGE.to_vec(),
        ),
        Conclusion::Declared(_) => (
            ConclusionKind::DeclaredAi,
            Words::new("Declared as AI by the file itself", "文件自身声明由 AI 生成").into(),
            Words::new(
                "The file itself declares that the picture came from a generative model. A declaration is a statement of whoever wrote the file; unless it is signed, it can be added or removed by anybody.",
                "文件自身声明画面来自生成式模型。声明是写入文件者的陈述；未经签名的声明任何人都可以添加或删除。",
            )
            .into(),
            DECLARED_WOULD_CHANGE.to_vec(),
        ),
        Conclusion::Conflicting => (
            ConclusionKind::Conflicting,
            Words::new("Conflicting evidence", "证据相互矛盾").into(),
            Words::new(
                "Checks of different kinds strongly contradicted each other. Both sides are listed; they were not averaged.",
                "不同类型的检查结果强烈矛盾。双方证据均已列出，没有取平均。",
            )
            .into(),
            vec![Words::new("The original file, which may explain the contradiction.", "原始文件，它可能解释这一矛盾。")],
        ),
        Conclusion::Weighed { log10_lr } => weighed_words(log10_lr),
    };
    let log10_lr = match conclusion {
        Conclusion::Weighed { log10_lr } => Some(log10_lr),
        _ => None,
    };
    v1::Conclusion {
        kind,
        title,
        statement,
        would_change: would_change.into_iter().map(Text::from).collect(),
        limitations: LIMITATIONS.iter().copied().map(Text::from).collect(),
        log10_lr,
        weighed: weighed as u32,
    }
}

fn weighed_words(log10_lr: f64) -> (ConclusionKind, Text, Text, Vec<Words>) {
    let original =
        Words::new("The original file, or more photos of the same account.", "原始文件，或同一账号的更多照片。");
    let times = 10f64.powf(log10_lr.abs());
    let (kind, title) = match log10_lr {
        lr if lr >= STRONG_LOG10_LR => {
            (ConclusionKind::StrongSignsOfAi, Words::new("Strong signs of AI generation", "有较强的 AI 生成迹象"))
        }
        lr if lr >= SOME_LOG10_LR => {
            (ConclusionKind::SomeSignsOfAi, Words::new("Some signs of AI generation", "有一些 AI 生成迹象"))
        }
        lr if lr <= -STRONG_LOG10_LR => (
            ConclusionKind::StrongSignsOfCamera,
            Words::new("Strong signs of a camera original", "有较强的相机原片迹象"),
        ),
        lr if lr <= -SOME_LOG10_LR => {
            (ConclusionKind::SomeSignsOfCamera, Words::new("Some signs of a camera original", "有一些相机原片迹象"))
        }
        _ => (ConclusionKind::Inconclusive, Words::new("Inconclusive", "无法判断")),
    };
    let statement = if log10_lr >= 0.0 {
        crate::text!(
            "What was found is about {times:.1} times more likely if the picture was AI-generated than if it was a camera photo. This does not say how likely either is.",
            "与相机照片相比，若画面由 AI 生成，出现这些发现的可能性约为 {times:.1} 倍。这并不说明两者各自的可能性有多大。"
        )
    } else {
        crate::text!(
            "What was found is about {times:.1} times more likely if the picture was a camera photo than if it was AI-generated. This does not say how likely either is.",
            "与 AI 生成相比，若画面是相机照片，出现这些发现的可能性约为 {times:.1} 倍。这并不说明两者各自的可能性有多大。"
        )
    };
    (kind, title.into(), statement, vec![original])
}

/// The check had not ended when the user cancelled.
pub const CANCELLED: Words =
    Words::new("The examination was cancelled before this check had ended.", "检查在此项完成之前被取消。");

/// The check ran into a fault of its own.
pub const PANICKED: Words = Words::new(
    "This check broke off because of a fault in Catchlight. The other checks were not affected.",
    "由于 Catchlight 自身的错误，此项检查中断。其他检查不受影响。",
);

/// The committed calibration cannot be used.
pub fn unusable_calibration(why: &str) -> Text {
    crate::text!("The measurement was made but could not be weighed: {why}.", "已完成测量，但无法加权：{why}。")
}
