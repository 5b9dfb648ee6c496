//! How a file was delivered: marks and patterns of the platforms, services and screens that a picture
//! passed on its way. Other checks ask [`delivery`] before they read traces that a platform destroys.

mod marks;
mod names;
mod patterns;
pub(crate) mod samsung;

use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// What is known of a file's way. `None` is *unknown*: nothing here ever says that a file was not
/// recompressed or not resized, because a platform need not leave a mark.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delivery {
    /// How firmly the file says that its picture was encoded again on the way.
    pub recompressed: Option<Grade>,
    /// How firmly the file says that its picture was scaled on the way.
    pub resized: Option<Grade>,
    /// The platform, when exactly one is named by the firmest grounds.
    pub platform: Option<(Platform, Grade)>,
    /// The grounds in words, the firmest first.
    pub grounds: Vec<Text>,
}

/// How much a ground is worth. The order is from weak to firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// The file looks as the platform leaves files; many other files look so, too.
    CompatiblePattern,
    /// The file carries characters that only this platform is known to write.
    SpecificMark,
}

/// Where a picture can have passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Platform {
    /// Facebook or Instagram: both write the same mark.
    Meta,
    /// Instagram.
    Instagram,
    /// X, formerly Twitter.
    X,
    /// Telegram.
    Telegram,
    /// WhatsApp.
    WhatsApp,
    /// WeChat.
    WeChat,
    /// Xiaohongshu.
    Xiaohongshu,
    /// Douyin.
    Douyin,
    /// An image server of Google.
    Google,
    /// Canva, the layout service.
    Canva,
    /// Picsum, a service of placeholder photos.
    Picsum,
    /// A job on Hugging Face.
    HuggingFace,
    /// A screenshot of an Apple device.
    AppleScreenshot,
    /// A screenshot of a Samsung device.
    SamsungScreenshot,
    /// A screenshot of any device.
    Screenshot,
}

impl Platform {
    /// Its name for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::Meta => Words::new("Facebook or Instagram", "Facebook 或 Instagram"),
            Self::Instagram => Words::new("Instagram", "Instagram"),
            Self::X => Words::new("X (Twitter)", "X（Twitter）"),
            Self::Telegram => Words::new("Telegram", "Telegram"),
            Self::WhatsApp => Words::new("WhatsApp", "WhatsApp"),
            Self::WeChat => Words::new("WeChat", "微信"),
            Self::Xiaohongshu => Words::new("Xiaohongshu", "小红书"),
            Self::Douyin => Words::new("Douyin", "抖音"),
            Self::Google => Words::new("a Google image server", "谷歌图片服务器"),
            Self::Canva => Words::new("Canva", "Canva（可画）"),
            Self::Picsum => Words::new("Picsum (placeholder photos)", "Picsum（占位图服务）"),
            Self::HuggingFace => Words::new("a job on Hugging Face", "Hugging Face 上的任务"),
            Self::AppleScreenshot => Words::new("an Apple screenshot", "苹果设备截屏"),
            Self::SamsungScreenshot => Words::new("a Samsung screenshot", "三星设备截屏"),
            Self::Screenshot => Words::new("a screenshot", "截屏"),
        }
    }
}

/// One ground: what was seen, where, and what it says of the file's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// What it speaks for.
    pub platform: Platform,
    /// How much it is worth.
    pub grade: Grade,
    /// What was seen, as a clause without a full stop.
    pub seen: Text,
    /// The mark's characters as they stand in the file, not yet quoted; empty for a pattern.
    pub value: String,
    /// Where it was read; `None` for a pattern of the whole file.
    pub place: Option<String>,
    /// Whether it says that the picture was encoded again.
    pub recompressed: bool,
    /// Whether it says that the picture was scaled.
    pub resized: bool,
}

/// All grounds, the firmest first.
pub fn grounds(specimen: &Specimen<'_>) -> Vec<Ground> {
    let mut grounds = marks::find(specimen);
    grounds.extend(names::find(specimen.exhibit().name()));
    grounds.extend(patterns::find(specimen));
    grounds.sort_by_key(|ground| std::cmp::Reverse(ground.grade));
    grounds
}

/// What the file's marks and patterns say together about its way.
pub fn delivery(specimen: &Specimen<'_>) -> Delivery {
    let grounds = grounds(specimen);
    let firmest =
        |says: fn(&Ground) -> bool| grounds.iter().filter(|ground| says(ground)).map(|ground| ground.grade).max();
    Delivery {
        recompressed: firmest(|ground| ground.recompressed),
        resized: firmest(|ground| ground.resized),
        platform: only_platform(&grounds),
        grounds: grounds.iter().map(in_words).collect(),
    }
}

/// The platform of the firmest grounds, unless they name several.
fn only_platform(grounds: &[Ground]) -> Option<(Platform, Grade)> {
    let grade = grounds.iter().map(|ground| ground.grade).max()?;
    let mut named: Vec<Platform> =
        grounds.iter().filter(|ground| ground.grade == grade).map(|ground| ground.platform).collect();
    named.sort_unstable();
    named.dedup();
    match named.as_slice() {
        [only] => Some((*only, grade)),
        _ => None,
    }
}

/// A ground as a sentence: "carried the mark of" is firm, "was compatible with" is not.
fn in_words(ground: &Ground) -> Text {
    let (platform, seen) = (ground.platform.words(), &ground.seen);
    let (en, zh) = (&seen.en, &seen.zh);
    let (name, name_zh) = (platform.en, platform.zh);
    match ground.grade {
        Grade::SpecificMark => {
            text!("The file carried the mark of {name}: {en}.", "文件带有{name_zh}的标记：{zh}。")
        }
        Grade::CompatiblePattern => {
            text!("The file was compatible with {name}: {en}.", "文件与{name_zh}的特征相符：{zh}。")
        }
    }
}

#[cfg(test)]
mod tests;
