import { describe, expect, it } from 'vitest';
import { bandPaths, barsPath, nearestPlace, pathThrough, places, pointAt, scaleOf, stagger, ticks } from './plot';

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

  it('spaces a logarithmic axis by factors', () => {
    const axis = { min: 1, max: 10_000, spacing: 'logarithmic' as const };
    const x = scaleOf(axis, 0, 400);
    expect([x(1), x(100), x(10_000)]).toEqual([0, 200, 400]);
    expect(Number.isFinite(x(0)), 'zero has no place').toBe(false);
    expect(ticks(axis)).toEqual([1, 10, 100, 1000, 10_000]);
    expect(ticks({ min: 1, max: 100, spacing: 'logarithmic' }, 6)).toEqual([1, 2, 5, 10, 20, 50, 100]);
  });

  it('keeps an axis even that cannot be logarithmic', () => {
    expect(scaleOf({ min: 0, max: 10, spacing: 'logarithmic' }, 0, 100)(5)).toBe(50);
  });
});

describe('bars and bands', () => {
  const as = (value: number) => value;

  it('stand on zero, or on the start of the axis', () => {
    expect(barsPath([[2, 5]], 2, { min: -10, max: 10 }, as, as)).toBe('M1 0V5H3V0Z');
    expect(barsPath([[2, 5]], 2, { min: 3, max: 10 }, as, as)).toBe('M1 3V5H3V3Z');
    expect(barsPath([[2, 0], [3, Number.NaN]], 2, { min: 0, max: 10 }, as, as), 'nothing is drawn for none').toBe('');
  });

  it('are closed, and end where the axis ends', () => {
    const { area, edges } = bandPaths([[0, 1, 2], [1, -5, 99]], { min: 0, max: 10 }, as, as);
    expect(area).toBe('M0 2L1 10L1 0L0 1Z');
    expect(edges).toBe('M0 1L1 0M0 2L1 10');
    expect(bandPaths([], { min: 0, max: 1 }, as, as).area).toBe('');
  });
});

describe('labels of marks', () => {
  it('never touch: one that would goes into the next row', () => {
    const placed = stagger([{ at: 50, width: 40 }, { at: 60, width: 40 }, { at: 130, width: 40 }], 0, 140);
    expect(placed).toEqual([{ left: 30, row: 0 }, { left: 40, row: 1 }, { left: 100, row: 0 }]);
  });

  it('stay inside the drawing', () => {
    expect(stagger([{ at: 0, width: 40 }], 10, 140)).toEqual([{ left: 10, row: 0 }]);
  });
});

describe('values of a plot', () => {
  const label = { en: 'a', 'zh-Hans': 'a' };
  const plot = {
    type: 'plot' as const,
    x: { label, min: 0, max: 10 },
    y: { label, min: 0, max: 1 },
    series: [{ label, points: [[0, 0.5], [2, 0.6], [12, 0.7]] as [number, number][] }],
    bands: [{ label, edges: [[1, 0.2, 0.4], [2, 0.2, 0.4]] as [number, number, number][] }],
  };

  it('are read where something was measured, inside the axes', () => {
    expect(places(plot)).toEqual([0, 1, 2]);
    expect(nearestPlace([0, 1, 2], scaleOf(plot.x, 0, 100), 14)).toBe(1);
  });

  it('are those of the nearest point, and none from far away', () => {
    const points: [number, number][] = [[0, 5], [1, 6], [2, 7]];
    expect(pointAt(points, 1.4)).toEqual([1, 6]);
    expect(pointAt(points, 2.6)).toBeNull();
    expect(pointAt([[3, 1]] as [number, number][], 3)).toEqual([3, 1]);
    expect(pointAt([[3, 1]] as [number, number][], 3.1)).toBeNull();
  });
});
