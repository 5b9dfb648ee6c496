import type { Point } from './zoom';

/** What the fingers or the mouse did since the last movement. */
export interface Movement {
  dx: number;
  dy: number;
  factor: number;
  at: Point;
}

/** Follows one pointer that drags, or two that pinch. */
export class Pointers {
  private readonly down = new Map<number, Point>();

  press(id: number, at: Point): void {
    this.down.set(id, at);
  }

  release(id: number): void {
    this.down.delete(id);
  }

  get count(): number {
    return this.down.size;
  }

  /** The movement of the middle and the distance of the pointers; null for one that is not pressed. */
  move(id: number, to: Point): Movement | null {
    if (!this.down.has(id)) return null;
    const before = this.shape();
    this.down.set(id, to);
    const after = this.shape();
    return {
      dx: after.middle.x - before.middle.x,
      dy: after.middle.y - before.middle.y,
      factor: before.distance > 0 && after.distance > 0 ? after.distance / before.distance : 1,
      at: after.middle,
    };
  }

  private shape(): { middle: Point; distance: number } {
    const [first = { x: 0, y: 0 }, second = first] = this.down.values();
    return {
      middle: { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 },
      distance: Math.hypot(second.x - first.x, second.y - first.y),
    };
  }
}
