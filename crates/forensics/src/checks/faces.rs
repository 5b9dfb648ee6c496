//! Faces: where they are and how large, as context for the checks that look at them.

use crate::artifact::{Artifact, Content, Region};
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::faces::{self, Face};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::geometry;
use crate::portrait::{self, Eye, Portrait};
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
        "Searched the upright picture for faces with a small neural network, at several scales so that small faces in large photos were seen too. Two more networks placed a mesh of 468 points on each face and found its lids and irises. They find where things are; they do not recognise anybody, and nothing about a face is stored.",
        "使用小型神经网络在摆正后的画面中以多种比例查找人脸，因此大照片中的小脸也能看到；再用另外两个网络在每张脸上放置 468 个网格点，并找出眼睑和虹膜。它们只作定位，不识别任何人，也不存储任何面部信息。",
    ),
    look_for: Words::new(
        "The size of each face and iris: other checks need enough pixels across the eyes to measure anything there. Lines that do not follow the face, lids or irises tell of measurements that cannot be relied on.",
        "每张脸和虹膜的大小：其他检查需要眼部有足够的像素才能测量。如果线条与脸、眼睑或虹膜不吻合，相应的测量就不可靠。",
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
        Words::new(
            "The mesh draws a whole face even where hair, a hand or a mask covers it, and the turn of the head is its estimate, off by several degrees.",
            "即使面部被头发、手或口罩遮住，网格仍会画出整张脸；头部转角是网格给出的估计，误差可达数度。",
        ),
    ],
    references: &[
        Reference {
            citation: "Bazarevsky, Kartynnik, Vakunov, Raveendran and Grundmann, BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs, 2019",
            locator: "arXiv:1907.05047",
        },
        Reference {
            citation: "Kartynnik, Ablavatski, Grishchenko and Grundmann, Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs, 2019",
            locator: "arXiv:1907.06724",
        },
        Reference {
            citation: "Ablavatski, Vakunov, Grishchenko, Raveendran and Zhdanovich, Real-time Pupil Tracking from Monocular Video for Digital Puppetry, 2020",
            locator: "arXiv:2006.11341",
        },
        Reference { citation: "Daugman, How Iris Recognition Works, 2004", locator: "10.1109/TCSVT.2003.818350" },
    ],
    needs: &[Need::Pixels { min_side: 64 }, Need::Model(faces::MODEL)],
    calibration: None,
};

/// Faces that are described one by one; the boxes show all of them.
const MOST_DESCRIBED: usize = 20;

/// Faces whose mesh is drawn: about 10 kB of the report each.
const MOST_DRAWN: usize = 5;

impl Check for Faces {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let pixels = specimen.pixels().map_err(|why| Stopped::Failed(why.reason.clone()))?;
        let photo = Photo { coded: (pixels.coded.width(), pixels.coded.height()), orientation: specimen.orientation() };
        let found = specimen.faces(context)?;
        Ok(outcome(found, measured(specimen, context)?, photo))
    }
}

/// The measured faces, or why there is no measurement. A face that was found stays found without it.
fn measured<'s>(specimen: &'s Specimen<'_>, context: &Context<'_>) -> Result<Result<&'s [Portrait], Text>, Stopped> {
    let missing = portrait::MODELS.iter().find_map(|id| specimen.models().ready(id).err());
    if let Some(why) = missing {
        let why = text::quote(&why.to_string(), 200);
        return Ok(Err(text!("Not measured: {why}.", "未测量：{why}。")));
    }
    match specimen.portraits(context) {
        Ok(portraits) => Ok(Ok(portraits)),
        Err(Stopped::Failed(why)) => Ok(Err(why)),
        Err(Stopped::Cancelled) => Err(Stopped::Cancelled),
    }
}

/// Size and stance of the photo.
#[derive(Debug, Clone, Copy)]
struct Photo {
    /// Coded width and height in pixels.
    coded: (u32, u32),
    /// EXIF orientation.
    orientation: u8,
}

fn outcome(found: &[Face], measured: Result<&[Portrait], Text>, photo: Photo) -> Outcome {
    let size = geometry::upright_size(photo.coded.0, photo.coded.1, photo.orientation);
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
    let portraits = measured.as_deref().unwrap_or_default();
    let portrait_of = |face: &Face| portraits.iter().find(|portrait| portrait.face == *face);
    let mut details: Vec<Group> = (1..)
        .zip(found)
        .take(MOST_DESCRIBED)
        .map(|(number, face)| described(number, face, portrait_of(face), size))
        .collect();
    details.push(Group {
        title: Words::new("Search", "查找范围").into(),
        rows: vec![Row::new(Words::new("Faces searched for", "查找的人脸").into(), searched)],
    });
    let mut artifacts = vec![boxes(found, photo)];
    match measured {
        Ok([]) => {}
        Ok(portraits) => artifacts.push(mesh(portraits, photo)),
        Err(why) => details.push(unmeasured(why)),
    }
    Outcome::Found(Finding { details, artifacts, ..Finding::describing(summary) })
}

fn unmeasured(why: Text) -> Group {
    let row = Row::new(Words::new("Result", "结果").into(), why);
    Group { title: Words::new("Mesh, lids and irises", "网格、眼睑和虹膜").into(), rows: vec![row] }
}

/// `size` is the upright width and height in pixels.
fn described(number: usize, face: &Face, portrait: Option<&Portrait>, size: (u32, u32)) -> Group {
    let row = |label: Words, value: Text| Row::new(label.into(), value);
    let Face { x, y, width, height, score, .. } = *face;
    let eyes = face.eye_distance();
    let share = 100.0 * width / size.0.max(1) as f32;
    let mut rows = vec![
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
    ];
    rows.extend(portrait.into_iter().flat_map(measurements));
    Group { title: text!("Face {number}", "人脸 {number}"), rows }
}

fn measurements(portrait: &Portrait) -> [Row; 5] {
    let row = |label: Words, value: Text| Row::new(label.into(), value);
    let (right, left) = (&portrait.right_eye, &portrait.left_eye);
    let pair = |of: fn(&Eye) -> f32| (of(right), of(left));
    let (right_px, left_px) = pair(Eye::iris_diameter_px);
    let (right_open, left_open) = pair(|eye| 100.0 * eye.opening);
    let (right_sharp, left_sharp) = pair(|eye| eye.sharpness);
    let (yaw, pitch, roll) = (portrait.pose.yaw, portrait.pose.pitch, portrait.pose.roll);
    let presence = portrait.presence;
    [
        row(
            Words::new("Mesh model's certainty", "网格模型的确信度"),
            text!("{presence:.2} of 1", "{presence:.2}（满分 1）"),
        ),
        row(
            Words::new("Turn of the head (aside, up, tilted)", "头部转角（左右、俯仰、倾斜）"),
            Text::same(format!("{yaw:.0}°, {pitch:.0}°, {roll:.0}°")),
        ),
        row(
            Words::new("Diameter of the irises (the person's right, left)", "虹膜直径（当事人的右眼、左眼）"),
            text!("{right_px:.1} px, {left_px:.1} px", "{right_px:.1} 像素、{left_px:.1} 像素"),
        ),
        row(
            Words::new("Opening of the eyes, height over width", "睁眼程度（高与宽之比）"),
            text!("{right_open:.0} %, {left_open:.0} %", "{right_open:.0} %、{left_open:.0} %"),
        ),
        row(
            Words::new("Sharpness of the eyes (0 plain, 20 noise)", "眼部清晰度（0 为平滑，20 为噪声）"),
            text!("{right_sharp:.2}, {left_sharp:.2}", "{right_sharp:.2}、{left_sharp:.2}"),
        ),
    ]
}

fn mesh(portraits: &[Portrait], photo: Photo) -> Artifact {
    let drawn = portraits.iter().take(MOST_DRAWN).flat_map(Portrait::outlines);
    let outlines = drawn.map(|outline| geometry::outline_coded(outline, photo.coded, photo.orientation)).collect();
    Artifact {
        id: "mesh",
        title: Words::new("Mesh, lids and irises", "网格、眼睑和虹膜").into(),
        caption: Words::new(
            "What the measurements of the eyes rest on: dots are points of the mesh, long dashes the face and its features, dashes and dots the opening between the lids, unbroken circles the irises. The widest faces are drawn.",
            "眼部测量的依据：小点为网格点，长虚线为脸和五官的轮廓，点划线为上下眼睑之间的眼裂，实线圆为虹膜。只画出最宽的几张脸。",
        )
        .into(),
        content: Content::Outlines(outlines),
    }
}

fn boxes(found: &[Face], photo: Photo) -> Artifact {
    let regions = (1..)
        .zip(found)
        .map(|(number, face)| {
            let Face { x, y, width, height, .. } = *face;
            let label = text!("Face {number}", "人脸 {number}");
            geometry::region_coded(Region { label, x, y, width, height }, photo.coded, photo.orientation)
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
mod tests;
