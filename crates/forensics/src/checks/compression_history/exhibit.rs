//! The histogram of one coefficient, with the multiples of an earlier step.

use crate::artifact::{Artifact, Axis, Content, Mark, Plot, Series};
use crate::history::{History, OtherGrid, SameGrid, grid_histogram};
use crate::jpeg_quality;
use crate::specimen::Specimen;
use crate::text;
use crate::text::Words;

/// The modes among which the clearest is shown, row-major places in a block.
const MODES: [usize; 4] = [1, 8, 9, 2];
/// End of the axis in levels, and of marks.
const MOST: usize = 120;
/// Fewest values other than 0 that make a histogram.
const FEWEST: u64 = 200;

/// The plot of the coefficient in which an earlier step shows best; of the first one where none was
/// found. `None` where there are too few values, or nothing to show.
pub(super) fn histogram(specimen: &Specimen<'_>, history: &History) -> Option<Artifact> {
    match (&history.same_grid, history.other_grid) {
        (_, OtherGrid::Found { quality, origin, .. }) if !is_same(history) => {
            let luma = specimen.luma().ok()?;
            let mode = clearest(|_| 1, quality);
            plot(grid_histogram(luma, origin, mode), 1, Some(step(quality, mode)), mode)
        }
        (Some(Ok(found)), _) => {
            let luma = specimen.coefficients()?.as_ref().ok()?.components.first()?;
            let present = |mode: usize| luma.steps.get(mode).copied().unwrap_or(1).max(1);
            let earlier = match found {
                SameGrid::Found { quality, .. } => Some(*quality),
                _ => None,
            };
            let mode = earlier.map_or(1, |quality| clearest(present, quality));
            let mut counts = vec![0_u64; MOST / usize::from(present(mode)) + 1];
            for block in &luma.blocks {
                let magnitude = block.get(mode).map_or(0, |value| usize::from(value.unsigned_abs()));
                if let Some(count) = counts.get_mut(magnitude) {
                    *count += 1;
                }
            }
            plot(counts, present(mode), earlier.map(|quality| step(quality, mode)), mode)
        }
        _ => None,
    }
}

fn is_same(history: &History) -> bool {
    matches!(history.same_grid, Some(Ok(SameGrid::Found { .. })))
}

fn step(quality: u8, mode: usize) -> u16 {
    jpeg_quality::standard_luminance(quality).get(mode).copied().unwrap_or(1)
}

/// The mode whose earlier step is coarsest beside the present one.
fn clearest(present: impl Fn(usize) -> u16, quality: u8) -> usize {
    let ratio = |mode: usize| f64::from(step(quality, mode)) / f64::from(present(mode).max(1));
    MODES.into_iter().max_by(|one, other| ratio(*one).total_cmp(&ratio(*other))).unwrap_or(1)
}

/// `counts` by magnitude in units of `unit` levels.
fn plot(counts: Vec<u64>, unit: u16, earlier: Option<u16>, mode: usize) -> Option<Artifact> {
    let total: u64 = counts.iter().skip(1).sum();
    if total < FEWEST {
        return None;
    }
    let percent = |count: u64| (1e4 * 100.0 * count as f64 / total as f64).round() / 1e4;
    // The value 0 is left out: in every picture it is many times higher than the others.
    let points: Vec<(f64, f64)> = counts
        .iter()
        .enumerate()
        .skip(1)
        .map(|(magnitude, count)| (magnitude as f64 * f64::from(unit), percent(*count).min(PLOT_MOST_PERCENT)))
        .collect();
    let marks = earlier.map(|step| {
        (1..=MOST / usize::from(step.max(1)))
            .take(12)
            .map(|multiple| Mark {
                label: text!("{multiple} x {step}", "{multiple} x {step}"),
                at: (multiple * usize::from(step)) as f64,
            })
            .collect()
    });
    let (down, across) = (mode / 8, mode % 8);
    Some(Artifact {
        id: "coefficients",
        title: text!(
            "Values of one DCT coefficient (row {down}, column {across} of each block)",
            "一个 DCT 系数的取值（每块第 {down} 行、第 {across} 列）"
        ),
        caption: match earlier {
            Some(step) => text!(
                "Share of each size among the values other than 0, cut off at {PLOT_MOST_PERCENT} %. Values gather at the marked multiples of {step}: the step of an earlier compression.",
                "非零取值中各大小所占比例，超过 {PLOT_MOST_PERCENT} % 的部分截去。取值聚集在标出的 {step} 的倍数处：这是早先压缩的步长。"
            ),
            None => text!(
                "Share of each size among the values other than 0, cut off at {PLOT_MOST_PERCENT} %. They fell off without regular gaps.",
                "非零取值中各大小所占比例，超过 {PLOT_MOST_PERCENT} % 的部分截去。取值平缓下降，没有规则空隙。"
            ),
        },
        content: Content::Plot(Plot {
            marks: marks.unwrap_or_default(),
            ..Plot::new(
                Axis::even(Words::new("Size of the coefficient (levels)", "系数大小（级）").into(), 0.0, MOST as f64),
                Axis::even(Words::new("Share (%)", "占比（%）").into(), 0.0, PLOT_MOST_PERCENT),
                vec![Series::bars(Words::new("Luma coefficient", "亮度系数").into(), points, f64::from(unit) * 0.8)],
            )
        }),
    })
}

/// Upper end of the plot: fixed, so that two photos compare.
const PLOT_MOST_PERCENT: f64 = 30.0;
