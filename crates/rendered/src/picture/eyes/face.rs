//! What lies around the eyes: skin, and in a face brows, nose, mouth and hair.

use super::super::noise::fractal;
use super::super::{Colour, mix, scaled, step};
use super::{EYES_APART_MM, Frame};

const SKIN: Colour = [0.80, 0.61, 0.51];

/// Light at a place in millimetres from the middle between the eyes, `v` downward.
pub(super) fn light((u, v): (f32, f32), frame: Frame, seed: u32) -> Colour {
    let pores = fractal(u * 1.1, v * 1.1, 3, seed ^ 5) - 0.5;
    let broad = fractal(u * 0.03 + 9.0, v * 0.03, 2, seed ^ 6) - 0.5;
    let socket = ((u.abs() - EYES_APART_MM / 2.0) / 19.0).hypot(v / 12.0);
    let skin = scaled(SKIN, (1.0 + 0.06 * pores + 0.10 * broad) * (0.86 + 0.14 * step(0.6, 1.5, socket)));
    match frame {
        Frame::Eyes => skin,
        Frame::Face => face(skin, u, v, seed),
    }
}

fn face(skin: Colour, u: f32, v: f32, seed: u32) -> Colour {
    // Wider at the temples than at the chin.
    let half_width = if v < 10.0 { 74.0 } else { 74.0 - 0.0022 * (v - 10.0).powi(2) };
    let head = (u / half_width).hypot((v - 22.0) / 102.0);
    let modelled = scaled(skin, 1.0 - 0.30 * step(0.55, 1.0, head));
    let brow_line = -19.0 + 0.012 * (u.abs() - 30.0).powi(2);
    let brow = step(4.2, 2.4, (v - brow_line).abs()) * step(15.0, 17.0, u.abs()) * step(50.0, 46.0, u.abs());
    let browed = mix(modelled, [0.20, 0.13, 0.10], 0.85 * brow);
    let ridge = step(9.0, 5.0, u.abs()) * step(-8.0, 20.0, v) * step(46.0, 40.0, v);
    let nosed = mix(browed, scaled(SKIN, 1.08), 0.35 * ridge);
    let wing = step(5.0, 3.0, (u.abs() - 12.0).hypot((v - 40.0) * 0.8));
    let nostril = step(3.4, 2.0, ((u.abs() - 6.5) * 0.8).hypot((v - 45.0) * 1.3));
    let nostrils = mix(mix(nosed, scaled(SKIN, 0.80), 0.6 * wing), [0.25, 0.13, 0.11], 0.85 * nostril);
    let lip = (u / 25.0).hypot((v - 68.0) / if v < 68.0 { 6.5 } else { 9.0 });
    let lips = mix(nostrils, [0.70, 0.36, 0.36], 0.85 * step(1.05, 0.92, lip));
    let mouth = mix(lips, [0.32, 0.14, 0.14], step(1.2, 0.5, (v - 68.0).abs()) * step(25.0, 22.0, u.abs()));
    let hair = scaled([0.22, 0.16, 0.12], 0.8 + 0.4 * fractal(u * 0.5, v * 0.06, 3, seed ^ 9));
    let neck = step(46.0, 42.0, u.abs()) * step(95.0, 100.0, v);
    let beyond = mix(mix([0.62, 0.66, 0.70], scaled(SKIN, 0.72), neck), hair, crown(u, v));
    let fringe = step(-52.0, -58.0, v - 0.002 * u * u);
    mix(beyond, mix(mouth, hair, fringe), step(1.0, 0.985, head))
}

/// The hair's outline.
fn crown(u: f32, v: f32) -> f32 {
    step(1.0, 0.98, (u / 90.0).hypot((v - 6.0) / 104.0)) * step(48.0, 36.0, v)
}
