import type { Backend } from './backend';

/**
 * The shell, or the fake when the page runs in a plain browser in mode `fake`. The mode is a constant
 * of the build, so the fake is not in the shipped page.
 */
export async function startBackend(): Promise<Backend> {
  if (import.meta.env.MODE === 'fake' && !('__TAURI_INTERNALS__' in window)) {
    const { demonstration } = await import('./demonstration');
    return demonstration();
  }
  const { tauriBackend } = await import('./tauri');
  return tauriBackend();
}
