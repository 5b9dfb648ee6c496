//! The averaged spectrum as a picture of fixed brightness, and its rings as curves on fixed axes.

use std::f64::consts::FRAC_1_SQRT_2;

use image::{Rgb, RgbImage};

use crate::artifact::{Artifact, Axis, Content, Plot, Series};
use crate::spectral::{Averaged, TILE};
use crate::text::Words;

/// Powers from a hundredth to a hundred times the mean, as decimal logarithms, go from black to white.
const DECADES: f64 = 2.0;

/// Rings of the curves.
const RINGS: usize = 48;

/// Power of luma and both colour differences by frequency, over each one's mean.
pub(super) fn rings(averaged: &Averaged) -> Artifact {
    let names = [
        Words::new("Luma", "亮度"),
        Words::new("Blue difference (Cb)", "蓝色差（Cb）"),
        Words::new("Red difference (Cr)", "红色差（Cr）"),
    ];
    let series = names.into_iter().zip(&averaged.linear).map(|(name, spectrum)| {
        let (mut sums, mut counts) = ([0.0; RINGS], [0u32; RINGS]);
        for ((row, column), power) in spectrum.indexed_iter() {
            let down = row.min(TILE - row) as f64 / TILE as f64;
            let ring = f64::hypot(down, column as f64 / TILE as f64) / FRAC_1_SQRT_2 * RINGS as f64;
            if let (Some(sum), Some(count)) = (sums.get_mut(ring as usize), counts.get_mut(ring as usize)) {
                *sum += power;
                *count += 1;
            }
        }
        let points =
            sums.iter().zip(counts).enumerate().filter(|(_, (_, count))| *count > 0).map(|(ring, (sum, count))| {
                let power = (sum / f64::from(count)).max(f64::MIN_POSITIVE).log10().clamp(-DECADES, DECADES);
                // Rounded so that the report does not carry digits that mean nothing.
                let frequency = (ring as f64 + 0.5) / RINGS as f64 * FRAC_1_SQRT_2;
                ((frequency * 1e4).round() / 1e4, (power * 1e3).round() / 1e3)
            });
        Series { label: name.into(), points: points.collect() }
    });
    Artifact {
        id: "rings",
        title: Words::new("Finest structure by frequency", "最细微结构的频率分布").into(),
        caption: Words::new(
            "Power of the differences between neighbouring pixels at each frequency, over their mean; 0.5 cycles per pixel is the finest grating along a row. The subject shapes these curves more than the origin does.",
            "相邻像素之差在各频率上的功率与其平均值之比；0.5 周/像素是沿一行能达到的最细条纹。拍摄内容对这些曲线的影响大于图像来源。",
        )
        .into(),
        content: Content::Plot(Plot {
            x: Axis {
                label: Words::new("Frequency (cycles per pixel)", "频率（周/像素）").into(),
                min: 0.0,
                max: 0.75,
            },
            y: Axis {
                label: Words::new("Power over its mean (log10)", "功率与平均值之比（log10）").into(),
                min: -DECADES,
                max: DECADES,
            },
            series: series.collect(),
        }),
    }
}

/// Luma's spectrum with zero frequency in the middle.
pub(super) fn spectrum(averaged: &Averaged) -> Artifact {
    let side = TILE as u32;
    let picture = RgbImage::from_fn(side, side, |x, y| {
        // The half that is not held mirrors the one that is.
        let (across, down) = (i64::from(x) - i64::from(side / 2), i64::from(y) - i64::from(side / 2));
        let (across, down) = if across < 0 { (-across, -down) } else { (across, down) };
        let at = (down.rem_euclid(TILE as i64) as usize, across as usize);
        let power = averaged.linear[0].get(at).copied().unwrap_or(0.0);
        let place = (power.max(f64::MIN_POSITIVE).log10() / DECADES).clamp(-1.0, 1.0);
        Rgb([(127.5 * (place + 1.0)).round() as u8; 3])
    });
    Artifact {
        id: "spectrum",
        title: Words::new("Spectrum of the finest structure", "最细微结构的频谱").into(),
        caption: Words::new(
            "Luma, averaged over all measured pieces; the middle is frequency 0, the edges half a cycle per pixel. Middle grey is the mean power, white a hundred times as much, black a hundredth. Points at equal distances mostly come from JPEG's own grid of 8 pixels.",
            "亮度，取所有测量区域的平均；中央为频率 0，边缘为每像素半周。中灰为平均功率，白为其一百倍，黑为其百分之一。等距的亮点多半来自 JPEG 自身的 8 像素网格。",
        )
        .into(),
        content: Content::Picture(picture),
    }
}
