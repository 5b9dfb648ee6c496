import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';
import { en } from './en';
import { zhHans } from './zh-Hans';
import type { Phrase } from './language.svelte';

const root = join(import.meta.dirname, '..');
const sources = files(root)
  .map((path) => ({ path: relative(root, path), source: readFileSync(path, 'utf8') }))
  .filter(({ path }) => /\.(svelte|ts)$/.test(path) && !/\.test\.ts$|^testing|^generated|^backend|^i18n\/(en|zh-Hans)\.ts$/.test(path));

/** Attributes whose value a person reads or hears. */
const READ_ALOUD = new Set(['alt', 'aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext', 'placeholder', 'title', 'label']);
const A_WORD = /\p{L}{2,}/u;

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

function templates(phrase: Phrase): string[] {
  return typeof phrase === 'string' ? [phrase] : [phrase.one, phrase.other];
}

function bare(phrase: Phrase): string {
  return templates(phrase).join(' ').replace(/\{\w+\}/g, '');
}

function gaps(phrase: Phrase): string[] {
  return [...new Set(templates(phrase).flatMap((template) => [...template.matchAll(/\{(\w+)\}/g)].map((found) => found[1] ?? '')))].sort();
}

/** Text of a component's markup that no catalogue holds. */
export function literals(source: string): string[] {
  const found: string[] = [];
  const take = (words: unknown) => {
    if (typeof words === 'string' && A_WORD.test(words)) found.push(words.trim());
  };
  const strings = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(strings);
    if (typeof node !== 'object' || node === null) return;
    const { type, value } = node as { type?: string; value?: unknown };
    // A string with a space or a Chinese character is a sentence; others are keys and names.
    if (type === 'Literal' && typeof value === 'string' && /\s\p{L}|\p{Script=Han}/u.test(value)) take(value);
    Object.values(node).forEach(strings);
  };
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    const { type, name, data, value, expression } = node as Record<string, unknown>;
    if (type === 'Text') return take(data);
    if (type === 'ExpressionTag') return strings(expression);
    if (type === 'StyleDirective') return;
    if (type === 'Attribute') {
      if (READ_ALOUD.has(String(name))) visit(value);
      return;
    }
    Object.values(node).forEach(visit);
  };
  visit(parse(source, { modern: true }).fragment);
  return found;
}

describe('the catalogue', () => {
  it('has the same keys in both languages', () => {
    expect(Object.keys(zhHans).sort()).toEqual(Object.keys(en).sort());
  });

  it('fills in the same names in both languages', () => {
    for (const [key, phrase] of Object.entries<Phrase>(en)) {
      const many = typeof phrase === 'string' ? [] : ['n'];
      expect([...new Set([...gaps(zhHans[key as keyof typeof en]), ...many])].sort(), key).toEqual([...new Set([...gaps(phrase), ...many])].sort());
    }
  });

  it('has no empty phrase, and Chinese that is Chinese', () => {
    const alike = /^(app|kind|language)\.|^file\.sha256$/;
    for (const [key, phrase] of Object.entries<Phrase>(zhHans)) {
      for (const template of templates(phrase)) {
        expect(template.trim(), key).not.toBe('');
        if (!alike.test(key) && A_WORD.test(bare(en[key as keyof typeof en]))) expect(template, key).toMatch(/\p{Script=Han}/u);
      }
    }
  });

  it('has every key that the page uses', () => {
    const used = sources.flatMap(({ path, source }) =>
      [...source.matchAll(/\bt\(\s*['"`]([^'"`]*)['"`]/g)].map((found) => ({ path, key: found[1] ?? '' })),
    );
    expect(used.length).toBeGreaterThan(50);
    expect(used.filter(({ key }) => !(key in en))).toEqual([]);
  });

  it('has no key that the page does not use', () => {
    const everything = sources.map(({ source }) => source).join('\n');
    expect(Object.keys(en).filter((key) => !everything.includes(`'${key}'`))).toEqual([]);
  });

  it('holds every word that a component shows', () => {
    const components = sources.filter(({ path }) => path.endsWith('.svelte'));
    expect(components.length).toBeGreaterThan(20);
    expect(components.flatMap(({ path, source }) => literals(source).map((words) => `${path}: ${words}`))).toEqual([]);
  });

  it('would notice words outside it', () => {
    expect(literals('<p>Hello</p>')).toEqual(['Hello']);
    expect(literals('<img alt="A face" class="wide">')).toEqual(['A face']);
    expect(literals("<p title={x ? 'Not found' : '没有'}>{t('a.b')}</p>")).toEqual(['Not found', '没有']);
    expect(literals("{#if x}<p>{y ? 'Two words' : t('c')}</p>{/if}")).toEqual(['Two words']);
    expect(literals("<p class='one two' data-x='three four'>{t('a.b')} · 100 %</p>")).toEqual([]);
  });
});

describe('the page', () => {
  it('never renders markup from a string', () => {
    expect(sources.filter(({ source }) => /\{@html|innerHTML|outerHTML|insertAdjacentHTML/.test(source))).toEqual([]);
  });

  it('touches the shell in one file only', () => {
    const touching = files(root)
      .filter((path) => /\.(ts|svelte)$/.test(path) && /from '@tauri-apps\//.test(readFileSync(path, 'utf8')))
      .map((path) => relative(root, path));
    expect(touching).toEqual([join('backend', 'tauri.ts')]);
  });

  it('has components that are read in one sitting', () => {
    const long = sources.filter(({ path, source }) => path.endsWith('.svelte') && source.split('\n').length > 250);
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});
