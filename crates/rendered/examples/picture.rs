//! Writes a rendered picture as PNG to standard output: `picture scene|portrait WIDTH HEIGHT SEED`.

use std::io::{Error, Write as _};

use catchlight_rendered::{png, portrait, scene};

fn main() -> Result<(), Error> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |index: usize| words.get(index).and_then(|word| word.parse::<u32>().ok());
    let (Some(width), Some(height), Some(seed)) = (number(1), number(2), number(3)) else {
        return Err(Error::other("usage: picture scene|portrait WIDTH HEIGHT SEED"));
    };
    let picture = match words.first().map(String::as_str) {
        Some("scene") => scene(width, height, seed.into()),
        Some("portrait") => portrait(width, height, seed.into()),
        _ => return Err(Error::other("the picture is `scene` or `portrait`")),
    };
    std::io::stdout().write_all(&png(&picture))
}
