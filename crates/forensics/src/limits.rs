//! How much of a hostile file Catchlight is willing to hold.

/// Bounds that are tested before memory is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most bytes of a file that are kept whole; of a longer one only the start is examined.
    pub file_bytes: u64,
    /// Most pixels that are decoded (width x height).
    pub pixels: u64,
    /// Most bytes that decoded pixels may take, as coded.
    pub decoded_bytes: u64,
    /// Most bytes of one metadata block (EXIF, XMP, IPTC, text chunk) after decompression.
    pub metadata_bytes: usize,
    /// Most parts (segments, chunks, boxes) that are listed.
    pub parts: usize,
    /// Most metadata fields that are listed.
    pub fields: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 512 << 20,
            pixels: 250_000_000,
            decoded_bytes: 1 << 30,
            metadata_bytes: 16 << 20,
            parts: 4096,
            fields: 4096,
        }
    }
}
