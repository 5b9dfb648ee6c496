import type { Report } from '../generated/Report';
import type { PartOf } from '../learn/lessons';

export type Platform = Exclude<PartOf<'bestFile'>, 'order'>;

/** Names that the check of platforms gives, as `Platform::words` of the core has them in English. */
const named: Record<string, Platform> = {
  Xiaohongshu: 'xiaohongshu',
  Instagram: 'instagram',
  'Facebook or Instagram': 'instagram',
  Douyin: 'douyin',
  WeChat: 'wechat',
  'X (Twitter)': 'x',
};

/** Whether the report says that the file was saved again, scaled, or handed out by a platform. */
export function isCopy(report: Report): boolean {
  const { quality, received } = report;
  return (
    quality?.compression === 'medium' ||
    quality?.compression === 'heavy' ||
    quality?.scale === 'resized' ||
    received?.via === 'pasted_pixels' ||
    report.results.some(({ check, state }) => state === 'found' && (check.id === 'platform_pipeline' || check.id === 'compression_history'))
  );
}

/** The platform that the report names, when it names exactly one of those that the guide knows. */
export function platformOf(report: Report): Platform | null {
  const pipeline = report.results.find(({ check, state }) => check.id === 'platform_pipeline' && state === 'found');
  const rows = pipeline?.details.flatMap(({ rows }) => rows) ?? [];
  const found = new Set(rows.flatMap(({ label }) => named[label.en] ?? []));
  return found.size === 1 ? ([...found][0] ?? null) : null;
}
