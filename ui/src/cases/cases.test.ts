import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { oneSidedReport } from '../backend/fixtures/reports';
import { setLanguage } from '../i18n/language.svelte';
import { openPage } from '../testing/page';

async function openCases() {
  const page = openPage((backend) => {
    backend.finish(backend.add('a.jpg').id, oneSidedReport('a.jpg', 'ai'));
    backend.cases = [
      { id: 2, name: '小红书 @someone', begun_at: '2026-11-23T09:00:00+08:00', photos: 0, unfinished: 0, conclusions: [] },
      {
        id: 1,
        name: '2026-11-22 18:04',
        begun_at: '2026-11-22T18:04:00+08:00',
        photos: 3,
        unfinished: 0,
        conclusions: [{ conclusion: 'inconclusive', title: { en: 'Inconclusive', 'zh-Hans': '无法判断' }, photos: 3 }],
      },
    ];
  });
  await screen.findByTestId('cases');
  await page.user.click(screen.getByTestId('cases'));
  return { ...page, dialog: await screen.findByTestId('cases-dialog') };
}

function row(id: number): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-testid=case][data-case-id="${id}"]`);
  if (!found) throw new Error(`no case ${id}`);
  return found;
}

describe('cases', () => {
  it('are listed with what they hold, in both languages', async () => {
    const { dialog } = await openCases();
    expect(row(1).textContent).toContain('on screen');
    expect(row(2).textContent).toContain('0 photos');
    setLanguage('zh-Hans');
    await waitFor(() => expect(dialog.textContent).toContain('导入案件'));
    expect(row(1).textContent).toContain('当前显示');
  });

  it('are opened, and the photos of the one before leave the screen', async () => {
    const { backend, user } = await openCases();
    await user.click(within(row(2)).getByTestId('case-open'));
    await waitFor(() => expect(backend.asked).toContain('openCase 2'));
    await screen.findByTestId('app-empty');
    await waitFor(() => expect(screen.getByTestId('cases').textContent).toContain('小红书 @someone'));
  });

  it('are renamed', async () => {
    const { backend, user } = await openCases();
    await user.click(within(row(2)).getByTestId('case-rename'));
    const name = within(row(2)).getByTestId('case-name');
    expect(document.activeElement).toBe(name);
    await user.clear(name);
    await user.type(name, 'an account{Enter}');
    await waitFor(() => expect(row(2).textContent).toContain('an account'));
    expect(backend.asked).toContain('renameCase 2 an account');
  });

  it('are deleted only after it was said what will be gone', async () => {
    const { backend, user } = await openCases();
    await user.click(within(row(2)).getByTestId('case-delete'));
    expect(within(row(2)).getByRole('alert').textContent).toContain('cannot be undone');
    expect(backend.asked.some((request) => request.startsWith('deleteCase'))).toBe(false);
    await user.click(within(row(2)).getByTestId('case-delete-sure'));
    await waitFor(() => expect(document.querySelector('[data-case-id="2"]')).toBeNull());
    expect(backend.asked).toContain('deleteCase 2');
  });

  it('are searched, and a hit opens its case at its photo', async () => {
    const { backend, user } = await openCases();
    backend.hits = {
      all: 1,
      hits: [
        {
          photo: 1,
          case: 1,
          case_name: '2026-11-22 18:04',
          name: 'a.jpg',
          received_at: '2026-11-22T18:05:00+08:00',
          conclusion: 'some_signs_of_ai',
          title: { en: 'Some signs of AI generation', 'zh-Hans': '有一些 AI 生成迹象' },
          generator: null,
        },
      ],
    };
    await user.type(screen.getByTestId('cases-search-text'), 'a.j');
    const hit = await screen.findByTestId('cases-hit');
    expect(hit.textContent).toContain('Some signs of AI generation');
    expect(backend.asked.filter((request) => request.startsWith('search'))).toEqual([
      'search {"text":"a.j","conclusion":null,"from":null,"until":null,"generator":null}',
    ]);
    await user.click(hit);
    await waitFor(() => expect(screen.queryByTestId('cases-dialog')).toBeNull());
  });

  it('are searched by the generator that files declare', async () => {
    const { backend, user } = openPage((backend) => {
      backend.finish(backend.add('a.jpg').id, oneSidedReport('a.jpg', 'ai'));
      backend.generators = [
        { name: 'Adobe Firefly', photos: 2 },
        { name: '即梦', photos: 1 },
      ];
    });
    await user.click(await screen.findByTestId('cases'));
    const generator = await screen.findByTestId('cases-search-generator');
    expect(within(generator).getAllByRole('option').map((option) => option.textContent)).toEqual([
      'Any',
      'Adobe Firefly (2)',
      '即梦 (1)',
    ]);
    await user.selectOptions(generator, '即梦');
    await waitFor(() => expect(backend.asked.at(-1)).toContain('"generator":"即梦"'));
  });

  it('offer no generator where no file declares one', async () => {
    await openCases();
    expect(screen.queryByTestId('cases-search-generator')).toBeNull();
  });

  it('are kept where it says, or not at all', async () => {
    const { backend, user } = await openCases();
    expect(screen.getByTestId('keeping').textContent).toContain('/home/reader/.local/share/catchlight/casebook');
    await user.click(screen.getByTestId('keeping-originals'));
    await waitFor(() => expect(backend.asked).toContain('keepOriginals false'));
    await user.click(screen.getByTestId('keeping-nothing'));
    await waitFor(() => expect(screen.getByTestId('keeping').textContent).toContain('end with this window'));
    expect(screen.getByTestId('cases').textContent).toContain('Nothing is kept');
  });
});

describe('the queue', () => {
  it('is paused and goes on', async () => {
    const { backend, user } = openPage((backend) => {
      backend.add('a.jpg');
      backend.add('b.jpg');
    });
    await user.click(await screen.findByTestId('pause'));
    expect(await screen.findByText('Paused, 2 to go')).toBeTruthy();
    await user.click(screen.getByTestId('pause'));
    await waitFor(() => expect(backend.asked.slice(-1)).toEqual(['pause false']));
    expect(await screen.findByText('2 to go')).toBeTruthy();
  });
});
