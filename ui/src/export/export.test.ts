import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { mixedReport, oneSidedReport } from '../backend/fixtures/reports';
import type { ConclusionKind } from '../generated/ConclusionKind';
import { setLanguage } from '../i18n/language.svelte';
import { openPage, openReport } from '../testing/page';
import { needsAdvice } from './forms';

type Page = Awaited<ReturnType<typeof openReport>>;

async function openDialog({ user }: Page) {
  await user.click(screen.getByTestId('export'));
  return screen.findByTestId('export-dialog');
}

describe('the export', () => {
  it('writes a report in the form and language asked for, and says where it went', async () => {
    const page = await openReport();
    page.backend.exported = 'photo-catchlight.pdf';
    await openDialog(page);
    await page.user.click(screen.getByTestId('export-form-pdf'));
    await page.user.click(screen.getByTestId('export-write'));
    expect(await screen.findByText('Written: photo-catchlight.pdf')).toBeTruthy();
    expect(page.backend.asked).toContain('export 1 pdf en');
    expect(screen.queryByTestId('export-dialog')).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId('export'));

    setLanguage('zh-Hans');
    await openDialog(page);
    await page.user.click(screen.getByTestId('export-form-card'));
    await page.user.click(screen.getByTestId('export-write'));
    await waitFor(() => expect(page.backend.asked).toContain('export 1 card zh-Hans'));
  });

  it('says of every form what it is for, in both languages', async () => {
    const page = await openReport();
    const dialog = await openDialog(page);
    for (const form of ['html', 'pdf', 'card', 'story', 'json', 'bundle']) expect(screen.getByTestId(`export-form-${form}`)).toBeTruthy();
    expect(dialog.textContent).toContain('Signed bundle (ZIP)');
    expect(dialog.textContent).toContain('the bundle leaves the original file out');
    setLanguage('zh-Hans');
    await waitFor(() => expect(dialog.textContent).toContain('签名证据包'));
    expect(dialog.textContent).toContain('证据包就不含原始文件');
  });

  it('writes both languages side by side', async () => {
    const page = await openReport();
    await openDialog(page);
    await page.user.click(screen.getByTestId('export-both'));
    await page.user.click(screen.getByTestId('export-write'));
    await waitFor(() => expect(page.backend.asked).toContain('export 1 html both'));
  });

  it('asks for what is made unreadable', async () => {
    const page = await openReport();
    await openDialog(page);
    await page.user.click(screen.getByTestId('export-form-bundle'));
    await page.user.selectOptions(screen.getByTestId('export-redact-faces'), 'bystanders');
    for (const part of ['regions', 'names', 'prompts', 'places']) await page.user.click(screen.getByTestId(`export-redact-${part}`));
    await page.user.click(screen.getByTestId('export-redact-prompts'));
    await page.user.click(screen.getByTestId('export-write'));
    await waitFor(() => expect(page.backend.asked).toContain('export 1 bundle en without faces:bystanders regions names places'));
  });

  it('says why nothing was written, and nothing when no file was chosen', async () => {
    const page = await openReport();
    await openDialog(page);
    await page.user.click(screen.getByTestId('export-write'));
    await waitFor(() => expect(page.backend.asked).toContain('export 1 html en'));
    expect(screen.queryByText(/Written/)).toBeNull();
    page.backend.failures.set('export 1 html en', { code: 'no_fonts', message: { en: 'No fonts.', 'zh-Hans': '没有字体。' } });
    await openDialog(page);
    await page.user.click(screen.getByTestId('export-write'));
    expect(await screen.findByText(/No fonts\./)).toBeTruthy();
  });

  it('saves what was just entered before it writes', async () => {
    const page = await openReport();
    await page.user.type(await screen.findByTestId('evidence-by'), 'L. Meyer');
    await openDialog(page);
    await page.user.click(screen.getByTestId('export-write'));
    await waitFor(() => expect(page.backend.asked.at(-1)).toBe('export 1 html en'));
    expect(page.backend.asked.indexOf('remark 1')).toBeGreaterThan(-1);
    expect(page.backend.remarks.get(1)?.by).toBe('L. Meyer');
  });

  it('writes nothing when what was just entered could not be saved', async () => {
    const page = await openReport();
    page.backend.failures.set('remark 1', { en: 'The disk is full.', 'zh-Hans': '磁盘已满。' });
    await page.user.type(await screen.findByTestId('evidence-by'), 'L');
    await openDialog(page);
    await page.user.click(screen.getByTestId('export-write'));
    expect(await screen.findByText('The disk is full.')).toBeTruthy();
    expect(page.backend.asked.filter((request) => request.startsWith('export'))).toEqual([]);
  });
});

describe('the advice before an export', () => {
  it('is folded where the report does not speak of AI', async () => {
    const page = await openReport(oneSidedReport('photo.jpg', 'camera'));
    await openDialog(page);
    expect(screen.getByTestId<HTMLDetailsElement>('export-before').open).toBe(false);
    expect(screen.queryByTestId('export-read')).toBeNull();
    expect(screen.getByTestId<HTMLButtonElement>('export-write').disabled).toBe(false);
  });

  it('has to be read once where the report speaks of AI', async () => {
    const page = await openReport(oneSidedReport('photo.jpg', 'ai'));
    await openDialog(page);
    const advice = screen.getByTestId<HTMLDetailsElement>('export-before');
    expect(advice.open).toBe(true);
    expect(advice.textContent).toContain('A sign is not a proof');
    expect(advice.textContent).toContain('Minors and private persons');
    const write = () => screen.getByTestId<HTMLButtonElement>('export-write');
    expect(write().disabled).toBe(true);
    await page.user.click(screen.getByTestId('export-read'));
    expect(write().disabled).toBe(false);
    await page.user.click(write());
    await waitFor(() => expect(page.backend.asked).toContain('export 1 html en'));

    await openDialog(page);
    expect(screen.getByTestId<HTMLDetailsElement>('export-before').open).toBe(false);
    expect(write().disabled).toBe(false);
  });

  it('is asked for by every conclusion that names AI, and by no other', () => {
    const kinds: ConclusionKind[] = [
      'declared_ai', 'declared_partly_ai', 'strong_signs_of_ai', 'some_signs_of_ai', 'inconclusive',
      'some_signs_of_camera', 'strong_signs_of_camera', 'conflicting', 'not_assessable', 'no_conclusion',
    ];
    expect(kinds.filter(needsAdvice)).toEqual(kinds.slice(0, 4));
  });
});

describe('the letter', () => {
  it('is copied in the language of the page, and says so when it cannot be', async () => {
    const page = openPage((backend) => backend.finish(backend.add('photo.jpg').id, mixedReport()));
    await screen.findByTestId('report');
    await openDialog(page);
    const letter = screen.getByTestId('export-letter');
    await page.user.click(within(letter).getByText('A letter for somebody who was wrongly accused'));
    const copy = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValueOnce();
    await page.user.click(screen.getByTestId('export-letter-copy'));
    expect(copy.mock.lastCall?.[0]).toContain('To whom it concerns');
    setLanguage('zh-Hans');
    await waitFor(() => expect(letter.textContent).toContain('致相关人士'));
    copy.mockRejectedValueOnce(new Error('denied'));
    await page.user.click(screen.getByTestId('export-letter-copy'));
    expect(copy.mock.lastCall?.[0]).toContain('致相关人士');
    expect(await within(letter).findByText(/无法复制/)).toBeTruthy();
  });
});
