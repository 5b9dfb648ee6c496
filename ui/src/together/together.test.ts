import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { dossierOf } from '../backend/fixtures/dossier';
import { oneSidedReport } from '../backend/fixtures/reports';
import { Pace } from '../queue/pace';
import { openPage } from '../testing/page';
import { clock, scattered, timed } from './marks';
import { arranged, cellAfter, cellsToMake } from './sheet';

const cells = () => screen.queryAllByTestId('sheet-cell');

async function openTogether(count: number) {
  const page = openPage((backend) => {
    for (let index = 0; index < count; index += 1) {
      const { id, name } = backend.add(`IMG_${index}.jpg`);
      backend.finish(id, oneSidedReport(name, index % 2 === 0 ? 'ai' : 'camera'));
    }
    backend.add('waiting.jpg');
  });
  await page.user.click(await screen.findByTestId('view-together'));
  await screen.findByTestId('together-conclusion');
  const part = (name: string) =>
    page.user.click(within(screen.getByTestId('together-parts')).getByRole('button', { name }));
  return { ...page, part };
}

describe('the photos together', () => {
  it('says what follows for the set, and that a photo had no part in it', async () => {
    const { backend } = await openTogether(12);
    const follows = screen.getByTestId('together-conclusion');
    expect(follows.textContent).toContain('Inconclusive for the photos together');
    expect(follows.textContent).toContain('1 photo has not been examined to its end');
    expect(follows.textContent).toContain('not about a person');
    expect(backend.asked).toContain('dossier not_said');
  });

  it('asks again with how the photos were chosen', async () => {
    const { backend, user } = await openTogether(4);
    expect(screen.getByTestId('together-warning')).toBeTruthy();
    await user.click(screen.getByTestId('chosen-all'));
    await waitFor(() => expect(screen.queryByTestId('together-warning')).toBeNull());
    expect(backend.asked).toContain('dossier all');
  });

  it('offers to look again once more photos have ended', async () => {
    const { backend, user } = await openTogether(3);
    expect(screen.queryByTestId('together-again')).toBeNull();
    backend.finish(4, oneSidedReport('waiting.jpg', 'camera'));
    await user.click(await screen.findByTestId('together-again'));
    await waitFor(() => expect(screen.queryByTestId('together-again')).toBeNull());
    expect(screen.getByTestId('together-conclusion').textContent).not.toContain('has not been examined');
  });

  it('says why it could not look', async () => {
    const { user } = openPage((backend) => {
      backend.add('a.jpg');
      backend.failures.set('dossier not_said', { message: 'out of memory' });
    });
    await user.click(await screen.findByTestId('view-together'));
    expect((await screen.findByTestId('together')).textContent).toContain('out of memory');
  });

  it('draws only the part of the contact sheet that is in sight, and opens a photo from it', async () => {
    const { user, part } = await openTogether(900);
    await part('Contact sheet');
    expect(screen.getByTestId('sheet-count').textContent).toContain('900 photos');
    expect(cells().length).toBeGreaterThan(10);
    expect(cells().length).toBeLessThan(80);
    await user.click(within(cells()[2]!).getByRole('button'));
    expect((await screen.findByTestId('report')).textContent).toContain('IMG_2.jpg');
    expect(screen.queryByTestId('together')).toBeNull();
  });

  it('filters the contact sheet by marks, and shows the photos that a check speaks of', async () => {
    const { user, part } = await openTogether(24);
    await part('Contact sheet');
    await user.selectOptions(screen.getByTestId('sheet-filter'), 'not_weighed');
    expect(cells()).toHaveLength(4);
    await part('Checks');
    const checks = screen.getByTestId('together-checks');
    expect(within(checks).getByText('Eyes at the same place')).toBeTruthy();
    expect(checks.textContent).toContain('at least five photos that name a camera');
    expect(within(checks).queryByTestId('artifact-overlay')).toBeNull();
    await user.click(within(checks).getByTestId('show-them'));
    expect(cells()).toHaveLength(6);
    await user.click(screen.getByTestId('sheet-all'));
    expect(cells()).toHaveLength(24);
  });

  it('compares faces only when asked to', async () => {
    const { backend, user, part } = await openTogether(4);
    await part('Checks');
    expect(backend.asked.filter((asked) => asked.includes('with faces'))).toHaveLength(0);
    await user.click(screen.getByTestId('compare-faces'));
    await waitFor(() => expect(backend.asked).toContain('dossier not_said with faces'));
    expect(screen.getByTestId('together').textContent).toContain('not kept');
  });

  it('writes the dossier in the form and language asked for, with faces blurred', async () => {
    const { backend, user } = await openTogether(6);
    backend.exported = 'case-dossier.pdf';
    await user.click(screen.getByTestId('dossier-export'));
    const dialog = await screen.findByTestId('export-dialog');
    await user.click(within(dialog).getByTestId('export-form-one_page'));
    await user.click(within(dialog).getByTestId('export-both'));
    await user.click(within(dialog).getByTestId('export-blur-faces'));
    await user.click(within(dialog).getByTestId('export-write'));
    await waitFor(() => expect(backend.asked).toContain('export dossier one_page both without faces'));
    expect(await screen.findByText('Written: case-dossier.pdf')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByTestId('dossier-export'));
  });

  it('reads a plot with the keyboard and picks its photos', async () => {
    const { user, part } = await openTogether(10);
    await part('Scores');
    screen.getByTestId('dots').focus();
    await user.keyboard('{ArrowRight}');
    await waitFor(() => expect(screen.getByTestId('dots-said').textContent).toMatch(/IMG_\d/));
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByTestId('sheet-count').textContent).toContain('of the selection'));
    await part('Time line');
    expect(screen.getByTestId('together-time').textContent).toContain('Fujifilm X-T4');
  });
});

describe('what the views are made of', () => {
  const queue = ['a.jpg', 'b.jpg', 'a.jpg', 'c.jpg'].map((name, index) => ({
    id: index + 1,
    name,
    stage: { type: 'examined' as const, conclusion: 'inconclusive' as const, title: { en: '', 'zh-Hans': '' }, kind: 'jpeg' as const, has_view: true, partial: false },
  }));
  const { photos } = dossierOf(queue, 'all');

  it('sorts what lacks the value last', () => {
    const lacking = [{ ...photos[0]!, log10_lr: null }, { ...photos[1]!, log10_lr: -1 }, { ...photos[2]!, log10_lr: 0.5 }];
    expect(arranged(lacking, 'weight', 'any', null)).toEqual([2, 1, 0]);
    expect(arranged(lacking, 'given', 'any', [2, 0])).toEqual([0, 2]);
  });

  it('makes the cells in sight and the active one', () => {
    expect(cellsToMake(0, 400, 5000, 4, 4000)).toContain(4000);
    expect(cellsToMake(0, 400, 5000, 4, 4000).length).toBeLessThan(30);
    expect(cellAfter('ArrowDown', 3, 10, 4, 2)).toBe(7);
    expect(cellAfter('End', 3, 10, 4, 2)).toBe(9);
    expect(cellAfter('a', 3, 10, 4, 2)).toBeNull();
  });

  it('draws every photo once, however many there are', () => {
    const many = dossierOf(Array.from({ length: 6000 }, (_, index) => ({ ...queue[0]!, id: index, name: `${index}.jpg` })), 'all').photos;
    for (const { marks, without } of [scattered(many, 'semantic_detector', 'spectral_traces'), timed(many)]) {
      expect(marks.length).toBeLessThan(3300);
      const drawn = [...marks.flatMap((mark) => mark.photos), ...without].sort((a, b) => a - b);
      expect(drawn).toEqual(many.map((_, place) => place));
    }
  });

  it('leaves zones aside and refuses what is no moment', () => {
    expect(clock('2024-05-01T10:20:30+08:00')).toBe(clock('2024-05-01T10:20:30'));
    expect(clock('0000:00:00 00:00:00')).toBeNull();
    expect(clock('2024-13-41T10:20:30')).toBeNull();
  });

  it('tells a pace from the last minute only, and none of two photos', () => {
    const pace = new Pace();
    expect(pace.ended(0)).toBeNull();
    expect(pace.ended(1000)).toBeNull();
    expect(pace.ended(2000)).toBe(60);
    expect(pace.ended(200_000)).toBeNull();
  });
});
