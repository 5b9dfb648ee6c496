//! A landscape: evening sky, ridges, a lake with their reflection, and a grassy shore.

use image::RgbImage;

use super::noise::{fractal, smooth, white};
use super::{Colour, exposed, mix, scaled, step};

/// Share of the height at which the lake begins.
const WATERLINE: f32 = 0.60;
/// Share of the height at which the near shore begins.
const SHORE: f32 = 0.82;

/// Renders a landscape with smooth gradients, texture, edges and mild noise. The seed moves the sun,
/// the clouds and the ridges.
pub fn scene(width: u32, height: u32, seed: u64) -> RgbImage {
    let view = View::new(width, height, seed);
    RgbImage::from_fn(width, height, |x, y| {
        let (u, v) = (x as f32 / view.scale, y as f32 / height.max(1) as f32);
        exposed(view.light(u, v), x, y, view.seed)
    })
}

struct View {
    scale: f32,
    sun: (f32, f32),
    seed: u32,
}

impl View {
    fn new(width: u32, height: u32, seed: u64) -> Self {
        let seed = (seed ^ (seed >> 32)) as u32;
        let scale = height.max(1) as f32;
        let breadth = width as f32 / scale;
        let sun = (breadth * (0.25 + 0.5 * white(1, 2, seed)), 0.27 + 0.1 * white(3, 4, seed));
        Self { scale, sun, seed }
    }

    /// Light at `u` (heights from the left) and `v` (share of the height from the top).
    fn light(&self, u: f32, v: f32) -> Colour {
        let shore = SHORE + 0.05 * (fractal(u * 2.0, 9.0, 4, self.seed ^ 77) - 0.5) - 0.06 * (u - 0.6);
        if v > shore {
            return self.grass(u, v, shore);
        }
        if v > WATERLINE {
            return self.water(u, v);
        }
        self.land_or_sky(u, v, 5)
    }

    fn sky(&self, u: f32, v: f32, octaves: u32) -> Colour {
        let base = mix([0.20, 0.36, 0.62], [0.96, 0.76, 0.56], step(0.0, WATERLINE, v));
        let distance = ((u - self.sun.0).powi(2) + (v - self.sun.1).powi(2)).sqrt();
        let glow = 0.5 * (-distance * 5.0).exp() + step(0.047, 0.043, distance);
        let lit = mix(base, [1.0, 0.95, 0.82], glow);
        let cloud = fractal(u * 2.2, v * 7.0, octaves, self.seed ^ 31);
        let cover = step(0.52, 0.78, cloud) * step(0.58, 0.1, v) * 0.85;
        mix(lit, mix([0.98, 0.93, 0.90], [0.74, 0.66, 0.70], step(0.6, 0.85, cloud)), cover)
    }

    fn land_or_sky(&self, u: f32, v: f32, octaves: u32) -> Colour {
        // Nearest ridge first: each is darker, lower and rougher than the one behind it.
        for (index, (crest, rise, tint)) in
            [(0.565, 0.10, [0.10, 0.16, 0.14]), (0.50, 0.20, [0.25, 0.31, 0.36]), (0.43, 0.30, [0.50, 0.50, 0.57])]
                .into_iter()
                .enumerate()
        {
            let seed = self.seed.wrapping_add(500 + 17 * index as u32);
            let roughness = octaves + 2 - index as u32;
            let edge = crest - rise * (fractal(u * (1.4 + index as f32 * 0.3), 3.0, roughness, seed) - 0.42);
            if v > edge {
                let grain = fractal(u * 24.0, v * 40.0, 3, seed ^ 9) - 0.5;
                let haze = step(edge, WATERLINE, v) * (0.25 + 0.12 * index as f32);
                let slope = scaled(tint, 1.0 + (0.5 - 0.12 * index as f32) * grain);
                return mix(slope, [0.86, 0.74, 0.66], haze);
            }
        }
        self.sky(u, v, octaves)
    }

    fn water(&self, u: f32, v: f32) -> Colour {
        let depth = (v - WATERLINE) / (1.0 - WATERLINE);
        let ripple = smooth(u * 9.0 / (0.25 + depth), v * 90.0 / (0.35 + depth), self.seed ^ 61) - 0.5;
        let mirrored = WATERLINE - (v - WATERLINE) * 1.35 + ripple * 0.05 * (0.2 + depth);
        let seen = self.land_or_sky(u + ripple * 0.01, mirrored, 3);
        let tinted = mix(scaled(seen, 0.86), [0.10, 0.20, 0.27], 0.25 + 0.35 * depth);
        mix(tinted, [0.95, 0.92, 0.88], step(0.42, 0.5, ripple) * 0.35 + step(0.012, 0.0, v - WATERLINE) * 0.3)
    }

    fn grass(&self, u: f32, v: f32, shore: f32) -> Colour {
        let depth = (v - shore) / (1.0 - shore).max(0.01);
        let lean = u + 0.02 * smooth(u * 6.0, v * 3.0, self.seed ^ 5);
        let blades = smooth(lean * 170.0 / (0.6 + depth), v * 26.0, self.seed ^ 41);
        let patches = fractal(u * 6.0, v * 14.0, 4, self.seed ^ 43);
        let base = mix([0.13, 0.17, 0.07], [0.44, 0.46, 0.17], patches * 1.3 - 0.2);
        let lit = scaled(base, 0.45 + 0.95 * blades);
        let stones = step(0.74, 0.77, fractal(u * 9.0, v * 22.0, 2, self.seed ^ 47)) * step(0.35, 0.0, depth);
        let shaded = mix(lit, scaled([0.60, 0.56, 0.52], 0.5 + 0.7 * blades), stones);
        mix(shaded, [0.05, 0.07, 0.05], step(0.6, 1.3, depth))
    }
}

/// A scene under noise that grows from left to right, so that every part has detail of its own.
pub fn detailed_scene(width: u32, height: u32, seed: u64) -> RgbImage {
    let mut picture = scene(width, height, seed);
    let mut state = seed.wrapping_add(99);
    for (x, _, pixel) in picture.enumerate_pixels_mut() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let noise = ((state >> 59) as i32 - 16) * (8 + 40 * x as i32 / width as i32) / 32;
        pixel.0 = pixel.0.map(|sample| (i32::from(sample) + noise).clamp(0, 255) as u8);
    }
    picture
}
