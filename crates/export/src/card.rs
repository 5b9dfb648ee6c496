//! The evidence card: a picture for social media that says what was concluded about which file, what the
//! strongest findings were and what it does not say.

use catchlight_forensics::pixels::thumbnail;
use catchlight_forensics::report::v1::{CheckResult, Report};
use catchlight_forensics::text::Text;
use catchlight_record::v1::Record;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _};
use serde::Serialize;
use typst_render::RenderOptions;

use crate::ExportError;
use crate::document::{fixed, group_words, strongest, tone, unreadable};
use crate::fonts::Fonts;
use crate::number::digest;
use crate::pictures::{Pictures, jpeg};
use crate::said::{Languages, Said};
use crate::typeset::{typeset, typesetting};

const TEMPLATE: &str = include_str!("../templates/card.typ");
/// Findings on a card: more would be too small to read on a phone.
const FINDINGS: usize = 2;
/// Most characters of a name, a title and a sentence on a card. What is longer ends in `…`.
const NAME_CHARACTERS: usize = 60;
const SENTENCE_CHARACTERS: usize = 230;

/// The two sizes of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Card {
    /// 1200 x 1500 pixels, for a feed.
    Feed,
    /// 1080 x 1920 pixels, for a story.
    Story,
}

impl Card {
    /// Width and height in pixels.
    pub fn pixels(self) -> (u32, u32) {
        match self {
            Self::Feed => (1200, 1500),
            Self::Story => (1080, 1920),
        }
    }
}

#[derive(Serialize)]
struct Content {
    lang: &'static str,
    width: u32,
    height: u32,
    tone: &'static str,
    heading: Said,
    name: Said,
    title: Said,
    statement: Said,
    findings_heading: Said,
    findings: Vec<FindingView>,
    no_findings: Said,
    limits_heading: Said,
    limits: Vec<Said>,
    has_photo: bool,
    /// Width over height of the photo.
    shape: f64,
    /// What this export made unreadable; absent when it was nothing.
    unreadable: Option<Said>,
    digest: Said,
    application: Said,
    exported: Said,
    full: Said,
}

#[derive(Serialize)]
struct FindingView {
    group: &'static str,
    group_title: Said,
    title: Said,
    summary: Option<Said>,
}

/// The card as PNG. [`Languages::Both`] gives English, since two languages cannot be read at this size.
/// Of the record the card says only what the last export made unreadable. `exported_at` is the moment of the
/// export, RFC 3339; the card shows its day.
///
/// # Errors
/// When the template does not fit the content, which is a fault of this program.
pub fn card(
    report: &Report,
    record: Option<&Record>,
    pictures: &Pictures,
    card: Card,
    languages: Languages,
    exported_at: &str,
    fonts: &Fonts,
) -> Result<Vec<u8>, ExportError> {
    let languages = if languages == Languages::Both { Languages::English } else { languages };
    let (width, height) = card.pixels();
    // Twice a pixel of the card would be wasted; half of it would look soft.
    let photo = pictures.photo.as_ref().map(|photo| thumbnail(photo, width));
    let content = Content {
        lang: languages.tag(),
        width,
        height,
        tone: tone(report.conclusion.kind),
        heading: fixed("report", languages),
        name: cut(Said::same(&report.exhibit.name), NAME_CHARACTERS),
        title: cut(Said::of(&report.conclusion.title, languages), NAME_CHARACTERS),
        statement: cut(Said::of(&report.conclusion.statement, languages), SENTENCE_CHARACTERS),
        findings_heading: fixed("strongest", languages),
        findings: strongest(report).into_iter().take(FINDINGS).map(|result| finding(result, languages)).collect(),
        no_findings: fixed("nothing_seen", languages),
        limits_heading: fixed("limitations", languages),
        limits: report
            .conclusion
            .limitations
            .iter()
            .take(FINDINGS)
            .map(|limit| cut(Said::of(limit, languages), SENTENCE_CHARACTERS))
            .collect(),
        has_photo: photo.is_some(),
        shape: photo.as_ref().map_or(1.0, |photo| f64::from(photo.width()) / f64::from(photo.height())),
        unreadable: made_unreadable(record, languages),
        digest: Said::same(&digest(&report.exhibit.sha256)),
        application: cut(
            Said::same(&format!("{} {}", report.application.name, report.application.version)),
            NAME_CHARACTERS / 2,
        ),
        exported: Said::same(exported_at.split('T').next().unwrap_or_default()),
        full: fixed("full", languages),
    };
    let set = typeset(TEMPLATE, &content, photo.as_ref().map(jpeg).into_iter().collect(), fonts)?;
    let page = set.pages().first().ok_or_else(|| typesetting(&Default::default()))?;
    let pixels = typst_render::render(page, &RenderOptions { pixel_per_pt: 1.0.into(), ..RenderOptions::default() });
    // The page is opaque, so that colours are the same with and without their alpha.
    let rgb: Vec<u8> = pixels.data().chunks_exact(4).flat_map(|pixel| pixel.iter().take(3).copied()).collect();
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::Adaptive).write_image(
        &rgb,
        pixels.width(),
        pixels.height(),
        ExtendedColorType::Rgb8,
    )?;
    Ok(png)
}

fn finding(result: &CheckResult, languages: Languages) -> FindingView {
    let group = group_words(result.group);
    FindingView {
        group: group.map_or("context", |words| words.id),
        group_title: group.map_or(Said(Vec::new()), |words| Said::fixed(words.title, languages)),
        title: cut(Said::of(&result.check.title, languages), NAME_CHARACTERS),
        summary: result.summary.as_ref().map(|summary| cut(Said::of(summary, languages), SENTENCE_CHARACTERS)),
    }
}

/// What the last export made unreadable in one line.
fn made_unreadable(record: Option<&Record>, languages: Languages) -> Option<Said> {
    let all = unreadable(record);
    let joined = |words: Vec<&str>, between| words.join(between);
    let text = Text {
        en: joined(all.iter().map(|words| words.en).collect(), " "),
        zh: joined(all.iter().map(|words| words.zh).collect(), ""),
    };
    (!all.is_empty()).then(|| cut(Said::of(&text, languages), SENTENCE_CHARACTERS))
}

/// At most this many characters of a statement; ideographs are twice as wide as letters.
fn cut(Said(mut said): Said, most: usize) -> Said {
    for spoken in &mut said {
        let mut room = most * 2;
        let end = spoken.words.char_indices().find_map(|(at, character)| {
            let width = if u32::from(character) >= 0x2e80 { 4 } else { 2 };
            let full = room < width;
            room = room.saturating_sub(width);
            full.then_some(at)
        });
        if let Some(end) = end {
            spoken.words.truncate(end);
            spoken.words.push('…');
        }
    }
    Said(said)
}
