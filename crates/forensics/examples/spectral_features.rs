//! Measures photos for the training of the spectral model, with the decoders and the code of the product:
//! `spectral_features FOLDER LIST OUT` reads file names below FOLDER from the lines of LIST and writes
//! OUT.f32 (little-endian 32-bit numbers, one row for each photo), OUT.files (their names) and OUT.names (what
//! the columns are). A photo that cannot be measured is named on standard error and has no row.

use std::fs::{self, File};
use std::io::{BufWriter, Error, Write as _};
use std::path::Path;

use catchlight_forensics::model::NoModels;
use catchlight_forensics::{Exhibit, Limits, Specimen, spectral};

fn main() -> Result<(), Error> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, list, out] = words.as_slice() else {
        return Err(Error::other("usage: spectral_features FOLDER LIST OUT"));
    };
    fs::write(format!("{out}.names"), spectral::names().join("\n"))?;
    let mut rows = BufWriter::new(File::create(format!("{out}.f32"))?);
    let mut files = BufWriter::new(File::create(format!("{out}.files"))?);
    for file in fs::read_to_string(list)?.lines() {
        let exhibit = Exhibit::new(file, fs::read(Path::new(folder).join(file))?);
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        let measured = match specimen.pixels() {
            Ok(pixels) => spectral::measure(&pixels.coded.to_rgb8()),
            Err(undecodable) => {
                writeln!(std::io::stderr(), "{file}: {}", undecodable.reason.en)?;
                continue;
            }
        };
        let Some(measured) = measured else {
            writeln!(std::io::stderr(), "{file}: too small or flat")?;
            continue;
        };
        for value in &measured.features {
            rows.write_all(&value.to_le_bytes())?;
        }
        writeln!(files, "{file}")?;
    }
    rows.flush()?;
    files.flush()
}
