//! Many photos in one printed document.

use super::samples::{MOMENT, examined, fonts, record, squeezed, text_of};
use crate::{Languages, Subject, pdf_of_many};

#[test]
fn each_photo_stands_in_the_table_and_in_a_part_of_its_own() {
    let Some(fonts) = fonts() else { return };
    let (report, pictures) = examined();
    let subjects: Vec<Subject> = (1..=7)
        .map(|number| {
            let mut report = report.clone();
            report.exhibit.name = format!("photo-of-the-account-{number}.jpg");
            let record = (number == 1).then(|| record(&report));
            Subject::new(report, record.as_ref(), pictures.photo.as_ref().filter(|_| number != 2))
        })
        .collect();
    for languages in [Languages::English, Languages::Chinese, Languages::Both] {
        let pdf = pdf_of_many(&subjects, languages, MOMENT, &fonts).expect("a PDF");
        assert!(pdf.len() < 2_000_000, "{}", pdf.len());
        assert_eq!(pdf, pdf_of_many(&subjects, languages, MOMENT, &fonts).expect("a PDF"), "the same bytes");
        let Some(text) = text_of(&pdf) else { return };
        for number in 1..=7 {
            let name = squeezed(&format!("photo-of-the-account-{number}.jpg"));
            assert_eq!(text.matches(&name).count(), 2, "{name} {languages:?}");
        }
        for result in &report.results {
            let title = if languages == Languages::Chinese { &result.check.title.zh } else { &result.check.title.en };
            assert!(text.matches(&squeezed(title)).count() >= subjects.len(), "{title}");
        }
        let unreadable =
            if languages == Languages::Chinese { "已作遮蔽的内容" } else { "What was made unreadable" };
        assert_eq!(text.matches(&squeezed(unreadable)).count(), 1);
    }
}

#[test]
fn a_document_of_no_photos_is_made() {
    let Some(fonts) = fonts() else { return };
    assert!(pdf_of_many(&[], Languages::English, MOMENT, &fonts).expect("a PDF").starts_with(b"%PDF-"));
}
