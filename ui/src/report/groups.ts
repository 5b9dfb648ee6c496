import type { EvidenceGroup } from '../generated/EvidenceGroup';
import type { Key } from '../i18n/language.svelte';

/** The groups of evidence in the order of the report. Views for experts are no evidence and stand apart. */
export const groups: readonly { group: EvidenceGroup; title: Key; empty: Key; testid: string }[] = [
  { group: 'ai', title: 'group.ai', empty: 'group.ai.empty', testid: 'group-ai' },
  { group: 'camera', title: 'group.camera', empty: 'group.camera.empty', testid: 'group-camera' },
  {
    group: 'could_not_look',
    title: 'group.couldNotLook',
    empty: 'group.couldNotLook.empty',
    testid: 'group-could-not-look',
  },
  { group: 'context', title: 'group.context', empty: 'group.context.empty', testid: 'group-context' },
];
