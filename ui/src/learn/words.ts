import { type Language, language } from '../i18n/language.svelte';
import { en } from './en';
import type { LessonWords, Part, Topic, Words } from './lessons';
import { zhHans } from './zh-Hans';

const all: Record<Language, Words> = { en, 'zh-Hans': zhHans };

/** A lesson in the page's language. */
export function lesson<T extends Topic>(topic: T): LessonWords<T> {
  return all[language()][topic];
}

/** A part of a lesson in the page's language, by names that are only known at run time. */
export function partOf(topic: Topic, part: string): Part {
  const parts: Record<string, Part> = lesson(topic).parts;
  const found = parts[part];
  if (!found) throw new Error(`no part ${topic}.${part}`);
  return found;
}
