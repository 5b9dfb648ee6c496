//! What was made unreadable is in no export.

use catchlight_forensics::report::v1::{Artifact, Content, DetailGroup, DetailRow, Readings, Region, Report, State};
use catchlight_forensics::text::Text;
use catchlight_record::v1::{BlurredFaces, Record, Redaction};
use catchlight_rendered::static_noise;
use image::RgbaImage;

use super::samples::{MOMENT, examined, examined_file, fonts, record, squeezed, text_of};
use crate::{Languages, Pictures, Subject, Unredactable, html, pdf, pdf_of_many, redacted, table};

const EVERYTHING: Redaction =
    Redaction { faces: BlurredFaces::All, regions: true, names: true, prompts: true, places: true };

const PROMPT: &str = "a lighthouse keeper laughing in the rain, 35mm film, soft window light, by Jane Roe";

fn row(label: &str, value: &str, place: &str) -> DetailRow {
    DetailRow { label: Text::same(label), value: Text::same(value), place: Some(place.to_owned()) }
}

/// Gives the report a completed search that found these faces.
fn with_faces(report: &mut Report, faces: &[[f32; 4]]) {
    let search = report.results.iter_mut().find(|result| result.check.id == "faces").expect("the check");
    search.state = if faces.is_empty() { State::NotFound } else { State::Found };
    let regions = faces.iter().map(|[x, y, width, height]| Region {
        label: Text::same("Face"),
        x: *x,
        y: *y,
        width: *width,
        height: *height,
    });
    search.artifacts = vec![Artifact {
        id: "faces".to_owned(),
        title: Text::same("Faces"),
        caption: Text::same("Boxes."),
        content: Content::Regions { regions: regions.collect() },
    }];
}

/// A report, record and pictures full of what must not be shown, and the strings of it.
fn telling() -> (Report, Record, Pictures, Vec<String>) {
    let (mut report, mut pictures) = examined();
    with_faces(&mut report, &[[100.0, 80.0, 90.0, 110.0], [400.0, 60.0, 40.0, 50.0]]);
    report.exhibit.name = "Sommerfest_Roe_0815.jpg".to_owned();
    report.conclusion.statement.en.push_str(" Its notes name Jane Q. Roe and say: a lighthouse keeper laughing in…");
    let told = report.results.iter_mut().find(|result| result.check.id == "stated_metadata").expect("the check");
    told.summary = Some(Text::same("By Jane Q. Roe (serial 00412378) near 47.376887, Zürich-Wiedikon."));
    told.details.push(DetailGroup {
        title: Text::same("All"),
        rows: vec![
            row("Author", "Jane Q. Roe", "Artist, IFD0"),
            row("Body serial number", "00412378", "BodySerialNumber, Exif IFD"),
            row("Prompt", PROMPT, "prompt, PNG text at byte 33"),
            row("Processing notes", &format!("{{\"steps\": 20, \"text\": \"{}\"}}", &PROMPT[..60]), "notes"),
            row("Comment", &format!("{PROMPT}\nSteps: 20"), "UserComment, Exif IFD"),
            row("Latitude", "47.376887", "GPSLatitude, GPS IFD"),
            row("City", "Zürich-Wiedikon", "photoshop:City, XMP"),
            row("Camera", "Make and model stay", "Make, IFD0"),
        ],
    });
    let map = static_noise(160, 120, 11);
    let of_face = report.results.last_mut().expect("a result");
    let shown = |id: &str, content| Artifact {
        id: id.to_owned(),
        title: Text::same(id),
        caption: Text::same("A caption."),
        content,
    };
    of_face.artifacts.push(shown(
        "map",
        Content::Map {
            image: "sample/map".to_owned(),
            width: 160,
            height: 120,
            min: 0.0,
            max: 1.0,
            unit: Text::same("levels"),
            readings: Some(Readings { width: 1, height: 1, step: 160, codes: "gA==".to_owned() }),
        },
    ));
    of_face.artifacts.push(shown("crop", Content::Picture { image: "sample/crop".to_owned(), width: 40, height: 40 }));
    pictures.artifacts.insert("sample/map".to_owned(), map);
    pictures.artifacts.insert("sample/crop".to_owned(), static_noise(40, 40, 11));
    let mut record = record(&report);
    record.remarks.notes[1].text = format!("Jane Q. Roe wrote {PROMPT}.");
    let secrets = [
        "Sommerfest_Roe_0815",
        "Jane Q. Roe",
        "00412378",
        PROMPT,
        "lighthouse keeper laughing",
        "soft window light",
        "47.376887",
        "Zürich-Wiedikon",
        "Lin, fact desk",
        "lin_fotos",
        "Sent as a file",
    ];
    (report, record, pictures, secrets.map(str::to_owned).into())
}

#[test]
fn what_was_left_out_is_in_no_form() {
    let (report, record, pictures, secrets) = telling();
    let before = html(&report, Some(&record), &pictures, Languages::Both, MOMENT).expect("a page");
    for secret in &secrets {
        assert!(before.contains(secret.as_str()), "the sample does not hold {secret}");
    }
    let (report, record, pictures) = redacted(&report, Some(&record), &pictures, &EVERYTHING).expect("redacted");
    let record = record.expect("a record");
    assert_eq!(record.follow(), Ok(()));
    let mut forms = vec![
        html(&report, Some(&record), &pictures, Languages::Both, MOMENT).expect("a page"),
        String::from_utf8(table([&report], Languages::Both).expect("a table")).expect("UTF-8"),
        serde_json::to_string(&report).expect("JSON"),
        serde_json::to_string(&record).expect("JSON"),
    ];
    if let Some(fonts) = fonts() {
        let printed = pdf(&report, Some(&record), &pictures, Languages::Both, MOMENT, &fonts).expect("a PDF");
        forms.extend(text_of(&printed));
        let subject = Subject::new(report.clone(), Some(&record), pictures.photo.as_ref());
        forms.extend(text_of(&pdf_of_many(&[subject], Languages::Both, MOMENT, &fonts).expect("a PDF")));
    }
    for (form, text) in forms.iter().enumerate() {
        let text = squeezed(text).to_lowercase();
        for secret in &secrets {
            assert!(!text.contains(&squeezed(secret).to_lowercase()), "{secret} in form {form}");
        }
        assert!(text.contains(&squeezed("left out before this export")), "form {form}");
    }
    let rows = report.results.iter().flat_map(|result| &result.details).flat_map(|group| &group.rows);
    assert!(rows.clone().any(|row| row.label.en == "Latitude"), "rows stay");
    assert!(rows.clone().any(|row| row.value.en == "Make and model stay"), "other values stay");
}

/// Without models the search for faces does not run, so that none are asked for here.
const EVERY_WORD: Redaction = Redaction { faces: BlurredFaces::None, ..EVERYTHING };

fn nothing_is_left(name: &str, file: Vec<u8>, secrets: &[&str]) -> Report {
    let (report, pictures) = examined_file(name, file);
    let before = serde_json::to_string(&report).expect("JSON");
    for secret in secrets {
        assert!(before.contains(secret), "the report does not hold {secret}");
    }
    let (report, _, pictures) = redacted(&report, None, &pictures, &EVERY_WORD).expect("redacted");
    let page = html(&report, None, &pictures, Languages::Both, MOMENT).expect("a page");
    let json = serde_json::to_string_pretty(&report).expect("JSON");
    for secret in secrets {
        let lines: Vec<&str> = json.lines().filter(|line| line.contains(secret)).collect();
        assert_eq!(lines, Vec::<&str>::new());
        assert!(!page.contains(secret), "{secret}");
    }
    report
}

#[test]
fn nothing_is_left_of_what_a_camera_and_a_photographer_wrote() {
    let exif = catchlight_rendered::Exif {
        artist: Some("Jane Q. Roe".to_owned()),
        image_description: Some("Anniversary of the Roe family".to_owned()),
        ..catchlight_rendered::Exif::of_camera()
    };
    let xmp = r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
        xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/"
        xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
        photoshop:City="Wiedikon" photoshop:Credit="Made with Google AI" Iptc4xmpCore:Location="Bullingerhof 7"
        aux:SerialNumber="SN-00412378" aux:OwnerName="Richard Roe"
        Iptc4xmpExt:AIPromptInformation="two foxes asleep on a red sofa, evening sun"/></rdf:RDF></x:xmpmeta>"#;
    let scene = catchlight_rendered::scene(256, 192, 3);
    let file = catchlight_rendered::with_exif(&catchlight_rendered::jpeg(&scene, 90), &exif);
    let file = catchlight_rendered::with_xmp(&file, xmp);
    let file = catchlight_rendered::with_iptc(&file, &[(2, 80, b"Jonathan Doe"), (2, 92, b"Backyard of number nine")]);
    let secrets = [
        "Roe_Anniversary_17",
        "Jane Q. Roe",
        "Anniversary of the Roe family",
        "Wiedikon",
        "Bullingerhof",
        "SN-00412378",
        "Richard Roe",
        "two foxes asleep",
        "Jonathan Doe",
        "Backyard of number nine",
    ];
    let report = nothing_is_left("Roe_Anniversary_17.jpg", file, &secrets);
    let rows: Vec<&DetailRow> =
        report.results.iter().flat_map(|result| &result.details).flat_map(|group| &group.rows).collect();
    let of_position = rows.iter().filter(|row| row.label.en.contains("Latitude") || row.label.en.contains("Longitude"));
    assert!(of_position.clone().count() >= 2);
    for row in of_position {
        assert_eq!(row.value.en, "[left out before this export]");
    }
    // A generator's own credit line is what declares the picture, and names nobody.
    assert!(rows.iter().any(|row| row.value.en == "Made with Google AI"));
    assert!(rows.iter().any(|row| row.value.en == "Rendered One"), "the camera's model stays");
}

#[test]
fn nothing_is_left_of_a_generators_prompt() {
    let parameters = "portrait of an old sailor mending nets, harbour at dusk, <lora:grain:0.6>\nNegative prompt: \
        extra fingers, text\nSteps: 28, Sampler: Euler a, CFG scale: 6.5, Seed: 771203344, Size: 512x768, Model: photon_v1";
    let scene = catchlight_rendered::scene(256, 192, 4);
    let file =
        catchlight_rendered::png_with_text(&catchlight_rendered::png(&scene), "parameters", parameters.as_bytes());
    let report = nothing_is_left("00031-771203344.png", file, &["old sailor", "mending nets", "extra fingers"]);
    let rows = report.results.iter().flat_map(|result| &result.details).flat_map(|group| &group.rows);
    assert!(rows.clone().any(|row| row.label.en == "Sampler" && row.value.en == "Euler a"), "other notes stay");
    let told = report.results.iter().find(|result| result.check.id == "generator_metadata").expect("the check");
    let summary = told.summary.as_ref().expect("a summary");
    assert!(!summary.en.contains("left out") && !report.conclusion.statement.en.contains("left out"), "{}", summary.en);
}

#[test]
fn what_is_not_asked_for_stays() {
    let (report, record, pictures, _) = telling();
    let (same, same_record, same_pictures) =
        redacted(&report, Some(&record), &pictures, &Redaction::NONE).expect("nothing to do");
    assert_eq!((same, same_record), (report.clone(), Some(record.clone())));
    assert_eq!(same_pictures.photo, pictures.photo);
    let only_places = Redaction { places: true, ..Redaction::NONE };
    let (report, record, _) = redacted(&report, Some(&record), &pictures, &only_places).expect("redacted");
    let json = serde_json::to_string(&report).expect("JSON");
    assert!(json.contains(PROMPT) && json.contains("00412378") && !json.contains("47.376887"));
    assert_eq!(record.expect("a record").remarks.by, "Lin, fact desk");
}

#[test]
fn faces_and_regions_are_blurred_in_the_photo_and_its_maps_and_crops_are_left_out() {
    let (report, record, pictures, _) = telling();
    let blurred = |faces, regions| {
        let redaction = Redaction { faces, regions, ..Redaction::NONE };
        redacted(&report, Some(&record), &pictures, &redaction).expect("redacted")
    };
    let changed = |after: &Pictures, x: u32, y: u32| {
        let block = |photo: &RgbaImage| image::imageops::crop_imm(photo, x, y, 8, 8).to_image();
        let (before, after) = (pictures.photo.as_ref(), after.photo.as_ref());
        before.zip(after).is_some_and(|(before, after)| block(before) != block(after))
    };
    // The larger face, the smaller one, a marked region, and a place far from all.
    let places = [(140, 130), (415, 80), (65, 75), (300, 400)];
    for (faces, regions, expected) in [
        (BlurredFaces::All, false, [true, true, false, false]),
        (BlurredFaces::Bystanders, false, [false, true, false, false]),
        (BlurredFaces::None, true, [true, false, true, false]),
    ] {
        let (report, _, after) = blurred(faces, regions);
        assert_eq!(places.map(|(x, y)| changed(&after, x, y)), expected, "{faces:?} {regions}");
        assert!(!after.artifacts.contains_key("sample/crop"));
        assert_ne!(after.artifacts["sample/map"], pictures.artifacts["sample/map"]);
        assert_eq!(
            after.artifacts["sample/map"].get_pixel(75, 100),
            pictures.artifacts["sample/map"].get_pixel(75, 100)
        );
        for artifact in report.results.iter().flat_map(|result| &result.artifacts) {
            match &artifact.content {
                Content::Map { readings, .. } => assert_eq!(*readings, None),
                Content::Spectrum { readings, .. } => assert_eq!(readings.codes, ""),
                Content::Picture { .. } => assert!(artifact.caption.en.contains("left out"), "{}", artifact.id),
                _ => {}
            }
        }
    }
}

#[test]
fn nothing_is_handed_out_when_faces_cannot_be_blurred() {
    let (report, record, pictures, _) = telling();
    let all = Redaction { faces: BlurredFaces::All, ..Redaction::NONE };
    let outcome = |report: &Report| redacted(report, Some(&record), &pictures, &all).map(|_| ());
    let search =
        |report: &Report| report.results.iter().position(|result| result.check.id == "faces").expect("a check");
    for state in [State::Failed, State::NotApplicable, State::Inconclusive] {
        let mut report = report.clone();
        let at = search(&report);
        report.results[at].state = state;
        assert_eq!(outcome(&report), Err(Unredactable::FacesNotSearched));
    }
    let mut without = report.clone();
    without.results.remove(search(&report));
    assert_eq!(outcome(&without), Err(Unredactable::FacesNotSearched));
    let mut placeless = report.clone();
    let at = search(&report);
    placeless.results[at].artifacts.clear();
    assert_eq!(outcome(&placeless), Err(Unredactable::FacesWithoutPlaces));
    let mut sizeless = report.clone();
    sizeless.exhibit.picture = None;
    assert_eq!(outcome(&sizeless), Err(Unredactable::NoSize));
    let mut faceless = report;
    with_faces(&mut faceless, &[]);
    assert_eq!(outcome(&faceless), Ok(()));
}

#[test]
fn an_export_says_what_was_made_unreadable() {
    let (report, record, pictures, _) = telling();
    let page = html(&report, Some(&record), &pictures, Languages::English, MOMENT).expect("a page");
    assert!(
        page.contains("What was made unreadable") && page.contains("Every found face but the largest was blurred.")
    );
    let page = html(&report, None, &pictures, Languages::English, MOMENT).expect("a page");
    assert!(!page.contains("What was made unreadable"));
}
