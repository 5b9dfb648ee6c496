import type { State } from '../generated/State';
import type { Key } from '../i18n/language.svelte';

/** The five states in words. */
export const stateKeys: Record<State, Key> = {
  found: 'state.found',
  not_found: 'state.notFound',
  inconclusive: 'state.inconclusive',
  not_applicable: 'state.notApplicable',
  failed: 'state.failed',
};

/** Whether the check was able to look at all. */
export function couldLook(state: State): boolean {
  return state !== 'not_applicable' && state !== 'failed';
}
