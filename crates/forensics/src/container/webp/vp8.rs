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
