//! Every way on which bytes of strangers reach a parser of ours, each with bytes to begin with: what the fuzzer
//! runs (`fuzz/`), what the tests replay, and what changes real files by chance ([`mutants`]). Never a
//! dependency of a product.
#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a panic is how an entry says that something does not hold"
)]

pub mod examination;
pub mod files;
pub mod hidden;
pub mod metadata;
pub mod mutants;
pub mod notes;
pub mod panics;
pub mod structure;
pub mod written;

/// One way in.
#[derive(Debug)]
pub struct Entry {
    /// Name of the fuzzer's target and of the folder of its regression files.
    pub name: &'static str,
    /// Reads bytes as a stranger's and panics where something does not hold that holds for all bytes.
    pub read: fn(&[u8]),
    /// Bytes to begin with, made by code.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// Every way in.
pub static ENTRIES: &[Entry] = &[
    Entry { name: "jpeg", read: structure::jpeg, seeds: structure::jpeg_seeds },
    Entry { name: "png", read: structure::png, seeds: structure::png_seeds },
    Entry { name: "webp", read: structure::webp, seeds: structure::webp_seeds },
    Entry { name: "heif", read: structure::heif, seeds: structure::heif_seeds },
    Entry { name: "gif", read: structure::gif, seeds: structure::gif_seeds },
    Entry { name: "tiff", read: structure::tiff, seeds: structure::tiff_seeds },
    Entry { name: "bmp", read: structure::bmp, seeds: structure::bmp_seeds },
    Entry { name: "coefficients", read: structure::coefficients, seeds: structure::coefficient_seeds },
    Entry { name: "exif", read: metadata::exif, seeds: metadata::exif_seeds },
    Entry { name: "xmp", read: metadata::xmp, seeds: metadata::xmp_seeds },
    Entry { name: "iptc", read: metadata::iptc, seeds: metadata::iptc_seeds },
    Entry { name: "photoshop", read: metadata::photoshop, seeds: metadata::photoshop_seeds },
    Entry { name: "text", read: metadata::text, seeds: metadata::text_seeds },
    Entry { name: "aigc", read: notes::aigc, seeds: notes::aigc_seeds },
    Entry { name: "notes", read: notes::notes, seeds: notes::note_seeds },
    Entry { name: "stealth", read: hidden::stealth, seeds: hidden::stealth_seeds },
    Entry { name: "watermark", read: hidden::watermark, seeds: hidden::watermark_seeds },
    Entry { name: "report", read: written::report, seeds: written::report_seeds },
    Entry { name: "bundle", read: written::bundle, seeds: written::bundle_seeds },
    Entry { name: "forged_bundle", read: written::forged_bundle, seeds: written::forged_bundle_seeds },
    Entry { name: "case", read: written::case, seeds: written::case_seeds },
    Entry { name: "forged_case", read: written::forged_case, seeds: written::forged_case_seeds },
    Entry { name: "examine", read: examination::examine, seeds: examination::seeds },
];
