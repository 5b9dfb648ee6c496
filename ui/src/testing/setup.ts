import { configure } from '@testing-library/svelte';
import { afterEach, beforeEach } from 'vitest';
import { setLanguage } from '../i18n/language.svelte';

// A busy machine is slow, not wrong: waiting longer costs only a test that fails anyway.
configure({ asyncUtilTimeout: 15_000 });

// What the test document lacks.
class NoResizes implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
globalThis.ResizeObserver ??= NoResizes;

HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
  this.open = false;
  this.dispatchEvent(new Event('close'));
};

// Nothing is drawn.
HTMLCanvasElement.prototype.getContext = () => null;

beforeEach(() => setLanguage('en'));
afterEach(() => localStorage.clear());
