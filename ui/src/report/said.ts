import { formatMeasure, formatNumber, t } from '../i18n/language.svelte';
import type { Reading } from './readings';

/** A reading in words: the value with its unit, the side when it lies beyond the range, or that nothing was measured. */
export function sayReading(reading: Reading, decimals: number, unit: string): string {
  switch (reading.kind) {
    case 'unmeasured':
      return t('reading.unmeasured');
    case 'below':
      return t('reading.below', { value: formatMeasure(reading.value), unit });
    case 'above':
      return t('reading.above', { value: formatMeasure(reading.value), unit });
    case 'value':
      return t('reading.value', { value: formatNumber(reading.value, decimals), unit });
  }
}
