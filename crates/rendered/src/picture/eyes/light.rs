//! Flat lights that face the eyes.

type Vector = [f32; 3];

/// A flat light that faces the middle between the eyes.
#[derive(Debug, Clone)]
pub struct Light {
    /// Middle in millimetres.
    pub centre_mm: [f32; 3],
    /// Outline.
    pub shape: Shape,
    /// Colour of its reflection, sRGB values from 0 to 1.
    pub colour: [f32; 3],
}

/// Outline of a light, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// A disc.
    Disc {
        /// Radius.
        radius: f32,
    },
    /// A ring.
    Ring {
        /// Radius of the hole.
        inner: f32,
        /// Outer radius.
        outer: f32,
    },
    /// A rectangle with a cross of bars, as a window has; bars of no width leave it whole.
    Window {
        /// Half the width.
        half_width: f32,
        /// Half the height.
        half_height: f32,
        /// Width of the bars.
        bar: f32,
    },
}

impl Light {
    /// A white disc.
    pub fn disc(centre_mm: [f32; 3], radius: f32) -> Self {
        Self { centre_mm, shape: Shape::Disc { radius }, colour: [0.99, 0.99, 1.0] }
    }

    /// A white ring light.
    pub fn ring(centre_mm: [f32; 3], inner: f32, outer: f32) -> Self {
        Self { shape: Shape::Ring { inner, outer }, ..Self::disc(centre_mm, outer) }
    }

    /// A window, or a softbox where the bars have no width.
    pub fn window(centre_mm: [f32; 3], half_width: f32, half_height: f32, bar: f32) -> Self {
        Self { shape: Shape::Window { half_width, half_height, bar }, ..Self::disc(centre_mm, 1.0) }
    }

    /// Whether a ray from `start` hits the light.
    pub(super) fn is_hit(&self, start: Vector, direction: Vector) -> bool {
        let normal = normalised(scale(self.centre_mm, -1.0));
        let to_centre = subtract(self.centre_mm, start);
        let toward = dot(direction, normal);
        if toward >= -1e-6 {
            return false;
        }
        let hit = subtract(scale(direction, dot(to_centre, normal) / toward), to_centre);
        let right = normalised(cross([0.0, 1.0, 0.0], normal));
        let (a, b) = (dot(hit, right), dot(hit, cross(normal, right)));
        match self.shape {
            Shape::Disc { radius } => a.hypot(b) <= radius,
            Shape::Ring { inner, outer } => (inner..=outer).contains(&a.hypot(b)),
            Shape::Window { half_width, half_height, bar } => {
                let on_bar = a.abs() < bar / 2.0 || b.abs() < bar / 2.0;
                a.abs() <= half_width && b.abs() <= half_height && !on_bar
            }
        }
    }
}

pub(super) fn add(one: Vector, other: Vector) -> Vector {
    [0, 1, 2].map(|axis| one[axis] + other[axis])
}

pub(super) fn subtract(one: Vector, other: Vector) -> Vector {
    [0, 1, 2].map(|axis| one[axis] - other[axis])
}

pub(super) fn scale(vector: Vector, factor: f32) -> Vector {
    vector.map(|value| value * factor)
}

pub(super) fn dot(one: Vector, other: Vector) -> f32 {
    one[0] * other[0] + one[1] * other[1] + one[2] * other[2]
}

pub(super) fn cross(one: Vector, other: Vector) -> Vector {
    [
        one[1] * other[2] - one[2] * other[1],
        one[2] * other[0] - one[0] * other[2],
        one[0] * other[1] - one[1] * other[0],
    ]
}

pub(super) fn normalised(vector: Vector) -> Vector {
    scale(vector, 1.0 / dot(vector, vector).sqrt().max(1e-9))
}
