// Where the photo lies in the viewer. Lengths are CSS pixels unless named otherwise.

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface View {
  /** CSS pixels for one pixel of the photo. */
  scale: number;
  /** Left edge of the photo in the viewer. */
  x: number;
  /** Top edge of the photo in the viewer. */
  y: number;
}

/** Factor of one press of + or -. */
export const STEP = 1.25;
/** Screen pixels for one pixel of the photo: the largest, and the smallest for photos that fit anyway. */
const MOST_ZOOM = 32;
const LEAST_ZOOM = 0.1;
/** Above this zoom, pixels are shown as squares. */
const SQUARES_ABOVE = 2;
/** How fast a wheel and a pinch zoom, per CSS pixel of travel. */
const WHEEL_RATE = 0.0016;
const PINCH_RATE = 0.01;
const WHEEL_LINE = 16;
const WHEEL_MOST = 240;

/** The whole photo in the middle, never larger than one to one. `ratio` is screen pixels for a CSS pixel. */
export function fit(viewer: Size, photo: Size, ratio = 1): View {
  const scale = Math.min(viewer.width / photo.width, viewer.height / photo.height, 1 / ratio);
  return settle({ scale: Number.isFinite(scale) && scale > 0 ? scale : 1 / ratio, x: 0, y: 0 }, viewer, photo);
}

/** Zooms by a factor and keeps the photo's pixel under `at` where it is, as far as the edges allow. */
export function zoomAt(view: View, factor: number, at: Point, viewer: Size, photo: Size, ratio = 1): View {
  const least = Math.min(fit(viewer, photo, ratio).scale, LEAST_ZOOM / ratio);
  const scale = Math.min(MOST_ZOOM / ratio, Math.max(least, view.scale * factor));
  const change = scale / view.scale;
  return settle({ scale, x: at.x - (at.x - view.x) * change, y: at.y - (at.y - view.y) * change }, viewer, photo);
}

/** One pixel of the photo on one pixel of the screen, about the viewer's middle. */
export function oneToOne(view: View, viewer: Size, photo: Size, ratio = 1): View {
  const middle = { x: viewer.width / 2, y: viewer.height / 2 };
  return zoomAt(view, 1 / ratio / view.scale, middle, viewer, photo, ratio);
}

/** What is seen, and through which room. */
interface Seen {
  view: View;
  viewer: Size;
  photo: Size;
}

/**
 * The view of another photo that shows the same place, in shares of its width and height, in the middle: as large
 * as its own room allows it to be, in the same measure as the leader, or with pixels of the same size.
 */
export function follow(leader: Seen, follower: Omit<Seen, 'view'>, samePixels: boolean, ratio = 1): View {
  const { viewer, photo } = follower;
  const grown = leader.view.scale / fit(leader.viewer, leader.photo, ratio).scale;
  const scale = samePixels ? leader.view.scale : fit(viewer, photo, ratio).scale * grown;
  const share = (start: number, room: number, length: number) => (room / 2 - start) / (length * leader.view.scale);
  const across = share(leader.view.x, leader.viewer.width, leader.photo.width);
  const down = share(leader.view.y, leader.viewer.height, leader.photo.height);
  const x = viewer.width / 2 - across * photo.width * scale;
  const y = viewer.height / 2 - down * photo.height * scale;
  return settle({ scale, x, y }, viewer, photo);
}

/** The place of the photo at a point of the viewer, in its pixels; null beside it. */
export function placeAt(at: Point, view: View, photo: Size): Point | null {
  const [x, y] = [(at.x - view.x) / view.scale, (at.y - view.y) / view.scale];
  return x >= 0 && y >= 0 && x < photo.width && y < photo.height ? { x, y } : null;
}

/** Where a place of the photo lies in the viewer. */
export function pointOf(place: Point, view: View): Point {
  return { x: view.x + place.x * view.scale, y: view.y + place.y * view.scale };
}

/** The part of the viewer, from left to right, in which the photo is seen. */
export function seenAcross(view: View, viewer: Size, photo: Size): { left: number; right: number } {
  return { left: Math.max(0, view.x), right: Math.min(viewer.width, view.x + photo.width * view.scale) };
}

/** How much larger two pictures must become before they lie below each other. */
const STACKS_ABOVE = 1.35;

/** Whether two pictures of the photo's shape are much larger below each other than beside each other. */
export function stacks(room: Size, photo: Size): boolean {
  const fitted = (width: number, height: number) => Math.min(width / photo.width, height / photo.height);
  return fitted(room.width, room.height / 2) > STACKS_ABOVE * fitted(room.width / 2, room.height);
}

export function pan(view: View, dx: number, dy: number, viewer: Size, photo: Size): View {
  return settle({ ...view, x: view.x + dx, y: view.y + dy }, viewer, photo);
}

/** Keeps a photo that is smaller than the viewer in its middle, and a larger one over its edges. */
export function settle(view: View, viewer: Size, photo: Size): View {
  return {
    scale: view.scale,
    x: settleAxis(view.x, photo.width * view.scale, viewer.width),
    y: settleAxis(view.y, photo.height * view.scale, viewer.height),
  };
}

/** Zoom as a reader knows it: 100 is one pixel of the photo on one pixel of the screen. */
export function percent(view: View, ratio = 1): number {
  const value = view.scale * ratio * 100;
  return value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}

export function showsSquares(view: View, ratio = 1): boolean {
  return view.scale * ratio > SQUARES_ABOVE;
}

/** Factor of a turn of the wheel; a pinch on a touchpad arrives as a wheel with the control key. */
export function wheelFactor(event: Pick<WheelEvent, 'deltaY' | 'deltaMode' | 'ctrlKey'>): number {
  const travel = event.deltaY * (event.deltaMode === 0 ? 1 : WHEEL_LINE);
  const bounded = Math.max(-WHEEL_MOST, Math.min(WHEEL_MOST, travel));
  return Math.exp(-bounded * (event.ctrlKey ? PINCH_RATE : WHEEL_RATE));
}

function settleAxis(start: number, length: number, room: number): number {
  if (length <= room) return (room - length) / 2;
  return Math.min(0, Math.max(room - length, start));
}
