import type { Readings } from '../generated/Readings';

/** A value read off a map or spectrum. Beyond the range only the side is known. */
export type Reading = { kind: 'value' | 'below' | 'above'; value: number } | { kind: 'unmeasured' };

/** A cell of a grid of readings. */
export interface Cell {
  column: number;
  row: number;
}

/** The values that travel with a report: what a reader reads off comes from here, never from colours. */
export interface Grid {
  columns: number;
  rows: number;
  /** Pixels of the picture that a cell spans in each direction. */
  step: number;
  /** Whether some cell was not measured. */
  gaps: boolean;
  /** Decimals that the steps of the values bear. */
  decimals: number;
  at(cell: Cell): Reading | null;
}

const UNMEASURED = 0;
const BELOW = 1;
const FIRST = 2;
const LAST = 254;
const ABOVE = 255;

/** The readings of a map or spectrum; null when there are none or they are not whole. */
export function gridOf(content: { readings?: Readings; min: number; max: number }): Grid | null {
  const { readings, min, max } = content;
  const codes = readings && decode(readings.codes);
  if (!codes || codes.length === 0 || codes.length !== readings.width * readings.height) return null;
  const { width: columns, height: rows, step } = readings;
  const one = Math.abs(max - min) / (LAST - FIRST);
  return {
    columns,
    rows,
    step,
    gaps: codes.includes(UNMEASURED),
    decimals: one > 0 ? Math.max(0, Math.ceil(-Math.log10(one) - 0.2)) : 0,
    at({ column, row }) {
      if (column < 0 || row < 0 || column >= columns || row >= rows) return null;
      const code = codes[row * columns + column];
      if (code === undefined) return null;
      if (code === UNMEASURED) return { kind: 'unmeasured' };
      if (code === BELOW) return { kind: 'below', value: min };
      if (code === ABOVE) return { kind: 'above', value: max };
      return { kind: 'value', value: min + ((code - FIRST) / (LAST - FIRST)) * (max - min) };
    },
  };
}

/** The cell at a place of the picture, in shares of its width and height; null outside. */
export function cellAt(grid: Grid, picture: { width: number; height: number }, x: number, y: number): Cell | null {
  if (!(x >= 0 && y >= 0 && x < 1 && y < 1)) return null;
  return {
    column: Math.floor((x * picture.width) / grid.step),
    row: Math.floor((y * picture.height) / grid.step),
  };
}

/** Middle of a cell in shares of the picture's width and height. */
export function middleOf(grid: Grid, picture: { width: number; height: number }, { column, row }: Cell): { x: number; y: number } {
  const middle = (index: number, length: number) =>
    (index * grid.step + Math.min(length, (index + 1) * grid.step)) / 2 / length;
  return { x: middle(column, picture.width), y: middle(row, picture.height) };
}

function decode(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
