import { describe, expect, it } from 'vitest';
import type { Samples } from '../generated/Samples';
import { about, cornerFor, LOUPE_SIDE, pixelIn, TILE_SIDE, Tiles, unpack } from './samples';

/** A tile whose values tell their place. */
function samples(x: number, y: number, width: number, height: number): Samples {
  let rgb = '';
  for (let row = y; row < y + height; row += 1) {
    for (let column = x; column < x + width; column += 1) rgb += String.fromCharCode(column % 256, row % 256, 9);
  }
  return { x, y, width, height, rgb: btoa(rgb) };
}

describe('values of pixels', () => {
  it('of everything in the loupe lie in one tile, wherever the loupe is', () => {
    const half = (LOUPE_SIDE - 1) / 2;
    for (let place = 0; place < 500; place += 1) {
      const { x } = cornerFor({ x: place, y: 0 });
      expect(x).toBeLessThanOrEqual(Math.max(0, place - half));
      expect(x + TILE_SIDE).toBeGreaterThan(place + half);
    }
  });

  it('are found by their place in the photo, and none beside the tile', () => {
    const tile = unpack(samples(16, 48, 4, 3))!;
    expect(pixelIn(tile, 16, 48)).toEqual([16, 48, 9]);
    expect(pixelIn(tile, 19, 50)).toEqual([19, 50, 9]);
    for (const [x, y] of [[15, 48], [20, 48], [16, 47], [16, 51]] as const) expect(pixelIn(tile, x, y)).toBeNull();
  });

  it('are clear in the loupe where the photo ends', () => {
    const seen = about(unpack(samples(0, 0, TILE_SIDE, TILE_SIDE))!, { x: 0, y: 0 });
    const at = (column: number, row: number) => [...seen.subarray(4 * (row * LOUPE_SIDE + column), 4 * (row * LOUPE_SIDE + column) + 4)];
    expect(at(12, 12)).toEqual([0, 0, 9, 255]);
    expect(at(24, 12)).toEqual([12, 0, 9, 255]);
    expect(at(11, 12)).toEqual([0, 0, 0, 0]);
  });

  it('that are not whole are none', () => {
    expect(unpack({ ...samples(0, 0, 2, 2), width: 3 })).toBeNull();
    expect(unpack({ x: 0, y: 0, width: 1, height: 1, rgb: '####' })).toBeNull();
  });

  it('are asked for once, and again after a failure', async () => {
    let asked = 0;
    let fails = false;
    const tiles = new Tiles(async (x, y, side) => {
      asked += 1;
      if (fails) throw new Error('gone');
      return samples(x, y, side, side);
    });
    expect(await tiles.at({ x: 0, y: 0 })).not.toBeNull();
    await tiles.at({ x: 0, y: 0 });
    expect(asked).toBe(1);
    fails = true;
    expect(await tiles.at({ x: 16, y: 0 })).toBeNull();
    fails = false;
    expect(await tiles.at({ x: 16, y: 0 })).not.toBeNull();
    expect(asked).toBe(3);
  });
});
