//! The conclusion about a set of photos in words: never about a person, and never above what the cap supports.

use catchlight_forensics::conclusion::Level;
use catchlight_forensics::report::v1::Declaration;
use catchlight_forensics::text;
use catchlight_forensics::text::{Text, Words};

use crate::v1::{Chosen, PhotoEntry, SetConclusion, SetConclusionKind, SetReason};
use crate::weighing::Weighed;

/// Fewest weighed photos for a conclusion about the set.
const LEAST_WEIGHED: u32 = 3;

/// Most photos that are named as reasons.
const MOST_REASONS: usize = 5;

const LIMITATIONS: [Words; 5] = [
    Words::new(
        "This is about the set of photos, not about the person shown or the person who posted them.",
        "本结论只针对这组照片，不针对照片中的人物或发布者。",
    ),
    Words::new(
        "The calibration has photos of 18 sources, too few to know how often whole accounts are misjudged: the conclusion about the set is held to the strength that one photo may have.",
        "校准仅含 18 个来源的照片，不足以得知整个账号被误判的频率：因此整组结论的强度不超过单张照片所允许的强度。",
    ),
    Words::new(
        "Photos of one account are alike: one camera, one filter, one style. The weights were shrunk for that by a measured but uncertain amount; many photos add less than they seem to.",
        "同一账号的照片彼此相似：相同的相机、滤镜和风格。权重已按实测但不确定的程度缩减；照片再多，所增也比看上去少。",
    ),
    Words::new(
        "Checks across photos describe and have no weight; the sum knows only the photos' own reports.",
        "跨照片检查仅作描述，不计权重；合计只来自各照片自身的报告。",
    ),
    Words::new(
        "A set can hold camera photos and generated pictures side by side; one number for the set does not tell them apart.",
        "一组照片中可以同时有相机照片和生成图像；整组的一个数字无法区分二者。",
    ),
];

const WOULD_CHANGE: [Words; 3] = [
    Words::new("The original files, as they left the camera or the generator.", "相机或生成工具直接输出的原始文件。"),
    Words::new("All photos of the account, or a random part of them.", "该账号的全部照片，或其中随机的一部分。"),
    Words::new(
        "Evidence from outside the files: earlier publication, video, meetings, and what the author says.",
        "文件以外的证据：更早的发布、视频、会面以及作者的说明。",
    ),
];

/// Draws the conclusion.
pub(crate) fn conclude(photos: &[PhotoEntry], weighed: &Weighed, chosen: Chosen, cancelled: bool) -> SetConclusion {
    let declaring: Vec<u32> = places(photos, |photo| photo.declares.is_some());
    let wholly = photos.iter().filter(|photo| photo.declares == Some(Declaration::Generated)).count();
    let kind = kind(photos, weighed, declaring.len(), wholly, cancelled);
    let (title, statement) = words(kind, photos.len(), wholly, weighed);
    let mut limitations: Vec<Text> = LIMITATIONS.into_iter().map(Text::from).collect();
    limitations.extend(weighed.aggregation.selection_warning.clone());
    let mut would_change: Vec<Text> = WOULD_CHANGE.into_iter().map(Text::from).collect();
    if chosen == Chosen::All {
        would_change.remove(1);
    }
    let declared = (!declaring.is_empty()).then(|| declared(declaring.len(), photos.len()));
    SetConclusion {
        kind,
        title,
        statement,
        declared,
        limitations,
        would_change,
        reasons: reasons(photos, kind, declaring),
    }
}

fn places(photos: &[PhotoEntry], is: impl Fn(&PhotoEntry) -> bool) -> Vec<u32> {
    photos.iter().enumerate().filter(|(_, photo)| is(photo)).map(|(place, _)| place as u32).collect()
}

fn kind(
    photos: &[PhotoEntry],
    weighed: &Weighed,
    declaring: usize,
    wholly: usize,
    cancelled: bool,
) -> SetConclusionKind {
    if cancelled {
        return SetConclusionKind::NoConclusion;
    }
    // A declaration speaks first, as in the report of one photo: whoever wrote it knew.
    if wholly > 0 && 2 * wholly >= photos.len() {
        return SetConclusionKind::DeclaredAi;
    }
    if declaring > 0 {
        return SetConclusionKind::SomeDeclaredAi;
    }
    let Some(together) = weighed.together.as_ref().filter(|_| weighed.aggregation.counted >= LEAST_WEIGHED) else {
        return SetConclusionKind::TooFew;
    };
    match Level::of(together.log10_lr) {
        Level::StrongAi => SetConclusionKind::StrongSignsOfAi,
        Level::SomeAi => SetConclusionKind::SomeSignsOfAi,
        _ if !together.stood_out.is_empty() && together.log10_lr < 0.0 => SetConclusionKind::Mixed,
        Level::Inconclusive => SetConclusionKind::Inconclusive,
        Level::SomeCamera => SetConclusionKind::SomeSignsOfCamera,
        Level::StrongCamera => SetConclusionKind::StrongSignsOfCamera,
    }
}

fn declared(count: usize, of: usize) -> Text {
    text!(
        "{count} of {of} photos themselves declare that they came wholly or in part from a generative model. Declarations stand apart from what was measured.",
        "{of} 张照片中有 {count} 张自身声明全部或部分来自生成式模型。声明与测量结果分开列出。"
    )
}

fn words(kind: SetConclusionKind, photos: usize, wholly: usize, weighed: &Weighed) -> (Text, Text) {
    let title = match kind {
        SetConclusionKind::DeclaredAi => {
            Words::new("Most photos of the set are declared as AI by themselves", "这组照片多数自身声明由 AI 生成")
        }
        SetConclusionKind::SomeDeclaredAi => {
            Words::new("Some photos of the set are declared as AI by themselves", "这组照片部分自身声明由 AI 生成")
        }
        SetConclusionKind::StrongSignsOfAi => {
            Words::new("Strong signs of AI generation in the set", "这组照片有较强的 AI 生成迹象")
        }
        SetConclusionKind::SomeSignsOfAi => {
            Words::new("Some signs of AI generation in the set", "这组照片有一些 AI 生成迹象")
        }
        SetConclusionKind::Inconclusive => Words::new("Inconclusive", "无法判断"),
        SetConclusionKind::SomeSignsOfCamera => {
            Words::new("Some signs of camera originals in the set", "这组照片有一些相机原片迹象")
        }
        SetConclusionKind::StrongSignsOfCamera => {
            Words::new("Strong signs of camera originals in the set", "这组照片有较强的相机原片迹象")
        }
        SetConclusionKind::Mixed => {
            Words::new("Mixed: some photos stood out from the rest", "情况混杂：部分照片明显不同于其余")
        }
        SetConclusionKind::TooFew => Words::new("Too few photos could be weighed", "可加权的照片太少"),
        SetConclusionKind::NoConclusion => {
            Words::new("No conclusion: the examination was cancelled", "没有结论：检查已被取消")
        }
    };
    let counted = weighed.aggregation.counted;
    let statement = match (kind, &weighed.together) {
        (SetConclusionKind::NoConclusion, _) => text!(
            "The examination was stopped before the photos had been looked at together.",
            "照片尚未整体比较，检查即被停止。"
        ),
        (SetConclusionKind::DeclaredAi | SetConclusionKind::SomeDeclaredAi, _) => text!(
            "{wholly} of {photos} photos declare that they came wholly from a generative model. A declaration is a statement of whoever wrote the file.",
            "{photos} 张照片中有 {wholly} 张声明完全来自生成式模型。声明是写入文件者的陈述。"
        ),
        (SetConclusionKind::TooFew, _) | (_, None) => text!(
            "{counted} photos carried a weight; at least {LEAST_WEIGHED} different ones are needed for a conclusion about the set.",
            "仅 {counted} 张照片带有权重；整组结论至少需要 {LEAST_WEIGHED} 张不同的照片。"
        ),
        (_, Some(together)) => {
            let (effective, flagged, expected) = (together.effective, together.flagged, together.expected_by_chance);
            let Text { en, zh } = times(together.log10_lr);
            text!(
                "{en} {counted} different photos were weighed and count like about {effective:.1} unrelated ones. {flagged} were flagged; about {expected:.1} were to be expected by chance.",
                "{zh}共加权 {counted} 张不同的照片，约相当于 {effective:.1} 张互不相关的照片。{flagged} 张被标记；随机情况下预计约 {expected:.1} 张。"
            )
        }
    };
    (title.into(), statement)
}

/// The ratio for a reader. It never names a side below a ratio of 1.26.
fn times(log10_lr: f64) -> Text {
    let ratio = 10_f64.powf(log10_lr.abs());
    if log10_lr.abs() < 0.1 {
        return text!(
            "What the photos' reports found together is about as likely in camera photos as in AI-generated pictures.",
            "各照片报告的发现合在一起，在相机照片和 AI 生成图像中出现的可能性相近。"
        );
    }
    if log10_lr > 0.0 {
        text!(
            "What the photos' reports found together is about {ratio:.0} times more likely if the pictures were AI-generated than if they were camera photos.",
            "与相机照片相比，若图像由 AI 生成，各照片报告的发现合在一起出现的可能性约为 {ratio:.0} 倍。"
        )
    } else {
        text!(
            "What the photos' reports found together is about {ratio:.0} times more likely if the pictures were camera photos than if they were AI-generated.",
            "与 AI 生成图像相比，若图像为相机照片，各照片报告的发现合在一起出现的可能性约为 {ratio:.0} 倍。"
        )
    }
}

/// Declarations first, then the photos that moved the sum most toward its side.
fn reasons(photos: &[PhotoEntry], kind: SetConclusionKind, declaring: Vec<u32>) -> Vec<SetReason> {
    let mut reasons = Vec::new();
    if !declaring.is_empty() {
        reasons.push(SetReason { title: declared(declaring.len(), photos.len()), photos: declaring, log10_lr: None });
    }
    let sign = match kind {
        SetConclusionKind::SomeSignsOfCamera | SetConclusionKind::StrongSignsOfCamera => -1.0,
        SetConclusionKind::TooFew | SetConclusionKind::NoConclusion => return reasons,
        _ => 1.0,
    };
    let mut moved: Vec<(u32, f64, &PhotoEntry)> = photos
        .iter()
        .enumerate()
        .filter(|(_, photo)| photo.weighed)
        .filter_map(|(place, photo)| Some((place as u32, photo.log10_lr?, photo)))
        .filter(|(_, log10_lr, _)| log10_lr * sign >= 0.1)
        .collect();
    moved.sort_by(|one, other| (other.1 * sign).total_cmp(&(one.1 * sign)).then(one.0.cmp(&other.0)));
    let reason = |(place, log10_lr, photo): (u32, f64, &PhotoEntry)| SetReason {
        title: Text {
            en: format!("{}: {}", photo.name, photo.title.en),
            zh: format!("{}：{}", photo.name, photo.title.zh),
        },
        photos: vec![place],
        log10_lr: Some(log10_lr),
    };
    reasons.extend(moved.into_iter().take(MOST_REASONS).map(reason));
    reasons
}
