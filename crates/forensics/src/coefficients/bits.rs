//! Bits of entropy-coded data: stuffed zeros removed, stopping at a marker.

/// Reads bits from the most significant on.
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    held: u64,
    count: u32,
    /// Bits that were asked for beyond the data and answered with 0.
    lacking: u32,
}

impl<'a> Bits<'a> {
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, held: 0, count: 0, lacking: 0 }
    }

    /// Whether more was read than there was, beyond the padding that an encoder may leave out.
    pub(super) fn is_exhausted(&self) -> bool {
        self.lacking > 64
    }

    fn fill(&mut self) {
        while self.count <= 56 {
            let byte = match (self.bytes.get(self.at), self.bytes.get(self.at + 1)) {
                (Some(0xff), Some(0)) => {
                    self.at += 2;
                    0xff
                }
                (Some(0xff), _) | (None, _) => {
                    self.lacking = self.lacking.saturating_add(8);
                    0
                }
                (Some(&byte), _) => {
                    self.at += 1;
                    byte
                }
            };
            self.held |= u64::from(byte) << (56 - self.count);
            self.count += 8;
        }
    }

    /// The next 16 bits, which stay where they are.
    pub(super) fn peek_16(&mut self) -> u16 {
        if self.count < 16 {
            self.fill();
        }
        (self.held >> 48) as u16
    }

    /// Steps over at most 16 bits that [`Self::peek_16`] has shown.
    pub(super) fn skip(&mut self, count: u32) {
        self.held <<= count;
        self.count = self.count.saturating_sub(count);
    }

    /// The next `count` bits, 0 to 16, as a number.
    pub(super) fn take(&mut self, count: u32) -> u16 {
        if count == 0 {
            return 0;
        }
        let value = self.peek_16() >> (16 - count.min(16));
        self.skip(count.min(16));
        value
    }

    /// The next bit.
    pub(super) fn bit(&mut self) -> bool {
        self.take(1) == 1
    }

    /// `EXTEND(RECEIVE(count))` of ITU-T T.81 F.2.2.1: a signed value of `count` bits, 0 to 15.
    pub(super) fn signed(&mut self, count: u32) -> i32 {
        let value = i32::from(self.take(count));
        if count == 0 || value >= 1 << (count - 1) { value } else { value - (1 << count) + 1 }
    }

    /// Steps over the rest of the byte and the restart marker after it. Returns whether one stood there.
    pub(super) fn restart(&mut self) -> bool {
        self.held = 0;
        self.count = 0;
        self.lacking = 0;
        // Fill bytes are legal before a marker; coded bytes that were not needed are damage, and are skipped.
        while let Some(offset) = self.bytes.get(self.at..).and_then(|rest| memchr::memchr(0xff, rest)) {
            self.at += offset;
            match self.bytes.get(self.at + 1) {
                Some(0xd0..=0xd7) => {
                    self.at += 2;
                    return true;
                }
                Some(0xff) => self.at += 1,
                Some(0) => self.at += 2,
                _ => return false,
            }
        }
        false
    }
}
