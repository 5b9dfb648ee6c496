import type { ExportForm, ExportLanguage } from '../backend/backend';
import type { ConclusionKind } from '../generated/ConclusionKind';
import type { Redaction } from '../generated/Redaction';
import type { Key } from '../i18n/language.svelte';

/** What a person asked to be written. */
export interface Order {
  form: ExportForm;
  language: ExportLanguage;
  redaction: Redaction;
}

/** Every form, with what it is for. */
export const forms: readonly { form: ExportForm; label: Key; about: Key }[] = [
  { form: 'html', label: 'export.html', about: 'export.html.about' },
  { form: 'pdf', label: 'export.pdf', about: 'export.pdf.about' },
  { form: 'card', label: 'export.card', about: 'export.card.about' },
  { form: 'story', label: 'export.story', about: 'export.story.about' },
  { form: 'json', label: 'export.json', about: 'export.json.about' },
  { form: 'bundle', label: 'export.bundle', about: 'export.bundle.about' },
];

const speakOfAi: readonly ConclusionKind[] = ['strong_signs_of_ai', 'some_signs_of_ai', 'declared_ai', 'declared_partly_ai'];

/** Whether a conclusion could be turned against a person, so that the advice has to be read first. */
export function needsAdvice(kind: ConclusionKind): boolean {
  return speakOfAi.includes(kind);
}
