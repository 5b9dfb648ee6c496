import { screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../i18n/language.svelte';
import { expand, openPage, openReport } from '../testing/page';
import { en } from './en';
import { lessonFor } from './fitting';
import { learn, stopLearning } from './learning.svelte';
import { lessons, type Part, type PartName, type Words, topics } from './lessons';
import { pictures } from './pictures';
import { find } from './search';
import { zhHans } from './zh-Hans';

afterEach(stopLearning);

function parts(words: Words): [PartName, Part][] {
  return topics.flatMap((topic) => Object.entries<Part>(words[topic].parts).map(([name, part]): [PartName, Part] => [`${topic}.${name}` as PartName, part]));
}

function textOf({ title, text, points = [], caption = '', table }: Part): string {
  return [title, ...text, ...points, caption, ...(table ? [...table.head, ...table.rows.flat()] : [])].join('\n');
}

/** Every number of a text, without those of dates and names. */
function numbers(text: string): string[] {
  const undated = text.replace(/\d+ 年( \d+ 月)?( \d+ 日)?/g, '').replace(/(\d+ )?(September|November) \d+/g, '');
  return [...undated.matchAll(/(?<![\p{L}\d])\d+(?:[.,]\d+)*/gu)].map(([number]) => number).sort();
}

describe('the lessons', () => {
  it('name the same numbers in both languages', () => {
    const chinese = new Map(parts(zhHans));
    for (const [name, part] of parts(en)) {
      expect(numbers(textOf(chinese.get(name) ?? part)), name).toEqual(numbers(textOf(part)));
    }
  });

  it('have the same points and rows in both languages', () => {
    const shape = ({ text, points, table }: Part) => [text.length > 0, points?.length, table?.rows.map((row) => row.length)];
    const chinese = new Map(parts(zhHans));
    for (const [name, part] of parts(en)) expect(shape(chinese.get(name) ?? part), name).toEqual(shape(part));
  });

  it('say what a drawing shows, wherever there is one', () => {
    for (const words of [en, zhHans]) {
      expect(parts(words).filter(([name, part]) => (part.caption !== undefined) !== name in pictures)).toEqual([]);
    }
  });

  it('have drawings in every lesson', () => {
    const drawn = new Set(Object.keys(pictures).map((name) => name.split('.')[0]));
    expect([...drawn].sort()).toEqual([...topics].sort());
  });

  it('never speak of persons as fakes, and never of proof or certainty', () => {
    for (const words of [en, zhHans]) {
      for (const [name, part] of parts(words)) expect(textOf(part), name).not.toMatch(/fake person|proves|certainly|假人|证明了|肯定是/i);
    }
  });
});

describe('searching the lessons', () => {
  const topicsOf = (search: string) => find(search).map(({ topic }) => topic);

  it('finds every part while nothing is searched', () => {
    expect(find('  ')).toEqual(topics.map((topic) => ({ topic, parts: [...lessons[topic]] })));
  });

  it('finds parts that hold all words, in any order and case', () => {
    expect(find('LAMP window')).toEqual([{ topic: 'eyes', parts: ['mirrors'] }]);
    expect(topicsOf('GB 45438')).toEqual(['labels']);
    expect(topicsOf('unicorn')).toEqual([]);
  });

  it('finds in the language of the page, in full width too', () => {
    expect(topicsOf('隐式标识')).toEqual([]);
    setLanguage('zh-Hans');
    expect(topicsOf('隐式标识')).toEqual(['labels']);
    expect(topicsOf('Ｃ２ＰＡ')).toEqual(['labels']);
    expect(topicsOf('小红书')).toEqual(['bestFile']);
  });
});

describe('the window of lessons', () => {
  const shownTopic = () => screen.getByTestId('lesson').dataset.topic;
  const shownParts = () => screen.getAllByTestId('lesson-part').map((part) => part.dataset.part);

  it('opens from the header, without a photo', async () => {
    const { user } = openPage();
    await user.click(screen.getByTestId('learn'));
    expect(shownTopic()).toBe('eyes');
    expect(screen.getAllByTestId('learn-topic').map((topic) => topic.dataset.topic)).toEqual(topics);
    await user.click(screen.getByRole('button', { name: 'Base rates' }));
    expect(shownTopic()).toBe('baseRates');
    expect(within(screen.getByTestId('lesson')).getByRole('rowheader', { name: '0.05 %' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Close' }));
    expect(screen.queryByTestId('learn-dialog')).toBeNull();
  });

  it('shows what a search finds, and all of it again', async () => {
    const { user } = openPage();
    await user.click(screen.getByTestId('learn'));
    await user.type(screen.getByTestId('learn-search'), 'platforms metadata');
    expect(shownTopic()).toBe('compression');
    expect(shownParts()).toEqual(['compression.way']);
    expect(screen.getByTestId('lesson').textContent).toContain('3 parts of this page do not hold what is searched.');
    await user.click(screen.getByTestId('learn-all'));
    expect(shownParts()).toHaveLength(4);
    await user.type(screen.getByTestId('learn-search'), 'unicorn');
    expect(screen.getByTestId('learn-none')).toBeTruthy();
  });

  it('leaves what is pasted into the search to the search', async () => {
    const { backend, user } = openPage();
    await user.click(screen.getByTestId('learn'));
    await user.click(screen.getByTestId('learn-search'));
    await user.paste('lamp');
    expect(screen.getByTestId<HTMLInputElement>('learn-search').value).toBe('lamp');
    expect(backend.asked).not.toContain('paste');
  });

  it('changes with the language', async () => {
    openPage();
    learn('labels');
    await screen.findByText('Three kinds of labels');
    setLanguage('zh-Hans');
    expect(await screen.findByText('三类标识')).toBeTruthy();
  });

  it('opens at the lesson that fits a check', async () => {
    const { user } = await openReport();
    await user.click(within(await expand(user, 'faces')).getByTestId('learn-link'));
    expect(shownTopic()).toBe('eyes');
    await waitFor(() => expect(screen.getByTestId('learn-dialog')).toBeTruthy());
  });

  it('is offered by checks that have a lesson, and by no other', async () => {
    const { user } = await openReport();
    expect(within(await expand(user, 'tone-gaps')).queryByTestId('learn-link')).toBeNull();
    expect(lessonFor({ id: 'aigc_label', family: 'declaration' })).toBe('labels');
    expect(lessonFor({ id: 'semantic_detector', family: 'learned' })).toBe('detectors');
    expect(lessonFor({ id: 'platform_pipeline', family: 'history' })).toBe('bestFile');
    expect(lessonFor({ id: 'resampling_trace', family: 'history' })).toBe('compression');
  });
});
