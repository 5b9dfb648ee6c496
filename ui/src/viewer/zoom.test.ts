import { describe, expect, it } from 'vitest';
import { Pointers } from './pointers';
import { fit, follow, oneToOne, pan, percent, placeAt, pointOf, seenAcross, showsSquares, stacks, wheelFactor, zoomAt } from './zoom';
import { LinkedZoom } from './zoom.svelte';

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

describe('two photos that are moved together', () => {
  const small = { width: 1000, height: 500 };
  /** The place in the middle of the room, in shares of the photo. */
  const middle = (view: { scale: number; x: number; y: number }, of: typeof photo) => [
    (viewer.width / 2 - view.x) / (of.width * view.scale),
    (viewer.height / 2 - view.y) / (of.height * view.scale),
  ];

  it('show the same place, as large for their room', () => {
    const view = zoomAt(fit(viewer, photo), 6, { x: 500, y: 300 }, viewer, photo);
    const other = follow({ view, viewer, photo }, { viewer, photo: small }, false);
    expect(other.scale / fit(viewer, small).scale).toBeCloseTo(6, 9);
    expect(middle(other, small)[0]).toBeCloseTo(middle(view, photo)[0]!, 9);
    expect(middle(other, small)[1]).toBeCloseTo(middle(view, photo)[1]!, 9);
  });

  it('show pixels of the same size when that is asked for', () => {
    const view = zoomAt(fit(viewer, photo), 6, { x: 500, y: 300 }, viewer, photo);
    expect(follow({ view, viewer, photo }, { viewer, photo: small }, true).scale).toBe(view.scale);
  });

  it('follow each other', () => {
    const [one, other] = LinkedZoom.pair();
    for (const zoom of [one, other]) zoom.viewer = { ...viewer };
    one.photo = photo;
    other.photo = small;
    other.by(2);
    expect(one.view.scale).toBeCloseTo(2 * fit(viewer, photo).scale, 9);
    one.sameScale = true;
    expect(other.sameScale).toBe(true);
    expect(other.view.scale).toBe(one.view.scale);
    one.fit();
    expect(other.view.scale).toBe(fit(viewer, photo).scale);
    other.sameScale = false;
    one.fit();
    expect(other.fitted).toBe(true);
    one.whole();
    expect([one.percent, other.percent]).toEqual([100, 100]);
  });
});

describe('places', () => {
  it('lie in the photo or nowhere, and come back to where they were seen', () => {
    const view = { scale: 2, x: 100, y: 50 };
    expect(placeAt({ x: 110, y: 60 }, view, photo)).toEqual({ x: 5, y: 5 });
    expect(pointOf({ x: 5, y: 5 }, view)).toEqual({ x: 110, y: 60 });
    expect(placeAt({ x: 99, y: 60 }, view, photo)).toBeNull();
    expect(placeAt({ x: 8100, y: 60 }, view, photo)).toBeNull();
  });

  it('are seen from edge to edge of photo or viewer', () => {
    expect(seenAcross({ scale: 1, x: 100, y: 0 }, viewer, { width: 300, height: 900 })).toEqual({ left: 100, right: 400 });
    expect(seenAcross({ scale: 1, x: -50, y: 0 }, viewer, photo)).toEqual({ left: 0, right: 800 });
  });

  it('of wide photos are larger below each other', () => {
    expect(stacks({ width: 600, height: 500 }, { width: 3000, height: 1500 })).toBe(true);
    expect(stacks({ width: 600, height: 500 }, { width: 1080, height: 1440 })).toBe(false);
    // Only a little larger: not worth the other order.
    expect(stacks({ width: 493, height: 742 }, { width: 1080, height: 1440 })).toBe(false);
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
