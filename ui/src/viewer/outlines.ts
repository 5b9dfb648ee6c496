import type { Outline } from '../generated/Outline';
import type { Shape } from '../generated/Shape';
import type { Text } from '../generated/Text';
import type { Point, View } from './zoom';

/** A shape in the viewer's pixels: the data of an SVG path, and single points. */
export interface Mark {
  path: string;
  dots: Point[];
}

/** Draws a shape of the upright photo where the viewer shows it. */
export function mark(shape: Shape, view: View): Mark {
  const place = ([x, y]: readonly [number, number]): Point => ({
    x: view.x + x * view.scale,
    y: view.y + y * view.scale,
  });
  switch (shape.type) {
    case 'circle': {
      const { x, y } = place([shape.x, shape.y]);
      const radius = shape.radius * view.scale;
      const half = (side: number) => `A${radius} ${radius} 0 0 1 ${x + side * radius} ${y}`;
      return { path: `M${x - radius} ${y}${half(1)}${half(-1)}Z`, dots: [] };
    }
    case 'dots':
      return { path: '', dots: shape.points.map(place) };
    case 'polyline':
    case 'polygon': {
      const points = shape.points.map(place);
      const line = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
      return { path: shape.type === 'polygon' && line ? `${line}Z` : line, dots: [] };
    }
  }
}

/** One entry for each name and stroke, in the order of their first outline. */
export function legend(outlines: readonly Outline[]): { label: Text; stroke: Outline['stroke'] }[] {
  const seen = new Map<string, { label: Text; stroke: Outline['stroke'] }>();
  for (const { label, stroke } of outlines) {
    const key = `${stroke} ${label.en}`;
    if (!seen.has(key)) seen.set(key, { label, stroke });
  }
  return [...seen.values()];
}
