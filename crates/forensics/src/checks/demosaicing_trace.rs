//! Demosaicing trace: the checkerboard that a colour filter leaves in the green channel.
//!
//! It speaks only for a camera. Scaling and compression destroy the trace, so its absence says nothing.

use crate::artifact::{Artifact, Content};
use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::finding::{Direction, Finding, Group, Outcome, Row};
use crate::history::{Compression, History, Present, Scale};
use crate::pixels::{Channel, channel};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};
use crate::traces::demosaicing::{self, Demosaicing};

/// The check.
pub(super) struct DemosaicingTrace;

static ABOUT: About = About {
    id: "demosaicing_trace",
    revision: 1,
    family: Family::Camera,
    question: Question::Traces,
    title: Words::new("Trace of the colour filter", "滤色阵列的痕迹"),
    explanation: Words::new(
        "A camera's sensor measures green at every other pixel, like the white fields of a chessboard, and computes the fields between from their neighbours; they come out smoother. Compared how rough the two sets of fields were, over the whole picture. A difference supports that the pixels are the first ones of a camera.",
        "相机传感器像国际象棋的白格那样，每隔一个像素测量一次绿色，其间的像素由相邻像素计算得出，因此更平滑。比较了整幅图像中这两组像素的粗糙程度。若有差别，则支持这些像素是相机最初写出的像素。",
    ),
    look_for: Words::new(
        "One sign all over the map: the difference of a sensor has the same direction in every part.",
        "整幅图呈同一正负方向：传感器造成的差别在各处方向一致。",
    ),
    ignore: Words::new(
        "Grey parts: they were too smooth or too bright to be read. A mix of both directions is chance.",
        "灰色部分：过于平滑或过亮，无法读取。两种方向混杂只是偶然。",
    ),
    limits: &[
        Words::new(
            "Not finding the trace says nothing: every platform scales and compresses photos, which destroys it, and many phones and cameras leave none.",
            "没有找到该痕迹并不说明任何问题：各平台都会缩放和压缩照片，从而破坏痕迹；许多手机和相机本身也不留下痕迹。",
        ),
        Words::new(
            "A picture enlarged to twice its size can look similar. It also differs between whole rows and columns, which was measured to tell the two apart.",
            "放大到两倍的图像可能看上去类似，但它在整行、整列之间也有差别；为区分两者，同时测量了行与列。",
        ),
        Words::new(
            "Some generators leave a similar pattern of 2 pixels in files without loss, so only files of a kind that cameras write are judged.",
            "某些生成器会在无损文件中留下类似的 2 像素图案，因此只对相机会写出的文件类型作出判断。",
        ),
        Words::new(
            "A generated picture could be given such a pattern on purpose, and a photo of a screen has the trace of the camera that took it.",
            "可以故意给生成的图像加上这种图案；而翻拍屏幕的照片带有翻拍相机的痕迹。",
        ),
    ],
    references: &[
        Reference {
            citation: "Gallagher and Chen, Image authentication by detecting traces of demosaicing, CVPR Workshops, 2008",
            locator: "doi:10.1109/CVPRW.2008.4562984",
        },
        Reference {
            citation: "Popescu and Farid, Exposing digital forgeries in color filter array interpolated images, IEEE Transactions on Signal Processing 53(10), 2005",
            locator: "doi:10.1109/TSP.2005.855406",
        },
    ],
    needs: &[Need::Pixels { min_side: 512 }],
    calibration: None,
};

/// Contrast of the board, as a natural logarithm, from which it is a trace; docs/validation has the
/// measured rates.
const TRACE: f32 = 0.02;

/// Below this contrast there was none; between, the check cannot tell.
const NO_TRACE: f32 = 0.01;

/// Least share of tiles with the sign of the whole.
const AGREEMENT: f32 = 0.75;

/// Rows or columns that differ by more than this share of the board's contrast are those of an
/// enlargement.
const ENLARGED: f32 = 0.5;

/// Fewest tiles.
const LEAST_TILES: usize = 30;

/// Value of the map's two ends: fixed, so that a colour means the same in every photo.
const MAP_MOST: f32 = 0.2;

impl Check for DemosaicingTrace {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn gives_score(&self) -> bool {
        true
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let pixels = specimen.pixels().map_err(|undecodable| Stopped::Failed(undecodable.reason.clone()))?;
        let green = channel(pixels, Channel::Green);
        context.go_on()?;
        Ok(outcome(demosaicing::measure(&green), other_cause(specimen.history(context)?)))
    }
}

/// Why the pattern, if it is there, need not come from a colour filter.
fn other_cause(history: &History) -> Option<Words> {
    let stratum = history.stratum();
    match (history.present, stratum.compression) {
        (Present::Lossless, _) => Some(WITHOUT_LOSS),
        _ if stratum.scale == Scale::Resized => Some(SCALED),
        // The strength of HEIC, which cameras write, is not read.
        (Present::Jpeg { .. }, Compression::Light) | (Present::Other, _) => None,
        _ => Some(COMPRESSED),
    }
}

fn outcome(measured: Option<Demosaicing>, other_cause: Option<Words>) -> Outcome {
    let tiles = measured.as_ref().map_or(0, |measured| measured.tiles);
    let Some(measured) = measured.filter(|_| tiles >= LEAST_TILES) else {
        return Outcome::Inconclusive {
            why: text!(
                "Only {tiles} parts of the picture were rough enough to be read; {LEAST_TILES} are needed.",
                "图像中只有 {tiles} 处足够粗糙、可以读取；至少需要 {LEAST_TILES} 处。"
            ),
            finding: Finding::describing(NOT_MEASURED.into()),
        };
    };
    let Demosaicing { contrast, rows, columns, agreement, .. } = measured;
    let (percent, agreeing) = (in_percent(contrast), 100.0 * agreement);
    let finding = |summary: Text| Finding {
        details: details(&measured),
        artifacts: vec![map(&measured)],
        ..Finding::describing(summary)
    };
    let strength = contrast.abs();
    if strength < TRACE || agreement < AGREEMENT {
        let summary = text!(
            "The two fields of the colour filter differed by {percent:.1} % in the green channel, with the same sign in {agreeing:.0} % of the parts: no trace of a colour filter. Scaling and compression remove it, so this says nothing about where the picture came from.",
            "绿色通道中滤色阵列两组像素的差别为 {percent:.1} %，{agreeing:.0} % 的部分方向一致：没有滤色阵列的痕迹。缩放和压缩会去除该痕迹，因此这并不说明图像的来源。"
        );
        return if strength < NO_TRACE || agreement < AGREEMENT {
            Outcome::NotFound(finding(summary))
        } else {
            Outcome::Inconclusive { why: WEAK.into(), finding: finding(summary) }
        };
    }
    if rows.abs().max(columns.abs()) > ENLARGED * strength {
        let (rows, columns) = (in_percent(rows), in_percent(columns));
        return Outcome::Inconclusive {
            why: text!(
                "Whole rows and columns differed as well (by {rows:.1} % and {columns:.1} %), as in a picture that was enlarged to twice its size.",
                "整行与整列之间也有差别（{rows:.1} % 和 {columns:.1} %），与放大到两倍的图像相同。"
            ),
            finding: finding(text!(
                "The two fields of the colour filter differed by {percent:.1} % in the green channel.",
                "绿色通道中滤色阵列两组像素的差别为 {percent:.1} %。"
            )),
        };
    }
    if let Some(why) = other_cause {
        return Outcome::Inconclusive {
            why: why.into(),
            finding: finding(text!(
                "The two fields of the colour filter differed by {percent:.1} % in the green channel.",
                "绿色通道中滤色阵列两组像素的差别为 {percent:.1} %。"
            )),
        };
    }
    Outcome::Found(Finding {
        points_to: Direction::Camera,
        score: Some(f64::from(strength)),
        ..finding(text!(
            "The two fields of a camera's colour filter differed by {percent:.1} % in the green channel, with the same sign in {agreeing:.0} % of the parts: the pixels looked like the first ones of a camera.",
            "绿色通道中相机滤色阵列两组像素的差别为 {percent:.1} %，{agreeing:.0} % 的部分方向一致：这些像素像是相机最初写出的像素。"
        ))
    })
}

const NOT_MEASURED: Words =
    Words::new("The fields of a colour filter could not be compared.", "无法比较滤色阵列的两组像素。");

const WITHOUT_LOSS: Words = Words::new(
    "Cameras store their originals as JPEG or HEIC. In a file without loss, such as PNG, decoders of generators leave the same pattern; the camera's own file would help.",
    "相机以 JPEG 或 HEIC 保存原片。在 PNG 等无损文件中，生成器的解码器会留下同样的图案；若有相机的原始文件，会有帮助。",
);

const SCALED: Words = Words::new(
    "The pixels carried a trace of scaling, which destroys what a colour filter leaves; the pattern must have another cause.",
    "像素带有缩放痕迹，而缩放会破坏滤色阵列留下的图案；此图案必有其他原因。",
);

const COMPRESSED: Words = Words::new(
    "The file was compressed more strongly than the trace of a colour filter survives, or in a format that cameras do not write; the pattern may be the compression's own.",
    "文件的压缩强度超过滤色阵列痕迹所能承受的程度，或采用相机不会写出的格式；此图案可能来自压缩本身。",
);

const WEAK: Words = Words::new(
    "The difference was between what chance makes and what a colour filter leaves.",
    "差别介于偶然波动与滤色阵列痕迹之间。",
);

/// A difference of logarithms as a percentage.
fn in_percent(logarithm: f32) -> f32 {
    100.0 * (logarithm.abs().exp() - 1.0)
}

fn details(measured: &Demosaicing) -> Vec<Group> {
    let row = |label: Words, value: String| Row::new(label.into(), Text::same(value));
    let percent = |logarithm: f32| format!("{:.1} %", in_percent(logarithm));
    vec![Group {
        title: Words::new("Difference of roughness in green", "绿色通道粗糙度之差").into(),
        rows: vec![
            row(Words::new("Between the fields of the board", "棋盘两组之间"), percent(measured.contrast)),
            row(Words::new("Between even and odd rows", "奇偶行之间"), percent(measured.rows)),
            row(Words::new("Between even and odd columns", "奇偶列之间"), percent(measured.columns)),
            row(
                Words::new("Parts with the same sign", "方向一致的部分"),
                format!("{:.0} % ({})", 100.0 * measured.agreement, measured.tiles),
            ),
        ],
    }]
}

fn map(measured: &Demosaicing) -> Artifact {
    Artifact {
        id: "board",
        title: Words::new("Difference between the fields, part by part", "各部分两组像素之差").into(),
        caption: Words::new(
            "Each square of 64 x 64 pixels shows how much rougher one field of the chessboard was than the other, as a natural logarithm. A colour filter gives one sign everywhere. Squares without a value were too smooth or clipped.",
            "每个 64 x 64 像素的方块表示棋盘一组像素比另一组粗糙多少（自然对数）。滤色阵列在各处方向一致。没有数值的方块过于平滑或已溢出。",
        )
        .into(),
        content: Content::Map { plane: measured.board.clone(), range: (-MAP_MOST, MAP_MOST), unit: Text::same("ln") },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cancel, Exhibit, Limits, model::NoModels};
    use catchlight_rendered::{jpeg, png, scene};
    use image::{Rgb, RgbImage};

    fn examine(bytes: Vec<u8>) -> Outcome {
        let exhibit = Exhibit::new("picture", bytes);
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        DemosaicingTrace.examine(&specimen, &Context::new(&Cancel::default())).unwrap()
    }

    /// A rough scene, and its green as a sensor would interpolate it.
    fn photo(filtered: bool) -> RgbImage {
        let noise = crate::signal::testing::noise(640, 640, 5.0, 4);
        let scene = scene(640, 640, 5);
        let green = |x: u32, y: u32| {
            let (x, y) = (x.min(639), y.min(639));
            f32::from(scene.get_pixel(x, y)[1]).clamp(30.0, 220.0) + noise[[y as usize, x as usize]]
        };
        RgbImage::from_fn(640, 640, |x, y| {
            let level = if !filtered || (x + y) % 2 == 0 {
                green(x, y)
            } else {
                (green(x + 1, y) + green(x.saturating_sub(1), y) + green(x, y + 1) + green(x, y.saturating_sub(1)))
                    / 4.0
            };
            Rgb([100, level as u8, 100])
        })
    }

    #[test]
    fn a_filtered_photo_speaks_for_a_camera() {
        let Outcome::Found(finding) = examine(jpeg(&photo(true), 98)) else { unreachable!("a colour filter") };
        assert_eq!(finding.points_to, Direction::Camera);
        assert!(finding.score.is_some_and(|score| score > 0.1));
    }

    #[test]
    fn without_a_filter_nothing_is_said_about_the_origin() {
        let Outcome::NotFound(finding) = examine(png(&photo(false))) else { unreachable!("no colour filter") };
        assert_eq!(finding.points_to, Direction::Neither);
        assert!(finding.summary.en.contains("says nothing"));
    }

    #[test]
    fn a_file_that_no_camera_writes_cannot_tell() {
        assert!(matches!(examine(png(&photo(true))), Outcome::Inconclusive { .. }));
    }

    #[test]
    fn the_same_pattern_after_strong_compression_has_another_cause() {
        let measured = || demosaicing::measure(&channel_of(&photo(true)));
        assert!(matches!(outcome(measured(), None), Outcome::Found(_)));
        for cause in [SCALED, COMPRESSED] {
            let Outcome::Inconclusive { why, finding } = outcome(measured(), Some(cause)) else { unreachable!() };
            assert_eq!((why, finding.points_to), (cause.into(), Direction::Neither));
        }
    }

    fn channel_of(picture: &RgbImage) -> ndarray::Array2<f32> {
        ndarray::Array2::from_shape_fn((640, 640), |(y, x)| f32::from(picture.get_pixel(x as u32, y as u32)[1]))
    }

    #[test]
    fn compression_takes_the_trace_away() {
        assert!(!matches!(examine(jpeg(&photo(true), 60)), Outcome::Found(_)));
    }

    #[test]
    fn an_enlarged_picture_is_no_camera_original() {
        let small = photo(false);
        let large = image::imageops::resize(&small, 1280, 1280, image::imageops::FilterType::Triangle);
        assert!(!matches!(examine(png(&large)), Outcome::Found(_)));
    }

    #[test]
    fn a_flat_picture_cannot_be_read() {
        assert!(matches!(examine(png(&RgbImage::from_pixel(600, 600, Rgb([90; 3])))), Outcome::Inconclusive { .. }));
    }
}
