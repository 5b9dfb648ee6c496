//! Typesetting in this process: a fixed template reads its content as data. There is no file, package,
//! clock or network to reach, and no character of a report is ever read as markup.

use serde::Serialize;
use serde_json::Value as Json;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::ecow::EcoVec;
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue as _, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;

use crate::ExportError;
use crate::fonts::Fonts;
use crate::pictures::{Encoded, EncodedKind};

/// How many later documents what was worked out for one is kept.
const KEPT: usize = 2;

/// Sets a template with this content; it finds the content as `sys.inputs.content` (JSON in bytes), and
/// pictures, each a dictionary of `bytes` and `format`, as `sys.inputs.pictures`.
///
/// # Errors
/// When the template does not fit the content, which is a fault of this program.
pub(crate) fn typeset(
    template: &str,
    content: &impl Serialize,
    pictures: Vec<Encoded>,
    fonts: &Fonts,
) -> Result<PagedDocument, ExportError> {
    let mut content = serde_json::to_value(content)?;
    draw(&mut content, fonts);
    let pictures: Vec<Value> = pictures.into_iter().map(picture).collect();
    let mut inputs = Dict::new();
    inputs.insert("content".into(), Bytes::new(serde_json::to_vec(&content)?).into_value());
    inputs.insert("pictures".into(), pictures.into_value());
    inputs.insert("font".into(), fonts.family().into_value());
    let path = VirtualPath::new("/main.typ").map_err(|error| ExportError::Typesetting(format!("{error:?}")))?;
    let main = RootedPath::new(VirtualRoot::Project, path).intern();
    let world = Enclosed {
        library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
        source: Source::new(main, template.to_owned()),
        fonts,
    };
    let set = typst::compile::<PagedDocument>(&world);
    typst::comemo::evict(KEPT);
    for warning in &set.warnings {
        tracing::debug!(warning = %warning.message, "typesetting");
    }
    set.output.map_err(|errors| typesetting(&errors))
}

/// Errors of the typesetter in one line.
pub(crate) fn typesetting(errors: &EcoVec<SourceDiagnostic>) -> ExportError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    ExportError::Typesetting(messages.join("; "))
}

fn picture(picture: Encoded) -> Value {
    let format = match picture.kind {
        EncodedKind::Jpeg => "jpg",
        EncodedKind::Png => "png",
    };
    let mut entry = Dict::new();
    entry.insert("bytes".into(), Bytes::new(picture.bytes).into_value());
    entry.insert("format".into(), format.into_value());
    entry.into_value()
}

/// Makes every statement drawable with these fonts. Statements are the strings under `words`; drawings
/// were made here from numbers and stay as they are.
fn draw(content: &mut Json, fonts: &Fonts) {
    match content {
        Json::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Json::String(words) if name == "words" => *words = fonts.drawable(words),
                    other => draw(other, fonts),
                }
            }
        }
        Json::Array(entries) => entries.iter_mut().for_each(|entry| draw(entry, fonts)),
        _ => {}
    }
}

/// A world of one template: every other file is not found.
struct Enclosed<'a> {
    library: LazyHash<Library>,
    source: Source,
    fonts: &'a Fonts,
}

impl World for Enclosed<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() { Ok(self.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
