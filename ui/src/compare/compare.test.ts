import { screen, waitFor, within } from '@testing-library/svelte';
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

it('two photos are looked at beside each other and moved together', async () => {
  const { user } = openPage((backend) => {
    for (const [name, width] of [['a.jpg', 1080], ['b.jpg', 540]] as const) {
      const report = oneSidedReport(name, 'ai');
      const picture = report.exhibit.picture && { ...report.exhibit.picture, width };
      backend.finish(backend.add(name).id, { ...report, exhibit: { ...report.exhibit, picture } });
    }
  });
  await user.click(await screen.findByTestId('compare'));
  const photos = within(await screen.findByTestId('compare-photos'));
  const sizes = () => photos.getAllByTestId('compare-size').map((size) => size.textContent?.trim());
  await waitFor(() => expect(sizes()[1]).toMatch(/^540 × /));
  expect(photos.getByRole('application', { name: 'Photo b.jpg' })).toBeTruthy();
  await user.click(photos.getByRole('button', { name: '100 %' }));
  await user.click(photos.getByRole('button', { name: 'Zoom in' }));
  for (const size of sizes()) expect(size).toContain('shown at 125 %');
  await user.click(photos.getByTestId('compare-same-scale'));
  photos.getByRole('application', { name: 'Photo b.jpg' }).focus();
  await user.keyboard('+');
  for (const size of sizes()) expect(size).toContain('shown at 156 %');
});
