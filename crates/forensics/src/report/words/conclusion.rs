//! The conclusion in words.

use crate::conclusion::{Conclusion, Level, Weighed};
use crate::finding::Declaration;
use crate::history::{Compression, Scale, Stratum};
use crate::report::v1::{self, ConclusionKind, Reason, WhatIf};
use crate::text;
use crate::text::{Text, Words};

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

/// What a conclusion from weights must not be taken for besides.
const WEIGHED_LIMITATION: Words = Words::new(
    "The error rates behind the weights come from photos and generators of the calibration; on generators that came later, signs of AI generation can be missing.",
    "权重背后的误差率来自校准所用的照片和生成工具；对于此后出现的生成工具，AI 生成迹象可能缺失。",
);

const DECLARED_WOULD_CHANGE: Words = Words::new(
    "Proof that the declaration was copied from another file or added afterwards.",
    "能够证明该声明是从其他文件复制而来或事后添加的证据。",
);
const ORIGINAL: Words = Words::new(
    "The original file as it left the camera or the generator, with its metadata.",
    "相机或生成工具直接输出、保留元数据的原始文件。",
);
const OUTSIDE: Words = Words::new(
    "Evidence from outside the file: where it was first published, and what its author says.",
    "文件以外的证据：最早在哪里发布，以及作者的说明。",
);
const MORE_PHOTOS: Words = Words::new(
    "More photos of the same account: what one photo hints at, several can support or refute.",
    "同一账号的更多照片：单张照片的线索，可由多张照片支持或否定。",
);

/// Most findings that are named as reasons.
const MOST_REASONS: usize = 3;

/// |log10 LR| below which a finding moved nothing worth naming: a ratio of 1.26.
const LEAST_REASON: f64 = 0.1;

/// Probabilities of AI generation before the examination for which the report says what follows: among all
/// profile pictures (0.05 %, measured in published studies; methods E5), in a feed, in a doubtful set, unknown.
const BEFORE: [f64; 5] = [0.0005, 0.01, 0.05, 0.2, 0.5];

/// A finding with a weight.
#[derive(Debug, Clone)]
pub(crate) struct Moved {
    /// Id of its check.
    pub(crate) check: &'static str,
    /// Title of its check.
    pub(crate) title: Words,
    /// Its own log10 LR.
    pub(crate) log10_lr: f64,
}

/// What the words are about.
#[derive(Debug)]
pub(crate) struct Said {
    /// The conclusion.
    pub(crate) conclusion: Conclusion,
    /// What was weighed, in the order of the report.
    pub(crate) moved: Vec<Moved>,
    /// Titles of calibrated checks whose measurement got no weight, with the reason.
    pub(crate) without_weight: Vec<(Words, Text)>,
    /// Checks that gave an answer.
    pub(crate) looked: usize,
    /// What the file can still tell; `None` where that was not read.
    pub(crate) stratum: Option<Stratum>,
}

/// The conclusion in words.
pub(crate) fn conclusion(said: Said) -> v1::Conclusion {
    let weighed = match said.conclusion {
        Conclusion::Weighed(weighed) => Some(weighed),
        _ => None,
    };
    let reasons = match said.conclusion {
        Conclusion::Weighed(_) | Conclusion::Conflicting => reasons(&said.moved),
        _ => Vec::new(),
    };
    let (kind, title, statement) = headline(&said);
    let mut limitations = LIMITATIONS.to_vec();
    limitations.extend(weighed.map(|_| WEIGHED_LIMITATION));
    v1::Conclusion {
        kind,
        title,
        statement,
        because: because(&said, &reasons),
        would_change: would_change(&said).into_iter().map(Text::from).collect(),
        limitations: limitations.into_iter().map(Text::from).collect(),
        log10_lr: weighed.map(|weighed| weighed.log10_lr),
        interval: weighed.map(|weighed| weighed.interval),
        support: weighed.map(|weighed| support(weighed.log10_lr)),
        what_if: weighed.map(what_if).unwrap_or_default(),
        weighed: said.moved.len() as u32,
        reasons,
    }
}

impl ConclusionKind {
    /// Its name, for lists; the title in a report may add a reason.
    pub fn words(self) -> Words {
        match self {
            Self::DeclaredAi => Words::new("Declared as AI by the file itself", "文件自身声明由 AI 生成"),
            Self::DeclaredPartlyAi => {
                Words::new("Declared as partly AI by the file itself", "文件自身声明部分内容由 AI 生成")
            }
            Self::StrongSignsOfAi => Words::new("Strong signs of AI generation", "有较强的 AI 生成迹象"),
            Self::SomeSignsOfAi => Words::new("Some signs of AI generation", "有一些 AI 生成迹象"),
            Self::Inconclusive => Words::new("Inconclusive", "无法判断"),
            Self::SomeSignsOfCamera => Words::new("Some signs of a camera original", "有一些相机原片迹象"),
            Self::StrongSignsOfCamera => Words::new("Strong signs of a camera original", "有较强的相机原片迹象"),
            Self::Conflicting => Words::new("Conflicting evidence", "证据相互矛盾"),
            Self::NotAssessable => Words::new("Not assessable", "无法评估"),
            Self::NoConclusion => Words::new("No conclusion", "没有结论"),
        }
    }
}

/// Which conclusion, its title, and what it rests on.
fn headline(said: &Said) -> (ConclusionKind, Text, Text) {
    let named = |kind: ConclusionKind, statement: Words| (kind, kind.words().into(), statement.into());
    let none = |title: Words, statement: Words| (ConclusionKind::NoConclusion, title.into(), statement.into());
    match said.conclusion {
        Conclusion::Cancelled => none(
            Words::new("No conclusion: the examination was cancelled", "没有结论：检查已被取消"),
            Words::new(
                "The examination was stopped before every check had ended, so nothing was concluded.",
                "检查尚未全部完成就被停止，因此没有得出结论。",
            ),
        ),
        Conclusion::NotExamined => none(
            Words::new("No conclusion: the picture could not be decoded", "没有结论：图像无法解码"),
            Words::new(
                "Only the file's header and metadata could be examined; none of it was weighed.",
                "只检查了文件头和元数据，没有任何可以加权的证据。",
            ),
        ),
        Conclusion::NothingWeighed => {
            let looked = said.looked;
            let statement = text!(
                "{looked} checks looked at this file and described what they saw. None of it could be weighed with a measured error rate, so nothing spoke for or against AI generation.",
                "{looked} 项检查查看了此文件并描述了所见。其中没有任何一项能以实测的误差率加权，因此没有证据支持或反对“AI 生成”。"
            );
            (ConclusionKind::Inconclusive, ConclusionKind::Inconclusive.words().into(), statement)
        }
        Conclusion::NotAssessable(obstacle) => {
            let (Words { en, zh }, of_kind) = (obstacle.title(), ConclusionKind::NotAssessable.words());
            let title = Text { en: format!("{}: {en}", of_kind.en), zh: format!("{}：{zh}", of_kind.zh) };
            (ConclusionKind::NotAssessable, title, obstacle.why())
        }
        Conclusion::Declared(Declaration::PartlyGenerated) => named(
            ConclusionKind::DeclaredPartlyAi,
            Words::new(
                "The file itself declares that parts of the picture came from a generative model. A declaration is a statement of whoever wrote the file; unless it is signed, it can be added or removed by anybody.",
                "文件自身声明画面的部分内容来自生成式模型。声明是写入文件者的陈述；未经签名的声明任何人都可以添加或删除。",
            ),
        ),
        Conclusion::Declared(_) => named(
            ConclusionKind::DeclaredAi,
            Words::new(
                "The file itself declares that the picture came from a generative model. A declaration is a statement of whoever wrote the file; unless it is signed, it can be added or removed by anybody.",
                "文件自身声明画面来自生成式模型。声明是写入文件者的陈述；未经签名的声明任何人都可以添加或删除。",
            ),
        ),
        Conclusion::Conflicting => named(
            ConclusionKind::Conflicting,
            Words::new(
                "Checks of different kinds strongly contradicted each other. Both sides are listed; they were not averaged.",
                "不同类型的检查结果强烈矛盾。双方证据均已列出，没有取平均。",
            ),
        ),
        Conclusion::Weighed(weighed) => level(weighed),
    }
}

/// The level of what was weighed.
fn level(weighed: Weighed) -> (ConclusionKind, Text, Text) {
    let kind = match Level::of(weighed.log10_lr) {
        Level::StrongAi => ConclusionKind::StrongSignsOfAi,
        Level::SomeAi => ConclusionKind::SomeSignsOfAi,
        Level::Inconclusive => ConclusionKind::Inconclusive,
        Level::SomeCamera => ConclusionKind::SomeSignsOfCamera,
        Level::StrongCamera => ConclusionKind::StrongSignsOfCamera,
    };
    let Text { en, zh } = support(weighed.log10_lr);
    let Text { en: times, zh: times_zh } = times(weighed.log10_lr);
    let statement = if weighed.log10_lr.abs() < LEAST_REASON {
        text!(
            "What was found is about as likely in a camera photo as in an AI-generated picture ({en}).",
            "这些发现在相机照片和 AI 生成图像中出现的可能性相近（{zh}）。"
        )
    } else if weighed.log10_lr > 0.0 {
        text!(
            "What was found is about {times} times more likely if the picture was AI-generated than if it was a camera photo ({en}). This does not say how likely either is.",
            "与相机照片相比，若画面由 AI 生成，出现这些发现的可能性约为 {times_zh} 倍（{zh}）。这并不说明两者各自的可能性有多大。"
        )
    } else {
        text!(
            "What was found is about {times} times more likely if the picture was a camera photo than if it was AI-generated ({en}). This does not say how likely either is.",
            "与 AI 生成相比，若画面是相机照片，出现这些发现的可能性约为 {times_zh} 倍（{zh}）。这并不说明两者各自的可能性有多大。"
        )
    };
    (kind, kind.words().into(), statement)
}

/// A likelihood ratio with the digits that it deserves: two.
fn times(log10_lr: f64) -> Text {
    let times = 10f64.powf(log10_lr.abs());
    Text::same(if times < 9.95 {
        format!("{times:.1}")
    } else if times < 99.5 {
        format!("{times:.0}")
    } else {
        format!("{:.0}", (times / 10.0).round() * 10.0)
    })
}

/// The words of the ENFSI Guideline for Evaluative Reporting (2015) for a likelihood ratio, for either side.
fn support(log10_lr: f64) -> Text {
    let strength = match log10_lr.abs() {
        lr if lr < std::f64::consts::LOG10_2 => {
            return Words::new("no support for either side", "对任何一方均无支持").into();
        }
        lr if lr < 1.0 => Words::new("weak support", "弱支持"),
        lr if lr < 2.0 => Words::new("moderate support", "中等支持"),
        lr if lr < 3.0 => Words::new("moderately strong support", "中等偏强支持"),
        lr if lr < 4.0 => Words::new("strong support", "强支持"),
        lr if lr < 6.0 => Words::new("very strong support", "很强支持"),
        _ => Words::new("extremely strong support", "极强支持"),
    };
    let side = if log10_lr > 0.0 {
        Words::new("AI generation", "AI 生成")
    } else {
        Words::new("a camera photo", "相机照片")
    };
    let (Words { en, zh }, Words { en: side, zh: side_zh }) = (strength, side);
    text!("{en} for {side}", "对“{side_zh}”的{zh}")
}

/// The weighed findings that claimed most, the strongest first.
fn reasons(moved: &[Moved]) -> Vec<Reason> {
    let mut strongest: Vec<&Moved> = moved.iter().filter(|moved| moved.log10_lr.abs() >= LEAST_REASON).collect();
    strongest.sort_by(|one, other| other.log10_lr.abs().total_cmp(&one.log10_lr.abs()));
    let reason =
        |moved: &&Moved| Reason { check: moved.check.to_owned(), title: moved.title.into(), log10_lr: moved.log10_lr };
    strongest.iter().take(MOST_REASONS).map(reason).collect()
}

/// One sentence on what moved the conclusion, or why nothing could.
fn because(said: &Said, reasons: &[Reason]) -> Option<Text> {
    if let Conclusion::NothingWeighed = said.conclusion {
        let (Words { en: title, zh: title_zh }, Text { en, zh }) = said.without_weight.first()?;
        return Some(text!("“{title}”: {en}", "“{title_zh}”：{zh}"));
    }
    let one = |reason: &Reason| {
        let Text { en: times, .. } = times(reason.log10_lr);
        let Text { en, zh } = &reason.title;
        if reason.log10_lr > 0.0 {
            text!("“{en}” (about {times} times likelier in AI pictures)", "“{zh}”（在 AI 图像中约为 {times} 倍）")
        } else {
            text!("“{en}” (about {times} times likelier in camera photos)", "“{zh}”（在相机照片中约为 {times} 倍）")
        }
    };
    let named: Vec<Text> = reasons.iter().map(one).collect();
    if named.is_empty() {
        return None;
    }
    let en = named.iter().map(|text| text.en.as_str()).collect::<Vec<_>>().join("; ");
    let zh = named.iter().map(|text| text.zh.as_str()).collect::<Vec<_>>().join("；");
    Some(text!("It rests on: {en}.", "依据：{zh}。"))
}

/// What would change the conclusion, the most telling first.
fn would_change(said: &Said) -> Vec<Words> {
    match said.conclusion {
        Conclusion::Cancelled => {
            vec![Words::new("Examine the photo again and let it end.", "重新检查这张照片，并等待检查完成。")]
        }
        Conclusion::NotExamined => vec![Words::new(
            "An undamaged copy of the file, best the original, in a format that Catchlight reads.",
            "一份完好的文件副本，最好是原始文件，并且格式受 Catchlight 支持。",
        )],
        Conclusion::NotAssessable(obstacle) => vec![obstacle.would_help(), OUTSIDE],
        Conclusion::Declared(_) => vec![DECLARED_WOULD_CHANGE],
        Conclusion::Conflicting => {
            vec![Words::new(
                "The original file, which may explain the contradiction.",
                "原始文件，它可能解释这一矛盾。",
            )]
        }
        Conclusion::NothingWeighed => vec![better_file(said.stratum), OUTSIDE],
        Conclusion::Weighed(_) => vec![better_file(said.stratum), MORE_PHOTOS, OUTSIDE],
    }
}

/// The file that would tell more than this one.
fn better_file(stratum: Option<Stratum>) -> Words {
    match stratum {
        Some(Stratum { compression: Compression::Medium | Compression::Heavy, .. }) => Words::new(
            "The original file: the compression of this copy has removed the finest structure, and most metadata is lost on the way, too.",
            "原始文件：此副本的压缩已去除最细微的结构，多数元数据也在途中丢失。",
        ),
        Some(Stratum { scale: Scale::Resized, .. }) => Words::new(
            "The original file: this copy was scaled, which has changed the finest structure.",
            "原始文件：此副本经过缩放，最细微的结构已被改变。",
        ),
        _ => ORIGINAL,
    }
}

/// What follows for several prior probabilities.
fn what_if(weighed: Weighed) -> Vec<WhatIf> {
    BEFORE
        .into_iter()
        .map(|before| WhatIf {
            before,
            after: posterior(before, weighed.log10_lr),
            between: (posterior(before, weighed.interval.0), posterior(before, weighed.interval.1)),
        })
        .collect()
}

/// Posterior odds are prior odds times the likelihood ratio.
fn posterior(before: f64, log10_lr: f64) -> f64 {
    let odds = before / (1.0 - before) * 10f64.powf(log10_lr);
    odds / (1.0 + odds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::applicability::Obstacle;
    use crate::learned::photograph::Depiction;

    fn said(conclusion: Conclusion, moved: Vec<Moved>) -> v1::Conclusion {
        let stratum = Some(Stratum { compression: Compression::Medium, scale: Scale::Unknown });
        conclusion_of(Said { conclusion, moved, without_weight: Vec::new(), looked: 9, stratum })
    }

    fn conclusion_of(said: Said) -> v1::Conclusion {
        super::conclusion(said)
    }

    fn moved(check: &'static str, log10_lr: f64) -> Moved {
        Moved { check, title: Words::new("Title", "标题"), log10_lr }
    }

    fn weighed(log10_lr: f64) -> Conclusion {
        Conclusion::Weighed(Weighed { log10_lr, interval: (log10_lr - 0.2, log10_lr + 0.4) })
    }

    #[test]
    fn a_ratio_is_told_with_its_support_and_what_it_rests_on() {
        let said = said(weighed(1.3), vec![moved("weak", 0.2), moved("none", 0.05), moved("strong", 1.3)]);
        assert_eq!(said.kind, ConclusionKind::SomeSignsOfAi);
        assert_eq!(
            said.statement.en,
            "What was found is about 20 times more likely if the picture was AI-generated than if it was a camera photo (moderate support for AI generation). This does not say how likely either is."
        );
        let named: Vec<&str> = said.reasons.iter().map(|reason| reason.check.as_str()).collect();
        assert_eq!(named, ["strong", "weak"]);
        assert!(said.because.unwrap().en.contains("about 20 times likelier in AI pictures"));
        let (low, high) = said.interval.unwrap();
        assert!((low - 1.1).abs() < 1e-9 && (high - 1.7).abs() < 1e-9);
        assert!(said.would_change[0].en.starts_with("The original file"));
    }

    #[test]
    fn little_evidence_is_inconclusive_either_way() {
        let to_camera = said(weighed(-0.6), vec![moved("a", -0.6)]);
        assert_eq!(to_camera.kind, ConclusionKind::Inconclusive);
        assert!(to_camera.statement.en.contains("4.0 times more likely if the picture was a camera photo"));
        assert_eq!(to_camera.support.unwrap().en, "weak support for a camera photo");
        let nothing = said(weighed(0.0), vec![moved("a", 0.0)]);
        assert!(nothing.statement.en.contains("about as likely"));
        assert!(nothing.because.is_none() && nothing.reasons.is_empty());
    }

    /// Published arithmetic: at 5 % before, a ratio of 90 (a recall of 0.9 at one false alarm in a hundred) makes
    /// 83 % (methods E5).
    #[test]
    fn posteriors_follow_from_odds() {
        assert!((posterior(0.05, 90f64.log10()) - 0.826).abs() < 1e-3);
        assert!((posterior(0.0005, 9f64.log10()) - 0.0045).abs() < 1e-4);
        let what_if = said(weighed(0.0), Vec::new()).what_if;
        assert!(what_if.iter().all(|row| (row.after - row.before).abs() < 1e-12));
        assert!(what_if.iter().all(|row| row.between.0 < row.after && row.after < row.between.1));
    }

    #[test]
    fn banned_words_never_occur() {
        let conclusions = [
            Conclusion::Cancelled,
            Conclusion::NotExamined,
            Conclusion::NothingWeighed,
            Conclusion::Conflicting,
            Conclusion::NotAssessable(Obstacle::Screenshot),
            Conclusion::NotAssessable(Obstacle::NotAPhotograph(Depiction::Render)),
            Conclusion::Declared(Declaration::Generated),
            Conclusion::Declared(Declaration::PartlyGenerated),
            weighed(3.0),
            weighed(1.2),
            weighed(-1.2),
            weighed(-3.0),
        ];
        for conclusion in conclusions {
            let said = said(conclusion, vec![moved("a", 1.0)]);
            let text = serde_json::to_string(&said).unwrap().to_lowercase();
            for banned in ["fake", "proves", "99 %", "does not exist", "证明是假", "假照片"] {
                assert!(!text.contains(banned), "{banned}: {text}");
            }
        }
    }
}
