//! Specific marks: characters that one platform is known to write.

use super::{Grade, Ground, Platform, samsung};
use crate::metadata::{Field, Metadata, Standard};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// All specific marks of a file.
pub(super) fn find(specimen: &Specimen<'_>) -> Vec<Ground> {
    let metadata = specimen.metadata();
    let mut grounds: Vec<Ground> = metadata.fields.iter().filter_map(|field| of_field(field, metadata)).collect();
    grounds.extend(samsung_screenshot(specimen));
    // The same mark may stand in EXIF and XMP: one ground is enough.
    let mut seen = Vec::new();
    grounds.retain(|ground| {
        let key = (ground.platform, ground.value.clone());
        let is_new = !seen.contains(&key);
        seen.push(key);
        is_new
    });
    grounds
}

/// What a mark says of the picture beside naming its platform.
#[derive(Clone, Copy)]
enum Says {
    Nothing,
    Recompressed,
    RecompressedAndResized,
}

fn of_field(field: &Field, metadata: &Metadata) -> Option<Ground> {
    let value = field.value.trim();
    let name = field.name.as_str();
    let (platform, says, seen) = match field.standard {
        Standard::Iptc if name == "2:040 Special Instructions" => {
            facebook(value)?;
            (
                Platform::Meta,
                Says::Recompressed,
                Words::new(
                    "a code that begins with FBMD in the special instructions",
                    "特别说明字段中以 FBMD 开头的代码",
                ),
            )
        }
        Standard::Exif if name == "Software" && value == "Google" && !names_a_camera(metadata) => (
            Platform::Google,
            Says::Recompressed,
            Words::new(
                "\"Google\" as the only software, which its image servers write into copies; it is no sign of generation",
                "软件字段只写有 “Google”，这是其图片服务器写入副本的内容，并不表示由 AI 生成",
            ),
        ),
        Standard::PngText | Standard::Comment if is_canva_code(value) => return Some(canva(field, value)),
        Standard::Exif if name == "UserComment" && picsum(value).is_some() => (
            Platform::Picsum,
            Says::RecompressedAndResized,
            Words::new("the number of a placeholder photo", "占位照片的编号"),
        ),
        Standard::PngText if name.eq_ignore_ascii_case("hf-job-id") && !value.is_empty() => (
            Platform::HuggingFace,
            Says::Nothing,
            Words::new(
                "the number of a computing job, which does not say what was computed",
                "计算任务的编号，但不说明计算内容",
            ),
        ),
        Standard::Exif if name == "UserComment" && value == "Screenshot" => apple_screenshot(),
        Standard::Xmp if name == "exif:UserComment" && value == "Screenshot" => apple_screenshot(),
        _ => return None,
    };
    Some(ground(platform, says, seen.into(), value, field))
}

fn apple_screenshot() -> (Platform, Says, Words) {
    (Platform::AppleScreenshot, Says::Nothing, Words::new("the comment \"Screenshot\"", "注释 “Screenshot”"))
}

fn ground(platform: Platform, says: Says, seen: Text, value: &str, field: &Field) -> Ground {
    Ground {
        platform,
        grade: Grade::SpecificMark,
        seen,
        value: value.to_owned(),
        place: Some(format!("{}, {}", field.name, field.place)),
        recompressed: !matches!(says, Says::Nothing),
        resized: matches!(says, Says::RecompressedAndResized),
    }
}

/// Facebook's code: `FBMD` and at least eight lower-case hex digits.
fn facebook(value: &str) -> Option<&str> {
    let digits = value.strip_prefix("FBMD")?;
    let first = digits.get(..8)?;
    first.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).then_some(digits)
}

fn picsum(value: &str) -> Option<&str> {
    let number = value.strip_prefix("Picsum ID: ")?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

/// Canva's export code, such as `xr:d:DAFoJGFzFKI:4,j:1662224246429722532,t:23070913`.
fn is_canva_code(value: &str) -> bool {
    value.strip_prefix("xr:d:").is_some_and(|rest| rest.starts_with("DA") && rest.contains(",j:"))
}

fn canva(field: &Field, value: &str) -> Ground {
    let seen = match canva_hour(value) {
        Some([year, month, day, hour]) => text!(
            "an export code that states the hour 20{year}-{month}-{day} {hour}:00 (time zone not stated)",
            "导出代码，其中写明时间 20{year}-{month}-{day} {hour} 时（未注明时区）"
        ),
        None => Words::new("an export code", "导出代码").into(),
    };
    ground(Platform::Canva, Says::Recompressed, seen, value, field)
}

/// Year, month, day and hour, two digits each, from the part `t:YYMMDDHH`.
fn canva_hour(value: &str) -> Option<[&str; 4]> {
    let digits = value.split(',').find_map(|part| part.strip_prefix("t:"))?;
    if digits.len() != 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let [year, month, day, hour] = [digits.get(..2)?, digits.get(2..4)?, digits.get(4..6)?, digits.get(6..)?];
    let in_range = |part: &str, most: u8| part.parse::<u8>().is_ok_and(|number| number <= most);
    (in_range(month, 12) && in_range(day, 31) && in_range(hour, 23)).then_some([year, month, day, hour])
}

/// Whether EXIF names a camera: then `Google` is the phone's software and not a server's.
fn names_a_camera(metadata: &Metadata) -> bool {
    ["Make", "Model"]
        .iter()
        .any(|name| metadata.value(Standard::Exif, name).is_some_and(|value| !value.trim().is_empty()))
}

/// Samsung writes what was captured into the trailer of a screenshot.
fn samsung_screenshot(specimen: &Specimen<'_>) -> Option<Ground> {
    let exhibit = specimen.exhibit();
    if !exhibit.is_whole() {
        return None;
    }
    let entries = samsung::entries(exhibit.bytes()).ok()?;
    let entry = entries.into_iter().find(|entry| entry.name == "Samsung_Capture_Info")?;
    Some(Ground {
        platform: Platform::SamsungScreenshot,
        grade: Grade::SpecificMark,
        seen: Words::new("the entry Samsung_Capture_Info of the trailer", "附加数据中的 Samsung_Capture_Info 条目")
            .into(),
        value: String::from_utf8_lossy(&entry.data).into_owned(),
        place: Some(format!("Samsung trailer, at byte {}", entry.offset)),
        recompressed: false,
        resized: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facebook_codes_need_eight_hex_digits_and_no_fixed_beginning() {
        for code in ["FBMD01000a840d00", "FBMD0a000a6f0100", "FBMD23000968"] {
            assert!(facebook(code).is_some(), "{code}");
        }
        for other in ["FBMD", "FBMD0100", "FBMD0100ZZZZ", "see FBMD01000a84", "fbmd01000a84"] {
            assert!(facebook(other).is_none(), "{other}");
        }
    }

    #[test]
    fn canva_codes_state_an_hour() {
        let code = "xr:d:DAFoJGFzFKI:4,j:1662224246429722532,t:23070913";
        assert!(is_canva_code(code));
        assert_eq!(canva_hour(code), Some(["23", "07", "09", "13"]));
        assert_eq!(canva_hour("xr:d:DAF,j:1,t:23139999"), None);
        assert!(!is_canva_code("xr:d:something else"));
    }

    #[test]
    fn a_placeholder_number_is_digits_only() {
        assert_eq!(picsum("Picsum ID: 866"), Some("866"));
        assert_eq!(picsum("Picsum ID: one"), None);
    }
}
