import type { Outline } from '../generated/Outline';
import type { View } from '../viewer/zoom';

/** Side of the drawing of a spectrum, in units of its own. */
export const SIDE = 1000;

/** Where frequency zero lies, in shares of the side: the middle of its pixel. */
export function zeroAt(pixels: number): number {
  return (Math.floor(pixels / 2) + 0.5) / pixels;
}

/** Draws outlines in cycles per pixel into the square drawing. */
export function drawingView(picture: { width: number; height: number }): View {
  return { x: zeroAt(picture.width) * SIDE, y: zeroAt(picture.height) * SIDE, scale: SIDE };
}

/** The frequency at a place of the picture, in cycles per pixel. */
export function frequencyAt(picture: { width: number; height: number }, x: number, y: number): { across: number; down: number } {
  return { across: x - zeroAt(picture.width), down: y - zeroAt(picture.height) };
}

/** Pixels from crest to crest; null at frequency zero. */
export function periodOf({ across, down }: { across: number; down: number }): number | null {
  const frequency = Math.hypot(across, down);
  return frequency > 1e-9 ? 1 / frequency : null;
}

/** The outline whose circle or point is at a frequency, within `reach` cycles per pixel. */
export function markAt(marks: readonly Outline[], across: number, down: number, reach: number): Outline | null {
  const distance = ({ shape }: Outline): number => {
    if (shape.type === 'circle') return Math.max(0, Math.hypot(shape.x - across, shape.y - down) - shape.radius);
    if (shape.type === 'dots') return Math.min(Infinity, ...shape.points.map(([x, y]) => Math.hypot(x - across, y - down)));
    return Infinity;
  };
  let nearest: Outline | null = null;
  let least = reach;
  for (const mark of marks) {
    if (distance(mark) <= least) [nearest, least] = [mark, distance(mark)];
  }
  return nearest;
}

/** The middles of all circles and points, in the order of the report. */
export function middles(marks: readonly Outline[]): { across: number; down: number }[] {
  return marks.flatMap(({ shape }) => {
    if (shape.type === 'circle') return [{ across: shape.x, down: shape.y }];
    return shape.type === 'dots' ? shape.points.map(([across, down]) => ({ across, down })) : [];
  });
}
