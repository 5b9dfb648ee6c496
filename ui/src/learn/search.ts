import { lessons, type Part, type Topic, topics } from './lessons';
import { lesson, partOf } from './words';

/** The parts of a lesson in which every searched word occurs. */
export interface Found {
  topic: Topic;
  parts: string[];
}

/** The lessons with the parts that hold every word of `search`, in their order; an empty search finds all. */
export function find(search: string): Found[] {
  const wanted = folded(search).split(/\s+/).filter(Boolean);
  return topics
    .map((topic) => {
      // A word of the lesson's own title finds all its parts.
      const title = lesson(topic).title;
      const parts = lessons[topic].filter((part) => {
        const text = folded(`${title} ${textOf(partOf(topic, part))}`);
        return wanted.every((word) => text.includes(word));
      });
      return { topic, parts };
    })
    .filter(({ parts }) => parts.length > 0);
}

function textOf({ title, text, points = [], caption = '', table }: Part): string {
  return [title, ...text, ...points, caption, ...(table ? [...table.head, ...table.rows.flat()] : [])].join(' ');
}

/** Without case, accents and full width, so that a search finds what its reader means. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
