//! Writes the photos that `./x bench` measures into a folder: `bench_photos DIR COUNT`. One of 1080 x 1440 (WebP as a
//! platform hands it out), one each of 12 and 48 megapixels (JPEG as a camera writes it), each with variants for warm
//! runs, and COUNT photos of an account.

use std::fs;
use std::io::Error;
use std::path::Path;

use catchlight_rendered::{Exif, detailed_scene, jpeg, portrait, with_comment, with_exif};
use image::RgbImage;

/// Variants of each photo: one for a cold run, five more for warm ones.
const VARIANTS: u64 = 6;

fn main() -> Result<(), Error> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let count = words.get(1).and_then(|count| count.parse::<u64>().ok());
    let (Some(folder), Some(count)) = (words.first().map(Path::new), count) else {
        return Err(Error::other("usage: bench_photos DIR COUNT"));
    };
    let write = |kind: &str, name: String, bytes: &[u8]| {
        fs::create_dir_all(folder.join(kind))?;
        fs::write(folder.join(kind).join(name), bytes)
    };
    for variant in 0..VARIANTS {
        write("1080", format!("{variant}.webp"), &webp(&portrait(1080, 1440, variant)))?;
    }
    for (kind, width, height) in [("12mp", 4000, 3000), ("48mp", 8064, 6048)] {
        let picture = with_exif(&jpeg(&detailed_scene(width, height, 7), 92), &Exif::of_camera());
        for variant in 0..VARIANTS {
            // Another file of the same picture: nothing is remembered from one photo to the next.
            write(kind, format!("{variant}.jpg"), &with_comment(&picture, format!("variant {variant}").as_bytes()))?;
        }
    }
    for number in 0..count {
        let picture =
            if number % 4 == 3 { detailed_scene(1080, 1440, number) } else { portrait(1080, 1440, 100 + number) };
        let (ending, bytes) = if number % 2 == 0 { ("webp", webp(&picture)) } else { ("jpg", jpeg(&picture, 85)) };
        write("account", format!("{number:03}.{ending}"), &bytes)?;
    }
    Ok(())
}

fn webp(picture: &RgbImage) -> Vec<u8> {
    webp::Encoder::from_rgb(picture.as_raw(), picture.width(), picture.height()).encode(80.0).to_vec()
}
