import { describe, expect, it } from 'vitest';
import type { Outline } from '../generated/Outline';
import { drawingView, frequencyAt, markAt, middles, periodOf, SIDE, zeroAt } from './spectrum';

const label = { en: 'Peak', 'zh-Hans': '峰' };
const peak: Outline = { label, stroke: 'solid', shape: { type: 'circle', x: 0.25, y: -0.125, radius: 0.02 } };

describe('a spectrum', () => {
  it('has frequency zero in the middle of its pixel', () => {
    expect(zeroAt(8)).toBe(4.5 / 8);
    expect(zeroAt(7)).toBe(0.5);
    expect(drawingView({ width: 8, height: 7 })).toEqual({ x: (4.5 / 8) * SIDE, y: SIDE / 2, scale: SIDE });
  });

  it('tells frequency and period of a pixel', () => {
    // The middle of pixel 5 of 8 is one eighth right of zero.
    const eighth = frequencyAt({ width: 8, height: 8 }, 5.5 / 8, 4.5 / 8);
    expect(eighth).toEqual({ across: 0.125, down: 0 });
    expect(periodOf(eighth)).toBe(8);
    expect(periodOf({ across: 0, down: 0 })).toBeNull();
  });

  it('names the mark that is pointed at, and the nearest of two', () => {
    const dot: Outline = { label, stroke: 'dotted', shape: { type: 'dots', points: [[0.3, -0.125]] } };
    expect(markAt([peak, dot], 0.26, -0.125, 0.01)).toBe(peak);
    expect(markAt([peak, dot], 0.299, -0.125, 0.01)).toBe(dot);
    expect(markAt([peak, dot], -0.4, 0, 0.01)).toBeNull();
    expect(middles([peak, dot])).toEqual([{ across: 0.25, down: -0.125 }, { across: 0.3, down: -0.125 }]);
  });
});
