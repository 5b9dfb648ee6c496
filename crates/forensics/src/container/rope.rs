//! Data that a file stores in pieces, addressed as if it were in one.

use std::ops::Range;

/// Ranges of a file that follow one another.
#[derive(Debug, Clone, Default)]
pub(super) struct Rope {
    /// Each piece with the rope offset at which it begins.
    pieces: Vec<(usize, Range<usize>)>,
    length: usize,
}

impl Rope {
    /// Adds a piece at the end; an empty or reversed range adds nothing.
    pub(super) fn push(&mut self, piece: Range<usize>) {
        if piece.is_empty() {
            return;
        }
        let begins = self.length;
        self.length = self.length.saturating_add(piece.len());
        self.pieces.push((begins, piece));
    }

    /// Bytes in all pieces.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// Where in the file the byte at rope offset `at` lies.
    pub(super) fn offset(&self, at: usize) -> Option<usize> {
        let index = self.pieces.partition_point(|(begins, _)| *begins <= at).checked_sub(1)?;
        let (begins, piece) = self.pieces.get(index)?;
        let offset = piece.start.checked_add(at.checked_sub(*begins)?)?;
        (offset < piece.end).then_some(offset)
    }

    /// `N` bytes from rope offset `at`, which may lie in several pieces.
    pub(super) fn array<const N: usize>(&self, file: &[u8], at: usize) -> Option<[u8; N]> {
        let mut array = [0; N];
        for (index, byte) in array.iter_mut().enumerate() {
            *byte = *file.get(self.offset(at.checked_add(index)?)?)?;
        }
        Some(array)
    }

    /// The file ranges of the rope offsets `from..to`, cut at the rope's end.
    pub(super) fn ranges(&self, from: usize, to: usize) -> Vec<Range<usize>> {
        let first = self.pieces.partition_point(|(begins, _)| *begins <= from).saturating_sub(1);
        let mut ranges = Vec::new();
        for (begins, piece) in self.pieces.iter().skip(first) {
            if *begins >= to {
                break;
            }
            let start = piece.start.saturating_add(from.saturating_sub(*begins));
            let end = piece.end.min(piece.start.saturating_add(to.saturating_sub(*begins)));
            if start < end {
                ranges.push(start..end);
            }
        }
        ranges
    }
}

impl FromIterator<Range<usize>> for Rope {
    fn from_iter<I: IntoIterator<Item = Range<usize>>>(pieces: I) -> Self {
        let mut rope = Self::default();
        for piece in pieces {
            rope.push(piece);
        }
        rope
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_across_pieces_maps_back_to_the_file() {
        let rope: Rope = [2..4, 7..7, 8..11].into_iter().collect();
        assert_eq!(rope.length(), 5);
        assert_eq!(rope.array(b"..ab....cde", 1), Some(*b"bcd"));
        assert_eq!(rope.array::<3>(b"..ab....cde", 3), None);
        assert_eq!(rope.ranges(1, 4), vec![3..4, 8..10]);
        assert_eq!(rope.ranges(2, 99), vec![8..11]);
        assert!(rope.ranges(5, 9).is_empty());
        assert!(Rope::default().ranges(0, 9).is_empty());
    }
}
