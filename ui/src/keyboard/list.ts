import type { Key } from '../i18n/language.svelte';

/** Every key of the page, as its dialog lists them. Names of keys stand on keyboards and are not translated. */
export const keyGroups: readonly { title: Key; single?: boolean; keys: readonly { keys: readonly string[]; does: Key }[] }[] = [
  {
    title: 'keys.report',
    single: true,
    keys: [
      { keys: ['J', 'N'], does: 'keys.next' },
      { keys: ['K', 'P'], does: 'keys.previous' },
      { keys: ['O'], does: 'keys.overlay' },
      { keys: ['+', '−'], does: 'keys.zoom' },
      { keys: ['0'], does: 'keys.fit' },
      { keys: ['1'], does: 'keys.whole' },
      { keys: ['F'], does: 'keys.fill' },
      { keys: ['?'], does: 'keys.list' },
    ],
  },
  {
    title: 'keys.everywhere',
    keys: [
      { keys: ['Tab'], does: 'keys.tab' },
      { keys: ['Enter'], does: 'keys.enter' },
      { keys: ['Esc'], does: 'keys.escape' },
    ],
  },
  {
    title: 'keys.photos',
    keys: [
      { keys: ['↑', '↓'], does: 'keys.list.move' },
      { keys: ['Enter'], does: 'keys.list.read' },
      { keys: ['Delete'], does: 'keys.list.remove' },
    ],
  },
  {
    title: 'keys.pictures',
    keys: [
      { keys: ['←', '→', '↑', '↓'], does: 'keys.picture.move' },
      { keys: ['Shift'], does: 'keys.picture.fast' },
      { keys: ['Page Up', 'Page Down'], does: 'keys.picture.marks' },
    ],
  },
];
