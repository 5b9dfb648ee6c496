//! Addresses as a desktop hands them over: paths, `file://`, `data:` and web links.

use std::path::{Path, PathBuf};

use data_url::DataUrl;
use percent_encoding::percent_decode_str;

/// What an address leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// A place on this machine.
    Path(PathBuf),
    /// A picture inside the address itself.
    Bytes { name: String, bytes: Vec<u8> },
    /// A place on another machine.
    Link,
    /// A `data:` address that holds no picture.
    NoPicture,
}

/// Schemes that lead to another machine, or to a page of a browser.
const ELSEWHERE: [&str; 7] = ["http", "https", "ftp", "blob", "about", "chrome", "mailto"];

/// Tells what an address leads to. Only what certainly is an address is taken for one: a file may have
/// a colon in its name.
pub(super) fn read(named: &Path) -> Address {
    let path = || Address::Path(named.to_owned());
    let Some((scheme, rest)) = named.to_str().and_then(|address| address.split_once(':')) else {
        return path();
    };
    match scheme.to_ascii_lowercase().as_str() {
        "file" => file_path(rest).map_or_else(path, Address::Path),
        "data" if rest.contains(',') => data(named),
        // A browser that drops a link can lose a slash on the way through path types.
        scheme if ELSEWHERE.contains(&scheme) && (rest.starts_with('/') || !named.exists()) => Address::Link,
        _ => path(),
    }
}

/// The path of a `file:` address (RFC 8089); an address of another host has none.
fn file_path(rest: &str) -> Option<PathBuf> {
    let path = match rest.strip_prefix("//") {
        Some(with_host) => {
            let (host, _) = with_host.split_once('/')?;
            if !(host.is_empty() || host.eq_ignore_ascii_case("localhost")) {
                return None;
            }
            with_host.get(host.len()..)?
        }
        None => rest,
    };
    let path = path.split(['?', '#']).next()?;
    let bytes: Vec<u8> = percent_decode_str(path).collect();
    if bytes.is_empty() { None } else { platform_path(bytes) }
}

#[cfg(unix)]
fn platform_path(bytes: Vec<u8>) -> Option<PathBuf> {
    Some(std::os::unix::ffi::OsStringExt::from_vec(bytes)).map(|path: std::ffi::OsString| PathBuf::from(path))
}

/// On Windows `file:///C:/photo.jpg` is `C:/photo.jpg`.
#[cfg(not(unix))]
fn platform_path(bytes: Vec<u8>) -> Option<PathBuf> {
    let path = String::from_utf8(bytes).ok()?;
    let after_slash = path.strip_prefix('/').unwrap_or(&path);
    let is_drive = after_slash.chars().nth(1) == Some(':');
    Some(PathBuf::from(if is_drive { after_slash } else { path.as_str() }))
}

/// The picture inside a `data:image/…` address.
fn data(named: &Path) -> Address {
    let Some(address) = named.to_str() else { return Address::NoPicture };
    let Ok(address) = DataUrl::process(address) else { return Address::NoPicture };
    let mime = address.mime_type();
    if mime.type_ != "image" {
        return Address::NoPicture;
    }
    // The type is the sender's claim; it only makes a name. What the bytes are is found out later.
    let ending: String = mime.subtype.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    match address.decode_to_vec() {
        Ok((bytes, _)) if !bytes.is_empty() => Address::Bytes { name: format!("dropped.{ending}"), bytes },
        _ => Address::NoPicture,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(address: &str) -> Address {
        read(Path::new(address))
    }

    #[test]
    fn file_addresses_are_paths() {
        assert_eq!(of("file:///tmp/a%20b%E7%85%A7.jpg"), Address::Path("/tmp/a b照.jpg".into()));
        assert_eq!(of("file://localhost/tmp/a.jpg"), Address::Path("/tmp/a.jpg".into()));
        assert_eq!(of("FILE:/tmp/a.jpg"), Address::Path("/tmp/a.jpg".into()));
        assert_eq!(of("/tmp/a%20b.jpg"), Address::Path("/tmp/a%20b.jpg".into()));
    }

    #[test]
    fn a_name_with_a_colon_is_a_path() {
        assert_eq!(of("10:30.jpg"), Address::Path("10:30.jpg".into()));
        assert_eq!(of("C:\\photos\\a.jpg"), Address::Path("C:\\photos\\a.jpg".into()));
    }

    #[test]
    fn the_file_of_another_host_is_not_taken_for_one_of_this_machine() {
        assert_eq!(of("file://server/share/a.jpg"), Address::Path("file://server/share/a.jpg".into()));
    }

    #[test]
    fn links_are_links() {
        for link in [
            "https://example.org/a.jpg",
            "HTTP://example.org",
            "blob:https://example.org/1",
            "https:/example.org/a.jpg",
        ] {
            assert_eq!(of(link), Address::Link, "{link}");
        }
    }

    #[test]
    fn a_data_address_holds_the_bytes() {
        assert_eq!(
            of("data:image/png;base64,iVBORw=="),
            Address::Bytes { name: "dropped.png".into(), bytes: vec![0x89, b'P', b'N', b'G'] }
        );
        assert_eq!(
            of("data:image/svg+xml,%3Csvg/%3E"),
            Address::Bytes { name: "dropped.svgxml".into(), bytes: b"<svg/>".to_vec() }
        );
        assert_eq!(of("data:text/html,hello"), Address::NoPicture);
        assert_eq!(of("data:image/png;base64,####"), Address::NoPicture);
        assert_eq!(of("data:image/png;base64,"), Address::NoPicture);
    }
}
