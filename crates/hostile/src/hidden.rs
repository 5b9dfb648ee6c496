//! What lies in the lowest bits of pixels, and the open invisible watermarks.

use std::io::{Cursor, Write as _};

use catchlight_rendered as rendered;
use image::{ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use crate::notes::answered;

/// Width and height of a picture that hides text: 2,304 bytes in its colours.
const SIDE: u32 = 80;

/// A byte that names the carrier, and the bytes that it hides from the magic word on.
pub fn stealth(bytes: &[u8]) {
    let Some((carrier, hidden)) = bytes.split_first() else { return };
    answered(&["generator_metadata"], hiding(carrier & 1 == 1, hidden));
}

/// A PNG that hides bytes, column by column, in its transparency or in its colours.
fn hiding(in_alpha: bool, bytes: &[u8]) -> Vec<u8> {
    let bit = |at: u32| bytes.get(at as usize / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
    let mut png = Cursor::new(Vec::new());
    let written = if in_alpha {
        let pixel = |x, y| Rgba([90, 120, 150, 254 | bit(x * SIDE + y)]);
        RgbaImage::from_fn(SIDE, SIDE, pixel).write_to(&mut png, ImageFormat::Png)
    } else {
        let pixel = |x, y| Rgb([0, 1, 2].map(|channel| 120 | bit((x * SIDE + y) * 3 + channel)));
        RgbImage::from_fn(SIDE, SIDE, pixel).write_to(&mut png, ImageFormat::Png)
    };
    written.expect("memory can be written to");
    png.into_inner()
}

/// Text in both carriers, plain and compressed, and lengths that lie.
pub fn stealth_seeds() -> Vec<Vec<u8>> {
    let novel = br#"{"Description":"a cat","Software":"NovelAI","Source":"NovelAI Diffusion V3","Comment":"{\"uc\":\"a dog\",\"seed\":9}"}"#;
    let hidden = |carrier: u8, magic: &[u8], bits: usize, text: &[u8]| {
        [&[carrier], magic, (bits as u32).to_be_bytes().as_slice(), text].concat()
    };
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(novel).expect("memory can be written to");
    let packed = packed.finish().expect("memory can be written to");
    vec![
        hidden(1, b"stealth_pnginfo", novel.len() * 8, novel),
        hidden(1, b"stealth_pngcomp", packed.len() * 8, &packed),
        hidden(0, b"stealth_rgbinfo", novel.len() * 8, novel),
        hidden(0, b"stealth_rgbcomp", packed.len() * 8, &packed),
        hidden(1, b"stealth_pnginfo", 0xffff_ffff, novel),
        hidden(0, b"stealth_rgbinfo", 0, b""),
    ]
}

/// Pixels of a small picture: width and height in 16 pixels, then samples, repeated to its end.
pub fn watermark(bytes: &[u8]) {
    let [wide, high, samples @ ..] = bytes else { return };
    if samples.is_empty() {
        return;
    }
    // The check looks at pictures from 256 pixels on; what hangs over the last block of four is its business, too.
    let (width, height) = (256 + u32::from(wide % 16), 256 + u32::from(high % 16));
    let sample = |x: u32, y: u32, channel: u32| {
        samples.get(((y * width + x) * 3 + channel) as usize % samples.len()).copied().unwrap_or_default()
    };
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb([0, 1, 2].map(|channel| sample(x, y, channel))));
    answered(&["open_watermark"], rendered::bmp(&picture));
}

/// A flat, a noisy and a rendered picture.
pub fn watermark_seeds() -> Vec<Vec<u8>> {
    let scene = rendered::scene(256, 8, 1).into_raw();
    let noise: Vec<u8> = (0_u32..1500).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    vec![vec![0, 0, 128], [&[5, 7], scene.as_slice()].concat(), [&[0, 0], noise.as_slice()].concat()]
}
