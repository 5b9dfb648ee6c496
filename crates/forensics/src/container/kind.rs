//! What a file is, by its first bytes.

use super::Kind;
use super::octets::{be16, be32, le16, le32, run};

/// Brands of which the file-type box is searched.
const MOST_BRANDS: usize = 64;

/// The kind of a file by its first bytes; 64 are enough for all but HEIF files with many brands.
pub fn kind_of(bytes: &[u8]) -> Kind {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Kind::Jpeg
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Kind::Png
    } else if bytes.starts_with(b"RIFF") && run(bytes, 8, 4) == Some(b"WEBP") {
        Kind::Webp
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        Kind::Gif
    } else if is_tiff(bytes) {
        Kind::Tiff
    } else if bytes.starts_with(b"BM") && matches!(le32(bytes, 14), Some(12 | 16 | 40 | 52 | 56 | 64 | 108 | 124)) {
        Kind::Bmp
    } else if run(bytes, 4, 4) == Some(b"ftyp") {
        heif(bytes)
    } else {
        Kind::Unknown
    }
}

/// Two letters of byte order, then 42 (TIFF), 43 (BigTIFF), or the number of a raw format.
fn is_tiff(bytes: &[u8]) -> bool {
    let magic = match bytes.get(..2) {
        Some(b"II") => le16(bytes, 2),
        Some(b"MM") => be16(bytes, 2),
        _ => None,
    };
    match magic {
        Some(42 | 43 | 0x4f52 | 0x5352) => true,
        Some(0x55) => bytes.starts_with(b"II"),
        _ => false,
    }
}

/// AVIF or HEIC by major brand, else by compatible brand. A file that claims only the structure
/// (`mif1`) is taken for HEIC until its items say otherwise.
fn heif(bytes: &[u8]) -> Kind {
    let end = be32(bytes, 0).map_or(0, |size| size as usize).min(bytes.len());
    let compatible = bytes.get(16..end).unwrap_or_default().chunks_exact(4).take(MOST_BRANDS);
    let Some(major) = run(bytes, 8, 4) else { return Kind::Unknown };
    let known = std::iter::once(major).chain(compatible).map(|brand| match brand {
        b"avif" | b"avis" => Some(Kind::Avif),
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"hevm" | b"hevs" => Some(Kind::Heic),
        _ => None,
    });
    match known.flatten().next() {
        Some(kind) => kind,
        None if matches!(major, b"mif1" | b"msf1" | b"mif2" | b"miaf") => Kind::Heic,
        None => Kind::Unknown,
    }
}

impl Kind {
    /// Its name in all languages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Webp => "WebP",
            Self::Avif => "AVIF",
            Self::Heic => "HEIC",
            Self::Gif => "GIF",
            Self::Tiff => "TIFF",
            Self::Bmp => "BMP",
            Self::Unknown => "unknown",
        }
    }

    /// Its media type as registered with IANA.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Avif => "image/avif",
            Self::Heic => "image/heic",
            Self::Gif => "image/gif",
            Self::Tiff => "image/tiff",
            Self::Bmp => "image/bmp",
            Self::Unknown => "application/octet-stream",
        }
    }

    /// Usual endings of its file names, lower case, without the dot; the commonest first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &["jpg", "jpeg", "jpe", "jfif", "jif", "jfi", "mpo"],
            Self::Png => &["png", "apng"],
            Self::Webp => &["webp"],
            Self::Avif => &["avif", "avifs"],
            Self::Heic => &["heic", "heif", "hif", "heics", "heifs"],
            Self::Gif => &["gif"],
            Self::Tiff => &[
                "tif", "tiff", "btf", "tf8", "dng", "nef", "nrw", "cr2", "arw", "sr2", "srf", "orf", "rw2", "pef",
                "srw", "3fr", "iiq", "erf", "kdc", "dcr", "mef", "mos",
            ],
            Self::Bmp => &["bmp", "dib"],
            Self::Unknown => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_their_first_bytes() {
        assert_eq!(kind_of(b"\xff\xd8\xff\xe0"), Kind::Jpeg);
        assert_eq!(kind_of(b"\x89PNG\r\n\x1a\n"), Kind::Png);
        assert_eq!(kind_of(b"RIFF\x04\0\0\0WEBP"), Kind::Webp);
        assert_eq!(kind_of(b"RIFF\x04\0\0\0WAVE"), Kind::Unknown);
        assert_eq!(kind_of(b"GIF89a"), Kind::Gif);
        assert_eq!(kind_of(b"II*\0"), Kind::Tiff);
        assert_eq!(kind_of(b"MM\0+\0\x08\0\0"), Kind::Tiff);
        assert_eq!(kind_of(b"IIRO\x08\0\0\0"), Kind::Tiff);
        assert_eq!(kind_of(b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"), Kind::Bmp);
        assert_eq!(kind_of(b"BM is how this text begins"), Kind::Unknown);
        assert_eq!(kind_of(b""), Kind::Unknown);
    }

    #[test]
    fn heif_goes_by_its_brands() {
        assert_eq!(kind_of(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), Kind::Heic);
        assert_eq!(kind_of(b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif"), Kind::Avif);
        assert_eq!(kind_of(b"\0\0\0\x14ftypmif1\0\0\0\0mif1"), Kind::Heic);
        assert_eq!(kind_of(b"\0\0\0\x18ftypisom\0\0\0\0isommp42"), Kind::Unknown);
        // A brand behind the end of the box does not count.
        assert_eq!(kind_of(b"\0\0\0\x14ftypisom\0\0\0\0isomheic"), Kind::Unknown);
    }
}
