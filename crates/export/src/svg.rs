//! Plots and outlines as SVG. Every character in it is made here from numbers: words of a report stand
//! beside a drawing, never in it, so that it is the same in both languages and carries nothing foreign.

pub(crate) mod overlay;
pub(crate) mod plot;

/// A place in a drawing, to a hundredth of a pixel.
fn place(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// A path through points; one that is not a number breaks the line.
fn path_through(points: impl IntoIterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    let mut pen = false;
    for (x, y) in points {
        let drawable = x.is_finite() && y.is_finite();
        if drawable {
            path.push_str(&format!("{}{} {}", if pen { 'L' } else { 'M' }, place(x), place(y)));
        }
        pen = drawable;
    }
    path
}
