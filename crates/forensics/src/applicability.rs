//! Files that the weighing was not made for: what was measured on photos as platforms serve them is not
//! applied to a screenshot or to a picture that is no photograph.

use crate::platform::{self, Grade, Platform};
use crate::specimen::Specimen;
use crate::text::Words;

/// Why a file is not assessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The file carries a device's mark of a screenshot: its pixels are those of a screen, with the photo
    /// drawn anew among other things.
    Screenshot,
}

/// The first obstacle that the file shows; `None` where nothing spoke against assessing it.
pub fn obstacle(specimen: &Specimen<'_>) -> Option<Obstacle> {
    let is_screenshot =
        |platform| matches!(platform, Platform::AppleScreenshot | Platform::SamsungScreenshot | Platform::Screenshot);
    let grounds = platform::grounds(specimen);
    let marked = grounds.iter().any(|ground| ground.grade == Grade::SpecificMark && is_screenshot(ground.platform));
    marked.then_some(Obstacle::Screenshot)
}

impl Obstacle {
    /// What it is, for a title.
    pub fn title(self) -> Words {
        match self {
            Self::Screenshot => Words::new("a screenshot", "截屏"),
        }
    }

    /// Why the file was not assessed.
    pub fn why(self) -> Words {
        match self {
            Self::Screenshot => Words::new(
                "The file carried a device's mark of a screenshot. A screen draws a photo anew, at another size and among other things, and the error rates were measured on photos themselves.",
                "文件带有设备截屏的标记。屏幕会以另一尺寸重新绘制照片，并夹杂其他内容，而误差率是在照片本身上测得的。",
            ),
        }
    }

    /// What would make the file assessable.
    pub fn would_help(self) -> Words {
        match self {
            Self::Screenshot => Words::new(
                "The photo itself, saved from the app or the page instead of a screenshot.",
                "照片本身：从应用或网页保存的文件，而不是截屏。",
            ),
        }
    }
}
