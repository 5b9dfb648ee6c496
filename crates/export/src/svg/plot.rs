//! A plot as SVG, drawn as the app draws it: fixed axes, lines told apart by colour and dash, hatched
//! bands, lettered marks. Colours are attributes for print; a page may override them by class.

use std::fmt::Write as _;

use catchlight_forensics::report::v1::{Axis, Band, Mark, Series, Spacing};

use super::{path_through, place};
use crate::number::measure;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 300.0;
/// Room beside the axes for numbers, in pixels of the drawing.
const LEFT: f64 = 58.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 30.0;
/// Most points of a line that are drawn: several for each pixel of the drawing.
const MOST_POINTS: usize = 4_000;
/// Most lines, bands or marks that are drawn.
pub(crate) const MOST_SERIES: usize = 24;

/// Colour and dash of each series, after Okabe and Ito (2008), as in the app on light ground.
const SERIES: [(&str, &str); 4] = [("#0072b2", ""), ("#b34f00", "7 4"), ("#00795a", "2 3"), ("#a8477f", "9 3 2 3")];

/// The style of a series by its position.
fn style(index: usize) -> usize {
    index % SERIES.len()
}

/// The sample of a line or of bars in a legend.
pub(crate) fn sample(index: usize, is_bars: bool) -> String {
    let (colour, dash) = SERIES.get(style(index)).copied().unwrap_or(SERIES[0]);
    let class = style(index);
    let drawn = if is_bars {
        format!(
            r#"<path class="bars style-{class}" d="M6 11V4H16V11ZM20 11V1H30V11Z" fill="{colour}" fill-opacity="0.65" stroke="{colour}"/>"#
        )
    } else {
        let dash = if dash.is_empty() { "none" } else { dash };
        format!(
            r#"<path class="line style-{class}" d="M2 6H42" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>"#
        )
    };
    format!(r#"<svg class="sample" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 12">{drawn}</svg>"#)
}

/// The sample of a band in a legend.
pub(crate) fn band_sample() -> String {
    r##"<svg class="sample" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 12"><path class="band" d="M2 1H42V11H2Z" fill="#4e575e" fill-opacity="0.12"/><path class="edge" d="M2 1H42M2 11H42" fill="none" stroke="#4e575e" stroke-dasharray="4 3"/></svg>"##.to_owned()
}

/// The letter of a mark by its position.
pub(crate) fn letter(index: usize) -> char {
    char::from(b'A' + (index % 26) as u8)
}

/// The whole drawing. `id` must be a name that is used once in a document.
pub(crate) fn svg(id: &str, x: &Axis, y: &Axis, series: &[Series], bands: &[Band], marks: &[Mark]) -> String {
    let (right, bottom) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
    let along = |value| scaled(x, value, LEFT, right);
    let up = |value| scaled(y, value, bottom, TOP);
    let mut drawing = format!(
        r#"<svg class="plot" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="Noto Sans SC" font-size="13" role="img"><clipPath id="{id}"><rect x="{LEFT}" y="{TOP}" width="{}" height="{}"/></clipPath>"#,
        right - LEFT,
        bottom - TOP
    );
    // Writing into a string cannot fail.
    for value in ticks(y, 5) {
        let at = place(up(value));
        let _ = write!(
            drawing,
            r##"<path class="grid" d="M{LEFT} {at}H{right}" stroke="#d6dadd"/><text class="tick" x="{}" y="{}" text-anchor="end" fill="#4e575e">{}</text>"##,
            LEFT - 7.0,
            at + 4.5,
            measure(value, 3)
        );
    }
    for value in ticks(x, 7) {
        let at = place(along(value));
        let _ = write!(
            drawing,
            r##"<path class="grid" d="M{at} {TOP}V{bottom}" stroke="#d6dadd"/><text class="tick" x="{at}" y="{}" text-anchor="middle" fill="#4e575e">{}</text>"##,
            bottom + 18.0,
            measure(value, 3)
        );
    }
    let _ = write!(drawing, r#"<g clip-path="url(#{id})">"#);
    for band in bands.iter().take(MOST_SERIES) {
        drawing.push_str(&self::band(band, y, along, up));
    }
    for (index, one) in series.iter().take(MOST_SERIES).enumerate() {
        let hollow = series.iter().take(index).any(|earlier| earlier.bar_width.is_some());
        drawing.push_str(&self::series(index, one, hollow, y, along, up));
    }
    drawing.push_str("</g>");
    for (index, mark) in marks.iter().take(MOST_SERIES).enumerate() {
        let at = place(along(mark.at));
        if !(LEFT - 0.5..=right + 0.5).contains(&at) {
            continue;
        }
        let _ = write!(
            drawing,
            r##"<path class="mark" d="M{at} {}V{bottom}" stroke="#4e575e" stroke-width="1.5" stroke-dasharray="1 3" stroke-linecap="round" fill="none"/><text class="name" x="{at}" y="{}" text-anchor="middle" fill="#1a1e21">{}</text>"##,
            TOP - 4.0,
            TOP - 9.0,
            letter(index)
        );
    }
    let _ = write!(
        drawing,
        r##"<path class="axes" d="M{LEFT} {TOP}V{bottom}H{right}" fill="none" stroke="#7d868d"/></svg>"##
    );
    drawing
}

fn series(
    index: usize,
    series: &Series,
    hollow: bool,
    axis: &Axis,
    along: impl Fn(f64) -> f64,
    up: impl Fn(f64) -> f64,
) -> String {
    let (colour, dash) = SERIES.get(style(index)).copied().unwrap_or(SERIES[0]);
    let class = style(index);
    let step = series.points.len().div_ceil(MOST_POINTS).max(1);
    let points = series.points.iter().step_by(step);
    let Some(width) = series.bar_width else {
        let d = path_through(points.map(|(x, y)| (along(*x), up(*y))));
        return format!(
            r#"<path class="line style-{class}" d="{d}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round" stroke-dasharray="{}"/>"#,
            if dash.is_empty() { "none" } else { dash }
        );
    };
    let foot = place(up(if is_logarithmic(axis) { axis.min } else { 0f64.max(axis.min).min(axis.max.max(axis.min)) }));
    let mut d = String::new();
    for (x, y) in points {
        let (left, right, head) = (place(along(x - width / 2.0)), place(along(x + width / 2.0)), place(up(*y)));
        if left.is_finite() && right.is_finite() && head.is_finite() && head != foot {
            d.push_str(&format!("M{left} {foot}V{head}H{right}V{foot}Z"));
        }
    }
    let (fill, opacity) = if hollow { ("none", "1") } else { (colour, "0.65") };
    let class_of_kind = if hollow { "bars hollow" } else { "bars" };
    format!(
        r#"<path class="{class_of_kind} style-{class}" d="{d}" fill="{fill}" fill-opacity="{opacity}" stroke="{colour}" stroke-width="{}"/>"#,
        if hollow { "1.5" } else { "0.5" }
    )
}

fn band(band: &Band, axis: &Axis, along: impl Fn(f64) -> f64, up: impl Fn(f64) -> f64) -> String {
    // An edge beyond the range is drawn at the range's end.
    let (least, most) = (axis.min.min(axis.max), axis.min.max(axis.max));
    let step = band.edges.len().div_ceil(MOST_POINTS).max(1);
    let edges: Vec<(f64, f64, f64)> = band
        .edges
        .iter()
        .step_by(step)
        .filter(|(x, low, high)| x.is_finite() && low.is_finite() && high.is_finite())
        .map(|(x, low, high)| (along(*x), up(low.max(least).min(most)), up(high.max(least).min(most))))
        .collect();
    let upper = path_through(edges.iter().map(|(x, _, high)| (*x, *high)));
    let lower = path_through(edges.iter().map(|(x, low, _)| (*x, *low)));
    let back = path_through(edges.iter().rev().map(|(x, low, _)| (*x, *low))).replacen('M', "L", 1);
    format!(
        r##"<path class="band" d="{upper}{back}Z" fill="#4e575e" fill-opacity="0.12"/><path class="edge" d="{lower}{upper}" fill="none" stroke="#4e575e" stroke-dasharray="4 3"/>"##
    )
}

/// Where a value lies between two pixels of the drawing.
fn scaled(axis: &Axis, value: f64, from: f64, to: f64) -> f64 {
    let along = |value: f64| if is_logarithmic(axis) { value.log10() } else { value };
    let span = along(axis.max) - along(axis.min);
    if span == 0.0 || !span.is_finite() {
        return f64::midpoint(from, to);
    }
    from + (along(value) - along(axis.min)) / span * (to - from)
}

/// Whether equal factors are equally long; an axis that reaches zero cannot be so.
fn is_logarithmic(axis: &Axis) -> bool {
    axis.spacing == Some(Spacing::Logarithmic) && axis.min > 0.0 && axis.max > 0.0
}

/// Round values inside the range of an axis, about `count` of them.
fn ticks(axis: &Axis, count: u32) -> Vec<f64> {
    let (low, span) = (axis.min.min(axis.max), (axis.max - axis.min).abs());
    if !(span > 0.0 && span.is_finite() && low.is_finite()) {
        return vec![axis.min];
    }
    if is_logarithmic(axis) {
        return decades(low, low + span, count);
    }
    let rough = span / f64::from(count);
    let power = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0].into_iter().map(|nice| nice * power).find(|step| *step >= rough).unwrap_or(power * 10.0);
    let (first, last) = ((low / step - 1e-9).ceil(), ((low + span) / step + 1e-9).floor());
    // Steps are at least a tenth of the span apart; the bound holds where numbers run out of digits.
    (0..=20).map(|index| first + f64::from(index)).take_while(|tick| *tick <= last).map(|tick| tick * step).collect()
}

/// Powers of ten, or 1, 2 and 5 of each where there are few.
fn decades(low: f64, high: f64, count: u32) -> Vec<f64> {
    let (first, last) = ((low.log10() + 1e-9).floor() as i32, (high.log10() - 1e-9).ceil() as i32);
    let every = last.saturating_sub(first).unsigned_abs().div_ceil(count).max(1);
    let steps: &[f64] = if f64::from(last - first) <= f64::from(count) / 2.0 { &[1.0, 2.0, 5.0] } else { &[1.0] };
    (first..=last)
        .step_by(every as usize)
        .flat_map(|power| steps.iter().map(move |step| step * 10f64.powi(power)))
        .filter(|value| *value >= low * (1.0 - 1e-9) && *value <= high * (1.0 + 1e-9))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchlight_forensics::text::Text;

    fn axis(min: f64, max: f64, spacing: Option<Spacing>) -> Axis {
        Axis { label: Text::same("<b>"), min, max, spacing }
    }

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks(&axis(0.0, 255.0, None), 5), [0.0, 100.0, 200.0]);
        assert_eq!(ticks(&axis(1.0, 1000.0, Some(Spacing::Logarithmic)), 5).len(), 4);
        assert_eq!(ticks(&axis(3.0, 3.0, None), 5), [3.0]);
        assert!(ticks(&axis(-1e308, 1e308, None), 5).len() <= 21);
    }

    #[test]
    fn a_plot_of_any_numbers_is_well_formed_and_carries_no_words() {
        let series = [
            Series { label: Text::same("<script>"), points: vec![(0.0, 1.0), (1.0, f64::MAX)], bar_width: None },
            Series { label: Text::same("b"), points: vec![(0.5, -1.0)], bar_width: Some(0.1) },
        ];
        let bands = [Band { label: Text::same("]]>"), edges: vec![(0.0, 0.0, 1.0), (1.0, -9.0, 9.0)] }];
        let marks = [Mark { label: Text::same("&"), at: 0.5 }];
        let drawn = svg("plot-1", &axis(0.0, 1.0, None), &axis(0.0, 2.0, None), &series, &bands, &marks);
        assert!(!drawn.contains("script") && !drawn.contains('&') && !drawn.contains("]]>"), "{drawn}");
        assert!(drawn.contains("class=\"line style-0\"") && drawn.contains(">A</text>"));
        assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
    }
}
