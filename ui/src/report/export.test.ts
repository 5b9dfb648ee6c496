import { screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { setLanguage } from '../i18n/language.svelte';
import { openReport } from '../testing/page';

it('writes a report in the form and language asked for, and says where it went', async () => {
  const { backend, user } = await openReport();
  backend.exported = 'photo-catchlight.pdf';
  await user.click(screen.getByTestId('export'));
  await user.click(screen.getByTestId('export-pdf'));
  expect(backend.asked).toContain('export 1 pdf en');
  expect(await screen.findByText('Written: photo-catchlight.pdf')).toBeTruthy();
  expect(screen.queryByTestId('export-menu')).toBeNull();

  setLanguage('zh-Hans');
  await user.click(screen.getByTestId('export'));
  await user.click(screen.getByTestId('export-card'));
  expect(backend.asked).toContain('export 1 card zh-Hans');
});

it('writes both languages side by side', async () => {
  const { backend, user } = await openReport();
  await user.click(screen.getByTestId('export'));
  await user.click(screen.getByTestId('export-both'));
  await user.click(screen.getByTestId('export-html'));
  expect(backend.asked).toContain('export 1 html both');
});

it('says why nothing was written, and nothing when no file was chosen', async () => {
  const { backend, user } = await openReport();
  await user.click(screen.getByTestId('export'));
  await user.click(screen.getByTestId('export-json'));
  expect(screen.queryByText(/Written/)).toBeNull();
  backend.failures.set('export 1 pdf en', { code: 'no_fonts', message: { en: 'No fonts.', 'zh-Hans': '没有字体。' } });
  await user.click(screen.getByTestId('export'));
  await user.click(screen.getByTestId('export-pdf'));
  expect(await screen.findByText(/No fonts\./)).toBeTruthy();
});

it('closes its menu with Escape', async () => {
  const { user } = await openReport();
  await user.click(screen.getByTestId('export'));
  await user.keyboard('{Escape}');
  expect(screen.queryByTestId('export-menu')).toBeNull();
  expect(document.activeElement).toBe(screen.getByTestId('export'));
});
