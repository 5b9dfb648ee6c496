//! Whether the faces of many photos look like one person's, and how much alike.

use catchlight_forensics::artifact::{Artifact, Axis, Content, Mark, Plot, Series};
use catchlight_forensics::check::{Context, Reference, Stopped};
use catchlight_forensics::finding::{Finding, Group as Rows, Row};
use catchlight_forensics::portrait::likeness::FaceLook;
use catchlight_forensics::text;
use catchlight_forensics::text::{Text, Words};
use image::RgbImage;

use super::MOST_ROWS;
use crate::across::{About, Across, Looked};
use crate::drawing;
use crate::set::Set;

/// The check.
pub struct AlikeFaces;

/// Distance below which the model's makers take two faces for one person's.
pub const ALIKE: f32 = 0.6;
/// Fewest photos with a face that can be compared.
const LEAST: usize = 2;
/// Most faces that are compared: each with each other.
const MOST_FACES: usize = 600;
/// Most groups, and most faces of a group, in the picture.
const MOST_SHOWN_GROUPS: usize = 8;
const MOST_SHOWN_FACES: usize = 8;
/// Width of a bar of the plot.
const BAR: f32 = 0.05;
/// Largest distance of the plot; greater ones stand in the last bar.
const FARTHEST: f32 = 1.2;

static ABOUT: About = About {
    id: "alike_faces",
    revision: 1,
    title: Words::new("Faces across photos", "各照片中的人脸"),
    question: Words::new(
        "Do the faces look like one person's, and how much alike are they?",
        "这些人脸看上去是否像同一人，相似到什么程度？",
    ),
    explanation: Words::new(
        "Turned each face into 128 numbers with a face recognition model on this computer, measured the distance of each pair and put faces together whose mean distance is below 0.6. This is done only when a person asks for it; the numbers are not kept.",
        "用本机上的人脸识别模型把每张人脸变为 128 个数，测量每两张之间的距离，并将平均距离低于 0.6 的归为一组。仅在使用者要求时进行；这些数值不会保存。",
    ),
    look_for: Words::new(
        "A persona whose photos fall into several groups, or distances that hardly vary over many scenes.",
        "同一人设的照片落入多个组，或许多场景中的距离几乎不变。",
    ),
    ignore: Words::new(
        "Groups of a single face in profile, in shadow or with glasses, and faces of bystanders.",
        "仅含一张侧脸、阴影中或戴眼镜人脸的组，以及旁人的脸。",
    ),
    limits: &[
        Words::new(
            "Nothing here was calibrated on accounts of real people: no distance says that a face is generated.",
            "未用真人账号校准：任何距离都不能说明人脸是生成的。",
        ),
        Words::new(
            "Beauty filters and photos of one session make a real person's faces as alike as those of a generator with a reference picture; twins, teams and reposts make them differ.",
            "美颜滤镜或同一场拍摄会让真人的脸像带参考图的生成结果一样相似；双胞胎、团队和转发则会使其不同。",
        ),
        Words::new(
            "Face recognition errs more often for people with darker skin, for children and for small or turned faces; it does not tell who anybody is.",
            "人脸识别对深肤色者、儿童以及小脸或侧脸更容易出错；它不说明任何人的身份。",
        ),
    ],
    references: &[
        Reference {
            citation: "King, Dlib-ml: A machine learning toolkit, Journal of Machine Learning Research 10, 2009",
            locator: "https://www.jmlr.org/papers/v10/king09a.html",
        },
        Reference {
            citation: "Grother, Ngan and Hanaoka, Face Recognition Vendor Test, part 3: Demographic effects, NISTIR 8280, 2019",
            locator: "doi:10.6028/NIST.IR.8280",
        },
    ],
};

const NOT_ASKED: Words = Words::new(
    "Faces were not compared, because nobody asked for it: what makes a face recognisable is sensitive.",
    "未比较人脸，因为没有人要求：可识别人脸的特征属于敏感信息。",
);

/// A face with the place of its photo.
type Seen<'a> = (usize, &'a FaceLook);

impl Across for AlikeFaces {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, set: &Set<'_>, context: &Context<'_>) -> Result<Looked, Stopped> {
        let mut asked = false;
        let mut why: Option<&Text> = None;
        let mut faces: Vec<Seen<'_>> = Vec::new();
        for (place, photo) in set.speaking() {
            match photo.looks {
                None => {}
                Some(Ok(found)) => {
                    asked = true;
                    faces.extend(found.iter().map(|face| (place, face)));
                }
                Some(Err(reason)) => {
                    asked = true;
                    why = Some(reason);
                }
            }
        }
        if !asked {
            return Ok(Looked::NotApplicable(NOT_ASKED.into()));
        }
        let left_out = faces.len().saturating_sub(MOST_FACES);
        faces.truncate(MOST_FACES);
        let photos = photos_of(&faces);
        let count = photos.len();
        if count < LEAST {
            return Ok(Looked::NotApplicable(match why {
                Some(Text { en, zh }) => text!(
                    "Faces of {count} photos could be compared; {LEAST} are needed. In others: {en}",
                    "仅 {count} 张照片的人脸可供比较，至少需要 {LEAST} 张。其余照片：{zh}"
                ),
                None => text!(
                    "Only {count} photos held a face that was large enough and looked toward the camera; {LEAST} are needed.",
                    "仅 {count} 张照片有足够大且朝向镜头的人脸，至少需要 {LEAST} 张。"
                ),
            }));
        }
        let distances = distances(&faces, context)?;
        let groups = grouped(&distances, context)?;
        let finding = Finding {
            details: details(set, &faces, &groups, &distances, left_out),
            artifacts: artifacts(&faces, &groups, &distances),
            ..Finding::describing(summary(&faces, &groups, &distances))
        };
        let alike = groups.first().is_some_and(|group| photos_of(&of(&faces, group)).len() > 1);
        Ok(if alike { Looked::found(finding, photos) } else { Looked::not_found(finding) })
    }
}

/// The photos of these faces, each once, in their order.
fn photos_of(faces: &[Seen<'_>]) -> Vec<usize> {
    let mut photos: Vec<usize> = faces.iter().map(|(place, _)| *place).collect();
    photos.dedup();
    photos
}

fn of<'a>(faces: &[Seen<'a>], group: &[usize]) -> Vec<Seen<'a>> {
    group.iter().filter_map(|index| faces.get(*index).copied()).collect()
}

/// Distance of each face from each other, a row for each face.
fn distances(faces: &[Seen<'_>], context: &Context<'_>) -> Result<Vec<Vec<f32>>, Stopped> {
    faces
        .iter()
        .map(|(_, one)| {
            context.go_on()?;
            Ok(faces.iter().map(|(_, other)| one.distance(other)).collect())
        })
        .collect()
}

/// Faces put together while the mean distance between two groups is below [`ALIKE`] (average linkage, Sokal and
/// Michener 1958); the largest group first.
fn grouped(distances: &[Vec<f32>], context: &Context<'_>) -> Result<Vec<Vec<usize>>, Stopped> {
    let mut groups: Vec<Vec<usize>> = (0..distances.len()).map(|face| vec![face]).collect();
    // Sums of distances between groups; a sum over the product of both sizes is their mean.
    let mut sums: Vec<Vec<f32>> = distances.to_vec();
    loop {
        context.go_on()?;
        let mut nearest: Option<(f32, usize, usize)> = None;
        for (one, row) in sums.iter().enumerate() {
            for (other, sum) in row.iter().enumerate().skip(one + 1) {
                let sizes = groups.get(one).map_or(1, Vec::len) * groups.get(other).map_or(1, Vec::len);
                let mean = sum / sizes as f32;
                if mean < ALIKE && nearest.is_none_or(|(least, _, _)| mean < least) {
                    nearest = Some((mean, one, other));
                }
            }
        }
        let Some((_, one, other)) = nearest else { break };
        let moved = groups.swap_remove(other);
        let added = sums.swap_remove(other);
        for row in &mut sums {
            row.swap_remove(other);
        }
        // The last group stands where the other one stood, in every row too.
        let last = sums.len();
        let added: Vec<f32> = (0..last)
            .map(|place| added.get(if place == other { last } else { place }).copied().unwrap_or_default())
            .collect();
        for (place, sum) in added.iter().enumerate() {
            if let Some(cell) = sums.get_mut(one).and_then(|row| row.get_mut(place)) {
                *cell += sum;
            }
            if let Some(cell) = sums.get_mut(place).and_then(|row| row.get_mut(one)) {
                *cell += sum;
            }
        }
        if let Some(group) = groups.get_mut(one) {
            group.extend(moved);
            group.sort_unstable();
        }
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group.first().copied()));
    Ok(groups)
}

/// Distances of faces of different photos within a group.
fn within(faces: &[Seen<'_>], group: &[usize], distances: &[Vec<f32>]) -> Vec<f32> {
    let mut found = Vec::new();
    for (index, one) in group.iter().enumerate() {
        for other in group.iter().skip(index + 1) {
            let apart = faces.get(*one).map(|face| face.0) != faces.get(*other).map(|face| face.0);
            if let Some(distance) = distances.get(*one).and_then(|row| row.get(*other)).filter(|_| apart) {
                found.push(*distance);
            }
        }
    }
    found.sort_by(f32::total_cmp);
    found
}

/// Median and the fifth and ninety-fifth percentile of ascending values.
fn spread(ascending: &[f32]) -> Option<(f32, f32, f32)> {
    let at = |share: f32| ascending.get(((ascending.len().saturating_sub(1)) as f32 * share).round() as usize).copied();
    Some((at(0.05)?, at(0.5)?, at(0.95)?))
}

fn summary(faces: &[Seen<'_>], groups: &[Vec<usize>], distances: &[Vec<f32>]) -> Text {
    let (count, photos) = (faces.len(), photos_of(faces).len());
    let largest = groups.first().map(Vec::as_slice).unwrap_or_default();
    let in_largest = photos_of(&of(faces, largest)).len();
    let several = groups.len();
    let Some((low, middle, high)) = spread(&within(faces, largest, distances)).filter(|_| in_largest > 1) else {
        return text!(
            "No two of {count} faces in {photos} photos were alike. This has no weight.",
            "{photos} 张照片中的 {count} 张人脸没有两张彼此相似。此项不计权重。"
        );
    };
    text!(
        "{count} faces of {photos} photos fell into {several} groups; the largest held {in_largest} photos with distances of {low:.2} to {high:.2}, {middle:.2} in the middle. This has no weight.",
        "{photos} 张照片的 {count} 张人脸分为 {several} 组；最大的一组含 {in_largest} 张照片，距离 {low:.2} 至 {high:.2}，中位数 {middle:.2}。此项不计权重。"
    )
}

fn details(
    set: &Set<'_>,
    faces: &[Seen<'_>],
    groups: &[Vec<usize>],
    distances: &[Vec<f32>],
    left_out: usize,
) -> Vec<Rows> {
    let mut rows: Vec<Row> = groups
        .iter()
        .take(MOST_ROWS)
        .enumerate()
        .map(|(index, group)| {
            let number = index + 1;
            let photos = photos_of(&of(faces, group));
            let names: Vec<&str> = photos.iter().take(MOST_ROWS).map(|place| set.name(*place)).collect();
            let names = names.join(", ");
            let value = match spread(&within(faces, group, distances)) {
                Some((low, middle, high)) => text!(
                    "{names} (distances {low:.2} to {high:.2}, {middle:.2} in the middle)",
                    "{names}（距离 {low:.2} 至 {high:.2}，中位数 {middle:.2}）"
                ),
                None => Text::same(names),
            };
            Row::new(text!("Group {number}", "第 {number} 组"), value)
        })
        .collect();
    if left_out > 0 {
        let value = text!("{left_out} faces", "{left_out} 张人脸");
        rows.push(Row::new(text!("Not compared: too many", "数量过多，未比较"), value));
    }
    vec![Rows { title: text!("Groups of alike faces", "相似人脸分组"), rows }]
}

fn artifacts(faces: &[Seen<'_>], groups: &[Vec<usize>], distances: &[Vec<f32>]) -> Vec<Artifact> {
    let shown: Vec<Vec<&RgbImage>> = groups
        .iter()
        .take(MOST_SHOWN_GROUPS)
        .map(|group| of(faces, group).into_iter().take(MOST_SHOWN_FACES).map(|(_, face)| &face.crop).collect())
        .collect();
    let everybody: Vec<usize> = (0..faces.len()).collect();
    let mut bars = vec![0_u32; (FARTHEST / BAR).round() as usize];
    for distance in within(faces, &everybody, distances) {
        let bar = ((distance / BAR) as usize).min(bars.len().saturating_sub(1));
        if let Some(count) = bars.get_mut(bar) {
            *count += 1;
        }
    }
    let highest = bars.iter().copied().max().unwrap_or(1).max(1);
    let points = bars
        .iter()
        .enumerate()
        .map(|(index, count)| ((f64::from(index as u32) + 0.5) * f64::from(BAR), f64::from(*count)))
        .collect();
    let mut plot = Plot::new(
        Axis::even(text!("Distance", "距离"), 0.0, f64::from(FARTHEST)),
        Axis::even(text!("Pairs of faces", "人脸对数"), 0.0, f64::from(highest)),
        vec![Series::bars(text!("Faces of different photos", "不同照片的人脸"), points, f64::from(BAR))],
    );
    plot.marks
        .push(Mark { label: text!("taken for alike below this", "低于此值视为相似"), at: f64::from(ALIKE) });
    vec![
        Artifact {
            id: "groups",
            title: text!("Groups of alike faces", "相似人脸分组"),
            caption: text!(
                "A row for each group, the largest first; at most {MOST_SHOWN_GROUPS} groups and {MOST_SHOWN_FACES} faces of each.",
                "每行一组，最大的在前；最多显示 {MOST_SHOWN_GROUPS} 组，每组 {MOST_SHOWN_FACES} 张。"
            ),
            content: Content::Picture(drawing::rows(&shown)),
        },
        Artifact {
            id: "distances",
            title: text!("Distances between faces", "人脸之间的距离"),
            caption: text!(
                "How many pairs of faces from different photos lie how far apart.",
                "来自不同照片的人脸对按距离的数量分布。"
            ),
            content: Content::Plot(plot),
        },
    ]
}

#[cfg(test)]
mod tests {
    use catchlight_forensics::Cancel;

    use super::*;

    fn face(at: f32, along: usize) -> FaceLook {
        let mut numbers = vec![0.0; 128];
        numbers[along] = at;
        FaceLook { numbers, crop: RgbImage::new(75, 75) }
    }

    /// Faces about three people, the second with two photos.
    fn people() -> Vec<FaceLook> {
        vec![face(2.0, 0), face(2.1, 0), face(2.05, 0), face(3.0, 1), face(3.2, 1), face(4.0, 2)]
    }

    #[test]
    fn faces_fall_into_groups_of_alike_ones() {
        let looks = people();
        let faces: Vec<Seen<'_>> = looks.iter().enumerate().collect();
        let cancel = Cancel::default();
        let context = Context::new(&cancel);
        let distances = distances(&faces, &context).unwrap();
        let groups = grouped(&distances, &context).unwrap();
        assert_eq!(groups, [vec![0, 1, 2], vec![3, 4], vec![5]]);
        let said = summary(&faces, &groups, &distances);
        assert!(
            said.en.starts_with("6 faces of 6 photos fell into 3 groups; the largest held 3 photos"),
            "{}",
            said.en
        );
        let artifacts = artifacts(&faces, &groups, &distances);
        assert_eq!(artifacts.len(), 2);
    }

    #[test]
    fn faces_of_one_photo_are_no_pair_of_photos() {
        let looks = [face(2.0, 0), face(2.1, 0), face(9.0, 1)];
        let faces = [(0, &looks[0]), (0, &looks[1]), (1, &looks[2])];
        let cancel = Cancel::default();
        let context = Context::new(&cancel);
        let distances = distances(&faces, &context).unwrap();
        let groups = grouped(&distances, &context).unwrap();
        assert!(within(&faces, &groups[0], &distances).is_empty());
        assert!(summary(&faces, &groups, &distances).en.starts_with("No two of 3 faces"));
    }

    #[test]
    fn the_mean_distance_decides_and_not_the_nearest_pair() {
        // A chain: each is near the next, and the ends are far apart.
        let looks: Vec<FaceLook> = (0..5).map(|step| face(step as f32 * 0.55, 0)).collect();
        let faces: Vec<Seen<'_>> = looks.iter().enumerate().collect();
        let cancel = Cancel::default();
        let context = Context::new(&cancel);
        let groups = grouped(&distances(&faces, &context).unwrap(), &context).unwrap();
        assert!(groups.len() > 1, "{groups:?}");
        cancel.set();
        assert_eq!(grouped(&[vec![0.0]], &context), Err(Stopped::Cancelled));
    }
}
