import type { BadgeKind } from '../generated/BadgeKind';
import type { Key } from '../i18n/language.svelte';

/** The marks of a photo in words, in the order of the filter. */
export const badgeKeys: readonly (readonly [BadgeKind, Key])[] = [
  ['declares_ai', 'badge.declaresAi'],
  ['stood_out', 'badge.stoodOut'],
  ['flagged', 'badge.flagged'],
  ['across', 'badge.across'],
  ['near_duplicate', 'badge.nearDuplicate'],
  ['not_weighed', 'badge.notWeighed'],
  ['unreadable', 'badge.unreadable'],
];
