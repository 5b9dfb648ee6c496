//! Rendered pictures: a landscape, a close-up of an eye, and pairs of eyes of known geometry.

pub mod eyes;
mod noise;
mod portrait;
mod scene;

pub use portrait::portrait;
pub use scene::{detailed_scene, scene};

use image::{Rgb, Rgba, RgbaImage};

/// Opaque noise that no format makes small. The same seed gives the same pixels.
pub fn static_noise(width: u32, height: u32, seed: u32) -> RgbaImage {
    let mut state = seed;
    RgbaImage::from_fn(width, height, |_, _| {
        // Numerical Recipes' linear congruential generator.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = state.to_be_bytes();
        Rgba([a, b, c, 255])
    })
}

/// A colour in linear-looking arithmetic: red, green, blue, 0.0 to 1.0 before noise.
type Colour = [f32; 3];

/// `from` at 0.0, `to` at 1.0.
fn mix(from: Colour, to: Colour, share: f32) -> Colour {
    let share = share.clamp(0.0, 1.0);
    [0, 1, 2].map(|channel| from[channel] + (to[channel] - from[channel]) * share)
}

/// A colour made brighter or darker.
fn scaled(colour: Colour, factor: f32) -> Colour {
    colour.map(|channel| channel * factor)
}

/// 0.0 below `start`, 1.0 above `end`, smooth between; `start` may lie above `end`.
fn step(start: f32, end: f32, value: f32) -> f32 {
    let share = ((value - start) / (end - start)).clamp(0.0, 1.0);
    share * share * (3.0 - 2.0 * share)
}

/// Adds sensor-like noise (more variance where more light falls) and rounds to 8 bits.
fn exposed(colour: Colour, x: u32, y: u32, seed: u32) -> Rgb<u8> {
    let mut channel_seed = seed ^ 0x5eed_0001;
    Rgb(colour.map(|light| {
        channel_seed = channel_seed.wrapping_mul(0x9e37_79b9).wrapping_add(1);
        let light = light.clamp(0.0, 1.0);
        let deviation = (0.8 + 2.2 * light).sqrt() * 0.9;
        let level = light * 255.0 + deviation * noise::gaussian(x, y, channel_seed);
        level.round().clamp(0.0, 255.0) as u8
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_arguments_give_the_same_picture() {
        assert_eq!(scene(64, 48, 7), scene(64, 48, 7));
        assert_eq!(portrait(64, 48, 7), portrait(64, 48, 7));
        assert_ne!(scene(64, 48, 7), scene(64, 48, 8));
        assert_ne!(portrait(64, 48, 7), portrait(64, 48, 8));
    }

    #[test]
    fn pictures_use_the_tonal_range() {
        for picture in [scene(120, 90, 1), portrait(120, 90, 1)] {
            let darkest = picture.pixels().map(|pixel| pixel[1]).min();
            let brightest = picture.pixels().map(|pixel| pixel[1]).max();
            assert!(darkest < Some(50), "{darkest:?}");
            assert!(brightest > Some(200), "{brightest:?}");
        }
    }
}
