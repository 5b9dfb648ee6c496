//! Whether the stated exposure is one that a camera can make.

use super::capture::Capture;
use super::requirements::{Answer, met, not_met};
use crate::specimen::Specimen;
use crate::text;
use crate::text::Words;

/// Shortest and longest exposure of cameras and phones, in seconds.
const EXPOSURE_S: std::ops::RangeInclusive<f64> = 1.0 / 200_000.0..=3600.0;
/// F-numbers of lenses; pinholes are the largest.
const F_NUMBERS: std::ops::RangeInclusive<f64> = 0.7..=256.0;
/// Sensitivities that cameras offer.
const ISOS: std::ops::RangeInclusive<f64> = 3.0..=4_194_304.0;
/// Exposure value at ISO 100, from a night sky without a moon to the sun itself.
const EXPOSURE_VALUES: std::ops::RangeInclusive<f64> = -10.0..=23.0;
/// Exposure values (log2) by which the two ways of stating a setting may differ: cameras round one.
const APEX_DIFFERENCE: f64 = 0.5;

/// Whether time and aperture are stated, possible, and the same in both ways of stating them.
pub(super) fn plausible(_: &Specimen<'_>, capture: &Capture) -> Answer {
    let place = format!("Exif IFD, {}", capture.place);
    let time_s = capture.exposure_time_s.or_else(|| capture.shutter_speed_apex.map(|apex| (-apex).exp2()));
    let f_number = capture.f_number.or_else(|| capture.aperture_apex.map(|apex| (apex / 2.0).exp2()));
    let (Some(time_s), Some(f_number)) = (time_s, f_number) else {
        return not_met(
            Words::new(
                "Exposure time or f-number is missing; programs and platforms remove fields, and lenses without contacts state no f-number.",
                "缺少曝光时间或光圈值；程序和平台会删除字段，无电子触点的镜头也不会写入光圈值。",
            )
            .into(),
            place,
        );
    };
    let iso = capture.iso;
    let (time, aperture) = (seconds(time_s), format!("f/{f_number:.1}"));
    let iso_words = iso.map_or_else(|| "ISO ?".to_owned(), |iso| format!("ISO {iso:.0}"));
    let settings = format!("{time}, {aperture}, {iso_words}");
    let value = (f_number * f_number / time_s).log2() - iso.map_or(0.0, |iso| (iso / 100.0).log2());
    let possible = EXPOSURE_S.contains(&time_s)
        && F_NUMBERS.contains(&f_number)
        && iso.is_none_or(|iso| ISOS.contains(&iso))
        && EXPOSURE_VALUES.contains(&value);
    if !possible {
        return not_met(
            text!(
                "{settings}: outside what cameras do; mistyped or made-up fields cause this.",
                "{settings}：超出相机的能力范围；填写错误或编造的字段会造成这种情况。"
            ),
            place,
        );
    }
    let differs = |stated: Option<f64>, apex: Option<f64>| {
        stated.zip(apex).is_some_and(|(stated, apex)| apex != 0.0 && (stated - apex).abs() > APEX_DIFFERENCE)
    };
    if differs(capture.exposure_time_s.map(|time_s| -time_s.log2()), capture.shutter_speed_apex)
        || differs(capture.f_number.map(|f_number| 2.0 * f_number.log2()), capture.aperture_apex)
    {
        return not_met(
            text!(
                "{settings}: the same setting is stated twice with different values; programs that change one field cause this.",
                "{settings}：同一设置以两种方式写出，数值却不同；只改动其中一个字段的程序会造成这种情况。"
            ),
            place,
        );
    }
    let words = match iso {
        Some(_) => {
            text!("{settings}: exposure value {value:.1} at ISO 100", "{settings}：ISO 100 下的曝光值 {value:.1}")
        }
        None => text!("{settings}: exposure value {value:.1}", "{settings}：曝光值 {value:.1}"),
    };
    met(words, place)
}

fn seconds(time_s: f64) -> String {
    if time_s < 0.5 { format!("1/{:.0} s", 1.0 / time_s) } else { format!("{time_s:.1} s") }
}
