import { screen, waitFor } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { oneSidedReport } from '../backend/fixtures/reports';
import { setLanguage } from '../i18n/language.svelte';
import { openPage } from '../testing/page';

it('two photos are compared check by check', async () => {
  const { backend, user } = openPage((backend) => {
    for (const name of ['a.jpg', 'b.jpg', 'c.jpg']) backend.finish(backend.add(name).id, oneSidedReport(name, 'ai'));
    const of = (id: string, differs: boolean) => ({
      id,
      title: { en: `Check ${id}`, 'zh-Hans': `检查 ${id}` },
      states: ['found', differs ? null : 'found'] as ['found', 'found' | null],
      said: [{ en: 'It was seen.', 'zh-Hans': '看到了。' }, null] as [{ en: string; 'zh-Hans': string }, null],
      scores: [1.5, null] as [number, null],
      differs,
    });
    backend.comparison = { same_file: false, checks: [of('one', true), of('two', false)] };
  });
  await user.click(await screen.findByTestId('compare'));
  const dialog = await screen.findByTestId('compare-dialog');
  await waitFor(() => expect(dialog.textContent).toContain('1 check came to something else.'));
  expect(backend.asked).toContain('compare 1 2');
  expect(dialog.textContent).toContain('Not in this report');
  expect(dialog.textContent).not.toContain('Check two');
  await user.click(screen.getByTestId('compare-all'));
  expect(dialog.textContent).toContain('Check two');
  await user.selectOptions(screen.getByTestId('compare-other'), 'c.jpg');
  await waitFor(() => expect(backend.asked).toContain('compare 1 3'));
  setLanguage('zh-Hans');
  await waitFor(() => expect(dialog.textContent).toContain('1 项检查结果不同'));
});
