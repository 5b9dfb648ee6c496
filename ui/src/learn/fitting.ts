import type { CheckFacts } from '../generated/CheckFacts';
import type { Topic } from './lessons';

/** What to read about checks of a family (`Family` in the core). A family without an entry has no lesson. */
const byFamily: Record<string, Topic> = {
  face: 'eyes',
  compression: 'compression',
  spectrum: 'compression',
  noise: 'compression',
  camera: 'compression',
  declaration: 'labels',
  credentials: 'labels',
  watermark: 'labels',
  visible_label: 'labels',
  metadata: 'labels',
  learned: 'detectors',
  history: 'bestFile',
};

/** Checks that ask something else than the rest of their family. */
const byCheck: Record<string, Topic> = { resampling_trace: 'compression' };

/** The lesson that explains what a check relies on. */
export function lessonFor(check: Pick<CheckFacts, 'id' | 'family'>): Topic | null {
  return byCheck[check.id] ?? byFamily[check.family] ?? null;
}
