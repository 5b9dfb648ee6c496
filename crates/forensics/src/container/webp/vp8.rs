//! Quantiser indices in the frame header of a VP8 key frame (RFC 6386, sections 9.2 to 9.6), read with
//! its boolean decoder (section 7).

/// Quantiser indices of a key frame, 0 (finest) to 127: one of each segment, or the frame's.
/// `None` when the header is cut short or no key frame.
pub(super) fn quantisers(data: &[u8]) -> Option<Vec<u8>> {
    /// Frame tag, start code and dimensions.
    const HEAD: usize = 10;
    if data.first()? & 1 != 0 {
        return None;
    }
    let mut bits = Booleans::new(data.get(HEAD..)?)?;
    let _colour_space = bits.literal(1)?;
    let _clamping = bits.literal(1)?;
    let segments = if bits.literal(1)? == 1 { Some(Segments::read(&mut bits)?) } else { None };
    let _filter_type = bits.literal(1)?;
    let _filter_level = bits.literal(6)?;
    let _sharpness = bits.literal(3)?;
    if bits.literal(1)? == 1 && bits.literal(1)? == 1 {
        for _ in 0..8 {
            bits.optional_signed(6)?;
        }
    }
    let _partitions = bits.literal(2)?;
    let frame = bits.literal(7)? as i32;
    Some(match segments {
        None => vec![frame as u8],
        Some(segments) => segments
            .quantisers
            .map(|value| (if segments.absolute { value } else { frame + value }).clamp(0, 127) as u8)
            .to_vec(),
    })
}

struct Segments {
    absolute: bool,
    quantisers: [i32; 4],
}

impl Segments {
    fn read(bits: &mut Booleans) -> Option<Self> {
        let updates_map = bits.literal(1)? == 1;
        let mut segments = Self { absolute: false, quantisers: [0; 4] };
        if bits.literal(1)? == 1 {
            segments.absolute = bits.literal(1)? == 1;
            for quantiser in &mut segments.quantisers {
                *quantiser = bits.optional_signed(7)?;
            }
            for _ in 0..4 {
                bits.optional_signed(6)?;
            }
        }
        if updates_map {
            for _ in 0..3 {
                if bits.literal(1)? == 1 {
                    bits.literal(8)?;
                }
            }
        }
        Some(segments)
    }
}

/// The boolean entropy decoder, for equal probabilities only: the header needs no others.
struct Booleans<'a> {
    rest: std::slice::Iter<'a, u8>,
    value: u32,
    range: u32,
    count: u32,
}

impl<'a> Booleans<'a> {
    fn new(data: &'a [u8]) -> Option<Self> {
        let mut rest = data.iter();
        let value = u32::from(*rest.next()?) << 8 | u32::from(*rest.next()?);
        Some(Self { rest, value, range: 255, count: 0 })
    }

    fn bit(&mut self) -> Option<u32> {
        let split = 1 + (((self.range - 1) * 128) >> 8);
        let is_set = self.value >= split << 8;
        if is_set {
            self.range -= split;
            self.value -= split << 8;
        } else {
            self.range = split;
        }
        while self.range < 128 {
            self.value <<= 1;
            self.range <<= 1;
            self.count += 1;
            if self.count == 8 {
                self.count = 0;
                self.value |= u32::from(*self.rest.next()?);
            }
        }
        Some(u32::from(is_set))
    }

    fn literal(&mut self, bits: u32) -> Option<u32> {
        (0..bits).try_fold(0, |value, _| Some(value << 1 | self.bit()?))
    }

    /// A flag, then a magnitude and a sign when it is set.
    fn optional_signed(&mut self, bits: u32) -> Option<i32> {
        if self.literal(1)? == 0 {
            return Some(0);
        }
        let magnitude = self.literal(bits)? as i32;
        Some(if self.literal(1)? == 1 { -magnitude } else { magnitude })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The boolean encoder of RFC 6386, section 7.3, for equal probabilities.
    struct Encoder {
        output: Vec<u8>,
        range: u32,
        bottom: u32,
        count: i32,
    }

    impl Encoder {
        fn new() -> Self {
            Self { output: Vec::new(), range: 255, bottom: 0, count: 24 }
        }

        fn bit(&mut self, set: bool) {
            let split = 1 + (((self.range - 1) * 128) >> 8);
            if set {
                let (bottom, carries) = self.bottom.overflowing_add(split);
                self.bottom = bottom;
                if carries {
                    self.carry();
                }
                self.range -= split;
            } else {
                self.range = split;
            }
            while self.range < 128 {
                self.range <<= 1;
                if self.bottom & (1 << 31) != 0 {
                    self.carry();
                }
                self.bottom <<= 1;
                self.count -= 1;
                if self.count == 0 {
                    self.output.push((self.bottom >> 24) as u8);
                    self.bottom &= (1 << 24) - 1;
                    self.count = 8;
                }
            }
        }

        fn carry(&mut self) {
            for byte in self.output.iter_mut().rev() {
                let (next, carries) = byte.overflowing_add(1);
                *byte = next;
                if !carries {
                    return;
                }
            }
        }

        fn literal(&mut self, value: u32, bits: u32) {
            (0..bits).rev().for_each(|place| self.bit(value >> place & 1 == 1));
        }

        fn finish(mut self) -> Vec<u8> {
            self.literal(0, 32);
            let mut frame = vec![0, 0, 0, 0x9d, 0x01, 0x2a, 16, 0, 16, 0];
            frame.extend(self.output);
            frame
        }
    }

    /// A frame header with these bits for segmentation, then a base index.
    fn frame(segmentation: impl FnOnce(&mut Encoder), base: u32) -> Vec<u8> {
        let mut bits = Encoder::new();
        bits.literal(0, 2);
        segmentation(&mut bits);
        // Filter type, level and sharpness; deltas enabled, updated, the first and the last one set.
        bits.literal(0b10_1010_1011, 10);
        bits.literal(0b11, 2);
        bits.literal(0b1001_1001, 8);
        bits.literal(0, 6);
        bits.literal(0b1110_0000, 8);
        bits.literal(2, 2);
        bits.literal(base, 7);
        bits.finish()
    }

    #[test]
    fn a_frame_without_segments_has_one_index() {
        for base in [0, 26, 101, 127] {
            assert_eq!(quantisers(&frame(|bits| bits.bit(false), base)), Some(vec![base as u8]));
        }
    }

    #[test]
    fn segments_have_indices_of_their_own() {
        let segments = |absolute: bool| {
            move |bits: &mut Encoder| {
                bits.literal(0b111, 3);
                bits.bit(absolute);
                for (value, negative) in [(20, false), (9, true), (0, false), (127, false)] {
                    bits.bit(true);
                    bits.literal(value, 7);
                    bits.bit(negative);
                }
                bits.literal(0, 4);
                // A probability of the segment map, then two left out.
                bits.literal(0b110_1010_1000, 11);
            }
        };
        assert_eq!(quantisers(&frame(segments(true), 50)), Some(vec![20, 0, 0, 127]));
        assert_eq!(quantisers(&frame(segments(false), 50)), Some(vec![70, 41, 50, 127]));
    }

    #[test]
    fn a_short_header_has_none() {
        let whole = frame(|bits| bits.bit(false), 33);
        assert!((0..13).all(|end| quantisers(&whole[..end]).is_none()));
        let mut later = whole;
        later[0] |= 1;
        assert_eq!(quantisers(&later), None);
    }
}
