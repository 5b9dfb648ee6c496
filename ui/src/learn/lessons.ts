// What there is to learn, in its order. The words stand in one file a language, the drawings in `pictures`.

/** Each lesson with its parts in the order in which they are read. */
export const lessons = {
  eyes: ['mirrors', 'look', 'small', 'weak'],
  compression: ['saving', 'way', 'grid', 'blind'],
  labels: ['kinds', 'credentials', 'aigc', 'visible'],
  detectors: ['miss', 'unseen', 'silence', 'whole'],
  baseRates: ['rare', 'table', 'many', 'whatIf'],
  people: ['file', 'harm', 'before', 'accused'],
  bestFile: ['order', 'xiaohongshu', 'instagram', 'douyin', 'wechat', 'x'],
} as const;

export type Topic = keyof typeof lessons;
export type PartOf<T extends Topic> = (typeof lessons)[T][number];
/** A part by its full name, such as `eyes.mirrors`. */
export type PartName = { [T in Topic]: `${T}.${PartOf<T>}` }[Topic];

export const topics = Object.keys(lessons) as Topic[];

/** One part of a lesson, in one language. */
export interface Part {
  title: string;
  text: readonly string[];
  /** Short lines below the text. */
  points?: readonly string[];
  /** What the drawing of the part shows; only a part with a drawing has one. */
  caption?: string;
  table?: { head: readonly string[]; rows: readonly (readonly string[])[] };
}

export type LessonWords<T extends Topic> = { title: string; lead: string; parts: Record<PartOf<T>, Part> };
/** Every lesson in one language: the compiler misses no part of it. */
export type Words = { [T in Topic]: LessonWords<T> };
