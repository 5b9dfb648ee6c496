//! Writes the bytes that the fuzzer begins with: `seeds FOLDER`, a folder of each entry in it.

use std::io::Error;
use std::path::PathBuf;

use catchlight_hostile::ENTRIES;

fn main() -> Result<(), Error> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).ok_or_else(|| Error::other("usage: seeds FOLDER"))?;
    for entry in ENTRIES {
        let folder = folder.join(entry.name);
        std::fs::create_dir_all(&folder)?;
        for (number, seed) in (entry.seeds)().into_iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number:03}")), seed)?;
        }
    }
    Ok(())
}
