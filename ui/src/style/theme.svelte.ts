export type Theme = 'system' | 'light' | 'dark';

const STORED = 'catchlight.theme';
const dark = typeof window.matchMedia === 'function' ? window.matchMedia('(prefers-color-scheme: dark)') : null;

let chosen = $state<Theme>(remembered());

export function theme(): Theme {
  return chosen;
}

export function setTheme(next: Theme): void {
  chosen = next;
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // Without storage the choice holds until the window closes.
  }
  showTheme();
}

/** Puts the scheme in force on the document, so that the tokens need one rule a scheme. */
export function showTheme(): void {
  const system = dark?.matches ? 'dark' : 'light';
  document.documentElement.dataset.scheme = chosen === 'system' ? system : chosen;
}

/** Keeps following the system. */
export function followSystem(): void {
  dark?.addEventListener('change', showTheme);
}

function remembered(): Theme {
  try {
    const stored = localStorage.getItem(STORED);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}
