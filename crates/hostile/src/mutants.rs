//! Files changed by chance: bits, lengths that lie, parts that change places, files inside of files. A number
//! gives the same mutant of the same files for ever.
#![expect(clippy::ptr_arg, reason = "all changes have one signature, and some lengthen the file")]

use catchlight_forensics::Limits;
use catchlight_forensics::container::{self, Part};

/// A changed file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// The file that it was.
    pub of: String,
    /// What was done to it, in order.
    pub done: Vec<&'static str>,
    /// What it is now.
    pub bytes: Vec<u8>,
}

/// A way of changing bytes.
type Change = fn(&mut Numbers, &mut Vec<u8>, &[(String, Vec<u8>)]);

/// Every way, with its name.
const CHANGES: [(&str, Change); 8] = [
    ("bits", bits),
    ("cut", cut),
    ("length", length),
    ("swap", swap),
    ("twice", twice),
    ("nested", nested),
    ("removed", removed),
    ("filled", filled),
];

/// The mutant of this number.
pub fn mutant(files: &[(String, Vec<u8>)], number: u64) -> Mutant {
    let mut numbers = Numbers(number);
    let (of, bytes) = files.get(numbers.below(files.len())).cloned().unwrap_or_default();
    let mut mutant = Mutant { of, done: Vec::new(), bytes };
    for _ in 0..=numbers.below(3) {
        let (name, change) = CHANGES[numbers.below(CHANGES.len())];
        change(&mut numbers, &mut mutant.bytes, files);
        mutant.done.push(name);
    }
    mutant
}

/// A fixed sequence of numbers (SplitMix64), so that a failure can be repeated.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below `most`, and 0 where there is none.
    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    /// A place in a file: every other one in its first 512 bytes, where a byte does most harm.
    fn place(&mut self, length: usize) -> usize {
        let most = if self.below(2) == 0 { length.min(512) } else { length };
        self.below(most)
    }
}

fn bits(numbers: &mut Numbers, bytes: &mut Vec<u8>, _: &[(String, Vec<u8>)]) {
    for _ in 0..=numbers.below(8) {
        let at = numbers.place(bytes.len());
        let bit = numbers.below(8);
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 << bit;
        }
    }
}

fn cut(numbers: &mut Numbers, bytes: &mut Vec<u8>, _: &[(String, Vec<u8>)]) {
    let length = numbers.below(bytes.len());
    bytes.truncate(length);
}

/// A number where formats keep lengths, counts and offsets: at the start of a part.
fn length(numbers: &mut Numbers, bytes: &mut Vec<u8>, _: &[(String, Vec<u8>)]) {
    const LIES: [u64; 8] = [0, 1, 2, 0x7f, 0xff, 0x7fff_ffff, 0xffff_ffff, u64::MAX];
    let parts = parts(bytes);
    let start = parts.get(numbers.below(parts.len())).map_or(0, |part| part.offset);
    let at = start + numbers.below(12);
    let lie = if numbers.below(2) == 0 { numbers.next() >> numbers.below(64) } else { LIES[numbers.below(LIES.len())] };
    let width = [1, 2, 4, 8][numbers.below(4)];
    let number = if numbers.below(2) == 0 { lie.to_le_bytes() } else { lie.rotate_right(width * 8).to_be_bytes() };
    for (byte, new) in bytes.iter_mut().skip(at).zip(number.into_iter().take(width as usize)) {
        *byte = new;
    }
}

/// Two parts change places.
fn swap(numbers: &mut Numbers, bytes: &mut Vec<u8>, _: &[(String, Vec<u8>)]) {
    let parts = parts(bytes);
    let (one, other) = (numbers.below(parts.len()), numbers.below(parts.len()));
    let (Some(first), Some(second)) = (parts.get(one.min(other)), parts.get(one.max(other))) else { return };
    let (start, end) = (range(first).end, second.offset);
    if start > end {
        return;
    }
    let swapped = [
        &bytes[..first.offset],
        &bytes[range(second)],
        &bytes[start..end],
        &bytes[range(first)],
        &bytes[range(second).end..],
    ];
    *bytes = swapped.concat();
}

/// A part is there twice.
fn twice(numbers: &mut Numbers, bytes: &mut Vec<u8>, _: &[(String, Vec<u8>)]) {
    let parts = parts(bytes);
    let Some(part) = parts.get(numbers.below(parts.len())) else { return };
    let again = bytes[range(part)].to_vec();
    bytes.splice(part.offset..part.offset, again);
}

/// Another file lies inside, in front, or behind.
fn nested(numbers: &mut Numbers, bytes: &mut Vec<u8>, files: &[(String, Vec<u8>)]) {
    let Some((_, other)) = files.get(numbers.below(files.len())) else { return };
    let parts = parts(bytes);
    let part = parts.get(numbers.below(parts.len()));
    let at = match (numbers.below(4), part) {
        (0, _) => 0,
        (1, _) | (_, None) => bytes.len(),
        // Behind what is likely the head of a part.
        (_, Some(part)) => part.offset + part.length.min(numbers.below(20)),
    };
    let over = if numbers.below(2) == 0 { other.len().min(bytes.len() - at) } else { 0 };
    bytes.splice(at..at + over, other.iter().copied());
}

fn removed(numbers: &mut Numbers, bytes: &mut Vec<u8>, _: &[(String, Vec<u8>)]) {
    let parts = parts(bytes);
    if let Some(part) = parts.get(numbers.below(parts.len())) {
        bytes.drain(range(part));
    }
}

/// A run of one value.
fn filled(numbers: &mut Numbers, bytes: &mut Vec<u8>, _: &[(String, Vec<u8>)]) {
    let at = numbers.place(bytes.len());
    let value = [0, 0xff, 0x80, b'<', b'{', 0x1c][numbers.below(6)];
    let run = 1 + numbers.below(200);
    bytes.iter_mut().skip(at).take(run).for_each(|byte| *byte = value);
}

/// The parts of a file, as far as its structure can be read.
fn parts(bytes: &[u8]) -> Vec<Part> {
    container::read(bytes, &Limits::default()).parts
}

fn range(part: &Part) -> std::ops::Range<usize> {
    part.offset..part.offset + part.length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files;

    #[test]
    fn a_number_gives_the_same_mutant_for_ever() {
        let files = files::rendered();
        let mutants: Vec<Mutant> = (0..200).map(|number| mutant(&files, number)).collect();
        assert!(mutants == (0..200).map(|number| mutant(&files, number)).collect::<Vec<_>>());
        for (name, _) in CHANGES {
            assert!(mutants.iter().any(|mutant| mutant.done == [name]), "nothing but {name} was done to none");
        }
        let changed = mutants.iter().filter(|mutant| files.iter().all(|(_, bytes)| *bytes != mutant.bytes)).count();
        assert!(changed > 180, "{changed} of 200 differ from every file");
    }
}
