//! Platform pipeline: marks and patterns of the platforms, services and screens that a file passed.

use crate::check::{About, Check, Context, Family, Question, Reference, Stopped};
use crate::finding::{Finding, Group, Outcome, Row};
use crate::platform::{self, Grade, Ground, samsung};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words, quote};

/// The check.
pub(super) struct PlatformPipeline;

static ABOUT: About = About {
    id: "platform_pipeline",
    revision: 1,
    family: Family::History,
    question: Question::Processing,
    title: Words::new("Platforms and screenshots", "平台与截屏"),
    explanation: Words::new(
        "Looked for what platforms, services and screenshot functions write into the files that they hand out, and compared size, format, encoder settings and file name with what is documented of them.",
        "查找了平台、服务和截屏功能写入其输出文件的内容，并将尺寸、格式、编码设置和文件名与有据可查的特征作了比较。",
    ),
    look_for: Words::new(
        "A specific mark: only that platform is known to write it. After a platform, missing camera fields and weaker traces are normal.",
        "专属标记：已知只有该平台会写入。经过平台处理后，相机字段缺失、痕迹减弱都属正常。",
    ),
    ignore: Words::new(
        "A compatible pattern by itself: many other programs write files of the same size and quality.",
        "单独的相符特征：许多其他程序也会写出相同尺寸和质量的文件。",
    ),
    limits: &[
        Words::new(
            "A platform says nothing of how the picture came about: camera photos and generated pictures are posted alike.",
            "平台信息不能说明画面如何产生：相机照片和生成图像都会被发布。",
        ),
        Words::new(
            "No source was found for the encoder settings of WeChat, WhatsApp, Xiaohongshu and Douyin; reports of their sizes contradict each other. They are recognised by file names and, for Xiaohongshu, by documented widths only.",
            "没有找到微信、WhatsApp、小红书和抖音编码设置的可靠资料，关于其尺寸的说法互相矛盾。对它们只依据文件名识别，小红书另依据有记录的宽度。",
        ),
        Words::new(
            "Platforms change their settings without notice, and every mark can be copied or removed.",
            "平台会在不通知的情况下更改设置，任何标记都可能被复制或删除。",
        ),
    ],
    references: &[
        Reference {
            citation: "Giudice, Paratore, Moltisanti and Battiato, A classification engine for image ballistics of social data, ICIAP 2017",
            locator: "doi:10.1007/978-3-319-68548-9_57",
        },
        Reference {
            citation: "Peccatte and Timmerman, IPTC metadata automatically added to uploaded images on Facebook, Stack Overflow, 2015 and 2018",
            locator: "stackoverflow.com/q/31120222",
        },
        Reference {
            citation: "Twitter, Upcoming changes to PNG image support, developer forum, 2018",
            locator: "twittercommunity.com topic 118695",
        },
        Reference {
            citation: "Telegram Desktop, Increase the photo size limit of 1280 pixels, 2024, and source of PhotoSideLimit",
            locator: "github.com/telegramdesktop/tdesktop issue 6520",
        },
        Reference {
            citation: "XHS-Downloader, discussion of Xiaohongshu's image addresses, 2025",
            locator: "github.com/JoeanAmier/XHS-Downloader issue 323",
        },
    ],
    needs: &[],
    calibration: None,
};

impl Check for PlatformPipeline {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let grounds = platform::grounds(specimen);
        context.go_on()?;
        let unread = unread(specimen);
        let mut details: Vec<Group> = [Grade::SpecificMark, Grade::CompatiblePattern]
            .into_iter()
            .filter_map(|grade| group(&grounds, grade))
            .collect();
        details.extend(consequence(&grounds));
        let is_read_whole = unread.is_none();
        details.extend(unread);
        let finding = Finding { details, ..Finding::describing(summary(&grounds)) };
        Ok(match (grounds.is_empty(), is_read_whole) {
            (false, _) => Outcome::Found(finding),
            (true, true) => Outcome::NotFound(finding),
            (true, false) => Outcome::Inconclusive {
                why: Words::new(
                    "A part of the file in which such marks stand could not be read.",
                    "文件中可能带有此类标记的部分未能读取。",
                )
                .into(),
                finding,
            },
        })
    }
}

fn summary(grounds: &[Ground]) -> Text {
    let names = |grade: Grade| {
        let mut named: Vec<Words> = Vec::new();
        for ground in grounds.iter().filter(|ground| ground.grade == grade) {
            let words = ground.platform.words();
            if !named.contains(&words) {
                named.push(words);
            }
        }
        let join =
            |part: fn(&Words) -> &'static str, between: &str| named.iter().map(part).collect::<Vec<_>>().join(between);
        (join(|words| words.en, ", "), join(|words| words.zh, "、"))
    };
    let (mark, mark_zh) = names(Grade::SpecificMark);
    let (pattern, pattern_zh) = names(Grade::CompatiblePattern);
    match (mark.is_empty(), pattern.is_empty()) {
        (false, _) => text!("The file carried the mark of {mark}.", "文件带有{mark_zh}的标记。"),
        (true, false) => text!(
            "The file carried no platform's mark; it was compatible with what {pattern} leaves, as are many other files.",
            "文件没有任何平台的标记；其特征与{pattern_zh}的输出相符，但许多其他文件也是如此。"
        ),
        (true, true) => Words::new(
            "No mark of a platform or screenshot was among the fields read, and size, settings and file name fitted none of the known patterns. Most platforms leave no mark.",
            "在读取的字段中没有平台或截屏的标记，尺寸、设置和文件名也不符合任何已知特征。多数平台不留标记。",
        )
        .into(),
    }
}

/// Longest mark that is shown, in characters.
const MOST_SHOWN: usize = 120;

fn group(grounds: &[Ground], grade: Grade) -> Option<Group> {
    let title = match grade {
        Grade::SpecificMark => Words::new("Specific marks", "专属标记"),
        Grade::CompatiblePattern => Words::new("Compatible patterns", "相符特征"),
    };
    let rows: Vec<Row> = grounds
        .iter()
        .filter(|ground| ground.grade == grade)
        .map(|ground| {
            let (en, zh) = (&ground.seen.en, &ground.seen.zh);
            let value = quote(&ground.value, MOST_SHOWN);
            let value = if value.is_empty() { text!("{en}", "{zh}") } else { text!("{en}: {value}", "{zh}：{value}") };
            Row {
                label: ground.platform.words().into(),
                value,
                place: ground.place.as_deref().map(|place| quote(place, 200)),
            }
        })
        .collect();
    (!rows.is_empty()).then(|| Group { title: title.into(), rows })
}

/// What other checks must reckon with.
fn consequence(grounds: &[Ground]) -> Option<Group> {
    let row = |label: Words, says: fn(&Ground) -> bool| {
        let value = match grounds.iter().filter(|ground| says(ground)).map(|ground| ground.grade).max() {
            Some(Grade::SpecificMark) => Words::new("yes, by a specific mark", "是，依据专属标记"),
            Some(Grade::CompatiblePattern) => Words::new("possibly, by a compatible pattern", "可能，依据相符特征"),
            None => Words::new("unknown", "未知"),
        };
        Row::new(label.into(), value.into())
    };
    (!grounds.is_empty()).then(|| Group {
        title: Words::new("What it did to the picture", "对画面的影响").into(),
        rows: vec![
            row(Words::new("Encoded again", "重新编码"), |ground| ground.recompressed),
            row(Words::new("Scaled", "缩放"), |ground| ground.resized),
        ],
    })
}

/// What could not be looked at.
fn unread(specimen: &Specimen<'_>) -> Option<Group> {
    let mut problems = specimen.metadata().problems.clone();
    let exhibit = specimen.exhibit();
    if exhibit.is_whole() {
        problems.extend(samsung::entries(exhibit.bytes()).err());
    } else {
        let held = exhibit.bytes().len();
        problems.push(text!(
            "only the first {held} bytes of the file were held; its end was not looked at",
            "只载入了文件的前 {held} 字节；文件末尾未检查"
        ));
    }
    let rows: Vec<Row> =
        problems.into_iter().map(|problem| Row::new(Words::new("Not read", "未能读取").into(), problem)).collect();
    (!rows.is_empty()).then(|| Group { title: Words::new("Could not be read", "无法读取").into(), rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cancel, Exhibit, Limits, model::NoModels};
    use catchlight_rendered::{Exif, jpeg, scene, with_exif, with_iptc, with_xmp};
    use proptest::prelude::*;

    fn examine(name: &str, bytes: Vec<u8>) -> Outcome {
        let exhibit = Exhibit::new(name, bytes);
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        PlatformPipeline.examine(&specimen, &Context::new(&Cancel::default())).unwrap()
    }

    fn picture() -> Vec<u8> {
        jpeg(&scene(64, 48, 1), 93)
    }

    #[test]
    fn a_mark_is_found_with_its_place_and_its_consequence() {
        let Outcome::Found(finding) = examine("a.jpg", with_iptc(&picture(), &[(2, 40, b"FBMD01000a840d0000")])) else {
            unreachable!("a mark")
        };
        assert_eq!(finding.summary.en, "The file carried the mark of Facebook or Instagram.");
        let row = &finding.details[0].rows[0];
        assert!(row.value.en.ends_with("FBMD01000a840d0000"), "{}", row.value.en);
        assert!(row.place.as_ref().unwrap().starts_with("2:040 Special Instructions, APP13"), "{:?}", row.place);
        assert_eq!(finding.details[1].rows[0].value.en, "yes, by a specific mark");
    }

    #[test]
    fn a_pattern_is_worded_as_compatible() {
        let Outcome::Found(finding) = examine("IMG-20240101-WA0001.jpg", picture()) else { unreachable!("a pattern") };
        assert!(finding.summary.en.contains("compatible with what WhatsApp leaves"), "{}", finding.summary.en);
        assert_eq!(finding.details[0].title.en, "Compatible patterns");
    }

    #[test]
    fn nothing_says_what_was_looked_at() {
        let Outcome::NotFound(finding) = examine("a.jpg", picture()) else { unreachable!("no mark") };
        assert!(finding.summary.en.contains("Most platforms leave no mark"));
    }

    #[test]
    fn a_damaged_carrier_never_reads_as_none() {
        let broken = with_xmp(&picture(), "<x:xmpmeta xmlns:x='adobe:ns:meta/'><broken");
        assert!(matches!(examine("a.jpg", broken), Outcome::Inconclusive { .. }));
        let mut broken = picture();
        broken.extend_from_slice(b"SEFHxxxxSEFT");
        assert!(matches!(examine("a.jpg", broken), Outcome::Inconclusive { .. }));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn any_texts_end_in_an_answer(software in ".{0,80}", comment in ".{0,80}", name in ".{0,40}") {
            let exif = Exif { software: Some(software), user_comment: Some(comment.clone()), ..Exif::default() };
            let file = with_iptc(&with_exif(&picture(), &exif), &[(2, 40, comment.as_bytes())]);
            let _ = examine(&name, file);
        }
    }
}
