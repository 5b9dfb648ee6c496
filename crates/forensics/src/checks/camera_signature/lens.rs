//! Whether a stated lens can be on the stated camera at the stated focal length.

use crate::text;
use crate::text::{Text, quote};

/// How a lens of one maker's own mount is named, and how `Make` must then begin, in lower case.
/// Adapters exist, so a mismatch has an ordinary explanation.
const MOUNTS: &[(&str, &str)] = &[
    ("iphone", "apple"),
    ("ipad", "apple"),
    ("ef-s", "canon"),
    ("ef-m", "canon"),
    ("ef", "canon"),
    ("rf", "canon"),
    ("nikkor", "nikon"),
    ("xf", "fujifilm"),
    ("xc", "fujifilm"),
];

/// A teleconverter doubles a focal length at most; a lens may be a little shorter than its name.
const LONGEST_SHARE: f64 = 2.1;
const SHORTEST_SHARE: f64 = 0.9;

/// Largest relative difference between the f-number of a phone's fixed lens and the stated one.
const F_NUMBER_DIFFERENCE: f64 = 0.05;

/// What contradicts the pair, with its ordinary explanation; `None` when nothing does.
pub(super) fn contradiction(
    make: &str,
    model: &str,
    lens: &str,
    focal_length_mm: Option<f64>,
    f_number: Option<f64>,
) -> Option<Text> {
    let (lower, make) = (lens.to_lowercase(), make.to_lowercase());
    let shown = quote(lens, 80);
    let phone = model.to_lowercase();
    if make.starts_with("apple") && (lower.starts_with("iphone") || lower.starts_with("ipad")) {
        let names_model = lower.strip_prefix(&phone).is_some_and(|rest| rest.starts_with(' '));
        if !names_model {
            let model = quote(model, 60);
            return Some(text!(
                "The lens {shown} is not that of the model {model}; fields copied from another photo cause this.",
                "镜头 {shown} 不属于型号 {model}；从其他照片复制字段会造成这种情况。"
            ));
        }
        if let (Some(lens), Some(stated)) = (after_f(&lower), f_number)
            && (lens / stated - 1.0).abs() > F_NUMBER_DIFFERENCE
        {
            return Some(text!(
                "The f-number {stated:.2} is not that of the fixed lens {shown}; rewritten fields cause this.",
                "光圈值 {stated:.2} 与定光圈镜头 {shown} 不符；改写字段会造成这种情况。"
            ));
        }
    }
    let mount = MOUNTS.iter().find(|(name, _)| names_mount(&lower, name));
    if mount.is_some_and(|(_, maker)| !make.starts_with(maker)) {
        let make = quote(&make, 40);
        return Some(text!(
            "The lens {shown} has another maker's mount than the camera ({make}); an adapter causes this, and so do copied fields.",
            "镜头 {shown} 的卡口与相机厂商（{make}）不同；使用转接环或复制字段会造成这种情况。"
        ));
    }
    let (shortest, longest) = focal_range_mm(&lower)?;
    let focal = focal_length_mm.filter(|focal| *focal > 0.0)?;
    (focal < shortest * SHORTEST_SHARE || focal > longest * LONGEST_SHARE).then(|| {
        text!(
            "The focal length {focal:.1} mm is outside the range of the lens {shown}; rewritten fields cause this.",
            "焦距 {focal:.1} 毫米超出镜头 {shown} 的范围；改写字段会造成这种情况。"
        )
    })
}

/// Whether a lens is named after a mount: the name and then a digit, a hyphen or a space.
fn names_mount(lens: &str, mount: &str) -> bool {
    if mount == "nikkor" {
        return lens.contains(mount);
    }
    lens.strip_prefix(mount)
        .and_then(|rest| rest.chars().next())
        .is_some_and(|next| next.is_ascii_digit() || next == ' ')
}

/// The number after `f/`.
fn after_f(lens: &str) -> Option<f64> {
    let (_, rest) = lens.rsplit_once("f/")?;
    let end = rest.find(|character: char| !character.is_ascii_digit() && character != '.').unwrap_or(rest.len());
    rest.get(..end)?.parse().ok().filter(|number| *number > 0.0)
}

/// `16-55mm` and `23mm` as shortest and longest focal length.
fn focal_range_mm(lens: &str) -> Option<(f64, f64)> {
    let (before, _) = lens.split_once("mm")?;
    let before = before.trim_end();
    let start = before.rfind(|character: char| !character.is_ascii_digit() && !matches!(character, '.' | '-'));
    // The last other character may have several bytes.
    let range = match start {
        Some(at) => before.get(at..)?.trim_start_matches(|character: char| !character.is_ascii_digit()),
        None => before,
    };
    let (shortest, longest) = range.split_once('-').unwrap_or((range, range));
    let (shortest, longest): (f64, f64) = (shortest.parse().ok()?, longest.parse().ok()?);
    (shortest > 0.0 && shortest <= longest && longest < 10_000.0).then_some((shortest, longest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_are_read_from_names() {
        let expected = [
            ("e 16-55mm f2.8 g", Some((16.0, 55.0))),
            ("xf23mmf2 r wr", Some((23.0, 23.0))),
            ("canon ef-s18-55mm f/3.5-5.6", Some((18.0, 55.0))),
            ("24.0-70.0 mm f/2.8", Some((24.0, 70.0))),
            ("iphone 8 back camera 3.99mm f/1.8", Some((3.99, 3.99))),
            ("镜头50mm", Some((50.0, 50.0))),
            ("summilux", None),
            ("55-16mm", None),
        ];
        for (lens, range) in expected {
            assert_eq!(focal_range_mm(lens), range, "{lens}");
        }
    }

    #[test]
    fn real_pairs_agree() {
        let pairs = [
            ("Apple", "iPhone 8", "iPhone 8 back camera 3.99mm f/1.8", 3.99, 1.8),
            ("Apple", "iPhone 11 Pro Max", "iPhone 11 Pro Max front camera 2.71mm f/2.2", 2.71, 2.2),
            ("SONY", "ILCE-6500", "E 16-55mm F2.8 G", 35.0, 2.8),
            ("FUJIFILM", "X-E3", "XF23mmF2 R WR", 23.0, 5.6),
            ("Canon", "Canon EOS R5", "EF24-105mm f/4L IS USM", 105.0, 4.0),
        ];
        for (make, model, lens, focal, f_number) in pairs {
            assert_eq!(contradiction(make, model, lens, Some(focal), Some(f_number)), None, "{lens}");
        }
    }

    #[test]
    fn impossible_pairs_are_named() {
        let found =
            |make, model, lens, focal, f| contradiction(make, model, lens, Some(focal), Some(f)).map(|text| text.en);
        let wrong_phone = found("Apple", "iPhone 15 Pro", "iPhone 8 back camera 3.99mm f/1.8", 3.99, 1.8);
        assert!(wrong_phone.unwrap().contains("not that of the model"));
        assert!(
            found("Apple", "iPhone 8", "iPhone 8 back camera 3.99mm f/1.8", 3.99, 4.0)
                .unwrap()
                .contains("f-number 4.00")
        );
        assert!(found("SONY", "ILCE-7", "EF24-105mm f/4L", 50.0, 4.0).unwrap().contains("adapter"));
        assert!(found("SONY", "ILCE-7", "FE 24-70mm", 300.0, 4.0).unwrap().contains("outside the range"));
    }

    proptest! {
        #[test]
        fn any_names_end_in_an_answer(make in ".{0,12}", model in ".{0,12}", lens in ".{0,40}") {
            let _ = contradiction(&make, &model, &lens, Some(50.0), Some(2.0));
            let _ = contradiction("Apple", &model, &format!("iphone{lens}mm f/{lens}"), None, None);
        }
    }
}
