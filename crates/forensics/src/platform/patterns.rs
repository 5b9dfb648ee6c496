//! Patterns of sizes and encoder settings. They are only read in files without camera fields, because
//! the platforms named here remove them; other programs write such files, too.

use super::{Grade, Ground, Platform};
use crate::container::{Header, Kind};
use crate::jpeg_quality::{self, Quality};
use crate::metadata::Standard;
use crate::specimen::Specimen;
use crate::text;
use crate::text::Text;

/// X re-encodes JPEG uploads to quality 85 and serves boxes of these sides (Twitter developer forum,
/// "Upcoming changes to PNG image support", topic 118695, 2018; X API v1.1, entities object, sizes).
const X_QUALITY: u8 = 85;
const X_SIDES: [u32; 4] = [680, 1200, 2048, 4096];

/// Telegram's desktop app scales photos into boxes of these sides and writes quality 87
/// (github.com/telegramdesktop/tdesktop, issue 6520 and `PhotoSideLimit`).
const TELEGRAM_QUALITY: u8 = 87;
const TELEGRAM_SIDES: [u32; 2] = [1280, 2560];

/// Instagram scales wider photos to this width, at proportions from 4:5 to 1.91:1 (Instagram help
/// pages, "Image resolution of photos you share on Instagram").
const INSTAGRAM_WIDTH: u32 = 1080;
const INSTAGRAM_HEIGHTS: std::ops::RangeInclusive<u32> = 565..=1350;

/// Widths that Xiaohongshu's image addresses ask for (`imageView2/2/w/1080`, `.../w/540/format/webp`)
/// and the width of its account thumbnails. The encoder settings behind the addresses are not known.
const XIAOHONGSHU_WIDTHS: [u32; 3] = [540, 640, 1080];

/// Screens of devices in pixels, shorter side first, as their makers publish them (Apple, Human
/// Interface Guidelines, Layout; data sheets of Samsung and Xiaomi). Sizes that photos or videos have
/// just as often (3:4, 1080 x 1920) are left out.
#[rustfmt::skip]
const SCREENS: &[(u32, u32)] = &[
    (640, 1136), (750, 1334), (828, 1792), (1125, 2436), (1170, 2532), (1179, 2556), (1206, 2622), (1242, 2208),
    (1242, 2688), (1260, 2736), (1284, 2778), (1290, 2796), (1320, 2868), (1640, 2360), (1668, 2388), (1668, 2420),
    (1488, 2266), (1080, 2280), (1080, 2316), (1080, 2340), (1080, 2400), (1220, 2712), (1440, 3088), (1440, 3120),
    (1440, 3200),
];

/// The patterns that a file fits.
pub(super) fn find(specimen: &Specimen<'_>) -> Vec<Ground> {
    let structure = specimen.structure();
    let Some(header) = &structure.header else { return Vec::new() };
    let states_a_camera = specimen.metadata().fields.iter().any(|field| {
        field.standard == Standard::Exif
            && matches!(field.name.as_str(), "Make" | "Model" | "ExposureTime" | "MakerNote")
    });
    if states_a_camera {
        return Vec::new();
    }
    let mut grounds = Vec::new();
    match structure.kind {
        Kind::Jpeg => {
            let tables = structure.jpeg.as_ref().map(|jpeg| jpeg.tables.as_slice()).unwrap_or_default();
            if let Some(Quality::Standard(quality)) = jpeg_quality::estimate(tables) {
                grounds.extend(of_jpeg(header, quality));
            }
        }
        Kind::Webp if header.coding == "VP8" && XIAOHONGSHU_WIDTHS.contains(&header.width) => {
            let width = header.width;
            grounds.push(pattern(
                Platform::Xiaohongshu,
                text!(
                    "a lossy WebP without camera fields, {width} pixels wide",
                    "有损 WebP，无相机字段，宽 {width} 像素"
                ),
            ));
        }
        _ => {}
    }
    grounds.extend(screen(structure.kind, header));
    grounds
}

fn of_jpeg(header: &Header, quality: u8) -> Vec<Ground> {
    let longest = header.width.max(header.height);
    let boxed = || {
        text!(
            "a JPEG of quality {quality} without camera fields, {longest} pixels on its longer side",
            "JPEG，质量 {quality}，无相机字段，长边 {longest} 像素"
        )
    };
    let mut grounds = Vec::new();
    if quality == X_QUALITY && X_SIDES.contains(&longest) {
        grounds.push(pattern(Platform::X, boxed()));
    }
    if quality == TELEGRAM_QUALITY && TELEGRAM_SIDES.contains(&longest) {
        grounds.push(pattern(Platform::Telegram, boxed()));
    }
    if header.width == INSTAGRAM_WIDTH && INSTAGRAM_HEIGHTS.contains(&header.height) {
        let height = header.height;
        grounds.push(pattern(
            Platform::Instagram,
            text!(
                "a JPEG with standard tables and without camera fields, 1080 x {height} pixels",
                "JPEG，标准量化表，无相机字段，1080 x {height} 像素"
            ),
        ));
    }
    grounds
}

fn pattern(platform: Platform, seen: Text) -> Ground {
    Ground {
        platform,
        grade: Grade::CompatiblePattern,
        seen,
        value: String::new(),
        place: None,
        recompressed: true,
        resized: true,
    }
}

/// Screenshots are PNG or JPEG of exactly the screen's size.
fn screen(kind: Kind, header: &Header) -> Option<Ground> {
    let (shorter, longer) = (header.width.min(header.height), header.width.max(header.height));
    let fits = matches!(kind, Kind::Png | Kind::Jpeg) && SCREENS.contains(&(shorter, longer));
    let (width, height) = (header.width, header.height);
    fits.then(|| Ground {
        recompressed: false,
        resized: false,
        ..pattern(
            Platform::Screenshot,
            text!(
                "{width} x {height} pixels without camera fields, the size of a device's screen",
                "{width} x {height} 像素，无相机字段，与某种设备的屏幕尺寸相同"
            ),
        )
    })
}
