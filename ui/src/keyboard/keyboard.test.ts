import { screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { zhHans } from '../i18n/zh-Hans';
import { setLanguage } from '../i18n/language.svelte';
import { card, openPage, openReport } from '../testing/page';
import { setKeysOn } from './keys.svelte';
import { keyGroups } from './list';

beforeEach(() => setKeysOn(true));

const focused = () => document.activeElement?.closest<HTMLElement>('[data-check]')?.dataset.check;
const order = () => [...document.querySelectorAll<HTMLElement>('[data-check]')].map((one) => one.dataset.check);
const overlay = () => screen.getByTestId<HTMLSelectElement>('overlay-choice').value;

describe('keys of a report', () => {
  it('go to the next and the previous finding', async () => {
    const { user } = await openReport();
    const checks = order();
    await user.keyboard('j');
    expect(focused()).toBe(checks[0]);
    await user.keyboard('nj');
    expect(focused()).toBe(checks[2]);
    await user.keyboard('kp');
    expect(focused()).toBe(checks[0]);
    await user.keyboard('k');
    expect(focused(), 'before the first is none').toBe(checks[0]);
    await user.keyboard('{Enter}');
    expect(card(checks[0] ?? '').querySelector('[aria-expanded=true]')).toBeTruthy();
  });

  it('begin at the end when going back', async () => {
    const { user } = await openReport();
    await user.keyboard('k');
    expect(focused()).toBe(order().at(-1));
  });

  it('lay the map of the finding over the photo, and take it away', async () => {
    const { user } = await openReport();
    card('faces').querySelector('button')?.focus();
    await user.keyboard('o');
    expect(overlay()).toMatch(/^faces\//);
    await user.keyboard('o');
    expect(overlay()).toBe('');
    card('file-identity').querySelector('button')?.focus();
    await user.keyboard('o');
    expect(overlay(), 'a finding without a map brings back the last').toMatch(/^faces\//);
  });

  it('zoom the photo and let it fill the window', async () => {
    const { user } = await openReport();
    const readout = () => screen.getByTestId('zoom-readout').textContent;
    const fitted = readout();
    await user.keyboard('1');
    expect(readout()).toContain('100');
    await user.keyboard('-');
    expect(readout()).not.toContain('100');
    await user.keyboard('0');
    expect(readout()).toBe(fitted);
    await user.keyboard('f');
    expect(screen.getByTestId('viewer-large').getAttribute('aria-pressed')).toBe('true');
    await user.keyboard('{Escape}');
    expect(screen.getByTestId('viewer-large').getAttribute('aria-pressed')).toBe('false');
  });

  it('leave fields, choices, other shortcuts and dialogs alone', async () => {
    const { user } = await openReport();
    await user.click(await screen.findByTestId('evidence-by'));
    await user.keyboard('jo?');
    expect(screen.getByTestId<HTMLInputElement>('evidence-by').value).toBe('jo?');
    expect(screen.queryByTestId('keys-dialog')).toBeNull();
    screen.getByTestId('overlay-choice').focus();
    await user.keyboard('j');
    expect(focused()).toBeUndefined();
    (document.activeElement as HTMLElement).blur();
    await user.keyboard('{Control>}j{/Control}');
    expect(focused()).toBeUndefined();
    await user.keyboard('?');
    await user.keyboard('j');
    expect(focused()).toBeUndefined();
  });
});

describe('the list of keys', () => {
  it('opens with a key and from the header, without a photo too', async () => {
    const { user } = openPage();
    await user.keyboard('?');
    expect(screen.getByTestId('keys-dialog').textContent).toContain('Next finding');
    await user.click(screen.getByRole('button', { name: 'Close' }));
    await user.click(screen.getByTestId('keys'));
    expect(screen.getByTestId('keys-dialog')).toBeTruthy();
  });

  it('turns single keys off, and remembers that', async () => {
    const { user } = await openReport();
    await user.keyboard('?');
    await user.click(screen.getByTestId('keys-on'));
    await user.click(screen.getByRole('button', { name: 'Close' }));
    await user.keyboard('j?');
    expect(focused()).toBeUndefined();
    expect(screen.queryByTestId('keys-dialog')).toBeNull();
    expect(localStorage.getItem('catchlight.keys')).toBe('off');
  });

  it('tells each key in Chinese', async () => {
    setLanguage('zh-Hans');
    const { user } = openPage();
    await user.keyboard('?');
    const told = screen.getByTestId('keys-dialog').textContent;
    for (const { does } of keyGroups.flatMap(({ keys }) => keys)) expect(told).toContain(zhHans[does]);
  });
});
