const WINDOW_MS = 60_000;
/** Fewer ends than these say nothing of a pace. */
const LEAST = 3;

/** How many photos end per minute, over the last minute. */
export class Pace {
  private ends: number[] = [];

  /** Forgets what was; there is no pace yet. */
  begin(): null {
    this.ends = [];
    return null;
  }

  /** A photo ended at this moment, in milliseconds; the pace since, or null while too few ended. */
  ended(at: number): number | null {
    this.ends = [...this.ends.filter((end) => end > at - WINDOW_MS), at];
    const first = this.ends[0] ?? at;
    // Between n ends lie n - 1 photos.
    const between = this.ends.length - 1;
    return between < LEAST - 1 || at <= first ? null : (between * 60_000) / (at - first);
  }
}
