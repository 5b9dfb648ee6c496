import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { setLanguage } from '../i18n/language.svelte';
import { openPage } from '../testing/page';

async function openSettings() {
  const page = openPage();
  await page.user.click(await screen.findByTestId('settings'));
  return { ...page, dialog: await screen.findByTestId('settings-dialog') };
}

describe('settings', () => {
  it('name every model with its digest and whether it runs, in both languages', async () => {
    const { dialog } = await openSettings();
    const models = await within(dialog).findByTestId('settings-models');
    const rows = within(models).getAllByRole('row').slice(1);
    expect(rows.map((row) => within(row).getByRole('rowheader').textContent)).toEqual([
      'Finds faces',
      'Image tower (CLIP)',
      'my-detector',
    ]);
    expect(rows[1]?.textContent).toContain('no: the model image-tower is not installed');
    expect(rows[0]?.textContent).toContain('0d0d0d0d0d0d0d0d…');
    setLanguage('zh-Hans');
    await waitFor(() => expect(models.textContent).toContain('检测人脸'));
  });

  it('tell what is examined at the same time and keep another choice for the next start', async () => {
    const { backend, dialog, user } = await openSettings();
    const bounds = await within(dialog).findByTestId('settings-bounds');
    expect(bounds.textContent).toContain('4 processors');
    await user.selectOptions(within(bounds).getByTestId('settings-at-once'), '1');
    await waitFor(() => expect(backend.asked).toContain('chooseBounds 1 null'));
    await user.selectOptions(within(bounds).getByTestId('settings-megapixels'), '100');
    await waitFor(() => expect(backend.asked).toContain('chooseBounds 1 100'));
    expect(await within(bounds).findByRole('status')).toBeTruthy();
    expect(within(bounds).getByTestId('settings-at-once').textContent).not.toContain('16');
  });

  it('say when the test of itself failed or has not ended', async () => {
    const page = openPage((backend) => {
      const differed = [{ en: 'A score differed.', 'zh-Hans': '有一个得分不符。' }];
      backend.installed = { ...backend.installed, self_test: { compared: 3, differed, untested: [] } };
    });
    await page.user.click(await screen.findByTestId('settings'));
    const said = await screen.findByTestId('settings-self-test');
    expect(said.textContent).toContain('cannot be relied on');
    expect(said.textContent).toContain('A score differed.');
  });

  it('say why they are not shown', async () => {
    const page = openPage((backend) => backend.failures.set('installation', new Error('gone')));
    await page.user.click(await screen.findByTestId('settings'));
    expect((await screen.findByRole('alert')).textContent).toContain('gone');
  });
});
