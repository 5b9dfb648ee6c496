//! Whether the noise of photos of one size holds a pattern in common, as a generator or one way of processing leaves it.

use catchlight_forensics::artifact::{Artifact, Axis, Content, Mark, Plot, Series};
use catchlight_forensics::check::{Context, Reference, Stopped};
use catchlight_forensics::finding::{Finding, Group as Rows, Row};
use catchlight_forensics::signal::{Spectrum, Window};
use catchlight_forensics::text;
use catchlight_forensics::text::{Text, Words};
use ndarray::Array2;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use rayon::prelude::*;

use super::counted;
use crate::across::{About, Across, Looked};
use crate::set::Set;
use crate::traits::{PIECE_SIDE, Piece};

/// The check.
pub struct SharedResidual;

/// Fewest and most photos of one size.
const LEAST: usize = 6;
const MOST: usize = 32;
/// Sets of shifted pieces.
const SHIFTS: usize = 199;
/// Share of them up to which the pattern counts as shared.
const MOST_BY_CHANCE: f64 = 0.01;
/// Bins about the axes that are left out: borders and the window lie there.
const AXES: usize = 4;
/// Bins in a period of 8 pixels.
const GRID_BINS: usize = PIECE_SIDE / 8;
/// Bins of the histogram of the statistic.
const BARS: usize = 24;

static ABOUT: About = About {
    id: "shared_residual",
    revision: 1,
    title: Words::new("A pattern common to the noise of several photos", "多张照片噪点中的共同图案"),
    question: Words::new(
        "Does the noise of photos of one size hold a pattern in common?",
        "同尺寸照片的噪点中是否有共同图案？",
    ),
    explanation: Words::new(
        "Took the noise from the middle of photos of exactly one size, added up the phases at each frequency, and compared the strongest agreement with 199 sets of the same pieces, each shifted by chance. Frequencies of JPEG's grid were left out unless all files were lossless.",
        "取尺寸完全相同的照片中央的噪点，逐频率累加相位，并将最强的一致程度与 199 组随机平移后的相同片段比较。除非所有文件均为无损，否则排除 JPEG 网格的频率。",
    ),
    look_for: Words::new(
        "A measured value far to the right of what shifts by chance give.",
        "实测值远在随机平移结果的右侧。",
    ),
    ignore: Words::new(
        "A frame, logo or watermark at one place: it is a common pattern, too.",
        "位置固定的边框、标志或水印：那也是共同图案。",
    ),
    limits: &[
        Words::new(
            "One sensor, one lens profile or one editing template leaves a common pattern as well: this tells that photos share a way of making, not which.",
            "同一传感器、镜头配置或编辑模板同样会留下共同图案：此项只说明照片有共同的制作方式，不说明是哪一种。",
        ),
        Words::new(
            "Cropped or scaled photos and platforms' compression remove most of it: nothing found means little.",
            "裁剪、缩放和平台压缩会抹去大部分图案：未发现并不说明什么。",
        ),
    ],
    references: &[Reference {
        citation: "Marra, Gragnaniello, Verdoliva and Poggi, Do GANs leave artificial fingerprints?, MIPR 2019",
        locator: "arXiv:1812.11842",
    }],
};

impl Across for SharedResidual {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, set: &Set<'_>, context: &Context<'_>) -> Result<Looked, Stopped> {
        let pieces: Vec<(usize, &Piece)> =
            set.speaking().filter_map(|(place, photo)| Some((place, photo.traits?.residual.as_ref().ok()?))).collect();
        let sizes = counted(pieces.iter().map(|(_, piece)| piece.coded));
        let Some(((width, height), count)) = sizes.first().copied().filter(|(_, count)| *count >= LEAST) else {
            return Ok(Looked::NotApplicable(text!(
                "Fewer than {LEAST} photos had exactly one size in common.",
                "尺寸完全相同的照片不足 {LEAST} 张。"
            )));
        };
        let chosen: Vec<(usize, &Piece)> =
            pieces.into_iter().filter(|(_, piece)| piece.coded == (width, height)).take(MOST).collect();
        let lossless = chosen.iter().all(|(_, piece)| piece.lossless);
        let phases: Vec<Array2<Phase>> = chosen.par_iter().map(|(_, piece)| phases(piece)).collect();
        context.go_on()?;
        let bins = bins(lossless);
        let (measured, at) = agreement(&phases, &bins, &[]);
        let by_chance = by_chance(&phases, &bins, context)?;
        let as_strong = by_chance.iter().filter(|chance| **chance >= measured).count();
        let share = (1 + as_strong) as f64 / (1 + SHIFTS) as f64;
        let used = chosen.len();
        let period = |bin: usize| {
            let frequency = bin.min(PIECE_SIDE - bin) as f64 / PIECE_SIDE as f64;
            format!("{frequency:.3}")
        };
        let (down, across) = (period(at.0), period(at.1));
        let at = text!("{down} down, {across} across", "纵向 {down}，横向 {across}");
        let finding = Finding {
            details: vec![Rows {
                title: text!("What was compared", "比较内容"),
                rows: vec![
                    Row::new(text!("Size", "尺寸"), Text::same(format!("{width} x {height}"))),
                    Row::new(text!("Photos of this size", "该尺寸的照片"), Text::same(count.to_string())),
                    Row::new(text!("Photos used", "使用的照片"), Text::same(used.to_string())),
                    Row::new(text!("Strongest at cycles per pixel", "最强处（周期/像素）"), at),
                ],
            }],
            artifacts: vec![picture(&by_chance, measured)],
            ..Finding::describing(text!(
                "The noise of {used} photos of {width} x {height} agreed with strength {measured:.1}; {share:.3} of sets shifted by chance reached as much. This has no weight.",
                "{used} 张 {width} x {height} 照片的噪点一致强度为 {measured:.1}；随机平移组中有 {share:.3} 的比例达到同样强度。此项不计权重。"
            ))
        };
        let photos = chosen.iter().map(|(place, _)| *place).collect();
        Ok(if share <= MOST_BY_CHANCE { Looked::found(finding, photos) } else { Looked::not_found(finding) })
    }
}

/// A direction in the plane of complex numbers: (real, imaginary) of length one, or zero.
type Phase = (f32, f32);

/// The phases of a piece at every frequency.
fn phases(piece: &Piece) -> Array2<Phase> {
    let plane = piece.plane();
    let spectrum = Spectrum::of(plane.view(), Window::Hann);
    let (rows, columns) = (PIECE_SIDE as i64, PIECE_SIDE as i64);
    Array2::from_shape_fn((PIECE_SIDE, PIECE_SIDE), |(row, column)| {
        let signed = |index: usize, of: i64| if index as i64 > of / 2 { index as i64 - of } else { index as i64 };
        let bin = spectrum.at(signed(row, rows), signed(column, columns));
        let length = bin.norm();
        if length > 0.0 { (bin.re / length, bin.im / length) } else { (0.0, 0.0) }
    })
}

/// Frequencies that are looked at: half of the plane (the rest mirrors it), off the axes, and off JPEG's grid unless
/// the files are lossless.
fn bins(lossless: bool) -> Vec<(usize, usize)> {
    let near_axis = |bin: usize| bin < AXES || PIECE_SIDE - bin < AXES;
    let near_grid = |bin: usize| matches!(bin % GRID_BINS, 0 | 1) || bin % GRID_BINS == GRID_BINS - 1;
    let kept = |bin: usize| !near_axis(bin) && (lossless || !near_grid(bin));
    (0..PIECE_SIDE)
        .flat_map(|row| (0..PIECE_SIDE / 2).map(move |column| (row, column)))
        .filter(|(row, column)| kept(*row) && kept(*column))
        .collect()
}

/// The strongest agreement of phases, |sum|² / N, and where; 1 on average for phases by chance. Shifts are in pixels
/// (down, right) of each piece, none where there are none.
fn agreement(phases: &[Array2<Phase>], bins: &[(usize, usize)], shifts: &[(usize, usize)]) -> (f64, (usize, usize)) {
    let turns: Vec<(f32, f32)> = (0..PIECE_SIDE)
        .map(|step| (-std::f32::consts::TAU * step as f32 / PIECE_SIDE as f32).sin_cos())
        .map(|(sine, cosine)| (cosine, sine))
        .collect();
    let count = phases.len().max(1) as f64;
    let mut best = (0.0, (0, 0));
    for (row, column) in bins {
        let mut sum = (0.0_f32, 0.0_f32);
        for (index, phase) in phases.iter().enumerate() {
            let Some((re, im)) = phase.get((*row, *column)) else { continue };
            let (down, right) = shifts.get(index).copied().unwrap_or((0, 0));
            let Some((cosine, sine)) = turns.get((row * down + column * right) % PIECE_SIDE) else { continue };
            sum = (sum.0 + re * cosine - im * sine, sum.1 + re * sine + im * cosine);
        }
        let strength = (f64::from(sum.0).powi(2) + f64::from(sum.1).powi(2)) / count;
        if strength > best.0 {
            best = (strength, (*row, *column));
        }
    }
    best
}

/// The strongest agreement of each set of shifted pieces.
fn by_chance(phases: &[Array2<Phase>], bins: &[(usize, usize)], context: &Context<'_>) -> Result<Vec<f64>, Stopped> {
    let draw = |set: usize| {
        context.go_on()?;
        let mut random = ChaCha8Rng::seed_from_u64(set as u64);
        let mut place = || random.next_u32() as usize % PIECE_SIDE;
        let shifts: Vec<(usize, usize)> = phases.iter().map(|_| (place(), place())).collect();
        Ok(agreement(phases, bins, &shifts).0)
    };
    (0..SHIFTS).into_par_iter().map(draw).collect()
}

fn picture(by_chance: &[f64], measured: f64) -> Artifact {
    let last = by_chance.iter().copied().fold(measured, f64::max).ceil().max(1.0);
    let width = last / BARS as f64;
    let mut bars = [0_usize; BARS];
    for value in by_chance {
        if let Some(bar) = bars.get_mut(((value / width) as usize).min(BARS - 1)) {
            *bar += 1;
        }
    }
    let most = bars.iter().copied().max().unwrap_or(1).max(1) as f64;
    let points = bars.iter().enumerate().map(|(index, count)| ((index as f64 + 0.5) * width, *count as f64)).collect();
    let mut plot = Plot::new(
        Axis::even(text!("Strongest agreement of phases", "相位一致的最大强度"), 0.0, last),
        Axis::even(text!("Sets by chance", "随机组数"), 0.0, most),
        vec![Series::bars(text!("Shifted by chance", "随机平移"), points, width)],
    );
    plot.marks.push(Mark { label: text!("measured", "实测"), at: measured });
    Artifact {
        id: "agreement",
        title: text!("Agreement against chance", "与随机情况的比较"),
        caption: text!(
            "How strongly the noise of the photos agreed, beside 199 sets of the same pieces shifted by chance.",
            "照片噪点的一致强度，与 199 组随机平移的相同片段对照。"
        ),
        content: Content::Plot(plot),
    }
}
