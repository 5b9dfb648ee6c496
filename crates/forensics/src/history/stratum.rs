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

impl Compression {
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
