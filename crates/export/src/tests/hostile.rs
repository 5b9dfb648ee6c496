//! Strings of a hostile file or report are inert in every format.

use std::io::Cursor;

use scraper::{Html, Selector};
use serde_json::Value;

use super::samples::{MOMENT, examined, fonts, pages_that_show_something, record, squeezed, text_of};
use crate::{Card, Languages, Pictures, Subject, card, html, pdf, pdf_of_many, table};
use catchlight_forensics::report::v1::Report;
use catchlight_record::v1::Record;

/// What metadata, file names and prompts have been seen to hold, or might.
pub(super) fn corpus() -> Vec<String> {
    let mut corpus: Vec<String> = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "'-alert(1)-'",
        "</title></style></table><iframe src=https://example.com>",
        "<!--",
        "-->",
        "]]>",
        "<meta http-equiv=refresh content=0;url=https://example.com>",
        "{{ 7*7 }}{% include '/etc/passwd' %}{# #}",
        "&lt;script&gt;&#x3c;b&#x3e;&nbsp;",
        "javascript:alert(1)",
        "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
        "url(https://example.com/x.png)",
        "@import 'https://example.com/x.css'; } body { display: none }",
        "=HYPERLINK(\"https://example.com\",\"x\")",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(1+1)",
        "\t=1+1",
        "a\r\n=1+1,\"b\"",
        "#panic(\"typst\") #sys.inputs #image(\"/etc/passwd\") $x^2$ *b* _i_ = h @ref <label> // /* \\u{41} ~ `raw`",
        "#set page(fill: red); #include \"/etc/passwd\"; #read(\"/etc/passwd\")",
        "\u{202e}gpj.exe\u{202c}",
        "\u{2066}isolate\u{2069}\u{200f}\u{61c}\u{feff}",
        "null\0bell\u{7}escape\u{1b}[31mred\u{9b}",
        "zalgo Z\u{335}\u{34a}\u{35d}\u{35d}\u{35d}\u{335}\u{335}",
        "🔥👩‍👩‍👧 \u{1f1e9}\u{1f1ea} عربي עברית हिन्दी ไทย 한국어 日本語 \u{fdd0}\u{ffff}\u{10ffff}\u{e0041}",
        "(PDF) /JavaScript <</S/URI>> endobj \\) \\\\",
        "%s%n%x ../../../../etc/passwd C:\\Windows\\system32",
        "",
        " ",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    corpus.push("long".repeat(1 << 18));
    corpus.push("many words ".repeat(100_000));
    corpus.push("汉".repeat(400_000));
    corpus.push("\u{301}".repeat(2_000));
    corpus
}

/// Fields of a report that are read by a person.
const OF_REPORT: &[&str] = &[
    "en",
    "zh-Hans",
    "name",
    "sha256",
    "citation",
    "locator",
    "place",
    "id",
    "family",
    "version",
    "received_at",
    "examined_at",
    "image",
];
/// The same of a record.
const OF_RECORD: &[&str] = &[
    "by",
    "from",
    "at",
    "remark",
    "text",
    "check",
    "application",
    "name",
    "sha256",
    "previous",
    "digest",
    "report",
    "remarks",
    "token",
];

/// Puts hostile strings in the place of everything in these fields, one after the other.
pub(super) fn poison(value: &mut Value, read: &[&str], corpus: &[String], next: &mut usize) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(word) if read.contains(&name.as_str()) => {
                        *word = corpus[*next % corpus.len()].clone();
                        *next += 1;
                    }
                    other => poison(other, read, corpus, next),
                }
            }
        }
        Value::Array(entries) => entries.iter_mut().for_each(|entry| poison(entry, read, corpus, next)),
        _ => {}
    }
}

/// A report in which each string of the corpus has come to stand in different places.
fn poisoned(turn: usize) -> (Report, Record, Pictures) {
    let (report, pictures) = examined();
    let mut next = turn * 7;
    let mut of_record = serde_json::to_value(record(&report)).expect("JSON");
    let mut of_report = serde_json::to_value(&report).expect("JSON");
    poison(&mut of_report, OF_REPORT, &corpus(), &mut next);
    poison(&mut of_record, OF_RECORD, &corpus(), &mut next);
    assert!(next > 100);
    (
        serde_json::from_value(of_report).expect("a report"),
        serde_json::from_value(of_record).expect("a record"),
        pictures,
    )
}

/// A page runs nothing, loads nothing and holds no character that deceives.
pub(super) fn is_inert(page: &str) {
    const ELEMENTS: &str = "html head meta title style body main header p span h1 h2 h3 h4 div figure img figcaption section ul li table \
        caption thead tbody tr th td a article svg path rect circle g text clippath dl dt dd";
    const ATTRIBUTES: &str =
        "lang charset http-equiv content name class id dir src alt aria-labelledby aria-hidden scope href style role";
    assert!(page.len() < 6_000_000, "{}", page.len());
    let parsed = Html::parse_document(page);
    for element in parsed.select(&Selector::parse("*").expect("a selector")) {
        let name = element.value().name().to_lowercase();
        assert!(ELEMENTS.split_whitespace().any(|known| known == name), "<{name}>");
        let in_drawing = ["svg", "path", "rect", "circle", "g", "text", "clippath"].contains(&name.as_str());
        for (attribute, value) in element.value().attrs() {
            assert!(in_drawing || ATTRIBUTES.split_whitespace().any(|known| known == attribute), "{name} {attribute}");
            match attribute {
                "src" => {
                    assert!(value.starts_with("data:image/png;base64,") || value.starts_with("data:image/jpeg;base64,"))
                }
                "href" => assert!(value.starts_with("#check-") || value.starts_with("#photo-"), "{value}"),
                "style" => assert!(value.starts_with("aspect-ratio:"), "{value}"),
                "id" => {
                    assert!(value.chars().all(|character| character.is_ascii_alphanumeric() || character == '-'))
                }
                other => assert!(!other.starts_with("on"), "{other}"),
            }
        }
    }
    let policy = parsed.select(&Selector::parse("meta[http-equiv]").expect("a selector")).next().expect("a policy");
    let policy = policy.value().attr("content").expect("a policy");
    assert!(policy.starts_with("default-src 'none'; img-src data:;"), "{policy}");
    for deceptive in ['\u{202e}', '\u{2066}', '\u{61c}', '\u{0}', '\u{1b}', '\u{e0041}'] {
        assert!(!page.contains(deceptive), "{deceptive:?}");
    }
}

#[test]
fn a_page_of_hostile_strings_runs_and_loads_nothing() {
    for turn in 0..3 {
        let (report, record, pictures) = poisoned(turn);
        is_inert(&html(&report, Some(&record), &pictures, Languages::Both, MOMENT).expect("a page"));
    }
}

/// What of a PDF is syntax (ISO 32000-1, 7.3): a title of a bookmark may hold any words, which mean nothing there.
fn without_strings_and_streams(pdf: &[u8]) -> Vec<u8> {
    let mut syntax = Vec::new();
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(&byte) = pdf.get(at) {
        let rest = &pdf[at..];
        if depth == 0 && rest.starts_with(b"stream") {
            let end = rest.windows(9).position(|window| window == b"endstream").expect("an end of the stream");
            at += end + 9;
            continue;
        }
        match byte {
            b'\\' if depth > 0 => at += 1,
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            _ if depth == 0 => syntax.push(byte),
            _ => {}
        }
        at += 1;
    }
    assert_eq!(depth, 0, "every string ended");
    syntax
}

#[test]
fn a_name_outside_of_strings_would_be_seen() {
    let pdf = b"<< /Type /Catalog /Title (a \\) (b) /JS) /URI >> stream (/JS endstream /Launch";
    assert_eq!(without_strings_and_streams(pdf), b"<< /Type /Catalog /Title  /URI >>  /Launch");
}

#[test]
fn a_pdf_of_hostile_strings_holds_them_as_text() {
    let Some(fonts) = fonts() else { return };
    let (report, record, pictures) = poisoned(1);
    let pdf = pdf(&report, Some(&record), &pictures, Languages::English, MOMENT, &fonts).expect("a PDF");
    let syntax = without_strings_and_streams(&pdf);
    assert!(syntax.windows(8).any(|window| window == b"/Catalog"), "the syntax was kept");
    for name in [&b"/JavaScript"[..], b"/JS", b"/URI", b"/Launch", b"/EmbeddedFile", b"/AcroForm", b"/OpenAction"] {
        assert!(!syntax.windows(name.len()).any(|window| window == name), "{}", String::from_utf8_lossy(name));
    }
    let Some(text) = text_of(&pdf) else { return };
    for said in ["<script>alert(1)</script>", "#panic(\"typst\")", "=HYPERLINK(", "*b*_i_", "[U+1F525]"] {
        assert!(text.contains(&squeezed(said)), "{said}");
    }
    let Some(pages) = pages_that_show_something(&pdf) else { return };
    assert!(pages.len() > 3 && pages.iter().all(|shows| *shows), "{pages:?}");
}

#[test]
fn a_pdf_of_many_hostile_reports_is_made() {
    let Some(fonts) = fonts() else { return };
    let subjects: Vec<Subject> = (0..3)
        .map(|turn| {
            let (report, record, pictures) = poisoned(turn);
            Subject::new(report, Some(&record), pictures.photo.as_ref())
        })
        .collect();
    let pdf = pdf_of_many(&subjects, Languages::Both, MOMENT, &fonts).expect("a PDF");
    assert!(pdf.starts_with(b"%PDF-"));
    let Some(pages) = pages_that_show_something(&pdf) else { return };
    assert!(!pages.is_empty() && pages.iter().all(|shows| *shows), "{pages:?}");
}

#[test]
fn a_card_of_hostile_strings_is_a_picture_of_its_size() {
    let Some(fonts) = fonts() else { return };
    for turn in 0..corpus().len().div_ceil(3) {
        let (report, record, pictures) = poisoned(turn * 3);
        let size = if turn % 2 == 0 { Card::Feed } else { Card::Story };
        let png = card(&report, Some(&record), &pictures, size, Languages::Chinese, MOMENT, &fonts).expect("a card");
        assert_eq!(image::load_from_memory(&png).expect("a PNG").to_rgb8().dimensions(), size.pixels());
    }
}

#[test]
fn a_table_of_hostile_strings_has_no_formula_and_no_further_line() {
    let reports: Vec<Report> = (0..6).map(|turn| poisoned(turn).0).collect();
    let bytes = table(&reports, Languages::Both).expect("a table");
    assert!(bytes.starts_with(b"\xef\xbb\xbf"));
    let mut reader = csv::Reader::from_reader(Cursor::new(&bytes[3..]));
    let width = reader.headers().expect("a head").len();
    let lines: Vec<csv::StringRecord> = reader.records().map(|line| line.expect("a line")).collect();
    assert_eq!(lines.len(), reports.len());
    for cell in lines.iter().flatten() {
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        assert!(!formula || cell.parse::<f64>().is_ok(), "{cell:.80}");
        assert!(!cell.contains(['\n', '\r', '\t', '\u{202e}']), "{cell:.80}");
    }
    assert!(lines.iter().all(|line| line.len() == width));
}
