import type { BadgeKind } from '../generated/BadgeKind';
import type { PhotoEntry } from '../generated/PhotoEntry';

/** Height of every row of the contact sheet in CSS pixels, known in advance: only rows in sight are made. */
export const CELL_HEIGHT = 212;
/** The narrowest cell in CSS pixels. */
export const CELL_WIDTH = 148;
const SPARE_ROWS = 2;

/** Orders of the contact sheet. */
export type Order = 'given' | 'weight' | 'moment' | 'name';
/** Which photos the contact sheet shows. */
export type Filter = BadgeKind | 'any';

/** How many cells stand in a row. */
export function columnsIn(width: number): number {
  return Math.max(1, Math.floor(width / CELL_WIDTH));
}

/** Places of the cells to make: those in sight, a few rows beside them, and the active one, which keeps the focus. */
export function cellsToMake(scrollTop: number, height: number, count: number, columns: number, active: number): number[] {
  const first = Math.max(0, Math.floor(scrollTop / CELL_HEIGHT) - SPARE_ROWS) * columns;
  const end = Math.min(count, (Math.ceil((scrollTop + height) / CELL_HEIGHT) + SPARE_ROWS) * columns);
  const cells: number[] = [];
  if (active >= 0 && active < Math.min(first, count)) cells.push(active);
  for (let cell = first; cell < end; cell += 1) cells.push(cell);
  if (active >= end && active < count) cells.push(active);
  return cells;
}

/** The cell that a key moves to, or null when the key does not move. */
export function cellAfter(key: string, cell: number, count: number, columns: number, rows: number): number | null {
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    PageDown: columns * rows,
    PageUp: -columns * rows,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  return step === undefined ? null : Math.min(count - 1, Math.max(0, cell + step));
}

/** Places in the dossier of the photos to show, in the order to show them; what lacks the value stands last. */
export function arranged(
  photos: readonly PhotoEntry[],
  order: Order,
  filter: Filter,
  picked: readonly number[] | null,
): number[] {
  const among = picked ?? photos.map((_, place) => place);
  const shown = among.filter((place) => {
    const photo = photos[place];
    return photo !== undefined && (filter === 'any' || photo.badges.some(({ kind }) => kind === filter));
  });
  const key = keys[order];
  if (!key) return shown.toSorted((one, other) => one - other);
  const value = new Map(shown.map((place) => [place, key(photos[place] as PhotoEntry)]));
  return shown.toSorted((one, other) => compared(value.get(one) ?? null, value.get(other) ?? null) || one - other);
}

const keys: Record<Order, ((photo: PhotoEntry) => number | string | null) | null> = {
  given: null,
  // The strongest toward AI first.
  weight: (photo) => (photo.log10_lr === null ? null : -photo.log10_lr),
  moment: (photo) => photo.moment,
  name: (photo) => photo.name,
};

function compared(one: number | string | null, other: number | string | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'string' && typeof other === 'string') return collator.compare(one, other);
  return Number(one) - Number(other);
}

const collator = new Intl.Collator(undefined, { numeric: true });
