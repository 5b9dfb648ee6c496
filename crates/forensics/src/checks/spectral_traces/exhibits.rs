//! The averaged spectrum on a fixed scale, and its rings as a curve beside those of camera photos.

use ndarray::Array2;

use super::held_out;
use crate::artifact::{Artifact, Axis, Band, Content, Outline, Plot, Series, Shape, Spectrum, Stroke};
use crate::spectral::{self, Averaged, TILE};
use crate::text::{Text, Words};

/// Powers from a hundredth to a hundred times the mean, as decimal logarithms.
const DECADES: f32 = 2.0;

/// Luma's power by frequency, over its mean.
pub(super) fn rings(averaged: &Averaged) -> Artifact {
    let most = f64::from(DECADES);
    // Rounded so that the report does not carry digits that mean nothing.
    let rounded = |value: f64| (value.clamp(-most, most) * 1e3).round() / 1e3;
    let points: Vec<(f64, f64)> =
        spectral::luma_rings(averaged).into_iter().map(|(at, power)| (rounded(at), rounded(power))).collect();
    let edges = points.iter().zip(held_out::CAMERA_RINGS).map(|((at, _), (low, high))| (*at, *low, *high)).collect();
    let band = Band {
        label: Words::new(
            "5 to 95 % of camera photos after the tested scalings and compressions",
            "经过测试所用缩放和压缩的相机照片的 5 % 至 95 %",
        )
        .into(),
        edges,
    };
    let x = Axis::even(Words::new("Frequency (cycles per pixel)", "频率（周/像素）").into(), 0.0, 0.75);
    let y = Axis::even(Words::new("Power over its mean (log10)", "功率与平均值之比（log10）").into(), -most, most);
    let series = vec![Series::line(Words::new("This photo, luma", "本照片，亮度").into(), points)];
    Artifact {
        id: "rings",
        title: Words::new("Finest structure by frequency", "最细微结构的频率分布").into(),
        caption: Words::new(
            "Power of the differences between neighbouring pixels at each frequency, over their mean; 0.5 cycles per pixel is the finest grating along a row. The subject shapes this curve more than the origin does: generated pictures mostly lie in the band, too.",
            "相邻像素之差在各频率上的功率与其平均值之比；0.5 周/像素是沿一行能达到的最细条纹。拍摄内容对曲线的影响大于图像来源：生成图像大多也落在此范围内。",
        )
        .into(),
        content: Content::Plot(Plot { bands: vec![band], ..Plot::new(x, y, series) }),
    }
}

/// Luma's spectrum; the places of JPEG's own grid are marked where the file is a JPEG.
pub(super) fn spectrum(averaged: &Averaged, is_jpeg: bool) -> Artifact {
    let half = TILE / 2;
    let plane = Array2::from_shape_fn((TILE, TILE), |(row, column)| {
        // The half that is not held mirrors the one that is.
        let (row, column) = if column < half { (TILE - row, TILE - column) } else { (row, column) };
        let power = averaged.linear[0].get([(row + half) % TILE, column - half]).copied().unwrap_or(f64::NAN);
        power.max(f64::MIN_POSITIVE).log10() as f32
    });
    let eighths = || (-4i8..=4).map(|multiple| f32::from(multiple) / 8.0);
    let grid = eighths().flat_map(|down| eighths().map(move |across| (across, down))).filter(|at| *at != (0.0, 0.0));
    let marks = is_jpeg.then(|| Outline {
        label: Words::new("The file's own JPEG grid", "文件自身的 JPEG 网格").into(),
        stroke: Stroke::Dotted,
        shape: Shape::Dots(grid.collect()),
    });
    Artifact {
        id: "spectrum",
        title: Words::new("Spectrum of the finest structure", "最细微结构的频谱").into(),
        caption: Words::new(
            "Luma, averaged over all measured pieces; the middle is frequency 0, the edges half a cycle per pixel. The scale goes from a hundredth to a hundred times the mean power and is the same in every photo.",
            "亮度，取所有测量区域的平均；中央为频率 0，边缘为每像素半周。刻度从平均功率的百分之一到一百倍，所有照片相同。",
        )
        .into(),
        content: Content::Spectrum(Spectrum {
            plane,
            range: (-DECADES, DECADES),
            unit: Text::same("log10"),
            marks: marks.into_iter().collect(),
        }),
    }
}
