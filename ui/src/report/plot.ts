import type { Axis } from '../generated/Axis';
import type { Content } from '../generated/Content';

/** A plot of the report. */
export type PlotContent = Extract<Content, { type: 'plot' }>;
type Range = Pick<Axis, 'min' | 'max' | 'spacing'>;
type Place = (value: number) => number;

/** Pixels of the drawing, in a card and enlarged; words keep their size in both. */
export const FRAMES = { card: { width: 440, height: 270 }, large: { width: 1100, height: 560 } } as const;
/** Room beside the axes for ticks and labels, in pixels of the drawing. */
export const MARGIN = { left: 60, right: 14, top: 10, bottom: 46 } as const;

/** Maps an axis value to pixels; values outside the fixed range land outside and are clipped. */
export function scaleOf(axis: Range, from: number, to: number): Place {
  const along = isLogarithmic(axis) ? Math.log10 : (value: number) => value;
  const start = along(axis.min);
  const span = along(axis.max) - start;
  return (value) => (span === 0 ? (from + to) / 2 : from + ((along(value) - start) / span) * (to - from));
}

/** Whether equal factors are equally long; an axis that reaches zero cannot be so. */
export function isLogarithmic(axis: Range): boolean {
  return axis.spacing === 'logarithmic' && axis.min > 0 && axis.max > 0;
}

/** Round values inside the fixed range, about `count` of them, in ascending order. */
export function ticks(axis: Range, count = 5): number[] {
  const low = Math.min(axis.min, axis.max);
  const span = Math.abs(axis.max - axis.min);
  if (!(span > 0) || !Number.isFinite(span)) return [axis.min];
  if (isLogarithmic(axis)) return decades(low, low + span, count);
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((nice) => nice * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor((low + span) / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step));
}

/** Powers of ten, or 1, 2 and 5 of each where there are few. */
function decades(low: number, high: number, count: number): number[] {
  const first = Math.floor(Math.log10(low) + 1e-9);
  const last = Math.ceil(Math.log10(high) - 1e-9);
  const every = Math.max(1, Math.ceil((last - first) / count));
  const steps = last - first <= count / 2 ? [1, 2, 5] : [1];
  const found: number[] = [];
  for (let power = first; power <= last; power += every) {
    for (const step of steps) found.push(tidy(step * 10 ** power));
  }
  return found.filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
}

/** An SVG path through the points; one that is not a number breaks the line. */
export function pathThrough(points: readonly (readonly [number, number])[], x: Place, y: Place): string {
  let path = '';
  let pen = false;
  for (const point of points) {
    const [along, up] = [x(point[0]), y(point[1])];
    const drawable = Number.isFinite(along) && Number.isFinite(up);
    if (drawable) path += `${pen ? 'L' : 'M'}${round(along)} ${round(up)}`;
    pen = drawable;
  }
  return path;
}

/** An SVG path of bars that stand on the axis, or hang from it below zero. */
export function barsPath(points: readonly (readonly [number, number])[], width: number, axis: Range, x: Place, y: Place): string {
  const foot = round(y(isLogarithmic(axis) ? axis.min : Math.max(axis.min, Math.min(axis.max, 0))));
  let path = '';
  for (const [along, up] of points) {
    const [left, right, head] = [round(x(along - width / 2)), round(x(along + width / 2)), round(y(up))];
    if ([left, right, head].every(Number.isFinite) && head !== foot) path += `M${left} ${foot}V${head}H${right}V${foot}Z`;
  }
  return path;
}

/** Whether bars lie over those of an earlier series and are drawn as outlines. */
export function isHollow(plot: PlotContent, index: number): boolean {
  return plot.series.slice(0, index).some((earlier) => earlier.bar_width !== undefined);
}

/** SVG paths of a band: its area, and its two edges. An edge beyond the range is drawn at the range's end. */
export function bandPaths(edges: readonly (readonly [number, number, number])[], axis: Range, x: Place, y: Place) {
  const [least, most] = [Math.min(axis.min, axis.max), Math.max(axis.min, axis.max)];
  const within = (value: number) => Math.max(least, Math.min(most, value));
  const whole = edges.filter((edge) => edge.every(Number.isFinite));
  const lower = pathThrough(whole.map(([along, low]) => [along, within(low)]), x, y);
  const upper = pathThrough(whole.map(([along, , high]) => [along, within(high)]), x, y);
  const back = pathThrough(whole.map(([along, low]) => [along, within(low)] as const).reverse(), x, y);
  return { area: upper && `${upper}${back.replace('M', 'L')}Z`, edges: lower + upper };
}

/** Puts labels beside their marks, each in the first row in which it touches no other. */
export function stagger(labels: readonly { at: number; width: number }[], from: number, to: number): { left: number; row: number }[] {
  const ends: number[] = [];
  const placed: { left: number; row: number }[] = [];
  const order = labels.map((_, index) => index).sort((a, b) => (labels[a]?.at ?? 0) - (labels[b]?.at ?? 0));
  for (const index of order) {
    const { at, width } = labels[index] ?? { at: 0, width: 0 };
    const left = Math.max(from, Math.min(to - width, at - width / 2));
    const free = ends.findIndex((end) => end <= left);
    const row = free === -1 ? ends.length : free;
    ends[row] = left + width + 8;
    placed[index] = { left, row };
  }
  return placed;
}

/** About how wide a label is, in pixels of the drawing: ideographs are as wide as high. */
export function widthOf(label: string): number {
  return [...label].reduce((sum, character) => sum + (/[\u2e80-\uffef]/.test(character) ? 12 : 6.6), 0);
}

/** Every place on the horizontal axis at which something can be read, inside the range, in ascending order. */
export function places(plot: PlotContent): number[] {
  const [least, most] = [Math.min(plot.x.min, plot.x.max), Math.max(plot.x.min, plot.x.max)];
  const all = [...plot.series.flatMap(({ points }) => points.map(([x]) => x)), ...(plot.bands ?? []).flatMap(({ edges }) => edges.map(([x]) => x))];
  return [...new Set(all)].filter((x) => x >= least && x <= most).sort((a, b) => a - b);
}

/** Index of the place whose drawing is nearest to a pixel. */
export function nearestPlace(all: readonly number[], x: Place, pixel: number): number {
  let nearest = 0;
  all.forEach((place, index) => {
    if (Math.abs(x(place) - pixel) < Math.abs(x(all[nearest] ?? 0) - pixel)) nearest = index;
  });
  return nearest;
}

/** The point of a series or band that is nearest to a place, none that is further than half a step of its own. */
export function pointAt<Point extends readonly [number, ...number[]]>(points: readonly Point[], place: number): Point | null {
  const away = (point: Point | undefined) => (point ? Math.abs(point[0] - place) : Infinity);
  const nearest = points.reduce<Point | undefined>((best, point) => (away(point) < away(best) ? point : best), undefined);
  const [first, last] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
  const half = points.length > 1 ? Math.abs(last - first) / (points.length - 1) / 2 : 0;
  return nearest && away(nearest) <= half + 1e-12 ? nearest : null;
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
