import { describe, expect, it } from 'vitest';
import { pathThrough, scaleOf, ticks } from './plot';

describe('plot scaling', () => {
  it('maps the fixed range onto the drawing, upwards for y', () => {
    const y = scaleOf({ min: -1, max: 3 }, 200, 0);
    expect([y(-1), y(1), y(3)]).toEqual([200, 100, 0]);
  });

  it('never stretches to the data: a value outside the range lands outside', () => {
    expect(scaleOf({ min: 0, max: 1 }, 0, 100)(1.5)).toBe(150);
  });

  it('survives a range without length', () => {
    expect(scaleOf({ min: 2, max: 2 }, 0, 100)(2)).toBe(50);
    expect(ticks({ min: 2, max: 2 })).toEqual([2]);
  });

  it('ticks at round values inside the range', () => {
    expect(ticks({ min: 0, max: 255 }, 5)).toEqual([0, 100, 200]);
    expect(ticks({ min: 0, max: 1 })).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(ticks({ min: -3, max: 3 }, 6)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    expect(ticks({ min: 1, max: 0 })).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });

  it('breaks the line where nothing was measured', () => {
    const as = (value: number) => value;
    expect(pathThrough([[0, 0], [1, 1], [2, Number.NaN], [3, 3]], as, as)).toBe('M0 0L1 1M3 3');
    expect(pathThrough([], as, as)).toBe('');
  });
});
