//! One label or star with everything that is said of it.

use super::MOST_QUOTED;
use super::search::Line;
use super::sparkle::Sparkle;
use super::verdict::{Verdict, place, verdict};
use super::vocabulary::Label;
use crate::finding::{Group, Row};
use crate::ocr::Bounds;
use crate::text;
use crate::text::{Text, Words, quote};

/// What stands somewhere in the picture and says that it was generated.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) verdict: Verdict,
    /// Where, in pixels of the upright picture.
    pub(super) bounds: Bounds,
    /// Its words or its name.
    pub(super) name: Text,
    pub(super) summary: Text,
    pub(super) facts: Group,
}

impl Mark {
    /// The label of a line; `None` for a line without one. `size` is the picture's width and height.
    pub(super) fn of_line(line: &Line, size: (u32, u32), in_screenshot: bool) -> Option<Self> {
        let verdict = verdict(line, size, in_screenshot)?;
        let label = line.label?.label;
        Some(Self {
            verdict,
            bounds: line.bounds,
            name: Text::same(label.words),
            summary: verdict.summary(label, line, size),
            facts: facts(label, line, verdict, size),
        })
    }

    /// Gemini's star.
    pub(super) fn of_star(star: &Sparkle, in_screenshot: bool) -> Self {
        const NAME: Words = Words::new("Star of Google Gemini", "谷歌 Gemini 的星形标记");
        let row = |label: Words, value: Text| Row::new(label.into(), value);
        let Sparkle { bounds: Bounds { x, y, width, height }, correlation } = *star;
        let verdict = if in_screenshot { Verdict::Notice } else { Verdict::Label };
        let facts = Group {
            title: NAME.into(),
            rows: vec![
                row(
                    Words::new("Meaning", "含义"),
                    Words::new("Mark of Gemini (Google) on generated pictures", "Gemini（谷歌）在生成图像上的标记")
                        .into(),
                ),
                row(
                    Words::new("Place (upright picture)", "位置（摆正后的画面）"),
                    text!("{width} x {height} px at {x}, {y}", "{width} x {height} 像素，位于 {x}, {y}"),
                ),
                row(
                    Words::new("Correlation with the star", "与星形的相关系数"),
                    Text::same(format!("{correlation:.2}")),
                ),
            ],
        };
        let summary = text!(
            "The lower right corner carried a star like that of Google's Gemini (correlation {correlation:.2}).",
            "右下角带有与谷歌 Gemini 标记相同的四角星形（相关系数 {correlation:.2}）。"
        );
        Self { verdict, bounds: star.bounds, name: NAME.into(), summary, facts }
    }
}

fn facts(label: &Label, line: &Line, verdict: Verdict, size: (u32, u32)) -> Group {
    let row = |label: Words, value: Text| Row::new(label.into(), value);
    let percent = 100.0 * line.bounds.height as f32 / size.0.min(size.1).max(1) as f32;
    let Bounds { x, y, width, height } = line.bounds;
    let Words { en, zh } = place(line, size);
    let mut rows = vec![
        row(Words::new("Read as", "读出的文字"), Text::same(quote(&line.text, MOST_QUOTED))),
        row(Words::new("Meaning", "含义"), label.meaning.into()),
        row(Words::new("Who says so", "由谁声明"), verdict.speaker(label).into()),
        row(
            Words::new("Place (upright picture)", "位置（摆正后的画面）"),
            text!("{en}: {width} x {height} px at {x}, {y}", "{zh}：{width} x {height} 像素，位于 {x}, {y}"),
        ),
        row(
            Words::new("Height with its margin", "高度（含边距）"),
            text!("{percent:.1} % of the shorter side", "短边的 {percent:.1} %"),
        ),
        row(Words::new("Recogniser's confidence", "识别置信度"), Text::same(format!("{:.2}", line.confidence))),
        row(Words::new("Source of the words", "词语来源"), label.source.into()),
    ];
    if !line.says(label) {
        const NEXT_BEST: Words = Words::new(
            "The label's words were the recogniser's next best reading, not its first.",
            "标识字样是识别模型的次选读法，而非首选。",
        );
        rows.insert(1, row(Words::new("How it was matched", "匹配方式"), NEXT_BEST.into()));
    }
    let words = label.words;
    Group { title: text!("Label “{words}”", "标识“{words}”"), rows }
}
