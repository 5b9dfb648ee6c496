import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const tokens = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

function scheme(name: string): Record<string, string> {
  const block = new RegExp(`data-scheme='${name}'\\] \\{([^}]*)\\}`).exec(tokens)?.[1] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, token = '', value = '']) => [token, value]));
}

/** Relative luminance of WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['light', 'dark'])('the %s scheme', (name) => {
  const colours = scheme(name);
  const between = (one: string, other: string) => contrast(colours[one] ?? '', colours[other] ?? '');

  it('lets text be read on every ground', () => {
    for (const text of ['ink', 'ink-soft']) {
      for (const ground of ['paper', 'surface', 'sunken', 'mount', 'accent-soft']) {
        expect(between(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(between('accent-ink', 'accent')).toBeGreaterThanOrEqual(4.5);
    expect(between('accent', 'paper')).toBeGreaterThanOrEqual(4.5);
  });

  it('lets borders of controls, the focus ring and lines of plots be seen', () => {
    for (const line of ['line-strong', 'accent', 'series-1', 'series-2', 'series-3', 'series-4']) {
      for (const ground of ['paper', 'surface']) {
        expect(between(line, ground), `${line} on ${ground}`).toBeGreaterThanOrEqual(3);
      }
    }
  });
});
