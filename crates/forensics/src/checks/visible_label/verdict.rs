//! What a label says at the place where it stands, and who says it.

use super::MOST_QUOTED;
use super::matching::label_in;
use super::search::Line;
use super::vocabulary::{Label, Speaker};
use crate::text;
use crate::text::{Text, Words, quote};

/// A label is on the edge when it is no farther from it than this share of the picture's shorter side.
/// Labels seen in products keep 1 to 5 %; the boxes have a margin of their own.
const EDGE: f32 = 0.1;

/// Letters and ideographs beside the label's own from which a line is a text about something.
const MOST_BESIDE: usize = 14;

/// What a label amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A label or mark on the picture's edge.
    Label,
    /// A notice, or any label in a screenshot: said about what the screen showed.
    Notice,
    /// The words stand in the middle of the picture.
    InScene,
    /// The words are part of a longer text.
    InText,
}

/// What the line's label amounts to; `None` for a line without one. `size` is the picture's width and
/// height in pixels.
pub(super) fn verdict(line: &Line, size: (u32, u32), in_screenshot: bool) -> Option<Verdict> {
    let found = line.label?;
    Some(if found.beside > MOST_BESIDE {
        Verdict::InText
    } else if in_screenshot {
        Verdict::Notice
    } else if !is_on_edge(line, size) {
        Verdict::InScene
    } else if found.label.speaker == Speaker::Platform {
        Verdict::Notice
    } else {
        Verdict::Label
    })
}

fn is_on_edge(line: &Line, size: (u32, u32)) -> bool {
    let bounds = line.bounds;
    let to_right = size.0.saturating_sub(bounds.x.saturating_add(bounds.width));
    let to_bottom = size.1.saturating_sub(bounds.y.saturating_add(bounds.height));
    let nearest = bounds.x.min(bounds.y).min(to_right).min(to_bottom);
    nearest as f32 <= EDGE * size.0.min(size.1) as f32
}

/// Where the line's middle lies, in thirds of the picture.
pub(super) fn place(line: &Line, size: (u32, u32)) -> Words {
    let (x, y) = line.middle();
    let third =
        |at: f32, length: u32| if 3.0 * at < length as f32 { 0 } else { 1 + u8::from(3.0 * at >= 2.0 * length as f32) };
    match (third(y, size.1), third(x, size.0)) {
        (0, 0) => Words::new("top left", "左上"),
        (0, 1) => Words::new("top middle", "上方中间"),
        (0, _) => Words::new("top right", "右上"),
        (1, 0) => Words::new("middle left", "左侧中间"),
        (1, 1) => Words::new("middle", "中间"),
        (1, _) => Words::new("middle right", "右侧中间"),
        (_, 0) => Words::new("bottom left", "左下"),
        (_, 1) => Words::new("bottom middle", "下方中间"),
        _ => Words::new("bottom right", "右下"),
    }
}

impl Line {
    /// Whether the label's words are what was read, and not only the next best reading.
    pub(super) fn says(&self, label: &Label) -> bool {
        label_in(&self.text).is_some_and(|found| std::ptr::eq(found.label, label))
    }
}

impl Verdict {
    /// The strongest first.
    pub(super) fn rank(self) -> u8 {
        self as u8
    }

    /// Whether the file's own picture declares its origin by it.
    pub(super) fn declares(self) -> bool {
        self == Self::Label
    }

    /// Why nothing follows from it.
    pub(super) fn doubt(self) -> Option<Text> {
        let words = match self {
            Self::Label | Self::Notice => return None,
            Self::InScene => Words::new(
                "The words stood inside the scene, not on the picture's edge: they may be part of what the photo shows.",
                "这些字样位于场景之中而非画面边缘：可能只是照片内容的一部分。",
            ),
            Self::InText => Words::new(
                "The words were part of a longer text, which may be about something else.",
                "这些字样是一段更长文字的一部分，所指可能另有其事。",
            ),
        };
        Some(words.into())
    }

    /// Who says so.
    pub(super) fn speaker(self, label: &Label) -> Words {
        match (self, label.speaker) {
            (Self::InScene | Self::InText, _) => Words::new("Not known", "无法得知"),
            (_, Speaker::Platform) => Words::new("The platform, about a post", "平台对帖子的说明"),
            (Self::Notice, _) => {
                Words::new("The maker of what the screen showed, or the platform", "屏幕所示内容的制作者，或平台")
            }
            (Self::Label, _) => Words::new("The maker, in the picture itself", "制作者，标在画面之中"),
        }
    }

    /// One sentence. `size` is the picture's width and height in pixels.
    pub(super) fn summary(self, label: &Label, line: &Line, size: (u32, u32)) -> Text {
        let Words { en, zh } = place(line, size);
        let words = label.words;
        let read = quote(&line.text, MOST_QUOTED);
        let confidence = line.confidence;
        match self {
            Self::Label => text!(
                "The picture carried the label “{words}” ({en}; read as “{read}”, confidence {confidence:.2}).",
                "画面带有标识“{words}”（{zh}；读作“{read}”，置信度 {confidence:.2}）。"
            ),
            Self::Notice => text!(
                "The picture showed the notice “{words}” ({en}; read as “{read}”, confidence {confidence:.2}): a statement about what was on the screen, made by a platform or by the maker of what it showed.",
                "画面显示了提示“{words}”（{zh}；读作“{read}”，置信度 {confidence:.2}）：这是平台或屏幕所示内容的制作者对屏幕内容的说明。"
            ),
            Self::InScene | Self::InText => text!(
                "The words “{words}” were read in the picture ({en}; read as “{read}”, confidence {confidence:.2}).",
                "在画面中读到“{words}”字样（{zh}；读作“{read}”，置信度 {confidence:.2}）。"
            ),
        }
    }
}
