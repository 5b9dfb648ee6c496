//! Whether eyes lie at the same places in many photos, as in pictures of generators that were trained on aligned faces.

use catchlight_forensics::artifact::{Artifact, Content};
use catchlight_forensics::check::{Context, Reference, Stopped};
use catchlight_forensics::eyes::alignment::NEAR;
use catchlight_forensics::finding::{Finding, Group as Rows, Row};
use catchlight_forensics::text;
use catchlight_forensics::text::{Text, Words};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use super::MOST_ROWS;
use crate::across::{About, Across, Looked};
use crate::drawing;
use crate::set::Set;
use crate::traits::{CROP_SIDE, FacePlace, Faces};

/// The check.
pub struct EyeAlignment;

/// Fewest photos with a face.
const LEAST: usize = 5;
/// Sets drawn by chance.
const DRAWS: usize = 999;
/// Share of them up to which the eyes count as aligned.
const MOST_BY_CHANCE: f64 = 0.01;
/// Side of the overlay in pixels.
const OVERLAY: u32 = 320;
/// A face keeps this many times its eyes' distance from the frame when it is put elsewhere by chance.
const ROOM: f32 = 1.0;

static ABOUT: About = About {
    id: "eye_alignment",
    revision: 1,
    title: Words::new("Places of the eyes across photos", "各照片中眼睛的位置"),
    question: Words::new("Do eyes lie at the same places in many photos?", "许多照片中眼睛是否位于相同位置？"),
    explanation: Words::new(
        "Laid the widest face of each photo over those of the others, as shares of width and height, and measured how far the eyes lie from their mean places. The spread was compared with 999 sets in which the same faces were put elsewhere in their frames by chance.",
        "将每张照片中最大的人脸按宽高比例叠放，测量眼睛与其平均位置的距离，并与 999 组随机改变同一批人脸在画面中位置的结果比较。",
    ),
    look_for: Words::new(
        "Two tight clusters of crosses, and sharp eyes in the averaged face.",
        "十字紧密聚成两簇，平均人脸中眼睛清晰。",
    ),
    ignore: Words::new(
        "Faces in the middle of the frame alone: people centre themselves.",
        "仅仅是人脸居中：人们习惯居中构图。",
    ),
    limits: &[
        Words::new(
            "Passport tools, avatar cropping and face-alignment apps align the eyes of real people as well.",
            "证件照工具、头像裁剪和人脸对齐应用同样会对齐真人的眼睛。",
        ),
        Words::new(
            "Diffusion models do not align faces: nothing follows from eyes that lie anywhere.",
            "扩散模型不会对齐人脸：眼睛位置分散不能说明任何问题。",
        ),
        Words::new(
            "Faces placed by chance are not how people take portraits; without a calibration this has no weight.",
            "随机摆放并不等同于人们拍摄肖像的方式；未经校准，不计权重。",
        ),
    ],
    references: &[Reference {
        citation: "Yang, Singh and Menczer, Characteristics and prevalence of fake social media profiles with AI-generated faces, 2024",
        locator: "arXiv:2401.02627",
    }],
};

impl Across for EyeAlignment {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, set: &Set<'_>, context: &Context<'_>) -> Result<Looked, Stopped> {
        let mut why = None;
        let mut faces: Vec<(usize, &Faces, FacePlace)> = Vec::new();
        for (place, photo) in set.speaking() {
            let Some(traits) = photo.traits else { continue };
            match &traits.faces {
                Ok(found) => faces.extend(found.places.first().map(|first| (place, found, *first))),
                Err(reason) => why = Some(reason.clone()),
            }
        }
        let count = faces.len();
        if count < LEAST {
            // Nobody looked is another answer than nothing was there.
            let few = text!(
                "Only {count} photos held a face that could be measured; {LEAST} are needed.",
                "仅 {count} 张照片有可测量的人脸，至少需要 {LEAST} 张。"
            );
            return Ok(Looked::NotApplicable(match why {
                Some(Text { en, zh }) if faces.is_empty() => {
                    text!("Faces could not be looked for: {en}", "未能查找人脸：{zh}")
                }
                Some(Text { en, zh }) => Text {
                    en: format!("{} In others they could not be looked for: {en}", few.en),
                    zh: format!("{}其余照片未能查找人脸：{zh}", few.zh),
                },
                None => few,
            }));
        }
        let places: Vec<FacePlace> = faces.iter().map(|(_, _, place)| *place).collect();
        let spread = spread(&places);
        let by_chance = share_by_chance(&places, spread, context)?;
        let crops: Vec<&[u8]> =
            faces.iter().filter_map(|(_, found, _)| Some(found.crop.as_ref()?.0.as_slice())).collect();
        let percent = f64::from(spread) * 100.0;
        let finding = Finding {
            details: vec![Rows {
                title: text!("Places of the eyes in percent of width and height", "眼睛位置（占宽、高的百分比）"),
                rows: faces.iter().take(MOST_ROWS).map(|(place, _, face)| row(set.name(*place), face)).collect(),
            }],
            artifacts: artifacts(&places, &crops),
            ..Finding::describing(text!(
                "The eyes of {count} photos lay {percent:.1} % of the picture from their mean places; {by_chance:.3} of sets by chance were as tight. This has no weight.",
                "{count} 张照片的眼睛与平均位置相距画面的 {percent:.1} %；随机组中有 {by_chance:.3} 的比例同样集中。此项不计权重。"
            ))
        };
        let aligned = spread <= NEAR && by_chance <= MOST_BY_CHANCE;
        let photos = faces.iter().map(|(place, _, _)| *place).collect();
        Ok(if aligned { Looked::found(finding, photos) } else { Looked::not_found(finding) })
    }
}

fn row(name: &str, face: &FacePlace) -> Row {
    let percent = |(x, y): (f32, f32)| format!("{:.1}, {:.1}", 100.0 * x, 100.0 * y);
    Row::new(Text::same(name), Text::same(format!("{} / {}", percent(face.right_eye), percent(face.left_eye))))
}

/// Mean distance of both eyes from their mean places, in shares of the picture.
fn spread(places: &[FacePlace]) -> f32 {
    let count = places.len().max(1) as f32;
    let of = |eye: fn(&FacePlace) -> (f32, f32)| {
        let sum = places.iter().map(eye).fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
        let mean = (sum.0 / count, sum.1 / count);
        places.iter().map(|place| (eye(place).0 - mean.0).hypot(eye(place).1 - mean.1)).sum::<f32>() / count
    };
    (of(|place| place.right_eye) + of(|place| place.left_eye)) / 2.0
}

/// Share of sets with the same faces at other places that are as tight, this one counted.
fn share_by_chance(places: &[FacePlace], spread: f32, context: &Context<'_>) -> Result<f64, Stopped> {
    // The same set always meets the same chance.
    let mut random = ChaCha8Rng::seed_from_u64(0x5eed_e7e5);
    let mut even = move |from: f32, to: f32| from + (to - from).max(0.0) * (random.next_u32() as f32 / u32::MAX as f32);
    let mut as_tight = 1;
    for draw in 0..DRAWS {
        if draw % 64 == 0 {
            context.go_on()?;
        }
        let moved: Vec<FacePlace> = places
            .iter()
            .map(|place| {
                let middle =
                    ((place.right_eye.0 + place.left_eye.0) / 2.0, (place.right_eye.1 + place.left_eye.1) / 2.0);
                let room = ROOM * (place.left_eye.0 - place.right_eye.0).abs();
                let room = room.min(0.5);
                let to = (even(room, 1.0 - room), even(room, 1.0 - room));
                let by = |(x, y): (f32, f32)| (x + to.0 - middle.0, y + to.1 - middle.1);
                FacePlace { right_eye: by(place.right_eye), left_eye: by(place.left_eye), ..*place }
            })
            .collect();
        as_tight += usize::from(self::spread(&moved) <= spread);
    }
    Ok(as_tight as f64 / (DRAWS + 1) as f64)
}

fn artifacts(places: &[FacePlace], crops: &[&[u8]]) -> Vec<Artifact> {
    let right: Vec<(f32, f32)> = places.iter().map(|place| place.right_eye).collect();
    let left: Vec<(f32, f32)> = places.iter().map(|place| place.left_eye).collect();
    let mut artifacts = vec![Artifact {
        id: "eyes",
        title: text!("Eyes of all photos", "所有照片的眼睛"),
        caption: text!(
            "One cross an eye, every photo stretched to the same square: right eyes blue, left eyes orange.",
            "每个十字为一只眼睛，所有照片拉伸到同一正方形：右眼为蓝色，左眼为橙色。"
        ),
        content: Content::Picture(drawing::crosses(OVERLAY, [&right, &left])),
    }];
    artifacts.extend(drawing::mean(crops, CROP_SIDE, 4).map(|mean| Artifact {
        id: "mean-face",
        title: text!("Averaged face", "平均人脸"),
        caption: text!(
            "The mean of the widest faces, brought to one distance of the eyes but not turned.",
            "各照片最大人脸的平均图，按双眼间距统一大小，未作旋转。"
        ),
        content: Content::Picture(mean),
    }));
    artifacts
}

#[cfg(test)]
mod tests {
    use catchlight_forensics::Cancel;

    use super::*;

    fn at(x: f32, y: f32) -> FacePlace {
        FacePlace { right_eye: (x - 0.12, y), left_eye: (x + 0.12, y), mouth: (x, y + 0.2), width: 0.5, yaw: 0.0 }
    }

    #[test]
    fn aligned_eyes_are_tight_and_scattered_ones_are_not() {
        let (cancel, aligned) =
            (Cancel::default(), [at(0.5, 0.48), at(0.503, 0.481), at(0.497, 0.478), at(0.5, 0.482), at(0.501, 0.479)]);
        let context = Context::new(&cancel);
        assert!(spread(&aligned) < NEAR);
        assert!(share_by_chance(&aligned, spread(&aligned), &context).unwrap() <= MOST_BY_CHANCE);
        let scattered = [at(0.3, 0.3), at(0.7, 0.35), at(0.5, 0.6), at(0.35, 0.7), at(0.65, 0.45)];
        assert!(share_by_chance(&scattered, spread(&scattered), &context).unwrap() > 0.05);
        cancel.set();
        assert_eq!(share_by_chance(&aligned, 0.0, &context), Err(Stopped::Cancelled));
    }
}
