import type { Artifact } from '../generated/Artifact';
import type { Content } from '../generated/Content';
import type { Report } from '../generated/Report';
import type { Text } from '../generated/Text';

type Over = Extract<Content, { type: 'map' } | { type: 'regions' } | { type: 'outlines' }>;

/** An artifact that lies over the photo. */
export interface OverPhoto {
  key: string;
  check: Text;
  title: Text;
  content: Over;
}

/** How a map is shown with the photo: on top of it, on one side of a divider, or beside it. */
export type Arrangement = 'over' | 'swipe' | 'beside';

/** Which artifact lies over the photo, and how. */
export class Overlay {
  key = $state<string | null>(null);
  /** 0 to 1, for maps. */
  opacity = $state(0.6);
  arrangement = $state<Arrangement>('over');
  /** Share of the visible photo, 0 to 1, that lies left of the divider and shows no map. */
  divider = $state(0.5);
  /** Grows with each choice from the report, so that the viewer can come into view. */
  calls = $state(0);

  /** What lay over the photo last. */
  private last: string | null = null;

  constructor(readonly choices: readonly OverPhoto[]) {}

  /** What lies over the photo now. */
  get shown(): OverPhoto | null {
    return this.choices.find((choice) => choice.key === this.key) ?? null;
  }

  toggle(key: string): void {
    this.key = this.key === key ? null : key;
    if (this.key !== null) this.calls += 1;
  }

  /** Takes away what lies over the photo, or lays something over it: of this check, what lay there last, or the first. */
  flip(check: string | null): void {
    if (this.key !== null) {
      this.last = this.key;
      this.key = null;
      return;
    }
    const own = this.choices.find(({ key }) => check !== null && key.startsWith(`${check}/`));
    const next = own?.key ?? this.last ?? this.choices[0]?.key;
    if (next !== undefined) this.toggle(next);
  }
}

export function overlayKey(check: string, artifact: string): string {
  return `${check}/${artifact}`;
}

export function liesOverPhoto(artifact: Artifact): artifact is Artifact & { content: Over } {
  return ['map', 'regions', 'outlines'].includes(artifact.content.type);
}

/** Every artifact of a report that lies over the photo, in the order of the report. */
export function overPhoto(report: Report): OverPhoto[] {
  return report.results.flatMap((result) =>
    result.artifacts.filter(liesOverPhoto).map((artifact) => ({
      key: overlayKey(result.check.id, artifact.id),
      check: result.check.title,
      title: artifact.title,
      content: artifact.content,
    })),
  );
}
