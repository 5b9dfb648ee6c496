//! The separation tests, in order: what else could explain the peaks.

use crate::text;
use crate::text::{Text, Words};
use crate::traces::upsampling::{Grid, Grids, PERIOD};

/// Mean logarithm of the peaks from which the structure repeats; docs/validation has the rates.
const GRID: f32 = 1.1;

/// Below this it does not; between, the check cannot tell.
const NO_GRID: f32 = 0.6;

/// Least mean logarithm on the weaker axis: a pattern in the scene repeats along one axis.
const WEAKER_AXIS: f32 = 0.4;

/// Least mean logarithm of the odd multiples: enlarging twice or four times makes only even ones.
const ODD: f32 = 0.5;

/// Mean logarithm of chroma peaks from which chroma repeats at twice the period.
const HALVED_CHROMA: f32 = 1.0;

/// Two periods that differ by less, in pixels, are the same.
const SAME_PERIOD: f64 = 0.03;

/// How far even multiples rise above the odd ones where the structure mainly repeats every 4 pixels, as
/// after the blocks of 4 by 4 of WebP.
const EVEN_ABOVE_ODD: f32 = 1.5;

/// Least mean logarithm of chroma peaks at 8 pixels: a decoder makes all channels with the same grid, WebP
/// and JPEG treat colour differently.
const ALSO_IN_CHROMA: f32 = 1.0;

/// How far chroma peaks rise above those of luma where halved chroma explains both.
const CHROMA_ABOVE: f32 = 0.8;

/// What the measurements allow to say.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Verdict {
    /// A grid that nothing else explains.
    Trace,
    /// No grid.
    NoGrid,
    /// Something else may explain it, or the file cannot tell.
    Unclear(Text),
}

/// Lossy compression that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Loss {
    /// Of the file itself.
    pub(super) own: bool,
    /// Of an earlier file.
    pub(super) earlier: bool,
}

/// Goes through the tests of the method in order.
pub(super) fn verdict(grids: &Grids, loss: Loss) -> Verdict {
    if loss.own {
        return Verdict::Unclear(OWN_COMPRESSION.into());
    }
    let best = &grids.best;
    if is_grid(best) && (best.period - PERIOD).abs() > SAME_PERIOD {
        let period = best.period;
        return Verdict::Unclear(if grids.halved_chroma_at_best >= HALVED_CHROMA {
            let chroma = 2.0 * period;
            text!(
                "The structure repeated every {period:.2} pixels and the colour every {chroma:.2}: an older JPEG was scaled.",
                "结构每 {period:.2} 个像素重复一次，色度每 {chroma:.2} 个像素重复一次：曾有一个较早的 JPEG 被缩放。"
            )
        } else {
            text!(
                "The structure repeated every {period:.2} pixels, which this file's format cannot explain: an older JPEG, or a generated picture, was scaled. The two cannot be told apart here.",
                "结构每 {period:.2} 个像素重复一次，此文件的格式无法解释：较早的 JPEG 或生成的图像曾被缩放，这里无法区分两者。"
            )
        });
    }
    let eight = &grids.eight;
    let strength = eight.strength();
    if strength < NO_GRID {
        return Verdict::NoGrid;
    }
    if !is_grid(eight) {
        return Verdict::Unclear(WEAK.into());
    }
    if loss.earlier || grids.quantisation.found() {
        return Verdict::Unclear(QUANTISED.into());
    }
    if grids.halved_chroma >= HALVED_CHROMA {
        return Verdict::Unclear(HALVED.into());
    }
    if eight.even() - eight.odd() >= EVEN_ABOVE_ODD {
        return Verdict::Unclear(FOUR.into());
    }
    if grids.origin.0.is_multiple_of(4) && grids.origin.1.is_multiple_of(4) {
        return Verdict::Unclear(CORNER.into());
    }
    if grids.chroma_eight >= strength + CHROMA_ABOVE {
        return Verdict::Unclear(HALF_SIZE.into());
    }
    if grids.chroma_eight < ALSO_IN_CHROMA {
        return Verdict::Unclear(ONLY_LUMA.into());
    }
    Verdict::Trace
}

fn is_grid(grid: &Grid) -> bool {
    grid.strength() >= GRID && grid.weaker_axis() >= WEAKER_AXIS && grid.odd() >= ODD
}

const OWN_COMPRESSION: Words = Words::new(
    "The file was compressed with loss. That leaves peaks at the same places and erases those of a generator, so none was counted. A file without loss, such as the original PNG, could be judged.",
    "文件经过有损压缩。压缩会在相同位置留下峰值，并抹去生成器的峰值，因此均未计入。无损文件（例如原始 PNG）则可以判断。",
);

const WEAK: Words = Words::new(
    "The peaks were weak, on one axis only, or those of an enlargement by two or four.",
    "峰值较弱、仅在一个轴上，或属于放大两倍、四倍的痕迹。",
);

const QUANTISED: Words = Words::new(
    "The structure repeated every 8 pixels, and its cosine coefficients had been quantised: the picture was a JPEG before, which explains the peaks.",
    "结构每 8 个像素重复一次，且其余弦系数曾被量化：图像以前是 JPEG，这可以解释这些峰值。",
);

const HALVED: Words = Words::new(
    "The structure repeated every 8 pixels and the colour every 16: the picture was a JPEG or another compressed format before, which explains the peaks.",
    "结构每 8 个像素重复一次，色度每 16 个像素重复一次：图像以前是 JPEG 或其他压缩格式，这可以解释这些峰值。",
);

const HALF_SIZE: Words = Words::new(
    "The structure repeated every 8 pixels, and the colour much more strongly: an older JPEG that was scaled to half its size explains the peaks.",
    "结构每 8 个像素重复一次，而色度的重复强得多：缩小到一半的较早 JPEG 可以解释这些峰值。",
);

const FOUR: Words = Words::new(
    "The structure repeated mainly every 4 pixels, as in a picture that was a lossy WebP before.",
    "结构主要每 4 个像素重复一次，与曾是有损 WebP 的图像相同。",
);

const CORNER: Words = Words::new(
    "The structure repeated every 4 or 8 pixels from the very corner of the picture, as in a picture that was WebP, AVIF or a frame of a video before. Decoders of most generators begin elsewhere.",
    "结构从图像的角上开始每 4 或 8 个像素重复一次，与曾是 WebP、AVIF 或视频截帧的图像相同。多数生成器的解码器并不从角上开始。",
);

const ONLY_LUMA: Words = Words::new(
    "The structure repeated every 8 pixels in brightness and hardly in colour. Decoders of generators make all channels alike; an earlier compression does not.",
    "结构在亮度上每 8 个像素重复一次，在色度上几乎没有。生成器的解码器对所有通道一视同仁，而较早的压缩则不然。",
);
