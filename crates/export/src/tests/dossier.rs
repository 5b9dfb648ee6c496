//! Dossiers: every statement of theirs is shown, in every form, and whatever they hold is inert.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use catchlight_account::v1::{Chosen, Dossier};
use catchlight_account::{Options, Photo, Traits, traits};
use catchlight_forensics::model::NoModels;
use catchlight_forensics::report::v1::Report;
use catchlight_forensics::{Cancel, Context, Exhibit, Host, Limits, Specimen, examine};
use image::RgbaImage;
use scraper::{Html, Selector};

use super::hostile::{corpus, is_inert, poison};
use super::samples::{MOMENT, fonts, pages_that_show_something, squeezed, text_of};
use super::statements::of_report;
use crate::{Extent, Gathered, Languages, SheetPhoto, dossier_html, dossier_pdf, dossier_table};

/// What a set of rendered photos says: two scenes, one of them twice, and one file that is no picture.
struct Sample {
    dossier: Dossier,
    photos: Vec<SheetPhoto>,
    pictures: BTreeMap<String, RgbaImage>,
}

impl Sample {
    fn of(photos: u64, blur_faces: bool) -> Self {
        let mut examined: Vec<(Report, Option<Traits>)> = Vec::new();
        let mut small = Vec::new();
        for number in 0..photos {
            let scene = catchlight_rendered::scene(320, 240, if number == 2 { 1 } else { number });
            let bytes = if number == 3 { b"no picture at all".to_vec() } else { catchlight_rendered::jpeg(&scene, 88) };
            let bytes = if number % 2 == 0 {
                catchlight_rendered::with_exif(&bytes, &catchlight_rendered::Exif::of_camera())
            } else {
                bytes
            };
            let exhibit = Exhibit::new(format!("照片 {number}.jpg"), bytes);
            let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
            let cancel = Cancel::default();
            let report = examine(&specimen, &Host::default(), &cancel, &|_| {}).report;
            let view = specimen.view().ok().map(|(view, _)| view.clone());
            small.push(SheetPhoto::new(&report, view.as_ref(), blur_faces));
            let traits = traits(&specimen, &Context::new(&cancel), &report).ok();
            examined.push((report, traits));
        }
        let photos: Vec<Photo<'_>> =
            examined.iter().map(|(report, traits)| Photo { report, traits: traits.as_ref(), looks: None }).collect();
        let options = Options { chosen: Chosen::Suspicious };
        let (dossier, pictures) = catchlight_account::examine(&photos, &options, &Cancel::default(), &|_| {});
        Self { dossier, photos: small, pictures }
    }

    fn gathered(&self) -> Gathered<'_> {
        Gathered {
            dossier: &self.dossier,
            name: "@someone <b>",
            photos: &self.photos,
            pictures: &self.pictures,
            faces_blurred: false,
        }
    }

    /// Every statement of it in one language.
    fn statements(&self, languages: Languages) -> BTreeSet<String> {
        let mut statements = BTreeSet::new();
        let mut dossier = serde_json::to_value(&self.dossier).expect("JSON");
        // Scores stand in the table; groups are told by the check of near-duplicates.
        for photo in dossier["photos"].as_array_mut().expect("photos") {
            for field in ["scores", "sha256"] {
                photo.as_object_mut().expect("a photo").remove(field);
            }
        }
        dossier["groups"] = serde_json::Value::Null;
        of_report(&dossier, languages, &mut statements);
        statements
    }
}

#[test]
fn every_statement_of_a_dossier_stands_on_its_page_and_in_its_document() {
    let sample = Sample::of(5, false);
    let fonts = fonts();
    for languages in [Languages::English, Languages::Chinese, Languages::Both] {
        let page = dossier_html(&sample.gathered(), languages, MOMENT).expect("a page");
        is_inert(&page);
        let parsed = Html::parse_document(&page);
        let said: BTreeSet<String> =
            parsed.select(&Selector::parse(".said").expect("a selector")).map(|said| said.text().collect()).collect();
        let statements = sample.statements(languages);
        assert!(statements.len() > 100, "{}", statements.len());
        for statement in statements.iter().filter(|statement| !statement.is_empty()) {
            assert!(said.iter().any(|said| said.contains(statement.as_str())), "{statement:?}");
        }
        assert!(said.contains("@someone <b>"), "the name is words, not markup");
        let sheet = Selector::parse(".sheet img").expect("a selector");
        assert_eq!(parsed.select(&sheet).count(), 4, "one file is no picture");
        let rows = Selector::parse(".photos tbody tr").expect("a selector");
        assert_eq!(parsed.select(&rows).count(), 5);

        let Some(fonts) = &fonts else { continue };
        let pdf = dossier_pdf(&sample.gathered(), Extent::Full, languages, MOMENT, fonts).expect("a PDF");
        assert_eq!(pdf, dossier_pdf(&sample.gathered(), Extent::Full, languages, MOMENT, fonts).expect("a PDF"));
        let Some(text) = text_of(&pdf) else { continue };
        for statement in &statements {
            // A statement that a page break cuts has the head of a page in its midst.
            let statement = squeezed(statement);
            let half = statement.chars().count() / 2;
            let (first, second): (String, String) =
                (statement.chars().take(half).collect(), statement.chars().skip(half).collect());
            assert!(text.contains(&first) || text.contains(&second), "{statement:?}");
        }
        let Some(pages) = pages_that_show_something(&pdf) else { continue };
        assert!(pages.len() > 4 && pages.iter().all(|shows| *shows), "{pages:?}");
    }
}

#[test]
fn one_page_is_one_page_and_says_what_follows_and_what_does_not() {
    let Some(fonts) = fonts() else { return };
    let sample = Sample::of(14, false);
    for languages in [Languages::English, Languages::Chinese, Languages::Both] {
        let pdf = dossier_pdf(&sample.gathered(), Extent::OnePage, languages, MOMENT, &fonts).expect("a PDF");
        let Some(pages) = pages_that_show_something(&pdf) else { return };
        assert_eq!(pages, [true], "{languages:?}");
        let Some(text) = text_of(&pdf) else { return };
        let conclusion = &sample.dossier.conclusion;
        for said in conclusion.limitations.iter().chain([&conclusion.title, &conclusion.statement]) {
            let said = if languages == Languages::Chinese { &said.zh } else { &said.en };
            assert!(text.contains(&squeezed(said)), "{said}");
        }
    }
}

#[test]
fn hostile_strings_of_a_dossier_are_inert_in_every_form() {
    const READ: &[&str] = &["en", "zh-Hans", "name", "sha256", "moment", "camera", "citation", "locator", "place"];
    let mut sample = Sample::of(4, false);
    let mut next = 0;
    let mut dossier = serde_json::to_value(&sample.dossier).expect("JSON");
    poison(&mut dossier, READ, &corpus(), &mut next);
    assert!(next > 100);
    sample.dossier = serde_json::from_value(dossier).expect("a dossier");
    is_inert(&dossier_html(&sample.gathered(), Languages::Both, MOMENT).expect("a page"));
    let table = dossier_table(&sample.dossier, Languages::Both).expect("a table");
    let mut reader = csv::Reader::from_reader(Cursor::new(&table[3..]));
    for cell in reader.records().flat_map(|line| line.expect("a line").iter().map(str::to_owned).collect::<Vec<_>>()) {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']) || cell.parse::<f64>().is_ok(), "{cell:.80}");
        assert!(!cell.contains(['\n', '\r', '\t', '\u{202e}']), "{cell:.80}");
    }
    let Some(fonts) = fonts() else { return };
    for extent in [Extent::OnePage, Extent::Full] {
        let pdf = dossier_pdf(&sample.gathered(), extent, Languages::English, MOMENT, &fonts).expect("a PDF");
        let Some(pages) = pages_that_show_something(&pdf) else { return };
        assert!(pages.iter().all(|shows| *shows));
    }
}

#[test]
fn a_table_has_a_line_for_each_photo() {
    let sample = Sample::of(5, false);
    let table = dossier_table(&sample.dossier, Languages::Both).expect("a table");
    assert!(table.starts_with(b"\xef\xbb\xbf"));
    let mut reader = csv::Reader::from_reader(Cursor::new(&table[3..]));
    let head = reader.headers().expect("a head").clone();
    let column = |name: &str| head.iter().position(|head| head == name).unwrap_or_else(|| panic!("{name}"));
    let lines: Vec<csv::StringRecord> = reader.records().map(|line| line.expect("a line")).collect();
    assert_eq!(lines.len(), 5);
    for (photo, line) in sample.dossier.photos.iter().zip(&lines) {
        assert_eq!(&line[column("file")], photo.name);
        assert_eq!(&line[column("conclusion:zh-Hans")], photo.title.zh);
        assert_eq!(line[column("group")], (photo.group + 1).to_string());
    }
    assert_eq!(lines[1][column("group")], lines[2][column("group")], "the same scene");
}

#[test]
fn with_blurred_faces_no_picture_shows_one() {
    // No model looked for faces, so nobody knows where they are.
    let sample = Sample::of(3, true);
    assert!(sample.pictures.values().count() < 100);
    let gathered = Gathered { faces_blurred: true, ..sample.gathered() };
    let page = dossier_html(&gathered, Languages::English, MOMENT).expect("a page");
    let parsed = Html::parse_document(&page);
    assert_eq!(parsed.select(&Selector::parse("img").expect("a selector")).count(), 0);
    assert!(page.contains("Faces on the contact sheet were blurred"));
}
