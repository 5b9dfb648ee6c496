//! Programs that name themselves in the fields in which programs do: recognised at the beginning of a
//! parsed field, never by a search through the file. Names as read in real files, except where a
//! comment says otherwise.

use crate::metadata::{Field, Metadata, Standard};
use crate::text::Words;

/// What a program is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::checks) enum Sort {
    /// Edits or develops pictures.
    Editor,
    /// Smooths skin and reshapes faces.
    BeautyApp,
    /// A social app that saves pictures.
    SocialApp,
    /// A library that programs use to write pictures.
    Library,
}

impl Sort {
    /// The sort for a reader.
    pub(super) fn words(self) -> Words {
        match self {
            Self::Editor => Words::new("editing program", "编辑软件"),
            Self::BeautyApp => Words::new("beauty app", "美颜应用"),
            Self::SocialApp => Words::new("social app", "社交应用"),
            Self::Library => Words::new("library for writing pictures", "图像写入库"),
        }
    }
}

/// A known program.
#[derive(Debug)]
pub(in crate::checks) struct Program {
    /// Canonical name.
    pub(in crate::checks) id: &'static str,
    pub(in crate::checks) name: Words,
    pub(in crate::checks) sort: Sort,
    /// How its name begins, in lower case.
    begins: &'static [&'static str],
}

const fn program(id: &'static str, name: Words, sort: Sort, begins: &'static [&'static str]) -> Program {
    Program { id, name, sort, begins }
}

const fn same(name: &'static str) -> Words {
    Words::new(name, name)
}

/// The first that fits counts, so a longer name stands before its beginning.
#[rustfmt::skip]
static PROGRAMS: &[Program] = &[
    program("lightroom", same("Adobe Lightroom"), Sort::Editor, &["adobe photoshop lightroom", "adobe lightroom", "lightroom"]),
    program("camera raw", same("Adobe Camera Raw"), Sort::Editor, &["adobe photoshop camera raw", "adobe camera raw", "camera raw"]),
    program("photoshop express", same("Adobe Photoshop Express"), Sort::Editor, &["adobe photoshop express", "photoshop express"]),
    program("photoshop", same("Adobe Photoshop"), Sort::Editor, &["adobe photoshop", "photoshop"]),
    program("illustrator", same("Adobe Illustrator"), Sort::Editor, &["adobe illustrator"]),
    program("indesign", same("Adobe InDesign"), Sort::Editor, &["adobe indesign"]),
    program("gimp", same("GIMP"), Sort::Editor, &["gimp"]),
    program("canva", Words::new("Canva", "Canva（可画）"), Sort::Editor, &["canva"]),
    program("snapseed", same("Snapseed"), Sort::Editor, &["snapseed"]),
    program("vsco", same("VSCO"), Sort::Editor, &["vsco", "vscocam"]),
    program("meitu", Words::new("Meitu", "美图秀秀"), Sort::BeautyApp, &["www.meitu.com", "meitu", "美图秀秀"]),
    program("instagram", same("Instagram"), Sort::SocialApp, &["instagram"]),
    program("paint.net", same("paint.net"), Sort::Editor, &["paint.net"]),
    program("darktable", same("darktable"), Sort::Editor, &["darktable"]),
    program("rawtherapee", same("RawTherapee"), Sort::Editor, &["rawtherapee"]),
    program("capture one", same("Capture One"), Sort::Editor, &["capture one"]),
    program("affinity photo", same("Affinity Photo"), Sort::Editor, &["affinity photo", "affinity"]),
    program("luminar", same("Luminar"), Sort::Editor, &["luminar"]),
    program("pixelmator", same("Pixelmator"), Sort::Editor, &["pixelmator"]),
    program("dxo", same("DxO PhotoLab"), Sort::Editor, &["dxo"]),
    program("topaz", same("Topaz"), Sort::Editor, &["topaz"]),
    program("acdsee", same("ACDSee"), Sort::Editor, &["acdsee", "acd systems"]),
    program("photoscape", same("PhotoScape"), Sort::Editor, &["photoscape"]),
    program("polarr", same("Polarr"), Sort::Editor, &["polarr"]),
    program("photopea", same("Photopea"), Sort::Editor, &["photopea", "www.photopea.com"]),
    program("picasa", same("Picasa"), Sort::Editor, &["picasa"]),
    program("irfanview", same("IrfanView"), Sort::Editor, &["irfanview"]),
    program("krita", same("Krita"), Sort::Editor, &["krita"]),
    program("inkscape", same("Inkscape"), Sort::Editor, &["inkscape", "www.inkscape.org"]),
    program("figma", same("Figma"), Sort::Editor, &["figma"]),
    program("digikam", same("digiKam"), Sort::Editor, &["digikam"]),
    program("windows photos", Words::new("Windows photo apps", "Windows 照片应用"), Sort::Editor, &["microsoft windows photo viewer", "windows photo editor", "microsoft photos"]),
    program("pillow", same("Pillow"), Sort::Library, &["pil", "pillow", "python imaging library"]),
    program("imagemagick", same("ImageMagick"), Sort::Library, &["imagemagick", "www.imagemagick.org"]),
    program("graphicsmagick", same("GraphicsMagick"), Sort::Library, &["graphicsmagick"]),
    program("opencv", same("OpenCV"), Sort::Library, &["opencv"]),
    program("scikit-image", same("scikit-image"), Sort::Library, &["scikit-image"]),
    program("libvips", same("libvips"), Sort::Library, &["libvips", "vips"]),
    program("sharp", same("sharp"), Sort::Library, &["sharp"]),
    program("matplotlib", same("Matplotlib"), Sort::Library, &["matplotlib"]),
    program("ffmpeg", same("FFmpeg"), Sort::Library, &["lavc", "ffmpeg"]),
];

/// The fields in which programs name themselves; the order is that of the report.
const FIELDS: &[(Standard, &str)] = &[
    (Standard::Exif, "Software"),
    (Standard::Xmp, "xmp:CreatorTool"),
    (Standard::PngText, "Software"),
    (Standard::Exif, "ProcessingSoftware"),
    (Standard::Exif, "ImageEditingSoftware"),
    (Standard::Exif, "RAWDevelopingSoftware"),
    (Standard::Iptc, "2:065 Originating Program"),
];

/// A program that a field names.
#[derive(Debug)]
pub(in crate::checks) struct Named<'a> {
    pub(in crate::checks) program: &'static Program,
    /// The stated version, not yet quoted.
    pub(in crate::checks) version: Option<&'a str>,
    pub(in crate::checks) field: &'a Field,
}

/// All known programs that the file names, in the order of [`FIELDS`].
pub(in crate::checks) fn named(metadata: &Metadata) -> Vec<Named<'_>> {
    let stated = FIELDS.iter().flat_map(|(standard, name)| {
        metadata.fields.iter().filter(move |field| field.standard == *standard && field.name == *name)
    });
    let mut named: Vec<Named> = stated.filter_map(of_field).collect();
    // Meitu signs as the author and may leave the software empty.
    named.extend(metadata.fields.iter().filter(|field| is_signed_by_meitu(field)).filter_map(of_field));
    named
}

fn is_signed_by_meitu(field: &Field) -> bool {
    field.standard == Standard::Exif && field.name == "Artist" && field.value.trim().eq_ignore_ascii_case("meitu")
}

fn of_field(field: &Field) -> Option<Named<'_>> {
    let (program, version) = recognise(&field.value)?;
    Some(Named { program, version, field })
}

/// The program whose name begins the value, and the version after it.
pub(super) fn recognise(value: &str) -> Option<(&'static Program, Option<&str>)> {
    let value = value.trim();
    PROGRAMS.iter().find_map(|program| {
        let rest = program.begins.iter().find_map(|begins| after(value, begins))?;
        Some((program, version(rest)))
    })
}

/// What follows a name at the beginning of a value, whatever its case; nothing when the name goes on.
fn after<'a>(value: &'a str, begins: &str) -> Option<&'a str> {
    let (head, rest) = value.split_at_checked(begins.len())?;
    let ends =
        rest.chars().next().is_none_or(|next| !next.is_alphabetic() || begins.ends_with(|c: char| !c.is_ascii()));
    (head.to_lowercase() == begins && ends).then_some(rest)
}

/// The first word with a digit in it: `25.3`, `CS5`, `2.15.144832640`.
fn version(rest: &str) -> Option<&str> {
    rest.split_whitespace()
        .take_while(|word| !word.starts_with('('))
        .map(|word| word.trim_matches(['-', '/', ',', ':']))
        .find(|word| word.contains(|character: char| character.is_ascii_digit()))
}

/// App names of which no real string is known: only lists of keywords. A field that contains one as a
/// whole word *mentions* it, no more.
#[rustfmt::skip]
const MENTIONED: &[&str] = &[
    "beautycam", "美颜相机", "b612", "faceu", "snow", "ulike", "facetune", "beautyplus", "remini", "lensa", "picsart", "faceapp",
];

/// Fields that mention an app without being its known mark: the app and the field.
pub(super) fn mentions(metadata: &Metadata) -> Vec<(&'static str, &Field)> {
    let mut mentions = Vec::new();
    for field in &metadata.fields {
        let is_author = match (field.standard, field.name.as_str()) {
            (Standard::Exif, "Make" | "Model" | "Software")
            | (Standard::Xmp, "xmp:CreatorTool")
            | (Standard::PngText, "Software") => false,
            (Standard::Exif, "Artist") => true,
            _ => continue,
        };
        let value = field.value.to_lowercase();
        // Snow is also a family name.
        let apps = MENTIONED.iter().filter(|app| !(is_author && **app == "snow"));
        mentions.extend(apps.filter(|app| has_word(&value, app)).map(|app| (*app, field)));
    }
    mentions
}

/// Whether a text contains a word that is not part of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at.saturating_add(word.len())..).and_then(|after| after.chars().next());
        ![before, after].into_iter().flatten().any(|beside| beside.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_recognised_with_their_version() {
        let expected = [
            ("Adobe Photoshop Lightroom Classic 14.2 (Macintosh)", "lightroom", Some("14.2")),
            ("Adobe Photoshop 24.1 (20221029.m.1946 73a94a1)  (Macintosh)", "photoshop", Some("24.1")),
            ("Adobe Photoshop CS5 Windows", "photoshop", Some("CS5")),
            ("Adobe Photoshop CC Windows", "photoshop", None),
            ("Snapseed 2.15.144832640", "snapseed", Some("2.15.144832640")),
            ("VSCO", "vsco", None),
            ("Instagram", "instagram", None),
            ("www.meitu.com", "meitu", None),
            ("美图秀秀9.1", "meitu", Some("9.1")),
            ("paint.net 5.0", "paint.net", Some("5.0")),
            ("GIMP 2.10.36", "gimp", Some("2.10.36")),
            ("darktable 4.8.1", "darktable", Some("4.8.1")),
            ("PIL 9.5.0", "pillow", Some("9.5.0")),
        ];
        for (stated, id, version) in expected {
            let found = recognise(stated).map(|(program, version)| (program.id, version));
            assert_eq!(found, Some((id, version)), "{stated}");
        }
    }

    #[test]
    fn firmware_generators_and_prompts_are_no_editors() {
        for stated in [
            "13.7",
            "Ver.1.02",
            "Digital Camera FinePix40i Ver1.39",
            "Google",
            "NovelAI",
            "Pilot 3",
            "Canvas",
            "portrait, trending on Instagram",
            "Android TP1A.220624.014",
            "Sharpness 3",
            "",
        ] {
            assert!(recognise(stated).is_none(), "{stated}");
        }
    }

    #[test]
    fn mentions_are_whole_words() {
        assert!(has_word("saved with b612.", "b612"));
        assert!(has_word("美颜相机 12", "美颜相机"));
        assert!(!has_word("3cb612aa", "b612"));
        assert!(!has_word("snowy hills", "snow"));
    }
}
