//! A pair of eyes whose reflections follow from physics, with everything that is known of them.
//!
//! Lengths are millimetres: x toward the viewer's right, y downward, z toward the camera; the origin lies
//! midway between the centres of curvature of the two corneas. Each cornea is a sphere that mirrors the
//! lights; both see the same lights from places 63 mm apart, so near lights shift the reflection from eye
//! to eye. The eyes look into the camera. Source of the measures: Gullstrand's schematic eye (corneal
//! radius), Rüfer et al., Cornea 24(3), 2005 (corneal diameter 11.7 mm), Dodgson, Proc. SPIE 5291, 2004
//! (mean distance of the pupils 63 mm).

mod face;
mod light;

pub use light::{Light, Shape};

use std::f32::consts::TAU;

use image::{GrayImage, Luma, RgbImage, imageops};

use super::noise::{fractal, gaussian};
use super::{Colour, mix, scaled, step};
use light::{add, normalised, scale, subtract};

/// Radius of curvature of the cornea in millimetres.
pub const CORNEA_MM: f32 = 7.8;

/// Radius of the visible iris in millimetres.
pub const IRIS_MM: f32 = 5.85;

/// Distance of the two eyes in millimetres.
pub const EYES_APART_MM: f32 = 63.0;

/// Half the distance of an eye's corners in millimetres.
const HALF_FISSURE_MM: f32 = 14.5;

/// Samples along one side of a pixel in the eyes.
const SAMPLES: u32 = 4;

/// Points of the lids' polygon along one lid, and of the pupil's.
const LID_POINTS: usize = 16;
const PUPIL_POINTS: usize = 180;

/// What is in front of the camera.
#[derive(Debug, Clone)]
pub struct Sitting {
    /// Pixels for one millimetre at the eyes: the iris is 11.7 times as wide in pixels.
    pub px_per_mm: f32,
    /// Distance of the camera in millimetres.
    pub camera_mm: f32,
    /// The lights.
    pub lights: Vec<Light>,
    /// Lights that the person's left eye shows instead, as no real scene does.
    pub left_lights: Option<Vec<Light>>,
    /// The person's right eye, on the left of the picture.
    pub right: Look,
    /// The person's left eye.
    pub left: Look,
    /// Clockwise turn of the head in the plane of the picture.
    pub roll_degrees: f32,
    /// What the picture shows around the eyes.
    pub frame: Frame,
    /// Standard deviation of the noise in levels of 255.
    pub noise: f32,
    /// Standard deviation of the blur in pixels.
    pub blur_px: f32,
    /// Seed of noise and texture.
    pub seed: u32,
}

/// How one eye looks.
#[derive(Debug, Clone)]
pub struct Look {
    /// Colour of the iris, sRGB values from 0 to 1.
    pub iris: [f32; 3],
    /// Colour of the light that falls on this eye: all of the eye is multiplied by it.
    pub tint: [f32; 3],
    /// The pupil.
    pub pupil: Pupil,
    /// How far the lids are open: height over width; 0 is closed.
    pub opening: f32,
}

/// Outline of a pupil about the middle of its iris.
#[derive(Debug, Clone)]
pub struct Pupil {
    /// Half axes in millimetres.
    pub half_axes_mm: (f32, f32),
    /// Clockwise turn of the first axis.
    pub degrees: f32,
    /// Waves on the outline: (waves round the pupil, height as a share of the radius, phase in radians).
    pub lumps: Vec<(f32, f32, f32)>,
}

/// What the picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// The two eyes: 112 x 48 mm.
    Eyes,
    /// A simple face: 220 x 270 mm.
    Face,
}

/// The picture and what is known of it.
#[derive(Debug, Clone)]
pub struct RenderedEyes {
    /// The picture.
    pub picture: RgbImage,
    /// The person's right eye, on the left of the picture.
    pub right: KnownEye,
    /// The person's left eye.
    pub left: KnownEye,
}

/// What is known of one eye, in pixels from the corner of the picture's first pixel.
#[derive(Debug, Clone)]
pub struct KnownEye {
    /// Middle of the iris.
    pub iris_centre: (f32, f32),
    /// Radius of the iris.
    pub iris_radius: f32,
    /// Outline of the pupil.
    pub pupil: Vec<(f32, f32)>,
    /// The opening between the lids: corner to corner along the upper lid and back along the lower one.
    pub lids: Vec<(f32, f32)>,
    /// Height of the opening over its width.
    pub opening: f32,
    /// The reflections of the lights that are seen between the lids.
    pub glints: Vec<KnownGlint>,
    /// How much of each pixel is reflection, 0 to 255; as large as the picture.
    pub glint_cover: GrayImage,
}

/// The reflection of one light.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KnownGlint {
    /// Which light.
    pub light: usize,
    /// Middle in pixels.
    pub centre: (f32, f32),
    /// Area in pixels.
    pub area: f32,
}

impl Default for Sitting {
    fn default() -> Self {
        Self {
            px_per_mm: 6.0,
            camera_mm: 1000.0,
            lights: vec![Light::disc([-250.0, -300.0, 800.0], 60.0)],
            left_lights: None,
            right: Look::default(),
            left: Look::default(),
            roll_degrees: 0.0,
            frame: Frame::Eyes,
            noise: 1.5,
            blur_px: 0.6,
            seed: 1,
        }
    }
}

impl Default for Look {
    fn default() -> Self {
        Self { iris: [0.36, 0.46, 0.50], tint: [1.0; 3], pupil: Pupil::round(1.9), opening: 0.36 }
    }
}

impl Pupil {
    /// A circle.
    pub fn round(radius_mm: f32) -> Self {
        Self { half_axes_mm: (radius_mm, radius_mm), degrees: 0.0, lumps: Vec::new() }
    }

    /// Distance of the outline from the middle in this direction.
    fn radius(&self, angle: f32) -> f32 {
        let (a, b) = self.half_axes_mm;
        let turned = angle - self.degrees.to_radians();
        let ellipse = a * b / (b * turned.cos()).hypot(a * turned.sin()).max(1e-6);
        let lump: f32 = self.lumps.iter().map(|(waves, height, phase)| height * (waves * angle + phase).cos()).sum();
        ellipse * (1.0 + lump)
    }
}

/// Renders a sitting.
pub fn eyes(sitting: &Sitting) -> RenderedEyes {
    let place = Placement::new(sitting);
    let (width, height) = place.size;
    let left_lights = sitting.left_lights.as_deref().unwrap_or(&sitting.lights);
    let mut right = Cover::new(place.size, sitting.lights.len());
    let mut left = Cover::new(place.size, left_lights.len());
    let mut picture = RgbImage::new(width, height);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let middle = place.millimetres(x as f32 + 0.5, y as f32 + 0.5);
        let is_left = middle.0 > 0.0;
        let side = if is_left { EYES_APART_MM / 2.0 } else { -EYES_APART_MM / 2.0 };
        let near = (middle.0 - side).abs() < HALF_FISSURE_MM + 2.0 && middle.1.abs() < HALF_FISSURE_MM;
        let colour = if near {
            let (look, lights, cover) = if is_left {
                (&sitting.left, left_lights, &mut left)
            } else {
                (&sitting.right, &sitting.lights[..], &mut right)
            };
            let eye = Eyeball { side, look, lights, camera_mm: sitting.camera_mm, seed: sitting.seed };
            eye.pixel(&place, sitting.frame, (x, y), cover)
        } else {
            face::light(middle, sitting.frame, sitting.seed)
        };
        pixel.0 = colour.map(|light| (light.clamp(0.0, 1.0) * 255.0).round() as u8);
    }
    if sitting.blur_px > 0.05 {
        picture = imageops::blur(&picture, sitting.blur_px);
    }
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        for (channel, value) in (0_u32..).zip(&mut pixel.0) {
            let noise = sitting.noise * gaussian(x, y, sitting.seed ^ (channel + 1).wrapping_mul(0x9e37_79b9));
            *value = (f32::from(*value) + noise).round().clamp(0.0, 255.0) as u8;
        }
    }
    let right = right.known(&place, -EYES_APART_MM / 2.0, &sitting.right);
    let left = left.known(&place, EYES_APART_MM / 2.0, &sitting.left);
    RenderedEyes { picture, right, left }
}

/// Where millimetres lie in the picture.
struct Placement {
    size: (u32, u32),
    px_per_mm: f32,
    middle: (f32, f32),
    roll: (f32, f32),
}

impl Placement {
    fn new(sitting: &Sitting) -> Self {
        let (width_mm, height_mm, eyes_at) = match sitting.frame {
            Frame::Eyes => (112.0, 48.0, 0.5),
            Frame::Face => (220.0, 270.0, 0.45),
        };
        let pixels = |length: f32| ((length * sitting.px_per_mm).round() as u32).max(1);
        let size = (pixels(width_mm), pixels(height_mm));
        let (sine, cosine) = sitting.roll_degrees.to_radians().sin_cos();
        let middle = (size.0 as f32 / 2.0, size.1 as f32 * eyes_at);
        Self { size, px_per_mm: sitting.px_per_mm, middle, roll: (sine, cosine) }
    }

    fn millimetres(&self, x: f32, y: f32) -> (f32, f32) {
        let (u, v) = ((x - self.middle.0) / self.px_per_mm, (y - self.middle.1) / self.px_per_mm);
        let (sine, cosine) = self.roll;
        (u * cosine + v * sine, v * cosine - u * sine)
    }

    fn pixels(&self, (u, v): (f32, f32)) -> (f32, f32) {
        let (sine, cosine) = self.roll;
        let (x, y) = (u * cosine - v * sine, v * cosine + u * sine);
        (self.middle.0 + x * self.px_per_mm, self.middle.1 + y * self.px_per_mm)
    }
}

/// What the samples of one eye counted.
struct Cover {
    glint: GrayImage,
    /// For each light: area and the sums of x and y times area, in pixels.
    lights: Vec<(f32, f32, f32)>,
}

impl Cover {
    fn new(size: (u32, u32), lights: usize) -> Self {
        Self { glint: GrayImage::new(size.0, size.1), lights: vec![(0.0, 0.0, 0.0); lights] }
    }

    fn known(self, place: &Placement, side: f32, look: &Look) -> KnownEye {
        let on_iris = |(u, v): (f32, f32)| place.pixels((side + u, v));
        let round = |index: usize| {
            let angle = TAU * index as f32 / PUPIL_POINTS as f32;
            let radius = look.pupil.radius(angle);
            on_iris((radius * angle.cos(), radius * angle.sin()))
        };
        let along = |index: usize| HALF_FISSURE_MM * (2.0 * index as f32 / LID_POINTS as f32 - 1.0);
        let upper = (0..=LID_POINTS).map(|index| (along(index), lids(along(index), look.opening).0));
        let lower = (1..LID_POINTS).rev().map(|index| (along(index), lids(along(index), look.opening).1));
        KnownEye {
            iris_centre: on_iris((0.0, 0.0)),
            iris_radius: IRIS_MM * place.px_per_mm,
            pupil: (0..PUPIL_POINTS).map(round).collect(),
            lids: upper.chain(lower).map(on_iris).collect(),
            opening: look.opening,
            glints: (0..)
                .zip(&self.lights)
                .filter(|(_, (area, _, _))| *area > 0.0)
                .map(|(light, (area, x, y))| KnownGlint { light, centre: (x / area, y / area), area: *area })
                .collect(),
            glint_cover: self.glint,
        }
    }
}

/// Edges of the upper and lower lid at `u` millimetres from the middle of the eye.
fn lids(u: f32, opening: f32) -> (f32, f32) {
    let share = (1.0 - (u / HALF_FISSURE_MM).powi(2)).max(0.0);
    let height = 2.0 * HALF_FISSURE_MM * opening;
    (-0.52 * height * share.powf(0.8), 0.48 * height * share.powf(0.8))
}

struct Eyeball<'a> {
    side: f32,
    look: &'a Look,
    lights: &'a [Light],
    camera_mm: f32,
    seed: u32,
}

impl Eyeball<'_> {
    /// The mean of a pixel's samples; counts its reflections.
    fn pixel(&self, place: &Placement, frame: Frame, (x, y): (u32, u32), cover: &mut Cover) -> Colour {
        let mut sum = [0.0; 3];
        let mut reflecting = 0.0;
        let share = 1.0 / (SAMPLES * SAMPLES) as f32;
        for sample in 0..SAMPLES * SAMPLES {
            let part = |step: u32| (step as f32 + 0.5) / SAMPLES as f32;
            let at = (x as f32 + part(sample % SAMPLES), y as f32 + part(sample / SAMPLES));
            let (u, v) = place.millimetres(at.0, at.1);
            let (colour, light) = self.sample((u, v), frame);
            sum = [0, 1, 2].map(|channel| sum[channel] + colour[channel] * share);
            if let Some(light) = light {
                reflecting += share;
                if let Some((area, sum_x, sum_y)) = cover.lights.get_mut(light) {
                    *area += share;
                    *sum_x += share * at.0;
                    *sum_y += share * at.1;
                }
            }
        }
        if reflecting > 0.0 {
            cover.glint.put_pixel(x, y, Luma([(reflecting * 255.0_f32).round() as u8]));
        }
        sum
    }

    fn sample(&self, (u, v): (f32, f32), frame: Frame) -> (Colour, Option<usize>) {
        let (x, y) = (u - self.side, v);
        let (upper, lower) = lids(x, self.look.opening);
        if x.abs() >= HALF_FISSURE_MM || y <= upper || y >= lower {
            let edge = (y - upper).abs().min((y - lower).abs());
            let lash = if x.abs() < HALF_FISSURE_MM { step(0.9, 0.2, edge) } else { 0.0 };
            return (mix(face::light((u, v), frame, self.seed), [0.16, 0.10, 0.08], 0.75 * lash), None);
        }
        let radius = x.hypot(y);
        let white_of_eye = mix([0.84, 0.82, 0.80], [0.66, 0.56, 0.53], step(6.0, HALF_FISSURE_MM, radius));
        let seen = mix(white_of_eye, self.iris((x, y), radius), step(IRIS_MM + 0.12, IRIS_MM - 0.12, radius));
        let shade = 0.62 + 0.38 * step(0.0, 3.0, y - upper);
        let lit = [0, 1, 2].map(|channel| seen[channel] * shade * self.look.tint[channel]);
        match self.reflected((x, y)).filter(|_| radius < IRIS_MM) {
            Some((index, colour)) => (mix(lit, colour, 0.95), Some(index)),
            None => (lit, None),
        }
    }

    fn iris(&self, (x, y): (f32, f32), radius: f32) -> Colour {
        let (sine, cosine) = y.atan2(x).sin_cos();
        let fibres = fractal(cosine * 9.0 + self.side, sine * 9.0 + radius, 3, self.seed ^ 31);
        let fibrous = scaled(self.look.iris, 0.82 + 0.36 * fibres);
        let rimmed = mix(fibrous, scaled(self.look.iris, 0.45), step(IRIS_MM - 1.0, IRIS_MM, radius));
        let edge = self.look.pupil.radius(y.atan2(x));
        mix(rimmed, [0.03, 0.03, 0.035], step(edge + 0.08, edge - 0.08, radius))
    }

    /// The light that the cornea mirrors into the camera at this place, seen from the middle of the iris.
    fn reflected(&self, (x, y): (f32, f32)) -> Option<(usize, Colour)> {
        let centre = [self.side, 0.0, 0.0];
        let camera = [0.0, 0.0, self.camera_mm];
        // The eye looks into the camera: its axis is the line there, and the picture is seen along it.
        let axis = normalised(subtract(camera, centre));
        let right = normalised(light::cross([0.0, 1.0, 0.0], axis));
        let down = light::cross(axis, right);
        let depth = (CORNEA_MM * CORNEA_MM - x * x - y * y).max(0.0).sqrt();
        let normal = normalised(add(add(scale(right, x), scale(down, y)), scale(axis, depth)));
        let surface = add(centre, scale(normal, CORNEA_MM));
        let to_camera = normalised(subtract(camera, surface));
        let mirrored = subtract(scale(normal, 2.0 * light::dot(normal, to_camera)), to_camera);
        let hit = |light: &&Light| light.is_hit(surface, mirrored);
        self.lights.iter().position(|light| hit(&light)).map(|index| (index, self.lights[index].colour))
    }
}

#[cfg(test)]
mod tests;
