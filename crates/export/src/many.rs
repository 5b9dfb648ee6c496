//! Reports on many photos as one printed document: a table of all, then each in brief.

use std::collections::BTreeMap;

use catchlight_forensics::pixels::thumbnail;
use catchlight_forensics::report::v1::{CheckResult, ExaminationOutcome, Report};
use catchlight_forensics::text::Text;
use catchlight_record::v1::Record;
use image::RgbaImage;
use serde::Serialize;
use typst::foundations::Smart;
use typst_pdf::PdfOptions;

use crate::ExportError;
use crate::document::{all, fixed, group_words, labels, measured, most, state, strongest, tone, unreadable};
use crate::fonts::Fonts;
use crate::number::{measure, moment};
use crate::pictures::{Encoded, jpeg};
use crate::said::{Languages, Said, inert};
use crate::typeset::{typeset, typesetting};
use crate::words;

const TEMPLATE: &str = concat!(include_str!("../templates/common.typ"), include_str!("../templates/many.typ"));
/// Longest side of a photo in pixels: a hundred of them make a file that can be sent.
const PHOTO_SIDE: u32 = 640;

/// A photo of many: its report and a small picture of it, so that no more than one photo need be held whole.
#[derive(Debug, Clone)]
pub struct Subject {
    report: Report,
    unreadable: Vec<Text>,
    photo: Option<Encoded>,
}

impl Subject {
    /// A photo with its report; of the record only what its last export made unreadable is shown. `photo` is
    /// upright and in sRGB, and is kept at no more than 640 pixels a side.
    pub fn new(report: Report, record: Option<&Record>, photo: Option<&RgbaImage>) -> Self {
        let photo = photo.filter(|photo| photo.width() > 0 && photo.height() > 0);
        Self {
            report,
            unreadable: unreadable(record).into_iter().map(Text::from).collect(),
            photo: photo.map(|photo| jpeg(&thumbnail(photo, PHOTO_SIDE))),
        }
    }
}

#[derive(Serialize)]
struct Content {
    lang: &'static str,
    both: bool,
    labels: BTreeMap<&'static str, Said>,
    heading: Said,
    exported: Said,
    application: Said,
    photos: Vec<Photo>,
}

#[derive(Serialize)]
struct Photo {
    tone: &'static str,
    cancelled: bool,
    name: Said,
    /// SHA-256 of the file, whole.
    digest: Said,
    /// Number of the picture; absent when the photo was not at hand.
    photo: Option<usize>,
    title: Said,
    statement: Said,
    /// log10 of the combined likelihood ratio; what is said instead when nothing was weighed.
    ratio: Said,
    unreadable: Vec<Said>,
    findings: Vec<Finding>,
    limitations: Vec<Said>,
    states: Vec<StateView>,
}

#[derive(Serialize)]
struct Finding {
    group_title: Option<Said>,
    title: Said,
    summary: Option<Said>,
    measured: Vec<Said>,
}

#[derive(Serialize)]
struct StateView {
    title: Said,
    state: &'static str,
    state_title: Said,
}

/// One PDF of many photos: a table of all with their conclusions, then each with its picture, conclusion,
/// findings, limits and the states of all its checks. The report on a single photo says more. `exported_at`
/// is the moment of the export, RFC 3339. The same arguments give the same bytes.
///
/// # Errors
/// When the template does not fit the content, which is a fault of this program.
pub fn pdf_of_many(
    subjects: &[Subject],
    languages: Languages,
    exported_at: &str,
    fonts: &Fonts,
) -> Result<Vec<u8>, ExportError> {
    let mut pictures = Vec::new();
    let mut photos = Vec::with_capacity(subjects.len());
    for subject in subjects {
        let number = subject.photo.as_ref().map(|photo| {
            pictures.push(photo.clone());
            pictures.len() - 1
        });
        photos.push(photo(subject, number, languages));
    }
    let application = subjects.first().map_or(String::new(), |Subject { report, .. }| {
        inert(&format!("{} {}", report.application.name, report.application.version))
    });
    let content = Content {
        lang: languages.tag(),
        both: languages == Languages::Both,
        labels: labels(languages),
        heading: fixed("many", languages),
        exported: Said::same(&moment(exported_at)),
        application: Said::same(&application),
        photos,
    };
    let set = typeset(TEMPLATE, &content, pictures, fonts)?;
    let digests: Vec<&str> = subjects.iter().map(|subject| subject.report.exhibit.sha256.as_str()).collect();
    let options = PdfOptions {
        ident: Smart::Custom(format!("{} {exported_at}", digests.join(" "))),
        creator: Smart::Custom(Some(application)),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&set, &options).map_err(|errors| typesetting(&errors))
}

fn photo(subject: &Subject, number: Option<usize>, languages: Languages) -> Photo {
    let Subject { report, unreadable, .. } = subject;
    let conclusion = &report.conclusion;
    let ratio = conclusion.log10_lr.map_or(words::UNWEIGHED.into(), |value| Text::same(measure(value, 3)));
    Photo {
        tone: tone(conclusion.kind),
        cancelled: report.outcome == ExaminationOutcome::Cancelled,
        name: Said::same(&report.exhibit.name),
        digest: Said::same(&report.exhibit.sha256),
        photo: number,
        title: Said::of(&conclusion.title, languages),
        statement: Said::of(&conclusion.statement, languages),
        ratio: Said::of(&ratio, languages),
        unreadable: all(unreadable, languages),
        findings: strongest(report).into_iter().map(|result| finding(result, languages)).collect(),
        limitations: all(&conclusion.limitations, languages),
        states: most(&report.results)
            .map(|result| StateView {
                title: Said::of(&result.check.title, languages),
                state: state(result.state),
                state_title: Said::fixed(words::state(result.state, result.group), languages),
            })
            .collect(),
    }
}

fn finding(result: &CheckResult, languages: Languages) -> Finding {
    Finding {
        group_title: group_words(result.group).map(|words| Said::fixed(words.title, languages)),
        title: Said::of(&result.check.title, languages),
        summary: result.summary.as_ref().map(|summary| Said::of(summary, languages)),
        measured: measured(result, languages),
    }
}
