//! One photo as it is shown to others: made unreadable where that was asked for, with its export in the
//! chain of custody, in any form.

use catchlight_forensics::report::v1::Report;
use catchlight_record::bundle::{self, File};
use catchlight_record::chain::{NotCanonical, digest};
use catchlight_record::signature::Key;
use catchlight_record::v1::{Record, Redaction};
use serde::Deserialize;

use crate::redact::{Unredactable, redacted};
use crate::{Card, ExportError, Fonts, Languages, Pictures, card, html, pdf};

/// Forms of one photo's report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// One page, complete in itself.
    Html,
    /// A printed document.
    Pdf,
    /// A picture for a feed.
    Card,
    /// A picture for a story.
    Story,
    /// `report::v1`.
    Json,
    /// All of these with the original file and the record, signed.
    Bundle,
}

impl Form {
    /// Name in the chain of custody.
    pub fn id(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Card => "card",
            Self::Story => "story",
            Self::Json => "json",
            Self::Bundle => "bundle",
        }
    }

    /// Ending of a file's name, after a point.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Card => "card.png",
            Self::Story => "story.png",
            Self::Json => "json",
            Self::Bundle => "zip",
        }
    }

    /// Whether it is set in the fonts of printed reports.
    pub fn needs_fonts(self) -> bool {
        !matches!(self, Self::Html | Self::Json)
    }
}

/// Why an export could not be prepared.
#[derive(Debug, thiserror::Error)]
pub enum NotShown {
    /// Something cannot be made unreadable as asked.
    #[error(transparent)]
    Unredactable(#[from] Unredactable),
    /// The chain of custody could not be continued.
    #[error("the chain of custody could not be continued: {0}")]
    Chain(#[from] NotCanonical),
}

/// What a bundle is made with beside the photo.
pub struct Sealing<'a> {
    /// The examined file, as it was examined.
    pub original: &'a [u8],
    /// The key that signs.
    pub key: &'a Key,
}

/// A report with its record and pictures, as others may see them.
#[derive(Debug, Clone)]
pub struct Shown {
    report: Report,
    record: Record,
    pictures: Pictures,
    redaction: Redaction,
}

impl Shown {
    /// Prepares an export in these forms at this moment (RFC 3339 with zone): notes in the chain what persons
    /// have entered and that it is exported, after making unreadable what `redaction` names.
    ///
    /// # Errors
    /// When something cannot be made unreadable. Nothing may be exported then.
    pub fn new(
        report: &Report,
        mut record: Record,
        pictures: &Pictures,
        redaction: &Redaction,
        forms: &[Form],
        at: &str,
    ) -> Result<Self, NotShown> {
        record.append_remarks(at)?;
        let (report, redacted, pictures) = redacted(report, Some(&record), pictures, redaction)?;
        let mut record = redacted.unwrap_or(record);
        let forms = forms.iter().map(|form| form.id().to_owned()).collect();
        record.append_export(at, digest(&report)?, forms, redaction.clone())?;
        Ok(Self { report, record, pictures, redaction: redaction.clone() })
    }

    /// The report.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// The record; its chain ends with this export.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// The photo and the pictures of its findings.
    pub fn pictures(&self) -> &Pictures {
        &self.pictures
    }

    /// The content of a file of this form. `at` is the moment of the export.
    ///
    /// # Errors
    /// When fonts are needed and missing, a bundle has nothing to be sealed with, or through a fault of this
    /// program.
    pub fn write(
        &self,
        form: Form,
        languages: Languages,
        at: &str,
        fonts: Option<&Fonts>,
        sealing: Option<&Sealing<'_>>,
    ) -> Result<Vec<u8>, ExportError> {
        let (report, record, pictures) = (&self.report, Some(&self.record), &self.pictures);
        let set_in = || fonts.ok_or(ExportError::NoFonts);
        match form {
            Form::Html => Ok(html(report, record, pictures, languages, at)?.into_bytes()),
            Form::Pdf => pdf(report, record, pictures, languages, at, set_in()?),
            Form::Card => card(report, record, pictures, Card::Feed, languages, at, set_in()?),
            Form::Story => card(report, record, pictures, Card::Story, languages, at, set_in()?),
            Form::Json => json(report),
            Form::Bundle => self.bundle(languages, at, fonts, sealing.ok_or(ExportError::NotSealed)?),
        }
    }

    /// The record as a file.
    ///
    /// # Errors
    /// Through a fault of this program.
    pub fn record_file(&self) -> Result<Vec<u8>, ExportError> {
        json(&self.record)
    }

    fn bundle(
        &self,
        languages: Languages,
        at: &str,
        fonts: Option<&Fonts>,
        sealing: &Sealing<'_>,
    ) -> Result<Vec<u8>, ExportError> {
        let file = |name: &str, bytes| File { name: name.to_owned(), bytes };
        let mut files = Vec::new();
        // The original shows everything that was made unreadable.
        if !self.redaction.is_any() {
            files.push(File {
                name: bundle::original_name(&self.report.exhibit.name),
                bytes: sealing.original.to_vec(),
            });
        }
        files.push(file(bundle::REPORT, json(&self.report)?));
        files.push(file(bundle::RECORD, self.record_file()?));
        for form in [Form::Html, Form::Pdf, Form::Card, Form::Story] {
            files.push(file(&format!("report.{}", form.ending()), self.write(form, languages, at, fonts, None)?));
        }
        Ok(bundle::write(&files, sealing.key)?)
    }
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, ExportError> {
    let mut bytes = serde_json::to_vec_pretty(value)?;
    bytes.push(b'\n');
    Ok(bytes)
}
