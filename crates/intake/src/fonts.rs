//! Where the fonts of printed reports and cards lie: in an installed bundle or in the project's folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::{env, io};

use catchlight_forensics::exhibit::hex;
use catchlight_forensics::text;
use catchlight_forensics::text::Text;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use thiserror::Error;

/// Names the folder of the fonts, before every other place.
const VARIABLE: &str = "CATCHLIGHT_FONTS";

/// Nothing but what this names is loaded.
static MANIFEST: LazyLock<Result<Manifest, toml::de::Error>> =
    LazyLock::new(|| toml::from_str(include_str!("../../../fonts/manifest.toml")));

#[derive(Deserialize)]
struct Manifest {
    fonts: Vec<Pinned>,
}

#[derive(Deserialize)]
struct Pinned {
    file: String,
    sha256: String,
}

/// Why the fonts cannot be used.
#[derive(Debug, Error)]
pub enum NoFonts {
    /// They are in none of the places.
    #[error("the fonts of printed reports are not installed; set-up fetches them (models/fetch.sh fonts)")]
    Missing,
    /// One could not be read.
    #[error("{} could not be read", .0.display())]
    Unreadable(PathBuf, #[source] io::Error),
    /// One is another file than the pinned one.
    #[error("{} is not the pinned font", .0.display())]
    Changed(PathBuf),
    /// The list of fonts is damaged.
    #[error("the list of fonts cannot be read: {0}")]
    Manifest(String),
}

impl NoFonts {
    /// The reason for a reader.
    pub fn text(&self) -> Text {
        match self {
            Self::Missing => text!("The fonts that this export needs are not installed.", "没有安装此导出所需的字体。"),
            Self::Unreadable(path, _) | Self::Changed(path) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                text!("The font {name} is damaged or cannot be read.", "字体 {name} 已损坏或无法读取。")
            }
            Self::Manifest(_) => text!("The list of fonts is damaged.", "字体清单已损坏。"),
        }
    }
}

/// The pinned fonts of this installation, regular first: from the folder that `CATCHLIGHT_FONTS` names,
/// else `bundled` when they are there, else from where the set-up puts them, beside or above the program.
///
/// # Errors
/// [`NoFonts`] when one is missing, unreadable or another file than the pinned one.
pub fn find(bundled: Option<PathBuf>) -> Result<Vec<Vec<u8>>, NoFonts> {
    let pinned = &MANIFEST.as_ref().map_err(|error| NoFonts::Manifest(error.to_string()))?.fonts;
    let program = env::current_exe().ok();
    let around = program.iter().flat_map(|program| program.ancestors());
    let places = around.flat_map(|folder| [folder.join("fonts"), folder.join(".setup").join("fonts")]);
    let named = env::var_os(VARIABLE).map(PathBuf::from);
    let folder = match named {
        Some(folder) => Some(folder),
        None => bundled.into_iter().chain(places).find(|folder| holds(folder, pinned)),
    };
    let folder = folder.ok_or(NoFonts::Missing)?;
    pinned.iter().map(|font| read(&folder, font)).collect()
}

fn holds(folder: &Path, pinned: &[Pinned]) -> bool {
    pinned.iter().all(|font| folder.join(&font.file).is_file())
}

fn read(folder: &Path, font: &Pinned) -> Result<Vec<u8>, NoFonts> {
    let path = folder.join(&font.file);
    match fs::read(&path) {
        Ok(bytes) if hex(&Sha256::digest(&bytes)) == font.sha256 => Ok(bytes),
        Ok(_) => Err(NoFonts::Changed(path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(NoFonts::Missing),
        Err(error) => Err(NoFonts::Unreadable(path, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_that_is_not_the_pinned_one_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let pinned = Pinned { file: "a.ttf".to_owned(), sha256: hex(&Sha256::digest(b"font")) };
        assert!(matches!(read(folder.path(), &pinned), Err(NoFonts::Missing)));
        fs::write(folder.path().join("a.ttf"), b"tnof").expect("a file");
        assert!(matches!(read(folder.path(), &pinned), Err(NoFonts::Changed(_))));
        fs::write(folder.path().join("a.ttf"), b"font").expect("a file");
        assert_eq!(read(folder.path(), &pinned).expect("the font"), b"font");
    }

    #[test]
    fn the_list_names_a_regular_and_a_bold_font() {
        let manifest = MANIFEST.as_ref().expect("the list");
        assert_eq!(manifest.fonts.len(), 2);
        assert!(manifest.fonts.iter().all(|font| font.sha256.len() == 64));
    }
}
