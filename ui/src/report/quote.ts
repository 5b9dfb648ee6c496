// A sentence to quote, with its limit. It is put together from texts of the report alone, so that nothing is said
// that no check said.
import type { CheckResult } from '../generated/CheckResult';
import type { Report } from '../generated/Report';
import type { Text } from '../generated/Text';
import { t, words } from '../i18n/language.svelte';
import { visible } from '../text';

/** What a check said, with the first limit that it names; null when it said nothing or names no limit. */
export function quoteFinding(report: Report, result: CheckResult): string | null {
  return quote(report, result.check.title, [result.summary, result.why], result.check.limits[0]);
}

/** The conclusion with the first thing that it must not be taken for. */
export function quoteConclusion(report: Report): string | null {
  const { title, statement, limitations } = report.conclusion;
  return quote(report, title, [statement], limitations[0]);
}

function quote(report: Report, title: Text, sentences: (Text | null)[], limit: Text | undefined): string | null {
  const said = sentences.flatMap((sentence) => (sentence ? [words(sentence)] : []));
  if (said.length === 0 || !limit) return null;
  return t('quote.sentence', {
    title: words(title),
    said: said.reduce((before, sentence) => t('quote.join', { before, sentence })),
    limit: words(limit),
    program: report.application.name,
    version: report.application.version,
    name: visible(report.exhibit.name),
    sha256: report.exhibit.sha256,
  });
}
