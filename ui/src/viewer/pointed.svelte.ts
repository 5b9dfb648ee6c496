import { placeAt, type Point, pointOf, type Size } from './zoom';
import type { Zoom } from './zoom.svelte';

/** How near to the viewer's edge the loupe goes before the photo moves. */
const EDGE = 24;

/** The middle of a pixel, in the photo. */
export function middleOf({ x, y }: Point): Point {
  return { x: x + 0.5, y: y + 0.5 };
}

/** What a person points at, with the pointer or with the loupe. */
export class Pointed {
  private pointer = $state.raw<Point | null>(null);
  /** Whether the loupe is out. */
  loupe = $state(false);
  /** The pixel under the loupe's cross. */
  spot = $state.raw<Point>({ x: 0, y: 0 });
  /** The keyboard moved the loupe last. */
  stepped = $state(false);

  constructor(private readonly zoom: () => Zoom) {}

  /** The place that is looked at, in the photo: under the loupe, else under the pointer. */
  get place(): Point | null {
    return this.loupe ? middleOf(this.spot) : this.pointer && this.under(this.pointer);
  }

  /** The pointer is at this point of the viewer, or outside. */
  readonly hover = (point: Point | null) => {
    this.pointer = point;
    const under = point && this.under(point);
    // Beside the photo the loupe stays where it was.
    if (!this.loupe || !under) return;
    this.spot = floored(under);
    this.stepped = false;
  };

  /** Takes the loupe out, over what the pointer or the middle of the viewer shows, or puts it away. */
  take(out: boolean) {
    const { viewer } = this.zoom();
    const middle = { x: viewer.width / 2, y: viewer.height / 2 };
    this.spot = floored(this.under(this.pointer ?? middle) ?? this.under(middle) ?? { x: 0, y: 0 });
    this.stepped = out;
    this.loupe = out;
  }

  /** Moves the loupe by pixels; the photo follows at the viewer's edge. */
  readonly step = (across: number, down: number, fast: boolean) => {
    const { photo, view, viewer } = this.zoom();
    const by = fast ? 10 : 1;
    const within = (value: number, length: number) => Math.max(0, Math.min(length - 1, value));
    this.spot = { x: within(this.spot.x + across * by, photo.width), y: within(this.spot.y + down * by, photo.height) };
    this.stepped = true;
    const [dx, dy] = overEdge(pointOf(middleOf(this.spot), view), viewer);
    if (dx !== 0 || dy !== 0) this.zoom().pan(dx, dy);
  };

  private under(point: Point): Point | null {
    const { photo, view } = this.zoom();
    return placeAt(point, view, photo);
  }
}

function floored({ x, y }: Point): Point {
  return { x: Math.floor(x), y: Math.floor(y) };
}

/** How far the photo moves so that a point is inside again. */
function overEdge({ x, y }: Point, viewer: Size): [number, number] {
  const inside = (at: number, length: number) => Math.max(0, EDGE - at) - Math.max(0, at - (length - EDGE));
  return [inside(x, viewer.width), inside(y, viewer.height)];
}
