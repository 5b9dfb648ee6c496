const CARDS = '[data-check]';

/** The finding that has the keyboard, by its check. */
export function currentFinding(): string | null {
  return document.activeElement?.closest<HTMLElement>(CARDS)?.dataset.check ?? null;
}

/** Moves the keyboard to the next or previous finding of a report; from elsewhere to the first or last. */
export function moveToFinding(report: HTMLElement, step: 1 | -1): void {
  const cards = [...report.querySelectorAll<HTMLElement>(CARDS)];
  const at = cards.findIndex((card) => card.contains(document.activeElement));
  const next = at < 0 ? cards.at(step > 0 ? 0 : -1) : cards[at + step];
  next?.querySelector('button')?.focus({ preventScroll: true });
  next?.scrollIntoView?.({ block: 'nearest' });
}
