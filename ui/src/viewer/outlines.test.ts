import { describe, expect, it } from 'vitest';
import type { Outline } from '../generated/Outline';
import { legend, mark } from './outlines';

const view = { x: 10, y: 20, scale: 2 };
const label = (en: string) => ({ en, 'zh-Hans': en });

describe('outlines over the photo', () => {
  it('follow the zoom', () => {
    expect(mark({ type: 'polygon', points: [[0, 0], [5, 1]] }, view).path).toBe('M10 20L20 22Z');
    expect(mark({ type: 'polyline', points: [[0, 0], [5, 1]] }, view).path).toBe('M10 20L20 22');
    expect(mark({ type: 'dots', points: [[1, 1]] }, view)).toEqual({ path: '', dots: [{ x: 12, y: 22 }] });
    expect(mark({ type: 'circle', x: 5, y: 5, radius: 3 }, view).path).toBe('M14 30A6 6 0 0 1 26 30A6 6 0 0 1 14 30Z');
  });

  it('draw nothing for nothing', () => {
    expect(mark({ type: 'polygon', points: [] }, view)).toEqual({ path: '', dots: [] });
  });

  it('share one entry of the legend by name and stroke', () => {
    const shape = { type: 'dots' as const, points: [] };
    const outlines: Outline[] = [
      { label: label('Limbus'), stroke: 'solid', shape },
      { label: label('Glint'), stroke: 'dashed', shape },
      { label: label('Limbus'), stroke: 'solid', shape },
    ];
    expect(legend(outlines).map((entry) => entry.label.en)).toEqual(['Limbus', 'Glint']);
  });
});
