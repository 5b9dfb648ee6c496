//! The exhibit: the spectrum on a fixed scale, with the places that were measured.

use ndarray::Array2;

use crate::artifact::{Artifact, Content, Outline, Shape, Spectrum, Stroke};
use crate::text::{Text, Words};
use crate::traces::upsampling::Grids;

/// Natural logarithms of the magnitude over the median that are black and white: fixed, so that grey means
/// the same in every photo.
const RANGE: (f32, f32) = (-1.0, 3.5);

/// Bins along each axis of which the strongest is shown: single bins are too small to be seen.
const POOLED: usize = 2;

/// Radius of a circle in cycles per pixel.
const RADIUS: f32 = 0.016;

/// Multiples of 1/8 cycles per pixel that are circled on both axes.
const MULTIPLES: [f32; 7] = [-0.5, -0.375, -0.25, -0.125, 0.125, 0.25, 0.375];

/// The spectrum with circles at the multiples of 1/8 cycles per pixel on both axes: unbroken where they
/// were counted, dashed where the file's own compression leaves peaks there as well.
pub(super) fn exhibit(grids: &Grids, counted: bool) -> Artifact {
    let (label, stroke) = if counted { (COUNTED, Stroke::Solid) } else { (OWN_GRID, Stroke::Dashed) };
    let circle =
        |centre: (f32, f32)| Outline { label: label.into(), stroke, shape: Shape::Circle { centre, radius: RADIUS } };
    Artifact {
        id: "spectrum",
        title: TITLE.into(),
        caption: if counted { CAPTION } else { CAPTION_OF_LOSSY }.into(),
        content: Content::Spectrum(Spectrum {
            plane: pooled(&grids.picture).mapv(|magnitude| magnitude.max(f32::MIN_POSITIVE).ln()),
            range: RANGE,
            unit: Text::same("ln"),
            marks: MULTIPLES
                .into_iter()
                .flat_map(|multiple| [circle((multiple, 0.0)), circle((0.0, multiple))])
                .collect(),
        }),
    }
}

/// The strongest of each square of bins.
fn pooled(magnitudes: &Array2<f32>) -> Array2<f32> {
    let (height, width) = magnitudes.dim();
    Array2::from_shape_fn((height / POOLED, width / POOLED), |(row, column)| {
        let (top, left) = (row * POOLED, column * POOLED);
        magnitudes.slice(ndarray::s![top..top + POOLED, left..left + POOLED]).iter().copied().fold(0.0, f32::max)
    })
}

const TITLE: Words = Words::new("Spectrum of the finest structure", "最细微结构的频谱");

const COUNTED: Words = Words::new("Where a grid of 8 pixels leaves peaks", "8 像素网格留下峰值的位置");

const OWN_GRID: Words = Words::new("Where this file's own compression leaves peaks", "此文件自身的压缩留下峰值的位置");

const CAPTION: Words = Words::new(
    "Middle: coarse structure; edges: gratings of 2 pixels. Brightness is the natural logarithm of the strength over its median, on a fixed scale. Circles mark periods of 8, 4, 2.7 and 2 pixels: a bright point in each along both axes is a grid of 8 pixels.",
    "中央为粗结构，边缘为 2 像素的细纹。亮度为强度与中位数之比的自然对数，刻度固定。圆圈标出 8、4、2.7 和 2 像素的周期：若两个轴上每个圆圈中都有亮点，则为 8 像素的网格。",
);

const CAPTION_OF_LOSSY: Words = Words::new(
    "Middle: coarse structure; edges: gratings of 2 pixels. Brightness is the natural logarithm of the strength over its median, on a fixed scale. The dashed circles mark where this file's own compression leaves bright points: they were not counted.",
    "中央为粗结构，边缘为 2 像素的细纹。亮度为强度与中位数之比的自然对数，刻度固定。虚线圆圈标出此文件自身的压缩会留下亮点的位置：均未计入。",
);
