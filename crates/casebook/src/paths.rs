//! Paths in the database: as the system writes them, because not every path is text.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The bytes of a path: on Unix as they are, on Windows each UTF-16 unit with its low byte first.
pub(crate) fn to_bytes(path: &Path) -> Vec<u8> {
    #[cfg(unix)]
    return std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec();
    #[cfg(windows)]
    return std::os::windows::ffi::OsStrExt::encode_wide(path.as_os_str()).flat_map(u16::to_le_bytes).collect();
}

/// The path of these bytes.
pub(crate) fn from_bytes(bytes: Vec<u8>) -> PathBuf {
    #[cfg(unix)]
    let path: OsString = std::os::unix::ffi::OsStringExt::from_vec(bytes);
    #[cfg(windows)]
    let path: OsString = {
        let units = bytes.chunks_exact(2).filter_map(|pair| Some(u16::from_le_bytes(pair.try_into().ok()?)));
        std::os::windows::ffi::OsStringExt::from_wide(&units.collect::<Vec<_>>())
    };
    PathBuf::from(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_survives() {
        for path in ["/photos/eye.jpg", "相片/一 二.png", ""] {
            assert_eq!(from_bytes(to_bytes(Path::new(path))), Path::new(path));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_survives() {
        let bytes = b"/photos/\xff\xfe.jpg".to_vec();
        assert_eq!(to_bytes(&from_bytes(bytes.clone())), bytes);
    }
}
