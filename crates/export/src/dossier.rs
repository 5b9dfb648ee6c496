//! What many photos of one persona say together, for reading: a page, a printed document whose first page stands
//! alone, and a table.

mod laid_out;
mod sheet;
mod table;

use std::collections::BTreeMap;

use catchlight_account::v1::Dossier;
use image::RgbaImage;
use typst::foundations::Smart;
use typst_pdf::PdfOptions;

use crate::ExportError;
use crate::fonts::Fonts;
use crate::html::page;
use crate::said::{Languages, inert};
use crate::typeset::{typeset, typesetting};

use laid_out::laid_out;

pub use sheet::SheetPhoto;
pub use table::dossier_table;

const PAGE: &str = concat!(include_str!("../templates/common.html"), include_str!("../templates/dossier.html"));
const PRINTED: &str = concat!(
    include_str!("../templates/common.typ"),
    include_str!("../templates/checks.typ"),
    include_str!("../templates/dossier.typ")
);

/// A dossier with everything that its exports show.
#[derive(Debug, Clone, Copy)]
pub struct Gathered<'a> {
    /// What the photos say together.
    pub dossier: &'a Dossier,
    /// Name of the set: that of a folder or case.
    pub name: &'a str,
    /// A small picture of each photo, in the dossier's order.
    pub photos: &'a [SheetPhoto],
    /// Pictures beside the dossier by key. None is shown when faces are blurred.
    pub pictures: &'a BTreeMap<String, RgbaImage>,
    /// Whether faces were to be blurred.
    pub faces_blurred: bool,
}

/// How much of a dossier is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// One page: what follows, the numbers, the photos that moved it most, and what it does not say.
    OnePage,
    /// That page, and everything else.
    Full,
}

/// The dossier as one HTML file, complete in itself. `exported_at` is the moment of the export, RFC 3339.
///
/// # Errors
/// When the template does not fit the content, which is a fault of this program.
pub fn dossier_html(gathered: &Gathered<'_>, languages: Languages, exported_at: &str) -> Result<String, ExportError> {
    let (content, pictures) = laid_out(gathered, Extent::Full, languages, exported_at);
    page(PAGE, &content, &pictures)
}

/// The dossier as a PDF. `exported_at` is the moment of the export, RFC 3339. The same arguments give the same bytes.
///
/// # Errors
/// When the template does not fit the content, which is a fault of this program.
pub fn dossier_pdf(
    gathered: &Gathered<'_>,
    extent: Extent,
    languages: Languages,
    exported_at: &str,
    fonts: &Fonts,
) -> Result<Vec<u8>, ExportError> {
    let (content, pictures) = laid_out(gathered, extent, languages, exported_at);
    let set = typeset(PRINTED, &content, pictures, fonts)?;
    let digests: Vec<&str> = gathered.dossier.photos.iter().map(|photo| photo.sha256.as_str()).collect();
    let application = &gathered.dossier.application;
    let options = PdfOptions {
        ident: Smart::Custom(format!("{} {extent:?} {exported_at}", digests.join(" "))),
        creator: Smart::Custom(Some(inert(&format!("{} {}", application.name, application.version)))),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&set, &options).map_err(|errors| typesetting(&errors))
}
