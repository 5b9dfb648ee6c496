//! Pictures of a report in which places are blurred.

use catchlight_forensics::report::v1::{Artifact, Content, Readings, Report};
use catchlight_forensics::text::Words;
use image::RgbaImage;

use super::blur::{Patch, blur};
use crate::pictures::Pictures;
use crate::svg::overlay;

const PICTURE_LEFT_OUT: Words = Words::new(
    "The picture was left out before this export, because parts of the photo were blurred.",
    "由于照片的一部分已模糊，此图在导出前已略去。",
);
const LINES_LEFT_OUT: Words = Words::new(
    "Lines within blurred parts of the photo were left out before this export.",
    "照片模糊部分内的线条在导出前已略去。",
);
const MAP_BLURRED: Words = Words::new(
    "The map is blurred where the photo is, and its values were left out before this export.",
    "照片模糊之处，此图也作了模糊；其数值在导出前已略去。",
);

/// Blurs these boxes, in pixels of the photo of this size, in the photo and in the maps over it; leaves out
/// what cannot be laid over the photo, and says so in captions.
pub(super) fn blurred(report: &mut Report, pictures: &Pictures, boxes: &[Patch], size: (u32, u32)) -> Pictures {
    let over = |picture: &RgbaImage| {
        let mut picture = picture.clone();
        let to = picture.dimensions();
        boxes.iter().for_each(|area| blur(&mut picture, area.scaled(size, to)));
        picture
    };
    let mut shown = Pictures { photo: pictures.photo.as_ref().map(over), ..Pictures::default() };
    for artifact in report.results.iter_mut().flat_map(|result| &mut result.artifacts) {
        let said = match &mut artifact.content {
            Content::Map { image, readings, .. } => {
                *readings = None;
                if let Some(map) = pictures.artifacts.get(image) {
                    shown.artifacts.insert(image.clone(), over(map));
                }
                MAP_BLURRED
            }
            Content::Spectrum { readings, .. } => {
                *readings = Readings { width: 0, height: 0, step: 1, codes: String::new() };
                PICTURE_LEFT_OUT
            }
            Content::Picture { .. } => PICTURE_LEFT_OUT,
            Content::Outlines { outlines } => {
                let before = outlines.len();
                // The mesh of a face tells whose it is.
                outlines.retain(|outline| !overlay::points(outline).iter().any(|point| is_within(*point, boxes)));
                if outlines.len() == before {
                    continue;
                }
                LINES_LEFT_OUT
            }
            Content::Regions { .. } | Content::Plot { .. } => continue,
        };
        say(artifact, said);
    }
    shown
}

fn is_within((x, y): (f64, f64), boxes: &[Patch]) -> bool {
    boxes.iter().any(|area| area.meets(&Patch { x, y, width: f64::EPSILON, height: f64::EPSILON }))
}

fn say(artifact: &mut Artifact, said: Words) {
    let caption = &mut artifact.caption;
    caption.en = format!("{} {}", caption.en, said.en);
    caption.zh = format!("{}{}", caption.zh, said.zh);
}
