import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { text } from './backend/fixtures/checks';
import { openPage } from './testing/page';
import { formatBytes, formatMoment, setLanguage, t, wished } from './i18n/language.svelte';

describe('language', () => {
  it('switches the page and the document, and is remembered', async () => {
    const { user } = openPage();
    await user.click(screen.getByTestId('language-zh'));
    expect(screen.getByTestId('app-empty').textContent).toContain('它做不到什么');
    expect(document.documentElement.lang).toBe('zh-Hans');
    expect(localStorage.getItem('catchlight.language')).toBe('zh-Hans');
    expect(screen.getByTestId('language-zh').getAttribute('aria-pressed')).toBe('true');
    await user.click(screen.getByTestId('language-en'));
    expect(screen.getByTestId('app-empty').textContent).toContain('What it cannot do');
    expect(document.documentElement.lang).toBe('en');
  });

  it('starts with the first wish that it speaks', () => {
    expect(wished(['fr-FR', 'zh-CN', 'en'])).toBe('zh-Hans');
    expect(wished(['en-GB', 'zh-CN'])).toBe('en');
    expect(wished(['fr-FR'])).toBe('en');
    expect(wished([])).toBe('en');
  });

  it('fills in names and chooses between one and many', () => {
    expect(t('queue.count', { n: 1 })).toBe('1 photo');
    expect(t('queue.count', { n: 1200 })).toBe('1,200 photos');
    expect(t('queue.cancel', { name: '{n} $& a.jpg' })).toBe('Cancel {n} $& a.jpg');
    setLanguage('zh-Hans');
    expect(t('queue.count', { n: 1 })).toBe('1 张照片');
  });

  it('writes lengths and moments as the language does', () => {
    expect(formatBytes(1)).toBe('1 byte');
    expect(formatBytes(2_400_000)).toBe('2.4 MB');
    expect(formatMoment('not a time')).toBe('not a time');
    expect(formatMoment('2026-11-22T09:14:05Z')).toContain('2026');
    setLanguage('zh-Hans');
    expect(formatMoment('2026-11-22T09:14:05Z')).toContain('2026年11月');
  });
});

describe('appearance', () => {
  it('can be chosen and is remembered', async () => {
    const { user } = openPage();
    const choice = within(screen.getByTestId('theme-switch'));
    await user.click(choice.getByRole('button', { name: 'Dark' }));
    expect(document.documentElement.dataset.scheme).toBe('dark');
    expect(localStorage.getItem('catchlight.theme')).toBe('dark');
    await user.click(choice.getByRole('button', { name: 'As the system' }));
    expect(document.documentElement.dataset.scheme).toBe('light');
  });
});

describe('messages', () => {
  it('are status messages that can be dismissed, and are not repeated', async () => {
    const { backend, user } = openPage();
    const region = screen.getByRole('status', { name: 'Messages' });
    await waitFor(() => expect(region.childElementCount).toBe(0));
    backend.notice(text('The clipboard was empty.', '剪贴板是空的。'));
    backend.notice(text('The clipboard was empty.', '剪贴板是空的。'));
    backend.notice(text('2 files were left out.', '有 2 个文件未加入。'));
    await waitFor(() => expect(within(region).getAllByTestId('notice')).toHaveLength(2));
    await user.click(within(region).getAllByRole('button', { name: 'Dismiss message' })[0]!);
    expect(within(region).getAllByTestId('notice').map((notice) => notice.textContent?.trim())).toEqual(['2 files were left out.']);
    setLanguage('zh-Hans');
    await waitFor(() => expect(region.textContent).toContain('有 2 个文件未加入。'));
  });

  it('tell when the program cannot be reached', async () => {
    openPage((backend) => {
      backend.listen = () => Promise.reject(new Error('no shell'));
    });
    expect((await screen.findByTestId('notice')).textContent).toContain('no shell');
  });
});
