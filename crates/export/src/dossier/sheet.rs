//! Small pictures of photos for a contact sheet.

use catchlight_forensics::pixels::thumbnail;
use catchlight_forensics::report::v1::Report;
use catchlight_record::v1::{BlurredFaces, Redaction};
use image::RgbaImage;

use crate::pictures::{Encoded, Pictures, jpeg};
use crate::redact::redacted;

/// Longest side in pixels: hundreds of them fit into one page.
const SIDE: u32 = 200;

/// A small picture of a photo, made at once so that no more than one photo need be held whole.
#[derive(Debug, Clone, Default)]
pub struct SheetPhoto(Option<Encoded>);

impl SheetPhoto {
    /// The picture of a photo that is upright and in sRGB; none when it is not at hand. With `blur_faces` there is
    /// none either when it is not known where its faces are.
    pub fn new(report: &Report, photo: Option<&RgbaImage>, blur_faces: bool) -> Self {
        let Some(photo) = photo.filter(|photo| photo.width() > 0 && photo.height() > 0) else { return Self(None) };
        if !blur_faces {
            return Self(Some(jpeg(&thumbnail(photo, SIDE))));
        }
        let redaction = Redaction { faces: BlurredFaces::All, ..Redaction::NONE };
        let pictures = Pictures { photo: Some(photo.clone()), ..Pictures::default() };
        let blurred = redacted(report, None, &pictures, &redaction).ok().and_then(|(_, _, pictures)| pictures.photo);
        Self(blurred.map(|photo| jpeg(&thumbnail(&photo, SIDE))))
    }

    pub(super) fn encoded(&self) -> Option<&Encoded> {
        self.0.as_ref()
    }
}
