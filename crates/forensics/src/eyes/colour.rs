//! Colours: sRGB to CIE L*a*b* (D65), and linear light for dividing one colour by another.

/// CIE L*a*b*: lightness 0 to 100, green to red, blue to yellow.
pub type Lab = [f32; 3];

/// White point D65 of IEC 61966-2-1.
const WHITE: [f32; 3] = [0.950_47, 1.0, 1.088_83];

/// Linear light of sRGB samples (0 to 255), each 0 to 1.
pub fn linear(srgb: [f32; 3]) -> [f32; 3] {
    srgb.map(|sample| {
        let value = (sample / 255.0).clamp(0.0, 1.0);
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    })
}

/// sRGB samples (0 to 255) of linear light.
pub fn srgb(linear: [f32; 3]) -> [u8; 3] {
    linear.map(|light| {
        let light = light.clamp(0.0, 1.0);
        let value = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
        (value * 255.0).round() as u8
    })
}

/// L*a*b* of linear light.
pub fn lab(linear: [f32; 3]) -> Lab {
    let [red, green, blue] = linear;
    let xyz = [
        0.412_456_4 * red + 0.357_576_1 * green + 0.180_437_5 * blue,
        0.212_672_9 * red + 0.715_152_2 * green + 0.072_175 * blue,
        0.019_333_9 * red + 0.119_192 * green + 0.950_304_1 * blue,
    ];
    let curved =
        |value: f32| if value > 216.0 / 24_389.0 { value.cbrt() } else { (24_389.0 / 27.0 * value + 16.0) / 116.0 };
    let [x, y, z] = [0, 1, 2].map(|axis| curved(xyz[axis] / WHITE[axis]));
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Distance of two colours (CIE 1976 delta E): about 2 is just visible side by side.
pub fn difference(one: Lab, other: Lab) -> f32 {
    (one[0] - other[0]).hypot(one[1] - other[1]).hypot(one[2] - other[2])
}

/// Middle value of each channel; `None` when there are none.
pub fn median(colours: &[[f32; 3]]) -> Option<[f32; 3]> {
    let middle = colours.len() / 2;
    let channel = |at: usize| {
        let mut values: Vec<f32> = colours.iter().map(|colour| colour[at]).collect();
        values.sort_by(f32::total_cmp);
        values.get(middle).copied()
    };
    Some([channel(0)?, channel(1)?, channel(2)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_colours_have_their_published_values() {
        // Bruce Lindbloom's calculator, sRGB, D65.
        for (rgb, expected) in [
            ([255.0, 255.0, 255.0], [100.0, 0.0, 0.0]),
            ([255.0, 0.0, 0.0], [53.241, 80.092, 67.203]),
            ([0.0, 0.0, 255.0], [32.297, 79.188, -107.860]),
            ([119.0, 119.0, 119.0], [50.034, 0.0, 0.0]),
        ] {
            assert!(difference(lab(linear(rgb)), expected) < 0.05, "{rgb:?}: {:?}", lab(linear(rgb)));
        }
    }

    #[test]
    fn linear_light_goes_back() {
        for level in [0, 1, 10, 100, 200, 255] {
            assert_eq!(srgb(linear([f32::from(level as u8); 3])), [level as u8; 3]);
        }
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[[3.0, 0.0, 1.0], [1.0, 5.0, 1.0], [2.0, 1.0, 1.0]]), Some([2.0, 1.0, 1.0]));
    }
}
