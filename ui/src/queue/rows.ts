/** Height of every row in sixteenths of a rem, which are pixels unless letters are larger: known in advance, so that only the rows in view are made. */
export const ROW_HEIGHT = 76;
const REM = 16;

/** A height of rows as style. */
export function rem(height: number): string {
  return `${height / REM}rem`;
}

/** How many pixels a unit of rows is: more than one where letters are larger. */
export function pixelsPerUnit(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / REM || 1;
}
const SPARE_ROWS = 6;

/**
 * Indices of the rows to make: those in view, a few beside them, and the active one, so that it keeps
 * the keyboard focus when it is scrolled away.
 */
export function rowsToMake(scrollTop: number, height: number, count: number, active: number): number[] {
  const first = Math.max(0, Math.floor(scrollTop / ROW_HEIGHT) - SPARE_ROWS);
  const last = Math.min(count - 1, Math.ceil((scrollTop + height) / ROW_HEIGHT) + SPARE_ROWS);
  const rows: number[] = [];
  if (active >= 0 && active < Math.min(first, count)) rows.push(active);
  for (let row = first; row <= last; row += 1) rows.push(row);
  if (active > last && active < count) rows.push(active);
  return rows;
}

/** Where to scroll so that a row is wholly in view; the same place when it already is. */
export function scrollFor(row: number, scrollTop: number, height: number): number {
  const top = row * ROW_HEIGHT;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + ROW_HEIGHT - height);
}

/** The row that a key moves to, or null when the key does not move. */
export function rowAfter(key: string, row: number, count: number, page: number): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, row + 1);
    case 'ArrowUp':
      return Math.max(0, row - 1);
    case 'PageDown':
      return Math.min(last, row + page);
    case 'PageUp':
      return Math.max(0, row - page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
