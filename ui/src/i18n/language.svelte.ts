import type { Text } from '../generated/Text';
import { en } from './en';
import { zhHans } from './zh-Hans';

export type Language = 'en' | 'zh-Hans';
export type Key = keyof typeof en;
/** A phrase, or its two numbers chosen by `{n}`. */
export type Phrase = string | { one: string; other: string };
export type Values = Record<string, string | number>;

const STORED = 'catchlight.language';
const catalogue: Record<Language, Record<Key, Phrase>> = { en, 'zh-Hans': zhHans };

let chosen = $state<Language>(atStart());

/** The page's language. */
export function language(): Language {
  return chosen;
}

export function setLanguage(next: Language): void {
  chosen = next;
  try {
    localStorage.setItem(STORED, next);
  } catch {
    // Without storage the choice holds until the window closes.
  }
  showLanguage();
}

/** Tells the document its language, which also chooses the right Chinese glyphs. */
export function showLanguage(): void {
  document.documentElement.lang = chosen;
}

/** A phrase of the catalogue in the page's language; `{n}` chooses between one and many. */
export function t(key: Key, values: Values = {}): string {
  const phrase = catalogue[chosen][key];
  const template = typeof phrase === 'string' ? phrase : phrase[plural(values.n)];
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatNumber(value) : value;
  });
}

/** The report's own words in the page's language. */
export function words(text: Text): string {
  return text[chosen];
}

/** A number with at most `digits` decimals. */
export function formatNumber(value: number, digits = 0): string {
  return new Intl.NumberFormat(chosen, { maximumFractionDigits: digits }).format(value);
}

/** A measured value with `digits` significant digits. */
export function formatMeasure(value: number, digits = 4): string {
  return new Intl.NumberFormat(chosen, { maximumSignificantDigits: digits }).format(value);
}

/** A share such as "4.3 %", with two digits that say something. */
export function formatShare(share: number): string {
  const digits = share > 0.98 ? 3 : 2;
  return new Intl.NumberFormat(chosen, { style: 'percent', maximumSignificantDigits: digits }).format(share);
}

/** Things one after the other, as the language enumerates them. */
export function formatList(things: readonly string[]): string {
  return new Intl.ListFormat(chosen, { type: 'conjunction' }).format(things);
}

/** A moment given in RFC 3339, in the local zone; what cannot be read is shown as it is. */
export function formatMoment(rfc3339: string): string {
  const moment = new Date(rfc3339);
  if (Number.isNaN(moment.getTime())) return rfc3339;
  return new Intl.DateTimeFormat(chosen, { dateStyle: 'medium', timeStyle: 'medium' }).format(moment);
}

/** A length such as "2.4 MB". */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return new Intl.NumberFormat(chosen, {
    style: 'unit',
    unit: units[unit] ?? 'byte',
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0,
  }).format(value);
}

function plural(n: string | number | undefined): 'one' | 'other' {
  if (typeof n !== 'number') return 'other';
  return new Intl.PluralRules(chosen).select(n) === 'one' ? 'one' : 'other';
}

/** The remembered language, or the first wish of the system that the page speaks. */
function atStart(): Language {
  return remembered() ?? wished(navigator.languages ?? [navigator.language]);
}

function remembered(): Language | null {
  try {
    const stored = localStorage.getItem(STORED);
    return stored === 'en' || stored === 'zh-Hans' ? stored : null;
  } catch {
    return null;
  }
}

/** The first of the wished languages that the page speaks, or English. */
export function wished(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const tag = wish.toLowerCase();
    if (tag.startsWith('zh')) return 'zh-Hans';
    if (tag.startsWith('en')) return 'en';
  }
  return 'en';
}
