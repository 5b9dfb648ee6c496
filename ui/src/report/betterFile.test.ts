import { screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { same, text } from '../backend/fixtures/checks';
import { mixedReport } from '../backend/fixtures/reports';
import type { Report } from '../generated/Report';
import { openReport } from '../testing/page';
import { isCopy, platformOf } from './betterFile';

/** A report on a file as a camera left it. */
function original(): Report {
  const report = mixedReport();
  const quality = { ...report.quality, compression: 'light', scale: 'unknown', title: same(''), still_tells: same('') } as const;
  return { ...report, quality };
}

/** The report of the check of platforms that names these. */
function handedOut(...names: string[]): Report {
  const report = original();
  const [first] = report.results;
  if (!first) throw new Error('no result');
  const rows = names.map((name) => ({ label: text(name, '平台'), value: same('mark'), place: null }));
  const check = { ...first.check, id: 'platform_pipeline' };
  return { ...report, results: [{ ...first, check, state: 'found', details: [{ title: same('Specific marks'), rows }] }] };
}

describe('the way to a better file', () => {
  it('is shown for what was saved again, scaled, pasted as pixels or handed out by a platform', () => {
    const report = original();
    expect(isCopy(report)).toBe(false);
    expect(isCopy({ ...report, quality: undefined, received: null })).toBe(false);
    expect(isCopy(mixedReport())).toBe(true);
    expect(isCopy({ ...report, quality: report.quality && { ...report.quality, scale: 'resized' } })).toBe(true);
    expect(isCopy({ ...report, received: report.received && { ...report.received, via: 'pasted_pixels' } })).toBe(true);
    expect(isCopy(handedOut('Telegram'))).toBe(true);
  });

  it('knows the platform only where the report names one alone', () => {
    expect(platformOf(handedOut('WeChat', 'WeChat', 'a screenshot'))).toBe('wechat');
    expect(platformOf(handedOut('Facebook or Instagram'))).toBe('instagram');
    expect(platformOf(handedOut('Xiaohongshu', 'Douyin'))).toBeNull();
    expect(platformOf(original())).toBeNull();
  });

  it('is folded, begins with the named platform and shows each of the five', async () => {
    const { user } = await openReport(handedOut('X (Twitter)'));
    const guide = screen.getByTestId('better-file');
    expect(guide.hasAttribute('open')).toBe(false);
    await user.click(screen.getByText('How to get a better file'));
    expect(screen.getByTestId('better-guide').dataset.platform).toBe('x');
    expect(screen.getByTestId('better-seen').textContent).toContain('X (Twitter)');
    for (const name of ['Xiaohongshu', 'Instagram', 'Douyin', 'WeChat']) {
      await user.click(within(screen.getByTestId('better-platforms')).getByText(name));
      expect(screen.getByTestId('better-guide').textContent).toMatch(/No way|No better file|no better file|No reliable source/);
    }
  });

  it('is not offered for a file that may well be the original', async () => {
    await openReport(original());
    expect(screen.queryByTestId('better-file')).toBeNull();
  });

  it('opens no page: it holds no link', async () => {
    await openReport();
    expect(screen.getByTestId('better-file').querySelector('a, form, iframe')).toBeNull();
  });
});
