// The pixel values that a loupe shows. They come from the program, in small tiles, and never from a canvas.
import type { Samples } from '../generated/Samples';
import type { Point } from './zoom';

/** Pixels of the photo across and down in the loupe; odd, so that one lies in the middle. */
export const LOUPE_SIDE = 25;
/** Side of a tile in pixels: the most that the program gives out at once. */
export const TILE_SIDE = 64;
/** Distance between tiles: a loupe about any pixel of a step lies wholly within one tile. */
const TILE_STEP = 32;
const TILE_MARGIN = 16;
/** Tiles that are kept, of 12 KiB each. */
const MOST_TILES = 64;

/** Samples that have been unpacked. */
export interface Tile {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Red, green and blue, row by row. */
  rgb: Uint8Array;
}

/** Top left corner of the tile that holds everything the loupe shows about a pixel. */
export function cornerFor(spot: Point): Point {
  const along = (place: number) => Math.max(0, Math.floor(place / TILE_STEP) * TILE_STEP - TILE_MARGIN);
  return { x: along(spot.x), y: along(spot.y) };
}

/** Red, green and blue of a pixel of the photo; null outside the tile. */
export function pixelIn(tile: Tile, x: number, y: number): [number, number, number] | null {
  const [column, row] = [x - tile.x, y - tile.y];
  if (column < 0 || row < 0 || column >= tile.width || row >= tile.height) return null;
  const at = 3 * (row * tile.width + column);
  const [red, green, blue] = tile.rgb.subarray(at, at + 3);
  return red === undefined || green === undefined || blue === undefined ? null : [red, green, blue];
}

/** What the loupe shows about a pixel, with alpha: clear where there is no photo. */
export function about(tile: Tile, spot: Point): Uint8ClampedArray<ArrayBuffer> {
  const half = (LOUPE_SIDE - 1) / 2;
  const seen = new Uint8ClampedArray(4 * LOUPE_SIDE * LOUPE_SIDE);
  for (let row = 0; row < LOUPE_SIDE; row += 1) {
    for (let column = 0; column < LOUPE_SIDE; column += 1) {
      const pixel = pixelIn(tile, spot.x - half + column, spot.y - half + row);
      if (pixel) seen.set([...pixel, 255], 4 * (row * LOUPE_SIDE + column));
    }
  }
  return seen;
}

/** Unpacks samples; null when they are not whole. */
export function unpack({ x, y, width, height, rgb }: Samples): Tile | null {
  try {
    const bytes = Uint8Array.from(atob(rgb), (character) => character.charCodeAt(0));
    return bytes.length === 3 * width * height ? { x, y, width, height, rgb: bytes } : null;
  } catch {
    return null;
  }
}

/** The tiles of one photo, each asked for once while it is kept. */
export class Tiles {
  private readonly kept = new Map<string, Promise<Tile | null>>();

  constructor(private readonly ask: (x: number, y: number, side: number) => Promise<Samples>) {}

  /** The tile at a corner; null when the program has none. */
  at(corner: Point): Promise<Tile | null> {
    const key = `${corner.x} ${corner.y}`;
    const known = this.kept.get(key);
    if (known) return known;
    const tile = this.ask(corner.x, corner.y, TILE_SIDE).then(unpack, () => null);
    this.kept.set(key, tile);
    // What failed is asked for again.
    void tile.then((tile) => tile ?? this.kept.delete(key));
    const oldest = this.kept.keys().next().value;
    if (this.kept.size > MOST_TILES && oldest !== undefined) this.kept.delete(oldest);
    return tile;
  }
}
