//! One camera or many, and when: what the files state of cameras, serial numbers, running numbers and times.

use catchlight_forensics::artifact::{Artifact, Axis, Content, Plot, Series};
use catchlight_forensics::check::{Context, Reference, Stopped};
use catchlight_forensics::finding::{Finding, Group as Rows, Row};
use catchlight_forensics::text;
use catchlight_forensics::text::{Text, Words};
use jiff::civil::DateTime;

use super::{MOST_ROWS, counted};
use crate::across::{About, Across, Looked};
use crate::set::Set;
use crate::traits::FileFacts;

/// The check.
pub struct CameraAndTime;

/// Most cameras with a line of their own.
const MOST_LINES: usize = 6;
/// Fall of a running number that a camera's counter makes by starting again.
const ROLLOVER: u32 = 5000;

static ABOUT: About = About {
    id: "camera_and_time",
    revision: 1,
    title: Words::new("Cameras and times", "相机与拍摄时间"),
    question: Words::new(
        "One camera or many, and do numbers and times agree?",
        "是一台相机还是多台？编号与时间是否一致？",
    ),
    explanation: Words::new(
        "Listed the cameras, body numbers, running numbers in file names and capture times that the files state, put them on a time line, and looked for running numbers that fall while time goes on.",
        "列出文件所写的相机、机身编号、文件名中的流水号和拍摄时间，放在时间线上，并查找时间推进而流水号变小的情况。",
    ),
    look_for: Words::new(
        "A camera that stays the same over months with rising numbers, as a person's own phone does.",
        "数月内相机不变且编号递增，如同个人自己的手机。",
    ),
    ignore: Words::new("Missing fields: most platforms remove them.", "字段缺失：多数平台会将其删除。"),
    limits: &[
        Words::new("Anybody can write these fields into any file.", "任何人都可以把这些字段写入任何文件。"),
        Words::new(
            "Several cameras are usual for people who are photographed by others.",
            "由他人拍摄的人物，出现多台相机很常见。",
        ),
    ],
    references: &[Reference {
        citation: "CIPA DC-008, Exchangeable image file format (Exif) 3.0, 2023",
        locator: "CIPA DC-008-2023",
    }],
};

impl Across for CameraAndTime {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, set: &Set<'_>, _context: &Context<'_>) -> Result<Looked, Stopped> {
        let files: Vec<(usize, &FileFacts)> = set.files().collect();
        if files.is_empty() {
            return Ok(Looked::NotApplicable(text!("No file could be read.", "没有可读取的文件。")));
        }
        let total = files.len();
        let named: Vec<(usize, String)> =
            files.iter().filter_map(|(place, file)| Some((*place, camera(file)?))).collect();
        let timed = files.iter().filter(|(_, file)| file.moment.is_some()).count();
        if named.is_empty() && timed == 0 {
            return Ok(Looked::not_found(Finding::describing(text!(
                "None of {total} files stated a camera or a capture time.",
                "{total} 个文件均未写明相机或拍摄时间。"
            ))));
        }
        let cameras = counted(named.iter().map(|(_, camera)| camera.clone()));
        let serials = counted(files.iter().filter_map(|(_, file)| Some((camera(file)?, file.serial.clone()?))));
        let falls = falls(&files);
        let mut details = vec![Rows {
            title: text!("Cameras", "相机"),
            rows: count_rows(cameras.iter().map(|(camera, count)| (camera.clone(), *count))),
        }];
        if !serials.is_empty() {
            let rows = serials.iter().map(|((camera, serial), count)| (format!("{camera}, {serial}"), *count));
            details.push(Rows { title: text!("Body numbers", "机身编号"), rows: count_rows(rows) });
        }
        if !falls.is_empty() {
            let rows = falls
                .iter()
                .take(MOST_ROWS)
                .map(|(one, other)| Row::new(Text::same(set.name(*one)), Text::same(set.name(*other))));
            let title = text!("Running numbers that fall while time goes on", "时间推进而流水号变小");
            details.push(Rows { title, rows: rows.collect() });
        }
        let (with, kinds, fallen) = (named.len(), cameras.len(), falls.len());
        let finding = Finding {
            details,
            artifacts: time_line(&files, &cameras).into_iter().collect(),
            ..Finding::describing(text!(
                "{with} of {total} files named a camera ({kinds} in all), {timed} a capture time; running numbers fell against time in {fallen} places. This has no weight.",
                "{total} 个文件中有 {with} 个写明相机（共 {kinds} 种），{timed} 个写明拍摄时间；流水号与时间相悖 {fallen} 处。此项不计权重。"
            ))
        };
        Ok(Looked::found(finding, named.into_iter().map(|(place, _)| place).collect()))
    }
}

/// Maker and model in one; the model often begins with the maker's name.
pub(crate) fn camera(file: &FileFacts) -> Option<String> {
    match (&file.make, &file.model) {
        (Some(make), Some(model)) if model.to_lowercase().starts_with(&make.to_lowercase()) => Some(model.clone()),
        (Some(make), Some(model)) => Some(format!("{make} {model}")),
        (one, other) => one.clone().or_else(|| other.clone()),
    }
}

fn count_rows(counts: impl Iterator<Item = (String, usize)>) -> Vec<Row> {
    counts
        .take(MOST_ROWS)
        .map(|(name, count)| Row::new(Text::same(name), text!("{count} photos", "{count} 张")))
        .collect()
}

/// Pairs of neighbours in time, of one camera and one prefix, whose number falls by less than a new start would.
fn falls(files: &[(usize, &FileFacts)]) -> Vec<(usize, usize)> {
    let mut numbered: Vec<(String, DateTime, u32, usize)> = files
        .iter()
        .filter_map(|(place, file)| {
            let sequence = file.sequence.as_ref()?;
            let series =
                format!("{}/{}/{}", camera(file)?, file.serial.as_deref().unwrap_or_default(), sequence.prefix);
            Some((series, file.moment?, sequence.number, *place))
        })
        .collect();
    numbered.sort();
    let pairs = numbered.iter().zip(numbered.iter().skip(1));
    pairs
        .filter(|(one, next)| one.0 == next.0 && one.1 < next.1 && next.2 < one.2 && one.2 - next.2 < ROLLOVER)
        .map(|(one, next)| (one.3, next.3))
        .collect()
}

/// How many photos of each camera there were up to each day.
fn time_line(files: &[(usize, &FileFacts)], cameras: &[(String, usize)]) -> Option<Artifact> {
    let first = files.iter().filter_map(|(_, file)| file.moment).min()?;
    let days = |moment: DateTime| moment.duration_since(first).as_secs_f64() / 86_400.0;
    let line = |label: Text, belongs: &dyn Fn(&FileFacts) -> bool| {
        let mut moments: Vec<f64> =
            files.iter().filter(|(_, file)| belongs(file)).filter_map(|(_, file)| file.moment.map(days)).collect();
        moments.sort_by(f64::total_cmp);
        let points = moments.into_iter().enumerate().map(|(index, day)| (day, (index + 1) as f64)).collect();
        Series::line(label, points)
    };
    let mut series: Vec<Series> = cameras
        .iter()
        .take(MOST_LINES)
        .map(|(name, _)| line(Text::same(name.clone()), &|file| camera(file).as_ref() == Some(name)))
        .collect();
    series.push(line(text!("without a camera", "未写相机"), &|file| camera(file).is_none()));
    series.retain(|series| !series.points.is_empty());
    let ends = series.iter().flat_map(|series| &series.points);
    let (last, most) = ends.fold((1.0_f64, 1.0_f64), |(last, most), (day, count)| (last.max(*day), most.max(*count)));
    let from = first.date();
    Some(Artifact {
        id: "time-line",
        title: text!("Photos over time", "照片的时间线"),
        caption: text!(
            "Photos of each camera, counted up, by the capture time that the files state. Day 0 is {from}.",
            "按文件所写拍摄时间累计的各相机照片数。第 0 天为 {from}。"
        ),
        content: Content::Plot(Plot::new(
            Axis::even(text!("Days", "天"), 0.0, last),
            Axis::even(text!("Photos", "照片数"), 0.0, most),
            series,
        )),
    })
}
