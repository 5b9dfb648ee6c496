import type { PhotoEntry } from '../generated/PhotoEntry';

/** Photos that fall together in a plot. */
export interface Mark {
  /** From 0 at the left to 1 at the right. */
  x: number;
  /** From 0 at the bottom to 1 at the top. */
  y: number;
  /** Places in the dossier. */
  photos: number[];
  /** Whether one of them was flagged. */
  flagged: boolean;
}

/** Cells that a plot is divided into, so that thousands of photos are as quickly drawn as ten. */
const ACROSS = 72;
const DOWN = 44;
const MOST_LANES = 8;

interface Point {
  x: number;
  y: number;
  photo: number;
}

/** Joins points that fall into one cell; a mark stands at the mean of its points. */
export function joined(points: readonly Point[], photos: readonly PhotoEntry[], down = DOWN): Mark[] {
  const cells = new Map<number, Point[]>();
  for (const point of points) {
    const cell = Math.round(point.y * down) * (ACROSS + 1) + Math.round(point.x * ACROSS);
    const inside = cells.get(cell);
    if (inside) inside.push(point);
    else cells.set(cell, [point]);
  }
  const mean = (inside: Point[], axis: 'x' | 'y') => inside.reduce((sum, point) => sum + point[axis], 0) / inside.length;
  return [...cells.values()]
    .map((inside) => ({
      x: mean(inside, 'x'),
      y: mean(inside, 'y'),
      photos: inside.map(({ photo }) => photo),
      flagged: inside.some(({ photo }) => photos[photo]?.flagged),
    }))
    .sort((one, other) => one.x - other.x || one.y - other.y);
}

/** Where a value lies between two others; in the middle when these are the same. */
function share(value: number, [low, high]: readonly [number, number]): number {
  return high > low ? (value - low) / (high - low) : 0.5;
}

function rangeOf(values: readonly number[]): [number, number] | null {
  if (values.length === 0) return null;
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

/** Photos by their scores in two checks. */
export interface Scattered {
  marks: Mark[];
  /** Ranges of both scores; null when no photo has both. */
  ranges: [[number, number], [number, number]] | null;
  /** Photos that lack one of the scores. */
  without: number[];
}

export function scattered(photos: readonly PhotoEntry[], across: string, up: string): Scattered {
  const score = (photo: PhotoEntry, check: string) => photo.scores.find((one) => one.check === check)?.score ?? null;
  const both: { photo: number; scores: [number, number] }[] = [];
  const without: number[] = [];
  photos.forEach((photo, place) => {
    const [one, other] = [score(photo, across), score(photo, up)];
    if (one === null || other === null) without.push(place);
    else both.push({ photo: place, scores: [one, other] });
  });
  const first = rangeOf(both.map(({ scores }) => scores[0]));
  const second = rangeOf(both.map(({ scores }) => scores[1]));
  if (!first || !second) return { marks: [], ranges: null, without };
  const points = both.map(({ photo, scores }) => ({ photo, x: share(scores[0], first), y: share(scores[1], second) }));
  return { marks: joined(points, photos), ranges: [first, second], without };
}

/** Photos of one camera, or of several, on the time line. */
export interface Lane {
  /** Maker and model; null where the files state none, `undefined` for all further cameras together. */
  camera: string | null | undefined;
  photos: number[];
}

/** Photos by the moments that their files state. */
export interface Timed {
  marks: Mark[];
  /** From the top. */
  lanes: Lane[];
  /** First and last moment, in milliseconds of a clock of no zone; null when no file states one. */
  range: [number, number] | null;
  /** Photos that state no moment that can be read. */
  without: number[];
}

export function timed(photos: readonly PhotoEntry[]): Timed {
  const moments: { photo: number; at: number }[] = [];
  const without: number[] = [];
  photos.forEach((photo, place) => {
    const at = photo.moment === null ? null : clock(photo.moment);
    if (at === null) without.push(place);
    else moments.push({ photo: place, at });
  });
  const range = rangeOf(moments.map(({ at }) => at));
  if (!range) return { marks: [], lanes: [], range: null, without };
  const lanes = lanesOf(moments.map(({ photo }) => photo), photos);
  const laneOf = new Map(lanes.flatMap(({ photos: inside }, lane) => inside.map((photo) => [photo, lane])));
  const points = moments.map(({ photo, at }) => ({
    photo,
    x: share(at, range),
    y: 1 - ((laneOf.get(photo) ?? 0) + 0.5) / lanes.length,
  }));
  // Each lane falls into cells of its own.
  return { marks: joined(points, photos, lanes.length * 2), lanes, range, without };
}

/** The cameras with the most photos; all further ones share the last lane. */
function lanesOf(places: readonly number[], photos: readonly PhotoEntry[]): Lane[] {
  const lanes = new Map<string | null, number[]>();
  for (const place of places) {
    const camera = photos[place]?.camera ?? null;
    lanes.set(camera, [...(lanes.get(camera) ?? []), place]);
  }
  const all: Lane[] = [...lanes].map(([camera, inside]) => ({ camera, photos: inside }));
  all.sort((one, other) => other.photos.length - one.photos.length);
  if (all.length <= MOST_LANES) return all;
  const rest = all.slice(MOST_LANES - 1).flatMap(({ photos: inside }) => inside);
  return [...all.slice(0, MOST_LANES - 1), { camera: undefined, photos: rest }];
}

/** What a clock showed. The zone is most often unknown, so an offset is left aside for all alike. */
export function clock(moment: string): number | null {
  const local = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.exec(moment)?.[0];
  const at = local ? Date.parse(`${local}Z`) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}
