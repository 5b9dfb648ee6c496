import { fit, oneToOne, pan, percent, type Point, settle, showsSquares, type Size, zoomAt } from './zoom';

/** The viewer's zoom: fitted until the user moves, and then where the user left it. */
export class Zoom {
  viewer = $state<Size>({ width: 0, height: 0 });
  photo = $state<Size>({ width: 1, height: 1 });
  private moved = $state.raw<{ scale: number; x: number; y: number } | null>(null);
  private readonly ratio = window.devicePixelRatio || 1;

  readonly view = $derived(
    this.moved ? settle(this.moved, this.viewer, this.photo) : fit(this.viewer, this.photo, this.ratio),
  );
  readonly percent = $derived(percent(this.view, this.ratio));
  readonly squares = $derived(showsSquares(this.view, this.ratio));
  readonly fitted = $derived(this.moved === null);

  fit(): void {
    this.moved = null;
  }

  whole(): void {
    this.moved = oneToOne(this.view, this.viewer, this.photo, this.ratio);
  }

  by(factor: number, at: Point = { x: this.viewer.width / 2, y: this.viewer.height / 2 }): void {
    this.moved = zoomAt(this.view, factor, at, this.viewer, this.photo, this.ratio);
  }

  pan(dx: number, dy: number): void {
    this.moved = pan(this.view, dx, dy, this.viewer, this.photo);
  }
}
