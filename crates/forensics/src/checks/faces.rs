//! Faces: where they are and how large, as context for the checks that look at them.

use image::RgbImage;
use image::buffer::ConvertBuffer;

use crate::artifact::{Artifact, Content, Region};
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::faces::{self, Face};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::geometry;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

/// The check.
pub(super) struct Faces;

static ABOUT: About = About {
    id: "faces",
    revision: 1,
    family: Family::Face,
    question: Question::Content,
    title: Words::new("Faces", "人脸"),
    explanation: Words::new(
        "Searched the upright picture for faces with a small neural network, at several scales so that small faces in large photos were seen too. It finds where faces are; it does not recognise anybody, and nothing about a face is stored.",
        "使用小型神经网络在摆正后的画面中以多种比例查找人脸，因此大照片中的小脸也能看到。它只定位人脸，不识别任何人，也不存储任何面部信息。",
    ),
    look_for: Words::new(
        "The size of each face: other checks need enough pixels across the eyes to measure anything there.",
        "每张脸的大小：其他检查需要眼部有足够的像素才能测量。",
    ),
    ignore: Words::new(
        "A box on a drawing, statue, mask or pattern, and a box that is missing on a face seen from the side: the detector errs on these.",
        "画在图画、雕像、面具或图案上的框，以及侧脸上缺少的框：检测模型在这些情况下会出错。",
    ),
    limits: &[
        Words::new(
            "Faces seen from the side, half hidden, upside down or lying on their side are often missed, and so are faces narrower than the range that was searched.",
            "侧脸、半遮挡、倒置或横躺的脸常被漏检，窄于查找范围的脸也是如此。",
        ),
        Words::new(
            "That a face was found says nothing of whether a camera or a model made the photo.",
            "找到人脸并不说明照片由相机拍摄还是由模型生成。",
        ),
        Words::new(
            "The detector was not tested here for how often it misses faces by skin tone or age.",
            "此处没有测试检测模型的漏检率是否随肤色或年龄而不同。",
        ),
    ],
    references: &[Reference {
        citation: "Bazarevsky, Kartynnik, Vakunov, Raveendran and Grundmann, BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs, 2019",
        locator: "arXiv:1907.05047",
    }],
    needs: &[Need::Pixels { min_side: 64 }, Need::Model(faces::MODEL)],
    calibration: None,
};

/// Faces that are described one by one; the boxes show all of them.
const MOST_DESCRIBED: usize = 20;

impl Check for Faces {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let undecodable = |why: &crate::pixels::Undecodable| Stopped::Failed(why.reason.clone());
        let pixels = specimen.pixels().map_err(undecodable)?;
        let coded_size = (pixels.coded.width(), pixels.coded.height());
        let (view, _) = specimen.view().map_err(undecodable)?;
        let upright: RgbImage = view.convert();
        let found = faces::detect(&upright, specimen.models(), context)?;
        Ok(outcome(&found, coded_size, specimen.orientation()))
    }
}

/// `coded_size` is the coded width and height in pixels.
fn outcome(found: &[Face], coded_size: (u32, u32), orientation: u8) -> Outcome {
    let size = geometry::upright_size(coded_size.0, coded_size.1, orientation);
    let (least, greatest) = faces::searched_widths(size.0, size.1);
    let searched = text!("{least:.0} to {greatest:.0} px wide", "宽 {least:.0} 至 {greatest:.0} 像素");
    let (en, zh) = (&searched.en, &searched.zh);
    let Some(largest) = found.first() else {
        return Outcome::NotFound(Finding::describing(text!(
            "No face was found at the sizes that were searched ({en}).",
            "在查找的尺寸范围内（{zh}）没有找到人脸。"
        )));
    };
    let count = found.len();
    let (width, height, eyes) = (largest.width, largest.height, largest.eye_distance());
    let summary = if count == 1 {
        text!(
            "One face was found: {width:.0} x {height:.0} px, its eyes {eyes:.0} px apart.",
            "找到 1 张人脸：{width:.0} x {height:.0} 像素，双眼相距 {eyes:.0} 像素。"
        )
    } else {
        text!(
            "{count} faces were found; the largest is {width:.0} x {height:.0} px, its eyes {eyes:.0} px apart.",
            "找到 {count} 张人脸；最大的一张为 {width:.0} x {height:.0} 像素，双眼相距 {eyes:.0} 像素。"
        )
    };
    let mut details: Vec<Group> =
        (1..).zip(found).take(MOST_DESCRIBED).map(|(number, face)| described(number, face, size)).collect();
    details.push(Group {
        title: Words::new("Search", "查找范围").into(),
        rows: vec![Row::new(Words::new("Faces searched for", "查找的人脸").into(), searched)],
    });
    let artifacts = vec![boxes(found, coded_size, orientation)];
    Outcome::Found(Finding { details, artifacts, ..Finding::describing(summary) })
}

/// `size` is the upright width and height in pixels.
fn described(number: usize, face: &Face, size: (u32, u32)) -> Group {
    let row = |label: Words, value: Text| Row::new(label.into(), value);
    let Face { x, y, width, height, score, .. } = *face;
    let eyes = face.eye_distance();
    let share = 100.0 * width / size.0.max(1) as f32;
    Group {
        title: text!("Face {number}", "人脸 {number}"),
        rows: vec![
            row(
                Words::new("Box (upright picture)", "方框（摆正后的画面）"),
                text!(
                    "{width:.0} x {height:.0} px at {x:.0}, {y:.0}",
                    "{width:.0} x {height:.0} 像素，位于 {x:.0}, {y:.0}"
                ),
            ),
            row(Words::new("Width of the photo", "占照片宽度"), Text::same(format!("{share:.1} %"))),
            row(Words::new("Distance of the eyes", "双眼间距"), text!("{eyes:.1} px", "{eyes:.1} 像素")),
            row(Words::new("Detector's score", "检测得分"), text!("{score:.2} of 1", "{score:.2}（满分 1）")),
        ],
    }
}

fn boxes(found: &[Face], coded_size: (u32, u32), orientation: u8) -> Artifact {
    let regions = (1..)
        .zip(found)
        .map(|(number, face)| {
            let Face { x, y, width, height, .. } = *face;
            let label = text!("Face {number}", "人脸 {number}");
            geometry::region_coded(Region { label, x, y, width, height }, coded_size, orientation)
        })
        .collect();
    Artifact {
        id: "faces",
        title: Words::new("Faces", "人脸").into(),
        caption: Words::new(
            "One box for each face that was found, about brow to chin; number 1 is the widest.",
            "每张找到的脸对应一个方框，大致从眉毛到下巴；1 号最宽。",
        )
        .into(),
        content: Content::Regions(regions),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(x: f32, y: f32, width: f32) -> Face {
        let eye = |part: f32| (x + part * width, y + width / 4.0);
        Face {
            x,
            y,
            width,
            height: width,
            score: 0.8,
            right_eye: eye(0.25),
            left_eye: eye(0.75),
            nose: eye(0.5),
            mouth: eye(0.5),
            right_ear: eye(0.0),
            left_ear: eye(1.0),
        }
    }

    #[test]
    fn an_empty_search_names_the_sizes_that_were_searched() {
        let Outcome::NotFound(finding) = outcome(&[], (1536, 1024), 1) else { panic!() };
        assert_eq!(finding.summary.en, "No face was found at the sizes that were searched (10 to 1024 px wide).");
        assert!(finding.score.is_none() && finding.artifacts.is_empty());
    }

    #[test]
    fn boxes_are_in_coded_pixels_and_words_in_upright_ones() {
        // Coded 400 x 200, to be turned clockwise: upright it is 200 x 400.
        let Outcome::Found(finding) = outcome(&[face(20.0, 100.0, 60.0)], (400, 200), 6) else { panic!() };
        assert_eq!(finding.summary.en, "One face was found: 60 x 60 px, its eyes 30 px apart.");
        let Content::Regions(regions) = &finding.artifacts[0].content else { panic!() };
        let region = &regions[0];
        assert_eq!((region.x, region.y, region.width, region.height), (100.0, 120.0, 60.0, 60.0));
        assert_eq!(finding.details[0].rows[1].value.en, "30.0 %");
    }

    #[test]
    fn many_faces_are_counted_and_the_first_are_described() {
        let many: Vec<Face> = (0..30).map(|at| face(at as f32 * 50.0, 0.0, 40.0)).collect();
        let Outcome::Found(finding) = outcome(&many, (2000, 1000), 1) else { panic!() };
        assert!(finding.summary.en.starts_with("30 faces were found; the largest is 40 x 40 px"));
        assert_eq!(finding.details.len(), MOST_DESCRIBED + 1);
        let Content::Regions(regions) = &finding.artifacts[0].content else { panic!() };
        assert_eq!(regions.len(), 30);
    }
}
