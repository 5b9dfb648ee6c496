//! Real processes: what a decoder in one gives, what becomes of one that misbehaves, and what it cannot do.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "this is a test")]

#[cfg(target_os = "linux")]
mod confined;
mod decodes;
#[cfg(unix)]
mod misbehaves;

use std::path::Path;

use catchlight_forensics::container::{self, Kind};
use catchlight_forensics::pixels::{Coded, Format, HeifDecoder, Pixels, Undecodable};
use catchlight_forensics::{Cancel, Limits};

/// A program that is a decoder and nothing else.
const PROGRAM: &str = env!("CARGO_BIN_EXE_catchlight-confined");

/// A committed picture.
fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/exhibits/pixels").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What a decoder makes of a file, which it is told about as the core tells it.
fn decode(decoder: &dyn HeifDecoder, bytes: &[u8], limits: &Limits, cancel: &Cancel) -> Result<Pixels, Undecodable> {
    let structure = container::read(bytes, limits);
    let format = if structure.kind == Kind::Avif { Format::Avif } else { Format::Heic };
    let orientation = structure.header.and_then(|header| header.orientation).unwrap_or(1);
    decoder.decode(&Coded { format, bytes, orientation, limits }, cancel)
}
