//! The same background or thing in photos that are not copies of each other, and whether its geometry holds.

use std::sync::Mutex;
use std::sync::PoisonError;

use catchlight_forensics::artifact::{Artifact, Content};
use catchlight_forensics::check::{Context, Reference, Stopped};
use catchlight_forensics::finding::{Finding, Group as Rows, Row};
use catchlight_forensics::text;
use catchlight_forensics::text::{Text, Words};
use rayon::prelude::*;

use crate::across::{About, Across, Looked};
use crate::drawing;
use crate::matching::{self, Match};
use crate::set::Set;
use crate::traits::{Feature, Traits};

/// The check.
pub struct RepeatedPlaces;

/// Most photos that are compared with each other; it bounds the time.
const MOST_PHOTOS: usize = 240;
/// Corners on one plane from which two photos show the same place; see docs/validation/account.md.
const LEAST_ON_PLANE: usize = 16;
/// Corners on a second plane, beside those on the first, from which the geometry is named.
const LEAST_ON_SECOND: usize = 12;
/// Most pairs that are listed, and most that are drawn.
const MOST_LISTED: usize = 30;
const MOST_DRAWN: usize = 4;
/// Times that small pictures are enlarged.
const TIMES: u32 = 4;

/// Ids of the pictures of pairs.
const IDS: [&str; MOST_DRAWN] = ["pair-1", "pair-2", "pair-3", "pair-4"];

static ABOUT: About = About {
    id: "repeated_places",
    revision: 1,
    title: Words::new("Repeated backgrounds and things", "重复出现的背景与物件"),
    question: Words::new(
        "Does the same place or thing return, and does its geometry hold?",
        "同一地点或物件是否再次出现？其几何关系是否成立？",
    ),
    explanation: Words::new(
        "Looked for corners with the same surroundings in pairs of photos, mirrored too, and for the projections that carry many of them from one photo into the other, as the same flat thing seen twice would be.",
        "在成对照片（包括镜像）中查找周围图案相同的角点，并寻找能将其中许多角点从一张照片带到另一张照片的投影变换，如同两次看到同一平面物体。",
    ),
    look_for: Words::new(
        "A room that returns with things moved where they cannot move, and a picture that is another's mirror image.",
        "同一房间再次出现，但不可移动的物件换了位置；或一张画面是另一张的镜像。",
    ),
    ignore: Words::new(
        "A home that returns: people photograph themselves at one place.",
        "住所反复出现：人们常在同一地点拍照。",
    ),
    limits: &[
        Words::new(
            "Corners of things at different distances never lie on one plane: a second set of corners is usual for real rooms seen from two places.",
            "远近不同的物体的角点本就不在同一平面上：从两处拍摄真实房间时，出现第二组角点很常见。",
        ),
        Words::new(
            "Logos, frames, captions and clothes are found like backgrounds.",
            "标志、边框、字幕和衣物会与背景一样被找到。",
        ),
        Words::new(
            "Large changes of view, blur and strong compression hide a place that returns.",
            "视角变化大、模糊和强压缩会掩盖重复出现的地点。",
        ),
    ],
    references: &[
        Reference {
            citation: "Calonder, Lepetit, Strecha and Fua, BRIEF: Binary Robust Independent Elementary Features, ECCV 2010",
            locator: "doi:10.1007/978-3-642-15561-1_56",
        },
        Reference {
            citation: "Fischler and Bolles, Random sample consensus, Communications of the ACM 24(6), 1981",
            locator: "doi:10.1145/358669.358692",
        },
    ],
};

/// Two photos that show the same.
struct Pair {
    one: usize,
    other: usize,
    mirrored: bool,
    /// Corners on the first plane, and how many lie on a second one.
    on_plane: Vec<Match>,
    on_second: usize,
}

/// The corners of a photo.
struct Seen<'a> {
    place: usize,
    traits: &'a Traits,
    size: (u32, u32),
    plain: Vec<Feature>,
    mirrored: Vec<Feature>,
}

impl Across for RepeatedPlaces {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, set: &Set<'_>, context: &Context<'_>) -> Result<Looked, Stopped> {
        let mut seen: Vec<Seen<'_>> =
            set.speaking().filter_map(|(place, photo)| Seen::of(place, photo.traits?)).collect();
        let all = seen.len();
        if all < 2 {
            return Ok(Looked::NotApplicable(text!(
                "Fewer than two photos could be compared.",
                "可供比较的照片不足两张。"
            )));
        }
        if all > MOST_PHOTOS {
            // Evenly over the set, so that no time of it is left out.
            let mut index = 0;
            seen.retain(|_| {
                index += 1;
                index * MOST_PHOTOS / all != (index - 1) * MOST_PHOTOS / all
            });
        }
        let mut pairs = pairs(&seen, context)?;
        pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.on_plane.len()), pair.one, pair.other));
        let compared = seen.len();
        if pairs.is_empty() {
            return Ok(Looked::not_found(Finding::describing(text!(
                "No place or thing was found again among {compared} of {all} photos that were compared pair by pair.",
                "在 {all} 张照片中成对比较了 {compared} 张，未发现重复出现的地点或物件。"
            ))));
        }
        let mut photos: Vec<usize> = pairs.iter().flat_map(|pair| [pair.one, pair.other]).collect();
        photos.sort_unstable();
        photos.dedup();
        let (count, second, mirrored) = (
            pairs.len(),
            pairs.iter().filter(|pair| pair.on_second >= LEAST_ON_SECOND).count(),
            pairs.iter().filter(|pair| pair.mirrored).count(),
        );
        let finding = Finding {
            details: vec![Rows {
                title: text!("Photos that show the same place or thing", "出现同一地点或物件的照片"),
                rows: pairs.iter().take(MOST_LISTED).map(|pair| pair.row(set)).collect(),
            }],
            artifacts: pairs.iter().zip(IDS).filter_map(|(pair, id)| pair.picture(id, set, &seen)).collect(),
            ..Finding::describing(text!(
                "{count} pairs among {compared} of {all} photos showed the same place or thing, {mirrored} of them mirrored; in {second} a second part matched with another geometry. This has no weight.",
                "在 {all} 张照片中比较了 {compared} 张，{count} 对出现同一地点或物件，其中 {mirrored} 对为镜像；{second} 对另有一部分以不同几何关系吻合。此项不计权重。"
            ))
        };
        Ok(Looked::found(finding, photos))
    }
}

impl<'a> Seen<'a> {
    fn of(place: usize, traits: &'a Traits) -> Option<Self> {
        let features = traits.features.as_ref().ok()?;
        let (plain, mirrored) = (features.plain(), features.mirrored());
        Some(Self { place, traits, size: features.size, plain, mirrored })
    }
}

fn pairs(seen: &[Seen<'_>], context: &Context<'_>) -> Result<Vec<Pair>, Stopped> {
    let found = Mutex::new(Vec::new());
    let rows: Result<(), Stopped> = seen.par_iter().enumerate().try_for_each(|(index, one)| {
        context.go_on()?;
        for other in seen.iter().skip(index + 1) {
            let plain = compare(one, other, false);
            let pair = plain.or_else(|| compare(one, other, true));
            found.lock().unwrap_or_else(PoisonError::into_inner).extend(pair);
        }
        Ok(())
    });
    rows?;
    Ok(found.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn compare(one: &Seen<'_>, other: &Seen<'_>, mirrored: bool) -> Option<Pair> {
    let there = if mirrored { &other.mirrored } else { &other.plain };
    let matches = matching::matches(&one.plain, there);
    if matches.len() < LEAST_ON_PLANE {
        return None;
    }
    let first = matching::on_one_plane(&matches);
    if first.len() < LEAST_ON_PLANE {
        return None;
    }
    let rest: Vec<Match> =
        matches.iter().enumerate().filter(|(index, _)| !first.contains(index)).map(|(_, pair)| *pair).collect();
    let on_plane = first.iter().filter_map(|index| matches.get(*index).copied()).collect();
    let on_second = matching::on_one_plane(&rest).len();
    Some(Pair { one: one.place, other: other.place, mirrored, on_plane, on_second })
}

impl Pair {
    fn row(&self, set: &Set<'_>) -> Row {
        let (one, other, first, second) =
            (set.name(self.one), set.name(self.other), self.on_plane.len(), self.on_second);
        let mirrored = if self.mirrored { Words::new("mirrored, ", "镜像，") } else { Words::new("", "") };
        let (en, zh) = (mirrored.en, mirrored.zh);
        let value = if second >= LEAST_ON_SECOND {
            text!(
                "{en}{first} corners, and {second} with another geometry",
                "{zh}{first} 个角点，另有 {second} 个几何关系不同"
            )
        } else {
            text!("{en}{first} corners", "{zh}{first} 个角点")
        };
        Row::new(Text::same(format!("{one} / {other}")), value)
    }

    fn picture(&self, id: &'static str, set: &Set<'_>, seen: &[Seen<'_>]) -> Option<Artifact> {
        let find = |place: usize| seen.iter().find(|seen| seen.place == place);
        let (one, other) = (find(self.one)?, find(self.other)?);
        let small = |seen: &Seen<'_>| seen.traits.look.as_ref().ok()?.picture();
        let there = small(other)?;
        let there = if self.mirrored { image::imageops::flip_horizontal(&there) } else { there };
        let share = |at: (f32, f32), size: (u32, u32)| (at.0 / size.0.max(1) as f32, at.1 / size.1.max(1) as f32);
        let lines: Vec<Match> =
            self.on_plane.iter().map(|(from, to)| (share(*from, one.size), share(*to, other.size))).collect();
        let (first, second) = (set.name(self.one), set.name(self.other));
        Some(Artifact {
            id,
            title: text!("{first} and {second}", "{first} 与 {second}"),
            caption: text!(
                "Lines join corners that one projection carries from the left photo into the right one; a mirrored photo is shown mirrored.",
                "连线表示同一投影变换从左图带到右图的角点；镜像照片以镜像显示。"
            ),
            content: Content::Picture(drawing::pair(&small(one)?, &there, TIMES, &lines)),
        })
    }
}
