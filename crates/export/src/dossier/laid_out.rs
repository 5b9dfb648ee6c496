//! A dossier laid out for reading. The templates give it a shape and add no statement.

use std::collections::BTreeMap;

use catchlight_account::v1::{Aggregation, Dossier, PhotoEntry, SetConclusionKind, SetReason};
use catchlight_forensics::report::v1::CheckResult;
use catchlight_forensics::text;
use catchlight_forensics::text::{Text, Words};
use image::RgbaImage;
use serde::Serialize;

use super::{Extent, Gathered};
use crate::document::artifacts;
use crate::document::results::{self, Method, ResultView, Results};
use crate::document::{Fact, all, fixed, labels, most, numbers, tone};
use crate::number::{digest, measure, moment};
use crate::pictures::{self, Encoded, Pictures};
use crate::said::{Languages, Said};
use crate::words;
use crate::words::dossier as set_words;

/// Most photos on the contact sheet: their pictures keep the page below 6 MB.
const MOST_ON_SHEET: usize = 400;
/// Most photos on the first page.
const MOST_FIRST: usize = 12;

/// What the templates are given. Pictures are named by their number, photos by their place from one.
#[derive(Serialize)]
pub(super) struct Content {
    lang: &'static str,
    both: bool,
    /// Whether only the first page is printed.
    one_page: bool,
    labels: BTreeMap<&'static str, Said>,
    name: Said,
    exported: Said,
    application: Said,
    tone: &'static str,
    title: Said,
    statements: Vec<Said>,
    warning: Option<Said>,
    reasons: Vec<ReasonView>,
    limitations: Vec<Said>,
    would_change: Vec<Said>,
    unreadable: Vec<Said>,
    facts: Vec<Fact>,
    /// Photos of the first page.
    first: Vec<usize>,
    photos: Vec<PhotoView>,
    /// How many photos the contact sheet leaves out; absent when it shows all.
    not_on_sheet: Option<Said>,
    across: Vec<AcrossView>,
    methods: Vec<Method>,
}

#[derive(Serialize)]
struct ReasonView {
    title: Said,
    photos: String,
}

#[derive(Serialize)]
struct PhotoView {
    number: usize,
    name: Said,
    /// The beginning of the file's digest.
    digest: Said,
    picture: Option<usize>,
    tone: &'static str,
    title: Said,
    ratio: Said,
    /// Size, type, moment and camera, as far as the file states them.
    stated: Vec<Said>,
    marks: Vec<Said>,
}

#[derive(Serialize)]
struct AcrossView {
    #[serde(flatten)]
    result: ResultView,
    photos: String,
}

pub(super) fn laid_out(
    gathered: &Gathered<'_>,
    extent: Extent,
    languages: Languages,
    exported_at: &str,
) -> (Content, Vec<Encoded>) {
    let dossier = gathered.dossier;
    let conclusion = &dossier.conclusion;
    let is_full = extent == Extent::Full;
    let first = first(dossier);
    let mut encoded = Vec::new();
    let photos = photos(gathered, &first, is_full, languages, &mut encoded);
    let across = if is_full { across(gathered, languages, &mut encoded) } else { (Vec::new(), Vec::new()) };
    let left_out = dossier.photos.len().saturating_sub(MOST_ON_SHEET);
    let all_said = |texts: &[Option<&Text>]| texts.iter().flatten().map(|text| Said::of(text, languages)).collect();
    let content = Content {
        lang: languages.tag(),
        both: languages == Languages::Both,
        one_page: !is_full,
        labels: labels(languages),
        name: if gathered.name.is_empty() { fixed("dossier", languages) } else { Said::same(gathered.name) },
        exported: Said::same(&moment(exported_at)),
        application: Said::same(&format!("{} {}", dossier.application.name, dossier.application.version)),
        tone: tone_of(conclusion.kind),
        title: Said::of(&conclusion.title, languages),
        statements: all_said(&[
            Some(&conclusion.statement),
            conclusion.declared.as_ref(),
            Some(&dossier.aggregation.statement),
        ]),
        warning: dossier.aggregation.selection_warning.as_ref().map(|warning| Said::of(warning, languages)),
        reasons: most(&conclusion.reasons).map(|reason| reason_view(reason, languages)).collect(),
        limitations: conclusion
            .limitations
            .iter()
            .filter(|limitation| Some(*limitation) != dossier.aggregation.selection_warning.as_ref())
            .map(|limitation| Said::of(limitation, languages))
            .collect(),
        would_change: all(&conclusion.would_change, languages),
        unreadable: gathered
            .faces_blurred
            .then(|| Said::fixed(set_words::FACES_BLURRED, languages))
            .into_iter()
            .collect(),
        facts: facts(dossier, languages),
        first: first.iter().map(|place| place + 1).collect(),
        photos,
        not_on_sheet: (left_out > 0).then(|| {
            let shown = dossier.photos.len() - left_out;
            let said = text!(
                "The first {shown} photos are shown here; the list below holds all.",
                "此处显示前 {shown} 张照片；下面的列表包含全部。"
            );
            Said::of(&said, languages)
        }),
        across: across.0,
        methods: across.1,
    };
    (content, encoded)
}

/// Places of the photos of the first page: those that the conclusion rests on, then the others in their order.
fn first(dossier: &Dossier) -> Vec<usize> {
    let named = dossier.conclusion.reasons.iter().flat_map(|reason| &reason.photos).map(|place| *place as usize);
    let mut first = Vec::new();
    for place in named.chain(0..dossier.photos.len()) {
        if first.len() < MOST_FIRST && place < dossier.photos.len() && !first.contains(&place) {
            first.push(place);
        }
    }
    first.sort_unstable();
    first
}

fn photos(
    gathered: &Gathered<'_>,
    first: &[usize],
    is_full: bool,
    languages: Languages,
    encoded: &mut Vec<Encoded>,
) -> Vec<PhotoView> {
    let entries = gathered.dossier.photos.iter().enumerate();
    let wanted = entries.filter(|(place, _)| is_full || first.contains(place));
    wanted
        .map(|(place, photo)| {
            let shown = place < MOST_ON_SHEET || first.contains(&place);
            let small = gathered.photos.get(place).filter(|_| shown).and_then(|photo| photo.encoded());
            let picture = small.map(|small| {
                encoded.push(small.clone());
                encoded.len() - 1
            });
            photo_view(place + 1, photo, picture, languages)
        })
        .collect()
}

fn photo_view(number: usize, photo: &PhotoEntry, picture: Option<usize>, languages: Languages) -> PhotoView {
    let size = photo.width.zip(photo.height).map_or(words::NO_SIZE.into(), |(width, height)| {
        let Text { en, zh } = words::kind(photo.kind).into();
        text!("{width} × {height}, {en}", "{width} × {height}，{zh}")
    });
    let mut stated = vec![Said::of(&size, languages)];
    stated.extend(photo.moment.as_deref().map(|stated| Said::same(&moment(stated))));
    stated.extend(photo.camera.as_deref().map(Said::same));
    let ratio = photo.log10_lr.map_or(set_words::WITHOUT_WEIGHT.into(), |value| Text::same(measure(value, 3)));
    PhotoView {
        number,
        name: Said::same(&photo.name),
        digest: Said::same(&digest(&photo.sha256)),
        picture,
        tone: tone(photo.conclusion),
        title: Said::of(&photo.title, languages),
        ratio: Said::of(&ratio, languages),
        stated,
        marks: photo.badges.iter().map(|badge| Said::of(&badge.title, languages)).collect(),
    }
}

/// What the checks across photos saw, and how they look.
fn across(gathered: &Gathered<'_>, languages: Languages, encoded: &mut Vec<Encoded>) -> (Vec<AcrossView>, Vec<Method>) {
    let all: Vec<CheckResult> = gathered.dossier.results.iter().map(|across| across.result.clone()).collect();
    let results = Results { results: &all, photo: None, record: None };
    let artifacts: BTreeMap<String, RgbaImage> =
        if gathered.faces_blurred { BTreeMap::new() } else { gathered.pictures.clone() };
    let pictures = Pictures { photo: None, artifacts };
    let (mut numbers, more) = pictures::encode(artifacts::sources(results, &pictures), &pictures);
    for number in numbers.values_mut() {
        *number += encoded.len();
    }
    encoded.extend(more);
    let views = results::views(results, &pictures, &numbers, languages);
    let views = views
        .into_iter()
        .zip(&gathered.dossier.results)
        .map(|(result, across)| AcrossView { result, photos: named(&across.photos) })
        .collect();
    (views, results::methods(results, languages))
}

/// Photos by their numbers: "2, 5, 7".
fn named(photos: &[u32]) -> String {
    most(photos).map(|place| (place + 1).to_string()).collect::<Vec<_>>().join(", ")
}

fn reason_view(reason: &SetReason, languages: Languages) -> ReasonView {
    let title = match reason.log10_lr {
        None => reason.title.clone(),
        Some(value) => {
            let Text { en, zh } = &reason.title;
            let value = measure(value, 3);
            text!("{en}: {value} (log10)", "{zh}：{value}（log10）")
        }
    };
    ReasonView { title: Said::of(&title, languages), photos: named(&reason.photos) }
}

/// Which way a conclusion about a set points, for its colour.
fn tone_of(kind: SetConclusionKind) -> &'static str {
    match kind {
        SetConclusionKind::DeclaredAi | SetConclusionKind::SomeDeclaredAi => "declared",
        SetConclusionKind::StrongSignsOfAi | SetConclusionKind::SomeSignsOfAi => "ai",
        SetConclusionKind::SomeSignsOfCamera | SetConclusionKind::StrongSignsOfCamera => "camera",
        SetConclusionKind::Inconclusive
        | SetConclusionKind::Mixed
        | SetConclusionKind::TooFew
        | SetConclusionKind::NoConclusion => "open",
    }
}

/// The numbers of the set; a count of none is left out where it says nothing.
fn facts(dossier: &Dossier, languages: Languages) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut fact = |label: Words, value: Text, notes: &[&Text]| {
        facts.push(Fact {
            label: Said::fixed(label, languages),
            value: Said::of(&value, languages),
            notes: notes.iter().map(|note| Said::of(note, languages)).collect(),
        });
    };
    let set = &dossier.set;
    let count = |count: usize| Text::same(count.to_string());
    fact(set_words::CHOSEN, set.chosen_means.clone(), &[]);
    fact(set_words::GIVEN, count(set.given as usize), &[]);
    fact(set_words::EXAMINED, count(set.examined as usize), &[]);
    for (label, number) in [
        (set_words::UNREADABLE, set.unreadable),
        (set_words::UNFINISHED, set.unfinished),
        (set_words::ALIKE, set.near_duplicate_groups),
    ] {
        if number > 0 {
            fact(label, count(number as usize), &[]);
        }
    }
    let declaring = dossier.photos.iter().filter(|photo| photo.declares.is_some()).count();
    fact(set_words::DECLARED, count(declaring), &[]);
    numbers_of(&dossier.aggregation, &mut fact);
    let written_by = format!("{} {} · {}", dossier.application.name, dossier.application.version, dossier.format);
    fact(words::WRITTEN_BY, Text::same(written_by), &[]);
    facts
}

fn numbers_of(sum: &Aggregation, fact: &mut impl FnMut(Words, Text, &[&Text])) {
    let value = |value: f64| Text::same(measure(value, 3));
    let (flagged, counted) = (sum.flagged, sum.counted);
    let (expected, level) = (measure(sum.expected_by_chance, 2), measure(sum.flag_level, 2));
    fact(
        set_words::FLAGGED,
        text!(
            "{flagged} of {counted}; about {expected} expected by chance (p-value up to {level})",
            "{counted} 张中 {flagged} 张；随机情况下预计约 {expected} 张（p 值不超过 {level}）"
        ),
        &[],
    );
    if let Some(tail) = sum.tail {
        fact(set_words::TAIL, value(tail), &[]);
    }
    fact(set_words::STOOD_OUT, Text::same(sum.stood_out.len().to_string()), &[]);
    fact(set_words::WITHOUT_WEIGHT, Text::same(sum.without_weight.to_string()), &[]);
    if let Some(log10_lr) = sum.log10_lr {
        fact(set_words::COMBINED, Text::same(numbers::measured(log10_lr, sum.interval)), &[]);
    }
    if let Some(shrunk) = sum.shrunk {
        fact(set_words::SHRUNK, value(shrunk), &[]);
        fact(set_words::SUM, value(sum.sum), &[]);
        fact(set_words::EFFECTIVE, value(sum.effective), &[]);
    }
    fact(set_words::RHO, value(sum.rho), &[&sum.rho_from]);
    let (ai, camera) = (measure(sum.cap_ai, 3), measure(sum.cap_camera, 3));
    fact(set_words::CAPS, text!("{ai} toward AI, {camera} toward a camera", "指向 AI {ai}，指向相机 {camera}"), &[]);
}
