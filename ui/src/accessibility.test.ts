// axe-core over every screen and window of the page, in both languages. A document without layout has neither colours
// nor sizes: contrast is computed in style/contrast.test.ts, and the end-to-end tests repeat this in the real window,
// with both colour schemes and large letters.
import { screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { same, text } from './backend/fixtures/checks';
import { errorLevel, frequency } from './backend/fixtures/exhibits';
import { blindReport, mixedReport, oneSidedReport } from './backend/fixtures/reports';
import { type Language, setLanguage } from './i18n/language.svelte';
import { learn, stopLearning } from './learn/learning.svelte';
import { topics } from './learn/lessons';
import { openPage, openReport } from './testing/page';

/** What is found is judged from the worst on: `moderate` and `minor` are advice. */
const SERIOUS = ['serious', 'critical'];
/** Everything needs a look, and this machine may be busy. */
const TIMEOUT_MS = 120_000;

async function findings(): Promise<string[]> {
  const { violations } = await axe.run(document, {
    resultTypes: ['violations'],
    rules: { 'color-contrast': { enabled: false } },
  });
  return violations
    .filter(({ impact }) => SERIOUS.includes(impact ?? ''))
    .flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id} (${help}): ${html.slice(0, 160)}`));
}

function richReport() {
  const report = mixedReport();
  return { ...report, results: [frequency, ...report.results, errorLevel] };
}

afterEach(stopLearning);

describe.each<Language>(['en', 'zh-Hans'])('in %s, nothing serious is found', { timeout: TIMEOUT_MS }, (language) => {
  beforeEach(() => {
    // As index.html names the window.
    document.title = 'Catchlight';
    setLanguage(language);
  });

  it('before the first photo', async () => {
    const { backend } = openPage();
    await screen.findByTestId('app-empty');
    backend.notice(text('2 files were left out.', '有 2 个文件未加入。'));
    await screen.findByTestId('notice');
    expect(await findings()).toEqual([]);
  });

  it('at any stage of a photo', async () => {
    const { backend, user } = openPage((backend) => {
      backend.add('waiting.jpg');
      backend.move(backend.add('examining.jpg').id, { type: 'examining', step: 3, of: 8, check: same('A') });
      backend.move(backend.add('unreadable.jpg').id, { type: 'unreadable', why: text('Not permitted.', '没有权限。') });
      backend.move(backend.add('cancelled.jpg').id, { type: 'cancelled' });
      backend.finish(backend.add('blind.jpg').id, blindReport());
    });
    for (const photo of await backend.photos()) {
      await user.click(await screen.findByText(photo.name, { selector: '[data-testid=queue] *' }));
      await waitFor(() => expect(screen.queryByTestId('no-report') ?? screen.queryByTestId('report')).toBeTruthy());
      expect(await findings(), photo.name).toEqual([]);
    }
  });

  it('in a report whose findings are all open', async () => {
    await openReport(richReport());
    await screen.findByTestId('evidence');
    within(screen.getByTestId('expert-views')).getAllByRole('button', { hidden: true })[0]?.click();
    await waitFor(() => expect(screen.getAllByTestId('result-card')).toHaveLength(richReport().results.length));
    for (const fold of document.querySelectorAll('details')) fold.open = true;
    for (const toggle of screen.getAllByTestId('result-toggle')) toggle.click();
    await waitFor(() => expect(screen.getAllByTestId('result-body')).toHaveLength(richReport().results.length));
    screen.getAllByTestId('artifact-overlay')[0]?.click();
    expect(await findings()).toEqual([]);
  });

  it.each(['cases', 'compare', 'export', 'open-reliability', 'keys'])('in the window behind the button “%s”', async (button) => {
    const { backend, user } = await openReport();
    // A photo is compared with another one.
    backend.finish(backend.add('other.jpg').id, mixedReport('other.jpg'));
    await user.click(await screen.findByTestId(button));
    await waitFor(() => expect(document.querySelector('dialog[open]')).toBeTruthy());
    if (button === 'open-reliability') await waitFor(() => expect(document.querySelector('dialog table')).toBeTruthy());
    expect(await findings()).toEqual([]);
  });

  it('in a picture that is enlarged', async () => {
    await openReport(richReport());
    for (const toggle of screen.getAllByTestId('result-toggle')) toggle.click();
    (await screen.findAllByTestId('artifact-enlarge'))[0]?.click();
    await waitFor(() => expect(document.querySelector('dialog[open]')).toBeTruthy());
    expect(await findings()).toEqual([]);
  });

  it('in any lesson', async () => {
    openPage();
    for (const topic of topics) {
      learn(topic);
      await waitFor(() => expect(screen.getByTestId('lesson').dataset.topic).toBe(topic));
      expect(await findings(), topic).toEqual([]);
    }
  });

  it('in any view of the photos together', async () => {
    const { user } = openPage((backend) => {
      for (let index = 0; index < 6; index += 1) {
        const { id, name } = backend.add(`IMG_${index}.jpg`);
        backend.finish(id, oneSidedReport(name, index % 2 === 0 ? 'ai' : 'camera'));
      }
    });
    await user.click(await screen.findByTestId('view-together'));
    await screen.findByTestId('together-conclusion');
    for (const part of screen.getByTestId('together-parts').querySelectorAll('button')) {
      part.click();
      await waitFor(() => expect(part.getAttribute('aria-pressed')).toBe('true'));
      expect(await findings(), part.textContent ?? '').toEqual([]);
    }
  });
});

describe('the look', () => {
  it('would be found', { timeout: TIMEOUT_MS }, async () => {
    document.body.innerHTML = '<main><button></button><img src="a.png"></main>';
    expect((await findings()).map((found) => found.split(' ')[0])).toEqual(expect.arrayContaining(['button-name', 'image-alt']));
    document.body.innerHTML = '';
  });
});
