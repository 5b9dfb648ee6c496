//! Deterministic noise from integer hashing.

/// White noise, 0.0 to 1.0. The mixing constants are those of MurmurHash3's finaliser.
pub(super) fn white(x: u32, y: u32, seed: u32) -> f32 {
    let mut bits = x.wrapping_mul(0x8da6_b343) ^ y.wrapping_mul(0xd816_3841) ^ seed.wrapping_mul(0xcb1a_b31f);
    bits ^= bits >> 16;
    bits = bits.wrapping_mul(0x85eb_ca6b);
    bits ^= bits >> 13;
    bits = bits.wrapping_mul(0xc2b2_ae35);
    bits ^= bits >> 16;
    (bits >> 8) as f32 / 16_777_216.0
}

/// Nearly Gaussian noise of variance 1: the sum of three uniform values, centred.
pub(super) fn gaussian(x: u32, y: u32, seed: u32) -> f32 {
    let sum = white(x, y, seed) + white(x, y, seed ^ 0x1234_5677) + white(x, y, seed ^ 0x7654_3211);
    (sum - 1.5) * 2.0
}

/// Smooth noise with features of size 1, 0.0 to 1.0.
pub(super) fn smooth(x: f32, y: f32, seed: u32) -> f32 {
    let (column, row) = (x.floor(), y.floor());
    let fade = |part: f32| part * part * (3.0 - 2.0 * part);
    let (across, down) = (fade(x - column), fade(y - row));
    // Through i32 so that negative coordinates wrap instead of piling up at zero.
    let (column, row) = (column as i32 as u32, row as i32 as u32);
    let corner = |dx: u32, dy: u32| white(column.wrapping_add(dx), row.wrapping_add(dy), seed);
    let top = corner(0, 0) + (corner(1, 0) - corner(0, 0)) * across;
    let bottom = corner(0, 1) + (corner(1, 1) - corner(0, 1)) * across;
    top + (bottom - top) * down
}

/// Fractal noise: octaves of [`smooth`], each twice as fine and half as strong, 0.0 to 1.0.
pub(super) fn fractal(x: f32, y: f32, octaves: u32, seed: u32) -> f32 {
    let (mut sum, mut weight, mut scale) = (0.0, 0.5, 1.0);
    for octave in 0..octaves {
        sum += weight * smooth(x * scale, y * scale, seed.wrapping_add(octave * 101));
        weight *= 0.5;
        scale *= 2.03;
    }
    sum / (1.0 - weight * 2.0)
}
