//! Least-squares ellipse through points.
//!
//! Direct fit of a conic that is constrained to be an ellipse, in the numerically stable form of Halíř and
//! Flusser, Numerically stable direct least squares fitting of ellipses, WSCG 1998.

use crate::faces::Point;

/// An ellipse.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ellipse {
    /// Middle.
    pub centre: Point,
    /// Longer and shorter half axis.
    pub half_axes: (f32, f32),
    /// Clockwise angle of the longer axis in a picture, in radians, 0 to pi.
    pub angle: f32,
}

impl Ellipse {
    /// Whether a point lies inside.
    pub fn contains(&self, (x, y): Point) -> bool {
        let (sine, cosine) = self.angle.sin_cos();
        let (right, down) = (x - self.centre.0, y - self.centre.1);
        let (along, across) = (right * cosine + down * sine, down * cosine - right * sine);
        (along / self.half_axes.0).powi(2) + (across / self.half_axes.1).powi(2) <= 1.0
    }

    /// Points on the outline, evenly spread by angle; closed.
    pub fn outline(&self, points: usize) -> Vec<Point> {
        let (sine, cosine) = self.angle.sin_cos();
        (0..points)
            .map(|point| {
                let (down, right) = (std::f32::consts::TAU * point as f32 / points as f32).sin_cos();
                let (along, across) = (self.half_axes.0 * right, self.half_axes.1 * down);
                (self.centre.0 + along * cosine - across * sine, self.centre.1 + along * sine + across * cosine)
            })
            .collect()
    }
}

/// Fits an ellipse. `None` with fewer than 6 points, points that are not finite, or points (as on a
/// line) that no ellipse fits.
pub fn fit(points: &[Point]) -> Option<Ellipse> {
    const LEAST: usize = 6;
    if points.len() < LEAST || points.iter().any(|(x, y)| !x.is_finite() || !y.is_finite()) {
        return None;
    }
    let count = points.len() as f64;
    let mean = |of: fn(&Point) -> f32| points.iter().map(|point| f64::from(of(point))).sum::<f64>() / count;
    let (middle_x, middle_y) = (mean(|point| point.0), mean(|point| point.1));
    let spread: f64 =
        points.iter().map(|(x, y)| (f64::from(*x) - middle_x).hypot(f64::from(*y) - middle_y)).sum::<f64>() / count;
    if spread <= 1e-9 {
        return None;
    }
    let mut quadratic = [[0.0; 3]; 3];
    let mut mixed = [[0.0; 3]; 3];
    let mut linear = [[0.0; 3]; 3];
    for &(x, y) in points {
        let (x, y) = ((f64::from(x) - middle_x) / spread, (f64::from(y) - middle_y) / spread);
        let (squares, lines) = ([x * x, x * y, y * y], [x, y, 1.0]);
        for row in 0..3 {
            for column in 0..3 {
                quadratic[row][column] += squares[row] * squares[column];
                mixed[row][column] += squares[row] * lines[column];
                linear[row][column] += lines[row] * lines[column];
            }
        }
    }
    // lines = -linear^-1 mixed^T squares
    let lines = scaled(&product(&inverse(&linear)?, &transposed(&mixed)), -1.0);
    let reduced = sum(&quadratic, &product(&mixed, &lines));
    // The inverse of the constraint 4ac - b^2 = 1.
    let reduced =
        [reduced[2].map(|value| value / 2.0), reduced[1].map(|value| -value), reduced[0].map(|value| value / 2.0)];
    let conic = eigenvalues(&reduced)
        .into_iter()
        .filter_map(|value| eigenvector(&reduced, value))
        .find(|[a, b, c]| 4.0 * a * c - b * b > 1e-12)?;
    let rest = [0, 1, 2].map(|row| lines[row][0] * conic[0] + lines[row][1] * conic[1] + lines[row][2] * conic[2]);
    geometric(conic, rest).map(|Geometry { centre, half_axes, angle }| Ellipse {
        centre: ((centre.0 * spread + middle_x) as f32, (centre.1 * spread + middle_y) as f32),
        half_axes: ((half_axes.0 * spread) as f32, (half_axes.1 * spread) as f32),
        angle: angle as f32,
    })
}

struct Geometry {
    centre: (f64, f64),
    half_axes: (f64, f64),
    angle: f64,
}

/// Middle, half axes and angle of `a x^2 + b xy + c y^2 + d x + e y + f = 0`.
fn geometric([a, b, c]: [f64; 3], [d, e, f]: [f64; 3]) -> Option<Geometry> {
    use std::f64::consts::PI;
    let determinant = 4.0 * a * c - b * b;
    let (x, y) = ((b * e - 2.0 * c * d) / determinant, (b * d - 2.0 * a * e) / determinant);
    let level = -(f + (d * x + e * y) / 2.0);
    let root = (a - c).hypot(b);
    // Curvatures along the two axes; their sign follows the sign of the conic.
    let (one, other) = ((a + c + root) / 2.0, (a + c - root) / 2.0);
    let axis = |curvature: f64| Some((level / curvature).sqrt()).filter(|axis| axis.is_finite() && *axis > 0.0);
    let (one, other) = (axis(one)?, axis(other)?);
    // Direction of the greater curvature value.
    let direction = 0.5 * b.atan2(a - c);
    let (long, short, angle) = if one >= other { (one, other, direction) } else { (other, one, direction + PI / 2.0) };
    Some(Geometry { centre: (x, y), half_axes: (long, short), angle: angle.rem_euclid(PI) })
}

type Matrix = [[f64; 3]; 3];

fn transposed(matrix: &Matrix) -> Matrix {
    [0, 1, 2].map(|row| [0, 1, 2].map(|column| matrix[column][row]))
}

fn product(one: &Matrix, other: &Matrix) -> Matrix {
    [0, 1, 2].map(|row| [0, 1, 2].map(|column| (0..3).map(|at| one[row][at] * other[at][column]).sum()))
}

fn sum(one: &Matrix, other: &Matrix) -> Matrix {
    [0, 1, 2].map(|row| [0, 1, 2].map(|column| one[row][column] + other[row][column]))
}

fn scaled(matrix: &Matrix, factor: f64) -> Matrix {
    matrix.map(|row| row.map(|value| value * factor))
}

fn cross(one: [f64; 3], other: [f64; 3]) -> [f64; 3] {
    [0, 1, 2].map(|axis| one[(axis + 1) % 3] * other[(axis + 2) % 3] - one[(axis + 2) % 3] * other[(axis + 1) % 3])
}

fn dot(one: [f64; 3], other: [f64; 3]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// `None` for a matrix that has none.
fn inverse(matrix: &Matrix) -> Option<Matrix> {
    let [a, b, c] = *matrix;
    let determinant = dot(a, cross(b, c));
    (determinant.abs() > 1e-12)
        .then(|| scaled(&transposed(&[cross(b, c), cross(c, a), cross(a, b)]), 1.0 / determinant))
}

/// The real eigenvalues: the roots of the characteristic cubic.
fn eigenvalues(matrix: &Matrix) -> Vec<f64> {
    let [a, b, c] = *matrix;
    let trace = a[0] + b[1] + c[2];
    let minors = a[0] * b[1] - a[1] * b[0] + a[0] * c[2] - a[2] * c[0] + b[1] * c[2] - b[2] * c[1];
    let determinant = dot(a, cross(b, c));
    // With t = value - trace / 3: t^3 + p t + q = 0.
    let p = minors - trace * trace / 3.0;
    let q = -2.0 * trace.powi(3) / 27.0 + trace * minors / 3.0 - determinant;
    let discriminant = (q / 2.0).powi(2) + (p / 3.0).powi(3);
    if discriminant > 0.0 {
        let root = discriminant.sqrt();
        return vec![(-q / 2.0 + root).cbrt() + (-q / 2.0 - root).cbrt() + trace / 3.0];
    }
    let radius = (-p / 3.0).max(0.0).sqrt();
    let angle = if radius > 0.0 { (-q / 2.0 / radius.powi(3)).clamp(-1.0, 1.0).acos() } else { 0.0 };
    let third = std::f64::consts::TAU / 3.0;
    (0..3).map(|turn| 2.0 * radius * (angle / 3.0 - third * f64::from(turn)).cos() + trace / 3.0).collect()
}

/// The direction that the matrix only scales by `value`.
fn eigenvector(matrix: &Matrix, value: f64) -> Option<[f64; 3]> {
    let mut rows = *matrix;
    for (at, row) in rows.iter_mut().enumerate() {
        row[at] -= value;
    }
    let candidates = [cross(rows[0], rows[1]), cross(rows[1], rows[2]), cross(rows[2], rows[0])];
    let longest = candidates.into_iter().max_by(|one, other| dot(*one, *one).total_cmp(&dot(*other, *other)))?;
    let length = dot(longest, longest).sqrt();
    (length > 1e-15).then(|| longest.map(|axis| axis / length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Ellipse {
        Ellipse { centre: (50.0, 40.0), half_axes: (20.0, 12.0), angle: 0.5 }
    }

    #[test]
    fn points_of_a_known_ellipse_give_it_back() {
        for ellipse in [known(), Ellipse { angle: 2.8, ..known() }, Ellipse { half_axes: (9.0, 8.5), ..known() }] {
            let found = fit(&ellipse.outline(60)).unwrap();
            assert!((found.centre.0 - 50.0).abs() < 1e-3 && (found.centre.1 - 40.0).abs() < 1e-3, "{found:?}");
            assert!((found.half_axes.0 - ellipse.half_axes.0).abs() < 1e-2, "{found:?}");
            assert!((found.half_axes.1 - ellipse.half_axes.1).abs() < 1e-2, "{found:?}");
            assert!((found.angle - ellipse.angle).abs() < 1e-2, "{found:?}");
        }
    }

    #[test]
    fn a_circle_and_half_an_ellipse_are_fitted() {
        let circle = Ellipse { half_axes: (7.0, 7.0), angle: 0.0, ..known() };
        let found = fit(&circle.outline(40)).unwrap();
        assert!((found.half_axes.0 - 7.0).abs() < 1e-2 && (found.half_axes.1 - 7.0).abs() < 1e-2);
        let half = fit(&known().outline(60)[..32]).unwrap();
        assert!((half.half_axes.0 - 20.0).abs() < 0.05, "{half:?}");
    }

    #[test]
    fn noise_moves_the_fit_little() {
        let noisy: Vec<Point> = (0..)
            .zip(known().outline(120))
            .map(|(at, (x, y)): (u32, Point)| (x + 0.4 * (at as f32 * 1.7).sin(), y + 0.4 * (at as f32 * 2.9).cos()))
            .collect();
        let found = fit(&noisy).unwrap();
        assert!((found.half_axes.0 - 20.0).abs() < 0.3 && (found.half_axes.1 - 12.0).abs() < 0.3, "{found:?}");
    }

    #[test]
    fn inside_is_inside() {
        assert!(known().contains((50.0, 40.0)) && known().contains((65.0, 48.0)));
        assert!(!known().contains((65.0, 32.0)), "beyond the short axis");
    }

    #[test]
    fn what_is_no_ellipse_is_none() {
        let line: Vec<Point> = (0..20).map(|at| (at as f32, 2.0 * at as f32)).collect();
        for points in [&[][..], &[(1.0, 1.0); 10], &line, &[(f32::NAN, 0.0); 8], &known().outline(5)] {
            assert_eq!(fit(points), None);
        }
    }
}
