//! The frame header: components, their blocks, and the memory they take.

use super::{Component, ZIG_ZAG};
use crate::limits::Limits;
use crate::text;
use crate::text::{Text, Words};

/// The frame while its scans are read. Blocks cover whole MCUs, so that a scan can write padding.
pub(super) struct Frame {
    pub(super) progressive: bool,
    pub(super) components: Vec<Plane>,
    pub(super) mcus_wide: usize,
    pub(super) mcus_high: usize,
}

/// One component while its scans are read.
pub(super) struct Plane {
    pub(super) id: u8,
    pub(super) horizontal: usize,
    pub(super) vertical: usize,
    table: u8,
    /// Blocks that hold a part of the picture.
    pub(super) blocks_wide: usize,
    pub(super) blocks_high: usize,
    /// Blocks in a row of whole MCUs.
    pub(super) stride: usize,
    pub(super) blocks: Vec<[i16; 64]>,
    /// Steps as they stood when the component's first scan began.
    pub(super) steps: Option<[u16; 64]>,
}

impl Frame {
    /// Reads a SOF payload. The size is tested before memory is taken.
    pub(super) fn read(marker: u8, payload: &[u8], limits: &Limits) -> Result<Self, Text> {
        let progressive = match marker {
            0xc0 | 0xc1 => false,
            0xc2 => true,
            _ => {
                return Err(Words::new(
                    "The JPEG was coded in a rare way (lossless, hierarchical or arithmetic) whose coefficients are not read.",
                    "该 JPEG 采用少见的编码方式（无损、分层或算术编码），其系数不予读取。",
                )
                .into());
            }
        };
        let &[bits, h1, h0, w1, w0, count, ref rest @ ..] = payload else { return Err(damaged()) };
        if bits != 8 {
            return Err(text!(
                "The JPEG had {bits} bits a sample; coefficients are read of those with 8.",
                "该 JPEG 每样本 {bits} 位；只读取每样本 8 位的系数。"
            ));
        }
        let (height, width) = (usize::from(u16::from_be_bytes([h1, h0])), usize::from(u16::from_be_bytes([w1, w0])));
        let fields: Vec<&[u8; 3]> = rest.as_chunks::<3>().0.iter().take(usize::from(count)).collect();
        if height == 0 || width == 0 || fields.len() != usize::from(count) || !matches!(count, 1..=4) {
            return Err(damaged());
        }
        let stated = |field: &[u8; 3]| (usize::from(field[1] >> 4), usize::from(field[1] & 15));
        if fields.iter().any(|field| !(1..=4).contains(&stated(field).0) || !(1..=4).contains(&stated(field).1)) {
            return Err(damaged());
        }
        // A picture of one component is coded block by block, whatever its factors say (A.2.2).
        let factors = |field: &[u8; 3]| if count == 1 { (1, 1) } else { stated(field) };
        let most_across = fields.iter().map(|field| factors(field).0).max().unwrap_or(1);
        let most_down = fields.iter().map(|field| factors(field).1).max().unwrap_or(1);
        let (mcus_wide, mcus_high) = (width.div_ceil(8 * most_across), height.div_ceil(8 * most_down));
        let per_mcu: usize = fields.iter().map(|field| factors(field).0 * factors(field).1).sum();
        if (mcus_wide * mcus_high * per_mcu * size_of::<[i16; 64]>()) as u64 > limits.decoded_bytes {
            return Err(text!(
                "The coefficients of {width} x {height} pixels take more memory than is allowed.",
                "{width} x {height} 像素的系数所需内存超过上限。"
            ));
        }
        let components = fields
            .iter()
            .map(|field| {
                let (horizontal, vertical) = factors(field);
                let stride = mcus_wide * horizontal;
                Plane {
                    id: field[0],
                    horizontal,
                    vertical,
                    table: field[2],
                    blocks_wide: (width * horizontal).div_ceil(8 * most_across),
                    blocks_high: (height * vertical).div_ceil(8 * most_down),
                    stride,
                    blocks: vec![[0; 64]; stride * mcus_high * vertical],
                    steps: None,
                }
            })
            .collect();
        Ok(Self { progressive, components, mcus_wide, mcus_high })
    }

    /// Hands over the blocks that hold a part of the picture.
    pub(super) fn finish(self) -> Option<Vec<Component>> {
        self.components
            .into_iter()
            .map(|plane| {
                let blocks = plane
                    .blocks
                    .chunks(plane.stride.max(1))
                    .take(plane.blocks_high)
                    .flat_map(|row| row.iter().take(plane.blocks_wide))
                    .copied()
                    .collect();
                Some(Component {
                    blocks_wide: plane.blocks_wide,
                    blocks_high: plane.blocks_high,
                    sampling: (plane.horizontal as u8, plane.vertical as u8),
                    steps: plane.steps?,
                    blocks,
                })
            })
            .collect()
    }
}

impl Plane {
    /// Keeps the quantisation steps that are defined now, unless a scan has come before. A step of 0, which T.81
    /// does not allow (B.2.4.1), is damage: what divides by it would measure nothing and say so nowhere.
    pub(super) fn take_steps(&mut self, tables: &[Option<[u16; 64]>; 4]) -> Option<()> {
        if self.steps.is_none() {
            let stored = (*tables.get(usize::from(self.table))?).filter(|stored| !stored.contains(&0))?;
            let mut steps = [0; 64];
            for (place, step) in ZIG_ZAG.iter().zip(stored) {
                *steps.get_mut(usize::from(*place))? = step;
            }
            self.steps = Some(steps);
        }
        Some(())
    }
}

pub(super) fn damaged() -> Text {
    Words::new(
        "The JPEG was damaged where its coefficients or their tables stand.",
        "该 JPEG 中存放系数或其码表的部分已损坏。",
    )
    .into()
}
