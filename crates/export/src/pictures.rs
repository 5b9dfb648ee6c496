//! Pictures of an export: scaled to what a reader can see, and encoded once for every format.

use std::collections::BTreeMap;

use catchlight_forensics::pixels::{png_bytes, thumbnail};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageEncoder as _, RgbaImage, imageops};
use rayon::prelude::*;

/// The pixels that belong to a report. Whoever exports hands them over; what is missing is said in the
/// export.
#[derive(Debug, Default, Clone)]
pub struct Pictures {
    /// The photo, upright and in sRGB.
    pub photo: Option<RgbaImage>,
    /// Pictures of findings by their key in the report, `<check>/<artifact>`.
    pub artifacts: BTreeMap<String, RgbaImage>,
}

/// Longest side of the whole photo and of a picture of a finding, in pixels, in the first attempt and in
/// the smaller ones that follow when all together are too large.
const SIDES: [Sides; 4] = [
    Sides { photo: 1280, artifact: 900 },
    Sides { photo: 960, artifact: 640 },
    Sides { photo: 720, artifact: 440 },
    Sides { photo: 480, artifact: 280 },
];
/// Most bytes of all pictures: three quarters of the 6 MB of a file in which they stand as Base64, less
/// 300 kB for words and plots.
const MOST_BYTES: usize = 4_200_000;
/// Quality of a photo saved as JPEG: no block is seen at the size of a page.
const JPEG_QUALITY: u8 = 86;
/// Largest side of a picture that is kept as PNG whatever it shows: crops of an eye keep each pixel.
const SMALL_SIDE: u32 = 256;

#[derive(Clone, Copy)]
struct Sides {
    photo: u32,
    artifact: u32,
}

/// What is shown of the photo, and how a picture is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source<'a> {
    /// The whole photo.
    Photo,
    /// A part of the photo in its own pixels: left, top, width, height.
    Crop(u32, u32, u32, u32),
    /// A map or spectrum, whose colours are values and are kept exactly.
    Values(&'a str),
    /// Any other picture of a finding.
    Artifact(&'a str),
}

/// An encoded picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub(crate) kind: EncodedKind,
    pub(crate) bytes: Vec<u8>,
}

/// The two formats in which pictures stand in an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EncodedKind {
    Jpeg,
    Png,
}

impl EncodedKind {
    /// As in a data URI.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// Encodes each of `sources` that is at hand, with the numbers by which a document names them; all
/// together within [`MOST_BYTES`] as long as small pictures do it.
pub(crate) fn encode<'a>(
    sources: impl IntoIterator<Item = Source<'a>>,
    pictures: &Pictures,
) -> (BTreeMap<Source<'a>, usize>, Vec<Encoded>) {
    // A page holds a picture as often as it shows it.
    let mut wanted: BTreeMap<Source<'a>, (&RgbaImage, usize)> = BTreeMap::new();
    for source in sources {
        let pixels = match source {
            Source::Photo | Source::Crop(..) => pictures.photo.as_ref(),
            Source::Values(key) | Source::Artifact(key) => pictures.artifacts.get(key),
        };
        if let Some(pixels) = pixels.filter(|pixels| pixels.width() > 0 && pixels.height() > 0) {
            wanted.entry(source).or_insert((pixels, 0)).1 += 1;
        }
    }
    let mut encoded = Vec::new();
    for sides in SIDES {
        let ready: Vec<(Source<'a>, &RgbaImage)> =
            wanted.iter().map(|(source, (pixels, _))| (*source, *pixels)).collect();
        encoded = ready.into_par_iter().map(|(source, pixels)| one(source, pixels, sides)).collect::<Vec<Encoded>>();
        let bytes: usize = encoded.iter().zip(wanted.values()).map(|(one, (_, uses))| one.bytes.len() * uses).sum();
        if bytes <= MOST_BYTES {
            break;
        }
    }
    (wanted.into_keys().enumerate().map(|(number, source)| (source, number)).collect(), encoded)
}

fn one(source: Source<'_>, picture: &RgbaImage, sides: Sides) -> Encoded {
    match source {
        Source::Photo => jpeg(&thumbnail(picture, sides.photo)),
        // The view of a part that lies outside is as large as what is left of it.
        Source::Crop(x, y, width, height) => {
            let part = imageops::crop_imm(picture, x, y, width, height).to_image();
            if part.width() == 0 || part.height() == 0 {
                png(&RgbaImage::new(1, 1))
            } else {
                jpeg(&thumbnail(&part, sides.artifact))
            }
        }
        Source::Values(_) => png(&thumbnail(picture, sides.artifact)),
        Source::Artifact(_) => {
            let scaled = thumbnail(picture, sides.artifact);
            let is_small = scaled.width().max(scaled.height()) <= SMALL_SIDE;
            if is_small || scaled.pixels().any(|pixel| pixel.0[3] < 255) { png(&scaled) } else { jpeg(&scaled) }
        }
    }
}

fn png(picture: &RgbaImage) -> Encoded {
    Encoded { kind: EncodedKind::Png, bytes: png_bytes(picture) }
}

/// A JPEG over white; transparent pixels of a photo would otherwise turn black.
pub(crate) fn jpeg(picture: &RgbaImage) -> Encoded {
    let mut opaque = RgbaImage::from_pixel(picture.width(), picture.height(), image::Rgba([255; 4]));
    imageops::overlay(&mut opaque, picture, 0, 0);
    let rgb = DynamicImage::ImageRgba8(opaque).into_rgb8();
    let mut bytes = Vec::new();
    let written = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY).write_image(
        rgb.as_raw(),
        rgb.width(),
        rgb.height(),
        image::ExtendedColorType::Rgb8,
    );
    // Fails only beyond 65,535 pixels a side, which no scaled picture has.
    if written.is_err() {
        return png(picture);
    }
    Encoded { kind: EncodedKind::Jpeg, bytes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchlight_rendered::static_noise;

    #[test]
    fn all_pictures_together_keep_within_the_file() {
        let keys: Vec<String> = (0..12).map(|number| format!("check/{number}")).collect();
        let pictures = Pictures {
            photo: Some(static_noise(2000, 1500, 1)),
            artifacts: keys.iter().map(|key| (key.clone(), static_noise(900, 900, 1))).collect(),
        };
        let sources = keys.iter().map(|key| Source::Values(key)).chain([Source::Photo]);
        let (numbers, encoded) = encode(sources, &pictures);
        assert_eq!((numbers.len(), encoded.len()), (13, 13));
        assert!(encoded.iter().map(|picture| picture.bytes.len()).sum::<usize>() <= MOST_BYTES);
    }

    #[test]
    fn what_is_not_at_hand_has_no_number_and_values_stay_exact() {
        let map = static_noise(64, 48, 1);
        let pictures = Pictures { photo: None, artifacts: [("a/map".to_owned(), map.clone())].into() };
        let (numbers, encoded) = encode([Source::Photo, Source::Values("a/map"), Source::Artifact("b")], &pictures);
        assert_eq!(numbers, [(Source::Values("a/map"), 0)].into());
        assert_eq!(image::load_from_memory(&encoded[0].bytes).expect("a PNG").into_rgba8(), map);
    }
}
