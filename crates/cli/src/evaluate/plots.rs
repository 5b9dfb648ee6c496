//! ROC curves and reliability diagrams as PNG, drawn with a font of our own so that they look the same
//! everywhere.

use std::ops::Range;
use std::sync::OnceLock;

use anyhow::Context as _;
use catchlight_evaluation::reliability::Bin;
use catchlight_evaluation::{Interval, Measure};
use image::RgbImage;
use image::imageops::{self, FilterType};
use plotters::coord::Shift;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use plotters::prelude::*;
use plotters::style::register_font;

use super::markdown::count;
use super::tables::{Curve, OfCondition};
use crate::labelled::Condition;

/// Plots are drawn this many times larger and scaled down, which smooths their lines.
const OVERSAMPLING: u32 = 3;
/// Size of a picture with two panels, in pixels.
const TWO_PANELS: (u32, u32) = (1240, 680);
/// Size of a picture with one panel, in pixels.
const ONE_PANEL: (u32, u32) = (660, 720);
/// Smallest rate of the logarithmic axis.
const LEAST_RATE: f64 = 0.001;

const INK: RGBColor = RGBColor(32, 33, 36);
const QUIET: RGBColor = RGBColor(95, 99, 104);
const GRID: RGBColor = RGBColor(232, 234, 237);
const CURVE: RGBColor = RGBColor(23, 92, 168);
const POINT: RGBColor = RGBColor(196, 78, 0);

type Canvas<'a> = DrawingArea<BitMapBackend<'a>, Shift>;
type Axes<'a, 'c> = ChartContext<'c, BitMapBackend<'a>, Cartesian2d<Shares, Shares>>;

/// Name of the file with a check's ROC curve in a condition.
pub(crate) fn roc_file(check: &str, condition: Condition) -> String {
    format!("roc-{check}-{}.png", condition.id())
}

/// Name of the file with a check's reliability diagram in a condition.
pub(crate) fn reliability_file(check: &str, condition: Condition) -> String {
    format!("reliability-{check}-{}.png", condition.id())
}

/// The ROC curve with its band over an even and over a logarithmic axis of false positive rates.
///
/// # Errors
/// The picture could not be drawn.
pub(crate) fn roc(title: &str, table: &OfCondition, curve: &Curve) -> anyhow::Result<RgbImage> {
    let area = match &table.all.auc {
        Measure::Value { value, interval } => format!("AUC {value:.3}{}", interval.map(brackets).unwrap_or_default()),
        Measure::NotMeasurable { not_measurable } => format!("AUC not measurable: {not_measurable}"),
    };
    let subtitle = format!(
        "{area}  \u{2013}  {} AI photos of {} sources, {} camera photos of {} sources",
        count(table.all.ai.photos),
        table.all.ai.sources,
        count(table.all.camera.photos),
        table.all.camera.sources
    );
    draw(TWO_PANELS, |canvas| {
        let legend = "Band: 95 % of draws of whole sources. Dots: at most 1 % and 0.1 % false positives, with enough camera photos. Dashes: chance.";
        let below = heading(canvas, title, &subtitle, legend)?;
        let (left, right) = below.split_horizontally(px(TWO_PANELS.0 / 2));
        panel(&left, Shares::EVEN, curve, table, "False positive rate")?;
        panel(&right, Shares::LOGARITHMIC, curve, table, "False positive rate (logarithmic)")
    })
}

fn panel(area: &Canvas<'_>, x: Shares, curve: &Curve, table: &OfCondition, x_title: &str) -> anyhow::Result<()> {
    let mut chart = axes(area, x, x_title, "True positive rate")?;
    // Nothing is measured between no false alarm and one; an even axis begins at none all the same.
    let start = if x.from > 0.0 { x.from.max(1.0 / table.all.camera.photos as f64) } else { 0.0 };
    let band = || curve.band.iter().filter(|(fpr, _)| *fpr >= start);
    let lower = band().map(|(fpr, band)| (*fpr, band.low));
    let upper = band().rev().map(|(fpr, band)| (*fpr, band.high));
    chart.draw_series([Polygon::new(lower.chain(upper).collect::<Vec<_>>(), CURVE.mix(0.16))])?;
    let chance = (0..=300).map(|step| LEAST_RATE * (1.0 / LEAST_RATE).powf(f64::from(step) / 300.0));
    let dashes = QUIET.mix(0.7).stroke_width(px(1));
    chart.draw_series(DashedLineSeries::new(chance.map(|rate| (rate, rate)), px(5) as i32, px(5) as i32, dashes))?;
    chart.draw_series(LineSeries::new(steps(curve, start), CURVE.stroke_width(px(2))))?;
    for rate in &table.all.tpr {
        if let Some(tpr) = rate.tpr.value().filter(|_| rate.at_most_fpr >= start) {
            let at = (rate.at_most_fpr, tpr);
            chart.draw_series([Circle::new(at, px(4), POINT.filled())])?;
        }
    }
    Ok(())
}

/// Axes, grid and titles of a panel; the vertical axis is an even one.
fn axes<'a, 'c>(area: &Canvas<'a>, x: Shares, x_title: &str, y_title: &str) -> anyhow::Result<Axes<'a, 'c>> {
    let mut chart = ChartBuilder::on(area)
        .margin(px(16))
        .margin_right(px(28))
        .x_label_area_size(px(52))
        .y_label_area_size(px(68))
        .build_cartesian_2d(x, Shares::EVEN)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(GRID.stroke_width(px(1)))
        .axis_style(QUIET.stroke_width(px(1)))
        .label_style(text(13, &QUIET))
        .axis_desc_style(text(14, &INK))
        .set_all_tick_mark_size(px(5))
        .x_desc(x_title)
        .y_desc(y_title)
        .draw()?;
    Ok(chart)
}

/// The curve from a false positive rate on, as its thresholds make it: level between two rates, never a slope
/// that no threshold reaches.
fn steps(curve: &Curve, start: f64) -> Vec<(f64, f64)> {
    let mut height = curve.roc.at_fpr(start).tpr;
    let mut steps = vec![(start, height)];
    for point in curve.roc.points().iter().filter(|point| point.fpr > start) {
        steps.extend([(point.fpr, height), (point.fpr, point.tpr)]);
        height = point.tpr;
    }
    steps
}

/// The reliability diagram: what was stated against what was observed, in bins of equal mass.
///
/// # Errors
/// The picture could not be drawn.
pub(crate) fn reliability(title: &str, bins: &[Bin], expected_error: f64) -> anyhow::Result<RgbImage> {
    let subtitle = format!("Calibrated without the photo's source  \u{2013}  expected error {expected_error:.3}");
    draw(ONE_PANEL, |canvas| {
        let legend =
            "Dots: bins of equal mass, with 95 % intervals of independent photos. Dashes: what was stated came true.";
        let below = heading(canvas, title, &subtitle, legend)?;
        let x_title = "Stated probability of AI (equal prior odds)";
        let y_title = "Observed share of AI photos (labels weigh the same)";
        let mut chart = axes(&below, Shares::EVEN, x_title, y_title)?;
        let dashes = QUIET.mix(0.7).stroke_width(px(1));
        let truthful = (0..=100).map(|step| (f64::from(step) / 100.0, f64::from(step) / 100.0));
        chart.draw_series(DashedLineSeries::new(truthful, px(5) as i32, px(5) as i32, dashes))?;
        chart.draw_series(bins.iter().map(|bin| {
            let ends = vec![(bin.stated, bin.interval.low), (bin.stated, bin.interval.high)];
            PathElement::new(ends, CURVE.mix(0.45).stroke_width(px(2)))
        }))?;
        chart.draw_series(LineSeries::new(
            bins.iter().map(|bin| (bin.stated, bin.observed)),
            CURVE.mix(0.5).stroke_width(px(1)),
        ))?;
        chart.draw_series(bins.iter().map(|bin| Circle::new((bin.stated, bin.observed), px(5), CURVE.filled())))?;
        Ok(())
    })
}

/// An axis of shares up to 1, with lines and labels where a reader expects them; plotters' own leaves out the
/// ends.
#[derive(Debug, Clone, Copy)]
struct Shares {
    /// Where it begins; above 0 it is logarithmic.
    from: f64,
}

impl Shares {
    const EVEN: Self = Self { from: 0.0 };
    const LOGARITHMIC: Self = Self { from: LEAST_RATE };
}

impl From<Range<f64>> for Shares {
    fn from(range: Range<f64>) -> Self {
        Self { from: range.start }
    }
}

impl Ranged for Shares {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, share: &f64, (start, end): (i32, i32)) -> i32 {
        let place = if self.from > 0.0 { 1.0 - share.max(self.from).ln() / self.from.ln() } else { *share };
        start + (place * f64::from(end - start)).round() as i32
    }

    fn key_points<H: KeyPointHint>(&self, _: H) -> Vec<f64> {
        if self.from > 0.0 { vec![0.001, 0.01, 0.1, 1.0] } else { vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0] }
    }

    fn range(&self) -> Range<f64> {
        self.from..1.0
    }
}

impl ValueFormatter<f64> for Shares {
    fn format(share: &f64) -> String {
        percent(*share)
    }
}

/// Writes title, subtitle and legend and returns what lies below them.
fn heading<'a>(canvas: &Canvas<'a>, title: &str, subtitle: &str, legend: &str) -> anyhow::Result<Canvas<'a>> {
    let (top, below) = canvas.split_vertically(px(92));
    top.draw(&Text::new(title.to_owned(), (px(24) as i32, px(20) as i32), medium(21)))?;
    top.draw(&Text::new(subtitle.to_owned(), (px(24) as i32, px(50) as i32), text(14, &INK)))?;
    top.draw(&Text::new(legend, (px(24) as i32, px(72) as i32), text(13, &QUIET)))?;
    Ok(below)
}

/// Draws on a white picture of this size.
fn draw(size: (u32, u32), plot: impl FnOnce(&Canvas<'_>) -> anyhow::Result<()>) -> anyhow::Result<RgbImage> {
    fonts()?;
    let (width, height) = (px(size.0), px(size.1));
    let mut samples = vec![0; 3 * width as usize * height as usize];
    {
        let canvas = BitMapBackend::with_buffer(&mut samples, (width, height)).into_drawing_area();
        canvas.fill(&WHITE)?;
        plot(&canvas)?;
        canvas.present()?;
    }
    let large = RgbImage::from_raw(width, height, samples).context("a plot had another size")?;
    Ok(imageops::resize(&large, size.0, size.1, FilterType::Triangle))
}

fn fonts() -> anyhow::Result<()> {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    let registered = REGISTERED.get_or_init(|| {
        register_font("text", FontStyle::Normal, include_bytes!("../../fonts/Roboto-Regular.ttf")).is_ok()
            && register_font("medium", FontStyle::Normal, include_bytes!("../../fonts/Roboto-Medium.ttf")).is_ok()
    });
    registered.then_some(()).context("the font of the plots could not be read")
}

fn text(size: u32, colour: &RGBColor) -> TextStyle<'static> {
    ("text", px(size)).into_font().color(colour)
}

fn medium(size: u32) -> TextStyle<'static> {
    ("medium", px(size)).into_font().color(&INK)
}

/// Pixels of the drawing for pixels of the picture.
const fn px(pixels: u32) -> u32 {
    pixels * OVERSAMPLING
}

fn percent(share: f64) -> String {
    let percent = 100.0 * share;
    if percent > 0.0 && percent < 0.95 { format!("{percent:.1} %") } else { format!("{percent:.0} %") }
}

fn brackets(interval: Interval) -> String {
    format!(" ({:.3}\u{2013}{:.3})", interval.low, interval.high)
}
