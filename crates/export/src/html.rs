//! The report as one page: no script, nothing from outside, readable from a file for ever.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use catchlight_forensics::report::v1::Report;
use catchlight_record::v1::Record;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use serde::Serialize;

use crate::ExportError;
use crate::document::document;
use crate::pictures::{Encoded, Pictures};
use crate::said::Languages;

const TEMPLATE: &str = concat!(include_str!("../templates/common.html"), include_str!("../templates/report.html"));
const STYLE: &str = include_str!("../templates/report.css");

/// The report, with the record beside it when there is one, as one HTML file of less than 6 MB, complete in
/// itself. Its content security policy allows styles and pictures of its own and nothing else. `exported_at` is
/// the moment of the export, RFC 3339.
///
/// # Errors
/// When the template does not fit the document, which is a fault of this program.
pub fn html(
    report: &Report,
    record: Option<&Record>,
    pictures: &Pictures,
    languages: Languages,
    exported_at: &str,
) -> Result<String, ExportError> {
    let document = document(report, record, pictures, languages, exported_at);
    page(TEMPLATE, &document.content, &document.pictures)
}

/// A page from its template, which finds the pictures' addresses by number.
///
/// # Errors
/// When the template does not fit the content, which is a fault of this program.
pub(crate) fn page(
    template: &'static str,
    content: &impl Serialize,
    pictures: &[Encoded],
) -> Result<String, ExportError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Whatever the template is called: every value is escaped unless it was made here from numbers.
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template("page", template)?;
    let pictures: Vec<Value> = pictures.iter().map(|picture| Value::from_safe_string(data_uri(picture))).collect();
    let page = environment.get_template("page")?.render(context! {
        content => Value::from(Serde(content)),
        pictures,
        style => Value::from_safe_string(STYLE.to_owned()),
    })?;
    Ok(page)
}

fn data_uri(picture: &Encoded) -> String {
    let mut uri = format!("data:{};base64,", picture.kind.media_type());
    STANDARD.encode_string(&picture.bytes, &mut uri);
    uri
}
