import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { errorLevel, frequency } from '../backend/fixtures/exhibits';
import { mixedReport } from '../backend/fixtures/reports';
import { formatMeasure, setLanguage } from '../i18n/language.svelte';
import { card, expand, openReport } from '../testing/page';

const report = () => ({ ...mixedReport(), results: [frequency, ...mixedReport().results, errorLevel] });

async function opened(artifact: string) {
  const page = await openReport(report());
  await expand(page.user, 'frequency-grid');
  const figure = card('frequency-grid').querySelector<HTMLElement>(`[data-artifact="frequency-grid/${artifact}"]`);
  if (!figure) throw new Error(`no ${artifact}`);
  return { ...page, figure };
}

/** Gives a box a place on the screen, which the test document has none of. */
function put(element: Element, width: number, height: number) {
  element.getBoundingClientRect = () => new DOMRect(0, 0, width, height);
}

describe('a plot', () => {
  it('shows band, bars and marks with their names', async () => {
    const { figure } = await opened('radial');
    expect(within(figure).getAllByTestId('plot-band')).toHaveLength(1);
    expect(within(figure).getAllByTestId('plot-mark').map((mark) => mark.textContent)).toEqual(['1/8 (JPEG)', '1/4 (JPEG)', '0.27']);
    expect(within(figure).getByTestId('plot-legend').textContent).toContain('5 to 95 % of real photos');
    const bars = card('frequency-grid').querySelector('[data-artifact="frequency-grid/coefficients"] [data-testid=plot-bars]');
    expect(bars?.getAttribute('d')).toMatch(/^M/);
  });

  it('is read with the keyboard, and says so to a screen reader', async () => {
    const { figure, user } = await opened('radial');
    const reader = within(figure).getByRole('slider', { name: 'Read values of Strength by frequency' });
    expect(within(figure).queryByTestId('plot-cursor')).toBeNull();
    reader.focus();
    await user.keyboard('{End}');
    expect(within(figure).getByTestId('plot-cursor')).toBeTruthy();
    const spoken = reader.getAttribute('aria-valuetext');
    expect(spoken).toContain('Frequency (cycles per pixel) 0.5');
    const last = (frequency.artifacts[1]?.content as { series: { points: [number, number][] }[] }).series[0]?.points.at(-1)?.[1] ?? 0;
    expect(spoken).toContain(`This photo ${formatMeasure(last)}`);
    expect(spoken).toMatch(/5 to 95 % of real photos .* to /);
    await user.keyboard('{Home}{ArrowRight}');
    expect(reader.getAttribute('aria-valuenow')).toBe('1');
    setLanguage('zh-Hans');
    await Promise.resolve();
    expect(reader.getAttribute('aria-valuetext')).toContain('此照片');
  });
});

describe('a map', () => {
  it('shows its value under the pointer, and what was not measured', async () => {
    const { figure } = await opened('ghost');
    const reader = within(figure).getByTestId('reader');
    const reading = () => within(figure).getByTestId('reading').textContent?.trim() ?? '';
    expect(reading()).toMatch(/Point at the picture/);
    put(reader, 68, 90);
    await fireEvent.pointerMove(reader, { clientX: 30.5, clientY: 30.5 });
    expect(reading()).toMatch(/^\d\d(\.\d)? %$/);
    await fireEvent.pointerMove(reader, { clientX: 30.5, clientY: 2 });
    expect(reading()).toBe('not measured');
    expect(within(figure).getByRole('img', { name: 'Colours from 0 to 100 %' }).textContent).toContain('not measured');
    await fireEvent.pointerLeave(reader);
    expect(reading()).toMatch(/Point at the picture/);
  });

  it('is read with the keyboard', async () => {
    const { figure, user } = await opened('ghost');
    within(figure).getByTestId('reader').focus();
    await user.keyboard('{ArrowDown}');
    expect(within(figure).getByTestId('reader-cross').style.left).toBe('50.73529411764706%');
    expect(within(figure).getByTestId('reading').textContent).toMatch(/%/);
  });

  it('of an older report is shown without values', async () => {
    const { user } = await openReport();
    const tones = await expand(user, 'tone-gaps');
    expect(within(tones).queryByTestId('reader')).toBeNull();
    expect(within(tones).queryByTestId('reading')).toBeNull();
  });

  it('over the photo is read where the pointer is', async () => {
    const { user } = await openReport(report());
    await user.selectOptions(screen.getByTestId('overlay-choice'), 'frequency-grid/ghost');
    const viewer = screen.getByTestId('viewer');
    expect(within(viewer).getByTestId('reading').textContent).toMatch(/Point at the photo/);
    // Without a layout the photo is drawn at one to one from the corner.
    await fireEvent.pointerMove(screen.getByTestId('viewer-stage'), { clientX: 5, clientY: 10 });
    expect(within(viewer).getByTestId('reading').textContent?.trim()).toBe('not measured at pixel 5, 10');
  });
});

describe('a spectrum', () => {
  it('circles what the report marks and names it in a legend', async () => {
    const { figure } = await opened('spectrum');
    expect(within(figure).getByTestId('spectrum-marks').querySelectorAll('.outline.solid')).toHaveLength(2);
    expect(within(figure).getByTestId('outline-legend').textContent?.trim()).toMatch(/^Peak\s+Grid of this JPEG$/);
  });

  it('is read by frequency, period and value, peak by peak', async () => {
    const { figure, user } = await opened('spectrum');
    within(figure).getByTestId('reader').focus();
    await user.keyboard('{PageDown}');
    const reading = within(figure).getByTestId('reading').textContent;
    expect(reading).toMatch(/\d dB/);
    expect(reading).toContain('Peak · 0.25 across, 0.125 down · repeats every 3.58 pixels');
    await user.keyboard('{PageUp}');
    expect(within(figure).getByTestId('reading').textContent).toContain('Grid of this JPEG · 0 across, 0.125 down · repeats every 8 pixels');
  });
});

describe('views for experts', () => {
  it('are folded, stand apart from the evidence, and are never weighed', async () => {
    const { user } = await openReport(report());
    const views = screen.getByTestId('expert-views');
    expect(views.textContent).toContain('no conclusion is drawn');
    expect(within(views).queryByTestId('result-card')).toBeNull();
    await user.click(within(views).getByRole('button', { name: /Views for experts/ }));
    const { textContent } = within(views).getByTestId('result-card');
    expect(textContent).toContain('never weighed');
    expect(textContent, 'a view finds nothing').toContain('Shown');
  });

  it('are not offered when there are none', async () => {
    await openReport();
    expect(screen.queryByTestId('expert-views')).toBeNull();
  });
});
