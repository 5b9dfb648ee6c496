//! Whether the picture is a photo of a screen's contents: a screenshot of a post or an app.

use super::fold::folded_text;
use super::search::Line;

/// The status bar lies in this share of the picture's height.
const STATUS_BAR: f32 = 0.07;

/// Height over width from which a picture has the shape of a telephone's screen.
const TALL: f32 = 1.7;

/// Words of an app's own surface. A line must say nothing else, but numbers.
const WORDS: &[&str] = &[
    "关注",
    "已关注",
    "评论",
    "写评论",
    "分享",
    "点赞",
    "收藏",
    "转发",
    "回复",
    "首页",
    "消息",
    "推荐",
    "发布",
    "搜索",
    "说点什么",
    "展开",
    "查看更多",
    "保存图片",
    "作者",
    "直播",
    "朋友",
    "同城",
    "发现",
    "赞",
    "返回",
    "编辑",
    "下载",
    "Follow",
    "Following",
    "Reply",
    "Comment",
    "Comments",
    "Add a comment",
    "Share",
    "Likes",
    "Like",
    "Repost",
    "Home",
    "Search",
    "Profile",
    "Explore",
    "Posts",
    "Send",
    "Save",
    "Edit",
    "Cancel",
    "Sponsored",
    "View all comments",
    "LTE",
    "5G",
    "4G",
    "Wi-Fi",
];

/// What told a screenshot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Signs {
    /// The clock of a status bar as it was read.
    pub(super) clock: Option<String>,
    /// Words of an app's surface as they were read.
    pub(super) words: Vec<String>,
    /// Whether the picture has the shape of a telephone's screen.
    tall: bool,
}

impl Signs {
    /// Looks for signs among the lines; `size` is the picture's width and height in pixels.
    pub(super) fn among(lines: &[Line], size: (u32, u32)) -> Self {
        let status_bar = STATUS_BAR * size.1 as f32;
        let clock = lines.iter().filter(|line| line.middle().1 < status_bar).find_map(|line| clock(&line.text));
        let mut words: Vec<String> =
            lines.iter().filter(|line| is_surface(&line.text)).map(|line| line.text.clone()).collect();
        words.sort();
        words.dedup();
        Self { clock, words, tall: size.1 as f32 >= TALL * size.0 as f32 }
    }

    /// A clock in the status bar with one more sign, or several words of an app.
    pub(super) fn are_enough(&self) -> bool {
        match &self.clock {
            Some(_) => self.tall || !self.words.is_empty(),
            None => self.words.len() >= 3,
        }
    }
}

/// The first `H:MM` of a line.
fn clock(text: &str) -> Option<String> {
    let narrow = text.replace('：', ":");
    narrow.split(|character: char| !character.is_ascii_digit() && character != ':').find_map(|token| {
        let (hours, minutes) = token.split_once(':')?;
        let is_time = minutes.len() == 2
            && (1..=2).contains(&hours.len())
            && hours.parse::<u8>().is_ok_and(|hours| hours < 24)
            && minutes.parse::<u8>().is_ok_and(|minutes| minutes < 60);
        is_time.then(|| token.to_owned())
    })
}

/// Whether the line is nothing but words of an app, with or without a number.
fn is_surface(text: &str) -> bool {
    let line = folded_text(text);
    let numberless = folded_text(text.trim_matches(|character: char| !character.is_alphabetic()));
    WORDS.iter().map(|words| folded_text(words)).any(|words| line == words || numberless == words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ocr::Bounds;

    fn line(text: &str, y: u32) -> Line {
        Line::plain(text, Bounds { x: 10, y, width: 60, height: 20 })
    }

    #[test]
    fn a_clock_is_a_time_of_day() {
        assert_eq!(clock("9:41 5G").as_deref(), Some("9:41"));
        assert_eq!(clock("中国移动 22：05").as_deref(), Some("22:05"));
        for text in ["25:10", "9:7", "12:345", "1.20", "12:60", ""] {
            assert_eq!(clock(text), None, "{text}");
        }
    }

    #[test]
    fn a_status_bar_on_a_tall_picture_tells_a_screenshot() {
        let size = (1080, 2340);
        assert!(Signs::among(&[line("9:41", 30)], size).are_enough());
        assert!(!Signs::among(&[line("9:41", 1000)], size).are_enough(), "a clock on a wall");
        assert!(!Signs::among(&[line("9:41", 30)], (2340, 1080)).are_enough());
    }

    #[test]
    fn words_of_an_app_tell_a_screenshot_without_a_clock() {
        let size = (1000, 1000);
        let lines = [line("关注", 500), line("收藏 128", 700), line("说点什么...", 800)];
        assert_eq!(Signs::among(&lines, size).words.len(), 3);
        assert!(Signs::among(&lines, size).are_enough());
        assert!(!Signs::among(&lines[..2], size).are_enough());
        assert!(
            !Signs::among(&[line("Share the road", 5), line("Home Sweet Home", 9), line("Save 20 %", 9)], size)
                .are_enough()
        );
    }
}
