import { screen, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { blindReport, mixedReport } from '../backend/fixtures/reports';
import { setLanguage } from '../i18n/language.svelte';
import { expand, openReport } from '../testing/page';
import { quoteConclusion, quoteFinding } from './quote';

const report = mixedReport();
const result = (id: string) => {
  const found = report.results.find(({ check }) => check.id === id);
  if (!found) throw new Error(`no result ${id}`);
  return found;
};

describe('a sentence to quote', () => {
  it('holds what the check said, its first limit, the program and the file', () => {
    expect(quoteFinding(report, result('faces'))).toBe(
      '“Faces and eyes”: One face was found; its irises are 41 pixels wide. Limit: A resized or recompressed copy hides the gaps. ' +
        `(Catchlight 0.1.0; file portrait-at-the-window.jpg, SHA-256 ${report.exhibit.sha256})`,
    );
  });

  it('says why a check could not tell', () => {
    const quoted = quoteFinding(report, result('tone-gaps'));
    expect(quoted).toContain('9 of 255 tone values were empty. The photo holds too few different tones');
  });

  it('is Chinese in a Chinese page', () => {
    setLanguage('zh-Hans');
    expect(quoteFinding(report, result('tone-gaps'))).toMatch(/^“色调缺口”：255 个色调值中有 9 个为空。照片中的不同色调太少.*。局限：缩放/);
    expect(quoteConclusion(report)).toMatch(/^“无法得出结论”：.*局限：以上是关于文件的说明，与照片中的人或发布者无关。/);
  });

  it('is nothing without a limit, or without anything that was said', () => {
    const faces = result('faces');
    expect(quoteFinding(report, { ...faces, check: { ...faces.check, limits: [] } })).toBeNull();
    expect(quoteFinding(report, { ...faces, summary: null, why: null })).toBeNull();
  });

  it('shows no character of a file name that reorders text', () => {
    const named = { ...report, exhibit: { ...report.exhibit, name: 'a\u202eb.jpg' } };
    expect(quoteConclusion(named)).toContain('file a\ufffdb.jpg');
  });

  it('is copied from a finding and from the conclusion', async () => {
    const { user } = await openReport();
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await user.click(within(await expand(user, 'faces')).getByTestId('copy-quote'));
    expect(write).toHaveBeenLastCalledWith(quoteFinding(report, result('faces')));
    await user.click(screen.getByTestId('copy-conclusion'));
    expect(write).toHaveBeenLastCalledWith(quoteConclusion(report));
  });

  it('tells of a check that could not look as well', async () => {
    const { user } = await openReport(blindReport());
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await user.click(within(await expand(user, 'faces')).getByTestId('copy-quote'));
    expect(write.mock.lastCall?.[0]).toContain('It needs the decoded picture.');
  });
});
