use image::{Rgb, RgbImage};

use super::matching::label_in;
use super::screenshot::Signs;
use super::search::Line;
use super::sparkle::Sparkle;
use super::*;
use crate::artifact::Content;
use crate::ocr::Bounds;

const SIZE: (u32, u32) = (1000, 1500);

fn line(text: &str, x: u32, y: u32) -> Line {
    Line { confidence: 0.9, ..Line::plain(text, Bounds { x, y, width: 200, height: 40 }) }
}

fn search(lines: Vec<Line>) -> Search {
    let signs = Signs::among(&lines, SIZE);
    Search { lines, unread: 0, least_height: 6.0, signs, star: None }
}

fn judge(search: &Search) -> Outcome {
    outcome(search, &RgbImage::from_pixel(SIZE.0, SIZE.1, Rgb([90; 3])), SIZE, 1)
}

#[test]
fn a_label_on_the_edge_declares() {
    for (text, words) in [("AI生成", "“AI生成”"), ("★ 即梦Al", "“即梦AI”"), ("Imagined with AI", "“Imagined with AI”")]
    {
        let Outcome::Found(finding) = judge(&search(vec![line(text, 780, 1440)])) else { unreachable!("{text}") };
        assert_eq!((finding.declares, finding.points_to), (Some(Declaration::Generated), Direction::Ai), "{text}");
        assert!(
            finding.summary.en.contains(words) && finding.summary.en.contains("bottom right"),
            "{}",
            finding.summary.en
        );
        assert!(finding.details[0].rows.iter().any(|row| row.value.en == "The maker, in the picture itself"));
    }
}

#[test]
fn the_same_words_inside_the_scene_or_in_a_longer_text_are_inconclusive() {
    for lines in [
        vec![line("AI生成", 400, 700)],
        vec![line("豆包AI生成", 400, 700)],
        vec![line("AI生成技术正在改变我们每一个人的日常工作方式", 780, 1440)],
    ] {
        let outcome = judge(&search(lines));
        let Outcome::Inconclusive { finding, .. } = outcome else { unreachable!("{outcome:?}") };
        assert_eq!((finding.declares, finding.points_to), (None, Direction::Neither));
    }
}

#[test]
fn a_platforms_notice_is_found_but_declares_nothing() {
    let Outcome::Found(finding) = judge(&search(vec![line("疑似使用AI", 20, 1440)])) else {
        unreachable!("a notice")
    };
    assert_eq!((finding.declares, finding.points_to), (None, Direction::Neither));
    assert!(finding.summary.en.starts_with("The picture showed the notice"), "{}", finding.summary.en);
}

#[test]
fn nothing_on_a_screenshot_declares_for_the_file() {
    let surface = [line("9:41", 20, 20), line("关注", 800, 120), line("说点什么...", 20, 1400)];
    let with = |text| surface.iter().cloned().chain([line(text, 780, 1440)]).collect::<Vec<_>>();
    for text in ["内容由AI生成", "豆包AI生成", "笔记含AI合成内容"] {
        let Outcome::Found(finding) = judge(&search(with(text))) else { unreachable!("{text}") };
        assert_eq!((finding.declares, finding.points_to), (None, Direction::Neither), "{text}");
        let rows = &finding.details.last().unwrap().rows;
        assert!(rows.iter().any(|row| row.value.en == "9:41"), "{rows:?}");
    }
}

#[test]
fn the_strongest_label_leads_and_all_are_shown() {
    let search = search(vec![line("AI生成", 400, 700), line("豆包AI生成", 780, 1440)]);
    let Outcome::Found(finding) = judge(&search) else { unreachable!("a label on the edge") };
    assert!(finding.summary.en.contains("豆包AI生成"));
    let Content::Regions(regions) = &finding.artifacts[1].content else { unreachable!("boxes") };
    assert_eq!(regions.len(), 2);
    assert_eq!((regions[0].x, regions[0].y, regions[0].width), (780.0, 1440.0, 200.0));
    let Content::Picture(picture) = &finding.artifacts[0].content else { unreachable!("a crop") };
    assert!(picture.height() >= 96 && picture.width() <= 1200, "{:?}", picture.dimensions());
}

#[test]
fn a_star_declares_unless_it_is_on_a_screenshot() {
    let star = Some(Sparkle { bounds: Bounds { x: 890, y: 1390, width: 65, height: 65 }, correlation: 0.9 });
    let Outcome::Found(finding) = judge(&Search { star, ..search(vec![]) }) else { unreachable!("a star") };
    assert_eq!(finding.declares, Some(Declaration::Generated));
    let surface = vec![line("9:41", 20, 20), line("Reply", 20, 1300)];
    let Outcome::Found(finding) = judge(&Search { star, ..search(surface) }) else { unreachable!("a star") };
    assert_eq!(finding.declares, None);
}

#[test]
fn not_found_says_how_much_was_read_and_how_small() {
    let Outcome::NotFound(finding) = judge(&search(vec![line("EXIT", 20, 20), line("Paris", 20, 90)])) else {
        unreachable!("no label")
    };
    assert!(finding.summary.en.starts_with("2 lines of text") && finding.summary.en.contains("6 pixels"));
    let Outcome::NotFound(finding) = judge(&search(vec![])) else { unreachable!("no text") };
    assert!(finding.summary.en.starts_with("No text"), "{}", finding.summary.en);
}

#[test]
fn a_next_best_reading_is_said_to_be_one() {
    let read = Line { text: "由A连成".to_owned(), label: label_in("由AI生成"), ..line("", 780, 1440) };
    let Outcome::Found(finding) = judge(&search(vec![read])) else { unreachable!("a label") };
    assert!(finding.summary.en.contains("“AI生成”") && finding.summary.en.contains("“由A连成”"));
    assert!(finding.details[0].rows[1].value.en.contains("next best reading"));
}
