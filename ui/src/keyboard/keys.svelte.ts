// Keys that work without Ctrl or Alt. WCAG 2.2 (2.1.4) wants a switch for them: whoever speaks to the computer, or
// has a keyboard that repeats, must be able to turn them off.

const STORED = 'catchlight.keys';

let on = $state(remembered());

export function keysOn(): boolean {
  return on;
}

export function setKeysOn(next: boolean): void {
  on = next;
  try {
    localStorage.setItem(STORED, next ? 'on' : 'off');
  } catch {
    // Without storage the choice holds until the window closes.
  }
}

/** The single key that was pressed for the page; null when it belongs to a field, a dialog or another shortcut. */
export function plainKey(event: KeyboardEvent): string | null {
  if (!on || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (takesKeys(event.target) || document.querySelector('dialog[open]')) return null;
  return event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

/** Where letters are typed, or choose an entry. */
function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest('textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=range])') !== null;
}

function remembered(): boolean {
  try {
    return localStorage.getItem(STORED) !== 'off';
  } catch {
    return true;
  }
}
