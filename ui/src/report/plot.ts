import type { Axis } from '../generated/Axis';

/** Pixels of the drawing, in a card and enlarged; words keep their size in both. */
export const FRAMES = { card: { width: 440, height: 270 }, large: { width: 1100, height: 560 } } as const;
/** Room beside the axes for ticks and labels, in pixels of the drawing. */
export const MARGIN = { left: 60, right: 14, top: 10, bottom: 46 } as const;

/** Maps an axis value to pixels; values outside the fixed range land outside and are clipped. */
export function scaleOf(axis: Pick<Axis, 'min' | 'max'>, from: number, to: number): (value: number) => number {
  const span = axis.max - axis.min;
  return (value) => (span === 0 ? (from + to) / 2 : from + ((value - axis.min) / span) * (to - from));
}

/** Round values inside the fixed range, about `count` of them, in ascending order. */
export function ticks(axis: Pick<Axis, 'min' | 'max'>, count = 5): number[] {
  const low = Math.min(axis.min, axis.max);
  const span = Math.abs(axis.max - axis.min);
  if (!(span > 0) || !Number.isFinite(span)) return [axis.min];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((nice) => nice * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor((low + span) / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step));
}

/** An SVG path through the points; one that is not a number breaks the line. */
export function pathThrough(
  points: readonly (readonly [number, number])[],
  x: (value: number) => number,
  y: (value: number) => number,
): string {
  let path = '';
  let pen = false;
  for (const [along, up] of points) {
    const drawable = Number.isFinite(along) && Number.isFinite(up);
    if (drawable) path += `${pen ? 'L' : 'M'}${round(x(along))} ${round(y(up))}`;
    pen = drawable;
  }
  return path;
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
