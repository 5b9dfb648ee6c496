//! What the checks of declared origin share: fields with their whole values, where each was read, and
//! what could not be read. No check of its own.

pub(super) mod json;

use crate::check::Stopped;
use crate::container::Part;
use crate::finding::{Finding, Group, Outcome, Row};
use crate::metadata::{Field, Standard};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words, quote};

/// Longest value that is shown, in characters; prompts have their own limit.
const LONGEST_SHOWN: usize = 400;

/// Most reasons that are listed.
const MOST_REASONS: usize = 12;

/// Where a field was read, for the row that shows it: `eXIf, IFD0, at byte 41: Artist`.
pub(super) fn place(field: &Field) -> String {
    format!("{}: {}", field.place, quote(&field.name, 120))
}

/// A row that shows characters of the file.
pub(super) fn quoted(label: Words, value: &str, field: &Field) -> Row {
    Row::at(label.into(), Text::same(quote(value, LONGEST_SHOWN)), place(field))
}

/// The last step of an XMP path, without prefix and index: `crs:Masks[2]/crs:fill_method` gives
/// `fill_method`.
pub(super) fn local_name(name: &str) -> &str {
    let step = name.rsplit('/').next().unwrap_or(name);
    let step = step.split('[').next().unwrap_or(step);
    step.rsplit(':').next().unwrap_or(step)
}

/// Whether a field is this XMP property of the picture itself, not of an ingredient or a part of it.
/// Names are compared without prefix, because files bind their own.
pub(super) fn is_xmp_property(field: &Field, local: &str) -> bool {
    field.standard == Standard::Xmp && !field.name.contains('/') && local_name(&field.name).eq_ignore_ascii_case(local)
}

/// A heading over rows.
pub(super) fn group(title: Words, rows: Vec<Row>) -> Group {
    Group { title: title.into(), rows }
}

/// The failure of a check of metadata of which nothing could be read.
pub(super) fn unreadable(specimen: &Specimen<'_>) -> Option<Stopped> {
    let Text { en, zh } = specimen.metadata().unreadable()?;
    Some(Stopped::Failed(text!(
        "Metadata was there, but none of it could be read: {en}",
        "存在元数据，但完全无法读取：{zh}"
    )))
}

/// The outcome: damage that kept something from being read is always said, and where nothing was
/// found beside it, the answer is *inconclusive*, never *not found*.
///
/// # Errors
/// Nothing was found and nothing of the metadata could be read.
pub(super) fn outcome(
    is_found: bool,
    mut finding: Finding,
    troubles: Vec<Text>,
    specimen: &Specimen<'_>,
) -> Result<Outcome, Stopped> {
    if let (false, Some(failure)) = (is_found, unreadable(specimen)) {
        return Err(failure);
    }
    let mut reasons = troubles;
    reasons.extend(not_read(specimen));
    let count = reasons.len();
    reasons.truncate(MOST_REASONS);
    let first = reasons.first().cloned();
    if !reasons.is_empty() {
        let rows =
            reasons.into_iter().map(|reason| Row::new(Words::new("Not read", "未能读取").into(), reason)).collect();
        finding.details.push(group(Words::new("Could not be read", "无法读取"), rows));
    }
    Ok(match (is_found, first) {
        (true, _) => Outcome::Found(finding),
        (false, None) => Outcome::NotFound(finding),
        (false, Some(first)) => {
            let (en, zh) = (first.en, first.zh);
            let why = match count {
                1 => text!(
                    "Part of what could carry a declaration could not be read: {en}",
                    "有可能载有声明的内容未能读取：{zh}"
                ),
                _ => text!(
                    "Parts of what could carry a declaration could not be read ({count}), the first: {en}",
                    "有 {count} 处可能载有声明的内容未能读取，其一：{zh}"
                ),
            };
            Outcome::Inconclusive { why, finding }
        }
    })
}

/// What of the file's text could not be looked at, and why.
fn not_read(specimen: &Specimen<'_>) -> Vec<Text> {
    let mut reasons = Vec::new();
    if !specimen.exhibit().is_whole() {
        reasons.push(text!(
            "The file was too long to be held whole; what lies in the rest was not looked at.",
            "文件过长，未能完整载入；其余部分没有查看。"
        ));
    }
    reasons.extend(specimen.metadata().problems.iter().cloned());
    let structure = specimen.structure();
    for problem in &structure.problems {
        // Damage to pixels, to signed manifests or to the end of the file hides no text field.
        let part = structure.parts.iter().find(|part| part.offset == problem.offset);
        if part.is_some_and(carries_text) {
            reasons.push(problem.text.clone());
        }
    }
    let blocks = structure.blocks_left_out;
    if blocks > 0 {
        reasons.push(text!(
            "The file had more blocks of metadata than are read; {blocks} were not looked at.",
            "文件中的元数据块多于可读取的数量；有 {blocks} 个没有查看。"
        ));
    }
    reasons
}

/// Whether a part of this name can carry text fields.
fn carries_text(part: &Part) -> bool {
    matches!(
        part.name.as_str(),
        "tEXt" | "zTXt" | "iTXt" | "eXIf" | "EXIF" | "XMP" | "APP1" | "APP13" | "COM" | "meta" | "uuid" | "IFD"
    )
}

/// How many fields of which standards were looked at, in words for a *not found*.
pub(super) fn looked_at(specimen: &Specimen<'_>) -> Text {
    let count = |wanted: &[Standard]| {
        specimen.metadata().fields.iter().filter(|field| wanted.contains(&field.standard)).count()
    };
    let (exif, xmp) = (count(&[Standard::Exif, Standard::ExifThumbnail]), count(&[Standard::Xmp]));
    let (iptc, texts) = (count(&[Standard::Iptc]), count(&[Standard::PngText, Standard::Comment]));
    if exif + xmp + iptc + texts == 0 {
        return text!("looked for text fields, of which the file carried none", "查找了文字字段，文件中一个也没有");
    }
    text!(
        "looked at {exif} EXIF, {xmp} XMP and {iptc} IPTC fields and {texts} text chunks or comments",
        "查看了 {exif} 个 EXIF 字段、{xmp} 个 XMP 字段、{iptc} 个 IPTC 字段和 {texts} 个文本块或注释"
    )
}

/// A Unix time as `2026-06-03 13:31:21 UTC`; `None` before 1970 or after 9999.
pub(super) fn utc(seconds: i64) -> Option<String> {
    /// 9999-12-31T23:59:59Z.
    const LAST: i64 = 253_402_300_799;
    if !(0..=LAST).contains(&seconds) {
        return None;
    }
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Days to civil date: Howard Hinnant, "chrono-compatible low-level date algorithms".
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let of_era = shifted % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    Some(format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC"))
}

#[cfg(test)]
mod provenance_files;
#[cfg(test)]
pub(super) mod testing;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unix_times_become_dates() {
        assert_eq!(utc(0).as_deref(), Some("1970-01-01 00:00:00 UTC"));
        // The example of RFC 3339's leap-year rule: 2000 is one, and 1 March follows 29 February.
        assert_eq!(utc(951_782_400).as_deref(), Some("2000-02-29 00:00:00 UTC"));
        assert_eq!(utc(1_768_028_519).as_deref(), Some("2026-01-10 07:01:59 UTC"));
        assert_eq!((utc(-1), utc(i64::MAX)), (None, None));
    }

    #[test]
    fn names_lose_prefix_path_and_index() {
        assert_eq!(local_name("crs:RetouchAreas[3]/crs:Masks[1]/crs:fill_method"), "fill_method");
        assert_eq!(local_name("Iptc4xmpExt:AISystemUsed[1]"), "AISystemUsed");
        assert_eq!(local_name("AIGC"), "AIGC");
    }
}
