//! Integers and runs read from untrusted bytes: past the end there is `None`, never a panic.

/// `length` bytes from `at`.
pub(crate) fn run(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    run(bytes, at, N)?.try_into().ok()
}

/// Big-endian 16 bits.
pub(crate) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    array(bytes, at).map(u16::from_be_bytes)
}

/// Big-endian 32 bits.
pub(crate) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_be_bytes)
}

/// Big-endian 64 bits.
pub(crate) fn be64(bytes: &[u8], at: usize) -> Option<u64> {
    array(bytes, at).map(u64::from_be_bytes)
}

/// Little-endian 16 bits.
pub(crate) fn le16(bytes: &[u8], at: usize) -> Option<u16> {
    array(bytes, at).map(u16::from_le_bytes)
}

/// Little-endian 24 bits.
pub(crate) fn le24(bytes: &[u8], at: usize) -> Option<u32> {
    let [low, middle, high] = array(bytes, at)?;
    Some(u32::from_le_bytes([low, middle, high, 0]))
}

/// Little-endian 32 bits.
pub(crate) fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_le_bytes)
}

/// Little-endian 64 bits.
pub(crate) fn le64(bytes: &[u8], at: usize) -> Option<u64> {
    array(bytes, at).map(u64::from_le_bytes)
}

/// Latin-1 bytes as text.
pub(crate) fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

/// A four-character code as text; bytes that are not printable Latin-1 become `�`.
pub(crate) fn code(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(
            |&byte| if byte.is_ascii_graphic() || byte == b' ' || byte >= 0xa1 { char::from(byte) } else { '\u{fffd}' },
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn past_the_end_there_is_nothing() {
        let bytes = [1, 2, 3, 4];
        assert_eq!(be16(&bytes, 2), Some(0x0304));
        assert_eq!(be16(&bytes, 3), None);
        assert_eq!(le24(&bytes, 1), Some(0x04_03_02));
        assert_eq!(be32(&bytes, usize::MAX), None);
        assert_eq!(run(&bytes, 4, 0), Some(&[][..]));
        assert_eq!(run(&bytes, 5, 0), None);
    }
}
