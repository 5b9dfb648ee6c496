//! The quality stratum: how much of a photo's finest structure this file can still hold. Checks of
//! such structure are validated and calibrated per stratum.

use crate::text::Words;

/// What compression and scaling have left for checks of fine structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stratum {
    /// The strongest lossy compression that was found, of this file or of an earlier one.
    pub compression: Compression,
    /// Whether the pixels are those that were first coded.
    pub scale: Scale,
}

/// The strongest lossy compression that was found, as the quality setting of the standard JPEG encoder
/// or what harms fine structure about as much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Compression {
    /// Coded without loss, and no trace of an earlier lossy compression was found.
    Lossless,
    /// Quality 90 or more.
    Light,
    /// Quality 75 to 89.
    Medium,
    /// Quality below 75.
    Heavy,
    /// A lossy format whose setting was not read.
    Unknown,
}

/// Whether the pixels were scaled after they were first coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scale {
    /// Something that scaling destroys was found: the pixels are the first ones.
    Native,
    /// A trace of scaling was found.
    Resized,
    /// Neither was found. Scaling down mostly leaves no trace.
    Unknown,
}

impl Stratum {
    /// What a file of this stratum can still tell, for a reader.
    pub fn still_tells(self) -> Words {
        match self.compression {
            Compression::Lossless => Words::new(
                "No compression has touched the finest structure of this file that could be found, so checks of noise, frequencies and camera traces could look. It may still have been scaled down or compressed lightly before, which leaves no trace.",
                "未发现压缩破坏此文件的最细微结构，因此噪点、频率和相机痕迹类检查可以查看。但它此前仍可能被缩小或轻度压缩过，而不留痕迹。",
            ),
            Compression::Light => Words::new(
                "Light compression has left much of the fine structure, but it has already put its own grid into the frequencies and removed most traces of a generator's last steps. A larger or uncompressed original would tell more.",
                "轻度压缩保留了大部分细微结构，但已在频率中留下自身网格，并去除了生成器最后步骤的多数痕迹。更大或未压缩的原图能说明更多。",
            ),
            Compression::Medium => Words::new(
                "Compression as platforms use it has removed the finest structure: traces of a camera's sensor and of a generator's upsampling can no longer be expected, and their absence means nothing. Metadata, eyes, visible labels and learned detectors remain.",
                "平台常用的压缩已去除最细微的结构：相机传感器和生成器上采样的痕迹已不可期待，没有这些痕迹也不说明任何问题。元数据、眼睛、可见标识和经训练的检测器仍可参考。",
            ),
            Compression::Heavy => Words::new(
                "Heavy compression has removed fine structure and added its own. Checks of noise and frequencies tell nothing here. The original file, or the copy with the fewest saves, is needed.",
                "重度压缩已去除细微结构并加入自身痕迹。噪点和频率类检查在此无法说明任何问题。需要原始文件或保存次数最少的副本。",
            ),
            Compression::Unknown => Words::new(
                "How strongly this format was compressed was not read, so checks that depend on it kept silent.",
                "未读取此格式的压缩强度，因此依赖它的检查未作陈述。",
            ),
        }
    }
}

impl Compression {
    /// Every stratum, the least compressed first.
    pub const ALL: [Self; 5] = [Self::Lossless, Self::Light, Self::Medium, Self::Heavy, Self::Unknown];

    /// The stratum of this stable name.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.id() == id)
    }

    /// The stratum of a quality setting, 1 to 100.
    pub fn of_quality(quality: u8) -> Self {
        match quality {
            90.. => Self::Light,
            75..90 => Self::Medium,
            _ => Self::Heavy,
        }
    }

    /// The stable name in reports, calibrations and tables.
    pub fn id(self) -> &'static str {
        match self {
            Self::Lossless => "lossless",
            Self::Light => "light",
            Self::Medium => "medium",
            Self::Heavy => "heavy",
            Self::Unknown => "unknown",
        }
    }

    /// The name for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::Lossless => Words::new("no lossy compression found", "未发现有损压缩"),
            Self::Light => Words::new("light compression", "轻度压缩"),
            Self::Medium => Words::new("medium compression", "中度压缩"),
            Self::Heavy => Words::new("heavy compression", "重度压缩"),
            Self::Unknown => Words::new("lossy compression of unknown strength", "强度未知的有损压缩"),
        }
    }
}

impl Scale {
    /// The stable name in reports, calibrations and tables.
    pub fn id(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Resized => "resized",
            Self::Unknown => "unknown",
        }
    }

    /// The name for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::Native => Words::new("not scaled", "未缩放"),
            Self::Resized => Words::new("scaled", "经过缩放"),
            Self::Unknown => Words::new("scaling not known", "是否缩放未知"),
        }
    }
}
