//! Huffman tables (ITU-T T.81 annex C and F.2.2.3).

use super::bits::Bits;

/// A table that looks codes up by their first 16 bits in two steps.
#[derive(Clone)]
pub(super) struct Huffman {
    /// By the first 9 bits: length in the high byte, symbol in the low one; 0 where the code is longer.
    short: Vec<u16>,
    /// Largest code of each length 10 to 16, left-aligned to 16 bits and exclusive.
    ends: [u32; 17],
    /// What to add to a code of each length for its place in `symbols`.
    offsets: [i32; 17],
    symbols: Vec<u8>,
}

const SHORT: u32 = 9;

impl Huffman {
    /// From the 16 counts and the symbols of a DHT segment; `None` when the counts overflow the code space.
    pub(super) fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Self> {
        let mut table = Self { short: vec![0; 1 << SHORT], ends: [0; 17], offsets: [0; 17], symbols: symbols.to_vec() };
        let mut code = 0_u32;
        let mut index = 0_usize;
        for (length, &count) in (1_u32..=16).zip(counts) {
            let place = length as usize;
            table.offsets[place] = i32::try_from(index).ok()? - i32::try_from(code).ok()?;
            for _ in 0..count {
                let symbol = *symbols.get(index)?;
                if code >= 1 << length {
                    return None;
                }
                if length <= SHORT {
                    let first = (code << (SHORT - length)) as usize;
                    let entry = (length as u16) << 8 | u16::from(symbol);
                    table.short.get_mut(first..first + (1 << (SHORT - length)))?.fill(entry);
                }
                code += 1;
                index += 1;
            }
            table.ends[place] = code << (16 - length);
            code <<= 1;
        }
        Some(table)
    }

    /// The next symbol; `None` when no code of the table stands there.
    #[inline]
    pub(super) fn symbol(&self, bits: &mut Bits) -> Option<u8> {
        let next = bits.peek_16();
        let entry = self.short.get(usize::from(next >> (16 - SHORT))).copied().unwrap_or_default();
        if entry != 0 {
            bits.skip(u32::from(entry >> 8));
            return Some(entry as u8);
        }
        let length = (SHORT as usize + 1..=16).find(|&length| u32::from(next) < self.ends[length])?;
        bits.skip(length as u32);
        let code = i32::from(next) >> (16 - length);
        self.symbols.get(usize::try_from(code + self.offsets[length]).ok()?).copied()
    }
}
