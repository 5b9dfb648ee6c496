//! A close-up of one eye: skin, lids, lashes, iris fibres and the catch-light of a window.

use image::RgbImage;

use super::noise::{fractal, smooth, white};
use super::{Colour, exposed, mix, scaled, step};

/// Renders a stylised close-up of an eye. The seed sets the colour of the iris and every texture.
pub fn portrait(width: u32, height: u32, seed: u64) -> RgbImage {
    let eye = Eye::new((seed ^ (seed >> 32)) as u32);
    // The eye fills the shorter side whatever the shape of the picture.
    let scale = (width as f32 / 1.5).min(height as f32).max(1.0);
    RgbImage::from_fn(width, height, |x, y| {
        let u = (x as f32 - width as f32 / 2.0) / scale;
        let v = (y as f32 - height as f32 * 0.52) / scale;
        exposed(eye.light(u, v), x, y, eye.seed)
    })
}

struct Eye {
    seed: u32,
    iris: Colour,
    rim: Colour,
    lashes: Vec<Lash>,
}

/// An eyelash: a curve from the lid that bends outward and thins to its end.
struct Lash {
    root: (f32, f32),
    reach: (f32, f32),
    thickness: f32,
}

const IRIS_RADIUS: f32 = 0.215;
const PUPIL_RADIUS: f32 = 0.082;

impl Eye {
    fn new(seed: u32) -> Self {
        let colours =
            [[0.30, 0.48, 0.58], [0.42, 0.50, 0.28], [0.50, 0.32, 0.15], [0.36, 0.44, 0.48], [0.24, 0.42, 0.36]];
        let iris = colours[(seed % 5) as usize];
        let mut lashes = Vec::new();
        for index in 0..46_u32 {
            let across = -0.47 + 0.94 * (index as f32 + 0.7 * white(index, 1, seed)) / 46.0;
            let length = 0.10 + 0.06 * white(index, 2, seed);
            let bend = across * 0.22 + 0.03 * (white(index, 3, seed) - 0.5);
            lashes.push(Lash { root: (across, upper_lid(across) - 0.006), reach: (bend, -length), thickness: 0.0052 });
            if index % 2 == 0 {
                lashes.push(Lash {
                    root: (across * 0.93, lower_lid(across * 0.93) + 0.018),
                    reach: (bend * 0.5, length * 0.42),
                    thickness: 0.0030,
                });
            }
        }
        Self { seed, iris, rim: scaled(iris, 0.35), lashes }
    }

    /// Light at `u`, `v`: eye-openings from the middle of the iris, `v` downward.
    fn light(&self, u: f32, v: f32) -> Colour {
        let (upper, lower) = (upper_lid(u), lower_lid(u));
        let open = u.abs() < 0.5 && v > upper && v < lower;
        let base = if open { self.ball(u, v, upper) } else { self.skin(u, v, upper, lower) };
        mix(base, [0.05, 0.035, 0.03], self.lash_cover(u, v))
    }

    fn skin(&self, u: f32, v: f32, upper: f32, lower: f32) -> Colour {
        let broad = fractal(u * 1.6, v * 1.6, 3, self.seed ^ 3);
        let pores = fractal(u * 46.0, v * 46.0, 3, self.seed ^ 4) - 0.5;
        let side = 0.86 - 0.22 * u - 0.10 * v + 0.16 * (broad - 0.5);
        let skin = scaled([0.88, 0.67, 0.55], side * (1.0 + 0.13 * pores));
        let crease = (v - (upper * 1.22 - 0.075)).abs();
        let creased = mix(skin, [0.42, 0.25, 0.19], 0.6 * (-crease * 55.0).exp() * step(0.62, 0.4, u.abs()));
        let bag = (v - (lower * 1.2 + 0.10)).abs();
        let lined = mix(creased, [0.56, 0.36, 0.30], 0.3 * (-bag * 40.0).exp() * step(0.6, 0.3, u.abs()));
        let hairs = smooth(u * 170.0 + v * 110.0, v * 26.0 - u * 8.0, self.seed ^ 8);
        let brow_line = -0.43 + 0.30 * u * u - 0.05 * u;
        let brow = step(0.085, 0.02, (v - brow_line).abs()) * step(0.72, 0.5, u.abs()) * step(0.35, 0.75, hairs);
        let browed = mix(lined, [0.16, 0.10, 0.07], brow * 0.85);
        // The wet rim of the lids.
        let edge = (v - upper).abs().min((v - lower).abs());
        let rim = step(0.020, 0.004, edge) * step(0.52, 0.46, u.abs());
        mix(browed, [0.78, 0.50, 0.45], rim * 0.7)
    }

    fn ball(&self, u: f32, v: f32, upper: f32) -> Colour {
        let radius = (u * u + v * v).sqrt();
        let veins =
            step(0.80, 0.90, fractal(u * 11.0, v * 16.0 + u * 3.0, 4, self.seed ^ 12)) * step(0.2, 0.45, u.abs());
        let white_of_eye = mix([0.93, 0.91, 0.89], [0.66, 0.52, 0.49], step(0.22, 0.5, radius));
        let veined = mix(white_of_eye, [0.80, 0.36, 0.34], veins * 0.6);
        let limbus = step(IRIS_RADIUS + 0.012, IRIS_RADIUS - 0.008, radius);
        let seen = mix(veined, self.iris_light(u, v, radius), limbus);
        // The upper lid and its lashes shade the ball.
        let shade = 0.42 + 0.58 * step(0.0, 0.14, v - upper);
        self.with_catch_light(scaled(seen, shade), u, v, radius)
    }

    fn iris_light(&self, u: f32, v: f32, radius: f32) -> Colour {
        let angle = v.atan2(u);
        // Noise on the circle, so that fibres meet where the angle jumps from pi to -pi.
        let (east, south) = (angle.cos(), angle.sin());
        let ripple = 0.6 * fractal(radius * 30.0, 2.0, 2, self.seed ^ 20);
        let fibres = fractal(east * 17.0 + ripple, south * 17.0 + radius * 6.0, 4, self.seed ^ 21);
        let crypts = step(0.60, 0.78, fractal(east * 5.0, south * 5.0 + radius * 16.0, 3, self.seed ^ 22));
        let outward = (radius - PUPIL_RADIUS) / (IRIS_RADIUS - PUPIL_RADIUS);
        let warm = mix([0.56, 0.38, 0.17], self.iris, step(0.06, 0.44, outward + 0.2 * (fibres - 0.5)));
        let fibrous = scaled(warm, 0.42 + 1.25 * fibres);
        let pitted = mix(fibrous, scaled(warm, 0.35), crypts * 0.6);
        let rimmed = mix(pitted, self.rim, step(0.70, 1.0, outward) * 0.9);
        let pupil_edge = PUPIL_RADIUS + 0.003 * (fibres - 0.5);
        mix(rimmed, [0.012, 0.012, 0.015], step(pupil_edge + 0.006, pupil_edge - 0.003, radius))
    }

    /// A window with one cross-bar, bent by the curve of the cornea, and the soft light around it.
    fn with_catch_light(&self, colour: Colour, u: f32, v: f32, radius: f32) -> Colour {
        let bulge = 1.0 + 1.6 * radius * radius;
        let (x, y) = ((u + 0.062) * bulge + 0.10 * v, (v + 0.068) * bulge);
        let inside = step(0.043, 0.039, x.abs()) * step(0.055, 0.051, y.abs());
        let bar = step(0.0055, 0.0035, x.abs()) + step(0.0055, 0.0035, (y + 0.008).abs());
        let pane = inside * (1.0 - bar.min(1.0) * 0.8);
        let glow = 0.25 * (-(x * x + y * y) * 180.0).exp();
        let (x, y) = (u - 0.085, v - 0.10);
        let fill = 0.30 * step(0.045, 0.0, (x * x * 0.5 + y * y * 3.0).sqrt());
        mix(colour, [0.97, 0.985, 1.0], (pane * 0.96 + glow + fill).min(1.0))
    }

    fn lash_cover(&self, u: f32, v: f32) -> f32 {
        self.lashes.iter().map(|lash| lash.cover(u, v)).fold(0.0, f32::max)
    }
}

impl Lash {
    fn cover(&self, u: f32, v: f32) -> f32 {
        let (rise, run) = (self.reach.1, self.reach.0);
        let along = (v - self.root.1) / rise;
        if !(0.0..=1.0).contains(&along) {
            return 0.0;
        }
        let centre = self.root.0 + run * along * along;
        let half = self.thickness * (1.0 - 0.8 * along);
        step(half + 0.002, half - 0.001, (u - centre).abs()) * 0.95
    }
}

/// Edge of the upper lid at `u`.
fn upper_lid(u: f32) -> f32 {
    let share = (1.0 - (u / 0.5) * (u / 0.5)).max(0.0);
    -0.185 * share.powf(0.75) + 0.02 - 0.035 * u
}

/// Edge of the lower lid at `u`.
fn lower_lid(u: f32) -> f32 {
    let share = (1.0 - (u / 0.5) * (u / 0.5)).max(0.0);
    0.175 * share.powf(0.85) + 0.02 - 0.035 * u
}
