//! The rule by which a set of camera fields counts as consistent: every requirement of the table must
//! be met. What is not met is named with its ordinary explanation; nothing is counted or weighed.

use super::capture::Capture;
use super::{exposure, lens, maker, touch};
use crate::container::Kind;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words, quote};

/// One requirement: what must hold, and the test of it.
pub(super) struct Requirement {
    pub(super) title: Words,
    test: fn(&Specimen<'_>, &Capture) -> Answer,
}

/// What a test saw, and where.
pub(super) struct Answer {
    pub(super) met: bool,
    pub(super) words: Text,
    pub(super) place: Option<String>,
}

/// All of them together make a consistent camera original.
#[rustfmt::skip]
pub(super) const REQUIREMENTS: &[Requirement] = &[
    Requirement { title: Words::new("Make and model", "厂商与型号"), test: named },
    Requirement { title: Words::new("MakerNote of the stated maker", "所述厂商的 MakerNote"), test: maker_note },
    Requirement { title: Words::new("Plausible exposure", "合理的曝光"), test: exposure::plausible },
    Requirement { title: Words::new("Picture size", "画面尺寸"), test: size },
    Requirement { title: Words::new("Lens and position without contradiction", "镜头与位置无矛盾"), test: coherent },
    Requirement { title: UNTOUCHED, test: touch::untouched },
    Requirement { title: Words::new("No declared generation", "未声明为生成"), test: touch::not_declared },
];

/// Title of the requirement that no program touched the file after the capture.
pub(super) const UNTOUCHED: Words = Words::new("No editor, library or platform", "无编辑软件、图像库或平台痕迹");

/// Tests all requirements.
pub(super) fn test(specimen: &Specimen<'_>, capture: &Capture) -> Vec<(&'static Requirement, Answer)> {
    REQUIREMENTS.iter().map(|requirement| (requirement, (requirement.test)(specimen, capture))).collect()
}

pub(super) fn met(words: Text, place: impl Into<String>) -> Answer {
    Answer { met: true, words, place: Some(place.into()).filter(|place: &String| !place.is_empty()) }
}

pub(super) fn not_met(words: Text, place: impl Into<String>) -> Answer {
    Answer { met: false, ..met(words, place) }
}

fn named(_: &Specimen<'_>, capture: &Capture) -> Answer {
    match (&capture.make, &capture.model) {
        (Some(make), Some(model)) if is_generator(make, model) => not_met(
            Words::new(
                "Make and Model hold the data of a generator, not the name of a camera.",
                "厂商和型号字段中是生成工具的数据，而不是相机名称。",
            )
            .into(),
            &capture.place,
        ),
        (Some(make), Some(model)) => {
            let (make, model) = (quote(make, 60), quote(model, 60));
            met(text!("{make}, {model}", "{make}，{model}"), &capture.place)
        }
        _ => not_met(
            Words::new(
                "Make or Model is missing; programs and platforms remove fields.",
                "缺少厂商或型号；程序和平台会删除字段。",
            )
            .into(),
            &capture.place,
        ),
    }
}

/// Values of `Make` that generators write.
const GENERATOR_MAKES: [&str; 5] = ["black forest labs", "ideogram ai", "uso", "stability ai", "comfyui"];

/// Beginnings of `Make` and `Model` that generators write: workflow data and names of models.
const GENERATOR_BEGINNINGS: [&str; 5] = ["workflow:", "prompt:", "{", "flux", "stable diffusion"];

/// No camera has a longer name, in characters.
const LONGEST_NAME: usize = 100;

/// Whether `Make` and `Model` hold the data of a generator.
pub(super) fn is_generator(make: &str, model: &str) -> bool {
    let is_data = |value: &str| {
        let lower = value.trim().to_lowercase();
        GENERATOR_BEGINNINGS.iter().any(|begins| lower.starts_with(begins)) || value.chars().count() > LONGEST_NAME
    };
    GENERATOR_MAKES.contains(&make.trim().to_lowercase().as_str()) || is_data(make) || is_data(model)
}

fn maker_note(_: &Specimen<'_>, capture: &Capture) -> Answer {
    let stated = capture.make.as_deref().and_then(maker::of_make);
    let place = format!("MakerNote, {}", capture.place);
    match (&capture.maker_note, stated) {
        (Some(note), Some(maker)) if maker.wrote(note) => {
            let (name, length) = (maker.name, note.length);
            met(
                text!("{length} bytes that begin as those of {name} do", "{length} 字节，开头符合 {name} 的格式"),
                place,
            )
        }
        (Some(note), stated) => {
            let claimed = quote(capture.make.as_deref().unwrap_or("?"), 60);
            let words = match (maker::of_note(note), stated) {
                (Some(other), _) => {
                    let other = other.name;
                    text!(
                        "It begins as those of {other} do, the stated make is {claimed}; relabelled cameras and copied fields cause this.",
                        "其开头符合 {other} 的格式，而所述厂商为 {claimed}；贴牌相机或复制字段会造成这种情况。"
                    )
                }
                (None, Some(_)) => text!(
                    "It does not begin as those of {claimed} do; programs that rewrite it cause this.",
                    "其开头不符合 {claimed} 的格式；改写它的程序会造成这种情况。"
                ),
                (None, None) => text!(
                    "There is one, but how those of {claimed} begin is not known here.",
                    "有 MakerNote，但此处不了解 {claimed} 的格式。"
                ),
            };
            not_met(words, place)
        }
        (None, Some(maker)) if maker.always => {
            let name = maker.name;
            let srgb = capture.colour_space == Some(1) && name == "Apple";
            let words = if srgb {
                Words::new(
                    "There is none, and the colour space is sRGB, although Apple's phones write one with every capture; programs and platforms that rewrite photos remove it, and made-up fields lack it.",
                    "没有 MakerNote，色彩空间为 sRGB，而苹果手机每次拍摄都会写入；改写照片的程序和平台会将其删除，编造的字段也不含它。",
                )
                .into()
            } else {
                text!(
                    "There is none, although {name} writes one with every capture; programs and platforms that rewrite photos remove it, and made-up fields lack it.",
                    "没有 MakerNote，而 {name} 每次拍摄都会写入；改写照片的程序和平台会将其删除，编造的字段也不含它。"
                )
            };
            not_met(words, &capture.place)
        }
        (None, _) => not_met(
            Words::new(
                "There is none; this maker is not known to write one always.",
                "没有 MakerNote；尚不知该厂商是否总会写入。",
            )
            .into(),
            &capture.place,
        ),
    }
}

fn size(specimen: &Specimen<'_>, capture: &Capture) -> Answer {
    let structure = specimen.structure();
    let place = format!("PixelXDimension and PixelYDimension, {}", capture.place);
    let (Some(header), Some((stated_width, stated_height))) = (&structure.header, capture.pixel_size) else {
        return not_met(
            Words::new(
                "EXIF or the picture states no size; programs remove fields.",
                "EXIF 或画面未写明尺寸；程序会删除字段。",
            )
            .into(),
            place,
        );
    };
    let (width, height) = (header.width, header.height);
    let sizes = format!("{width} x {height} px / EXIF {stated_width} x {stated_height} px");
    let turned = [(stated_width, stated_height), (stated_height, stated_width)];
    if turned.contains(&(width, height)) {
        return met(text!("{sizes}: they agree", "{sizes}：一致"), place);
    }
    if turned.iter().any(|stated| is_scaled_down((width, height), *stated)) {
        return met(
            text!("{sizes}: scaled down in the same proportions after the capture", "{sizes}：拍摄后按相同比例缩小"),
            place,
        );
    }
    // Apple's own photo app crops into HEIC and keeps the size of the capture in EXIF.
    let is_apple_heic = structure.kind == Kind::Heic && capture.make.as_deref() == Some("Apple");
    if is_apple_heic && turned.iter().any(|(most_width, most_height)| width <= *most_width && height <= *most_height) {
        return met(
            text!(
                "{sizes}: cropped after the capture, in the phone's own HEIC format",
                "{sizes}：拍摄后裁剪，仍为手机自身的 HEIC 格式"
            ),
            place,
        );
    }
    not_met(
        text!(
            "{sizes}: the picture was cropped, or scaled by a program, or the fields come from another photo.",
            "{sizes}：画面经过裁剪或被程序缩放，或者字段来自另一张照片。"
        ),
        place,
    )
}

/// Whether a size is a smaller one in the same proportions, up to one pixel of rounding.
fn is_scaled_down((width, height): (u32, u32), (stated_width, stated_height): (u32, u32)) -> bool {
    let (width, height) = (f64::from(width), f64::from(height));
    let (stated_width, stated_height) = (f64::from(stated_width), f64::from(stated_height));
    width < stated_width
        && height < stated_height
        && ((height - width * stated_height / stated_width).abs() <= 1.0
            || (width - height * stated_width / stated_height).abs() <= 1.0)
}

fn coherent(_: &Specimen<'_>, capture: &Capture) -> Answer {
    if let (Some(make), Some(model), Some(lens)) = (&capture.make, &capture.model, &capture.lens)
        && let Some(contradiction) = lens::contradiction(make, model, lens, capture.focal_length_mm, capture.f_number)
    {
        return not_met(contradiction, format!("LensModel, {}", capture.place));
    }
    let place = format!("GPS IFD, {}", capture.place);
    let Some([latitude, longitude]) = capture.position else {
        let words = match &capture.lens {
            Some(_) => Words::new("the lens fits the camera; no position was stated", "镜头与相机相符；未写明位置"),
            None => Words::new("neither a lens nor a position was stated", "未写明镜头和位置"),
        };
        return met(words.into(), &capture.place);
    };
    let degrees = |[degrees, minutes, seconds]: [f64; 3]| degrees + minutes / 60.0 + seconds / 3600.0;
    let in_range = |parts: [f64; 3], most: f64| {
        let [_, minutes, seconds] = parts;
        (0.0..=60.0).contains(&minutes) && (0.0..=60.0).contains(&seconds) && (0.0..=most).contains(&degrees(parts))
    };
    let (in_degrees, other) = (degrees(latitude), degrees(longitude));
    if !in_range(latitude, 90.0) || !in_range(longitude, 180.0) {
        return not_met(
            Words::new(
                "The position lies outside the globe; mistyped or made-up fields cause this.",
                "位置超出地球坐标范围；填写错误或编造的字段会造成这种情况。",
            )
            .into(),
            place,
        );
    }
    if in_degrees.fract() == 0.0 && other.fract() == 0.0 {
        return not_met(
            text!(
                "The position has whole degrees only ({in_degrees}, {other}); a receiver without a fix and positions typed by hand look so.",
                "位置只有整数度（{in_degrees}，{other}）；未定位成功的接收器或手工填写的位置会是这样。"
            ),
            place,
        );
    }
    met(
        Words::new(
            "the position is a possible one, and the lens fits the camera or was not stated",
            "位置合理，镜头与相机相符或未写明",
        )
        .into(),
        place,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generators_are_no_cameras() {
        for (make, model) in [
            ("workflow:{\"last_node_id\": 40}", "prompt:{\"3\": {}}"),
            ("Black Forest Labs", "flux-1.1-pro"),
            ("Ideogram AI", "ideogram 3.0"),
            ("USO", "flux-dev"),
            ("Canon", "FLUX.1 [dev]"),
        ] {
            assert!(is_generator(make, model), "{make}");
        }
        for (make, model) in [("Canon", "Canon EOS 5D"), ("Google", "Pixel 5"), ("NIKON CORPORATION", "NIKON D70")] {
            assert!(!is_generator(make, model), "{make}");
        }
    }

    #[test]
    fn scaling_keeps_proportions() {
        assert!(is_scaled_down((480, 360), (2272, 1704)));
        assert!(is_scaled_down((1080, 810), (4032, 3024)));
        assert!(is_scaled_down((1000, 667), (6000, 4000)));
        assert!(!is_scaled_down((1024, 1024), (4032, 3024)));
        assert!(!is_scaled_down((8064, 6048), (4032, 3024)));
    }
}
