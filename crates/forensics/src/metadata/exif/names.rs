//! Names of EXIF tags: the standard's, as the `exif` crate knows them, and those that it lacks.

use exif::{Context, Tag};

/// The name of a tag; one that no standard names is `0x` and four hex digits.
pub(super) fn name(tag: Tag) -> String {
    if let Some(name) = extra(tag) {
        return name.to_owned();
    }
    if tag.description().is_some() {
        return tag.to_string();
    }
    format!("0x{:04x}", tag.number())
}

/// TIFF, DNG and Windows tags in the primary directories, and what EXIF 3.0 added.
fn extra(tag: Tag) -> Option<&'static str> {
    Some(match (tag.context(), tag.number()) {
        (Context::Tiff, number) => match number {
            0x000b => "ProcessingSoftware",
            0x00fe => "NewSubfileType",
            0x00ff => "SubfileType",
            0x010a => "FillOrder",
            0x010d => "DocumentName",
            0x011d => "PageName",
            0x0129 => "PageNumber",
            0x013c => "HostComputer",
            0x013d => "Predictor",
            0x0140 => "ColorMap",
            0x0142 => "TileWidth",
            0x0143 => "TileLength",
            0x014a => "SubIFDs",
            0x0152 => "ExtraSamples",
            0x0153 => "SampleFormat",
            0x015b => "JPEGTables",
            0x02bc => "XMLPacket",
            0x4746 => "Rating",
            0x4749 => "RatingPercent",
            0x83bb => "IPTC-NAA",
            0x8649 => "ImageResources",
            0x8773 => "InterColorProfile",
            0x9216 => "TIFF/EPStandardID",
            0x9c9b => "XPTitle",
            0x9c9c => "XPComment",
            0x9c9d => "XPAuthor",
            0x9c9e => "XPKeywords",
            0x9c9f => "XPSubject",
            0xc4a5 => "PrintImageMatching",
            0xc612 => "DNGVersion",
            0xc613 => "DNGBackwardVersion",
            0xc614 => "UniqueCameraModel",
            0xc62f => "CameraSerialNumber",
            0xc634 => "DNGPrivateData",
            0xc68b => "OriginalRawFileName",
            0xea1c => "Padding",
            0xea1d => "OffsetSchema",
            _ => return None,
        },
        (Context::Exif, number) => match number {
            0xa436 => "ImageTitle",
            0xa437 => "Photographer",
            0xa438 => "ImageEditor",
            0xa439 => "CameraFirmware",
            0xa43a => "RAWDevelopingSoftware",
            0xa43b => "ImageEditingSoftware",
            0xa43c => "MetadataEditingSoftware",
            0xea1c => "Padding",
            0xea1d => "OffsetSchema",
            _ => return None,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_the_names_of_their_standard() {
        assert_eq!(name(Tag(Context::Tiff, 0x010f)), "Make");
        assert_eq!(name(Tag(Context::Exif, 0x9003)), "DateTimeOriginal");
        assert_eq!(name(Tag(Context::Gps, 2)), "GPSLatitude");
        assert_eq!(name(Tag(Context::Tiff, 0x9c9c)), "XPComment");
        assert_eq!(name(Tag(Context::Tiff, 0xfde8)), "0xfde8");
    }
}
