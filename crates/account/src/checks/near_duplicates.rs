//! Photos that show the same or nearly the same, so that one picture is never counted twice.

use catchlight_forensics::artifact::{Artifact, Content};
use catchlight_forensics::check::{Context, Reference, Stopped};
use catchlight_forensics::finding::{Finding, Group as Rows, Row};
use catchlight_forensics::text;
use catchlight_forensics::text::{Text, Words};
use image::imageops::{self, FilterType};

use super::MOST_ROWS;
use crate::across::{About, Across, Looked};
use crate::drawing;
use crate::set::{Group, Photo, Set};
use crate::traits::{Look, Traits};

/// The check.
pub struct NearDuplicates;

/// Bits of the hash up to which two pictures may be the same (methods F4).
const NEAR_BITS: u32 = 8;
/// Bits for two photos of one camera within [`BURST_S`] seconds.
const BURST_BITS: u32 = 16;
/// Seconds between two photos of a burst.
const BURST_S: i64 = 10;
/// Least correlation of the small grey pictures for a hash to be believed.
const ALIKE: f64 = 0.9;
/// The same for two photos of a burst, in which the subject moves.
const BURST_ALIKE: f64 = 0.6;
/// Side to which small pictures are brought for that.
const SIDE: u32 = 32;
/// Most pictures of groups that are drawn.
const MOST_DRAWN: usize = 24;

static ABOUT: About = About {
    id: "near_duplicates",
    revision: 1,
    title: Words::new("Near-duplicates and bursts", "近似重复与连拍"),
    question: Words::new("Which photos show the same?", "哪些照片内容相同？"),
    explanation: Words::new(
        "Compared a perceptual hash of every photo with that of every other, mirrored too, and verified each likeness on small grey pictures. Photos of one camera taken within ten seconds were compared less strictly. Only one photo of each group was weighed.",
        "将每张照片的感知哈希与其他所有照片（包括镜像）比较，并在缩小的灰度图上核实。同一相机十秒内拍摄的照片放宽比较标准。每组只有一张照片参与加权。",
    ),
    look_for: Words::new(
        "Copies, crops, other sizes and mirror pictures of one photo.",
        "同一照片的副本、裁剪、不同尺寸和镜像。",
    ),
    ignore: Words::new(
        "That there are near-duplicates: people post one photo twice.",
        "存在近似重复本身：人们会重复发布同一张照片。",
    ),
    limits: &[
        Words::new(
            "Copies that were cropped by more than a little, or turned, are not found.",
            "裁剪较多或旋转过的副本无法找到。",
        ),
        Words::new(
            "Plain pictures that differ in detail only can fall into one group; then fewer photos were counted.",
            "仅细节不同的简单画面可能归为一组；此时计入的照片会变少。",
        ),
    ],
    references: &[Reference {
        citation: "Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions, 2010",
        locator: "phash.org/docs/pubs/thesis_zauner.pdf",
    }],
};

impl Across for NearDuplicates {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, set: &Set<'_>, _context: &Context<'_>) -> Result<Looked, Stopped> {
        let looked = set.photos.iter().filter(|photo| look(photo).is_some()).count();
        if looked < 2 {
            return Ok(Looked::NotApplicable(text!(
                "Fewer than two photos could be compared.",
                "可供比较的照片不足两张。"
            )));
        }
        let groups: Vec<&Group> = set.groups.iter().filter(|group| group.photos.len() > 1).collect();
        if groups.is_empty() {
            return Ok(Looked::not_found(Finding::describing(text!(
                "None of the {looked} photos that were compared showed the same as another.",
                "所比较的 {looked} 张照片中没有内容相同的照片。"
            ))));
        }
        let photos: Vec<usize> = groups.iter().flat_map(|group| group.photos.iter().copied()).collect();
        let (count, members, left_out) = (groups.len(), photos.len(), photos.len() - groups.len());
        let rows = groups.iter().take(MOST_ROWS).map(|group| {
            let names: Vec<&str> = group.photos.iter().take(6).map(|place| set.name(*place)).collect();
            let more = if group.photos.len() > 6 { ", …" } else { "" };
            Row::new(Text::same(set.name(group.speaks)), Text::same(names.join(", ") + more))
        });
        let pictures = photos.iter().take(MOST_DRAWN).filter_map(|place| look(set.photos.get(*place)?)?.picture());
        let sheet = drawing::sheet(&pictures.collect::<Vec<_>>());
        let finding = Finding {
            details: vec![Rows {
                title: text!("Photos that show the same", "内容相同的照片"), rows: rows.collect()
            }],
            artifacts: vec![Artifact {
                id: "groups",
                title: text!("Photos that show the same", "内容相同的照片"),
                caption: text!(
                    "Small grey pictures of the groups, one after another.",
                    "各组照片的灰度小图，依次排列。"
                ),
                content: Content::Picture(sheet),
            }],
            ..Finding::describing(text!(
                "{members} photos fell into {count} groups that show the same; {left_out} of them were not counted again.",
                "{members} 张照片归入 {count} 个内容相同的组；其中 {left_out} 张未重复计入。"
            ))
        };
        Ok(Looked::found(finding, photos))
    }
}

fn look<'a>(photo: &Photo<'a>) -> Option<&'a Look> {
    photo.traits?.look.as_ref().ok()
}

/// Groups of photos that show the same; every photo is in exactly one, ordered by their first photo.
///
/// The one that speaks for a group has a weight if any has, then the most pixels, the most bytes, and the first place:
/// never the weight itself decides, for or against.
pub(crate) fn groups(photos: &[Photo<'_>]) -> Vec<Group> {
    let mut first: Vec<usize> = (0..photos.len()).collect();
    let small: Vec<Option<Small>> = photos.iter().map(|photo| photo.traits.and_then(Small::of)).collect();
    for (place, one) in small.iter().enumerate() {
        let Some(one) = one else { continue };
        for (before, other) in small.iter().enumerate().take(place) {
            if other.as_ref().is_some_and(|other| one.shows_the_same(other)) {
                let (one, other) = (root(&first, place), root(&first, before));
                if let Some(slot) = first.get_mut(one.max(other)) {
                    *slot = one.min(other);
                }
            }
        }
    }
    let mut members = std::collections::BTreeMap::<usize, Vec<usize>>::new();
    for place in 0..photos.len() {
        members.entry(root(&first, place)).or_default().push(place);
    }
    let speaks = |group: &[usize]| {
        group.iter().copied().max_by_key(|place| {
            let photo = photos.get(*place);
            let picture = photo.and_then(|photo| photo.report.exhibit.picture.as_ref());
            let pixels = picture.map_or(0, |picture| u64::from(picture.width) * u64::from(picture.height));
            let weighed = photo.is_some_and(|photo| photo.log10_lr().is_some());
            (weighed, pixels, photo.map_or(0, |photo| photo.report.exhibit.bytes), std::cmp::Reverse(*place))
        })
    };
    members.into_values().filter_map(|photos| Some(Group { speaks: speaks(&photos)?, photos })).collect()
}

fn root(first: &[usize], place: usize) -> usize {
    let mut place = place;
    while let Some(before) = first.get(place).copied().filter(|before| *before < place) {
        place = before;
    }
    place
}

/// What two photos are compared by.
struct Small<'a> {
    traits: &'a Traits,
    look: &'a Look,
    /// Grey levels of the picture at [`SIDE`] squared, without their mean and of length one.
    levels: Vec<f64>,
    mirrored: Vec<f64>,
}

impl<'a> Small<'a> {
    fn of(traits: &'a Traits) -> Option<Self> {
        let look = traits.look.as_ref().ok()?;
        let square = imageops::resize(&look.picture()?, SIDE, SIDE, FilterType::Triangle);
        let mirrored = imageops::flip_horizontal(&square);
        Some(Self {
            traits,
            look,
            levels: of_length_one(square.as_raw())?,
            mirrored: of_length_one(mirrored.as_raw())?,
        })
    }

    fn shows_the_same(&self, other: &Self) -> bool {
        let likeness = |levels: &[f64]| self.levels.iter().zip(levels).map(|(one, other)| one * other).sum::<f64>();
        let bits = self.look.distance(other.look);
        if bits <= NEAR_BITS && likeness(&other.levels) >= ALIKE {
            return true;
        }
        if self.look.mirrored_distance(other.look) <= NEAR_BITS && likeness(&other.mirrored) >= ALIKE {
            return true;
        }
        bits <= BURST_BITS && self.is_of_one_burst(other) && likeness(&other.levels) >= BURST_ALIKE
    }

    fn is_of_one_burst(&self, other: &Self) -> bool {
        let (one, other) = (&self.traits.file, &other.traits.file);
        let (Some(when), Some(then)) = (one.moment, other.moment) else { return false };
        let seconds = when.duration_since(then).as_secs().abs();
        one.model.is_some() && one.model == other.model && seconds <= BURST_S
    }
}

/// `None` for a picture of one level.
fn of_length_one(levels: &[u8]) -> Option<Vec<f64>> {
    let mean = levels.iter().map(|level| f64::from(*level)).sum::<f64>() / levels.len().max(1) as f64;
    let length = levels.iter().map(|level| (f64::from(*level) - mean).powi(2)).sum::<f64>().sqrt();
    (length > 1.0).then(|| levels.iter().map(|level| (f64::from(*level) - mean) / length).collect())
}
