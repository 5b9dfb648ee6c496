//! Whether photos that a camera wrote itself were taken with one sensor.

use std::collections::BTreeMap;

use catchlight_forensics::artifact::{Artifact, Axis, Content, Mark, Plot, Series};
use catchlight_forensics::check::{Context, Reference, Stopped};
use catchlight_forensics::finding::{Finding, Group as Rows, Row};
use catchlight_forensics::text;
use catchlight_forensics::text::Words;

use super::MOST_ROWS;
use super::camera_and_time::camera;
use crate::across::{About, Across, Looked};
use crate::set::Set;
use crate::traits::Signs;

/// The check.
pub struct SameSensor;

/// Agreement from which two photos count as taken with one sensor, in standard deviations of what shifts give.
/// Published work on whole originals uses a ratio of energies of 60, which is 7.7 of these.
const SAME: f64 = 7.7;
/// Most photos of one size that are compared: each with each other.
const MOST_PHOTOS: usize = 120;
/// Width of a bar of the plot, and the largest agreement on it.
const BAR: f64 = 2.0;
const HIGHEST: f64 = 60.0;
const LOWEST: f64 = -6.0;

static ABOUT: About = About {
    id: "same_sensor",
    revision: 1,
    title: Words::new("Pattern of the camera's sensor", "相机传感器图样"),
    question: Words::new("Were originals taken with one camera?", "原片是否由同一台相机拍摄？"),
    explanation: Words::new(
        "Every sensor brightens and darkens its pixels a little in a way of its own. Of photos that state a camera and are as large as cameras take them, kept for each pixel of the middle whether it was brighter than its surroundings suggest, and measured how far the signs of two photos of equal size agree beyond what shifted copies agree.",
        "每块传感器都会以自己的方式使像素略亮或略暗。对写明相机且尺寸与相机直出相当的照片，记录中部每个像素是否亮于周围推测值，再测量两张同尺寸照片的符号一致程度超出平移副本的多少。",
    ),
    look_for: Words::new(
        "Photos that agree although they show different scenes, and photos that name one camera and do not agree.",
        "场景不同却彼此一致的照片，以及写明同一相机却不一致的照片。",
    ),
    ignore: Words::new(
        "Disagreement alone: editing, scaling, cropping, stabilisation and strong compression remove the pattern.",
        "单纯的不一致：编辑、缩放、裁剪、防抖和强压缩都会去除该图样。",
    ),
    limits: &[
        Words::new(
            "Phones since about 2019 put several frames together and correct lenses; photos of different phones were found to share patterns, so an agreement between phones proves no common camera.",
            "约 2019 年以来的手机会合成多帧并校正镜头；已发现不同手机的照片会共享图样，因此手机之间的一致不能证明是同一台相机。",
        ),
        Words::new(
            "The pattern of one camera can be laid over any picture, so agreement does not prove a camera either.",
            "一台相机的图样可以叠加到任何图像上，因此一致也不能证明出自相机。",
        ),
        Words::new("Measured on few cameras only; it has no weight.", "仅在少数相机上测量过；不计权重。"),
    ],
    references: &[
        Reference {
            citation: "Lukáš, Fridrich and Goljan, Digital camera identification from sensor pattern noise, IEEE Transactions on Information Forensics and Security 1(2), 2006",
            locator: "doi:10.1109/TIFS.2006.873602",
        },
        Reference {
            citation: "Iuliani, Fontani and Piva, A leak in PRNU based source identification: questioning fingerprint uniqueness, IEEE Access 9, 2021",
            locator: "doi:10.1109/ACCESS.2021.3070478",
        },
    ],
};

/// Two photos that were compared, by their places among those with signs, and their agreement.
struct Pair {
    one: usize,
    other: usize,
    agreement: f64,
}

impl Across for SameSensor {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, set: &Set<'_>, context: &Context<'_>) -> Result<Looked, Stopped> {
        let mut sizes: BTreeMap<(u32, u32), Vec<(usize, Signs)>> = BTreeMap::new();
        for (place, photo) in set.speaking() {
            let Some(Ok(sensor)) = photo.traits.map(|traits| &traits.sensor) else { continue };
            let of_size = sizes.entry(sensor.coded).or_default();
            if of_size.len() < MOST_PHOTOS {
                of_size.push((place, sensor.signs()));
            }
        }
        let mut pairs = Vec::new();
        for photos in sizes.values() {
            for (index, (one, signs)) in photos.iter().enumerate() {
                context.go_on()?;
                let others = photos.iter().skip(index + 1);
                pairs.extend(others.filter_map(|(other, others)| {
                    Some(Pair { one: *one, other: *other, agreement: signs.agreement(others)? })
                }));
            }
        }
        if pairs.is_empty() {
            return Ok(Looked::NotApplicable(text!(
                "No two photos of equal size stated a camera and were as large as cameras take them.",
                "没有两张同尺寸、写明相机且尺寸与相机直出相当的照片。"
            )));
        }
        let groups = joined(&pairs);
        let compared = pairs.len();
        let agreeing = pairs.iter().filter(|pair| pair.agreement >= SAME).count();
        let strongest = pairs.iter().map(|pair| pair.agreement).fold(f64::NEG_INFINITY, f64::max);
        let finding = Finding {
            details: details(set, &groups),
            artifacts: vec![plot(&pairs)],
            ..Finding::describing(text!(
                "{agreeing} of {compared} pairs of photos agreed as photos of one sensor do; the strongest agreement was {strongest:.1}, {SAME} being needed. This has no weight.",
                "{compared} 对照片中有 {agreeing} 对的一致程度如同出自一块传感器；最强为 {strongest:.1}，需达 {SAME}。此项不计权重。"
            ))
        };
        let photos: Vec<usize> = {
            let mut all: Vec<usize> = groups.iter().flatten().copied().collect();
            all.sort_unstable();
            all
        };
        Ok(if groups.is_empty() { Looked::not_found(finding) } else { Looked::found(finding, photos) })
    }
}

/// Photos joined by agreement, the largest group first.
fn joined(pairs: &[Pair]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for pair in pairs.iter().filter(|pair| pair.agreement >= SAME) {
        let mut joined = vec![pair.one, pair.other];
        groups.retain(|group| {
            let touches = group.contains(&pair.one) || group.contains(&pair.other);
            if touches {
                joined.extend(group);
            }
            !touches
        });
        joined.sort_unstable();
        joined.dedup();
        groups.push(joined);
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group.first().copied()));
    groups
}

fn details(set: &Set<'_>, groups: &[Vec<usize>]) -> Vec<Rows> {
    let row = |(index, group): (usize, &Vec<usize>)| {
        let number = index + 1;
        let names: Vec<&str> = group.iter().take(MOST_ROWS).map(|place| set.name(*place)).collect();
        let stated = group.iter().filter_map(|place| set.photos.get(*place)?.file().and_then(camera));
        let mut cameras: Vec<String> = stated.collect();
        cameras.sort();
        cameras.dedup();
        let (names, cameras) = (names.join(", "), cameras.join(", "));
        Row::new(
            text!("Group {number}", "第 {number} 组"),
            text!("{names}; stated: {cameras}", "{names}；写明：{cameras}"),
        )
    };
    if groups.is_empty() {
        return Vec::new();
    }
    vec![Rows {
        title: text!("Photos whose patterns agree", "图样一致的照片"),
        rows: groups.iter().take(MOST_ROWS).enumerate().map(row).collect(),
    }]
}

fn plot(pairs: &[Pair]) -> Artifact {
    let count = ((HIGHEST - LOWEST) / BAR).round() as usize;
    let mut bars = vec![0_u32; count];
    for pair in pairs {
        let bar = (((pair.agreement - LOWEST) / BAR).max(0.0) as usize).min(count.saturating_sub(1));
        if let Some(bar) = bars.get_mut(bar) {
            *bar += 1;
        }
    }
    let most = bars.iter().copied().max().unwrap_or(1).max(1);
    let points = bars
        .iter()
        .enumerate()
        .map(|(index, count)| (LOWEST + (f64::from(index as u32) + 0.5) * BAR, f64::from(*count)))
        .collect();
    let mut plot = Plot::new(
        Axis::even(text!("Agreement", "一致程度"), LOWEST, HIGHEST),
        Axis::even(text!("Pairs of photos", "照片对数"), 0.0, f64::from(most)),
        vec![Series::bars(text!("Pairs of equal size", "同尺寸的照片对"), points, BAR)],
    );
    plot.marks.push(Mark { label: text!("one sensor from here", "由此起视为同一传感器"), at: SAME });
    Artifact {
        id: "agreement",
        title: text!("Agreement of pairs", "各对照片的一致程度"),
        caption: text!(
            "Two sensors give numbers about 0; more than {HIGHEST} stands in the last bar.",
            "两块不同的传感器给出约为 0 的数值；超过 {HIGHEST} 的计入最后一格。"
        ),
        content: Content::Plot(plot),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_joins_photos_into_groups() {
        let pair = |one, other, agreement| Pair { one, other, agreement };
        let pairs = [pair(0, 1, 20.0), pair(2, 3, 9.0), pair(1, 4, 8.0), pair(3, 4, 1.0), pair(5, 6, 7.0)];
        assert_eq!(joined(&pairs), [vec![0, 1, 4], vec![2, 3]]);
        assert!(joined(&pairs[3..]).is_empty());
    }
}
