// Boxes that a person marks on the photo.
import type { MarkedBox } from '../generated/MarkedBox';
import type { Point, Size, View } from './zoom';

/** A box of the upright photo with the name beside it. */
export interface LabelledBox extends MarkedBox {
  label: string;
}

/** Shorter drags, in CSS pixels, are clicks. */
const LEAST_DRAG = 4;

/** The photo's box between two points of the viewer; null where nothing of the photo lies between them. */
export function boxBetween(from: Point, to: Point, view: View, photo: Size): MarkedBox | null {
  if (Math.min(Math.abs(to.x - from.x), Math.abs(to.y - from.y)) < LEAST_DRAG) return null;
  const across = along(from.x, to.x, view.x, view.scale, photo.width);
  const down = along(from.y, to.y, view.y, view.scale, photo.height);
  if (!across || !down) return null;
  return { x: across.start, y: down.start, width: across.length, height: down.length };
}

/** Moves and shrinks a box by whole pixels until it lies in the photo. */
export function within(box: MarkedBox, photo: Size): MarkedBox {
  const x = limit(box.x, 0, photo.width - 1);
  const y = limit(box.y, 0, photo.height - 1);
  return { x, y, width: limit(box.width, 1, photo.width - x), height: limit(box.height, 1, photo.height - y) };
}

/** The middle half of the photo, to begin with where no pointer draws. */
export function middle(photo: Size): MarkedBox {
  const { width, height } = photo;
  return within({ x: width / 4, y: height / 4, width: width / 2, height: height / 2 }, photo);
}

function along(from: number, to: number, edge: number, scale: number, length: number) {
  const start = limit((Math.min(from, to) - edge) / scale, 0, length);
  const end = limit((Math.max(from, to) - edge) / scale, 0, length);
  return end > start ? { start, length: end - start } : null;
}

/** A whole number within limits; what is no number becomes the least. */
function limit(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, Math.round(value) || 0));
}
