import { fit, follow, oneToOne, pan, percent, type Point, settle, showsSquares, type Size, type View, zoomAt } from './zoom';

/** The viewer's zoom: fitted until the user moves, and then where the user left it. */
export class Zoom {
  viewer = $state<Size>({ width: 0, height: 0 });
  photo = $state<Size>({ width: 1, height: 1 });
  protected moved = $state.raw<View | null>(null);
  protected readonly ratio = window.devicePixelRatio || 1;

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

/** The zoom of one of two photos that are moved together. */
export class LinkedZoom extends Zoom {
  private partner: LinkedZoom | null = null;
  /** One pixel of either photo is as large as one of the other. */
  private same = $state(false);

  /** Two zooms that follow each other. */
  static pair(): [LinkedZoom, LinkedZoom] {
    const [one, other] = [new LinkedZoom(), new LinkedZoom()];
    one.partner = other;
    other.partner = one;
    return [one, other];
  }

  get sameScale(): boolean {
    return this.same;
  }

  /** The partner takes this one's scale, or its share of the room again. */
  set sameScale(same: boolean) {
    this.same = same;
    if (this.partner) this.partner.same = same;
    this.lead();
  }

  override fit(): void {
    super.fit();
    this.lead();
  }

  /** Both show one pixel of the photo on one of the screen. */
  override whole(): void {
    super.whole();
    this.partner?.follow(this, true);
  }

  override by(factor: number, at?: Point): void {
    super.by(factor, at);
    this.lead();
  }

  override pan(dx: number, dy: number): void {
    super.pan(dx, dy);
    this.lead();
  }

  private lead(): void {
    this.partner?.follow(this, this.same);
  }

  private follow(leader: Zoom, same: boolean): void {
    this.moved = leader.fitted && !same ? null : follow(leader, this, same, this.ratio);
  }
}
