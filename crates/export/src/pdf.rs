//! The report as a printed document: real text, bookmarks, fonts of its own.

use catchlight_forensics::report::v1::Report;
use catchlight_record::v1::Record;
use typst::foundations::Smart;
use typst_pdf::PdfOptions;

use crate::ExportError;
use crate::document::document;
use crate::fonts::Fonts;
use crate::pictures::Pictures;
use crate::said::Languages;
use crate::typeset::{typeset, typesetting};

const TEMPLATE: &str = concat!(
    include_str!("../templates/common.typ"),
    include_str!("../templates/checks.typ"),
    include_str!("../templates/report.typ")
);

/// The report as a PDF with the same content as [`crate::html()`]. `exported_at` is the moment of the
/// export, RFC 3339. The same arguments give the same bytes.
///
/// # Errors
/// When the template does not fit the document, which is a fault of this program.
pub fn pdf(
    report: &Report,
    record: Option<&Record>,
    pictures: &Pictures,
    languages: Languages,
    exported_at: &str,
    fonts: &Fonts,
) -> Result<Vec<u8>, ExportError> {
    let document = document(report, record, pictures, languages, exported_at);
    let set = typeset(TEMPLATE, &document.content, document.pictures, fonts)?;
    let creator = format!("{} {}", report.application.name, report.application.version);
    let options = PdfOptions {
        ident: Smart::Custom(format!("{} {exported_at}", report.exhibit.sha256)),
        creator: Smart::Custom(Some(crate::said::inert(&creator))),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&set, &options).map_err(|errors| typesetting(&errors))
}
