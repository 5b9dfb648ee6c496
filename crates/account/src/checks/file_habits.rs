//! How the files were written: sizes, encoders, containers, software. It describes and speaks for neither side.

use catchlight_forensics::artifact::{Artifact, Axis, Content, Plot, Series};
use catchlight_forensics::check::{Context, Reference, Stopped};
use catchlight_forensics::finding::{Finding, Group as Rows, Row};
use catchlight_forensics::text;
use catchlight_forensics::text::{Text, Words};

use super::{MOST_ROWS, counted};
use crate::across::{About, Across, Looked};
use crate::set::Set;
use crate::traits::FileFacts;

/// The check.
pub struct FileHabits;

/// Sizes that image generators offer, the shorter side first: Stable Diffusion 1.5 and XL, FLUX, DALL-E 3, GPT-4o, Gemini and
/// their kin, from their makers' documentation.
const GENERATOR_SIZES: [(u32, u32); 17] = [
    (512, 512),
    (512, 768),
    (576, 1024),
    (640, 1536),
    (672, 1536),
    (720, 1280),
    (768, 768),
    (768, 1024),
    (768, 1344),
    (832, 1216),
    (832, 1248),
    (864, 1184),
    (896, 1152),
    (896, 1344),
    (1024, 1024),
    (1024, 1536),
    (1024, 1792),
];

static ABOUT: About = About {
    id: "file_habits",
    revision: 1,
    title: Words::new("How the files were written", "文件的写入方式"),
    question: Words::new(
        "Do the files come from one way of making and saving?",
        "这些文件是否出自同一种制作和保存方式？",
    ),
    explanation: Words::new(
        "Counted sizes, encoder settings, structures and software of the files, and how many sizes are among those that image generators offer.",
        "统计文件的尺寸、编码器设置、结构和软件，以及其中有多少尺寸属于图像生成工具提供的尺寸。",
    ),
    look_for: Words::new(
        "One size and one encoder throughout, or a mixture that does not fit the story that is told of the photos.",
        "尺寸和编码器始终一致，或混杂程度与照片的说法不符。",
    ),
    ignore: Words::new(
        "Equal encoders after a platform: it writes every photo anew.",
        "经平台处理后编码器相同：平台会重写每张照片。",
    ),
    limits: &[
        Words::new(
            "Some of the generators' sizes are ordinary sizes too (1280 x 720, 1024 x 768), and platforms scale photos.",
            "生成工具的部分尺寸也是常见尺寸（如 1280 x 720、1024 x 768），而且平台会缩放照片。",
        ),
        Words::new("It describes a way of working and points to neither side.", "它描述工作流程，不指向任何一方。"),
    ],
    references: &[Reference {
        citation: "Kee, Johnson and Farid, Digital image authentication from JPEG headers, IEEE TIFS 6(3), 2011",
        locator: "doi:10.1109/TIFS.2011.2128309",
    }],
};

impl Across for FileHabits {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, set: &Set<'_>, _context: &Context<'_>) -> Result<Looked, Stopped> {
        let files: Vec<(usize, &FileFacts)> = set.files().collect();
        if files.len() < 2 {
            return Ok(Looked::NotApplicable(text!("Fewer than two files could be read.", "可读取的文件不足两个。")));
        }
        let total = files.len();
        let sizes = counted(files.iter().filter_map(|(_, file)| file.size));
        let encoders = counted(files.iter().filter_map(|(_, file)| file.encoder.clone()));
        let of_generators: Vec<usize> =
            files.iter().filter(|(_, file)| file.size.is_some_and(is_of_generators)).map(|(place, _)| *place).collect();
        let by_64 = files
            .iter()
            .filter(|(_, file)| file.size.is_some_and(|(width, height)| width % 64 == 0 && height % 64 == 0))
            .count();
        let rows = |counts: Vec<(String, usize)>| -> Vec<Row> {
            let rows = counts.into_iter().take(MOST_ROWS);
            rows.map(|(name, count)| Row::new(Text::same(name), text!("{count} files", "{count} 个文件"))).collect()
        };
        let bars: Vec<(f64, f64)> = sizes
            .iter()
            .take(MOST_ROWS)
            .enumerate()
            .map(|(rank, (_, count))| ((rank + 1) as f64, *count as f64))
            .collect();
        let details = [
            (
                text!("Sizes", "尺寸"),
                sizes.iter().map(|((width, height), count)| (format!("{width} x {height}"), *count)).collect(),
            ),
            (text!("JPEG encoder settings (digest)", "JPEG 编码器设置（摘要）"), encoders.clone()),
            (text!("Structures", "文件结构"), counted(files.iter().map(|(_, file)| file.parts.clone()))),
            (text!("Software", "软件"), counted(files.iter().filter_map(|(_, file)| file.software.clone()))),
        ];
        let (kinds, settings, typical) = (sizes.len(), encoders.len(), of_generators.len());
        let most = bars.first().map_or(1.0, |bar| bar.1);
        let last = bars.len().max(1) as f64 + 0.5;
        let finding = Finding {
            details: details
                .into_iter()
                .map(|(title, counts)| Rows { title, rows: rows(counts) })
                .filter(|group| !group.rows.is_empty())
                .collect(),
            artifacts: vec![Artifact {
                id: "sizes",
                title: text!("Files of each size", "各尺寸的文件数"),
                caption: text!(
                    "One bar a size, the most frequent first, as in the list of sizes.",
                    "每种尺寸一根柱，按频次从高到低，与尺寸列表一致。"
                ),
                content: Content::Plot(Plot::new(
                    Axis::even(text!("Rank of the size", "尺寸排位"), 0.5, last),
                    Axis::even(text!("Files", "文件数"), 0.0, most),
                    vec![Series::bars(text!("Files", "文件数"), bars, 0.8)],
                )),
            }],
            ..Finding::describing(text!(
                "{total} files had {kinds} sizes and {settings} settings of a JPEG encoder; {typical} had a size that image generators offer, {by_64} were multiples of 64 both ways. This has no weight.",
                "{total} 个文件共有 {kinds} 种尺寸和 {settings} 种 JPEG 编码器设置；{typical} 个的尺寸属于图像生成工具提供的尺寸，{by_64} 个两边均为 64 的倍数。此项不计权重。"
            ))
        };
        Ok(if of_generators.is_empty() { Looked::not_found(finding) } else { Looked::found(finding, of_generators) })
    }
}

fn is_of_generators((width, height): (u32, u32)) -> bool {
    GENERATOR_SIZES.contains(&(width.min(height), width.max(height)))
}
