//! Patterns of file names as apps give them. A name is no part of the file and anybody can change it.

use super::{Grade, Ground, Platform};
use crate::text::Words;

/// A shape of names: `#` stands for one digit, `*` for anything, everything else for itself.
struct Shape {
    pattern: &'static str,
    platform: Platform,
    /// Whether the app that gives the name encodes the picture again.
    recompressed: bool,
    resized: bool,
}

const fn shape(pattern: &'static str, platform: Platform, recompressed: bool, resized: bool) -> Shape {
    Shape { pattern, platform, recompressed, resized }
}

/// Shapes seen in public code that sorts or renames such files: github.com/apercova/wappd (WhatsApp),
/// github.com/gymgle/gnotes (WeChat); addresses of Xiaohongshu's and Douyin's image servers as in
/// github.com/JoeanAmier/XHS-Downloader and in public pages of Douyin.
#[rustfmt::skip]
const SHAPES: &[Shape] = &[
    shape("IMG-########-WA####*", Platform::WhatsApp, true, true),
    shape("WhatsApp Image ####-##-## at *", Platform::WhatsApp, true, true),
    // WeChat also saves unchanged originals under these names.
    shape("mmexport#############*", Platform::WeChat, false, false),
    shape("wx_camera_#############*", Platform::WeChat, false, false),
    shape("微信图片_##############*", Platform::WeChat, false, false),
    shape("FB_IMG_#############*", Platform::Meta, true, true),
    shape("*1040g*!nd_*_webp_*", Platform::Xiaohongshu, true, true),
    shape("*1040g*!nc_n_webp_*", Platform::Xiaohongshu, true, true),
    shape("*1000g*!nd_*_webp_*", Platform::Xiaohongshu, true, true),
    shape("*~tplv-dy-aweme-images*", Platform::Douyin, true, true),
    shape("Screenshot_########*", Platform::Screenshot, false, false),
    shape("Screenshot ####-##-## *", Platform::Screenshot, false, false),
    shape("Screen Shot ####-##-## at *", Platform::AppleScreenshot, false, false),
    shape("截屏####-##-##*", Platform::AppleScreenshot, false, false),
    shape("屏幕截图 ####-##-## *", Platform::Screenshot, false, false),
];

/// Longest name that is compared, in characters.
const MOST_CHARACTERS: usize = 512;

/// The ground that a file's name gives, if any.
pub(super) fn find(name: &str) -> Option<Ground> {
    let name: Vec<char> = name.chars().take(MOST_CHARACTERS).collect();
    let shape = SHAPES.iter().find(|shape| {
        let pattern: Vec<char> = shape.pattern.chars().collect();
        fits(&pattern, &name)
    })?;
    Some(Ground {
        platform: shape.platform,
        grade: Grade::CompatiblePattern,
        seen: Words::new("its name has the form that this app gives", "文件名符合该应用的命名方式").into(),
        value: name.iter().collect(),
        place: Some("file name".to_owned()),
        recompressed: shape.recompressed,
        resized: shape.resized,
    })
}

/// Whether a name fits a pattern; time in proportion to the two lengths multiplied.
fn fits(pattern: &[char], name: &[char]) -> bool {
    // After each pattern character, which lengths of the name are used up.
    let mut used = vec![false; name.len().saturating_add(1)];
    if let Some(nothing) = used.first_mut() {
        *nothing = true;
    }
    for expected in pattern {
        let mut next = vec![false; used.len()];
        if *expected == '*' {
            let mut any = false;
            for (slot, before) in next.iter_mut().zip(&used) {
                any |= *before;
                *slot = any;
            }
        } else {
            for ((slot, before), character) in next.iter_mut().skip(1).zip(&used).zip(name) {
                let is_match = if *expected == '#' { character.is_ascii_digit() } else { character == expected };
                *slot = *before && is_match;
            }
        }
        used = next;
    }
    used.last().copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_apps_are_recognised() {
        let expected = [
            ("IMG-20241001-WA0001.jpg", Platform::WhatsApp),
            ("WhatsApp Image 2024-10-01 at 10.06.47.jpeg", Platform::WhatsApp),
            ("mmexport1482227010527.jpg", Platform::WeChat),
            ("微信图片_20240316125218.jpg", Platform::WeChat),
            ("FB_IMG_1560785471157.jpg", Platform::Meta),
            ("1040g008311rn7v6mmu004acndh14vrkd3jhpoeg!nc_n_webp_mw_1.webp", Platform::Xiaohongshu),
            ("oIpgWIg0vA7~tplv-dy-aweme-images_q75.webp", Platform::Douyin),
            ("Screenshot_20240501_101010_Chrome.jpg", Platform::Screenshot),
        ];
        for (name, platform) in expected {
            assert_eq!(find(name).map(|ground| ground.platform), Some(platform), "{name}");
        }
    }

    #[test]
    fn names_of_cameras_are_not() {
        for name in ["IMG_20240501_101010.jpg", "DSC06809.JPG", "IMG_0001.HEIC", "WhatsApp.jpg", "mmexport.jpg", ""] {
            assert_eq!(find(name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_name_ends_in_an_answer(name in ".{0,600}") {
            let _ = find(&name);
        }
    }
}
