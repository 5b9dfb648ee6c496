import { describe, expect, it } from 'vitest';
import { Pointers } from './pointers';
import { fit, oneToOne, pan, percent, showsSquares, wheelFactor, zoomAt } from './zoom';

const viewer = { width: 800, height: 600 };
const photo = { width: 4000, height: 2000 };

describe('zoom', () => {
  it('fits the whole photo in the middle', () => {
    expect(fit(viewer, photo)).toEqual({ scale: 0.2, x: 0, y: 100 });
  });

  it('does not enlarge a small photo to fit', () => {
    expect(fit(viewer, { width: 100, height: 50 })).toEqual({ scale: 1, x: 350, y: 275 });
  });

  it('answers before there is any layout', () => {
    expect(fit({ width: 0, height: 0 }, photo).scale).toBe(1);
  });

  it('keeps the pixel under the pointer where it is', () => {
    const before = zoomAt(fit(viewer, photo), 8, { x: 400, y: 300 }, viewer, photo);
    const at = { x: 530, y: 170 };
    const after = zoomAt(before, 1.7, at, viewer, photo);
    const under = (view: typeof before) => [(at.x - view.x) / view.scale, (at.y - view.y) / view.scale];
    expect(under(after)[0]).toBeCloseTo(under(before)[0]!, 6);
    expect(under(after)[1]).toBeCloseTo(under(before)[1]!, 6);
  });

  it('stops at the largest and the smallest zoom', () => {
    const near = zoomAt(fit(viewer, photo), 1e9, { x: 0, y: 0 }, viewer, photo);
    const far = zoomAt(near, 1e-9, { x: 0, y: 0 }, viewer, photo);
    expect(near.scale).toBe(32);
    expect(far.scale).toBe(0.1);
    const huge = { width: 60_000, height: 60_000 };
    expect(zoomAt(fit(viewer, huge), 1e-9, { x: 0, y: 0 }, viewer, huge).scale).toBe(0.01);
  });

  it('shows one photo pixel on one screen pixel on a dense screen too', () => {
    const view = oneToOne(fit(viewer, photo, 2), viewer, photo, 2);
    expect(view.scale).toBe(0.5);
    expect(percent(view, 2)).toBe(100);
  });

  it('cannot be dragged off the photo', () => {
    const view = oneToOne(fit(viewer, photo), viewer, photo);
    expect(pan(view, 1e6, 1e6, viewer, photo)).toEqual({ scale: 1, x: 0, y: 0 });
    expect(pan(view, -1e6, -1e6, viewer, photo)).toEqual({ scale: 1, x: -3200, y: -1400 });
  });

  it('shows pixels as squares only above 200 %', () => {
    expect(showsSquares({ scale: 2, x: 0, y: 0 })).toBe(false);
    expect(showsSquares({ scale: 2.01, x: 0, y: 0 })).toBe(true);
  });

  it('zooms in when the wheel goes up, faster for a pinch, and never leaps', () => {
    const wheel = (deltaY: number, ctrlKey = false, deltaMode = 0) => wheelFactor({ deltaY, ctrlKey, deltaMode });
    expect(wheel(-100)).toBeGreaterThan(1);
    expect(wheel(-100) * wheel(100)).toBeCloseTo(1, 10);
    expect(wheel(-10, true)).toBeGreaterThan(wheel(-10));
    expect(wheel(-3, false, 1)).toBe(wheel(-48));
    expect(wheel(-1e9)).toBeLessThan(2);
  });
});

describe('pointers', () => {
  it('drag with one', () => {
    const pointers = new Pointers();
    pointers.press(1, { x: 10, y: 10 });
    expect(pointers.move(1, { x: 15, y: 8 })).toEqual({ dx: 5, dy: -2, factor: 1, at: { x: 15, y: 8 } });
    pointers.release(1);
    expect(pointers.move(1, { x: 0, y: 0 })).toBeNull();
  });

  it('pinch with two, about their middle', () => {
    const pointers = new Pointers();
    pointers.press(1, { x: 0, y: 0 });
    pointers.press(2, { x: 100, y: 0 });
    expect(pointers.move(2, { x: 200, y: 0 })).toEqual({ dx: 50, dy: 0, factor: 2, at: { x: 100, y: 0 } });
  });
});
