//! Exports of a report that others can read, cite and share: one page (HTML), a printed document (PDF), a
//! card for social media (PNG), and of many photos a table (CSV) and a printed document, or what they say together
//! ([`Gathered`]) in the same forms. [`redacted`] makes parts unreadable beforehand.
//!
//! Everything is a pure function of `report::v1`, `dossier::v1`, the record and the pictures beside it and a moment that
//! the caller names; no file is read, no clock and no network. Every statement comes from the report or the
//! record; what is added are headings, from one table, and what persons entered is marked as theirs.
//! Characters of a report are data in every format and are never read as markup, formulas or addresses.

mod card;
mod document;
mod dossier;
mod fonts;
mod html;
mod many;
mod number;
mod pdf;
mod pictures;
mod redact;
mod said;
mod shown;
mod svg;
mod table;
mod typeset;
mod words;

#[cfg(test)]
mod tests;

pub use card::{Card, card};
pub use dossier::{Extent, Gathered, SheetPhoto, dossier_html, dossier_pdf, dossier_table};
pub use fonts::{Fonts, UnusableFont};
pub use html::html;
pub use many::{Subject, pdf_of_many};
pub use pdf::pdf;
pub use pictures::Pictures;
pub use redact::{Unredactable, redacted};
pub use said::{Languages, MOST_CHARACTERS};
pub use shown::{Form, NotShown, Sealing, Shown};
pub use table::table;

/// An export that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The page's template did not fit the document.
    #[error("the page could not be put together: {0}")]
    Page(#[from] minijinja::Error),
    /// The document could not be typeset.
    #[error("the document could not be typeset: {0}")]
    Typesetting(String),
    /// The content could not be handed to a template.
    #[error("the content could not be written as JSON: {0}")]
    Content(#[from] serde_json::Error),
    /// The table could not be written.
    #[error("the table could not be written: {0}")]
    Table(#[from] csv::Error),
    /// The form is set in fonts that are not there.
    #[error("the fonts of printed reports are missing")]
    NoFonts,
    /// There is no original and key for a bundle.
    #[error("there is nothing to seal the bundle with")]
    NotSealed,
    /// The bundle could not be made.
    #[error("the bundle could not be made: {0}")]
    Bundle(#[from] catchlight_record::bundle::NotMade),
    /// The card could not be encoded.
    #[error("the card could not be encoded: {0}")]
    Encoding(#[from] image::ImageError),
}
