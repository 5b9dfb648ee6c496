//! Numbers, sizes and moments in words.

use catchlight_forensics::text;
use catchlight_forensics::text::{Text, grouped};

/// A measured value with this many significant digits, without trailing zeros; very large and very small
/// ones with a power of ten.
pub(crate) fn measure(value: f64, digits: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return if value == 0.0 { "0".to_owned() } else { value.to_string() };
    }
    let rounded = format!("{value:.*e}", digits.saturating_sub(1));
    let (mantissa, exponent) = rounded.split_once('e').unwrap_or((&rounded, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-5..15).contains(&exponent) {
        return format!("{}e{exponent}", without_trailing_zeros(mantissa));
    }
    let decimals = (digits as i32 - 1 - exponent).max(0) as usize;
    let exact: f64 = rounded.parse().unwrap_or(value);
    without_trailing_zeros(&format!("{exact:.decimals$}")).replace('-', "\u{2212}")
}

fn without_trailing_zeros(number: &str) -> &str {
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}

/// A file's length, rounded and exact: "3.1 MB (3,145,728 bytes)".
pub(crate) fn bytes(bytes: u64) -> Text {
    let exact = grouped(bytes);
    let mut value = bytes as f64;
    let mut unit = "";
    for larger in ["kB", "MB", "GB"] {
        if value < 1000.0 {
            break;
        }
        value /= 1000.0;
        unit = larger;
    }
    if unit.is_empty() {
        return text!("{exact} bytes", "{exact} 字节");
    }
    let short = measure(value, if value < 10.0 { 2 } else { 3 });
    text!("{short} {unit} ({exact} bytes)", "{short} {unit}（{exact} 字节）")
}

/// The beginning of a file's digest: enough to tell files apart, short enough to read.
pub(crate) fn digest(sha256: &str) -> String {
    const CHARACTERS: usize = 16;
    let start: String = sha256.chars().take(CHARACTERS).collect();
    format!("SHA-256 {start}…")
}

/// An RFC 3339 moment, easier to read: a space between day and time, and before the zone.
pub(crate) fn moment(rfc3339: &str) -> String {
    let Some((day, time)) = rfc3339.split_once('T') else { return rfc3339.to_owned() };
    match time.find(['+', '-', 'Z']).and_then(|at| time.split_at_checked(at)) {
        Some((time, "Z")) => format!("{day} {time} UTC"),
        Some((time, zone)) => format!("{day} {time} {zone}"),
        None => format!("{day} {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_significant_digits() {
        for (value, digits, written) in [
            (0.0, 3, "0"),
            (1234.567, 4, "1235"),
            (0.012345, 3, "0.0123"),
            (-2.5, 3, "\u{2212}2.5"),
            (1.0, 4, "1"),
            (999.96, 4, "1000"),
            (1e300, 3, "1e300"),
        ] {
            assert_eq!(measure(value, digits), written);
        }
    }

    #[test]
    fn lengths_are_rounded_and_exact() {
        assert_eq!(bytes(512).en, "512 bytes");
        assert_eq!(bytes(3_145_728).en, "3.1 MB (3,145,728 bytes)");
        assert_eq!(bytes(3_145_728).zh, "3.1 MB（3,145,728 字节）");
    }

    #[test]
    fn moments_keep_their_zone() {
        assert_eq!(moment("2026-11-22T07:19:39+00:00"), "2026-11-22 07:19:39 +00:00");
        assert_eq!(moment("2026-11-22T07:19:39Z"), "2026-11-22 07:19:39 UTC");
        assert_eq!(moment("yesterday"), "yesterday");
    }
}
