import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { mixedReport } from '../backend/fixtures/reports';
import type { Report } from '../generated/Report';
import { setLanguage } from '../i18n/language.svelte';
import { openReport } from '../testing/page';
import { oddsAt, posterior, shareOf } from './odds';
import { wilson } from './wilson';

function weighedReport(): Report {
  const report = mixedReport();
  return {
    ...report,
    conclusion: {
      ...report.conclusion,
      log10_lr: 1.954,
      weighed: 2,
      because: { en: 'It rests on: “Check” (about 90 times likelier in AI pictures).', 'zh-Hans': '依据：“检查”。' },
      reasons: [{ check: 'semantic_detector', title: { en: 'Check', 'zh-Hans': '检查' }, log10_lr: 1.954 }],
      interval: [1, 2.1],
      support: { en: 'moderate support for AI generation', 'zh-Hans': '对“AI 生成”的中等支持' },
      what_if: [{ before: 0.2, after: 0.957, between: [0.71, 0.97] }],
    },
  };
}

describe('what if', () => {
  it('multiplies the odds', () => {
    // Published arithmetic: 5 % before and a ratio of 90 make 83 %.
    expect(posterior(0.05, Math.log10(90))).toBeCloseTo(0.826, 3);
    expect(shareOf(oddsAt(0.3))).toBeCloseTo(0.3, 12);
    expect(posterior(0.4, 0)).toBeCloseTo(0.4, 12);
  });

  it('shows what follows from a prior that the reader sets, in both languages', async () => {
    const { user } = await openReport(weighedReport());
    expect(screen.getByTestId('because').textContent).toContain('It rests on');
    expect(screen.queryByTestId('what-if-before')).toBeNull();
    await user.click(screen.getByText(/What if\?/));
    const slider = await screen.findByTestId<HTMLInputElement>('what-if-before');
    const after = () => screen.getByTestId('what-if-after').textContent;
    expect(after()).toContain('83%');
    slider.value = '0';
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await waitFor(() => expect(after()).toContain('98.9%'));
    setLanguage('zh-Hans');
    await waitFor(() => expect(after()).toContain('结合本报告之后'));
  });

  it('claims no narrow interval where the cap speaks', async () => {
    const report = weighedReport();
    const { user } = await openReport({ ...report, conclusion: { ...report.conclusion, interval: [1.954, 1.954] } });
    await user.click(screen.getByText(/What if\?/));
    const after = await screen.findByTestId('what-if-after');
    expect(after.textContent).toContain('supports no larger ratio');
    expect(after.textContent).not.toContain('between');
    expect(screen.getByTestId('interval').textContent).toContain('the most that');
  });

  it('is not offered when nothing was weighed', async () => {
    const report = mixedReport();
    await openReport({ ...report, conclusion: { ...report.conclusion, log10_lr: null } });
    expect(screen.queryByTestId('what-if')).toBeNull();
  });
});

describe('how reliable', () => {
  it('tells error rates with their intervals, and what was not tested', async () => {
    const { user, backend } = await openReport();
    await user.click(screen.getByTestId('open-reliability'));
    const page = await screen.findByTestId('reliability');
    expect(backend.asked).toContain('reliability');
    expect(page.textContent).toContain('50% (43% to 57%)');
    expect(page.textContent).toContain('none (below 1%)');
    expect(page.textContent).toContain('no weight');
    expect(page.textContent).toContain('Photos of current phones.');
  });

  it('says why when it cannot', async () => {
    const { user, backend } = await openReport();
    backend.failures.set('reliability', new Error('gone'));
    await user.click(screen.getByTestId('open-reliability'));
    expect(await screen.findByText(/gone/)).toBeTruthy();
  });

  it('has the interval of known shares', () => {
    const [low, high] = wilson(8, 10);
    expect(low).toBeCloseTo(0.49, 2);
    expect(high).toBeCloseTo(0.943, 3);
  });
});

describe('the self-test', () => {
  it('stands in the report when it failed', async () => {
    const report = mixedReport();
    await openReport({
      ...report,
      self_test: { compared: 3, differed: [{ en: 'A score differed.', 'zh-Hans': '得分不同。' }], untested: [] },
    });
    expect(screen.getByTestId('self-test-differed').textContent).toContain('A score differed.');
  });
});
