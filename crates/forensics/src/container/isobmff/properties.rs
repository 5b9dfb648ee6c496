//! Item properties of the primary picture: size, depth, colour, rotation and mirroring.

use std::ops::Range;

use super::super::octets::{be16, be32, run};
use super::box_at;

/// The properties of the primary item; where it has none of a sort, the first of the file.
#[derive(Default)]
pub(super) struct Properties {
    size: Option<(u32, u32)>,
    /// Bits of one channel, channels.
    depth: Option<(u8, u8)>,
    /// Bits, and whether there is colour, by the codec's configuration.
    configuration: Option<(u8, bool)>,
    is_rgb: bool,
    profiles: Vec<Range<usize>>,
    /// `irot` and `imir` in the order in which they apply.
    turns: Vec<Turn>,
}

#[derive(Clone, Copy)]
enum Turn {
    /// Quarter turns anticlockwise.
    Rotate(u8),
    /// Top and bottom (0) or left and right (1) change places.
    Mirror(u8),
}

impl Properties {
    /// Reads `iprp`; `None` when its tables are cut short.
    pub(super) fn read(&mut self, file: &[u8], body: Range<usize>, primary: Option<u32>, most: usize) -> Option<()> {
        let mut all = Vec::new();
        let mut associated = Vec::new();
        let mut whole = true;
        let mut at = body.start;
        while at < body.end {
            let (found, missing) = box_at(file, at, body.end)?;
            match &found.name {
                b"ipco" => whole &= list(file, found.body.clone(), most, &mut all).is_some(),
                b"ipma" => {
                    let table = file.get(found.body.clone())?;
                    whole &= primary.is_none() || associations(table, primary?, &mut associated).is_some();
                }
                _ => {}
            }
            whole &= missing == 0;
            at = found.body.end.max(at.saturating_add(8));
        }
        // 1 is the first property; 0 stands for none.
        let of_primary = associated.iter().filter_map(|index| all.get(usize::from(*index).checked_sub(1)?));
        for (name, range) in of_primary {
            self.take(name, file.get(range.clone())?, range);
        }
        // Turning another item's properties into the primary's would be a guess, except for what all
        // tiles of a grid share.
        for (name, range) in &all {
            let value = file.get(range.clone())?;
            match name {
                b"av1C" | b"hvcC" if self.configuration.is_none() => self.take(name, value, range),
                b"pixi" if self.depth.is_none() => self.take(name, value, range),
                b"ispe" if primary.is_none() && self.size.is_none() => self.take(name, value, range),
                _ => {}
            }
        }
        whole.then_some(())
    }

    fn take(&mut self, name: &[u8; 4], value: &[u8], range: &Range<usize>) {
        match name {
            // Version and flags come first.
            b"ispe" => self.size = be32(value, 4).zip(be32(value, 8)),
            b"pixi" => self.depth = value.get(5).copied().zip(value.get(4).copied()),
            b"av1C" => {
                self.configuration = value.get(2).map(|flags| {
                    let bits = match (flags & 0x40 != 0, flags & 0x20 != 0) {
                        (false, _) => 8,
                        (true, false) => 10,
                        (true, true) => 12,
                    };
                    (bits, flags & 0x10 == 0)
                });
            }
            b"hvcC" => {
                self.configuration =
                    value.get(17).zip(value.get(16)).map(|(bits, chroma)| ((bits & 7) + 8, chroma & 3 != 0));
            }
            b"colr" => match run(value, 0, 4) {
                Some(b"prof" | b"rICC") => self.profiles.push(range.start + 4..range.end),
                // Primaries, transfer, matrix: matrix 0 is the identity.
                Some(b"nclx") => self.is_rgb = be16(value, 8) == Some(0),
                _ => {}
            },
            b"irot" => self.turns.extend(value.first().map(|angle| Turn::Rotate(angle & 3))),
            b"imir" => self.turns.extend(value.first().map(|axis| Turn::Mirror(axis & 1))),
            _ => {}
        }
    }

    pub(super) fn size(&self) -> Option<(u32, u32)> {
        self.size
    }

    /// Bits of one sample and samples of one pixel; 0 where the file does not say.
    pub(super) fn depth(&self) -> (u8, u8) {
        let configured = self.configuration.map(|(bits, colour)| (bits, if colour { 3 } else { 1 }));
        self.depth.or(configured).unwrap_or((0, 0))
    }

    pub(super) fn colour(&self, samples: u8) -> &'static str {
        match samples {
            1 => "greyscale",
            3 | 4 if self.is_rgb => "RGB",
            3 | 4 => "YCbCr",
            _ => "unknown",
        }
    }

    /// ICC profiles of the primary item.
    pub(super) fn profiles(&self) -> Vec<Range<usize>> {
        self.profiles.clone()
    }

    /// The EXIF orientation with the effect of all turns; `None` when there is none.
    pub(super) fn orientation(&self) -> Option<u8> {
        if self.turns.is_empty() {
            return None;
        }
        // Rows of the matrix that takes a point of the picture (x right, y down) to its place.
        let mut matrix = [1_i8, 0, 0, 1];
        for turn in &self.turns {
            let times = if let Turn::Rotate(quarters) = turn { *quarters } else { 1 };
            for _ in 0..times {
                let [a, b, c, d] = matrix;
                matrix = match turn {
                    Turn::Rotate(_) => [c, d, -a, -b],
                    Turn::Mirror(0) => [a, b, -c, -d],
                    Turn::Mirror(_) => [-a, -b, c, d],
                };
            }
        }
        Some(match matrix {
            [-1, 0, 0, 1] => 2,
            [-1, 0, 0, -1] => 3,
            [1, 0, 0, -1] => 4,
            [0, 1, 1, 0] => 5,
            [0, -1, 1, 0] => 6,
            [0, -1, -1, 0] => 7,
            [0, 1, -1, 0] => 8,
            _ => 1,
        })
    }
}

/// The boxes of `ipco` in order.
fn list(file: &[u8], body: Range<usize>, most: usize, all: &mut Vec<([u8; 4], Range<usize>)>) -> Option<()> {
    let mut at = body.start;
    while at < body.end {
        let (found, missing) = box_at(file, at, body.end)?;
        if missing > 0 || all.len() >= most {
            return None;
        }
        at = found.body.end.max(at.saturating_add(8));
        all.push((found.name, found.body));
    }
    Some(())
}

/// The property numbers of an item in `ipma`.
fn associations(table: &[u8], item: u32, found: &mut Vec<u16>) -> Option<()> {
    let (version, wide) = (*table.first()?, table.get(3)? & 1 == 1);
    let count = be32(table, 4)?;
    let mut at = 8_usize;
    for _ in 0..count {
        let id = if version < 1 { be16(table, at)?.into() } else { be32(table, at)? };
        at += if version < 1 { 2 } else { 4 };
        let number = usize::from(*table.get(at)?);
        at += 1;
        let values = run(table, at, if wide { number * 2 } else { number })?;
        at += values.len();
        if id == item {
            // The highest bit says that a property is essential.
            if wide {
                found.extend(values.chunks_exact(2).filter_map(|pair| be16(pair, 0)).map(|index| index & 0x7fff));
            } else {
                found.extend(values.iter().map(|index| u16::from(index & 0x7f)));
            }
        }
        if found.len() > 4096 {
            return None;
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_become_the_exif_orientation_of_the_same_effect() {
        let orientation = |turns: &[Turn]| Properties { turns: turns.to_vec(), ..Properties::default() }.orientation();
        assert_eq!(orientation(&[]), None);
        assert_eq!(orientation(&[Turn::Rotate(0)]), Some(1));
        // A quarter turn anticlockwise is what EXIF 8 asks for, and so on.
        assert_eq!(orientation(&[Turn::Rotate(1)]), Some(8));
        assert_eq!(orientation(&[Turn::Rotate(2)]), Some(3));
        assert_eq!(orientation(&[Turn::Rotate(3)]), Some(6));
        assert_eq!(orientation(&[Turn::Mirror(0)]), Some(4));
        assert_eq!(orientation(&[Turn::Mirror(1)]), Some(2));
        // EXIF 5 is mirrored left to right, then turned a quarter anticlockwise; the order matters.
        assert_eq!(orientation(&[Turn::Mirror(1), Turn::Rotate(1)]), Some(5));
        assert_eq!(orientation(&[Turn::Rotate(1), Turn::Mirror(1)]), Some(7));
        assert_eq!(orientation(&[Turn::Rotate(1), Turn::Mirror(0)]), Some(5));
    }
}
