//! HEIC: HEVC pictures and grids of them.

use heic_decoder::{DecodeOptions, decode_with, probe};
use image::DynamicImage;

use super::refusal::check_size;
use super::{Pixels, Undecodable, planes, upright};
use crate::limits::Limits;
use crate::text::Words;

/// Decodes the primary picture before the turns (`irot`, `imir`) that the container prescribes; `orientation` is
/// what they come to.
pub(super) fn decode(bytes: &[u8], orientation: u8, limits: &Limits) -> Result<Pixels, Undecodable> {
    let info = probe(bytes).map_err(planes::complaint)?;
    let (width, height) = (info.coded_width as u64, info.coded_height as u64);
    check_size(width, height, planes::bytes_per_pixel(info.chroma_format_idc), limits)?;
    // The decoder applies the crop (`clap`) and the turns together or not at all.
    let cropped = info.width.min(info.height) != info.coded_width.min(info.coded_height)
        || info.width.max(info.height) != info.coded_width.max(info.coded_height);
    let image = decode_with(bytes, &DecodeOptions { apply_transforms: cropped }).map_err(planes::complaint)?;
    let bits = image.bit_depth_luma.max(image.bit_depth_chroma);
    let mut coded = planes::picture(&image)?;
    let mut notes = Vec::new();
    if cropped {
        coded = turned_back(coded, orientation);
        notes.push(CROPPED.into());
    }
    Ok(Pixels { coded, bits_per_sample: u8::try_from(bits).unwrap_or(u8::MAX), notes })
}

/// Undoes an orientation: a quarter turn is undone by the opposite one, everything else by itself.
fn turned_back(picture: DynamicImage, orientation: u8) -> DynamicImage {
    upright(
        picture,
        match orientation {
            6 => 8,
            8 => 6,
            other => other,
        },
    )
}

const CROPPED: Words = Words::new(
    "The file stored more than it shows; the picture was cropped as the file prescribes (clean aperture).",
    "文件中存储的画面大于其显示范围；已按文件的规定（clean aperture）裁剪。",
);

#[cfg(test)]
mod tests {
    use catchlight_rendered::scene;

    use super::*;

    #[test]
    fn every_orientation_is_undone() {
        let picture = DynamicImage::ImageRgb8(scene(7, 5, 1));
        for orientation in 0..=9 {
            assert_eq!(turned_back(upright(picture.clone(), orientation), orientation), picture, "{orientation}");
        }
    }
}
