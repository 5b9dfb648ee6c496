import { expect, it } from 'vitest';
import { boxBetween, middle, within } from './marks';

const photo = { width: 1000, height: 500 };
const view = { scale: 0.5, x: 20, y: 10 };

it('turns a drag in any direction into whole pixels of the photo', () => {
  const box = { x: 160, y: 80, width: 100, height: 40 };
  expect(boxBetween({ x: 100, y: 50 }, { x: 150, y: 70 }, view, photo)).toEqual(box);
  expect(boxBetween({ x: 150, y: 70 }, { x: 100, y: 50 }, view, photo)).toEqual(box);
});

it('keeps a box inside the photo, and has none outside it or for a click', () => {
  expect(boxBetween({ x: 0, y: 0 }, { x: 2000, y: 2000 }, view, photo)).toEqual({ x: 0, y: 0, ...photo });
  expect(boxBetween({ x: 530, y: 20 }, { x: 600, y: 90 }, view, photo)).toBeNull();
  expect(boxBetween({ x: 100, y: 50 }, { x: 101, y: 90 }, view, photo)).toBeNull();
});

it('brings numbers into the photo', () => {
  expect(within({ x: -5, y: Number.NaN, width: 5000, height: 0 }, photo)).toEqual({ x: 0, y: 0, width: 1000, height: 1 });
  expect(within({ x: 2000, y: 499.6, width: 10, height: 10 }, photo)).toEqual({ x: 999, y: 499, width: 1, height: 1 });
  expect(middle(photo)).toEqual({ x: 250, y: 125, width: 500, height: 250 });
});
