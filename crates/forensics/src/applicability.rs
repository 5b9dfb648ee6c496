//! Files that the weighing was not made for: what was measured on photos as platforms serve them is not
//! applied to a screenshot or to a picture that is no photograph.

use crate::check::Context;
use crate::learned::photograph::{Depiction, IsPhotograph};
use crate::platform::{self, Grade, Platform};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// Why a file is not assessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The file carries a device's mark of a screenshot: its pixels are those of a screen, with the photo
    /// drawn anew among other things.
    Screenshot,
    /// The picture looked like no photograph. Camera physics and error rates of photos say nothing about it.
    NotAPhotograph(Depiction),
}

/// The first obstacle that the file shows; `None` where nothing spoke against assessing it.
pub fn obstacle(specimen: &Specimen<'_>, context: &Context<'_>) -> Option<Obstacle> {
    let is_screenshot =
        |platform| matches!(platform, Platform::AppleScreenshot | Platform::SamsungScreenshot | Platform::Screenshot);
    let grounds = platform::grounds(specimen);
    let marked = grounds.iter().any(|ground| ground.grade == Grade::SpecificMark && is_screenshot(ground.platform));
    if marked {
        return Some(Obstacle::Screenshot);
    }
    match specimen.is_photograph(context) {
        IsPhotograph::NotAPhotograph { depiction } => Some(Obstacle::NotAPhotograph(depiction)),
        IsPhotograph::Photograph | IsPhotograph::Unclear | IsPhotograph::NotLooked(_) => None,
    }
}

impl Obstacle {
    /// What it is, for a title.
    pub fn title(self) -> Words {
        match self {
            Self::Screenshot => Words::new("a screenshot", "截屏"),
            Self::NotAPhotograph(_) => Words::new("this does not look like a photograph", "看起来不是照片"),
        }
    }

    /// Why the file was not assessed.
    pub fn why(self) -> Text {
        match self {
            Self::Screenshot => Words::new(
                "The file carried a device's mark of a screenshot. A screen draws a photo anew, at another size and among other things, and the error rates were measured on photos themselves.",
                "文件带有设备截屏的标记。屏幕会以另一尺寸重新绘制照片，并夹杂其他内容，而误差率是在照片本身上测得的。",
            )
            .into(),
            Self::NotAPhotograph(depiction) => {
                let Words { en, zh } = depiction.words();
                text!(
                    "The picture looked like {en}, not like a photograph. The question whether a camera took it does not arise, and the error rates were measured on photographs. Whether a person or a model made it was not examined.",
                    "画面看起来像{zh}，而不是照片。因此不存在是否由相机拍摄的问题，而误差率是在照片上测得的。未检查它由人还是由模型制作。"
                )
            }
        }
    }

    /// What would make the file assessable.
    pub fn would_help(self) -> Words {
        match self {
            Self::Screenshot => Words::new(
                "The photo itself, saved from the app or the page instead of a screenshot.",
                "照片本身：从应用或网页保存的文件，而不是截屏。",
            ),
            Self::NotAPhotograph(_) => Words::new(
                "A photograph of the same account, if there is one; one in about a thousand camera photos and one in a hundred photo-like generated pictures were mistaken here.",
                "同一账号的照片（如有）；此处约千分之一的相机照片和百分之一的类照片生成图像会被误认。",
            ),
        }
    }
}
