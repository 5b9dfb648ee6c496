//! JPEG quality from quantisation tables.

use crate::coefficients::ZIG_ZAG;
use crate::container::QuantisationTable;

/// What a set of quantisation tables says about the encoder's quality setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    /// The tables are exactly those of the Independent JPEG Group's encoder at this quality (1 to 100).
    Standard(u8),
    /// The tables are the encoder's own; this standard quality (1 to 100) quantises most alike.
    Nearest(u8),
}

/// Estimates the quality setting: the standard quality whose tables equal the file's, else the one
/// with the smallest mean absolute difference of log quantisation steps. Table 0 is compared with the
/// luminance table of ITU-T T.81 Annex K, the others with its chrominance table, both scaled as the
/// Independent JPEG Group's `jpeg_quality_scaling` does. `None` without tables.
pub fn estimate(tables: &[QuantisationTable]) -> Option<Quality> {
    let distance = |quality: u8| -> f64 { tables.iter().map(|table| table_distance(table, quality)).sum() };
    if tables.is_empty() {
        return None;
    }
    let nearest = (1..=100u8).rev().min_by(|one, other| distance(*one).total_cmp(&distance(*other)))?;
    Some(if distance(nearest) == 0.0 { Quality::Standard(nearest) } else { Quality::Nearest(nearest) })
}

fn table_distance(table: &QuantisationTable, quality: u8) -> f64 {
    let base = if table.id == 0 { &LUMINANCE } else { &CHROMINANCE };
    ZIG_ZAG
        .iter()
        .zip(table.values)
        .map(|(&place, value)| {
            let standard = scaled(base[usize::from(place)], quality);
            (f64::from(value.max(1)) / f64::from(standard)).ln().abs()
        })
        .sum()
}

/// The luminance steps of the Independent JPEG Group's encoder at a quality of 1 to 100, row-major.
pub fn standard_luminance(quality: u8) -> [u16; 64] {
    LUMINANCE.map(|base| scaled(base, quality.clamp(1, 100)))
}

fn scaled(base: u16, quality: u8) -> u16 {
    let quality = u32::from(quality);
    let percent = if quality < 50 { 5000 / quality } else { 200 - 2 * quality };
    // The result is at most 255, so the cast keeps it.
    ((u32::from(base) * percent + 50) / 100).clamp(1, 255) as u16
}

/// ITU-T T.81 table K.1, row-major.
#[rustfmt::skip]
const LUMINANCE: [u16; 64] = [
    16, 11, 10, 16,  24,  40,  51,  61,
    12, 12, 14, 19,  26,  58,  60,  55,
    14, 13, 16, 24,  40,  57,  69,  56,
    14, 17, 22, 29,  51,  87,  80,  62,
    18, 22, 37, 56,  68, 109, 103,  77,
    24, 35, 55, 64,  81, 104, 113,  92,
    49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103,  99,
];

/// ITU-T T.81 table K.2, row-major.
#[rustfmt::skip]
const CHROMINANCE: [u16; 64] = [
    17, 18, 24, 47, 99, 99, 99, 99,
    18, 21, 26, 66, 99, 99, 99, 99,
    24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn standard(quality: u8) -> Vec<QuantisationTable> {
        [(0, &LUMINANCE), (1, &CHROMINANCE)]
            .map(|(id, base)| QuantisationTable {
                id,
                values: ZIG_ZAG.map(|place| scaled(base[usize::from(place)], quality)),
            })
            .to_vec()
    }

    #[test]
    fn standard_tables_are_recognised_at_every_quality_that_has_tables_of_its_own() {
        for quality in 1..=100 {
            let Some(Quality::Standard(found)) = estimate(&standard(quality)) else {
                unreachable!("standard tables at {quality}");
            };
            // Below 2 every step is clamped to 255, so qualities share tables.
            assert_eq!(standard(found), standard(quality), "quality {quality}");
        }
        assert_eq!(estimate(&standard(85)), Some(Quality::Standard(85)));
    }

    #[test]
    fn other_tables_get_the_nearest_quality_and_say_so() {
        let mut tables = standard(70);
        tables[0].values[5] += 1;
        assert_eq!(estimate(&tables), Some(Quality::Nearest(70)));
    }

    #[test]
    fn a_jpeg_encoder_agrees() {
        let jpeg = catchlight_rendered::jpeg(&catchlight_rendered::scene(64, 64, 3), 80);
        let structure = crate::container::read(&jpeg, &crate::Limits::default());
        assert!(matches!(
            estimate(&structure.jpeg.unwrap().tables),
            Some(Quality::Standard(80) | Quality::Nearest(75..=85))
        ));
    }

    #[test]
    fn no_tables_no_estimate() {
        assert_eq!(estimate(&[]), None);
    }
}
