//! Points at which stated fields contradict each other or the picture. Each is a description with an
//! ordinary explanation beside it; none carries weight.

use crate::container::Kind;
use crate::metadata::{Metadata, Standard};
use crate::specimen::Specimen;
use crate::text;
use crate::text::Text;

use super::shown;

/// Software that is used to edit or convert pictures, as lower-case words inside the stated name.
/// A name here tells of processing after capture, never of generation.
const EDITORS: &[&str] = &[
    "photoshop",
    "lightroom",
    "camera raw",
    "gimp",
    "affinity",
    "capture one",
    "snapseed",
    "vsco",
    "picsart",
    "facetune",
    "meitu",
    "darktable",
    "rawtherapee",
    "luminar",
    "pixelmator",
    "canva",
    "imagemagick",
    "graphicsmagick",
    "paint.net",
    "acdsee",
    "photoscape",
    "polarr",
    "instagram",
    "topaz",
    "dxo",
    "photopea",
    "pillow",
    "libvips",
];

/// All contradictions of the specimen; `thumbnail` is the one that the thumbnail showed.
pub(super) fn find(specimen: &Specimen<'_>, thumbnail: Option<Text>) -> Vec<Text> {
    let metadata = specimen.metadata();
    [
        thumbnail,
        edited_after_capture(metadata),
        changed_before_taken(metadata),
        two_capture_times(metadata),
        position_on_another_day(metadata),
        stated_size(specimen),
        editor(metadata),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Date and time as comparable digits: `YYYYMMDDhhmmss`. EXIF (`2024:05:06 07:08:09`), ISO 8601
/// (`2024-05-06T07:08:09+02:00`) and the readers' display form all begin with the same fourteen digits.
fn moment(value: &str) -> Option<u64> {
    let (date, time) = value.trim().split_at_checked(10)?;
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (date, time) = (digits(date), digits(time));
    let moment = format!("{date}{}", time.get(..6)?);
    // An all-zero date is how cameras write "unknown".
    (date.len() == 8).then(|| moment.parse().ok()).flatten().filter(|moment| *moment > 0)
}

fn day(value: &str) -> Option<u64> {
    let digits: String = value.trim().chars().take(10).filter(char::is_ascii_digit).collect();
    (digits.len() == 8).then(|| digits.parse().ok()).flatten().filter(|day| *day > 0)
}

fn exif<'a>(metadata: &'a Metadata, name: &str) -> Option<&'a str> {
    metadata.value(Standard::Exif, name)
}

fn edited_after_capture(metadata: &Metadata) -> Option<Text> {
    let (taken, changed) = (exif(metadata, "DateTimeOriginal")?, exif(metadata, "DateTime")?);
    (moment(changed)? > moment(taken)?).then(|| {
        let (taken, changed) = (shown(taken), shown(changed));
        text!(
            "The file was changed after the stated capture time: taken {taken}, changed {changed}.",
            "文件在所述拍摄时间之后被修改：拍摄于 {taken}，修改于 {changed}。"
        )
    })
}

fn changed_before_taken(metadata: &Metadata) -> Option<Text> {
    let (taken, changed) = (exif(metadata, "DateTimeOriginal")?, exif(metadata, "DateTime")?);
    (moment(changed)? < moment(taken)?).then(|| {
        let (taken, changed) = (shown(taken), shown(changed));
        text!(
            "The stated time of the last change lay before the stated capture time: taken {taken}, changed {changed}. Copied fields or a reset clock cause this.",
            "所述最后修改时间早于所述拍摄时间：拍摄于 {taken}，修改于 {changed}。复制字段或时钟被重置会造成这种情况。"
        )
    })
}

fn two_capture_times(metadata: &Metadata) -> Option<Text> {
    let exif = exif(metadata, "DateTimeOriginal")?;
    let xmp = ["exif:DateTimeOriginal", "photoshop:DateCreated"]
        .iter()
        .find_map(|name| metadata.value(Standard::Xmp, name))?;
    // Zones differ between the two standards, so only another day is a contradiction; a time around
    // midnight can still fall on the next day, so days must be apart by more than one.
    (days_apart(day(exif)?, day(xmp)?)? > 1).then(|| {
        let (exif, xmp) = (shown(exif), shown(xmp));
        text!(
            "EXIF and XMP stated different capture times: {exif} and {xmp}.",
            "EXIF 与 XMP 所述的拍摄时间不同：{exif} 与 {xmp}。"
        )
    })
}

fn position_on_another_day(metadata: &Metadata) -> Option<Text> {
    let (taken, position) = (exif(metadata, "DateTimeOriginal")?, exif(metadata, "GPSDateStamp")?);
    (days_apart(day(taken)?, day(position)?)? > 1).then(|| {
        let (taken, position) = (shown(taken), shown(position));
        text!("The position was dated {position}, the capture {taken}.", "定位日期为 {position}，拍摄时间为 {taken}。")
    })
}

/// Whole days between two dates `YYYYMMDD` of the proleptic Gregorian calendar.
fn days_apart(one: u64, other: u64) -> Option<u64> {
    let number = |date: u64| -> Option<i64> {
        let (year, month, day) = ((date / 10_000) as i64, (date / 100 % 100) as i64, (date % 100) as i64);
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return None;
        }
        // Days from civil, Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.
        let year = if month <= 2 { year - 1 } else { year };
        let month = (month + 9) % 12;
        Some(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day)
    };
    Some(number(one)?.abs_diff(number(other)?))
}

/// The size that EXIF states against the size in the header. Readers may state it turned.
fn stated_size(specimen: &Specimen<'_>) -> Option<Text> {
    let (metadata, structure) = (specimen.metadata(), specimen.structure());
    // In a TIFF the EXIF dimensions may describe another image of the file.
    let header = structure.header.as_ref().filter(|_| structure.kind != Kind::Tiff)?;
    let number = |name| -> Option<u32> {
        let digits: String = exif(metadata, name)?.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok().filter(|value| *value > 0)
    };
    let (stated_width, stated_height) = (number("PixelXDimension")?, number("PixelYDimension")?);
    let (width, height) = (header.width, header.height);
    let agrees = (stated_width, stated_height) == (width, height) || (stated_width, stated_height) == (height, width);
    (!agrees).then(|| {
        text!(
            "EXIF stated {stated_width} x {stated_height} pixels; the picture has {width} x {height}. It was cropped or scaled after the fields were written.",
            "EXIF 所述尺寸为 {stated_width} x {stated_height} 像素，画面实际为 {width} x {height}。写入字段之后图像被裁剪或缩放过。"
        )
    })
}

fn editor(metadata: &Metadata) -> Option<Text> {
    let stated = metadata.fields.iter().filter(|field| {
        matches!(
            (field.standard, field.name.as_str()),
            (Standard::Exif, "Software" | "ProcessingSoftware")
                | (Standard::Xmp, "xmp:CreatorTool")
                | (Standard::Iptc, "2:065 Originating Program")
                | (Standard::PngText, "Software")
        )
    });
    let mut named = stated.filter(|field| {
        let name = field.value.to_lowercase();
        EDITORS.iter().any(|editor| name.contains(editor))
    });
    let software = shown(&named.next()?.value);
    Some(text!(
        "The stated software {software} edits or converts pictures: the file was written after capture or creation, not by a camera.",
        "所述软件 {software} 用于编辑或转换图像：该文件是在拍摄或创建之后写入的，而不是由相机直接写入。"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_standard_compare() {
        assert_eq!(moment("2024:05:06 07:08:09"), Some(20_240_506_070_809));
        assert_eq!(moment("2024-05-06T07:08:09+02:00"), Some(20_240_506_070_809));
        assert_eq!(moment("2024-05-06 07:08:09"), Some(20_240_506_070_809));
        assert_eq!(moment("0000:00:00 00:00:00"), None);
        assert_eq!(moment("yesterday"), None);
        assert_eq!(moment("日期时间未知"), None);
    }

    #[test]
    fn days_are_counted_over_months_and_leap_years() {
        assert_eq!(days_apart(20_240_228, 20_240_301), Some(2));
        assert_eq!(days_apart(20_230_228, 20_230_301), Some(1));
        assert_eq!(days_apart(20_231_231, 20_240_101), Some(1));
        assert_eq!(days_apart(20_241_331, 20_240_101), None);
    }
}
