//! Reports and pictures for the tests.

use std::path::{Path, PathBuf};
use std::process::Command;

use catchlight_forensics::model::NoModels;
use catchlight_forensics::report::v1::{self, Report};
use catchlight_forensics::text::Text;
use catchlight_forensics::{Cancel, Exhibit, Host, Limits, Specimen, examine};
use catchlight_record::v1::{
    Answer, BlurredFaces, Category, CustodyEvent, ExaminationSettings, How, Judgement, MarkedBox, Note, Observation,
    Obtained, Record, Redaction, Remarks, Seen, Status, UsedCheck, UsedFile, Verified, Verifier,
};

use crate::{Fonts, Pictures};

/// A moment of export.
pub(super) const MOMENT: &str = "2026-11-22T18:00:00+00:00";

pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The report on a rendered photo with camera fields, by the real checks, and one result of every kind of
/// picture besides.
pub(super) fn examined() -> (Report, Pictures) {
    let scene = catchlight_rendered::scene(640, 480, 5);
    let photo =
        catchlight_rendered::with_exif(&catchlight_rendered::jpeg(&scene, 88), &catchlight_rendered::Exif::of_camera());
    let (mut report, pictures) = examined_file("rendered.jpg", photo);
    let shown = every_kind(&report);
    report.results.extend(shown);
    let conclusion = &mut report.conclusion;
    (conclusion.log10_lr, conclusion.interval, conclusion.weighed) = (Some(1.25), Some((0.75, 1.5)), 2);
    conclusion.because = Some(text("A sample moved it most.", "样本对结论影响最大。"));
    conclusion.support = Some(text("Moderate support.", "中等支持。"));
    conclusion.reasons =
        vec![v1::Reason { check: "sample_0".to_owned(), title: text("Sample", "样本"), log10_lr: 1.25 }];
    conclusion.what_if = vec![v1::WhatIf { before: 0.1, after: 0.66, between: (0.38, 0.78) }];
    report.self_test = Some(v1::SelfTest {
        compared: 3,
        differed: vec![text("One score differed.", "一项得分不同。")],
        untested: vec![text("One check was not tested.", "一项检查未测试。")],
    });
    (report, pictures)
}

/// The report on a file, by the real checks without models.
pub(super) fn examined_file(name: &str, bytes: Vec<u8>) -> (Report, Pictures) {
    let exhibit = Exhibit::new(name, bytes);
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
    let received = v1::Received {
        received_at: "2026-11-22T17:59:00+00:00".to_owned(),
        examined_at: "2026-11-22T17:59:01+00:00".to_owned(),
        via: v1::Via::CommandLine,
    };
    let examination =
        examine(&specimen, &Host { received: Some(received), ..Host::default() }, &Cancel::default(), &|_| {});
    let photo = specimen.view().ok().map(|(view, _)| view.clone());
    (examination.report, Pictures { photo, artifacts: examination.images })
}

fn text(en: &str, zh: &str) -> Text {
    Text { en: en.to_owned(), zh: zh.to_owned() }
}

/// A record beside the report of [`examined`], with every kind of entry.
pub(super) fn record(report: &Report) -> Record {
    let mut record = Record::new(&report.exhibit.sha256);
    let own = |text: &str| text.to_owned();
    let judgement = |check: &str, status, remark: &str| Judgement { check: own(check), status, remark: own(remark) };
    let observed = |category, seen, remark: &str| Observation { category, seen, remark: own(remark) };
    let known = report.results.first().map_or("", |result| result.check.id.as_str());
    record.remarks = Remarks {
        by: own("Lin, fact desk"),
        obtained: Some(Obtained {
            how: How::Messenger,
            from: own("account @lin_fotos, 第三方转发"),
            at: own("the morning of 20 November"),
            remark: own("Sent as a file, not as a picture."),
        }),
        notes: vec![
            Note {
                text: own("The left ring melts into the finger. 左手戒指与手指融合。"),
                region: Some(MarkedBox { x: 60.5, y: 70.0, width: 120.0, height: 90.0 }),
            },
            Note { text: own("Nothing else stood out."), region: None },
            Note {
                text: own("Partly outside."),
                region: Some(MarkedBox { x: 600.0, y: -20.0, width: 120.0, height: 90.0 }),
            },
        ],
        judgements: vec![
            judgement(known, Status::Agrees, "Seen as well."),
            judgement("sample_0", Status::Disagrees, "That is a reflection."),
            judgement("no_such_check", Status::ToCheck, "From an older version."),
        ],
        checklist: vec![
            observed(Category::Anatomical, Seen::Seen, "Six fingers on the left hand."),
            observed(Category::Physics, Seen::NotSeen, ""),
        ],
        verifiers: vec![Verified {
            verifier: Verifier::SynthId,
            answer: Answer::NotFound,
            at: own("yesterday evening"),
            remark: own("It said that it could not tell."),
        }],
    };
    let sha256 = |digit: &str| digit.repeat(64);
    let events = [
        CustodyEvent::Received { via: v1::Via::CommandLine, sha256: report.exhibit.sha256.clone(), bytes: 123_456 },
        CustodyEvent::Examined {
            application: own("Catchlight 0.1.0"),
            report: sha256("1"),
            checks: vec![UsedCheck { id: own(known), revision: 1 }; 27],
            models: vec![UsedFile { name: own("image-tower.onnx"), sha256: sha256("2") }],
            settings: ExaminationSettings { most_bytes: 300_000_000, most_pixels: 120_000_000 },
        },
        CustodyEvent::Remarked { remarks: sha256("3") },
        CustodyEvent::Exported {
            report: sha256("5"),
            remarks: sha256("4"),
            forms: vec![own("html"), own("pdf")],
            redaction: Redaction { faces: BlurredFaces::Bystanders, prompts: true, ..Redaction::NONE },
        },
    ];
    for event in events {
        record.append("2026-11-22T18:00:00+08:00", event).expect("an entry");
    }
    record
}

/// Results that hold every kind of picture and every state, made from the first of a report.
fn every_kind(report: &Report) -> Vec<v1::CheckResult> {
    let outline = |label: &str, stroke, shape| v1::Outline { label: Text::same(label), stroke, shape };
    let contents = [
        v1::Content::Regions {
            regions: vec![v1::Region {
                label: text("A face", "一张人脸"),
                x: 100.0,
                y: 80.0,
                width: 90.0,
                height: 110.0,
            }],
        },
        v1::Content::Outlines {
            outlines: vec![
                outline("Lid", v1::Stroke::Dashed, v1::Shape::Polyline { points: vec![(90.0, 90.0), (130.0, 95.0)] }),
                outline("Iris", v1::Stroke::Dotted, v1::Shape::Circle { x: 110.0, y: 100.0, radius: 12.0 }),
                outline("Mark", v1::Stroke::DashDotted, v1::Shape::Dots { points: vec![(120.0, 90.0)] }),
            ],
        },
        v1::Content::Picture { image: "no/such".to_owned(), width: 100, height: 50 },
        v1::Content::Plot {
            x: v1::Axis {
                label: text("Frequency, cycles per pixel", "频率，周期/像素"),
                min: 0.01,
                max: 0.5,
                spacing: Some(v1::Spacing::Logarithmic),
            },
            y: v1::Axis { label: text("Level, dB", "电平，dB"), min: -40.0, max: 20.0, spacing: None },
            series: vec![
                v1::Series {
                    label: text("This photo", "这张照片"),
                    points: vec![(0.01, 10.0), (0.1, -5.0), (0.5, -30.0)],
                    bar_width: None,
                },
                v1::Series {
                    label: text("Another line", "另一条线"),
                    points: vec![(0.02, 0.0), (0.4, -20.0)],
                    bar_width: None,
                },
            ],
            bands: vec![v1::Band {
                label: text("Nine in ten real photos", "九成真实照片"),
                edges: vec![(0.01, 0.0, 15.0), (0.5, -38.0, -20.0)],
            }],
            marks: vec![v1::Mark { label: text("Grid of JPEG", "JPEG 网格"), at: 0.125 }],
        },
    ];
    let states = [v1::State::Found, v1::State::Inconclusive, v1::State::Failed, v1::State::NotApplicable];
    let groups = [
        v1::EvidenceGroup::Ai,
        v1::EvidenceGroup::CouldNotLook,
        v1::EvidenceGroup::CouldNotLook,
        v1::EvidenceGroup::ExpertView,
    ];
    let like = report.results.first().cloned().expect("a result");
    contents
        .into_iter()
        .zip(states)
        .zip(groups)
        .enumerate()
        .map(|(index, ((content, state), group))| {
            let mut result = like.clone();
            result.check.id = format!("sample_{index}");
            (result.state, result.group, result.score) = (state, group, Some(0.25 + index as f64));
            result.summary = (state == v1::State::Found).then(|| text("A sample was found.", "发现了一个样本。"));
            result.why = (state != v1::State::Found).then(|| text("This sample could not look.", "这个样本无法查看。"));
            result.weight = (index == 0).then(|| v1::Weight {
                log10_lr: 1.25,
                cap: 2.0,
                population: text("Photos of a test.", "测试所用的照片。"),
                interval: Some((0.75, 1.5)),
                compression: None,
            });
            result.artifacts = vec![v1::Artifact {
                id: "shown".to_owned(),
                title: text("What is shown", "所示内容"),
                caption: text("How to read it.", "怎样阅读。"),
                content,
            }];
            result
        })
        .collect()
}

/// The fonts that set-up fetches; `None` on a machine without them, where a test says that it was skipped.
pub(crate) fn fonts() -> Option<Fonts> {
    let read = |name| std::fs::read(root().join(".setup/fonts").join(name)).ok();
    match ["NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"].into_iter().map(read).collect::<Option<Vec<_>>>() {
        Some(files) => Some(Fonts::new(files).expect("the pinned fonts")),
        None => {
            println!("skipped: the fonts are not there (models/fetch.sh fonts)");
            None
        }
    }
}

/// The text of a PDF without the heads and feet of its pages, in the order in which it was set, without
/// white space. `None` where poppler's pdftotext is not installed.
pub(super) fn text_of(pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.pdf");
    std::fs::write(&path, pdf).expect("a file");
    // The body of an A4 page in points; see the margins of the template.
    let body = ["-raw", "-r", "72", "-x", "0", "-y", "57", "-W", "596", "-H", "730", "-nopgbrk"];
    let Ok(told) = Command::new("pdftotext").args(body).arg(&path).arg("-").output() else {
        println!("skipped: pdftotext is not installed (package poppler-utils)");
        return None;
    };
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    Some(squeezed(&String::from_utf8(told.stdout).expect("UTF-8")))
}

/// Whether each page of a PDF is drawn and shows something between head and foot; `None` where poppler's pdftoppm is not installed.
pub(super) fn pages_that_show_something(pdf: &[u8]) -> Option<Vec<bool>> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("report.pdf");
    std::fs::write(&path, pdf).expect("a file");
    let Ok(told) =
        Command::new("pdftoppm").args(["-r", "20", "-png"]).arg(&path).arg(folder.path().join("page")).output()
    else {
        println!("skipped: pdftoppm is not installed (package poppler-utils)");
        return None;
    };
    let complaints = String::from_utf8_lossy(&told.stderr);
    assert!(told.status.success() && complaints.is_empty(), "{complaints}");
    let pages = std::fs::read_dir(folder.path()).expect("the folder").map(|entry| entry.expect("an entry").path());
    let drawn = pages.filter(|path| path.extension().is_some_and(|ending| ending == "png"));
    let shows = drawn.map(|path| {
        let page = image::open(path).expect("a picture").into_luma8();
        // At this scale thin letters are grey. The lines at head and foot stand on every page and are not looked at.
        let (height, ends) = (page.height(), page.height() / 13);
        page.enumerate_pixels().any(|(_, y, level)| (ends..height - ends).contains(&y) && level.0[0] < 200)
    });
    Some(shows.collect())
}

/// Without white space and the places where a line may break.
pub(super) fn squeezed(words: &str) -> String {
    words.chars().filter(|character| !character.is_whitespace() && *character != '\u{200b}').collect()
}
