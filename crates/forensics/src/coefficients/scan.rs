//! Scans: sequential (ITU-T T.81 F.2) and progressive (G.2).

use super::bits::Bits;
use super::frame::{Frame, Plane, damaged};
use super::huffman::Huffman;
use super::{Coefficients, ZIG_ZAG};
use crate::limits::Limits;
use crate::text::Text;

/// Most scans that are read. Ordinary progressive files have 10; a hostile one could make each scan
/// cost a pass over the whole picture.
const MOST_SCANS: usize = 64;

#[derive(Default)]
struct Tables {
    quantisation: [Option<[u16; 64]>; 4],
    dc: [Option<Huffman>; 4],
    ac: [Option<Huffman>; 4],
    restart_interval: usize,
}

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Coefficients, Text> {
    let mut tables = Tables::default();
    let mut frame: Option<Frame> = None;
    let mut scans = 0;
    let mut ends_early = true;
    let mut at = 2;
    while let Some((marker, start)) = next_marker(bytes, at) {
        if marker == 0xd9 {
            ends_early = false;
            break;
        }
        if matches!(marker, 0x01 | 0xd0..=0xd8) {
            at = start;
            continue;
        }
        let Some(length) =
            bytes.get(start..start + 2).map(|stated| usize::from(u16::from_be_bytes([stated[0], stated[1]])))
        else {
            break;
        };
        let Some(payload) = bytes.get(start + 2..start + length.max(2)) else { break };
        at = start + length.max(2);
        match marker {
            0xdb => tables.quantisation(payload),
            0xc4 => tables.huffman(payload),
            0xdd => {
                tables.restart_interval =
                    payload.get(..2).map_or(0, |stated| usize::from(u16::from_be_bytes([stated[0], stated[1]])));
            }
            0xc0..=0xcf if frame.is_none() && marker != 0xc8 && marker != 0xcc => {
                frame = Some(Frame::read(marker, payload, limits)?);
            }
            0xda => {
                let frame = frame.as_mut().ok_or_else(damaged)?;
                let whole =
                    Scan::read(payload, frame, &tables).is_some_and(|scan| scan.decode(frame, &tables, bytes, at));
                scans += 1;
                if !whole || scans == MOST_SCANS {
                    break;
                }
            }
            _ => {}
        }
    }
    let components = frame.and_then(Frame::finish).ok_or_else(damaged)?;
    Ok(Coefficients { components, ends_early })
}

/// The next marker's code at or after `at`, and the offset after it.
fn next_marker(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    loop {
        at += memchr::memchr(0xff, bytes.get(at..)?)?;
        match *bytes.get(at + 1)? {
            0 => at += 2,
            0xff => at += 1,
            code => return Some((code, at + 2)),
        }
    }
}

impl Tables {
    fn quantisation(&mut self, payload: &[u8]) {
        let mut rest = payload;
        while let Some((&first, after)) = rest.split_first() {
            let wide = first >> 4 != 0;
            let Some((stored, next)) = after.split_at_checked(if wide { 128 } else { 64 }) else { return };
            let mut steps = [0_u16; 64];
            if wide {
                for (step, pair) in steps.iter_mut().zip(stored.as_chunks::<2>().0) {
                    *step = u16::from_be_bytes(*pair);
                }
            } else {
                for (step, byte) in steps.iter_mut().zip(stored) {
                    *step = u16::from(*byte);
                }
            }
            if let Some(table) = self.quantisation.get_mut(usize::from(first & 15)) {
                *table = Some(steps);
            }
            rest = next;
        }
    }

    fn huffman(&mut self, payload: &[u8]) {
        let mut rest = payload;
        while let Some((&first, after)) = rest.split_first() {
            let Some((counts, after)) = after.split_first_chunk::<16>() else { return };
            let total = counts.iter().map(|count| usize::from(*count)).sum();
            let Some((symbols, next)) = after.split_at_checked(total) else { return };
            let tables = if first >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            if let Some(table) = tables.get_mut(usize::from(first & 15)) {
                *table = Huffman::new(counts, symbols);
            }
            rest = next;
        }
    }
}

/// A scan header.
struct Scan {
    /// Index of the component in the frame, DC table, AC table.
    parts: Vec<(usize, usize, usize)>,
    /// First and last zig-zag index.
    band: (usize, usize),
    /// Successive approximation: earlier and present bit position.
    high: u32,
    low: u32,
}

impl Scan {
    /// Reads the header and makes sure that it fits frame and tables.
    fn read(payload: &[u8], frame: &mut Frame, tables: &Tables) -> Option<Self> {
        let (&count, rest) = payload.split_first()?;
        let (pairs, rest) = rest.split_at_checked(2 * usize::from(count))?;
        let &[first, last, approximation, ..] = rest else { return None };
        let mut parts: Vec<(usize, usize, usize)> = Vec::new();
        for &[id, selectors] in pairs.as_chunks::<2>().0 {
            let index = frame.components.iter().position(|plane| plane.id == id)?;
            if parts.iter().any(|(known, ..)| *known == index) {
                return None;
            }
            frame.components.get_mut(index)?.take_steps(&tables.quantisation)?;
            parts.push((index, usize::from(selectors >> 4), usize::from(selectors & 15)));
        }
        let band = if frame.progressive { (usize::from(first), usize::from(last)) } else { (0, 63) };
        let (high, low) =
            if frame.progressive { (u32::from(approximation >> 4), u32::from(approximation & 15)) } else { (0, 0) };
        let mixes = frame.progressive && band.0 == 0 && band.1 != 0;
        let is_sound = !parts.is_empty()
            && parts.len() <= 4
            && band.0 <= band.1
            && band.1 < 64
            && !mixes
            && low <= 13
            && (band.0 == 0 || parts.len() == 1);
        is_sound.then_some(Self { parts, band, high, low })
    }

    /// Decodes the scan that begins at `at`. Returns whether its data was whole.
    fn decode(&self, frame: &mut Frame, tables: &Tables, bytes: &[u8], at: usize) -> bool {
        let mut state = State { bits: Bits::new(bytes, at), predictions: [0; 4], end_of_band_run: 0 };
        let single = self.parts.len() == 1;
        let (wide, high) = match (single, self.parts.first().and_then(|(index, ..)| frame.components.get(*index))) {
            (true, Some(plane)) => (plane.blocks_wide, plane.blocks_high),
            _ => (frame.mcus_wide, frame.mcus_high),
        };
        let mut until_restart = tables.restart_interval;
        for unit in 0..wide * high {
            if tables.restart_interval > 0 {
                if until_restart == 0 {
                    if !state.bits.restart() {
                        return false;
                    }
                    state.predictions = [0; 4];
                    state.end_of_band_run = 0;
                    until_restart = tables.restart_interval;
                }
                until_restart -= 1;
            }
            let (column, row) = (unit % wide, unit / wide);
            for (slot, &(index, dc, ac)) in self.parts.iter().enumerate() {
                let Some(plane) = frame.components.get_mut(index) else { return false };
                let (across, down) = if single { (1, 1) } else { (plane.horizontal, plane.vertical) };
                for inner in 0..across * down {
                    let place = (row * down + inner / across) * plane.stride + column * across + inner % across;
                    let coders =
                        (tables.dc.get(dc).and_then(Option::as_ref), tables.ac.get(ac).and_then(Option::as_ref));
                    if self.block(plane, place, slot, coders, frame.progressive, &mut state).is_none() {
                        return false;
                    }
                }
            }
            if state.bits.is_exhausted() {
                return false;
            }
        }
        true
    }

    fn block(
        &self,
        plane: &mut Plane,
        place: usize,
        slot: usize,
        (dc, ac): (Option<&Huffman>, Option<&Huffman>),
        progressive: bool,
        state: &mut State,
    ) -> Option<()> {
        let block = plane.blocks.get_mut(place)?;
        match (progressive, self.band.0, self.high) {
            (false, ..) => {
                state.dc_first(block, slot, dc?, 0)?;
                state.ac_first(block, (1, 63), ac?, 0, false)
            }
            (true, 0, 0) => state.dc_first(block, slot, dc?, self.low),
            (true, 0, _) => {
                if state.bits.bit() {
                    block[0] |= 1 << self.low;
                }
                Some(())
            }
            (true, _, 0) => state.ac_first(block, self.band, ac?, self.low, true),
            (true, ..) => state.ac_refine(block, self.band, ac?, self.low),
        }
    }
}

/// What carries over from block to block.
struct State<'a> {
    bits: Bits<'a>,
    predictions: [i32; 4],
    /// Blocks that still have nothing in this band.
    end_of_band_run: u32,
}

impl State<'_> {
    fn dc_first(&mut self, block: &mut [i16; 64], slot: usize, table: &Huffman, low: u32) -> Option<()> {
        let length = u32::from(table.symbol(&mut self.bits)?);
        if length > 15 {
            return None;
        }
        let prediction = self.predictions.get_mut(slot)?;
        *prediction = prediction.saturating_add(self.bits.signed(length));
        block[0] = i16::try_from((*prediction).checked_shl(low)?).ok()?;
        Some(())
    }

    fn ac_first(
        &mut self,
        block: &mut [i16; 64],
        band: (usize, usize),
        table: &Huffman,
        low: u32,
        runs: bool,
    ) -> Option<()> {
        if self.end_of_band_run > 0 {
            self.end_of_band_run -= 1;
            return Some(());
        }
        let mut index = band.0;
        while index <= band.1 {
            let symbol = table.symbol(&mut self.bits)?;
            let (zeros, length) = (usize::from(symbol >> 4), u32::from(symbol & 15));
            match (zeros, length) {
                (15, 0) => index += 16,
                (_, 0) => {
                    if runs {
                        self.end_of_band_run = (1 << zeros) - 1 + u32::from(self.bits.take(zeros as u32));
                    }
                    return Some(());
                }
                _ => {
                    index += zeros;
                    let value = self.bits.signed(length).checked_shl(low)?;
                    *block.get_mut(usize::from(*ZIG_ZAG.get(index)?))? = i16::try_from(value).ok()?;
                    index += 1;
                }
            }
        }
        Some(())
    }

    fn ac_refine(&mut self, block: &mut [i16; 64], band: (usize, usize), table: &Huffman, low: u32) -> Option<()> {
        let step = 1_i16 << low;
        let mut index = band.0;
        if self.end_of_band_run == 0 {
            while index <= band.1 {
                let symbol = table.symbol(&mut self.bits)?;
                let mut zeros = usize::from(symbol >> 4);
                let mut value = 0;
                match symbol & 15 {
                    0 if zeros < 15 => {
                        self.end_of_band_run = (1 << zeros) + u32::from(self.bits.take(zeros as u32));
                        break;
                    }
                    0 => {}
                    _ => value = if self.bits.bit() { step } else { -step },
                }
                while index <= band.1 {
                    let known = block.get_mut(usize::from(*ZIG_ZAG.get(index)?))?;
                    index += 1;
                    if *known != 0 {
                        refine(known, step, &mut self.bits);
                    } else if zeros == 0 {
                        *known = value;
                        break;
                    } else {
                        zeros -= 1;
                    }
                }
            }
        }
        if self.end_of_band_run > 0 {
            for place in ZIG_ZAG.get(index..=band.1).unwrap_or_default() {
                let known = block.get_mut(usize::from(*place))?;
                if *known != 0 {
                    refine(known, step, &mut self.bits);
                }
            }
            self.end_of_band_run -= 1;
        }
        Some(())
    }
}

/// Adds the next bit to a value that an earlier scan gave.
fn refine(known: &mut i16, step: i16, bits: &mut Bits) {
    if bits.bit() && *known & step == 0 {
        *known = known.saturating_add(if *known > 0 { step } else { -step });
    }
}
