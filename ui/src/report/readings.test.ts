import { describe, expect, it } from 'vitest';
import { cellAt, gridOf, middleOf } from './readings';
import { sayReading } from './said';

const codes = (...bytes: number[]) => btoa(String.fromCharCode(...bytes));
const map = { min: 0, max: 10, readings: { width: 3, height: 2, step: 1, codes: codes(2, 254, 128, 0, 1, 255) } };

describe('readings of a map', () => {
  it('are the values of the report, and say where nothing was measured or the range ends', () => {
    const grid = gridOf(map);
    const all = [0, 1].flatMap((row) => [0, 1, 2].map((column) => grid?.at({ column, row })));
    expect(all).toEqual([
      { kind: 'value', value: 0 },
      { kind: 'value', value: 10 },
      { kind: 'value', value: 5 },
      { kind: 'unmeasured' },
      { kind: 'below', value: 0 },
      { kind: 'above', value: 10 },
    ]);
    expect(grid?.at({ column: 3, row: 0 })).toBeNull();
    expect(grid?.gaps).toBe(true);
  });

  it('bear no more decimals than their steps', () => {
    const decimals = (max: number) => gridOf({ ...map, max })?.decimals;
    expect([decimals(1000), decimals(100), decimals(1)]).toEqual([0, 1, 3]);
  });

  it('are worded', () => {
    expect(sayReading({ kind: 'value', value: 1.26 }, 1, '%')).toBe('1.3 %');
    expect(sayReading({ kind: 'above', value: 10 }, 1, '%')).toBe('more than 10 %');
    expect(sayReading({ kind: 'unmeasured' }, 1, '%')).toBe('not measured');
  });

  it('are absent in older reports, and when they are not whole', () => {
    expect(gridOf({ min: 0, max: 1 })).toBeNull();
    expect(gridOf({ ...map, readings: { ...map.readings, width: 4 } })).toBeNull();
    expect(gridOf({ ...map, readings: { ...map.readings, codes: '%' } })).toBeNull();
  });

  it('belong to the picture under the pointer', () => {
    // A picture of 5 × 3 pixels in cells of 2 × 2: the last column and row are cut.
    const grid = gridOf({ ...map, readings: { width: 3, height: 2, step: 2, codes: map.readings.codes } });
    const picture = { width: 5, height: 3 };
    if (!grid) throw new Error('no grid');
    expect(cellAt(grid, picture, 0.99, 0.99)).toEqual({ column: 2, row: 1 });
    expect(cellAt(grid, picture, 0.39, 0)).toEqual({ column: 0, row: 0 });
    expect(cellAt(grid, picture, 1, 0)).toBeNull();
    expect(cellAt(grid, picture, 0, -0.1)).toBeNull();
    expect(middleOf(grid, picture, { column: 2, row: 1 })).toEqual({ x: 0.9, y: 2.5 / 3 });
    expect(cellAt(grid, picture, 0.9, 2.5 / 3)).toEqual({ column: 2, row: 1 });
  });
});
