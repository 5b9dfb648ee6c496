//! Names of the choices that a person has.

use catchlight_forensics::text::Words;

use crate::v1::{Answer, BlurredFaces, How, Seen, Status};

impl How {
    /// Every way, in the order of a list.
    pub const ALL: [Self; 5] = [Self::Original, Self::Download, Self::Screenshot, Self::Messenger, Self::Other];

    /// Name for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::Original => Words::new("Original from its author or device", "来自作者或设备的原始文件"),
            Self::Download => Words::new("Saved from a page or an app", "从网页或应用保存"),
            Self::Screenshot => Words::new("Screenshot", "截图"),
            Self::Messenger => Words::new("Sent through a messenger", "经聊天软件发送"),
            Self::Other => Words::new("Otherwise", "其他方式"),
        }
    }
}

impl Status {
    /// Every opinion, in the order of a list.
    pub const ALL: [Self; 3] = [Self::Agrees, Self::Disagrees, Self::ToCheck];

    /// Name for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::Agrees => Words::new("Agrees", "同意"),
            Self::Disagrees => Words::new("Disagrees", "不同意"),
            Self::ToCheck => Words::new("To check", "待核实"),
        }
    }
}

impl Seen {
    /// Every answer, in the order of a list.
    pub const ALL: [Self; 3] = [Self::Seen, Self::NotSeen, Self::CannotTell];

    /// Name for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::Seen => Words::new("Something was seen", "看到了可疑之处"),
            Self::NotSeen => Words::new("Looked, nothing seen", "看过，没有发现"),
            Self::CannotTell => Words::new("The photo does not show it", "照片看不清这一点"),
        }
    }
}

impl Answer {
    /// Every answer, in the order of a list.
    pub const ALL: [Self; 3] = [Self::Found, Self::NotFound, Self::Unclear];

    /// Name for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::Found => Words::new("Found", "已发现"),
            Self::NotFound => Words::new("Not found", "未发现"),
            Self::Unclear => Words::new("Unclear", "不明确"),
        }
    }
}

impl BlurredFaces {
    /// Every choice, in the order of a list.
    pub const ALL: [Self; 3] = [Self::None, Self::Bystanders, Self::All];

    /// Name for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::None => Words::new("Show every face", "显示所有人脸"),
            Self::Bystanders => Words::new("Blur every face but the largest", "模糊除最大的一张之外的人脸"),
            Self::All => Words::new("Blur every face", "模糊所有人脸"),
        }
    }
}
