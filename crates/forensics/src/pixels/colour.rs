//! The view: upright, 8-bit sRGB with alpha.

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::{DynamicImage, RgbaImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, ProfileText, TransformOptions};

use super::{Pixels, upright};
use crate::text::quote;

/// What a view did with the colour profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColourNote {
    /// No profile: the samples were taken as sRGB.
    AssumedSrgb,
    /// Converted from the embedded profile with this description.
    Converted(String),
    /// The embedded profile could not be read or used; the samples were taken as sRGB.
    UnusableProfile,
}

/// The picture as a person should see it: upright, 8-bit sRGB with alpha. `icc` is the embedded
/// profile; without one, sRGB is assumed. The second value says what was done with the profile.
pub fn view(pixels: &Pixels, orientation: u8, icc: Option<&[u8]>) -> (RgbaImage, ColourNote) {
    let as_srgb = || pixels.coded.to_rgba8();
    let (picture, note) = match icc {
        None => (as_srgb(), ColourNote::AssumedSrgb),
        // The profile is as untrusted as the rest of the file.
        Some(icc) => match catch_unwind(AssertUnwindSafe(|| converted(&pixels.coded, icc))) {
            Ok(Some((picture, description))) => (picture, ColourNote::Converted(description)),
            Ok(None) | Err(_) => (as_srgb(), ColourNote::UnusableProfile),
        },
    };
    (upright(DynamicImage::ImageRgba8(picture), orientation).into_rgba8(), note)
}

/// The picture in sRGB and the profile's description. `None` when the profile does not fit.
fn converted(picture: &DynamicImage, icc: &[u8]) -> Option<(RgbaImage, String)> {
    let profile = ColorProfile::new_from_slice(icc).ok()?;
    let srgb = ColorProfile::new_srgb();
    let (width, height) = (picture.width(), picture.height());
    let mut samples = vec![0; (width as usize).checked_mul(height as usize)?.checked_mul(4)?];
    let options = TransformOptions::default();
    match profile.color_space {
        DataColorSpace::Rgb => {
            let transform = profile.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgba, options).ok()?;
            transform.transform(picture.to_rgba8().as_raw(), &mut samples).ok()?;
        }
        DataColorSpace::Gray if !picture.color().has_color() => {
            let transform = profile.create_transform_8bit(Layout::GrayAlpha, &srgb, Layout::Rgba, options).ok()?;
            transform.transform(picture.to_luma_alpha8().as_raw(), &mut samples).ok()?;
        }
        _ => return None,
    }
    Some((RgbaImage::from_raw(width, height, samples)?, description(&profile)))
}

/// The profile's own description, safe to show; `ICC` when it has none.
fn description(profile: &ColorProfile) -> String {
    let words = match &profile.description {
        Some(ProfileText::PlainString(words)) => words.clone(),
        Some(ProfileText::Localizable(all)) => {
            let english = all.iter().find(|one| one.language == "en").or(all.first());
            english.map(|one| one.value.clone()).unwrap_or_default()
        }
        Some(ProfileText::Description(words)) => words.ascii_string.clone(),
        None => String::new(),
    };
    let quoted = quote(words.trim_end_matches('\0'), 80);
    if quoted.is_empty() { "ICC".to_owned() } else { quoted }
}
